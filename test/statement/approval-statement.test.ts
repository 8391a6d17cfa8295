import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { digest } from "../../src/bytes/digest.ts";
import { Refusal } from "../../src/errors.ts";
import {
  APPROVAL_PREDICATE_V01,
  type ApprovalStatement,
  formatApprovalStatement,
  parseApprovalStatement,
} from "../../src/statement/approval-statement.ts";
import { parseStatement, STATEMENT_V1, STATEMENT_V01 } from "../../src/statement/statement.ts";

const A = "a".repeat(64);
const B = "b".repeat(64);
const CHANGE = {
  kind: "update",
  name: "requests",
  purl: "pkg:pypi/requests@2.32.3",
  from: "2.32.2",
  to: "2.32.3",
  hashes: [`sha256:${A}`],
  markers: ['python_version > "3.8"'],
  digest: { sha256: B },
};
const JSON_OF = {
  _type: STATEMENT_V1,
  subject: [{ name: "requirements.txt", digest: { sha256: A } }],
  predicateType: APPROVAL_PREDICATE_V01,
  predicate: {
    decision: "approve",
    scope: {
      repository: "git+https://github.com/acme/app",
      path: "requirements.txt",
      ref: "refs/heads/main",
    },
    base: { digest: { sha256: B } },
    sequence: 42,
    delta: { digest: { sha256: A }, changes: [CHANGE] },
    policy: { digest: { sha256: B } },
    reviewer: "alice",
    review: {
      depth: "read-diff",
      notes: "looked at the sdist",
      evidence: [{ kind: "diff", digest: { sha256: A } }],
    },
    emergency: { reason: "remote code execution", advisory: "GHSA-1" },
    expires: "2026-12-24T00:00:00Z",
    supersedes: [{ sha256: B }],
    claimedAt: "2026-11-24T03:00:00Z",
    generator: { name: "lockseal", version: "0.1.0" },
  },
};
const read = (json: unknown): ApprovalStatement =>
  parseApprovalStatement(
    parseStatement(Buffer.from(JSON.stringify(json)), {
      what: "file",
      types: [STATEMENT_V1, STATEMENT_V01],
    }),
  );
const withPredicate = (fields: object) => ({
  ...JSON_OF,
  predicate: { ...JSON_OF.predicate, ...fields },
});
const withChange = (fields: object) =>
  withPredicate({ delta: { digest: { sha256: A }, changes: [{ ...CHANGE, ...fields }] } });

const hex = fc.uint8Array().map((bytes) => digest("sha256", bytes));
const label = fc.stringMatching(/^[!-~]{1,20}$/);
const line = fc.stringMatching(/^[ -~é]{0,20}$/);
const time = fc
  .date({
    min: new Date("0000-01-01T00:00:00Z"),
    max: new Date("9999-12-31T23:59:59Z"),
    noInvalidDate: true,
  })
  .map((date) => date.toISOString().replace(/\.\d+Z$/, "Z"));
const change = fc.record({
  kind: fc.constantFrom("new", "update", "downgrade", "rehash", "remove", "other"),
  name: label,
  purl: fc.option(line),
  from: fc.option(line),
  to: fc.option(line),
  hashes: fc.array(
    hex.map(({ hex: digits }) => `sha256:${digits}`),
    { maxLength: 3 },
  ),
  markers: fc.array(line, { maxLength: 2 }),
  digest: hex,
});
const approval = fc
  .record({
    digest: hex,
    decision: fc.constantFrom("approve", "reject"),
    scope: fc.record({
      repository: fc.option(fc.constant("git+https://github.com/acme/app")),
      path: fc.constantFrom("requirements.txt", "a/b.txt"),
      ref: fc.option(fc.constantFrom("refs/heads/main", "refs/heads/release/1.x")),
    }),
    base: fc.option(hex),
    sequence: fc.integer({ min: 1 }),
    delta: fc.record({
      digest: hex,
      changes: fc.uniqueArray(change, { maxLength: 3, selector: ({ name }) => name }),
    }),
    policy: fc.option(hex),
    reviewer: label,
    review: fc.record({
      depth: label,
      notes: line,
      evidence: fc.array(fc.record({ kind: label, digest: hex }), { maxLength: 2 }),
    }),
    emergency: fc.option(
      fc.record({ reason: fc.stringMatching(/^[!-~é]{1,20}$/), advisory: label }),
    ),
    expires: time,
    supersedes: fc.array(hex, { maxLength: 2 }),
    claimedAt: time,
    generator: fc.record({ name: label, version: label }),
  })
  .map(
    ({ digest: of, ...rest }): ApprovalStatement =>
      ({ subject: { name: rest.scope.path, digest: of }, ...rest }) as ApprovalStatement,
  );

