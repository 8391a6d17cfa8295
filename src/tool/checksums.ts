import { basename } from "node:path";
import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import { algorithmByLength, type ChecksumAlgorithm, hexDigitsOf } from "./checksum-algorithm.ts";
import { type ReadLine, readChecksumLine } from "./checksum-line.ts";
import { type ChecksumLine, decodeChecksums, malformedLine, splitLines } from "./checksum-text.ts";
import { isClearsigned, splitClearsigned } from "./clearsigned.ts";
import { isFileHashList, readFileHashes } from "./file-hash.ts";
import { impliedName } from "./implied-name.ts";
import { isSignify, splitSignify } from "./signify-embedded.ts";

/** One digest of one file, as a list has it. */
export interface Checksum {
  /** As the list writes it, without what escapes it: perhaps with folders, perhaps with `..`. */
  readonly name: string;
  readonly algorithm: ChecksumAlgorithm;
  /** Lower-case hex, as long as the algorithm says. */
  readonly digest: string;
  /** Of the list, from 1 on; the record where NUL ends them. */
  readonly line: number;
}

/** A list of checksums. Nothing about it is verified. */
export interface ChecksumList {
  /** The list itself, as refusals name it. */
  readonly what: string;
  /** At least one, in the order of the list; no two of one name and algorithm. */
  readonly entries: readonly Checksum[];
  /** What stands around the entries and signs them; null where nothing does. */
  readonly signed: SignedChecksums | null;
}

/** A signature that came with a list in one file: over `signedText`, from which alone the entries were read. */
export type SignedChecksums =
  | { readonly kind: "openpgp"; readonly signedText: Uint8Array; readonly armor: string }
  | {
      readonly kind: "signify";
      readonly signedText: Uint8Array;
      readonly comment: string;
      readonly signature: Uint8Array;
    };

/** How a list is to be read. */
export interface ParseChecksumsOptions {
  /** The path or name of the list. It names the list in refusals, a sidecar's file, and the algorithm where nothing else does. */
  readonly what: string;
  /** The algorithm of digests that nothing in the list names; default: as their length and the name of the list say. */
  readonly algorithm?: ChecksumAlgorithm | undefined;
  /** The file that a digest without a name is of; default: as the name of the list says, `tool.tgz.sha256`. */
  readonly file?: string | undefined;
}

/** The lists of whole distributions have some hundred kilobytes. */
export const MAX_CHECKSUMS_BYTES: number = 8 * 1024 * 1024;
/** More files than one release has. */
export const MAX_CHECKSUMS = 100_000;

/**
 * Reads a list of checksums by any of the usual tools: `sha256sum` and its like (also with `--tag` and `--zero`), `shasum`,
 * `b3sum`, `cksum -a`, BSD's, `openssl dgst`, PowerShell's `Get-FileHash | Format-List`, a digest that stands alone; clearsigned
 * by OpenPGP, or with signify's signature. Empty lines and lines that start with `#` say nothing; every other line has to be read.
 * **Neither a digest nor a signature is verified**, and names may lead anywhere.
 *
 * @param bytes UTF-8, or UTF-16 with its mark; at most `MAX_CHECKSUMS_BYTES`.
 * @throws Refusal `CHECKSUMS_MALFORMED` with the line — one that is no checksum, text outside of a signature, no checksum at all, or more than `MAX_CHECKSUMS`.
 * @throws Refusal `CHECKSUMS_ALGORITHM` — nothing says by which algorithm digests of this length are.
 * @throws Refusal `CHECKSUMS_CONFLICT` — two digests of one file by one algorithm.
 * @throws Refusal `UTF8_MALFORMED`, `INPUT_TOO_LARGE`.
 */
export function parseChecksums(bytes: Uint8Array, options: ParseChecksumsOptions): ChecksumList {
  const { what } = options;
  if (bytes.length > MAX_CHECKSUMS_BYTES) {
    throw new Refusal(
      "INPUT_TOO_LARGE",
      `${what}: expected a list of at most ${MAX_CHECKSUMS_BYTES} bytes, found ${bytes.length}`,
      { bytes: bytes.length, limit: MAX_CHECKSUMS_BYTES },
    );
  }
  const { text, marked } = decodeChecksums(bytes, what);
  if (marked && (isClearsigned(text) || isSignify(text)))
    throw malformedLine(what, 1, "a signed text as it was signed", "a byte order mark before it");
  if (text.includes("\0")) return finish(readRecords(text, options), null, what);
  const lines = splitLines(text, what, 1);
  if (isClearsigned(text)) {
    const { lines: within, signedText, armor } = splitClearsigned(lines, what);
    return finish(readLines(within, options), { kind: "openpgp", signedText, armor }, what);
  }
  if (isSignify(text)) {
    const { lines: below, comment, signature } = splitSignify(lines, what);
    const signedText = bytes.subarray(bytes.indexOf(0x0a, bytes.indexOf(0x0a) + 1) + 1);
    return finish(
      readLines(below, options),
      { kind: "signify", signedText, comment, signature },
      what,
    );
  }
  return finish(readLines(lines, options), null, what);
}

