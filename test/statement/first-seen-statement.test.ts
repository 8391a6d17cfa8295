import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { digest } from "../../src/bytes/digest.ts";
import { Refusal } from "../../src/errors.ts";
import {
  FIRST_SEEN_PREDICATE_V01,
  type FirstSeenStatement,
  formatFirstSeenStatement,
  isSubjectHash,
  parseFirstSeenStatement,
} from "../../src/statement/first-seen-statement.ts";
import { parseStatement, STATEMENT_V1, STATEMENT_V01 } from "../../src/statement/statement.ts";

const A = "a".repeat(64);
const B = "b".repeat(128);
const INDEX = {
  name: "main",
  file: "click-8.1.8-py3-none-any.whl",
  uploadTime: "2026-11-20T03:00:00Z",
  size: 98_188,
  attestation: { sha256: A },
};
const FILE = { name: "click", version: "8.1.8", hash: `sha256:${A}`, index: INDEX };
const OTHER = { name: "local", version: "1", hash: `sha512:${B}`, index: null };
const JSON_OF = {
  _type: STATEMENT_V1,
  subject: [
    { name: INDEX.file, digest: { sha256: A } },
    { name: "local", digest: { sha512: B } },
  ],
  predicateType: FIRST_SEEN_PREDICATE_V01,
  predicate: {
    scope: { repository: "git+https://github.com/acme/app", path: "requirements.txt" },
    files: [FILE, OTHER],
    generator: { name: "lockseal", version: "0.1.0" },
  },
};
const read = (json: unknown): FirstSeenStatement =>
  parseFirstSeenStatement(
    parseStatement(Buffer.from(JSON.stringify(json)), {
      what: "file",
      types: [STATEMENT_V1, STATEMENT_V01],
    }),
  );
const withPredicate = (fields: object) => ({
  ...JSON_OF,
  predicate: { ...JSON_OF.predicate, ...fields },
});
const withFile = (fields: object) => withPredicate({ files: [{ ...FILE, ...fields }, OTHER] });
const withIndex = (fields: object) => withFile({ index: { ...INDEX, ...fields } });

const hex = fc.uint8Array({ minLength: 1 }).map((bytes) => digest("sha256", bytes));
const label = fc.stringMatching(/^[!-~]{1,20}$/);
const seen = fc.record({
  scope: fc.record({
    repository: fc.option(fc.constant("git+https://github.com/acme/app")),
    path: fc.constantFrom("requirements.txt", "a/b.txt"),
  }),
  files: fc.uniqueArray(
    fc.record({
      name: label,
      version: label,
      hash: fc.oneof(
        hex.map(({ hex: digits }) => `sha256:${digits}`),
        fc.string().map((text) => `sha384:${digest("sha384", Buffer.from(text)).hex}`),
      ),
      index: fc.option(
        fc.record({
          name: label,
          file: fc.stringMatching(/^[a-z][a-z0-9._+-]{0,20}$/),
          uploadTime: fc.option(fc.constant("2026-11-20T03:00:00Z")),
          size: fc.option(fc.nat()),
          attestation: fc.option(hex),
        }),
      ),
    }),
    { minLength: 1, maxLength: 4, selector: ({ hash }) => hash },
  ),
  generator: fc.record({ name: label, version: label }),
});

describe("parseFirstSeenStatement", () => {
  test("reads every field", () => {
    expect(read(JSON_OF)).toEqual({
      ...JSON_OF.predicate,
      files: [
        { ...FILE, index: { ...INDEX, attestation: { algorithm: "sha256", hex: A } } },
        OTHER,
      ],
    });
  });

  test.each<[string, object]>([
    ["no time of upload", withIndex({ uploadTime: null })],
    ["no size", withIndex({ size: null })],
    ["an empty file", withIndex({ size: 0 })],
    ["no attestation", withIndex({ attestation: null })],
    ["no repository", withPredicate({ scope: { repository: null, path: "requirements.txt" } })],
  ])("takes %s", (_why, json) => {
    expect(() => read(json)).not.toThrow();
  });

  test.each<[string, object, string]>([
    ["a date of its own", withPredicate({ observedAt: "2020-01-01T00:00:00Z" }), "observedAt"],
    ["no file", { ...withPredicate({ files: [] }) }, "at predicate.files, found 0"],
    [
      "a hash by MD5",
      withFile({ hash: `md5:${"a".repeat(32)}` }),
      "by SHA-256, SHA-384 or SHA-512",
    ],
    ["a hash that is too short", withFile({ hash: `sha256:${"a".repeat(62)}` }), "files[0].hash"],
    ["another file's subject", withFile({ hash: `sha256:${"c".repeat(64)}` }), "subject[0].digest"],
    [
      "a subject more",
      { ...JSON_OF, subject: [...JSON_OF.subject, ...JSON_OF.subject] },
      "2 subjects, as many as files",
    ],
    ["a subject of another name", withIndex({ file: "other.whl" }), "subject[0].name"],
    ["a file name that is a path", withIndex({ file: "../x.whl" }), "index.file"],
    ["a time with a fraction", withIndex({ uploadTime: "2026-11-20T03:00:00.1Z" }), "uploadTime"],
    ["a negative size", withIndex({ size: -1 }), "index.size"],
    ["an unknown field of an index", withIndex({ x: 1 }), 'found the field "x"'],
    ["an unknown field of a file", withFile({ x: 1 }), 'found the field "x"'],
    [
      "one file twice",
      {
        ...withPredicate({ files: [FILE, FILE] }),
        subject: [JSON_OF.subject[0], JSON_OF.subject[0]],
      },
      "each hash once",
    ],
    [
      "a second digest of a subject",
      {
        ...JSON_OF,
        subject: [{ name: INDEX.file, digest: { sha256: A, md5: "x" } }, JSON_OF.subject[1]],
      },
      "subject[0].digest",
    ],
  ])("refuses %s", (_why, json, message) => {
    expect(() => read(json)).toThrow(
      expect.objectContaining({
        code: "FIRST_SEEN_MALFORMED",
        message: expect.stringContaining(message),
      }),
    );
  });

  test.each([
    ["another predicate", { ...JSON_OF, predicateType: "https://slsa.dev/provenance/v1" }],
    ["a statement of version 0.1", { ...JSON_OF, _type: STATEMENT_V01 }],
  ])("does not take %s for a record", (_why, json) => {
    expect(() => read(json)).toThrow(
      expect.objectContaining({ code: "PREDICATE_TYPE_UNSUPPORTED" }),
    );
  });

  test.prop([seen])("reads back what was written", (value) => {
    const statement = parseStatement(formatFirstSeenStatement(value), {
      what: "file",
      types: [STATEMENT_V1],
    });
    expect(parseFirstSeenStatement(statement)).toEqual(value);
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

test.each<[string, boolean]>([
  [`sha256:${A}`, true],
  [`sha384:${"a".repeat(96)}`, true],
  [`sha512:${B}`, true],
  [`sha512:${A}`, false],
  [`sha1:${"a".repeat(40)}`, false],
  [A, false],
])("%s can be a subject: %s", (hash, expected) => {
  expect(isSubjectHash(hash)).toBe(expected);
});

test("fields are written in one order", () => {
  expect(Buffer.from(formatFirstSeenStatement(read(JSON_OF))).toString()).toBe(
    JSON.stringify(JSON_OF),
  );
});