describe("parseApprovalStatement", () => {
  test("reads every field", () => {
    const of = (digits: string) => ({ algorithm: "sha256", hex: digits });
    expect(read(JSON_OF)).toEqual({
      subject: { name: "requirements.txt", digest: of(A) },
      ...JSON_OF.predicate,
      base: of(B),
      delta: { digest: of(A), changes: [{ ...CHANGE, digest: of(B) }] },
      policy: of(B),
      review: { ...JSON_OF.predicate.review, evidence: [{ kind: "diff", digest: of(A) }] },
      supersedes: [of(B)],
    });
  });

  test.each<[string, object]>([
    ["a reject", withPredicate({ decision: "reject" })],
    ["a file that was not there before", withPredicate({ base: null })],
    ["no policy", withPredicate({ policy: null })],
    ["no emergency", withPredicate({ emergency: null })],
    ["a package that is gone", withChange({ to: null, hashes: [], markers: [] })],
    ["nothing that differs", withPredicate({ delta: { digest: { sha256: A }, changes: [] } })],
    [
      "outside git",
      withPredicate({ scope: { repository: null, path: "requirements.txt", ref: null } }),
    ],
  ])("takes %s", (_why, json) => {
    expect(() => read(json)).not.toThrow();
  });

  test.each<[string, object, string]>([
    ["another decision", withPredicate({ decision: "APPROVE" }), "at predicate.decision"],
    ["a decision of true", withPredicate({ decision: true }), "at predicate.decision"],
    ["no subject's name", { ...JSON_OF, subject: [{ digest: { sha256: A } }] }, "subject[0].name"],
    [
      "a subject that is not the scope's",
      { ...JSON_OF, subject: [{ name: "dev.txt", digest: { sha256: A } }] },
      'scope.path, "requirements.txt" at subject[0].name, found "dev.txt"',
    ],
    [
      "two subjects",
      { ...JSON_OF, subject: [...JSON_OF.subject, ...JSON_OF.subject] },
      "exactly one subject at subject, found 2",
    ],
    [
      "a second digest of the subject",
      {
        ...JSON_OF,
        subject: [{ name: "requirements.txt", digest: { sha256: A, sha512: "a".repeat(128) } }],
      },
      "sha256 alone",
    ],
    ["a sequence of 0", withPredicate({ sequence: 0 }), "from 1 on"],
    ["a base without a digest", withPredicate({ base: {} }), "at predicate.base.digest"],
    [
      "a short ref",
      withPredicate({ scope: { ...JSON_OF.predicate.scope, ref: "main" } }),
      "a full ref",
    ],
    [
      "a ref with a glob",
      withPredicate({ scope: { ...JSON_OF.predicate.scope, ref: "refs/heads/*" } }),
      "a full ref",
    ],
    [
      "a path that leaves the root",
      {
        ...withPredicate({ scope: { ...JSON_OF.predicate.scope, path: "../a" } }),
        subject: [{ name: "../a", digest: { sha256: A } }],
      },
      "at predicate.scope.path",
    ],
    ["an empty reviewer", withPredicate({ reviewer: "" }), "at predicate.reviewer"],
    ["no end", withPredicate({ expires: null }), "at predicate.expires"],
    [
      "a note that moves the cursor",
      withPredicate({ review: { ...JSON_OF.predicate.review, notes: "\u001b[2J" } }),
      "at predicate.review.notes",
    ],
    [
      "a note that turns the reading order",
      withPredicate({ review: { ...JSON_OF.predicate.review, notes: "\u202e" } }),
      "at predicate.review.notes",
    ],
    [
      "an emergency without a reason",
      withPredicate({ emergency: { reason: "", advisory: "GHSA-1" } }),
      "at predicate.emergency.reason",
    ],
    [
      "an emergency without an advisory",
      withPredicate({ emergency: { reason: "x", advisory: "" } }),
      "at predicate.emergency.advisory",
    ],
    ["a kind of change that is unknown", withChange({ kind: "upgrade" }), "changes[0].kind"],
    ["a change without a name", withChange({ name: "" }), "changes[0].name"],
    ["a hash in upper case", withChange({ hashes: [`sha256:${"A".repeat(64)}`] }), "hashes[0]"],
    ["a hash without an algorithm", withChange({ hashes: [A] }), "hashes[0]"],
    ["a version that is a number", withChange({ to: 2 }), "changes[0].to"],
    [
      "one name twice",
      withPredicate({ delta: { digest: { sha256: A }, changes: [CHANGE, CHANGE] } }),
      'each name once at predicate.delta.changes[1].name, found "requests" again',
    ],
  ])("refuses %s", (_why, json, message) => {
    expect(() => read(json)).toThrow(
      expect.objectContaining({
        code: "APPROVAL_MALFORMED",
        message: expect.stringContaining(message),
      }),
    );
  });

  test.each<[string, object]>([
    ["predicate", withPredicate({ madeAfter: "x" })],
    ["predicate.scope", withPredicate({ scope: { ...JSON_OF.predicate.scope, x: 1 } })],
    ["predicate.base", withPredicate({ base: { digest: { sha256: A }, x: 1 } })],
    ["predicate.delta", withPredicate({ delta: { ...JSON_OF.predicate.delta, x: 1 } })],
    ["predicate.delta.changes[0]", withChange({ x: 1 })],
    ["predicate.delta.changes[0].digest", withChange({ digest: { sha256: A, x: "1" } })],
    ["predicate.policy", withPredicate({ policy: { digest: { sha256: A }, x: 1 } })],
    ["predicate.review", withPredicate({ review: { ...JSON_OF.predicate.review, x: 1 } })],
    [
      "predicate.review.evidence[0]",
      withPredicate({
        review: {
          ...JSON_OF.predicate.review,
          evidence: [{ kind: "x", digest: { sha256: A }, x: 1 }],
        },
      }),
    ],
    ["predicate.emergency", withPredicate({ emergency: { reason: "x", advisory: "y", x: 1 } })],
    ["predicate.supersedes[0]", withPredicate({ supersedes: [{ sha256: A, x: 1 }] })],
    ["predicate.generator", withPredicate({ generator: { ...JSON_OF.predicate.generator, x: 1 } })],
  ])("refuses an unknown field in %s", (at, json) => {
    expect(() => read(json)).toThrow(
      expect.objectContaining({ code: "APPROVAL_MALFORMED", details: { at } }),
    );
  });

  test.each(Object.keys(JSON_OF.predicate))("misses the field %s", (name) => {
    expect(() => read(withPredicate({ [name]: undefined }))).toThrow(
      expect.objectContaining({
        code: "APPROVAL_MALFORMED",
        details: { at: `predicate.${name}` },
      }),
    );
  });

  test.each([
    [
      "a later version",
      { ...JSON_OF, predicateType: APPROVAL_PREDICATE_V01.replace("0.1", "0.2") },
    ],
    ["a statement of version 0.1", { ...JSON_OF, _type: STATEMENT_V01 }],
  ])("does not take %s for an approval", (_why, json) => {
    expect(() => read(json)).toThrow(
      expect.objectContaining({ code: "PREDICATE_TYPE_UNSUPPORTED" }),
    );
  });

  test.prop([approval])("reads back what was written", (value) => {
    const statement = parseStatement(formatApprovalStatement(value), {
      what: "file",
      types: [STATEMENT_V1],
    });
    expect(parseApprovalStatement(statement)).toEqual(value);
  });

  test.prop([fc.jsonValue(), fc.constantFrom(...Object.keys(JSON_OF.predicate))])(
    "gives a value or a refusal, whatever a field holds",
    (value, field) => {
      try {
        read(withPredicate({ [field]: value }));
      } catch (error) {
        expect(error).toBeInstanceOf(Refusal);
      }
    },
  );
});

test("fields are written in one order, whatever order they came in", () => {
  const backwards = Object.fromEntries(Object.entries(JSON_OF.predicate).reverse());
  const text = Buffer.from(
    formatApprovalStatement(read({ ...JSON_OF, predicate: backwards })),
  ).toString();
  expect(text).toBe(JSON.stringify(JSON_OF));
});
