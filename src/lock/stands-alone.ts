import { isAscii } from "node:buffer";

/**
 * What may make a reader see more than the file itself: an option other than a hash, wherever a line may begin for pip,
 * another encoding, a variable. Only then it is read as pip reads it, which takes a hundred times as long.
 */
const MAY_BE_OPTION = /(?<![A-Za-z0-9_.-])-(?!-hash=)/;
/** Beside what is not ASCII. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what another reader may take for the end of a line
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
/** Such a line is nothing but a comment to pip, whatever stands before it: those who write locks name their input in them. */
const COMMENT_LINE = /^[ \t]*#.*/gm;

/** Tells that a lock is all there is to read: it includes nothing. */
export function standsAlone(bytes: Uint8Array): boolean {
  if (!isAscii(bytes)) return false;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
  if (text.includes("coding") || text.includes("${") || CONTROL.test(text)) return false;
  return !MAY_BE_OPTION.test(text.replace(COMMENT_LINE, ""));
}
