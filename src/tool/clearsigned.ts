import { type ChecksumLine, malformedLine } from "./checksum-text.ts";

/** A text that an OpenPGP signature stands below. **Not verified.** */
export interface Clearsigned {
  /** The lines that the signature covers, and no others. */
  readonly lines: readonly ChecksumLine[];
  /** What is signed, byte by byte: without trailing white space, in lines that CRLF parts. */
  readonly signedText: Uint8Array;
  /** The signature from its first armor line to its last, in lines that end in LF. */
  readonly armor: string;
}

const BEGIN = "-----BEGIN PGP SIGNED MESSAGE-----";
const BEGIN_SIGNATURE = "-----BEGIN PGP SIGNATURE-----";
const END_SIGNATURE = "-----END PGP SIGNATURE-----";

/** Tells whether a text is of this form, or has a part of it somewhere. */
export function isClearsigned(text: string): boolean {
  return /^-----BEGIN PGP /m.test(text);
}

/**
 * Takes a clearsigned text apart. White space at the end of a line is not signed, and is not in the result; neither is
 * anything before or after the text, for whoever does not verify would read it like the rest.
 *
 * @throws Refusal `CHECKSUMS_MALFORMED` — text outside, a header that is not `Hash`, a line that should be dash-escaped, a second text, no signature.
 * @see https://www.rfc-editor.org/rfc/rfc9580#section-7
 */
export function splitClearsigned(lines: readonly ChecksumLine[], what: string): Clearsigned {
  const end = trimEnd(lines);
  let at = 0;
  const next = (): ChecksumLine => {
    const line = lines[at];
    if (line === undefined || at >= end) throw cutShort(what, lines, end);
    at += 1;
    return line;
  };
  let line = next();
  while (line.text === "") line = next();
  expectLine(what, line, BEGIN, "nothing but signed text");
  // The empty line is the border: whatever stood above it as a header would be signed by nobody.
  for (line = next(); line.text !== ""; line = next()) {
    if (!/^Hash: [A-Za-z0-9-]+(?:, ?[A-Za-z0-9-]+)*$/.test(line.text))
      throw malformedLine(what, line.number, "a Hash header or an empty line", "another text");
  }
  const signed: ChecksumLine[] = [];
  for (line = next(); line.text !== BEGIN_SIGNATURE; line = next()) {
    if (line.text.startsWith("-") && !line.text.startsWith("- "))
      throw malformedLine(what, line.number, "a line that is dash-escaped", "one that is not");
    const text = line.text.startsWith("- ") ? line.text.slice(2) : line.text;
    signed.push({ text: withoutTrailingSpace(text), number: line.number });
  }
  const armor = [line.text];
  for (line = next(); line.text !== END_SIGNATURE; line = next()) {
    if (line.text.startsWith("-"))
      throw malformedLine(what, line.number, "the end of the signature", "another armor line");
    armor.push(line.text);
  }
  const after = lines.slice(at, end).find(({ text }) => text !== "");
  if (after !== undefined)
    throw malformedLine(
      what,
      after.number,
      "nothing after the signature",
      "a text that is not signed",
    );
  return {
    lines: signed,
    signedText: Buffer.from(signed.map(({ text }) => text).join("\r\n")),
    armor: `${[...armor, END_SIGNATURE].join("\n")}\n`,
  };
}

/** By hand: a regular expression would take the square of the length of a line of spaces. */
function withoutTrailingSpace(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === " " || text[end - 1] === "\t")) end -= 1;
  return text.slice(0, end);
}

/** Empty lines at the end say nothing, and editors add them. */
function trimEnd(lines: readonly ChecksumLine[]): number {
  let end = lines.length;
  while (end > 0 && lines[end - 1]?.text === "") end -= 1;
  return end;
}

function expectLine(what: string, line: ChecksumLine, text: string, expected: string): void {
  if (line.text === text) return;
  throw malformedLine(what, line.number, expected, "a text outside of it");
}

function cutShort(what: string, lines: readonly ChecksumLine[], end: number) {
  return malformedLine(
    what,
    lines[end - 1]?.number ?? 1,
    "a signed text with its signature",
    "the end",
  );
}
