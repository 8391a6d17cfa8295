import type { Digest } from "../bytes/digest.ts";
import { CHANGE_KINDS } from "../lock/change.ts";
import type { ApprovalPolicy, ApprovalRequirement } from "./approval-requirement.ts";
import type { ChangeRule } from "./model.ts";
import type { PolicySigner } from "./signer.ts";
import type { LockSection } from "./table/locks.ts";

/** Who may approve by a policy, and the digest that they are bound to. */
interface Approvers {
  readonly digest: Digest | null;
  readonly signers: readonly PolicySigner[];
}

/** Gives what a section of a policy asks of the approvals of its locks. */
export function approvalPolicyOf(
  { digest, signers }: Approvers,
  { approval, emergency, authorMayApprove }: LockSection,
): ApprovalPolicy {
  return { digest, signers, requirements: approval, emergency, authorMayApprove };
}

/**
 * Gives what a policy asks of a change of itself, and of the files that it names: the same whatever changes in them, and
 * nothing is too urgent for it.
 * @param rule null where the policy lets nobody change it.
 */
export function approvalPolicyOfPolicy(
  { digest, signers }: Approvers,
  rule: ChangeRule | null,
): ApprovalPolicy {
  const requirement: ApprovalRequirement | undefined =
    rule === null
      ? undefined
      : { people: rule.threshold, roles: new Map(), role: rule.role, holdMs: null, deny: null };
  const kinds = requirement === undefined ? [] : CHANGE_KINDS;
  const requirements = new Map(
    kinds.flatMap((kind) => (requirement === undefined ? [] : [[kind, requirement] as const])),
  );
  const authorMayApprove = rule?.authorMayApprove === true;
  return { digest, signers, requirements, emergency: null, authorMayApprove };
}
