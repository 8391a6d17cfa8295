import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { Refusal } from "../../src/errors.ts";
import { parseSignerOptions } from "../../src/key/signer-options.ts";
import { refusalOf } from "../fakes/refusal.ts";

const NONE = { certAuthority: false, namespaces: null, validAfter: null, validBefore: null };
const parse = (text: string) => parseSignerOptions(text, "signers:3");
const time = (text: string, utc: string, isLocal = false) => ({
  text,
  utc: Date.parse(utc),
  isLocal,
});

describe("reads", () => {
  test.each<[string, string, object]>([
    ["nothing", "", NONE],
    ["namespaces", 'namespaces="file,git"', { ...NONE, namespaces: "file,git" }],
    ["a name in upper case", 'NAMESPACES="file"', { ...NONE, namespaces: "file" }],
    ["a quote in a value", 'namespaces="a\\"b"', { ...NONE, namespaces: 'a"b' }],
    ["a certificate authority", "cert-authority", { ...NONE, certAuthority: true }],
    [
      "a day in UTC",
      'valid-after="20261124Z"',
      { ...NONE, validAfter: time("20261124Z", "2026-11-24T00:00:00Z") },
    ],
    [
      "a minute",
      'valid-before="202611240306z"',
      { ...NONE, validBefore: time("202611240306z", "2026-11-24T03:06:00Z") },
    ],
    [
      "a second",
      'valid-before="20261124030609Z"',
      { ...NONE, validBefore: time("20261124030609Z", "2026-11-24T03:06:09Z") },
    ],
    [
      "a day of the reader's own",
      'valid-after="20240229"',
      { ...NONE, validAfter: time("20240229", "2024-02-29T00:00:00Z", true) },
    ],
    [
      "several",
      'namespaces="file",valid-after="20260101Z",valid-before="20270101Z"',
      {
        ...NONE,
        namespaces: "file",
        validAfter: time("20260101Z", "2026-01-01T00:00:00Z"),
        validBefore: time("20270101Z", "2027-01-01T00:00:00Z"),
      },
    ],
  ])("%s", (_, text, expected) => {
    expect(parse(text)).toEqual(expected);
  });
});

describe("refuses", () => {
  test.each<[string, string]>([
    ["a value without quotes", "namespaces=file"],
    ["no value", "namespaces"],
    ["a value where none belongs", 'cert-authority="x"'],
    ["an unknown option", 'foo="x"'],
    ["an option of another file", "no-touch-required"],
    ["one twice", 'namespaces="file",namespaces="file"'],
    ["a comma at the end", 'namespaces="file",'],
    ["two commas", 'namespaces="file",,cert-authority'],
    ["text behind a value", 'namespaces="file"x'],
    ["a quote that does not end", 'namespaces="file'],
    ["an empty time", 'valid-after=""'],
    ["an hour without minutes", 'valid-after="2026112403Z"'],
    ["the thirteenth month", 'valid-after="20261301"'],
    ["a day that no month has", 'valid-after="20260231Z"'],
    ["the end before the beginning", 'valid-after="20260101Z",valid-before="20250101Z"'],
    ["the end at the beginning", 'valid-after="20260101Z",valid-before="20260101Z"'],
    ["something else", "=,"],
  ])("%s", (_, text) => {
    expect(refusalOf(() => parse(text))).toMatchObject({
      code: "ALLOWED_SIGNERS_MALFORMED",
      message: expect.stringMatching(/^signers:3: expected .+, found .+/),
      hint: expect.any(String),
    });
  });
});

test.prop([
  fc.string({
    unit: fc.constantFrom('"', ",", "=", "\\", "a", "cert-authority", "namespaces", "valid-after"),
    maxLength: 20,
  }),
])("whatever else is a value or a refusal", (text) => {
  try {
    parse(text);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
});