function readLines(
  lines: readonly ChecksumLine[],
  options: ParseChecksumsOptions,
): readonly Checksum[] {
  const { what } = options;
  if (isFileHashList(lines)) {
    return readFileHashes(lines, what).map(({ hex, ...one }) => ({ ...one, digest: hex }));
  }
  const said = lines.filter(({ text }) => text.trim() !== "" && !text.startsWith("#"));
  const [only, second] = said;
  if (only !== undefined && second === undefined) {
    const hex = /^[ \t]*([0-9A-Fa-f]{16,})[ \t]*$/.exec(only.text)?.[1];
    if (hex !== undefined) return [bareChecksum(hex, only, options)];
  }
  return assignAlgorithms(
    said.map((line) => ({ line, read: readChecksumLine(line, what, true) })),
    options,
  );
}

/** `sha256sum --zero`: NUL ends each record, and nothing in a name is escaped. */
function readRecords(text: string, options: ParseChecksumsOptions): readonly Checksum[] {
  const { what } = options;
  const records = text.split("\0");
  if (records.pop() !== "")
    throw malformedLine(what, records.length + 1, "NUL at the end of every record", "the end");
  const lines = records.map((record, index) => ({ text: record, number: index + 1 }));
  return assignAlgorithms(
    lines.map((line) => ({ line, read: readChecksumLine(line, what, false) })),
    options,
  );
}

function bareChecksum(hex: string, line: ChecksumLine, options: ParseChecksumsOptions): Checksum {
  const name = options.file ?? impliedName(basename(options.what));
  if (name === undefined)
    throw malformedLine(
      options.what,
      line.number,
      "a digest and the name of a file",
      "a digest alone",
      "name it after its file, as tool.tgz.sha256 is, or say which file it is of",
    );
  const digest = hex.toLowerCase();
  return { name, algorithm: algorithmOf(digest, line, options), digest, line: line.number };
}

interface NumberedRead {
  readonly line: ChecksumLine;
  readonly read: ReadLine;
}

function assignAlgorithms(
  lines: readonly NumberedRead[],
  options: ParseChecksumsOptions,
): readonly Checksum[] {
  // Where one line has a single character between digest and name, a space in another could be either.
  const gap = lines.find(({ read }) => read.gap !== undefined)?.read.gap;
  return lines.map(({ line, read }) => {
    if (read.gap !== undefined && read.gap !== gap)
      throw malformedLine(
        options.what,
        line.number,
        `${gap === 1 ? "one character" : "two characters"} between digest and name, as before`,
        gap === 1 ? "two" : "one",
      );
    const algorithm = read.algorithm ?? algorithmOf(read.hex, line, options);
    return { name: read.name, algorithm, digest: read.hex, line: line.number };
  });
}

function algorithmOf(
  hex: string,
  line: ChecksumLine,
  { what, algorithm }: ParseChecksumsOptions,
): ChecksumAlgorithm {
  if (algorithm === undefined) return algorithmByLength(hex, basename(what), line.number);
  const digits = hexDigitsOf(algorithm);
  if (hex.length === digits) return algorithm;
  throw malformedLine(
    what,
    line.number,
    `${digits} hex digits, as ${algorithm} has`,
    `${hex.length}`,
  );
}

/** Keeps each digest once, and refuses a second one of the same file: whichever won would be a matter of luck. */
function finish(
  entries: readonly Checksum[],
  signed: SignedChecksums | null,
  what: string,
): ChecksumList {
  if (entries.length === 0) throw malformedLine(what, 1, "at least one checksum", "none");
  const kept = new Map<string, Checksum>();
  for (const entry of entries) {
    const key = `${entry.algorithm} ${plainName(entry.name)}`;
    const before = kept.get(key);
    if (before === undefined) kept.set(key, entry);
    else if (before.digest !== entry.digest) throw conflict(what, before, entry);
    if (kept.size > MAX_CHECKSUMS)
      throw malformedLine(what, entry.line, `at most ${MAX_CHECKSUMS} checksums`, "more");
  }
  return { what, entries: [...kept.values()], signed };
}

function conflict(what: string, before: Checksum, entry: Checksum): Refusal {
  return new Refusal(
    "CHECKSUMS_CONFLICT",
    `${what}:${entry.line}: expected ${before.algorithm}:${before.digest} for ${quote(entry.name)}, as line ${before.line} has it, found ${entry.digest}`,
    { lines: [before.line, entry.line] },
    { hint: "ask whoever publishes the list which of the two it is; until then trust neither" },
  );
}

/** A name without the `./` at its head, which leads nowhere. */
export function plainName(name: string): string {
  return name.replace(/^(?:\.\/+)+/, "");
}
