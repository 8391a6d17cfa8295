import { relative, sep } from "node:path";
import type { Expectations } from "../attestation/expectations.ts";
import { isSubject } from "../attestation/subject-pattern.ts";
import type { Clocks } from "../attestation/verify-signer.ts";
import type { TrustSource } from "./trust-root-file.ts";

/** A policy for attestations, with the keys and the root that it names. */
export interface LoadedPolicy {
  /** As the user would name it. */
  readonly file: string;
  /** Absolute: the patterns of its sections are relative to it. */
  readonly folder: string;
  readonly sections: readonly ExpectedOf[];
  /** The root that the policy pins; null for what is at hand. */
  readonly root: TrustSource | null;
  readonly maxRootAgeMs: number | null;
  /** What the policy takes for a clock, and by how much evidence may be newer than this machine's. */
  readonly clocks: Clocks;
}

/** What is expected of the attestations of some files. */
export interface ExpectedOf {
  readonly name: string;
  readonly subjects: readonly string[];
  readonly expectations: Expectations;
}

/** Gives what a policy expects of a file, by its path; of a digest alone, what it expects of every file. */
export function expectedOf(
  { folder, sections }: LoadedPolicy,
  path: string | undefined,
): readonly ExpectedOf[] {
  const name = path === undefined ? undefined : relative(folder, path).split(sep).join("/");
  return sections.filter(
    ({ subjects }) =>
      subjects.length === 0 ||
      (name !== undefined && subjects.some((pattern) => isSubject(pattern, name))),
  );
}
