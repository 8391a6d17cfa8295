import type { Digest } from "../bytes/digest.ts";
import type { ChangeKind } from "../lock/change.ts";
import type { PolicySigner } from "./signer.ts";

/** What a policy asks of the approvals of one file. */
export interface ApprovalPolicy {
  /** Of the policy with all files that it names; null where there is none to bind to. */
  readonly digest: Digest | null;
  readonly signers: readonly PolicySigner[];
  /** By the kind of change. A kind that is not named is refused; `other` is asked for as `update` where it is not. */
  readonly requirements: ReadonlyMap<ChangeKind, ApprovalRequirement>;
  /** What lets a change pass before its time; null for nothing. */
  readonly emergency: EmergencyRequirement | null;
  /** Whether the word of whoever made the change counts, so that nobody has to be proven to be its author. */
  readonly authorMayApprove: boolean;
}

/** How many people have to agree to a change. */
export interface ApprovalRequirement {
  readonly people: number;
  /** How many of them have to have a role. */
  readonly roles: ReadonlyMap<string, number>;
  /** The role that every one of them has to have; null for any person of the policy. */
  readonly role: string | null;
  /** How long the bytes have to have been known before, in milliseconds; null for no hold. */
  readonly holdMs: number | null;
  /** Why nobody may approve this; null where it may be approved. */
  readonly deny: string | null;
}

/** How many people have to agree to a change that cannot wait. */
export interface EmergencyRequirement {
  readonly people: number;
  readonly roles: ReadonlyMap<string, number>;
  readonly role: string | null;
  /** For how long their word lasts at most, in milliseconds. */
  readonly lastsMs: number;
}

/** Gives what is asked for a kind of change; undefined where the policy does not say, and so allows it to nobody. */
export function requirementOf(
  policy: ApprovalPolicy,
  kind: ChangeKind,
): ApprovalRequirement | undefined {
  return (
    policy.requirements.get(kind) ??
    (kind === "other" ? policy.requirements.get("update") : undefined)
  );
}
