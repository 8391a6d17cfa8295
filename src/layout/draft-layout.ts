import type { JsonObject, JsonValue } from "../bytes/json.ts";
import {
  asArray,
  asExactObject,
  asInteger,
  asObject,
  asString,
  type ShapeFailure,
} from "../bytes/json-shape.ts";
import { quote } from "../bytes/quote.ts";
import type { PublicKey } from "../key/public-key.ts";
import { keyEntryOf } from "./key-entry.ts";

const MAX_STEPS = 256;
const MAX_RULES = 1000;

/** Names the keys of a draft, each with where it is: what has to be read before `layoutOfDraft`. */
export function keysOfDraft(draft: JsonObject, fail: ShapeFailure): ReadonlyMap<string, string> {
  const keys = asObject(draft.keys, "keys", fail);
  return new Map(
    Object.entries(keys).map(([name, path]) => [name, asString(path, `keys.${name}`, fail)]),
  );
}

/**
 * Makes the body of a layout of what people write: names for keys, rules in one line each. `DISALLOW *` ends every list of rules
 * that does not end so already, unless the step says `open = true`. Whether the layout can hold is not checked.
 *
 * @param draft TOML as values: `keys`, `step` and `inspection`, `readme`.
 * @param keys by their names in the draft.
 * @param expires a time as layouts have it.
 */
export function layoutOfDraft(
  draft: JsonObject,
  keys: ReadonlyMap<string, PublicKey>,
  expires: string,
  fail: ShapeFailure,
): JsonObject {
  const fields = ["keys", "step"];
  const root = asExactObject(draft, "", fields, fail, ["expires", "inspection", "readme"]);
  const entries = new Map([...keys].map(([name, key]) => [name, keyEntryOf(key)]));
  const steps = asArray(root.step, "step", 1, MAX_STEPS, fail).map((one, index) =>
    stepOf(
      one,
      `step[${index}]`,
      (name, at) => {
        const entry = entries.get(name);
        return entry?.keyid ?? fail(at, `one of ${[...keys.keys()].join(", ")}`, quote(name));
      },
      fail,
    ),
  );
  const inspections = asArray(root.inspection ?? [], "inspection", 0, MAX_STEPS, fail);
  return {
    _type: "layout",
    expires,
    inspect: inspections.map((one, index) => inspectionOf(one, `inspection[${index}]`, fail)),
    keys: Object.fromEntries([...entries.values()].map(({ keyid, entry }) => [keyid, entry])),
    readme: root.readme === undefined ? "" : asString(root.readme, "readme", fail),
    steps,
  };
}

function stepOf(
  value: JsonValue,
  at: string,
  keyidOf: (name: string, at: string) => string,
  fail: ShapeFailure,
): JsonObject {
  const step = asExactObject(value, at, ["name", "by"], fail, [
    "threshold",
    "command",
    "materials",
    "products",
    "open",
  ]);
  const by = asArray(step.by, `${at}.by`, 1, 128, fail).map((name, index) =>
    keyidOf(asString(name, `${at}.by[${index}]`, fail), `${at}.by[${index}]`),
  );
  return {
    _type: "step",
    name: asString(step.name, `${at}.name`, fail),
    pubkeys: by,
    threshold:
      step.threshold === undefined ? 1 : asInteger(step.threshold, `${at}.threshold`, 1, fail),
    expected_command: wordsOf(step.command, `${at}.command`, fail),
    ...rulesOf(step, at, fail),
  };
}

function inspectionOf(value: JsonValue, at: string, fail: ShapeFailure): JsonObject {
  const inspection = asExactObject(value, at, ["name", "run"], fail, [
    "materials",
    "products",
    "open",
  ]);
  return {
    _type: "inspection",
    name: asString(inspection.name, `${at}.name`, fail),
    run: wordsOf(inspection.run, `${at}.run`, fail),
    ...rulesOf(inspection, at, fail),
  };
}

function rulesOf(one: JsonObject, at: string, fail: ShapeFailure): JsonObject {
  const { open = false } = one;
  if (typeof open !== "boolean") fail(`${at}.open`, "true or false", String(open));
  const read = (side: string): JsonValue => {
    const rules = asArray(one[side] ?? [], `${at}.${side}`, 0, MAX_RULES, fail).map((rule, index) =>
      wordsOf(rule, `${at}.${side}[${index}]`, fail),
    );
    const isClosed = rules.at(-1)?.join(" ").toUpperCase() === "DISALLOW *";
    return open === true || isClosed ? rules : [...rules, ["DISALLOW", "*"]];
  };
  return { expected_materials: read("materials"), expected_products: read("products") };
}

/** A text is parted at its blanks; a list is taken word by word, for words with blanks in them. */
function wordsOf(value: JsonValue | undefined, at: string, fail: ShapeFailure): readonly string[] {
  if (value === undefined) return [];
  if (typeof value === "string") return value.split(" ").filter((word) => word !== "");
  return asArray(value, at, 0, 10_000, fail).map((word, index) =>
    asString(word, `${at}[${index}]`, fail),
  );
}
