import { readFileSync } from "node:fs";
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { sha256Hex } from "../../src/bytes/digest.ts";
import { Refusal } from "../../src/errors.ts";
import {
  findSubject,
  MAX_SUBJECTS,
  parseStatement,
  STATEMENT_V1,
  STATEMENT_V01,
  type Statement,
} from "../../src/statement/statement.ts";

const BYTES = Buffer.from("abc");
// FIPS 180-4, message "abc"
const SHA256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const SHA512 =
  "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f";
const OTHER = "a".repeat(64);
const OK = {
  _type: STATEMENT_V1,
  subject: [{ name: "a.txt", digest: { sha256: SHA256 } }],
  predicateType: "https://example.org/p/v1",
  predicate: { x: 1 },
};
const parse = (
  json: unknown,
  types: Parameters<typeof parseStatement>[1]["types"] = [STATEMENT_V1],
): Statement =>
  parseStatement(Buffer.from(typeof json === "string" ? json : JSON.stringify(json)), {
    what: "file",
    types,
  });
const about = (...subject: unknown[]) => ({ ...OK, subject });

describe("parseStatement", () => {
  test("reads a statement that cosign signed", () => {
    const file = new URL("../../testdata/cosign/statement.json", import.meta.url);
    const statement = parseStatement(readFileSync(file), { what: "file", types: [STATEMENT_V1] });
    expect(statement.predicate).toEqual({ reviewer: "alice" });
    expect(statement.subjects[0]?.name).toBe("requirements.txt");
  });

  test.each<[string, unknown]>([
    ["an unknown field", { ...OK, extra: 1 }],
    ["an unknown field of a subject", about({ ...OK.subject[0], uri: "x", mediaType: null })],
    ["an unknown field of the predicate", { ...OK, predicate: { y: { z: [] } } }],
    ["no predicate", { ...OK, predicate: undefined }],
    ["a predicate of null", { ...OK, predicate: null }],
    ["a subject without a name", about({ digest: { sha256: SHA256 } })],
    ["a subject with the name null", about({ name: null, digest: { sha256: SHA256 } })],
    [
      "an algorithm of others beside ours",
      about({ digest: { gitCommit: "X", sha1: "y", sha256: SHA256 } }),
    ],
    ["SHA-512 alone, as npm has it", about({ name: "pkg:npm/a@1", digest: { sha512: SHA512 } })],
    ["two subjects of one name, which others allow", about(OK.subject[0], OK.subject[0])],
  ])("takes %s", (_why, json) => {
    expect(parse(json).predicateType).toBe(OK.predicateType);
  });

  test.each<[string, unknown, string, string]>([
    ["a list", [], "STATEMENT_MALFORMED", "expected an object, found an array"],
    ["no _type", { ...OK, _type: undefined }, "STATEMENT_MALFORMED", "at _type, found nothing"],
    [
      "another _type",
      { ...OK, _type: "https://in-toto.io/Statement/v2" },
      "STATEMENT_TYPE_UNSUPPORTED",
      'found "https://in-toto.io/Statement/v2"',
    ],
    ["a layout", { ...OK, _type: "layout" }, "STATEMENT_TYPE_UNSUPPORTED", 'found "layout"'],
    [
      "version 0.1 where it is not asked for",
      { ...OK, _type: STATEMENT_V01 },
      "STATEMENT_TYPE_UNSUPPORTED",
      "v0.1",
    ],
    [
      "no subject",
      { ...OK, subject: undefined },
      "STATEMENT_MALFORMED",
      "at subject, found nothing",
    ],
    ["an empty list of subjects", about(), "STATEMENT_MALFORMED", "at subject, found 0"],
    ["a subject of null", about(null), "STATEMENT_MALFORMED", "at subject[0], found null"],
    [
      "a subject without a digest",
      about({ name: "a" }),
      "STATEMENT_MALFORMED",
      "at subject[0].digest, found nothing",
    ],
    [
      "an empty digest set",
      about({ digest: {} }),
      "STATEMENT_DIGEST_WEAK",
      "at subject[0].digest, found none",
    ],
    [
      "SHA-1 and MD5 only",
      about({ digest: { sha1: "a", md5: "b" } }),
      "STATEMENT_DIGEST_WEAK",
      'found "sha1", "md5"',
    ],
    [
      "a name of ours in upper case",
      about({ digest: { SHA256 } }),
      "STATEMENT_DIGEST_WEAK",
      'found "SHA256"',
    ],
    [
      "a weak subject behind a strong one",
      about(OK.subject[0], { digest: { sha1: "a" } }),
      "STATEMENT_DIGEST_WEAK",
      "subject[1]",
    ],
    [
      "a digest of two digits",
      about({ digest: { sha256: "aa" } }),
      "DIGEST_MALFORMED",
      'found "aa" (2 characters)',
    ],
    [
      "upper case",
      about({ digest: { sha256: SHA256.toUpperCase() } }),
      "DIGEST_MALFORMED",
      "lower-case",
    ],
    [
      "0x in front",
      about({ digest: { sha256: `0x${SHA256.slice(2)}` } }),
      "DIGEST_MALFORMED",
      '"0x',
    ],
    [
      "SHA-256 under the name of SHA-512",
      about({ digest: { sha512: SHA256 } }),
      "DIGEST_MALFORMED",
      "128",
    ],
    [
      "a bad digest beside a good one",
      about({ digest: { sha256: SHA256, sha512: "aa" } }),
      "DIGEST_MALFORMED",
      "sha512",
    ],
    [
      "a digest that is a number",
      about({ digest: { sha256: 1 } }),
      "STATEMENT_MALFORMED",
      "at subject[0].digest.sha256, found 1",
    ],
    [
      "a foreign digest that is a list",
      about({ digest: { x: [], sha256: SHA256 } }),
      "STATEMENT_MALFORMED",
      "digest.x, found an array",
    ],
    [
      "a name that is a number",
      about({ name: 1, digest: { sha256: SHA256 } }),
      "STATEMENT_MALFORMED",
      "at subject[0].name, found 1",
    ],
    [
      "no predicate type",
      { ...OK, predicateType: undefined },
      "STATEMENT_MALFORMED",
      "at predicateType, found nothing",
    ],
    [
      "an empty predicate type",
      { ...OK, predicateType: "" },
      "STATEMENT_MALFORMED",
      'at predicateType, found ""',
    ],
    [
      "a predicate that is text",
      { ...OK, predicate: "x" },
      "STATEMENT_MALFORMED",
      'at predicate, found "x"',
    ],
    [
      "a duplicate field",
      JSON.stringify(OK).replace("{", '{"predicateType":"x",'),
      "JSON_MALFORMED",
      "each name once",
    ],
    [
      "__proto__ in the predicate",
      JSON.stringify(OK).replace('"x":1', '"__proto__":{}'),
      "JSON_MALFORMED",
      "__proto__",
    ],
    [
      "a lone surrogate",
      JSON.stringify(OK).replace("a.txt", "\\ud800"),
      "JSON_MALFORMED",
      "surrogates",
    ],
    ["a byte order mark", `\ufeff${JSON.stringify(OK)}`, "UTF8_MALFORMED", "byte order mark"],
  ])("refuses %s", (_why, json, code, message) => {
    expect(() => parse(json)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    );
  });

  test("takes version 0.1 where it is asked for", () => {
    expect(parse({ ...OK, _type: STATEMENT_V01 }, [STATEMENT_V1, STATEMENT_V01]).type).toBe(
      STATEMENT_V01,
    );
  });

  test("allows so many subjects and not one more", () => {
    const many = (length: number) => about(...Array.from({ length }, () => OK.subject[0]));
    expect(parse(many(MAX_SUBJECTS)).subjects).toHaveLength(MAX_SUBJECTS);
    expect(() => parse(many(MAX_SUBJECTS + 1))).toThrow(
      expect.objectContaining({ code: "STATEMENT_MALFORMED" }),
    );
  });

  test("gives a value or a refusal for every prefix", () => {
    const text = JSON.stringify(OK);
    for (let end = 0; end < text.length; end++)
      expect(() => parse(text.slice(0, end))).toThrow(Refusal);
  });

  test.prop([fc.jsonValue(), fc.constantFrom(...Object.keys(OK))])(
    "gives a value or a refusal, whatever a field holds",
    (value, field) => {
      try {
        parse({ ...OK, [field]: value });
      } catch (error) {
        expect(error).toBeInstanceOf(Refusal);
      }
    },
  );
});

