import {
  type Digest,
  type DigestAlgorithm,
  digest,
  isDigestAlgorithm,
  parseDigest,
} from "../bytes/digest.ts";
import { type JsonObject, type JsonValue, parseJson } from "../bytes/json.ts";
import { asArray, asObject, asString, nameJson, type ShapeFailure } from "../bytes/json-shape.ts";
import { quote } from "../bytes/quote.ts";
import { MAX_PAYLOAD_BYTES } from "../envelope/dsse.ts";
import { Refusal } from "../errors.ts";

/** What an in-toto statement claims: a predicate about subjects. Nothing in it is verified. */
export interface Statement {
  readonly type: StatementType;
  /** At least one. */
  readonly subjects: readonly Subject[];
  /** What decides how to read the predicate, whatever the media type around the statement says. */
  readonly predicateType: string;
  /** Absent where the predicate type says it all. */
  readonly predicate?: JsonObject;
}

export interface Subject {
  /** Only for people and for policy: what a statement is about is told by digests alone. */
  readonly name?: string;
  /** At least one; digests by other algorithms than ours are left out. */
  readonly digests: ReadonlyMap<DigestAlgorithm, Digest>;
  /** The names of all algorithms of the digest set, ours or not. */
  readonly algorithms: readonly string[];
  /** What the digest set has under the names that were asked for, where any were. */
  readonly identifiers?: ReadonlyMap<string, string>;
}

type StatementType = typeof STATEMENT_V1 | typeof STATEMENT_V01;

export const STATEMENT_V1 = "https://in-toto.io/Statement/v1";
export const STATEMENT_V01 = "https://in-toto.io/Statement/v0.1";

/** A release of a large project has some thousands of files; an SBOM's statement has one subject. */
export const MAX_SUBJECTS = 65_536;

/** How a statement is to be read. */
export interface StatementOptions {
  /** Names the statement in a refusal. */
  readonly what: string;
  /** The accepted versions; v0.1 says the same as v1 and is still written. */
  readonly types: readonly StatementType[];
  /**
   * Names in a digest set whose values the caller compares to the letter, such as `gitCommit` or a cloud's number of an image: a
   * subject with one of them needs no digest of ours. None of them is computed from the artifact here.
   */
  readonly identifiers?: readonly string[];
}

/**
 * Reads an in-toto statement of any predicate. Ignores unknown fields, as in-toto demands, and does not look into
 * the predicate. **Whether anybody signed the payload was decided before**, or not at all.
 *
 * @param payload UTF-8 JSON of at most `MAX_PAYLOAD_BYTES`.
 * @throws Refusal `STATEMENT_MALFORMED` — a field is missing or of another type, or there is no subject.
 * @throws Refusal `STATEMENT_TYPE_UNSUPPORTED` — a version that is not among `types`.
 * @throws Refusal `STATEMENT_DIGEST_WEAK` — a subject without SHA-256, SHA-384 or SHA-512.
 * @throws Refusal `DIGEST_MALFORMED` — a digest by one of these that is upper case or of another length.
 * @throws Refusal `JSON_MALFORMED`, `UTF8_MALFORMED`, `INPUT_TOO_LARGE` — see `parseJson`.
 * @see https://github.com/in-toto/attestation/blob/v1.1.0/spec/v1/statement.md
 */
export function parseStatement(payload: Uint8Array, options: StatementOptions): Statement {
  const { what, types, identifiers = [] } = options;
  const fail: ShapeFailure = (at, expected, found) => {
    const place = at === "" ? "" : ` at ${at}`;
    throw new Refusal(
      "STATEMENT_MALFORMED",
      `${what}: expected ${expected}${place}, found ${found}`,
      { at },
    );
  };
  const root = asObject(parseJson(payload, { what, maxBytes: MAX_PAYLOAD_BYTES }), "", fail);
  const found = asString(root._type, "_type", fail);
  const type = types.find((one) => one === found);
  if (type === undefined) {
    throw new Refusal(
      "STATEMENT_TYPE_UNSUPPORTED",
      `${what}: expected ${types.join(" or ")} at _type, found ${quote(found)}`,
      { found: found.slice(0, 256) },
    );
  }
  const subjects = asArray(root.subject, "subject", 1, MAX_SUBJECTS, fail);
  const predicateType = asString(root.predicateType, "predicateType", fail);
  // Unset, null and empty mean the same (in-toto, "parsing rules"); a type has to say something.
  if (predicateType === "") fail("predicateType", "a URI", '""');
  return {
    type,
    subjects: subjects.map((subject, index) =>
      parseSubject(subject, `subject[${index}]`, { what, identifiers }, fail),
    ),
    predicateType,
    ...(root.predicate === undefined || root.predicate === null
      ? {}
      : { predicate: asObject(root.predicate, "predicate", fail) }),
  };
}

