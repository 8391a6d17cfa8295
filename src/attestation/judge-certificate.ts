import type { Claim, Provenance } from "../statement/provenance/provenance.ts";
import { variable } from "../statement/provenance/read-fields.ts";
import type { ClaimName } from "../trust/claim.ts";
import { BUILD_TYPES } from "./build-type.ts";
import { type Check, check, foundIn, type Reading } from "./check.ts";
import { certified, claimed, type Facts, readings } from "./facts.ts";
import { isOfGithub } from "./judge-source.ts";
import { parseSourceUri } from "./source-uri.ts";

/** What a certificate of GitHub's says twice: once as in the first years, and once as later. */
const TWICE: readonly (readonly [older: ClaimName, newer: ClaimName])[] = [
  ["githubWorkflowTrigger", "buildTrigger"],
  ["githubWorkflowSha", "sourceRepositoryDigest"],
  ["githubWorkflowRepository", "sourceRepositoryUri"],
  ["githubWorkflowRef", "sourceRepositoryRef"],
  ["sourceRepositoryDigest", "buildConfigDigest"],
];

/** Judges whether a certificate of GitHub's agrees with itself. */
export function judgeClaims(facts: Facts): readonly Check[] {
  if (!isOfGithub(facts)) return [];
  return TWICE.flatMap(([older, newer]) => {
    const [one, other] = [certified(facts.certificate, older), certified(facts.certificate, newer)];
    if (one === null || other === null) return [];
    const whole =
      older === "githubWorkflowRepository" ? `https://github.com/${one.value}` : one.value;
    return [check("CERTIFICATE_CLAIMS", whole === other.value, whole, other.value, [one, other])];
  });
}

/** Of GitHub's variables, what certifies each. */
const VARIABLES: ReadonlyMap<string, readonly ClaimName[]> = new Map<string, readonly ClaimName[]>([
  ["EVENT_NAME", ["buildTrigger", "githubWorkflowTrigger"]],
  ["REF", ["sourceRepositoryRef", "githubWorkflowRef"]],
  ["REPOSITORY", ["sourceRepositoryUri", "githubWorkflowRepository"]],
  ["REPOSITORY_ID", ["sourceRepositoryIdentifier"]],
  ["REPOSITORY_OWNER_ID", ["sourceRepositoryOwnerIdentifier"]],
  ["RUN_ATTEMPT", ["runInvocationUri"]],
  ["RUN_ID", ["runInvocationUri"]],
  ["SHA", ["sourceRepositoryDigest", "githubWorkflowSha"]],
  ["WORKFLOW_REF", ["buildConfigUri"]],
  ["WORKFLOW_SHA", ["buildConfigDigest"]],
]);

/** What GitHub's own build type has in place of variables. */
const GITHUB_NAMES: readonly string[] = [
  "event_name",
  "repository_id",
  "repository_owner_id",
  "runner_environment",
];

/**
 * Judges provenance that the user's own workflow wrote, which could have written anything: whatever it says has to be certified,
 * and what could not be is refused.
 */
export function judgeForgeable(facts: Facts): readonly Check[] {
  const { provenance } = facts;
  if (provenance === null || !isOfGithub(facts)) return [];
  if (BUILD_TYPES.get(provenance.buildType.value)?.forgeable !== true) return [];
  const compare: Compare = (claims, names, shape = (text) => text) =>
    claims.map((claim) => {
      const by = certified(facts.certificate, ...names);
      const holds = by !== null && shape(by.value) === shape(claim.value);
      const expected = by === null ? "what a certificate has" : by.value;
      return check("PROVENANCE_CERTIFICATE", holds, expected, claim.value, [
        ...readings(by),
        ...claimed([claim]),
      ]);
    });
  return [
    ...compare(provenance.events, ["buildTrigger", "githubWorkflowTrigger"]),
    ...compare(
      provenance.repositories,
      ["sourceRepositoryUri", "githubWorkflowRepository"],
      wholeRepository,
    ),
    ...compare(provenance.repositoryIds, ["sourceRepositoryIdentifier"]),
    ...compare(provenance.ownerIds, ["sourceRepositoryOwnerIdentifier"]),
    ...compare(provenance.refs, ["sourceRepositoryRef", "githubWorkflowRef"]),
    ...compare(provenance.commits, ["sourceRepositoryDigest", "githubWorkflowSha"]),
    ...compare(provenance.runners, ["runnerEnvironment"]),
    ...compare(provenance.entryPoints, ["buildConfigUri"], pathOfWorkflow),
    ...compare(
      provenance.invocations,
      ["runInvocationUri"],
      provenance.version === "v1" ? undefined : runOf,
    ),
    ...judgeVariables(provenance, compare),
    ...judgeNames(provenance),
  ];
}