describe("findSubject", () => {
  test.each<[string, unknown[], string | undefined]>([
    ["the one subject", [OK.subject[0]], "a.txt"],
    [
      "ours among many",
      [
        { name: "b", digest: { sha256: OTHER } },
        { name: "c", digest: { sha256: SHA256 } },
      ],
      "c",
    ],
    ["another name with the right digest", [{ name: "evil", digest: { sha256: SHA256 } }], "evil"],
    ["a subject without a name", [{ digest: { sha512: SHA512 } }], undefined],
    [
      "one that agrees in every digest",
      [{ name: "d", digest: { sha256: SHA256, sha512: SHA512, sha1: "wrong" } }],
      "d",
    ],
  ])("finds %s", (_why, subject, name) => {
    expect(findSubject(parse(about(...subject)), BYTES).name).toBe(name);
  });

  test("refuses the right name with another digest, and names both digests", () => {
    expect(() =>
      findSubject(parse(about({ name: "a.txt", digest: { sha256: OTHER } })), BYTES),
    ).toThrow(
      expect.objectContaining({
        code: "STATEMENT_SUBJECT_MISMATCH",
        message: `statement: expected a subject sha256:${SHA256}, found sha256:${OTHER}`,
        details: { expected: [`sha256:${SHA256}`], found: [`sha256:${OTHER}`] },
      }),
    );
  });

  test.each([
    [
      { sha256: SHA256, sha512: "a".repeat(128) },
      `expected sha512:${SHA512}, found sha512:${"a".repeat(128)}`,
    ],
    [{ sha256: OTHER, sha512: SHA512 }, `expected sha256:${SHA256}, found sha256:${OTHER}`],
  ])("refuses a subject that contradicts itself", (digest, message) => {
    expect(() => findSubject(parse(about({ name: "a.txt", digest })), BYTES)).toThrow(
      expect.objectContaining({
        code: "STATEMENT_DIGEST_CONFLICT",
        message: expect.stringContaining(message),
      }),
    );
  });

  test("does not name more than three of many subjects", () => {
    const many = Array.from({ length: 9 }, () => ({ digest: { sha256: OTHER } }));
    expect(() => findSubject(parse(about(...many)), BYTES)).toThrow(/ and 6 more subjects$/);
  });

  test.prop([fc.uint8Array(), fc.uint8Array()])(
    "finds bytes by their digest only",
    (bytes, others) => {
      const statement = parse(about({ digest: { sha256: sha256Hex(bytes) } }));
      expect(findSubject(statement, bytes)).toBe(statement.subjects[0]);
      if (Buffer.compare(bytes, others) !== 0)
        expect(() => findSubject(statement, others)).toThrow(Refusal);
    },
  );
});
