import type { JsonObject, JsonValue } from "./json.ts";
import { quote } from "./quote.ts";

/**
 * Throws the refusal of the document at hand.
 * `at` is where: names and indices from the root on, such as `subject[0].digest`; `""` is the root.
 */
export type ShapeFailure = (at: string, expected: string, found: string) => never;

/** Takes a value for an object with any fields. */
export function asObject(value: JsonValue | undefined, at: string, fail: ShapeFailure): JsonObject {
  if (typeof value === "object" && value !== null && !isArray(value)) return value;
  return fail(at, "an object", nameJson(value));
}

/** Takes a value for an object that has all of `fields`, any of `optional`, and nothing else. */
export function asExactObject(
  value: JsonValue | undefined,
  at: string,
  fields: readonly string[],
  fail: ShapeFailure,
  optional: readonly string[] = [],
): JsonObject {
  const object = asObject(value, at, fail);
  for (const name of fields) {
    if (!Object.hasOwn(object, name)) fail(below(at, name), "a value", "nothing");
  }
  for (const name of Object.keys(object)) {
    if (!fields.includes(name) && !optional.includes(name)) {
      fail(at, `only ${[...fields, ...optional].join(", ")}`, `the field ${quote(name)}`);
    }
  }
  return object;
}

/** Takes a value for an array of `least` to `most` elements. */
export function asArray(
  value: JsonValue | undefined,
  at: string,
  least: number,
  most: number,
  fail: ShapeFailure,
): readonly JsonValue[] {
  if (!isArray(value)) return fail(at, "an array", nameJson(value));
  if (value.length >= least && value.length <= most) return value;
  return fail(at, `${least} to ${most} elements`, `${value.length}`);
}

/** Takes a value for a string, which may be empty. */
export function asString(value: JsonValue | undefined, at: string, fail: ShapeFailure): string {
  return typeof value === "string" ? value : fail(at, "a string", nameJson(value));
}

/** Takes a value for a whole number of at least `least`; `parseJson` has bounded it above. */
export function asInteger(
  value: JsonValue | undefined,
  at: string,
  least: number,
  fail: ShapeFailure,
): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= least) return value;
  return fail(at, `a whole number from ${least} on`, nameJson(value));
}

/** Names a value for a message: what it is, and itself where that is short. */
export function nameJson(value: JsonValue | undefined): string {
  if (value === undefined) return "nothing";
  if (value === null || typeof value === "boolean" || typeof value === "number") return `${value}`;
  if (typeof value === "string") return quote(value);
  return isArray(value) ? "an array" : "an object";
}

/** Joins a place in a document and a name below it. */
export function below(at: string, name: string): string {
  return at === "" ? name : `${at}.${name}`;
}

function isArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
