import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { formatCanonicalJson } from "../../src/bytes/canonical-json.ts";
import type { JsonValue } from "../../src/bytes/json.ts";

/** RFC 8785 appendix B: the bits of a double and how it is written. */
const NUMBERS: [string, string][] = [
  ["0000000000000000", "0"],
  ["8000000000000000", "0"],
  ["0000000000000001", "5e-324"],
  ["8000000000000001", "-5e-324"],
  ["7fefffffffffffff", "1.7976931348623157e+308"],
  ["ffefffffffffffff", "-1.7976931348623157e+308"],
  ["4340000000000000", "9007199254740992"],
  ["c340000000000000", "-9007199254740992"],
  ["4430000000000000", "295147905179352830000"],
  ["44b52d02c7e14af5", "9.999999999999997e+22"],
  ["44b52d02c7e14af6", "1e+23"],
  ["44b52d02c7e14af7", "1.0000000000000001e+23"],
  ["444b1ae4d6e2ef4e", "999999999999999700000"],
  ["444b1ae4d6e2ef4f", "999999999999999900000"],
  ["444b1ae4d6e2ef50", "1e+21"],
  ["3eb0c6f7a0b5ed8c", "9.999999999999997e-7"],
  ["3eb0c6f7a0b5ed8d", "0.000001"],
  ["41b3de4355555553", "333333333.3333332"],
  ["41b3de4355555554", "333333333.33333325"],
  ["41b3de4355555555", "333333333.3333333"],
  ["41b3de4355555556", "333333333.3333334"],
  ["41b3de4355555557", "333333333.33333343"],
  ["becbf647612f3696", "-0.0000033333333333333333"],
  ["43143ff3c1cb0959", "1424953923781206.2"],
];

describe("formatCanonicalJson", () => {
  test.each(NUMBERS)("writes the double %s as %s", (bits, expected) => {
    expect(formatCanonicalJson(Buffer.from(bits, "hex").readDoubleBE())).toBe(expected);
  });

  test("writes the example of RFC 8785 §3.2.2", () => {
    const value = JSON.parse(String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`);
    expect(formatCanonicalJson(value)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  test("sorts the names of RFC 8785 §3.2.3 by UTF-16 unit", () => {
    const value = JSON.parse(String.raw`{
      "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh",
      "1": "One", "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control",
      "\u00f6": "Latin Small Letter O With Diaeresis"
    }`);
    expect([...formatCanonicalJson(value).matchAll(/:"(.*?)"/g)].map((match) => match[1])).toEqual([
      "Carriage Return",
      "One",
      "Control",
      "Latin Small Letter O With Diaeresis",
      "Euro Sign",
      "Emoji: Grinning Face",
      "Hebrew Letter Dalet With Dagesh",
    ]);
  });

  test.each<[string, JsonValue]>([
    ["NaN", Number.NaN],
    ["infinity", [Number.POSITIVE_INFINITY]],
    ["a lone surrogate", { a: "\ud800" }],
    ["a lone surrogate in a name", { "\ud800": 1 }],
  ])("throws for %s", (_why, value) => {
    expect(() => formatCanonicalJson(value)).toThrow(TypeError);
  });

  test.prop([fc.jsonValue()])("says the same, and one thing in one way", (value) => {
    const text = formatCanonicalJson(value as JsonValue);
    // JSON.stringify writes minus zero as 0, too.
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    expect(formatCanonicalJson(JSON.parse(text))).toBe(text);
  });
});
