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

export const APPROVAL_PREDICATE_V01 = "https://lockseal.dev/attestation/lock-approval/v0.1";
const DECISIONS = ["approve", "reject"] as const;
const KINDS = ["new", "update", "downgrade", "rehash", "remove", "other"] as const;

/** What one person says about one change of one file. A verifier recomputes what it says of the change, and believes none of it. */
export interface ApprovalStatement {
  /** The file as it is after the change; its name is `scope.path`. Its digest is of what was removed where the file is. */
  readonly subject: { readonly name: string; readonly digest: Digest };
  readonly decision: (typeof DECISIONS)[number];
  readonly scope: ApprovalScope;
  /** Of the file before the change; null where there was none. */
  readonly base: Digest | null;
  /** Of the lock that will be signed with this change. */
  readonly sequence: number;
  readonly delta: { readonly digest: Digest; readonly changes: readonly ApprovedChange[] };
  /** Of the policy, with all files that it names, by which this was asked for; null where there was none. */
  readonly policy: Digest | null;
  /** Who says this, by the name that the policy gives them. */
  readonly reviewer: string;
  readonly review: Review;
  /** Why this may pass before its time; null for an ordinary approval. */
  readonly emergency: { readonly reason: string; readonly advisory: string } | null;
  /** `YYYY-MM-DDTHH:MM:SSZ` after which an approval counts no more; a reject has no end. */
  readonly expires: string;
  /** SHA-256 of the payloads of earlier statements by the same person that this one takes the place of. */
  readonly supersedes: readonly Digest[];
  /** The signer's clock, in the same form. A claim: never used as a clock. */
  readonly claimedAt: string;
  readonly generator: Generator;
}

/** Where an approval holds. */
export interface ApprovalScope extends Scope {
  /** Such as `refs/heads/main`: what the change is to become part of; null where that could not be told. */
  readonly ref: string | null;
}

/** One change as it was shown to the person who signed. */
export interface ApprovedChange {
  readonly kind: (typeof KINDS)[number];
  readonly name: string;
  readonly purl: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly hashes: readonly string[];
  readonly markers: readonly string[];
  readonly digest: Digest;
}

/** How closely somebody looked, in their own words. */
export interface Review {
  /** Such as `read-diff`. */
  readonly depth: string;
  /** Of a reject the reason. */
  readonly notes: string;
  readonly evidence: readonly { readonly kind: string; readonly digest: Digest }[];
}

/** A lock made anew has a change a package, and none has more packages than this. */
export const MAX_CHANGES = 65_536;
/** More files than any version of a package has. */
const MAX_HASHES = 4096;
const MAX_MARKERS = 256;
const MAX_NOTES = 4096;
const MAX_VALUE = 65_536;
const MAX_SUPERSEDED = 256;
const MAX_REVIEW_EVIDENCE = 256;

/**
 * Reads the approval predicate of a statement. Refuses unknown fields everywhere in it: what an old verifier would
 * ignore, its signer may have meant as a limit. Compares nothing with a lock, a policy or a clock.
 *
 * @throws Refusal `PREDICATE_TYPE_UNSUPPORTED` — another predicate, or a statement of version 0.1.
 * @throws Refusal `APPROVAL_MALFORMED` — a field is missing, unknown, of another type or out of range, or there is not exactly one subject.
 * @throws Refusal `DIGEST_MALFORMED` — see `parseDigest`.
 */
