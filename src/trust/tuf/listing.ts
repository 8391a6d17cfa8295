import { type Digest, digest, parseDigest } from "../../bytes/digest.ts";
import type { JsonValue } from "../../bytes/json.ts";
import { asInteger, asObject, asString, type ShapeFailure } from "../../bytes/json-shape.ts";
import { Refusal } from "../../errors.ts";
import { failureOf, type Metadata } from "./metadata.ts";

/** What metadata says of a file. */
export interface ListedFile {
  /** In bytes; undefined where nothing is said. */
  readonly length: number | undefined;
  /** The strong ones. */
  readonly digests: readonly Digest[];
}

/** What metadata says of other metadata. */
export interface ListedMetadata extends ListedFile {
  readonly version: number;
}

const MAX_FILES = 10_000;

/**
 * Reads which metadata a timestamp or a snapshot lists, by name, such as `targets.json`.
 * @throws Refusal `TUF_MALFORMED` — no list, a version below one, or a digest that is none.
 * @see https://theupdateframework.github.io/specification/v1.0.33/#file-formats-snapshot
 */
export function readListedMetadata(
  { signed }: Metadata,
  what: string,
): ReadonlyMap<string, ListedMetadata> {
  const fail = failureOf(what);
  return readMap(signed.meta, "signed.meta", fail, (value, at) => ({
    version: asInteger(asObject(value, at, fail).version, `${at}.version`, 1, fail),
    ...readFile(value, at, fail),
  }));
}

/**
 * Reads which files the top-level targets list, by path. Looks at no delegation: nobody but the keys of this role can
 * list a file for us.
 * @throws Refusal `TUF_MALFORMED` — no list, a file without length or strong digest, or a digest that is none.
 * @see https://theupdateframework.github.io/specification/v1.0.33/#file-formats-targets
 */
export function readListedTargets(
  { signed }: Metadata,
  what: string,
): ReadonlyMap<string, ListedFile> {
  const fail = failureOf(what);
  return readMap(signed.targets, "signed.targets", fail, (value, at) => {
    const file = readFile(value, at, fail);
    if (file.length === undefined) fail(`${at}.length`, "a length", "nothing");
    if (file.digests.length === 0) fail(`${at}.hashes`, "sha256 or sha512", "neither");
    return file;
  });
}

function readMap<Value>(
  value: JsonValue | undefined,
  at: string,
  fail: ShapeFailure,
  read: (value: JsonValue, at: string) => Value,
): ReadonlyMap<string, Value> {
  const entries = Object.entries(asObject(value, at, fail));
  if (entries.length > MAX_FILES) fail(at, `at most ${MAX_FILES} files`, `${entries.length}`);
  return new Map(entries.map(([name, one]) => [name, read(one, `${at}[${JSON.stringify(name)}]`)]));
}

function readFile(value: JsonValue, at: string, fail: ShapeFailure): ListedFile {
  const { length, hashes } = asObject(value, at, fail);
  const digests: Digest[] = [];
  const known = Object.entries(hashes === undefined ? {} : asObject(hashes, `${at}.hashes`, fail));
  for (const [algorithm, hex] of known) {
    // Others, weak ones too, may stand beside these for other clients.
    if (algorithm !== "sha256" && algorithm !== "sha512") continue;
    const text = asString(hex, `${at}.hashes.${algorithm}`, fail);
    try {
      digests.push(parseDigest(algorithm, text));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      fail(`${at}.hashes.${algorithm}`, "hex digits in lower case", error.message);
    }
  }
  return {
    length: length === undefined ? undefined : asInteger(length, `${at}.length`, 0, fail),
    digests,
  };
}

/**
 * Checks bytes against what is listed of them: every digest, and the length.
 * @throws Refusal `TUF_LENGTH_MISMATCH`, `TUF_DIGEST_MISMATCH`
 */
export function checkListed(bytes: Uint8Array, file: ListedFile, what: string): void {
  if (file.length !== undefined && bytes.length !== file.length) {
    throw new Refusal(
      "TUF_LENGTH_MISMATCH",
      `${what}: expected ${file.length} bytes, found ${bytes.length}`,
      { expected: file.length, found: bytes.length },
    );
  }
  for (const { algorithm, hex } of file.digests) {
    const found = digest(algorithm, bytes).hex;
    if (found === hex) continue;
    throw new Refusal(
      "TUF_DIGEST_MISMATCH",
      `${what}: expected ${algorithm}:${hex}, found ${algorithm}:${found}`,
      { expected: hex, found },
    );
  }
}
