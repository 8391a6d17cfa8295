import type { JsonValue } from "../bytes/json.ts";
import { asExactObject, asObject, below, type ShapeFailure } from "../bytes/json-shape.ts";
import { quote } from "../bytes/quote.ts";
import { jsonOfToml, parseTomlDocument } from "../bytes/toml.ts";
import { BUILDER_SETS, type BuilderSet } from "./builder-set.ts";
import { policyFailure } from "./policy-failure.ts";
import { textOf, textsOf } from "./text-fields.ts";

const MAX_SETS_BYTES = 1024 * 1024;

/**
 * Reads sets of builders: `version = 1` and a table `[builders.NAME]` each.
 * @throws Refusal `POLICY_MALFORMED` — a field that is unknown or cannot be meant; no set.
 * @throws Refusal `TOML_MALFORMED`, `INPUT_TOO_LARGE`, `UTF8_MALFORMED` — see `parseTomlDocument`.
 */
export function parseBuilderSets(bytes: Uint8Array, what: string): readonly BuilderSet[] {
  const document = parseTomlDocument(bytes, { what, maxBytes: MAX_SETS_BYTES });
  const fail = policyFailure(what, document);
  const root = asExactObject(jsonOfToml(document.root), "", ["version", "builders"], fail);
  if (root.version !== 1) fail("version", "1", quote(String(root.version)));
  const sets = Object.entries(asObject(root.builders, "builders", fail));
  if (sets.length === 0) fail("builders", "a table [builders.NAME]", "none");
  return sets.map(([name, value]) => readBuilderSet(name, value, fail));
}

/** Reads one set: `builder`, `delegator`, and how a builder that is signed for has to begin. */
export function readBuilderSet(name: string, value: JsonValue, fail: ShapeFailure): BuilderSet {
  const at = `builders.${name}`;
  if (BUILDER_SETS.has(name)) fail(at, "a name of one's own", `${quote(name)}, which is known`);
  const fields = asExactObject(value, at, [], fail, ["builder", "delegator", "delegated"]);
  const list = (field: string): readonly string[] =>
    fields[field] === undefined ? [] : textsOf(fields[field], below(at, field), fail);
  const delegators = list("delegator");
  const builders = [...list("builder"), ...delegators];
  if (builders.length === 0) fail(at, "a builder or a delegator", "neither");
  const { delegated } = fields;
  const prefix = delegated === undefined ? null : textOf(delegated, `${at}.delegated`, fail);
  // A prefix without a slash at its end would take names that only begin alike.
  if (prefix !== null && !prefix.endsWith("/"))
    fail(`${at}.delegated`, "a URI with a slash at its end", quote(prefix));
  return {
    name,
    builders,
    delegators,
    delegated: prefix,
    tagSuffixes: new Map(),
    trial: null,
    buildTypes: new Map(),
  };
}
