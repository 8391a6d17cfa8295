import type { JsonObject } from "../../bytes/json.ts";
import type { Claim, ClaimedObject, Provenance } from "./provenance.ts";
import {
  claimedObject,
  commitsOf,
  dependenciesAt,
  fail,
  objectAt,
  present,
  someText,
  textAt,
  variable,
  workflowRef,
} from "./read-fields.ts";

const DEFINITION = "predicate.buildDefinition";
const DETAILS = "predicate.runDetails";

/**
 * Reads provenance of version 1.
 * @throws Refusal `PROVENANCE_MALFORMED` — a field is missing or of another type.
 * @see https://slsa.dev/spec/v1.0/provenance
 */
export function readV1(predicate: JsonObject): Provenance {
  const definition = objectAt(predicate.buildDefinition, DEFINITION);
  const details = objectAt(predicate.runDetails, DETAILS);
  const metadata = objectAt(details.metadata, `${DETAILS}.metadata`);
  const external = claimedObject(definition, "externalParameters", DEFINITION);
  const internal = claimedObject(definition, "internalParameters", DEFINITION);
  const dependencies = dependenciesAt(
    definition.resolvedDependencies,
    `${DEFINITION}.resolvedDependencies`,
  );
  const builder = objectAt(details.builder, `${DETAILS}.builder`);
  const workflow = externalWorkflow(external);
  const started = workflowRef(internal);
  const github = internal === null ? null : claimedObject(internal.value, "github", internal.field);
  const ofGithub = (name: string): Claim | null =>
    github === null ? null : someText(github.value, name, github.field);
  const time = (name: string): Claim | null => someText(metadata, name, `${DETAILS}.metadata`);
  return {
    version: "v1",
    builder: textAt(builder, "id", `${DETAILS}.builder`),
    buildType: textAt(definition, "buildType", DEFINITION),
    triggers: present([workflow.trigger, started?.trigger]),
    dependencies,
    sources: present([externalSource(external)]),
    entryPoints: present([workflow.path, started?.path]),
    commits: [
      ...(dependencies[0] === undefined ? [] : commitsOf(dependencies[0].digests)),
      ...present([variable(internal, "SHA")]),
    ],
    refs: present([workflow.ref, variable(internal, "REF")]),
    events: present([ofGithub("event_name"), variable(internal, "EVENT_NAME")]),
    repositories: present([workflow.repository, variable(internal, "REPOSITORY")]),
    repositoryIds: present([ofGithub("repository_id"), variable(internal, "REPOSITORY_ID")]),
    ownerIds: present([ofGithub("repository_owner_id"), variable(internal, "REPOSITORY_OWNER_ID")]),
    runners: present([ofGithub("runner_environment")]),
    // The specification spells it so; its first writers did not.
    invocations: present([time("invocationId") ?? time("invocationID")]),
    startedOn: time("startedOn"),
    finishedOn: time("finishedOn"),
    external,
    internal,
    promises: [],
    config: null,
  };
}

/** The workflow that both of GitHub's build types put among the parameters. */
function externalWorkflow(
  external: ClaimedObject | null,
): Readonly<Record<"trigger" | "path" | "ref" | "repository", Claim | null>> {
  const none = { trigger: null, path: null, ref: null, repository: null };
  const workflow = external === null ? null : workflowOf(external);
  if (workflow === null) return none;
  const text = (name: string): Claim | null => someText(workflow.value, name, workflow.field);
  const [repository, ref] = [text("repository"), text("ref")];
  return {
    repository,
    ref,
    path: text("path"),
    trigger:
      repository === null
        ? null
        : {
            field: `${workflow.field}.repository`,
            value: ref === null ? repository.value : `${repository.value}@${ref.value}`,
          },
  };
}

function workflowOf(external: ClaimedObject): ClaimedObject | null {
  const { workflow } = external.value;
  // Other build types have a text of that name.
  return typeof workflow === "string"
    ? null
    : claimedObject(external.value, "workflow", external.field);
}

/** What build types of others call the source: a URI, or a descriptor with one. */
function externalSource(external: ClaimedObject | null): Claim | null {
  if (external === null) return null;
  const { source } = external.value;
  if (source === undefined || source === null) return null;
  if (typeof source === "string") return someText(external.value, "source", external.field);
  const descriptor = claimedObject(external.value, "source", external.field);
  if (descriptor === null) return fail(`${external.field}.source`, "a URI", "nothing");
  return someText(descriptor.value, "uri", descriptor.field);
}
