import { expect, test } from "vitest";
import { parseJson } from "../../src/bytes/json.ts";
import { formatOlpcJson } from "../../src/bytes/olpc-json.ts";

const fail = (at: string, expected: string, found: string): never => {
  throw new Error(`${at}: expected ${expected}, found ${found}`);
};
const format = (json: string): string =>
  formatOlpcJson(parseJson(Buffer.from(json), { what: "json", maxBytes: 1000 }), fail);

// The expected texts are what securesystemslib 1.6.0 writes (`encode_canonical`).
test.each<[why: string, json: string, expected: string]>([
  ["words", "[null, true, false]", "[null,true,false]"],
  ["whole numbers", "[0, -7, 10, 1e3]", "[0,-7,10,1000]"],
  ["nothing", '[[], {}, ""]', '[[],{},""]'],
  ["names in order", '{"b":1,"a":2,"B":3}', '{"B":3,"a":2,"b":1}'],
  ["an escape for a quote and a backslash", '"a\\"b\\\\c"', '"a\\"b\\\\c"'],
  ["no escape for a slash", '"a\\/b"', '"a/b"'],
  ["line ends and controls as they are", '"a\\n\\t\\u0001b"', '"a\n\t\u0001b"'],
  ["other alphabets as they are", '"\\u00e9\\ud83d\\ude00"', '"é😀"'],
  [
    "names by code point, and not by unit of UTF-16",
    '{"\\uff5e":1,"\\ud83d\\ude00":2}',
    '{"\uff5e":1,"😀":2}',
  ],
])("writes %s", (_why, json, expected) => {
  expect(format(json)).toBe(expected);
});

test("tells where a number is not whole", () => {
  expect(() => format('{"a":[1,{"b":1.5}]}')).toThrow("a[1].b: expected a whole number, found 1.5");
});
