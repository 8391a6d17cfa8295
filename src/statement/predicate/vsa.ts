import type { JsonObject, JsonValue } from "../../bytes/json.ts";
import { asInteger, asString } from "../../bytes/json-shape.ts";
import { quote } from "../../bytes/quote.ts";
import type { Statement } from "../statement.ts";
import {
  asDescriptor,
  asFields,
  asList,
  asText,
  asTimestamp,
  asUri,
  descriptorJson,
  malformed,
  openPredicate,
  optional,
  optionalList,
  type ResourceDescriptor,
} from "./field-types.ts";

export const VSA_V1 = "https://slsa.dev/verification_summary/v1";
export const VSA_V02 = "https://slsa.dev/verification_summary/v0.2";

/** What a verifier says it found out about an artifact. Whether it may say so is not decided here. */
export interface Vsa {
  readonly verifier: {
    readonly id: string;
    /** Of each component of the verifier. */
    readonly version: ReadonlyMap<string, string>;
  };
  /** RFC 3339 in UTC; a claim, never used as a clock. */
  readonly timeVerified: string | null;
  readonly resourceUri: string;
  /** Has a uri. */
  readonly policy: ResourceDescriptor;
  /** Each has a digest. */
  readonly inputAttestations: readonly ResourceDescriptor[];
  readonly verificationResult: "PASSED" | "FAILED";
  /** At most one level of each of SLSA's tracks. */
  readonly verifiedLevels: readonly string[];
  /** Null where the verifier claims nothing about dependencies; empty where there are none. */
  readonly dependencyLevels: ReadonlyMap<string, number> | null;
  readonly slsaVersion: string | null;
}

/**
 * Reads a verification summary of SLSA, version 1 or 0.2. Ignores unknown fields, as SLSA demands. Does not compare anything
 * with an expectation: `verifyVsa` does.
 *
 * @throws Refusal `PREDICATE_TYPE_UNSUPPORTED` — another predicate or version.
 * @throws Refusal `PREDICATE_MALFORMED` — a required field is missing or of another type, or two levels of one track.
 * @throws Refusal `DIGEST_MALFORMED`
 * @see https://slsa.dev/spec/v1.2/verification_summary
 */
export function parseVsa(statement: Statement): Vsa {
  const { type, fields } = openPredicate(statement, [VSA_V1, VSA_V02]);
  return type === VSA_V1 ? readV1(fields) : readV02(fields);
}

function readV1(fields: JsonObject): Vsa {
  return {
    verifier: readVerifier(fields.verifier),
    timeVerified: optional(fields.timeVerified, "predicate.timeVerified", asTimestamp),
    resourceUri: asUri(fields.resourceUri, "predicate.resourceUri"),
    policy: readPolicy(fields.policy),
    inputAttestations: optionalList(
      fields.inputAttestations,
      "predicate.inputAttestations",
      readInput,
    ),
    verificationResult: readResult(fields.verificationResult, "predicate.verificationResult"),
    verifiedLevels: readLevels(fields.verifiedLevels, "predicate.verifiedLevels"),
    dependencyLevels: optional(
      fields.dependencyLevels,
      "predicate.dependencyLevels",
      readDependencyLevels,
    ),
    slsaVersion: optional(fields.slsaVersion, "predicate.slsaVersion", readVersion),
  };
}

/** Its fields have underscores, one level stands alone, and the time is required. */
function readV02(fields: JsonObject): Vsa {
  return {
    verifier: readVerifier(fields.verifier),
    timeVerified: asTimestamp(fields.time_verified, "predicate.time_verified"),
    resourceUri: asUri(fields.resource_uri, "predicate.resource_uri"),
    policy: readPolicy(fields.policy),
    inputAttestations: optionalList(
      fields.input_attestations,
      "predicate.input_attestations",
      readInput,
    ),
    verificationResult: readResult(fields.verification_result, "predicate.verification_result"),
    verifiedLevels: [asText(fields.policy_level, "predicate.policy_level")],
    dependencyLevels: readDependencyLevels(
      fields.dependency_levels ?? Object.create(null),
      "predicate.dependency_levels",
    ),
    slsaVersion: null,
  };
}

function readVerifier(value: JsonValue | undefined): Vsa["verifier"] {
  const { id, version } = asFields(value, "predicate.verifier");
  const at = "predicate.verifier.version";
  const versions = optional(version, at, (given) =>
    Object.entries(asFields(given, at)).map(
      ([name, text]) => [name, asString(text, `${at}.${name}`, malformed)] as const,
    ),
  );
  return { id: asUri(id, "predicate.verifier.id"), version: new Map(versions) };
}

function readPolicy(value: JsonValue | undefined): ResourceDescriptor {
  const policy = asDescriptor(value, "predicate.policy");
  return policy.uri === undefined ? malformed("predicate.policy.uri", "a URI", "nothing") : policy;
}

function readInput(value: JsonValue, at: string): ResourceDescriptor {
  const input = asDescriptor(value, at);
  return input.digest.size === 0 ? malformed(`${at}.digest`, "a digest", "none") : input;
}

function readResult(value: JsonValue | undefined, at: string): Vsa["verificationResult"] {
  const result = asString(value, at, malformed);
  return result === "PASSED" || result === "FAILED"
    ? result
    : malformed(at, "PASSED or FAILED", quote(result));
}

function readLevels(value: JsonValue | undefined, at: string): readonly string[] {
  const levels = asList(value, at, 0, asText);
  const tracks = new Set<string>();
  for (const level of levels) {
    const track = trackOf(level)?.track;
    if (track === undefined) continue;
    if (tracks.has(track)) malformed(at, `one level of the track ${track}`, "two");
    tracks.add(track);
  }
  return levels;
}

/** Takes a level of SLSA apart; one that was not evaluated is none. Gives nothing for what others call a level. */
export function trackOf(
  level: string,
): { readonly track: string; readonly level: number | null } | undefined {
  const [, track, number] = /^SLSA_([A-Z0-9_]+)_LEVEL_(\d|UNEVALUATED)$/.exec(level) ?? [];
  if (track === undefined) return undefined;
  return { track, level: number === "UNEVALUATED" ? null : Number(number) };
}

function readDependencyLevels(value: JsonValue, at: string): ReadonlyMap<string, number> {
  return new Map(
    Object.entries(asFields(value, at)).map(([level, count]) => [
      level,
      asInteger(count, `${at}.${level}`, 0, malformed),
    ]),
  );
}

function readVersion(value: JsonValue, at: string): string {
  const version = asString(value, at, malformed);
  return /^\d+\.\d+$/.test(version) ? version : malformed(at, "a version like 1.2", quote(version));
}

/** Writes the predicate of version 1, its fields in the order of the specification. */
export function formatVsa(vsa: Vsa): string {
  const { verifier, dependencyLevels } = vsa;
  return JSON.stringify({
    verifier: {
      id: verifier.id,
      ...(verifier.version.size === 0 ? {} : { version: Object.fromEntries(verifier.version) }),
    },
    timeVerified: vsa.timeVerified ?? undefined,
    resourceUri: vsa.resourceUri,
    policy: descriptorJson(vsa.policy),
    inputAttestations:
      vsa.inputAttestations.length === 0 ? undefined : vsa.inputAttestations.map(descriptorJson),
    verificationResult: vsa.verificationResult,
    verifiedLevels: vsa.verifiedLevels,
    dependencyLevels: dependencyLevels === null ? undefined : Object.fromEntries(dependencyLevels),
    slsaVersion: vsa.slsaVersion ?? undefined,
  });
}