function parseSubject(
  value: JsonValue,
  at: string,
  { what, identifiers }: { readonly what: string; readonly identifiers: readonly string[] },
  fail: ShapeFailure,
): Subject {
  const subject = asObject(value, at, fail);
  const set = asObject(subject.digest, `${at}.digest`, fail);
  const digests = new Map<DigestAlgorithm, Digest>();
  const named = new Map<string, string>();
  for (const [algorithm, hex] of Object.entries(set)) {
    if (typeof hex !== "string") fail(`${at}.digest.${algorithm}`, "a string", nameJson(hex));
    else if (isDigestAlgorithm(algorithm)) digests.set(algorithm, parseDigest(algorithm, hex));
    else if (identifiers.includes(algorithm)) named.set(algorithm, hex);
  }
  const algorithms = Object.keys(set);
  if (digests.size === 0 && named.size === 0) {
    throw new Refusal(
      "STATEMENT_DIGEST_WEAK",
      `${what}: expected sha256, sha384 or sha512 at ${at}.digest, found ${algorithms.map(quote).join(", ") || "none"}`,
      { algorithms },
    );
  }
  const found = { digests, algorithms, ...(named.size === 0 ? {} : { identifiers: named }) };
  if (subject.name === undefined || subject.name === null) return found;
  return { name: asString(subject.name, `${at}.name`, fail), ...found };
}

/**
 * Finds the subject that a statement makes of these bytes: one with an equal digest, whatever its name.
 * Every digest of it that is among ours has to be equal, or the statement contradicts itself.
 *
 * @throws Refusal `STATEMENT_SUBJECT_MISMATCH` — the statement is about other bytes; names both digests.
 * @throws Refusal `STATEMENT_DIGEST_CONFLICT` — one digest of a subject is equal and another is not.
 */
export function findSubject(statement: Statement, bytes: Uint8Array): Subject {
  const computed = new Map<DigestAlgorithm, Digest>();
  const ours = (algorithm: DigestAlgorithm): Digest => {
    const known = computed.get(algorithm) ?? digest(algorithm, bytes);
    computed.set(algorithm, known);
    return known;
  };
  for (const subject of statement.subjects) {
    const wrong = [...subject.digests.values()].filter(
      (one) => one.hex !== ours(one.algorithm).hex,
    );
    const [first] = wrong;
    if (first === undefined) return subject;
    if (wrong.length < subject.digests.size) {
      const expected = `${first.algorithm}:${ours(first.algorithm).hex}`;
      const found = `${first.algorithm}:${first.hex}`;
      throw new Refusal(
        "STATEMENT_DIGEST_CONFLICT",
        `subject ${quote(subject.name ?? "")}: expected ${expected}, found ${found} beside a digest that is equal`,
        { expected, found },
      );
    }
  }
  throw subjectMismatch(statement, computed.values());
}

/** Makes the refusal of a statement that is about other bytes than those with these digests. */
export function subjectMismatch({ subjects }: Statement, known: Iterable<Digest>): Refusal {
  const show = ({ algorithm, hex }: Digest): string => `${algorithm}:${hex}`;
  const expected = [...known].map(show);
  const found = subjects.slice(0, 3).flatMap(({ digests }) => [...digests.values()].map(show));
  const more = subjects.length > 3 ? ` and ${subjects.length - 3} more subjects` : "";
  return new Refusal(
    "STATEMENT_SUBJECT_MISMATCH",
    `statement: expected a subject ${expected.join(" or ")}, found ${found.join(", ")}${more}`,
    { expected, found },
  );
}
