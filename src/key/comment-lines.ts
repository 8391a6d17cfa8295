import { quote } from "../bytes/quote.ts";

/** One line of a file as minisign and signify write it, and where the next one begins. */
export interface Line {
  /** Without its end, byte for character. */
  readonly text: string;
  readonly next: number;
  /** False for a last line that the file just ends after. */
  readonly ended: boolean;
}

export const UNTRUSTED_COMMENT = "untrusted comment: ";

/** What minisign and signify read at most of a comment nobody signed. */
const MAX_COMMENT_CHARACTERS = 1024;

/**
 * Takes the line that begins at an offset of a file. Lines end in LF or CRLF, as both tools read them; a lone CR is text.
 * @returns undefined where the file has ended.
 */
export function lineAt(file: string, at: number): Line | undefined {
  if (at >= file.length) return undefined;
  const end = file.indexOf("\n", at);
  if (end === -1) return { text: file.slice(at), next: file.length, ended: false };
  const carriage = end > at && file[end - 1] === "\r" ? 1 : 0;
  return { text: file.slice(at, end - carriage), next: end + 1, ended: true };
}

/** Says what is wrong with the first line of such a file; nothing where nothing is. No signature covers this line. */
export function objectToComment(line: string): string | undefined {
  if (!line.startsWith(UNTRUSTED_COMMENT)) return quote(line);
  // NUL ends a line in C, and a lone CR in some editors: what stands behind it is another line to somebody.
  if (/[\0\r]/.test(line)) return "a control character in the comment";
  if (line.length - UNTRUSTED_COMMENT.length > MAX_COMMENT_CHARACTERS)
    return `a comment of ${line.length - UNTRUSTED_COMMENT.length} characters`;
  return undefined;
}
