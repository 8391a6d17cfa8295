import type { JsonValue } from "../bytes/json.ts";
import { asArray, asString, type ShapeFailure } from "../bytes/json-shape.ts";

/** More of anything than one table names. */
const MAX_LIST = 64;

/** A text, or a list of them, which is not empty: a list of nothing would ask for nothing. */
export function textsOf(
  value: JsonValue | undefined,
  at: string,
  fail: ShapeFailure,
): readonly string[] {
  if (typeof value === "string") return [textOf(value, at, fail)];
  return asArray(value, at, 1, MAX_LIST, fail).map((one, index) =>
    textOf(one, `${at}[${index}]`, fail),
  );
}

/** A text that says something. */
export function textOf(value: JsonValue | undefined, at: string, fail: ShapeFailure): string {
  const text = asString(value, at, fail);
  return text === "" ? fail(at, "a value", '""') : text;
}
