import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { digest } from "../../src/bytes/digest.ts";
import { Refusal } from "../../src/errors.ts";
import {
  formatLockStatement,
  LOCK_PREDICATE_V01,
  type LockStatement,
  MAX_EVIDENCE,
  MAX_LOCK_FILES,
  parseLockStatement,
  sameButSignedAt,
} from "../../src/statement/lock-statement.ts";
import { parseStatement, STATEMENT_V1, STATEMENT_V01 } from "../../src/statement/statement.ts";

const A = "a".repeat(64);
const B = "b".repeat(64);
const JSON_OF = {
  _type: STATEMENT_V1,
  subject: [
    { name: "services/api/requirements.txt", digest: { sha256: A } },
    { name: "base.txt", digest: { sha256: B } },
  ],
  predicateType: LOCK_PREDICATE_V01,
  predicate: {
    format: "pip-requirements",
    scope: { repository: "git+https://github.com/acme/app", path: "services/api/requirements.txt" },
    pins: { count: 43, digest: { sha256: A } },
    sequence: 42,
    previous: { sha256: B },
    expires: null,
    evidence: [{ kind: "first-seen", digest: { sha256: B } }],
    signedAt: "2026-11-24T03:00:00Z",
    generator: { name: "lockseal", version: "0.1.0" },
  },
};
const FIRST = { sequence: 1, previous: null };
const read = (json: unknown): LockStatement =>
  parseLockStatement(
    parseStatement(Buffer.from(JSON.stringify(json)), {
      what: "file",
      types: [STATEMENT_V1, STATEMENT_V01],
    }),
  );
const withPredicate = (fields: object) => ({
  ...JSON_OF,
  predicate: { ...JSON_OF.predicate, ...fields },
});
const LOCK = read(JSON_OF);
const subjects = (...subject: object[]) => ({ ...JSON_OF, subject });

const hex = fc.uint8Array().map((bytes) => digest("sha256", bytes));
const label = fc.stringMatching(/^[!-~]{1,20}$/);
const part = fc.stringMatching(/^[A-Za-z0-9_é-]{1,10}$/);
const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
const time = fc
  .date({
    min: new Date("0000-01-01T00:00:00Z"),
    max: new Date("9999-12-31T23:59:59Z"),
    noInvalidDate: true,
  })
  .map((date) => date.toISOString().replace(/\.\d+Z$/, "Z"));
const lock: fc.Arbitrary<LockStatement> = fc
  .record({
    files: fc.uniqueArray(fc.record({ name: path, digest: hex }), {
      minLength: 1,
      maxLength: 5,
      selector: (file) => file.name,
    }),
    repository: fc.option(
      path.map((below) => `git+https://example.org/${below.replaceAll("é", "e")}`),
    ),
    pins: fc.record({ count: fc.integer({ min: 1 }), digest: hex }),
    sequence: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
    before: hex,
    expires: fc.option(time),
    evidence: fc.array(fc.record({ kind: label, digest: hex }), { maxLength: 3 }),
    signedAt: time,
    generator: fc.record({ name: label, version: label }),
  })
  .map(({ files, repository, sequence, before, ...rest }) => ({
    ...rest,
    subjects: files,
    format: "pip-requirements",
    scope: { repository, path: files[0]?.name ?? "" },
    sequence,
    previous: sequence === 1 ? null : before,
  }));

