import type { Rule } from "../rule.ts";
import type { PolicyDraft } from "./policy-draft.ts";
import type { Stage, Target } from "./stage.ts";

export type Area =
  | "lock"
  | "approval"
  | "hold"
  | "signature"
  | "identity"
  | "policy"
  | "tool"
  | "layout"
  | "output"
  | "git"
  | "beyond";

/**
 * The honest state of things that an attack begins in, and that the gate has to let pass, or its refusal would prove nothing:
 * a change of something else; a change of the lock that everybody approved; a lock that is signed, by keys or keyless; a tool that is as it is pinned; a change of the policy
 * that its people approved.
 */
export type Scene = "unchanged" | "approved" | "signed" | "keyless" | "policy" | "tool";

/** A line that a policy could have. */
export interface StricterLine {
  /** Where it goes, in words, and the line. */
  readonly where: string;
  readonly line: string;
  /** Changes the policy so. */
  readonly apply: (policy: PolicyDraft) => void;
}

/** One thing that an attacker can do. */
export interface Attack {
  readonly name: string;
  readonly area: Area;
  /** What the attacker does, as the end of "somebody …". */
  readonly what: string;
  /** In the order in which they are tried: the next where the policy lets nothing pass in the one before. */
  readonly from: readonly Scene[];
  /** The rules that are about this attack: one of them has to be among what is found. */
  readonly stoppedBy: readonly Rule[];
  /** The formats of locks that it is about; default: requirements. */
  readonly formats?: readonly Target["format"][];
  /** It is the same whatever lock is looked at. */
  readonly isOnce?: boolean;
  /** Says why it cannot be tried; undefined where it can. */
  readonly unless?: (stage: Stage) => string | undefined;
  /** Null for what happens where no gate runs. */
  readonly carryOut: ((stage: Stage) => Promise<void>) | null;
  /** Lines that would stop it, each tried by itself, where the policy does not. */
  readonly stricter?: (policy: PolicyDraft, target: Target) => readonly StricterLine[];
  /** Why no policy stops it; without it, that it passes is a bug. */
  readonly outOfReach?: string;
}
