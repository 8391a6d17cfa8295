import type { JsonObject } from "../../bytes/json.ts";

/** What a predicate says, and in which field of it. Nothing is verified by being read. */
export interface Claim {
  /** From the predicate on, such as `predicate.buildDefinition.buildType`. */
  readonly field: string;
  readonly value: string;
}

/** An object of a predicate that its build type alone gives a meaning. */
export interface ClaimedObject {
  readonly field: string;
  readonly value: JsonObject;
}

/** Something that went into a build. */
export interface Dependency {
  readonly uri: Claim | null;
  /** By any algorithm: `sha1` and `gitCommit` name commits. */
  readonly digests: ReadonlyMap<string, Claim>;
}

/**
 * SLSA provenance of any version, said in one way. Where a version, or two fields of it, say a thing twice, all of it is
 * kept, each with its field: whoever compares sees whether they agree.
 */
export interface Provenance {
  readonly version: "v0.1" | "v0.2" | "v1";
  readonly builder: Claim;
  readonly buildType: Claim;
  /** What started the build, as `repository@ref`, or without a ref where none is said. */
  readonly triggers: readonly Claim[];
  /** What went into it, the source first where the build type has it so. */
  readonly dependencies: readonly Dependency[];
  /** What the build type names as the source besides. */
  readonly sources: readonly Claim[];
  /** The path of the workflow, or of what else describes the build, within the source. */
  readonly entryPoints: readonly Claim[];
  /** The commit, in hex. */
  readonly commits: readonly Claim[];
  /** The ref that the build service says it ran for. */
  readonly refs: readonly Claim[];
  readonly events: readonly Claim[];
  readonly repositories: readonly Claim[];
  readonly repositoryIds: readonly Claim[];
  readonly ownerIds: readonly Claim[];
  readonly runners: readonly Claim[];
  readonly invocations: readonly Claim[];
  readonly startedOn: Claim | null;
  readonly finishedOn: Claim | null;
  /** What the user of the builder chose. */
  readonly external: ClaimedObject | null;
  /** What the builder says of its surroundings: of GitHub its variables. */
  readonly internal: ClaimedObject | null;
  /** What completeness and reproducibility an older version claims; empty for v1. */
  readonly promises: readonly Claim[];
  /** Of v0.2, what the build type alone defines; null for others. */
  readonly config: ClaimedObject | null;
}

export const PROVENANCE_V1 = "https://slsa.dev/provenance/v1";
export const PROVENANCE_V02 = "https://slsa.dev/provenance/v0.2";
export const PROVENANCE_V01 = "https://slsa.dev/provenance/v0.1";
/** What v0.1 was called before it belonged to SLSA. */
export const PROVENANCE_IN_TOTO_V01 = "https://in-toto.io/Provenance/v0.1";

/** Every predicate type that is read here: another version is no evidence. */
export const PROVENANCE_TYPES: readonly string[] = [
  PROVENANCE_V1,
  PROVENANCE_V02,
  PROVENANCE_V01,
  PROVENANCE_IN_TOTO_V01,
];
