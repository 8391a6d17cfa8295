import type { Digest } from "../bytes/digest.ts";
import type { JsonValue } from "../bytes/json.ts";
import { asArray, asExactObject, asInteger, asString } from "../bytes/json-shape.ts";
import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import {
  asGenerator,
  asLabel,
  asPath,
  asRepository,
  asSha256,
  asTime,
  digestSet,
  type Generator,
} from "./fields.ts";
import { badPath, type Scope } from "./scope.ts";
import { STATEMENT_V1, type Statement, type Subject } from "./statement.ts";

export const LOCK_PREDICATE_V01 = "https://lockseal.dev/attestation/lock/v0.1";
/** What a lock is a lock of. */
const LOCK_FORMATS = ["pip-requirements", "lockseal-tools"] as const;

/** What a signer of a lock says. The verifier recomputes whatever can be recomputed, and believes none of it. */
export interface LockStatement {
  /** Every file of the closure, each name once, the root first: its name is `scope.path`. */
  readonly subjects: readonly LockSubject[];
  readonly format: (typeof LOCK_FORMATS)[number];
  readonly scope: Scope;
  /** How many requirements pip will see, at least one, and the digest of the canonical table of them. */
  readonly pins: { readonly count: number; readonly digest: Digest };
  /** 1 for the first lock of a scope, then one more each time. */
  readonly sequence: number;
  /** Of the root of the lock signed before; null for the first and only for it. */
  readonly previous: Digest | null;
  /** `YYYY-MM-DDTHH:MM:SSZ` after which nobody should install from the lock; null for never. */
  readonly expires: string | null;
  /** What the hold was judged by. */
  readonly evidence: readonly NamedEvidence[];
  /** The signer's clock, in the same form. A claim: never used as a clock. */
  readonly signedAt: string;
  readonly generator: Generator;
}

interface LockSubject {
  readonly name: string;
  readonly digest: Digest;
}

/** A file that the hold was judged by. */
export interface NamedEvidence {
  readonly kind: string;
  readonly digest: Digest;
}

/** A closure of more files than anybody would review. */
export const MAX_LOCK_FILES = 256;
/** A record per pin and two more kinds of it, for the largest lock. */
export const MAX_EVIDENCE = 65_536;

/**
 * Reads the lock predicate of a statement. Refuses unknown fields everywhere in it: what an old verifier
 * would ignore, a new signer may have meant as a limit. Does not compare anything with a file or a clock.
 *
 * @throws Refusal `PREDICATE_TYPE_UNSUPPORTED` — another predicate, or a statement of version 0.1.
 * @throws Refusal `LOCK_STATEMENT_MALFORMED` — a field is missing, unknown, of another type or out of range.
 * @throws Refusal `DIGEST_MALFORMED` — see `parseDigest`.
 */
export function parseLockStatement(statement: Statement): LockStatement {
  if (statement.predicateType !== LOCK_PREDICATE_V01 || statement.type !== STATEMENT_V1) {
    const found = statement.predicateType.slice(0, 256);
    throw new Refusal(
      "PREDICATE_TYPE_UNSUPPORTED",
      `statement: expected ${LOCK_PREDICATE_V01} in ${STATEMENT_V1}, found ${quote(found)} in ${statement.type}`,
      { expected: LOCK_PREDICATE_V01, found },
    );
  }
  const fields = asExactObject(statement.predicate, "predicate", FIELDS, fail);
  const field = (name: string): [JsonValue | undefined, string] => [
    fields[name],
    `predicate.${name}`,
  ];
  const named = asString(...field("format"), fail);
  const format =
    LOCK_FORMATS.find((one) => one === named) ??
    fail("predicate.format", LOCK_FORMATS.map(quote).join(" or "), quote(named));
  const scope = readScope(...field("scope"));
  const sequence = asInteger(...field("sequence"), 1, fail);
  return {
    subjects: readSubjects(statement.subjects, scope.path),
    format,
    scope,
    pins: readPins(...field("pins")),
    sequence,
    previous: readPrevious(...field("previous"), sequence),
    expires: fields.expires === null ? null : asTime(...field("expires"), fail),
    evidence: asArray(...field("evidence"), 0, MAX_EVIDENCE, fail).map(readEvidence),
    signedAt: asTime(...field("signedAt"), fail),
    generator: asGenerator(...field("generator"), fail),
  };
}

