import { describe, expect, test } from "vitest";
import {
  IN_TOTO_PAYLOAD_TYPE,
  MAX_ENVELOPE_BYTES,
  MAX_PAYLOAD_BYTES,
  parseEnvelope,
} from "../../src/envelope/dsse.ts";
import { parseBundle } from "../../src/sigstore/bundle.ts";
import { parseNpmSet } from "../../src/sigstore/npm-set.ts";
import { parseAttestation } from "../../src/sigstore/pep740.ts";
import { parseStatement, STATEMENT_V1 } from "../../src/statement/statement.ts";
import { refusalOf } from "../fakes/refusal.ts";

// Bad input that a table of such names by its row, 1 to 9: what is no JSON, or no base64, for every reader of statements.

const text = (bytes: string | Uint8Array): Uint8Array => Buffer.from(bytes);
const READERS: Readonly<Record<string, (bytes: Uint8Array) => unknown>> = {
  envelope: (bytes) => parseEnvelope(bytes, "file"),
  statement: (bytes) => parseStatement(bytes, { what: "file", types: [STATEMENT_V1] }),
  bundle: (bytes) => parseBundle(bytes, "file"),
  attestation: (bytes) => parseAttestation(bytes, "file"),
  "npm's set": (bytes) => parseNpmSet(bytes, "file"),
};
const HEX = "0".repeat(64);
const STATEMENT = `{"_type":"${STATEMENT_V1}","subject":[{"digest":{"sha256":"${HEX}"}}],"predicateType":"a:b"}`;
const envelope = (payload: string, type = IN_TOTO_PAYLOAD_TYPE, sig = "YQ=="): Uint8Array =>
  text(JSON.stringify({ payload, payloadType: type, signatures: [{ sig }] }));
const codeOf = (bytes: string | Uint8Array, reader = "statement"): string =>
  refusalOf(() => READERS[reader]?.(text(bytes))).code;

describe.each(Object.keys(READERS))("%s", (reader) => {
  test("row 1: a duplicate name anywhere is refused", () => {
    expect(codeOf('{"a":1,"a":1}', reader)).toBe("JSON_MALFORMED");
    expect(codeOf('{"x":[{"a":1,"\\u0061":2}]}', reader)).toBe("JSON_MALFORMED");
  });

  test("row 2: the name __proto__ is refused", () => {
    expect(codeOf('{"x":{"__proto__":{"a":1}}}', reader)).toBe("JSON_MALFORMED");
    expect(({} as { a?: number }).a).toBeUndefined();
  });

  test("row 3: more than 64 levels are refused, and a million overflow nothing", () => {
    for (const levels of [65, 1_000_000])
      expect(codeOf(`{"x":${"[".repeat(levels)}`, reader)).toBe("JSON_MALFORMED");
  });

  test("row 5: bytes that are no UTF-8 and a lone surrogate are refused", () => {
    expect(codeOf(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), reader)).toBe("UTF8_MALFORMED");
    expect(codeOf('{"x":"\\ud800"}', reader)).toBe("JSON_MALFORMED");
  });

  test("row 6: a byte order mark is refused", () => {
    expect(codeOf("\u{feff}{}", reader)).toBe("UTF8_MALFORMED");
  });

  test("row 7: a number that would be rounded, and what is no number, is refused", () => {
    for (const number of ["9007199254740993", "1e400", "NaN", "Infinity", "-0", "01", "0x1"])
      expect(codeOf(`{"x":${number}}`, reader), number).toBe("JSON_MALFORMED");
  });
});

test("row 2: the name constructor is data, and changes no object", () => {
  const statement = parseStatement(
    text(`${STATEMENT.slice(0, -1)},"predicate":{"constructor":{"prototype":{"a":1}}}}`),
    { what: "file", types: [STATEMENT_V1] },
  );
  expect(Object.keys(statement.predicate ?? {})).toEqual(["constructor"]);
  expect(Object.getPrototypeOf(statement.predicate)).toBeNull();
  expect(({} as { a?: number }).a).toBeUndefined();
});

test("row 4: a payload above the limit is refused before it is decoded", () => {
  // No base64 at all: whoever decoded it first would say so.
  const { code, message } = refusalOf(() =>
    parseEnvelope(envelope("!".repeat(Math.ceil(MAX_PAYLOAD_BYTES / 3) * 4 + 4)), "file"),
  );
  expect(code).toBe("INPUT_TOO_LARGE");
  expect(message).toContain("payload");
  expect(codeOf(Buffer.alloc(MAX_ENVELOPE_BYTES + 1, " "), "envelope")).toBe("INPUT_TOO_LARGE");
  expect(codeOf(Buffer.alloc(MAX_PAYLOAD_BYTES + 1, " "))).toBe("INPUT_TOO_LARGE");
});

describe("row 8: base64 with junk, blanks, wrong padding or stray bits is refused", () => {
  test.each([
    ["aGVs\n!!bG8"],
    ["YQ== "],
    ["Y Q=="],
    ["YQ="],
    ["YQ"],
    ["YR=="],
    ["YQ==YQ=="],
    ["é==="],
  ])("%j", (base64) => {
    expect(codeOf(envelope(base64), "envelope")).toBe("BASE64_MALFORMED");
    expect(codeOf(envelope("e30=", IN_TOTO_PAYLOAD_TYPE, base64), "envelope")).toBe(
      "BASE64_MALFORMED",
    );
  });
});

test("row 9: base64 of the URL alphabet is read, mixed with the other it is refused", () => {
  const bytes = Buffer.from([0xfb, 0xff, 0xbf]);
  expect(parseEnvelope(envelope("-_-_"), "file").payload).toEqual(bytes);
  expect(parseEnvelope(envelope("+/+/"), "file").payload).toEqual(bytes);
  for (const mixed of ["-/-/", "+_+_"])
    expect(codeOf(envelope(mixed), "envelope")).toBe("BASE64_MALFORMED");
});
