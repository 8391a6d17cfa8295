import type { JsonObject } from "../../bytes/json.ts";
import { below } from "../../bytes/json-shape.ts";
import type { Claim, ClaimedObject, Provenance } from "./provenance.ts";
import {
  claimedObject,
  commitsOf,
  dependenciesAt,
  objectAt,
  present,
  someText,
  textAt,
  variable,
  workflowRef,
} from "./read-fields.ts";

/**
 * Reads provenance of version 0.1.
 * @throws Refusal `PROVENANCE_MALFORMED` — a field is missing or of another type.
 * @see https://slsa.dev/spec/v0.1/provenance
 */
export function readV01(predicate: JsonObject): Provenance {
  const at = "predicate";
  const recipe = objectAt(predicate.recipe, `${at}.recipe`);
  const dependencies = dependenciesAt(predicate.materials, `${at}.materials`);
  const defined = recipe.definedInMaterial;
  const trigger = typeof defined === "number" ? dependencies[defined] : undefined;
  const internal = claimedObject(recipe, "environment", `${at}.recipe`);
  return {
    ...ofEither(predicate, internal),
    version: "v0.1",
    buildType: textAt(recipe, "type", `${at}.recipe`),
    triggers: present([trigger?.uri, workflowRef(internal)?.trigger]),
    dependencies,
    entryPoints: present([someText(recipe, "entryPoint", `${at}.recipe`)]),
    commits: [
      ...(trigger === undefined ? [] : commitsOf(trigger.digests)),
      ...present([variable(internal, "SHA")]),
    ],
    external: claimedObject(recipe, "arguments", `${at}.recipe`),
    config: null,
  };
}

/**
 * Reads provenance of version 0.2.
 * @throws Refusal `PROVENANCE_MALFORMED` — a field is missing or of another type.
 * @see https://slsa.dev/spec/v0.2/provenance
 */
export function readV02(predicate: JsonObject): Provenance {
  const at = "predicate";
  const place = `${at}.invocation`;
  const invocation = objectAt(predicate.invocation, place);
  const config = objectAt(invocation.configSource, `${place}.configSource`);
  const internal = claimedObject(invocation, "environment", place);
  const dependencies = dependenciesAt(predicate.materials, `${at}.materials`);
  const digest = objectAt(config.digest, `${place}.configSource.digest`);
  const workflow = workflowRef(internal);
  return {
    ...ofEither(predicate, internal),
    version: "v0.2",
    buildType: textAt(predicate, "buildType", at),
    triggers: present([someText(config, "uri", `${place}.configSource`), workflow?.trigger]),
    dependencies,
    entryPoints: present([someText(config, "entryPoint", `${place}.configSource`), workflow?.path]),
    commits: present([
      someText(digest, "sha1", `${place}.configSource.digest`),
      someText(digest, "gitCommit", `${place}.configSource.digest`),
      variable(internal, "SHA") ?? variable(internal, "SHA1"),
    ]),
    external: claimedObject(invocation, "parameters", place),
    config: claimedObject(predicate, "buildConfig", at),
  };
}

/** What both say in one way. */
function ofEither(
  predicate: JsonObject,
  internal: ClaimedObject | null,
): Omit<
  Provenance,
  | "version"
  | "buildType"
  | "triggers"
  | "dependencies"
  | "entryPoints"
  | "commits"
  | "external"
  | "config"
> {
  const metadata = objectAt(predicate.metadata, "predicate.metadata");
  const time = (name: string): Claim | null => someText(metadata, name, "predicate.metadata");
  return {
    builder: textAt(objectAt(predicate.builder, "predicate.builder"), "id", "predicate.builder"),
    sources: [],
    refs: present([variable(internal, "REF")]),
    events: present([variable(internal, "EVENT_NAME")]),
    repositories: present([variable(internal, "REPOSITORY")]),
    repositoryIds: present([variable(internal, "REPOSITORY_ID")]),
    ownerIds: present([variable(internal, "REPOSITORY_OWNER_ID")]),
    runners: [],
    invocations: present([time("buildInvocationId") ?? time("buildInvocationID")]),
    startedOn: time("buildStartedOn"),
    finishedOn: time("buildFinishedOn"),
    internal,
    promises: promisesOf(metadata),
  };
}

function promisesOf(metadata: JsonObject): readonly Claim[] {
  const at = "predicate.metadata";
  const completeness = objectAt(metadata.completeness, `${at}.completeness`);
  const claimed = (object: JsonObject, place: string) => (name: string) =>
    object[name] === true ? { field: below(place, name), value: "true" } : null;
  return present([
    ...Object.keys(completeness).map(claimed(completeness, `${at}.completeness`)),
    claimed(metadata, at)("reproducible"),
  ]);
}