type Compare = (
  claims: readonly Claim[],
  names: readonly ClaimName[],
  shape?: (text: string) => string,
) => readonly Check[];

function judgeVariables({ internal }: Provenance, compare: Compare): readonly Check[] {
  const one = (name: string): readonly Claim[] => {
    const found = variable(internal, name);
    return found === null ? [] : [found];
  };
  return [
    ...compare(one("WORKFLOW_REF"), VARIABLES.get("WORKFLOW_REF") ?? [], withoutHost),
    ...compare(one("WORKFLOW_SHA"), VARIABLES.get("WORKFLOW_SHA") ?? []),
    ...compare(
      one("RUN_ID"),
      VARIABLES.get("RUN_ID") ?? [],
      (text) => runOf(text).split("-")[0] ?? "",
    ),
    ...compare(
      one("RUN_ATTEMPT"),
      VARIABLES.get("RUN_ATTEMPT") ?? [],
      (text) => runOf(text).split("-").at(-1) ?? "",
    ),
  ];
}

/** A name that no certificate has could be one that somebody reads. */
function judgeNames({ internal, version }: Provenance): readonly Check[] {
  if (internal === null) return [];
  const github = version === "v1" ? internal.value.github : undefined;
  const inner =
    typeof github === "object" && github !== null
      ? Object.keys(github).filter((name) => !GITHUB_NAMES.includes(name))
      : [];
  const outer = Object.keys(internal.value).filter(
    (name) =>
      !(name === "github" && version === "v1") &&
      !VARIABLES.has(name.replace(/^GITHUB_/i, "").toUpperCase()),
  );
  const unknown = [...outer, ...inner];
  const read: readonly Reading[] = [
    { document: "predicate", field: internal.field, value: unknown.join(", ") || "known names" },
  ];
  return [
    check(
      "PROVENANCE_CERTIFICATE",
      unknown.length === 0,
      "only what is certified",
      foundIn(read),
      read,
    ),
  ];
}

/**
 * Judges what no certificate can vouch for, of a package that its author's own workflow built: times, promises, and
 * anything that went into it beside the source.
 */
export function judgeUnverifiable({ provenance }: Facts): readonly Check[] {
  if (provenance === null) return [];
  const { startedOn, finishedOn, promises, external, config, version, dependencies } = provenance;
  const beyond = [
    ...(startedOn === null ? [] : [startedOn]),
    ...(finishedOn === null ? [] : [finishedOn]),
    ...promises,
    ...[version === "v1" ? null : external, config].flatMap((one) =>
      one === null || Object.keys(one.value).length === 0
        ? []
        : [{ field: one.field, value: Object.keys(one.value).join(", ") }],
    ),
  ];
  const holds = beyond.length === 0 && dependencies.length === 1;
  const found =
    beyond.length > 0
      ? beyond.map(({ field }) => field).join(", ")
      : `${dependencies.length} dependencies`;
  return [
    check(
      "PROVENANCE_UNVERIFIABLE",
      holds,
      "one dependency, the source, and no claim that nobody certifies",
      holds ? "one dependency" : found,
      claimed(beyond),
      { agree: true },
    ),
  ];
}

/** `owner/name` of GitHub, or its URL. */
function wholeRepository(text: string): string {
  return parseSourceUri(text.includes(":") ? text : `https://github.com/${text}`).repository;
}

/** Of `https://host/owner/name/path@ref` the path. */
function pathOfWorkflow(text: string): string {
  return /^https:\/\/[^/]+\/[^/]+\/[^/]+\/([^@]+)@/.exec(text)?.[1] ?? text;
}

function withoutHost(text: string): string {
  return text.replace(/^https:\/\/[^/]+\//, "");
}

/** Of `https://host/owner/name/actions/runs/ID/attempts/N` what npm makes of it: `ID-N`. */
function runOf(text: string): string {
  const [, run, attempt] = /\/actions\/runs\/(\d+)\/attempts\/(\d+)$/.exec(text) ?? [];
  return run === undefined ? text : `${run}-${attempt}`;
}
