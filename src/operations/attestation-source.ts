import { basename, dirname, join } from "node:path";
import { Refusal } from "../errors.ts";
import { nameBeside } from "../io/beside.ts";
import { isFolder, listFiles } from "../io/entries.ts";
import { readFile } from "../io/files.ts";
import { readLines } from "../io/lines.ts";
import { MAX_SIGSTORE_BUNDLE_BYTES } from "../sigstore/bundle-limit.ts";
import { type FoundSignature, parseAnySignatures } from "../sigstore/detect.ts";

/** What may be an attestation, and where it stands; or why it is none. */
export type Offered =
  | { readonly name: string; readonly file: string; readonly found: FoundSignature }
  | { readonly name: string; readonly file: string; readonly refusal: Refusal };

/** A million and some: whoever can write a file can write more, and has to end somewhere. */
export const MAX_LINES = 1_048_576;
/** More files than a release has. */
const MAX_FILES = 10_000;

const NAMED = /\.(?:jsonl?|sigstore|slsa|bundle|intoto|dsse|att|attestation|provenance)$/;

/**
 * Offers every attestation of a file, of the lines of a file, or of the files of a folder, one after the other. What cannot be
 * read is offered as its refusal: it hides nothing that stands behind it.
 * @param name the file or folder, as findings name it.
 * @throws Refusal `FILE_MISSING`, `FILE_UNREADABLE` — see `readFile`; of the file or folder itself.
 */
export async function* offerAttestations(
  path: string,
  name: string,
): AsyncGenerator<Offered, void> {
  if (!isFolder(path)) {
    yield* offerFile(path, name);
    return;
  }
  const files = listFiles(path, (file) => NAMED.test(file));
  for (const [index, file] of files.entries()) {
    const shown = `${name.replace(/\/+$/, "")}/${file}`;
    if (index === MAX_FILES) {
      yield { name, file: name, refusal: tooMany(name, `${MAX_FILES} files`, `${files.length}`) };
      return;
    }
    try {
      yield* offerFile(join(path, file), shown);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      yield { name: shown, file: shown, refusal: error };
    }
  }
}

/** Offers every attestation that stands beside a file. */
export async function* offerBeside(subject: string, path: string): AsyncGenerator<Offered, void> {
  const [folder, name] = [dirname(path), basename(path)];
  const beside = listFiles(folder, (one) => one.startsWith(`${name}.`) && NAMED.test(one));
  for (const one of beside) yield* offerFile(join(folder, one), nameBeside(subject, one));
}

async function* offerFile(path: string, file: string): AsyncGenerator<Offered, void> {
  const lines = await countLines(path);
  if (lines === 0) return;
  if (lines === 1) {
    yield* offerParts(() => readFile(path, MAX_SIGSTORE_BUNDLE_BYTES), file, file);
    return;
  }
  // Made once: a million lines of nothing would spend their time on it.
  const refusal = noAttestationIn(file);
  for await (const { number, bytes } of readLines(path, MAX_SIGSTORE_BUNDLE_BYTES)) {
    const name = `${file}:${number}`;
    if (number > MAX_LINES) {
      yield { name, file, refusal: tooMany(file, `${MAX_LINES} lines`, "more") };
      return;
    }
    if (bytes === null)
      yield { name, file, refusal: tooMany(name, `${MAX_SIGSTORE_BUNDLE_BYTES} bytes`, "more") };
    else if (isWhole(bytes) && hasMark(bytes)) yield* offerParts(() => bytes, file, name);
    else if (!isBlank(bytes)) yield { name, file, refusal };
  }
}

function* offerParts(read: () => Uint8Array, file: string, name: string): Generator<Offered, void> {
  try {
    const found = parseAnySignatures(read(), name);
    for (const [index, one] of found.entries())
      yield { name: found.length > 1 ? `${name} (${index + 1})` : name, file, found: one };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    yield { name, file, refusal: error };
  }
}

/**
 * Counts what a file has to offer: nothing, one document, or a line each. No line of a document that is spread over lines is a
 * whole object.
 */
async function countLines(path: string): Promise<0 | 1 | 2> {
  let lines = 0;
  let isFound = false;
  for await (const { bytes } of readLines(path, MAX_SIGSTORE_BUNDLE_BYTES)) {
    if (bytes !== null && isBlank(bytes)) continue;
    lines += 1;
    isFound ||= bytes !== null && isWhole(bytes);
    if (isFound && lines > 1) return 2;
  }
  return lines === 0 ? 0 : 1;
}

function isWhole(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x7b) return false;
  return bytes.findLast((byte) => byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) === 0x7d;
}

/** What stands in each form that is read: in a bundle, in an envelope, in cosign's first bundle, in what an index serves. */
const MARKS = ["payload", "base64Signature", "attestation", "messageSignature", "verification"];

function hasMark(bytes: Uint8Array): boolean {
  const line = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return MARKS.some((mark) => line.includes(mark));
}

function noAttestationIn(file: string): Refusal {
  return new Refusal(
    "JSON_MALFORMED",
    `${file}: expected an attestation a line, found another line`,
    { at: 0 },
    { hint: "take the line out, or leave it: it says nothing" },
  );
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}

function tooMany(what: string, limit: string, found: string): Refusal {
  return new Refusal(
    "INPUT_TOO_LARGE",
    `${basename(what)}: expected at most ${limit}, found ${found}`,
    { bytes: 0, limit: 0 },
    { hint: "give the attestations of this file alone" },
  );
}
