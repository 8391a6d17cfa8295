import type { Digest } from "../bytes/digest.ts";
import type { JsonValue } from "../bytes/json.ts";
import { asArray, asExactObject, asInteger, asString } from "../bytes/json-shape.ts";
import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import {
  asGenerator,
  asHash,
  asLabel,
  asPath,
  asRepository,
  asSha256,
  asText,
  asTime,
  digestSet,
  type Generator,
} from "./fields.ts";
import type { Scope } from "./scope.ts";
import { STATEMENT_V1, type Statement } from "./statement.ts";

export const FIRST_SEEN_PREDICATE_V01 = "https://lockseal.dev/attestation/first-seen/v0.1";

/**
 * What a machine saw in a lock, and what an index said of it then. It has no time of its own: when it was, the log or
 * the timestamp over its signature says.
 */
export interface FirstSeenStatement {
  readonly scope: Scope;
  /** At least one; each is a subject, in this order. */
  readonly files: readonly SeenFile[];
  readonly generator: Generator;
}

/** One file that a lock allows to be installed. */
export interface SeenFile {
  /** Of the package or tool. */
  readonly name: string;
  readonly version: string;
  /** The hash by which the lock knows it: `sha256:…`, `sha384:…` or `sha512:…`. */
  readonly hash: string;
  /** What an index said of it; null where none knows a file of this hash. */
  readonly index: IndexWord | null;
}

/** The word of an index, over TLS alone. */
export interface IndexWord {
  /** By the policy's name for it. */
  readonly name: string;
  /** Of the file. */
  readonly file: string;
  /** When it was uploaded; null where the index does not say. */
  readonly uploadTime: string | null;
  /** In bytes; null where the index does not say. */
  readonly size: number | null;
  /** Of the publisher's attestations as the index served them; null where there are none. */
  readonly attestation: Digest | null;
}

/** More files than any lock allows. */
export const MAX_SEEN_FILES = 65_536;
const SUBJECT_DIGEST = /^(sha256|sha384|sha512):([0-9a-f]+)$/;

/**
 * Reads the first-seen predicate of a statement. Refuses unknown fields everywhere in it. Compares nothing with a lock or a clock.
 *
 * @throws Refusal `PREDICATE_TYPE_UNSUPPORTED` — another predicate, or a statement of version 0.1.
 * @throws Refusal `FIRST_SEEN_MALFORMED` — a field is missing, unknown, of another type or out of range, or the subjects are not the files.
 * @throws Refusal `DIGEST_MALFORMED` — see `parseDigest`.
 */
export function parseFirstSeenStatement(statement: Statement): FirstSeenStatement {
  if (statement.predicateType !== FIRST_SEEN_PREDICATE_V01 || statement.type !== STATEMENT_V1) {
    const found = statement.predicateType.slice(0, 256);
    throw new Refusal(
      "PREDICATE_TYPE_UNSUPPORTED",
      `statement: expected ${FIRST_SEEN_PREDICATE_V01} in ${STATEMENT_V1}, found ${quote(found)} in ${statement.type}`,
      { expected: FIRST_SEEN_PREDICATE_V01, found },
    );
  }
  const { scope, files, generator } = asExactObject(
    statement.predicate,
    "predicate",
    ["scope", "files", "generator"],
    fail,
  );
  const seen = asArray(files, "predicate.files", 1, MAX_SEEN_FILES, fail).map(readFile);
  compareSubjects(statement, seen);
  return {
    scope: readScope(scope, "predicate.scope"),
    files: seen,
    generator: asGenerator(generator, "predicate.generator", fail),
  };
}

/** Writes a first-seen record as the payload to be signed: compact JSON without a line end, its fields in one order. */
export function formatFirstSeenStatement(seen: FirstSeenStatement): Uint8Array {
  const { scope, files, generator } = seen;
  return Buffer.from(
    JSON.stringify({
      _type: STATEMENT_V1,
      subject: files.map((file) => ({
        name: file.index?.file ?? file.name,
        digest: setOf(file.hash),
      })),
      predicateType: FIRST_SEEN_PREDICATE_V01,
      predicate: {
        scope: { repository: scope.repository, path: scope.path },
        files: files.map(({ name, version, hash, index }) => ({
          name,
          version,
          hash,
          index:
            index === null
              ? null
              : {
                  name: index.name,
                  file: index.file,
                  uploadTime: index.uploadTime,
                  size: index.size,
                  attestation: index.attestation === null ? null : digestSet(index.attestation),
                },
        })),
        generator: { name: generator.name, version: generator.version },
      },
    }),
  );
}

