import type { JsonObject, JsonValue } from "../../bytes/json.ts";

/** One thing that two policies say differently. At least one side is there. */
export interface Difference {
  /** Names from the top on; an entry of a list stands under what tells it from the others, such as the pattern of a `[[lock]]`. */
  readonly path: readonly string[];
  readonly before: JsonValue | undefined;
  readonly after: JsonValue | undefined;
  /** `item`: one of a list that came or went. `order`: a list has what it had, in another order. */
  readonly kind: "value" | "item" | "order";
}

/** By which field the tables of a list are told apart; others are compared whole. */
const NAMED_BY: Readonly<Record<string, readonly string[]>> = {
  lock: ["path"],
  layout: ["file"],
  rule: ["id"],
  exempt: ["path", "sha256"],
  allow_name: ["name"],
};

/**
 * Compares two policies as they were read from TOML, whatever the fields mean: nothing that differs is left out, known or
 * not. A table that only one of them has is one difference.
 */
export function compareDocuments(before: JsonObject, after: JsonObject): readonly Difference[] {
  return compareTables([], before, after);
}

function compareTables(
  path: readonly string[],
  before: JsonObject,
  after: JsonObject,
): readonly Difference[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => compareValues([...path, name], before[name], after[name]));
}

function compareValues(
  path: readonly string[],
  before: JsonValue | undefined,
  after: JsonValue | undefined,
): readonly Difference[] {
  if (spell(before) === spell(after)) return [];
  // A list or a table of entries: each is looked at for itself, also where there was none.
  const isSection = path.length === 1 || path.at(-1) === "approval";
  const [had, has] = [before, after].map((value) =>
    value === undefined && isSection ? emptyLike(before ?? after) : value,
  );
  if (isTable(had) && isTable(has)) return compareTables(path, had, has);
  if (Array.isArray(had) && Array.isArray(has)) return compareLists(path, had, has);
  return [{ path, before, after, kind: "value" }];
}

function emptyLike(value: JsonValue | undefined): JsonValue | undefined {
  if (Array.isArray(value)) return [];
  return isTable(value) ? {} : undefined;
}

function compareLists(
  path: readonly string[],
  before: readonly JsonValue[],
  after: readonly JsonValue[],
): readonly Difference[] {
  const by = path.length === 1 ? NAMED_BY[path[0] ?? ""] : undefined;
  const keyOf = (value: JsonValue): string =>
    by !== undefined && isTable(value)
      ? by.map((name) => String(value[name])).join(" ")
      : spell(value);
  const [had, has] = [before, after].map((values) => Map.groupBy(values, keyOf));
  const differences: Difference[] = [];
  for (const key of new Set([...(had?.keys() ?? []), ...(has?.keys() ?? [])])) {
    const [ours, theirs] = [had?.get(key) ?? [], has?.get(key) ?? []];
    for (let index = 0; index < Math.max(ours.length, theirs.length); index += 1) {
      const [one, other] = [ours[index], theirs[index]];
      if (by !== undefined && isTable(one) && isTable(other))
        differences.push(...compareTables([...path, key], one, other));
      else if (one === undefined || other === undefined)
        differences.push({
          path: by === undefined ? path : [...path, key],
          before: one,
          after: other,
          kind: by === undefined ? "item" : "value",
        });
    }
  }
  if (differences.length > 0 || spell(before) === spell(after)) return differences;
  return [{ path, before, after, kind: "order" }];
}

function isTable(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Spells a value so that two are spelt alike when they are alike; names of a table in any order. */
export function spell(value: JsonValue | undefined): string {
  if (value === undefined) return "none";
  if (Array.isArray(value)) return `[${value.map(spell).join(", ")}]`;
  if (!isTable(value)) return JSON.stringify(value);
  const fields = Object.keys(value).sort();
  return `{ ${fields.map((name) => `${name} = ${spell(value[name])}`).join(", ")} }`;
}
