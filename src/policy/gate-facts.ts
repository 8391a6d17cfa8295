import type { Finding } from "../finding.ts";
import type { LockDelta } from "../lock/lock-delta.ts";
import type { NameFacts } from "../names/name-findings.ts";
import type { HoldVerdict } from "./judge-hold.ts";
import type { RuleProblem } from "./rule-question.ts";
import type { LockFormat } from "./table/locks.ts";
import type { ApprovalVerdict } from "./verify-approvals.ts";

/** All that a gate judges: what was found and verified, and by nobody decided. What is not said is not allowed. */
export interface GateFacts {
  /** `change`: what differs from the base is judged. `release`: every lock has to be signed. */
  readonly mode: "change" | "release";
  readonly policy: PolicyFacts;
  readonly locks: readonly LockFacts[];
  readonly tools: readonly ToolFacts[];
  readonly outputs: readonly OutputFacts[];
  readonly layouts: readonly LayoutFacts[];
  /** By the id of a rule what came of it. */
  readonly rules: ReadonlyMap<string, RuleOutcome>;
}

/** Which policy judges, and what became of it. */
export interface PolicyFacts {
  /** As reports name it. */
  readonly file: string;
  /** Digests over the policy and all that it names, in hex; null where there is none. */
  readonly base: string | null;
  readonly head: string | null;
  /** Who agrees to the change; null where nobody looked. */
  readonly approvals: ApprovalVerdict | null;
  /** What is wrong with the rules that the change brings; empty where it brings none. */
  readonly rules: readonly Finding[];
  /** Policies that the change puts below this one. */
  readonly nearer: readonly NearerPolicy[];
}

/** A policy that a change puts into a folder that another governs: from then on it would judge there in its place. */
export interface NearerPolicy {
  /** Relative to the folder of the policy that judges, with `/`. */
  readonly file: string;
  /** Who of that policy agrees; null where nobody looked. */
  readonly approvals: ApprovalVerdict | null;
}

/** A file that a lock includes. */
export interface IncludedFile {
  /** Where it cannot be followed, what stands there, in words. */
  readonly path: string;
  /** In hex; null where it cannot be followed, so that nobody can say what it is. */
  readonly sha256: string | null;
}

/** What was found about one lock. */
export interface LockFacts {
  /** Relative to the policy's folder, with `/`. */
  readonly path: string;
  readonly format: LockFormat;
  /** SHA-256 of its bytes in hex, with those of all that it includes; null where it is not there. */
  readonly base: string | null;
  readonly head: string | null;
  /** SHA-256 in hex of the file alone, by which an exemption names it. */
  readonly sha256: string | null;
  /** What it includes, each with its own: an exemption of the one says nothing of the others. */
  readonly included: readonly IncludedFile[];
  /** Of the strict reading. */
  readonly strict: readonly Finding[];
  /** What differs from the base; null where nobody could tell. */
  readonly delta: LockDelta | null;
  /** Of the names that the base does not have; null, as each below, where nobody looked. */
  readonly names: NameFacts | null;
  readonly approvals: ApprovalVerdict | null;
  readonly hold: HoldVerdict | null;
  readonly signatures: SignatureFacts | null;
}

/** Who signed a lock, verified and held against it. */
export interface SignatureFacts {
  readonly findings: readonly Finding[];
  /** Names of signers of the policy, within their time. */
  readonly signers: readonly string[];
  readonly sequence: number;
  /** Of the lock that was signed last before; null where none was. */
  readonly last: number | null;
  /** The commit that has the bundle of that one, where the base has it no more. */
  readonly lastIn?: string | null;
}

/** One pinned tool, held against its files and its evidence. */
export interface ToolFacts {
  readonly name: string;
  readonly version: string;
  readonly findings: readonly Finding[];
}

/** One of our own outputs, held against what its provenance has to say; null where no table of the policy is about it. */
export interface OutputFacts {
  readonly path: string;
  readonly findings: readonly Finding[] | null;
}

/** A layout, held against the links of the checkout. */
export interface LayoutFacts {
  /** Which `[[layout]]` of the policy that judges: `layout[0]`; null where only the change's own policy has it. */
  readonly at: string | null;
  readonly file: string;
  /** Null where nobody looked. */
  readonly findings: readonly Finding[] | null;
}

/** What came of a rule: only `passed` lets anything pass. */
export type RuleOutcome =
  /** Of so many cases it denied none. */
  | { readonly kind: "passed"; readonly asked: number }
  | { readonly kind: "denied"; readonly denied: readonly DeniedCase[] }
  | { readonly kind: "failed"; readonly problem: RuleProblem };

/** What a rule denies: of a lock, or of what else it was asked about. */
export interface DeniedCase {
  readonly subject: string;
  readonly what: string;
}

/** All findings of a gate: those that refuse decide. */
export interface GateVerdict {
  readonly findings: readonly Finding[];
  readonly isAllowed: boolean;
}
