import { quote } from "../bytes/quote.ts";
import { unarmorSignature } from "./armor.ts";
import { malformedSignature } from "./malformed-signature.ts";

/** A text with OpenPGP's signature around it, as it was read. */
export interface ClearText {
  /** The hash functions that it says it is signed with, such as `SHA256`. */
  readonly hashes: readonly string[];
  /** What the signature covers: the lines without blanks at their ends, CRLF between them. */
  readonly signed: Uint8Array;
  /** The same as a text of this system: LF behind every line. */
  readonly text: Uint8Array;
  /** The signature packets. */
  readonly signature: Uint8Array;
}

const BEGIN = "-----BEGIN PGP SIGNED MESSAGE-----";
const BEGIN_SIGNATURE = "-----BEGIN PGP SIGNATURE-----";

/**
 * Reads a file of OpenPGP's cleartext framework: the text, its signature, and nothing before, between or after.
 * **Nothing is verified.** What stands at the end of a line is not signed where it is blank, and is not given.
 *
 * @throws Refusal `SIGNATURE_MALFORMED` — text that no signature covers, or another header than Hash.
 * @see https://www.rfc-editor.org/rfc/rfc9580#section-7
 */
export function parseClearText(file: Uint8Array, what: string): ClearText {
  const lines = Buffer.from(file).toString("latin1").replaceAll("\r\n", "\n").split("\n");
  if (lines[0] !== BEGIN)
    throw malformedSignature(what, "line 1", `"${BEGIN}"`, quote(lines[0] ?? ""));
  const blank = lines.indexOf("");
  const hashes = lines.slice(1, blank).flatMap((line, index) => {
    const names = /^Hash: ([A-Z0-9-]+(?:, ?[A-Z0-9-]+)*)$/.exec(line)?.[1];
    // A header that nobody signed has passed for signed text before.
    if (names === undefined)
      throw malformedSignature(what, `line ${index + 2}`, "a Hash header", quote(line));
    return names.split(/, ?/);
  });
  const end = lines.indexOf(BEGIN_SIGNATURE, blank);
  if (blank === -1 || end === -1)
    throw malformedSignature(what, "", `a blank line, a text and "${BEGIN_SIGNATURE}"`, "the end");
  const text = lines.slice(blank + 1, end).map((line, index) => {
    const plain = line.startsWith("- ") ? line.slice(2) : line;
    if (plain === line && line.startsWith("-"))
      throw malformedSignature(
        what,
        `line ${blank + index + 2}`,
        'a line that begins with "- "',
        quote(line),
      );
    // A lone CR is a line's end to some, and blank to others.
    const bare = withoutTrailingSpace(plain);
    if (bare.includes("\r"))
      throw malformedSignature(
        what,
        `line ${blank + index + 2}`,
        "lines that end in LF or CRLF",
        "a lone CR",
      );
    return bare;
  });
  return {
    hashes,
    signed: Buffer.from(text.join("\r\n"), "latin1"),
    text: Buffer.from(text.map((line) => `${line}\n`).join(""), "latin1"),
    signature: unarmorSignature(lines.slice(end).join("\n"), what),
  };
}

/** By hand: a regular expression would take the square of the length of a line of blanks. */
function withoutTrailingSpace(text: string): string {
  let end = text.length;
  while (end > 0 && " \t\r".includes(text[end - 1] ?? "")) end -= 1;
  return text.slice(0, end);
}