describe("parseLockStatement", () => {
  test("reads every field", () => {
    expect(LOCK).toEqual({
      subjects: [
        { name: "services/api/requirements.txt", digest: { algorithm: "sha256", hex: A } },
        { name: "base.txt", digest: { algorithm: "sha256", hex: B } },
      ],
      format: "pip-requirements",
      scope: JSON_OF.predicate.scope,
      pins: { count: 43, digest: { algorithm: "sha256", hex: A } },
      sequence: 42,
      previous: { algorithm: "sha256", hex: B },
      expires: null,
      evidence: [{ kind: "first-seen", digest: { algorithm: "sha256", hex: B } }],
      signedAt: "2026-11-24T03:00:00Z",
      generator: { name: "lockseal", version: "0.1.0" },
    });
  });

  test.each<[string, object]>([
    ["the first of a scope", withPredicate(FIRST)],
    [
      "a lock outside git",
      withPredicate({ scope: { ...JSON_OF.predicate.scope, repository: null } }),
    ],
    ["the last sequence there is", withPredicate({ sequence: 2 ** 53 - 1 })],
    ["no evidence", withPredicate({ evidence: [] })],
    ["a time of expiry", withPredicate({ expires: "2028-02-29T23:59:59Z" })],
    ["one pin", withPredicate({ pins: { count: 1, digest: { sha256: A } } })],
  ])("takes %s", (_why, json) => {
    expect(() => read(json)).not.toThrow();
  });

  test.each<[string, object, string]>([
    ["another format", withPredicate({ format: "pylock" }), 'at predicate.format, found "pylock"'],
    [
      "a missing field",
      withPredicate({ expires: undefined }),
      "at predicate.expires, found nothing",
    ],
    ["a sequence of 0", withPredicate({ sequence: 0 }), "from 1 on at predicate.sequence, found 0"],
    ["a sequence with a fraction", withPredicate({ sequence: 1.5 }), "found 1.5"],
    ["a sequence that is text", withPredicate({ sequence: "42" }), 'found "42"'],
    [
      "a first lock with one before it",
      withPredicate({ sequence: 1 }),
      "expected null with sequence 1 at predicate.previous",
    ],
    [
      "a later lock with none before it",
      withPredicate({ previous: null }),
      "expected a digest with sequence 42",
    ],
    [
      "no pins",
      withPredicate({ pins: { count: 0, digest: { sha256: A } } }),
      "at predicate.pins.count, found 0",
    ],
    [
      "an absolute path",
      withPredicate({ scope: { repository: null, path: "/a" } }),
      "which is absolute",
    ],
    [
      "a path that leaves the root",
      withPredicate({ scope: { repository: null, path: "../a" } }),
      '".."',
    ],
    [
      "a path with a backslash",
      withPredicate({ scope: { repository: null, path: "a\\b" } }),
      "backslash",
    ],
    [
      "a repository by ssh",
      withPredicate({ scope: { ...JSON_OF.predicate.scope, repository: "git+ssh://x/y" } }),
      "git+https://host/path or null",
    ],
    [
      "a time with an offset",
      withPredicate({ signedAt: "2026-11-24T03:00:00+00:00" }),
      "at predicate.signedAt",
    ],
    [
      "a time with fractions",
      withPredicate({ signedAt: "2026-11-24T03:00:00.000Z" }),
      "at predicate.signedAt",
    ],
    [
      "a time in lower case",
      withPredicate({ signedAt: "2026-11-24t03:00:00z" }),
      "at predicate.signedAt",
    ],
    [
      "a day that does not exist",
      withPredicate({ signedAt: "2026-02-29T00:00:00Z" }),
      "at predicate.signedAt",
    ],
    ["31 April", withPredicate({ expires: "2026-04-31T00:00:00Z" }), "at predicate.expires"],
    ["hour 24", withPredicate({ expires: "2026-04-30T24:00:00Z" }), "at predicate.expires"],
    ["a leap second", withPredicate({ expires: "2026-12-31T23:59:60Z" }), "at predicate.expires"],
    ["a date alone", withPredicate({ expires: "2026-12-31" }), "at predicate.expires"],
    ["an empty expiry", withPredicate({ expires: "" }), "at predicate.expires"],
    ["a time of null", withPredicate({ signedAt: null }), "at predicate.signedAt, found null"],
    [
      "an empty kind of evidence",
      withPredicate({ evidence: [{ kind: "", digest: { sha256: A } }] }),
      "at predicate.evidence[0].kind",
    ],
    [
      "an escape in a version",
      withPredicate({ generator: { name: "x", version: "1\u001b[2J" } }),
      "at predicate.generator.version",
    ],
    [
      "a label of 129 characters",
      withPredicate({ generator: { name: "x".repeat(129), version: "1" } }),
      "at predicate.generator.name",
    ],
    ["no predicate", { ...JSON_OF, predicate: undefined }, "at predicate, found nothing"],
    [
      "another file first",
      subjects(...[...JSON_OF.subject].reverse()),
      'expected scope.path, "services/api/requirements.txt" at subject[0].name',
    ],
    [
      "a name twice",
      subjects(JSON_OF.subject[0] ?? {}, JSON_OF.subject[0] ?? {}),
      "each name once at subject[1].name",
    ],
    [
      "a subject without a name",
      subjects({ digest: { sha256: A } }),
      "at subject[0].name, found nothing",
    ],
    [
      "a subject outside the root",
      subjects(JSON_OF.subject[0] ?? {}, { name: "../b", digest: { sha256: A } }),
      "at subject[1].name",
    ],
    [
      "a second digest of a subject",
      subjects({ ...JSON_OF.subject[0], digest: { sha256: A, sha512: "a".repeat(128) } }),
      'sha256 alone at subject[0].digest, found "sha256", "sha512"',
    ],
    [
      "a foreign digest of a subject",
      subjects({ ...JSON_OF.subject[0], digest: { sha256: A, md5: "a" } }),
      "sha256 alone",
    ],
    [
      "a second digest of the pins",
      withPredicate({ pins: { count: 1, digest: { sha256: A, sha1: "a" } } }),
      'the field "sha1"',
    ],
    [
      "a digest set without SHA-256",
      withPredicate({ previous: { sha512: "a".repeat(128) } }),
      "at predicate.previous.sha256, found nothing",
    ],
  ])("refuses %s", (_why, json, message) => {
    expect(() => read(json)).toThrow(
      expect.objectContaining({
        code: "LOCK_STATEMENT_MALFORMED",
        message: expect.stringContaining(message),
      }),
    );
  });

  test.each([
    ["predicate", withPredicate({ x: 1 })],
    ["predicate.scope", withPredicate({ scope: { ...JSON_OF.predicate.scope, x: 1 } })],
    ["predicate.pins", withPredicate({ pins: { ...JSON_OF.predicate.pins, x: 1 } })],
    ["predicate.pins.digest", withPredicate({ pins: { count: 1, digest: { sha256: A, x: "1" } } })],
    ["predicate.previous", withPredicate({ previous: { sha256: A, x: "1" } })],
    [
      "predicate.evidence[0]",
      withPredicate({ evidence: [{ ...JSON_OF.predicate.evidence[0], x: 1 }] }),
    ],
    ["predicate.generator", withPredicate({ generator: { ...JSON_OF.predicate.generator, x: 1 } })],
  ])("refuses an unknown field in %s", (at, json) => {
    expect(() => read(json)).toThrow(
      expect.objectContaining({
        code: "LOCK_STATEMENT_MALFORMED",
        details: { at },
        message: expect.stringContaining('found the field "x"'),
      }),
    );
  });

  test.each([
    ["upper case", withPredicate({ previous: { sha256: A.toUpperCase() } })],
    ["another length", withPredicate({ pins: { count: 1, digest: { sha256: "aa" } } })],
  ])("refuses a digest in %s", (_why, json) => {
    expect(() => read(json)).toThrow(expect.objectContaining({ code: "DIGEST_MALFORMED" }));
  });

  test.each([
    [
      "a later version",
      { ...JSON_OF, predicateType: "https://lockseal.dev/attestation/lock/v0.2" },
    ],
    ["another predicate", { ...JSON_OF, predicateType: "https://slsa.dev/provenance/v1" }],
    ["a trailing slash", { ...JSON_OF, predicateType: `${LOCK_PREDICATE_V01}/` }],
    ["a statement of version 0.1", { ...JSON_OF, _type: STATEMENT_V01 }],
  ])("does not take %s for a lock", (_why, json) => {
    expect(() => read(json)).toThrow(
      expect.objectContaining({ code: "PREDICATE_TYPE_UNSUPPORTED" }),
    );
  });

  test("allows so many files and not one more", () => {
    const many = (length: number) =>
      subjects(
        ...Array.from({ length }, (_, i) => ({
          name: i === 0 ? JSON_OF.predicate.scope.path : `${i}.txt`,
          digest: { sha256: A },
        })),
      );
    expect(read(many(MAX_LOCK_FILES)).subjects).toHaveLength(MAX_LOCK_FILES);
    expect(() => read(many(MAX_LOCK_FILES + 1))).toThrow("at most 256 files at subject, found 257");
  });

  test("allows so many pieces of evidence and not one more", () => {
    const many = (length: number) =>
      withPredicate({ evidence: Array.from({ length }, () => JSON_OF.predicate.evidence[0]) });
    expect(read(many(MAX_EVIDENCE)).evidence).toHaveLength(MAX_EVIDENCE);
    expect(() => read(many(MAX_EVIDENCE + 1))).toThrow(
      "elements at predicate.evidence, found 65537",
    );
  });

  test.prop([lock])("reads back what was written", (value) => {
    const statement = parseStatement(formatLockStatement(value), {
      what: "file",
      types: [STATEMENT_V1],
    });
    expect(parseLockStatement(statement)).toEqual(value);
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

describe("formatLockStatement", () => {
  test("writes the fields in one order, whatever order they came in", () => {
    const backwards = Object.fromEntries(Object.entries(JSON_OF.predicate).reverse());
    const text = Buffer.from(
      formatLockStatement(read({ ...JSON_OF, predicate: backwards })),
    ).toString();
    expect(text).toBe(JSON.stringify(JSON_OF));
  });
});

describe("sameButSignedAt", () => {
  test.each<[string, Partial<LockStatement>]>([
    ["another clock", { signedAt: "2020-01-01T00:00:00Z" }],
  ])("allows %s", (_why, other) => {
    expect(sameButSignedAt(LOCK, { ...LOCK, ...other })).toBe(true);
  });

  test.each<[string, Partial<LockStatement>]>([
    ["another file", { subjects: LOCK.subjects.slice(0, 1) }],
    ["another sequence", { sequence: 43 }],
    ["another lock before", { previous: LOCK.pins.digest }],
    ["another expiry", { expires: "2027-01-01T00:00:00Z" }],
    ["other pins", { pins: { ...LOCK.pins, count: 44 } }],
    ["another scope", { scope: { ...LOCK.scope, repository: null } }],
    ["other evidence", { evidence: [] }],
  ])("does not allow %s", (_why, other) => {
    expect(sameButSignedAt(LOCK, { ...LOCK, ...other })).toBe(false);
  });
});
