import { quote } from "../bytes/quote.ts";
import { algorithmOfTag, type ChecksumAlgorithm, hexDigitsOf } from "./checksum-algorithm.ts";
import { type ChecksumLine, malformedLine } from "./checksum-text.ts";

/** What one line of a list says. */
export interface ReadLine {
  /** As the tag before the name says; undefined where there is no tag. */
  readonly algorithm: ChecksumAlgorithm | undefined;
  readonly name: string;
  /** Lower-case hex. */
  readonly hex: string;
  /** How many characters stand between digest and name, which decides whether a space belongs to the name. */
  readonly gap: 1 | 2 | undefined;
}

/** A digest, one space or tab, perhaps the mark of text or binary, and the name (`sha256sum`, `openssl dgst -r`, `md5 -r`). */
const UNTAGGED = /^(\\?)([0-9A-Fa-f]+)[ \t]([ *]?)(.+)$/s;
/** An algorithm, the name in brackets, and the digest, with spaces (`sha256sum --tag`) or without (`openssl dgst`). */
const TAGGED = /^(\\?)([A-Za-z0-9/-]+)(?: \((.+)\) = |\((.+)\)= ?)([0-9A-Fa-f]+)$/s;

/** The longest path that any of our systems opens. */
const MAX_NAME_LENGTH = 4096;

/**
 * Reads one line that names a file. Upper-case hex means the same as lower-case.
 *
 * @param escapes whether a backslash at the head says that there are escapes in the name: not in NUL-terminated lists.
 * @throws Refusal `CHECKSUMS_MALFORMED` — neither form, an unknown algorithm, a digest of another length than the algorithm's, or an escape that is none.
 * @see https://www.gnu.org/software/coreutils/manual/html_node/cksum-output-modes.html
 */
export function readChecksumLine(line: ChecksumLine, what: string, escapes: boolean): ReadLine {
  const { text, number } = line;
  const tagged = TAGGED.exec(text);
  if (tagged !== null) {
    const [, slash, tag = "", spaced, joined, hex = ""] = tagged;
    const algorithm = algorithmOfTag(tag);
    if (algorithm === undefined)
      throw malformedLine(what, number, "an algorithm that is known", quote(tag));
    const digits = hexDigitsOf(algorithm);
    if (hex.length !== digits)
      throw malformedLine(
        what,
        number,
        `${digits} hex digits, as ${algorithm} has`,
        `${hex.length}`,
      );
    const name = readName(spaced ?? joined ?? "", slash === "\\", line, what, escapes);
    return { algorithm, name, hex: hex.toLowerCase(), gap: undefined };
  }
  const [, slash, hex, mark = "", rest = ""] = UNTAGGED.exec(text) ?? [];
  if (hex === undefined)
    throw malformedLine(
      what,
      number,
      "a digest and the name of a file",
      quote(text),
      hintFor(text),
    );
  const name = readName(rest, slash === "\\", line, what, escapes);
  return { algorithm: undefined, name, hex: hex.toLowerCase(), gap: mark === "" ? 1 : 2 };
}

function readName(
  text: string,
  escaped: boolean,
  { number }: ChecksumLine,
  what: string,
  escapes: boolean,
): string {
  if (escaped && !escapes)
    throw malformedLine(what, number, "no escapes where NUL ends a line", "a backslash before it");
  const name = escaped ? unescapeName(text, number, what) : text;
  if (name.length <= MAX_NAME_LENGTH) return name;
  throw malformedLine(
    what,
    number,
    `a name of at most ${MAX_NAME_LENGTH} characters`,
    `${name.length}`,
  );
}

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\", n: "\n", r: "\r" };

function unescapeName(text: string, line: number, what: string): string {
  return text.replace(/\\(.?)/gs, (_, letter: string) => {
    const plain = ESCAPES[letter];
    if (plain !== undefined) return plain;
    throw malformedLine(what, line, "only the escapes \\\\, \\n and \\r", quote(`\\${letter}`));
  });
}

function hintFor(text: string): string | undefined {
  if (/^\s*<(?:!doctype|html|\?xml)/i.test(text))
    return "this is a page, not the list: download the file itself";
  if (/^Algorithm\s+Hash\s+Path\s*$/.test(text))
    return "a table cuts names off: write it with Get-FileHash FILE | Format-List";
  return undefined;
}