export function parseApprovalStatement(statement: Statement): ApprovalStatement {
  if (statement.predicateType !== APPROVAL_PREDICATE_V01 || statement.type !== STATEMENT_V1) {
    const found = statement.predicateType.slice(0, 256);
    throw new Refusal(
      "PREDICATE_TYPE_UNSUPPORTED",
      `statement: expected ${APPROVAL_PREDICATE_V01} in ${STATEMENT_V1}, found ${quote(found)} in ${statement.type}`,
      { expected: APPROVAL_PREDICATE_V01, found },
    );
  }
  const fields = asExactObject(statement.predicate, "predicate", FIELDS, fail);
  const field = (name: string): [JsonValue | undefined, string] => [
    fields[name],
    `predicate.${name}`,
  ];
  const scope = readScope(...field("scope"));
  return {
    subject: readSubject(statement, scope.path),
    decision: oneOf(DECISIONS, ...field("decision")),
    scope,
    base: readOptional(...field("base")),
    sequence: asInteger(...field("sequence"), 1, fail),
    delta: readDelta(...field("delta")),
    policy: readOptional(...field("policy")),
    reviewer: asLabel(...field("reviewer"), fail),
    review: readReview(...field("review")),
    emergency: fields.emergency === null ? null : readEmergency(...field("emergency")),
    expires: asTime(...field("expires"), fail),
    supersedes: asArray(...field("supersedes"), 0, MAX_SUPERSEDED, fail).map((value, index) =>
      asSha256(value, `predicate.supersedes[${index}]`, fail),
    ),
    claimedAt: asTime(...field("claimedAt"), fail),
    generator: asGenerator(...field("generator"), fail),
  };
}

const FIELDS: readonly string[] = [
  "decision",
  "scope",
  "base",
  "sequence",
  "delta",
  "policy",
  "reviewer",
  "review",
  "emergency",
  "expires",
  "supersedes",
  "claimedAt",
  "generator",
];

/** Writes an approval as the payload to be signed: compact JSON without a line end, its fields in one order. */
export function formatApprovalStatement(approval: ApprovalStatement): Uint8Array {
  const optional = (digest: Digest | null): object | null =>
    digest === null ? null : { digest: digestSet(digest) };
  const { subject, scope, delta, review, emergency, generator } = approval;
  return Buffer.from(
    JSON.stringify({
      _type: STATEMENT_V1,
      subject: [{ name: subject.name, digest: digestSet(subject.digest) }],
      predicateType: APPROVAL_PREDICATE_V01,
      predicate: {
        decision: approval.decision,
        scope: { repository: scope.repository, path: scope.path, ref: scope.ref },
        base: optional(approval.base),
        sequence: approval.sequence,
        delta: {
          digest: digestSet(delta.digest),
          changes: delta.changes.map((change) => ({
            kind: change.kind,
            name: change.name,
            purl: change.purl,
            from: change.from,
            to: change.to,
            hashes: change.hashes,
            markers: change.markers,
            digest: digestSet(change.digest),
          })),
        },
        policy: optional(approval.policy),
        reviewer: approval.reviewer,
        review: {
          depth: review.depth,
          notes: review.notes,
          evidence: review.evidence.map(({ kind, digest }) => ({
            kind,
            digest: digestSet(digest),
          })),
        },
        emergency:
          emergency === null ? null : { reason: emergency.reason, advisory: emergency.advisory },
        expires: approval.expires,
        supersedes: approval.supersedes.map(digestSet),
        claimedAt: approval.claimedAt,
        generator: { name: generator.name, version: generator.version },
      },
    }),
  );
}

function readSubject({ subjects }: Statement, path: string): ApprovalStatement["subject"] {
  const [subject] = subjects;
  // With two subjects an approval of one file could be shown for the other.
  if (subject === undefined || subjects.length !== 1)
    return fail("subject", "exactly one subject", `${subjects.length}`);
  const sha256 = subject.digests.get("sha256");
  if (sha256 === undefined || subject.algorithms.length !== 1)
    return fail("subject[0].digest", "sha256 alone", subject.algorithms.map(quote).join(", "));
  if (subject.name !== path)
    fail("subject[0].name", `scope.path, ${quote(path)}`, quote(subject.name ?? ""));
  return { name: path, digest: sha256 };
}

function readScope(value: JsonValue | undefined, at: string): ApprovalScope {
  const { repository, path, ref } = asExactObject(value, at, ["repository", "path", "ref"], fail);
  return {
    repository: asRepository(repository, `${at}.repository`, fail),
    path: asPath(path, `${at}.path`, fail),
    ref: ref === null ? null : readRef(ref, `${at}.ref`),
  };
}

