import { expect, test } from "vitest";
import { findMeaning, MEANINGS } from "../../../src/policy/change/meanings.ts";
import { POLICY_SCHEMA } from "../../../src/policy/policy.ts";

type Schema = Readonly<Record<string, unknown>>;
const isSchema = (value: unknown): value is Schema => typeof value === "object" && value !== null;

/** Sections that are lists of tables. */
const LISTS = ["lock", "layout", "rule", "exempt", "allow_name"];

/** Every place of a policy, as `compareDocuments` names it. */
function placesOf(schema: Schema, path: readonly string[] = []): readonly string[] {
  const own = path.length === 0 ? [] : [path.join(".")];
  const below = (name: string, value: unknown): readonly string[] =>
    isSchema(value) ? placesOf(value, [...path, name]) : [];
  const { properties, additionalProperties, patternProperties, items } = schema;
  const named = isSchema(properties)
    ? Object.entries(properties).flatMap(([name, value]) => below(name, value))
    : [];
  const any = [
    additionalProperties,
    ...(isSchema(patternProperties) ? Object.values(patternProperties) : []),
    ...(path.length === 1 && LISTS.includes(path[0] ?? "") ? [items] : []),
  ].flatMap((value) => below("*", value));
  return [...own, ...named, ...any];
}

/** Shown as they are written: names, templates and values that are no more nor less than another. */
const AS_WRITTEN =
  /^(?:version|policy|trust|signers|indexes|lock|tools|builders|provenance|layout|rule|exempt|allow_name|.*\.approval|(?:lock|exempt|allow_name|layout|rule)\.\*\.(?:path|sha256|file|id|name)|tools\.\*\.(?:platforms|bin|checksums).*|provenance\.\*\.(?:branch|tag|versioned_tag|source_digest|inputs|external_parameters|package|package_version).*|builders\.\*|layout\.\*\.(?:links|parameters).*|lock\.\*\.approval\.emergency)$/;

const PLACES = placesOf(POLICY_SCHEMA);

test("the places of a policy are found", () => {
  expect(PLACES).toContain("signers.*.roles");
  expect(PLACES).toContain("lock.*.approval.update.hold");
});

test("every place of a policy has words, or is shown as it is written and said to be here", () => {
  const silent = PLACES.filter((place) => findMeaning(place.split(".")) === undefined);
  expect(silent.filter((place) => !AS_WRITTEN.test(place))).toEqual([]);
});

test("no words are about a place that there is not", () => {
  const isPlace = (at: string): boolean => {
    const parts = at.split(".");
    return PLACES.some((place) => {
      const names = place.split(".");
      return (
        names.length === parts.length && parts.every((one, i) => one === "*" || one === names[i])
      );
    });
  };
  expect(MEANINGS.map(({ at }) => at).filter((at) => !isPlace(at))).toEqual([]);
});
