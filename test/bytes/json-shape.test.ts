import { describe, expect, test } from "vitest";
import {
  asArray,
  asExactObject,
  asInteger,
  asObject,
  asString,
  below,
  nameJson,
  type ShapeFailure,
} from "../../src/bytes/json-shape.ts";

const fail: ShapeFailure = (at, expected, found) => {
  throw new Error(`${at}: ${expected} | ${found}`);
};

describe("shapes", () => {
  test.each<[string, () => unknown, string]>([
    ["an array for an object", () => asObject([], "a", fail), "a: an object | an array"],
    ["null for an object", () => asObject(null, "a", fail), "a: an object | null"],
    ["nothing for an object", () => asObject(undefined, "a", fail), "a: an object | nothing"],
    ["a missing field", () => asExactObject({}, "a", ["b"], fail), "a.b: a value | nothing"],
    [
      "an unknown field",
      () => asExactObject({ b: 1, d: 2 }, "a", ["b"], fail, ["c"]),
      'a: only b, c | the field "d"',
    ],
    [
      "a field that only a prototype has",
      () => asExactObject({}, "", ["toString"], fail),
      "toString: a value | nothing",
    ],
    ["too few elements", () => asArray([], "a", 1, 2, fail), "a: 1 to 2 elements | 0"],
    ["too many elements", () => asArray([1, 2, 3], "a", 1, 2, fail), "a: 1 to 2 elements | 3"],
    ["an object for an array", () => asArray({}, "a", 0, 1, fail), "a: an array | an object"],
    ["a number for a string", () => asString(1, "a", fail), "a: a string | 1"],
    [
      "a fraction for an integer",
      () => asInteger(1.5, "a", 0, fail),
      "a: a whole number from 0 on | 1.5",
    ],
    ["an integer below", () => asInteger(0, "a", 1, fail), "a: a whole number from 1 on | 0"],
    [
      "text for an integer",
      () => asInteger("1", "a", 0, fail),
      'a: a whole number from 0 on | "1"',
    ],
  ])("refuse %s", (_why, read, message) => {
    expect(read).toThrow(message);
  });

  test("give what fits", () => {
    expect(asExactObject({ a: 1, b: 2 }, "", ["a"], fail, ["b", "c"])).toEqual({ a: 1, b: 2 });
    expect(asArray([1, 2], "", 1, 2, fail)).toEqual([1, 2]);
    expect(asInteger(1, "", 1, fail)).toBe(1);
    expect(asString("", "", fail)).toBe("");
  });

  test("name places and values", () => {
    expect(below("", "a")).toBe("a");
    expect(below("a[0]", "b")).toBe("a[0].b");
    expect(nameJson(true)).toBe("true");
    expect(nameJson("\u202e")).toBe('"\\u202e"');
  });
});
