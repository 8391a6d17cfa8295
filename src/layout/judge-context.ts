import type { Finding } from "../finding.ts";
import type { StepArtifacts } from "./apply-rules.ts";
import type { Inspection } from "./layout.ts";
import type { Substitution } from "./parameters.ts";

/** A file and its name: of a link the one below the folder of links, with `/`. */
export interface LinkFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What came of running an inspection. */
export interface InspectionResult extends StepArtifacts {
  readonly exitCode: number;
  /** Why nobody knows what it left, in words; absent where that is known. */
  readonly flaw?: string;
}

/** What a layout has no words for, and its verifier decides. */
export interface LayoutPolicy {
  /** Steps for which a functionary may bring a layout of their own: names, and `outer/inner` for those of such layouts. */
  readonly allowSublayouts?: readonly string[];
  /** Steps for which SLSA provenance may stand for a link. */
  readonly allowProvenance?: readonly string[];
  /** What to do about inspections: `refuse` unless said; or what came of each. */
  readonly inspections?: "refuse" | "skip" | ReadonlyMap<string, InspectionResult>;
}

/** What a layout is judged with. */
export interface JudgeContext {
  /** Names the layout in findings. */
  readonly what: string;
  /** Where its links are among all: `""`, or a folder with `/` at its end. */
  readonly folder: string;
  /** Which steps of layouts above it is for: `""`, or their names with `/` behind each. */
  readonly steps: string;
  readonly links: readonly LinkFile[];
  readonly now: Date;
  readonly policy: LayoutPolicy;
  readonly substitution: Substitution;
  /** How many layouts are above it. */
  readonly depth: number;
}

/** Who carried out a step. */
export interface StepEvidence {
  readonly name: string;
  readonly threshold: number;
  /** One key of each functionary, as the SHA-256 of its SPKI. */
  readonly functionaries: readonly string[];
  /** The files that say so. */
  readonly links: readonly string[];
}

/** What came of a layout whose signature was verified. */
export interface JudgedLayout {
  readonly findings: readonly Finding[];
  readonly steps: readonly StepEvidence[];
  readonly summary: (StepArtifacts & { readonly command: readonly string[] }) | null;
  readonly inspections: readonly Inspection[];
}