const FIELDS: readonly string[] = [
  "format",
  "scope",
  "pins",
  "sequence",
  "previous",
  "expires",
  "evidence",
  "signedAt",
  "generator",
];

/** Writes a lock statement as the payload to be signed: compact JSON without a line end, its fields in one order. */
export function formatLockStatement(lock: LockStatement): Uint8Array {
  return Buffer.from(
    JSON.stringify({
      _type: STATEMENT_V1,
      subject: lock.subjects.map(({ name, digest }) => ({ name, digest: digestSet(digest) })),
      predicateType: LOCK_PREDICATE_V01,
      predicate: {
        format: lock.format,
        scope: { repository: lock.scope.repository, path: lock.scope.path },
        pins: { count: lock.pins.count, digest: digestSet(lock.pins.digest) },
        sequence: lock.sequence,
        previous: lock.previous === null ? null : digestSet(lock.previous),
        expires: lock.expires,
        evidence: lock.evidence.map(({ kind, digest }) => ({ kind, digest: digestSet(digest) })),
        signedAt: lock.signedAt,
        generator: { name: lock.generator.name, version: lock.generator.version },
      },
    }),
  );
}

/**
 * Tells whether two statements say the same, but for when they were signed. Only such statements can add up
 * to a threshold: two people have to sign one and the same thing.
 */
export function sameButSignedAt(one: LockStatement, other: LockStatement): boolean {
  const claim = (lock: LockStatement): Uint8Array => formatLockStatement({ ...lock, signedAt: "" });
  return Buffer.compare(claim(one), claim(other)) === 0;
}

function readSubjects(subjects: readonly Subject[], path: string): LockSubject[] {
  if (subjects.length > MAX_LOCK_FILES) {
    fail("subject", `at most ${MAX_LOCK_FILES} files`, `${subjects.length}`);
  }
  const names = new Set<string>();
  return subjects.map(({ name, digests, algorithms }, index) => {
    const at = `subject[${index}]`;
    const sha256 = digests.get("sha256");
    if (sha256 === undefined || algorithms.length !== 1) {
      return fail(`${at}.digest`, "sha256 alone", algorithms.map(quote).join(", "));
    }
    if (name === undefined) return fail(`${at}.name`, "a string", "nothing");
    const bad = badPath(name);
    if (bad !== undefined) fail(`${at}.name`, "a path relative to the root", bad);
    if (names.has(name)) fail(`${at}.name`, "each name once", `${quote(name)} again`);
    if (index === 0 && name !== path) fail(`${at}.name`, `scope.path, ${quote(path)}`, quote(name));
    names.add(name);
    return { name, digest: sha256 };
  });
}

function readScope(value: JsonValue | undefined, at: string): Scope {
  const { repository, path } = asExactObject(value, at, ["repository", "path"], fail);
  return {
    path: asPath(path, `${at}.path`, fail),
    repository: asRepository(repository, `${at}.repository`, fail),
  };
}

function readPins(value: JsonValue | undefined, at: string): LockStatement["pins"] {
  const pins = asExactObject(value, at, ["count", "digest"], fail);
  return {
    count: asInteger(pins.count, `${at}.count`, 1, fail),
    digest: asSha256(pins.digest, `${at}.digest`, fail),
  };
}

function readPrevious(value: JsonValue | undefined, at: string, sequence: number): Digest | null {
  if ((value === null) === (sequence === 1)) {
    return value === null ? null : asSha256(value, at, fail);
  }
  return fail(
    at,
    sequence === 1 ? "null with sequence 1" : `a digest with sequence ${sequence}`,
    value === null ? "null" : "a digest",
  );
}

function readEvidence(value: JsonValue, index: number): NamedEvidence {
  const at = `predicate.evidence[${index}]`;
  const { kind, digest } = asExactObject(value, at, ["kind", "digest"], fail);
  return {
    kind: asLabel(kind, `${at}.kind`, fail),
    digest: asSha256(digest, `${at}.digest`, fail),
  };
}

function fail(at: string, expected: string, found: string): never {
  throw new Refusal(
    "LOCK_STATEMENT_MALFORMED",
    `lock statement: expected ${expected} at ${at}, found ${found}`,
    { at },
  );
}