function readRef(value: JsonValue | undefined, at: string): string {
  const ref = asText(value, at, 1024, fail);
  return /^refs\/[^\s\\~^:?*[]+$/.test(ref)
    ? ref
    : fail(at, "a full ref such as refs/heads/main", quote(ref));
}

function readDelta(value: JsonValue | undefined, at: string): ApprovalStatement["delta"] {
  const { digest, changes } = asExactObject(value, at, ["digest", "changes"], fail);
  const read = asArray(changes, `${at}.changes`, 0, MAX_CHANGES, fail).map((change, index) =>
    readChange(change, `${at}.changes[${index}]`),
  );
  const names = new Set<string>();
  for (const [index, { name }] of read.entries()) {
    if (names.has(name))
      fail(`${at}.changes[${index}].name`, "each name once", `${quote(name)} again`);
    names.add(name);
  }
  return { digest: asSha256(digest, `${at}.digest`, fail), changes: read };
}

const CHANGE = ["kind", "name", "purl", "from", "to", "hashes", "markers", "digest"] as const;

function readChange(value: JsonValue, at: string): ApprovedChange {
  const change = asExactObject(value, at, CHANGE, fail);
  const text = (name: (typeof CHANGE)[number]): string | null =>
    change[name] === null ? null : asText(change[name], `${at}.${name}`, MAX_VALUE, fail);
  const list = (name: "hashes" | "markers", most: number): readonly JsonValue[] =>
    asArray(change[name], `${at}.${name}`, 0, most, fail);
  return {
    kind: oneOf(KINDS, change.kind, `${at}.kind`),
    name: text("name") || fail(`${at}.name`, "a name", "none"),
    purl: text("purl"),
    from: text("from"),
    to: text("to"),
    hashes: list("hashes", MAX_HASHES).map((hash, index) =>
      asHash(hash, `${at}.hashes[${index}]`, fail),
    ),
    markers: list("markers", MAX_MARKERS).map((marker, index) =>
      asText(marker, `${at}.markers[${index}]`, MAX_VALUE, fail),
    ),
    digest: asSha256(change.digest, `${at}.digest`, fail),
  };
}

function readReview(value: JsonValue | undefined, at: string): Review {
  const review = asExactObject(value, at, ["depth", "notes", "evidence"], fail);
  return {
    depth: asLabel(review.depth, `${at}.depth`, fail),
    notes: asText(review.notes, `${at}.notes`, MAX_NOTES, fail),
    evidence: asArray(review.evidence, `${at}.evidence`, 0, MAX_REVIEW_EVIDENCE, fail).map(
      (one, index) => {
        const place = `${at}.evidence[${index}]`;
        const { kind, digest } = asExactObject(one, place, ["kind", "digest"], fail);
        return {
          kind: asLabel(kind, `${place}.kind`, fail),
          digest: asSha256(digest, `${place}.digest`, fail),
        };
      },
    ),
  };
}

function readEmergency(value: JsonValue | undefined, at: string): ApprovalStatement["emergency"] {
  const { reason, advisory } = asExactObject(value, at, ["reason", "advisory"], fail);
  return {
    reason:
      asText(reason, `${at}.reason`, MAX_NOTES, fail) || fail(`${at}.reason`, "a reason", "none"),
    advisory: asLabel(advisory, `${at}.advisory`, fail),
  };
}

function readOptional(value: JsonValue | undefined, at: string): Digest | null {
  if (value === null) return null;
  const { digest } = asExactObject(value, at, ["digest"], fail);
  return asSha256(digest, `${at}.digest`, fail);
}

function oneOf<Choice extends string>(
  choices: readonly Choice[],
  value: JsonValue | undefined,
  at: string,
): Choice {
  const found = asString(value, at, fail);
  return (
    choices.find((choice) => choice === found) ??
    fail(at, choices.map((choice) => quote(choice)).join(" or "), quote(found))
  );
}

function fail(at: string, expected: string, found: string): never {
  throw new Refusal(
    "APPROVAL_MALFORMED",
    `approval: expected ${expected} at ${at}, found ${found}`,
    { at },
  );
}
