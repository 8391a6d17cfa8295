import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { type JsonValue, MAX_JSON_DEPTH, parseJson } from "../../src/bytes/json.ts";
import { Refusal } from "../../src/errors.ts";

const OPTIONS = { what: "doc", maxBytes: 100_000 };
const parse = (text: string | Uint8Array) => parseJson(Buffer.from(text), OPTIONS);
const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
const json = fc.jsonValue({ noUnicodeString: false });

/** Refuses what two readers could take differently: such values cannot come out of JSON.parse and go in here. */
function isPlain(value: unknown): boolean {
  if (typeof value === "number") {
    return Math.abs(value) <= Number.MAX_SAFE_INTEGER && !Object.is(value, -0);
  }
  if (typeof value === "string") return value.isWellFormed();
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(
    ([name, one]) => name !== "__proto__" && name.isWellFormed() && isPlain(one),
  );
}

describe("parseJson", () => {
  test.each<[string, string, unknown]>([
    ["a word", " true\r\n", true],
    ["null", "null", null],
    ["the empty object", "{}", {}],
    ["the empty array", "[ ]", []],
    ["nested values", '{"a":[1,{"b":"c"}],"d":false}', { a: [1, { b: "c" }], d: false }],
    ["each short escape", '"\\"\\\\\\/\\b\\f\\n\\r\\t"', '"\\/\b\f\n\r\t'],
    ["an escaped pair of surrogates", '"\\ud83d\\ude00"', "😀"],
    ["raw text beyond the basic plane", '"😀"', "😀"],
    ["U+2028, which JSON allows", '"\u2028"', "\u2028"],
    ["a fraction with an exponent", "-1.25e-2", -0.0125],
    ["zero", "0", 0],
    ["zero with an exponent", "0.0e5", 0],
    ["2^53 - 1", "9007199254740991", 9007199254740991],
    ["constructor as data", '{"constructor":1}', { constructor: 1 }],
  ])("reads %s", (_why, text, expected) => {
    expect(parse(text)).toEqual(expected);
  });

  test("gives objects without a prototype", () => {
    expect(Object.getPrototypeOf(parse('{"toString":1}'))).toBeNull();
  });

  test.each<[string, string, string]>([
    ["a duplicate name", '{"a":1,"a":1}', 'each name once, found "a" again at line 1, column 8'],
    ["a duplicate name in another spelling", '{"a":1,"\\u0061":2}', "each name once"],
    ["a duplicate name deep inside", '[{"b":{"a":1,"a":2}}]', "each name once"],
    [
      "__proto__",
      '{"__proto__":{}}',
      'a name other than "__proto__", found that at line 1, column 2',
    ],
    ["an escaped __proto__", '{"\\u005f_proto__":{}}', "a name other than"],
    ["a lone high surrogate", '"\\ud83d"', "surrogates in pairs"],
    ["a lone low surrogate", '"\\ude00x"', "surrogates in pairs"],
    ["a pair the wrong way round", '"\\ude00\\ud83d"', "surrogates in pairs"],
    ["a lone surrogate in a name", '{"\\ud83d":1}', "surrogates in pairs"],
    ["2^53", "9007199254740992", 'a number up to 9007199254740991, found "9007199254740992"'],
    ["-2^53", "-9007199254740992", "a number up to"],
    ["2^53 + 1 as a fraction", "9007199254740993.0", "a number up to"],
    ["a number that is no double", "1e400", "a number up to"],
    ["minus zero", "-0", 'zero as 0, found "-0"'],
    ["minus zero as a fraction", "[-0.0]", "zero as 0"],
    ["a number too small for a double", "1e-400", "zero as 0"],
    ["a leading zero", "01", 'the end of a number, found "1"'],
    ["a plus sign", "+1", 'a value, found "+"'],
    ["a point without digits", "1.", 'the end of a number, found "."'],
    ["hexadecimal", "0x10", 'the end, found "x"'],
    ["NaN", "NaN", 'a value, found "N"'],
    ["Infinity", "-Infinity", 'a value, found "-"'],
    ["trailing junk", "{} x", 'the end, found "x" at line 1, column 4'],
    ["a second document", "{}\n{}", 'the end, found "{" at line 2, column 1'],
    ["a trailing comma", "[1,]", 'a value, found "]"'],
    ["a trailing comma in an object", '{"a":1,}', 'a name in quotes, found "}"'],
    ["a name without quotes", "{a:1}", 'a name in quotes, found "a"'],
    ["single quotes", "'a'", 'a value, found "\'"'],
    ["a comment", "/**/1", 'a value, found "/"'],
    ["a misspelt word", "nulL", 'null, found "n"'],
    ["a raw line end in a string", '"a\nb"', 'the rest of a string, found "\\n"'],
    ["an unknown escape", '"\\x41"', 'a known escape, found "\\\\x"'],
    ["a short \\u", '"\\u12"', "four hex digits"],
    ["a missing colon", '{"a" 1}', '":", found "1"'],
    ["nothing", "", "a value, found the end at line 1, column 1"],
    ["white space other than JSON's", "\u00a01", 'a value, found "\\u00a0"'],
    ["a column that counts characters", '["😀" x]', 'found "x" at line 1, column 6'],
  ])("refuses %s", (_why, text, message) => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({
        code: "JSON_MALFORMED",
        message: expect.stringContaining(message),
      }),
    );
  });

  test("allows so many levels and not one more", () => {
    expect(() => parse(nested(MAX_JSON_DEPTH))).not.toThrow();
    expect(() => parse(nested(MAX_JSON_DEPTH + 1))).toThrow(/at most 64 levels, found one more/);
  });

  test("allows so many bytes and not one more", () => {
    expect(parseJson(Buffer.from('"ab"'), { what: "doc", maxBytes: 4 })).toBe("ab");
    expect(() => parseJson(Buffer.from('"abc"'), { what: "doc", maxBytes: 4 })).toThrow(
      expect.objectContaining({ code: "INPUT_TOO_LARGE", details: { bytes: 5, limit: 4 } }),
    );
  });

  test.each<[string, number[], number]>([
    ["a byte order mark", [0xef, 0xbb, 0xbf, 0x31], 0],
    ["a byte that is no UTF-8", [0x22, 0xff, 0x22], 1],
    ["a surrogate in three bytes", [0x22, 0xed, 0xa0, 0x80, 0x22], 2],
  ])("refuses %s before parsing", (_why, bytes, at) => {
    expect(() => parse(Uint8Array.from(bytes))).toThrow(
      expect.objectContaining({ code: "UTF8_MALFORMED", details: { at } }),
    );
  });

  test.prop([json.filter(isPlain), fc.constantFrom(undefined, 1, "\t")])(
    "reads whatever another writer wrote",
    (value, indent) => {
      expect(parse(JSON.stringify(value, null, indent))).toEqual(value);
    },
  );

  test.prop([
    fc.oneof(
      fc.string({ unit: "binary" }),
      json.map((v) => JSON.stringify(v)),
    ),
  ])("reads nothing that another reader refuses, and nothing otherwise than it", (text) => {
    const bytes = Buffer.from(text);
    const ours = attempt(() => parse(bytes));
    if (ours !== undefined) expect(ours).toEqual(JSON.parse(bytes.toString("utf8")));
  });

  test.prop([json.filter(isPlain)])("gives a value or a refusal for every prefix", (value) => {
    const bytes = Buffer.from(JSON.stringify(value));
    for (let end = 0; end <= Math.min(bytes.length, 200); end++)
      attempt(() => parse(bytes.subarray(0, end)));
  });

  test.prop([fc.uint8Array()])("gives a value or a refusal for any bytes", (bytes) => {
    attempt(() => parse(bytes));
  });
});

function attempt(read: () => JsonValue): JsonValue | undefined {
  try {
    return read();
  } catch (error) {
    expect(error).toBeInstanceOf(Refusal);
    return undefined;
  }
}
