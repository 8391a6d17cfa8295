import type { JsonObject, JsonValue } from "./json.ts";
import type { ShapeFailure } from "./json-shape.ts";
import { below } from "./json-shape.ts";

/**
 * Writes JSON in the spelling that TUF signs, OLPC's: no white space, names sorted by code point, whole numbers alone,
 * and of characters only `\` and `"` escaped. Line ends and controls stand as they are, where RFC 8785 escapes them, so
 * the text is no JSON to be read back; two values have two texts all the same, for a quote is always escaped.
 *
 * @param fail is told of a number that is not whole, for which there is no spelling.
 * @see https://theupdateframework.github.io/specification/v1.0.33/#metaformat
 */
export function formatOlpcJson(value: JsonValue, fail: ShapeFailure): string {
  return format(value, "", fail);
}

function format(value: JsonValue, at: string, fail: ShapeFailure): string {
  if (typeof value === "string") return quoted(value);
  if (typeof value === "number")
    return Number.isSafeInteger(value) ? `${value}` : fail(at, "a whole number", `${value}`);
  if (typeof value !== "object" || value === null) return `${value}`;
  if (isArray(value))
    return `[${value.map((one, index) => format(one, `${at}[${index}]`, fail)).join(",")}]`;
  const members = Object.keys(value)
    .sort(byCodePoint)
    .map((name) => `${quoted(name)}:${format(value[name] ?? null, below(at, name), fail)}`);
  return `{${members.join(",")}}`;
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, "\\$&")}"`;
}

/** UTF-8 keeps the order of code points, which units of UTF-16 do not. */
function byCodePoint(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

function isArray(value: readonly JsonValue[] | JsonObject): value is readonly JsonValue[] {
  return Array.isArray(value);
}