/** Tells whether a hash of a lock can be a subject: whether it is by an algorithm that is strong enough, and as long as that says. */
export function isSubjectHash(hash: string): boolean {
  const [, algorithm, hex = ""] = SUBJECT_DIGEST.exec(hash) ?? [];
  return algorithm !== undefined && hex.length === Number(algorithm.slice(3)) / 4;
}

function setOf(hash: string): Readonly<Record<string, string>> {
  const [, algorithm = "", hex = ""] = SUBJECT_DIGEST.exec(hash) ?? [];
  return { [algorithm]: hex };
}

/** Whoever looks for a record by its subjects finds exactly what the predicate says. */
function compareSubjects({ subjects }: Statement, files: readonly SeenFile[]): void {
  if (subjects.length !== files.length)
    fail("subject", `${files.length} subjects, as many as files`, `${subjects.length}`);
  const hashes = new Set<string>();
  for (const [index, { name, hash, index: word }] of files.entries()) {
    const { name: named, digests, algorithms } = subjects[index] ?? {};
    const [digest] = digests?.values() ?? [];
    const at = `subject[${index}]`;
    if (algorithms?.length !== 1 || `${digest?.algorithm}:${digest?.hex}` !== hash)
      fail(`${at}.digest`, hash, `${digest?.algorithm}:${digest?.hex}`);
    const expected = word?.file ?? name;
    if (named !== expected) fail(`${at}.name`, quote(expected), quote(named ?? ""));
    if (hashes.has(hash)) fail(`${at}.digest`, "each hash once", `${hash} again`);
    hashes.add(hash);
  }
}

function readScope(value: JsonValue | undefined, at: string): Scope {
  const { repository, path } = asExactObject(value, at, ["repository", "path"], fail);
  return {
    repository: asRepository(repository, `${at}.repository`, fail),
    path: asPath(path, `${at}.path`, fail),
  };
}

function readFile(value: JsonValue, index: number): SeenFile {
  const at = `predicate.files[${index}]`;
  const file = asExactObject(value, at, ["name", "version", "hash", "index"], fail);
  const hash = asHash(file.hash, `${at}.hash`, fail);
  if (!isSubjectHash(hash))
    fail(`${at}.hash`, "a hash by SHA-256, SHA-384 or SHA-512", quote(hash));
  return {
    name: asLabel(file.name, `${at}.name`, fail),
    version: asText(file.version, `${at}.version`, 1024, fail),
    hash,
    index: file.index === null ? null : readIndex(file.index, `${at}.index`),
  };
}

function readIndex(value: JsonValue | undefined, at: string): IndexWord {
  const word = asExactObject(
    value,
    at,
    ["name", "file", "uploadTime", "size", "attestation"],
    fail,
  );
  return {
    name: asLabel(word.name, `${at}.name`, fail),
    file: readFileName(word.file, `${at}.file`),
    uploadTime: word.uploadTime === null ? null : asTime(word.uploadTime, `${at}.uploadTime`, fail),
    size: word.size === null ? null : asInteger(word.size, `${at}.size`, 0, fail),
    attestation:
      word.attestation === null ? null : asSha256(word.attestation, `${at}.attestation`, fail),
  };
}

function readFileName(value: JsonValue | undefined, at: string): string {
  const name = asString(value, at, fail);
  return /^[A-Za-z0-9][A-Za-z0-9._+!-]{0,254}$/.test(name)
    ? name
    : fail(at, "the name of a wheel or source archive", quote(name));
}

function fail(at: string, expected: string, found: string): never {
  throw new Refusal(
    "FIRST_SEEN_MALFORMED",
    `first-seen record: expected ${expected} at ${at}, found ${found}`,
    { at },
  );
}
