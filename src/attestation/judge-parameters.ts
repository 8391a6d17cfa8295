import { formatCanonicalJson } from "../bytes/canonical-json.ts";
import type { JsonValue } from "../bytes/json.ts";
import type { ClaimedObject } from "../statement/provenance/provenance.ts";
import { BUILD_TYPES } from "./build-type.ts";
import { anyOf, type Check, check, foundIn, type Reading } from "./check.ts";
import { certified, claimed, type Facts, readings } from "./facts.ts";
import { eventPayload, object } from "./judge-ref.ts";

/**
 * Judges what the user of a builder chose. A parameter that nobody knows could be one that builds something else, and is
 * refused unless it is allowed.
 * @see https://slsa.dev/spec/v1.0/verifying-artifacts#step-2-check-expectations
 */
export function judgeParameters(facts: Facts): readonly Check[] {
  const { expectations, provenance } = facts;
  if (provenance === null) return unanswered(expectations);
  const { allowedParameters, parameters, buildTypes } = expectations;
  const type = provenance.buildType;
  const checks: Check[] = [];
  if (buildTypes.length > 0)
    checks.push(
      check(
        "BUILD_TYPE",
        buildTypes.includes(type.value),
        anyOf(buildTypes),
        type.value,
        claimed([type]),
        {
          help: "name the build type, if its publisher builds so: --build-type with what was found",
        },
      ),
    );
  // Before v1 builders put what they liked there; it is judged where somebody says how.
  const isAsked = allowedParameters !== null || parameters.size > 0;
  if (provenance.version === "v1" || isAsked) {
    const known = allowedParameters ?? BUILD_TYPES.get(type.value)?.parameters ?? [];
    const allowed = [
      ...known,
      ...[...parameters.keys()].map((name) => topOf(name, provenance.external)),
    ];
    checks.push(...judgeNames(provenance.external, allowed));
  }
  for (const [name, expected] of parameters) {
    if (expected !== null) checks.push(judgeValue(provenance.external, name, expected));
  }
  return [...checks, ...judgeInputs(facts)];
}

/** Of a claim that is no provenance: what is asked of the build, it cannot answer. */
function unanswered({
  buildTypes,
  allowedParameters,
  parameters,
  inputs,
}: Facts["expectations"]): readonly Check[] {
  const none = "a claim that is no provenance";
  return [
    ...(buildTypes.length > 0 ? [check("BUILD_TYPE", false, anyOf(buildTypes), none, [])] : []),
    ...(allowedParameters !== null || parameters.size > 0
      ? [check("EXTERNAL_PARAMETER", false, "parameters of a build", none, [])]
      : []),
    ...(inputs.size > 0 ? [check("BUILD_INPUT", false, "inputs of a build", none, [])] : []),
  ];
}

function judgeNames(external: ClaimedObject | null, allowed: readonly string[]): readonly Check[] {
  if (external === null) return [];
  const names = Object.keys(external.value);
  const unknown = names.find((name) => !allowed.includes(name));
  const read: readonly Reading[] = [
    { document: "predicate", field: external.field, value: names.join(", ") },
  ];
  return [
    check(
      "EXTERNAL_PARAMETER",
      unknown === undefined,
      allowed.length === 0 ? "no parameter" : `only ${allowed.join(", ")}`,
      unknown ?? (names.join(", ") || "none"),
      read,
      { help: "allow it, if nothing else is built by it: --external-parameter NAME=VALUE" },
    ),
  ];
}

/** A name with a dot in it is taken as it stands first, then for a path. */
function topOf(name: string, external: ClaimedObject | null): string {
  return external !== null && Object.hasOwn(external.value, name)
    ? name
    : (name.split(".")[0] ?? name);
}

function judgeValue(external: ClaimedObject | null, name: string, expected: string): Check {
  const value = external === null ? undefined : valueAt(external.value, name);
  const found = value === undefined ? "nothing" : textOf(value);
  const read: readonly Reading[] =
    value === undefined
      ? []
      : [{ document: "predicate", field: `${external?.field}.${name}`, value: found }];
  return check(
    "EXTERNAL_PARAMETER",
    value !== undefined && found === expected,
    `${name}=${expected}`,
    found,
    read,
  );
}

function valueAt(root: JsonValue, name: string): JsonValue | undefined {
  const whole = ownValue(root, name);
  if (whole !== undefined) return whole;
  let value: JsonValue | undefined = root;
  for (const part of name.split(".")) value = ownValue(value, part);
  return value;
}

function ownValue(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, JsonValue>>)[name]
    : undefined;
}

/** Text as it stands; anything else in its one spelling. */
function textOf(value: JsonValue): string {
  return typeof value === "string" ? value : formatCanonicalJson(value);
}

/** What a person gave a build that they started by hand: the event has it, and no other event does. */
function judgeInputs({ expectations, provenance, certificate }: Facts): readonly Check[] {
  if (expectations.inputs.size === 0 || provenance === null) return [];
  const events = readings(
    certified(certificate, "buildTrigger", "githubWorkflowTrigger"),
    ...claimed(provenance.events),
  );
  const isByHand = events.length > 0 && events.every(({ value }) => value === "workflow_dispatch");
  const payload = eventPayload(provenance.internal);
  const { identities, workflows } = expectations.signer;
  // A user's own workflow records its inputs as parameters, which nobody certifies: they count where it is trusted by itself.
  // A builder's parameters are what it was called with.
  const isTrusted = identities.length + workflows.length > 0;
  const forgeable = isTrusted && BUILD_TYPES.get(provenance.buildType.value)?.forgeable === true;
  const inputs =
    (payload === null ? null : object(payload, "inputs")) ??
    (forgeable && provenance.external !== null ? object(provenance.external, "inputs") : null);
  return [...expectations.inputs].map(([name, expected]) => {
    if (!isByHand)
      return check("BUILD_INPUT", false, "workflow_dispatch", foundIn(events), events, {
        help: "only a build that somebody started by hand has inputs",
      });
    const value = inputs === null ? undefined : ownValue(inputs.value, name);
    const found = value === undefined || value === null ? "nothing" : textOf(value);
    const read: readonly Reading[] =
      inputs === null || value === undefined
        ? []
        : [{ document: "predicate", field: `${inputs.field}.${name}`, value: found }];
    const holds = value !== undefined && value !== null && found === expected;
    return check("BUILD_INPUT", holds, `${name}=${expected}`, `${name}=${found}`, read);
  });
}
