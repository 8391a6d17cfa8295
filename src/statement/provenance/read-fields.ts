import type { JsonObject, JsonValue } from "../../bytes/json.ts";
import { asArray, asObject, asString, below, type ShapeFailure } from "../../bytes/json-shape.ts";
import { Refusal } from "../../errors.ts";
import type { Claim, ClaimedObject, Dependency } from "./provenance.ts";

/** An image has some thousands of packages in it. */
const MAX_DEPENDENCIES = 65_536;

/** Refuses provenance that is not as its version has it. */
export const fail: ShapeFailure = (at, expected, found) => {
  throw new Refusal(
    "PROVENANCE_MALFORMED",
    `provenance: expected ${expected} at ${at}, found ${found}`,
    { at },
    { hint: "let the builder write its provenance anew: it is not as its predicate type says" },
  );
};

/** Reads an object that may be missing: unset, null and empty mean the same in in-toto. */
export function objectAt(value: JsonValue | undefined, at: string): JsonObject {
  return value === undefined || value === null ? {} : asObject(value, at, fail);
}

/** Reads a text that has to be there and say something. */
export function textAt(object: JsonObject, name: string, at: string): Claim {
  const field = below(at, name);
  const value = asString(object[name], field, fail);
  return value === "" ? fail(field, "a value", '""') : { field, value };
}

/** Reads a text that may be missing. */
export function someText(object: JsonObject, name: string, at: string): Claim | null {
  const value = object[name];
  return value === undefined || value === null || value === "" ? null : textAt(object, name, at);
}

/** Reads an object that only its build type gives a meaning, or nothing. */
export function claimedObject(object: JsonObject, name: string, at: string): ClaimedObject | null {
  const value = object[name];
  if (value === undefined || value === null) return null;
  const field = below(at, name);
  return { field, value: asObject(value, field, fail) };
}

/** Reads materials, or what later versions call dependencies. */
export function dependenciesAt(value: JsonValue | undefined, at: string): readonly Dependency[] {
  return asArray(value ?? [], at, 0, MAX_DEPENDENCIES, fail).map((one, index) => {
    const place = `${at}[${index}]`;
    const object = asObject(one, place, fail);
    const digest = objectAt(object.digest, `${place}.digest`);
    const digests = Object.keys(digest).map((name): [string, Claim] => [
      name,
      textAt(digest, name, `${place}.digest`),
    ]);
    return { uri: someText(object, "uri", place), digests: new Map(digests) };
  });
}

/** The commits that a digest names: git's are by SHA-1, whatever they are called. */
export function commitsOf(digests: ReadonlyMap<string, Claim>): readonly Claim[] {
  return present([digests.get("gitCommit"), digests.get("sha1")]);
}

/**
 * Finds a variable of GitHub's: builders write its name in either case. A number is taken for its digits, which some write.
 * @param name without its prefix, such as `REF_TYPE`.
 * @throws Refusal `PROVENANCE_MALFORMED` — in both cases, and each says another thing.
 */
export function variable(internal: ClaimedObject | null, name: string): Claim | null {
  if (internal === null) return null;
  const spelled = [`GITHUB_${name}`, `github_${name.toLowerCase()}`].flatMap((key): Claim[] => {
    const value = Object.hasOwn(internal.value, key) ? internal.value[key] : undefined;
    const isSaid = typeof value === "number" || (typeof value === "string" && value !== "");
    return isSaid ? [{ field: below(internal.field, key), value: `${value}` }] : [];
  });
  const [claim, other] = spelled;
  // Readers go by one spelling or the other, and would each see another build.
  if (claim !== undefined && other !== undefined && claim.value !== other.value)
    return fail(other.field, `what ${claim.field} says`, "another value");
  return claim ?? null;
}

/** What started a build of GitHub's, as the build service says it: `owner/name/path@ref`. */
export function workflowRef(
  internal: ClaimedObject | null,
): { readonly trigger: Claim; readonly path: Claim } | null {
  const claim = variable(internal, "WORKFLOW_REF");
  const [, repository, path, ref] =
    /^([^/@]+\/[^/@]+)\/([^@]+)@([^@]+)$/.exec(claim?.value ?? "") ?? [];
  if (claim === null || repository === undefined || path === undefined) return null;
  const { field } = claim;
  return {
    trigger: { field, value: `git+https://github.com/${repository}@${ref}` },
    path: { field, value: path },
  };
}

/** Leaves out what is not there. */
export function present(claims: readonly (Claim | null | undefined)[]): readonly Claim[] {
  return claims.filter((claim) => claim !== null && claim !== undefined);
}
