import type { Signer } from "../trust/signers.ts";
import type { ApprovalRequirement } from "./approval-requirement.ts";

interface WithSigners {
  readonly signers: ReadonlyMap<string, Signer>;
}

/** Gives who can sign with a role: people and machines. */
export function eligibleSigners({ signers }: WithSigners, role: string): readonly Signer[] {
  return [...signers.values()].filter(({ roles }) => roles.includes(role));
}

/** Gives who can approve: people who have the role, or any role where none is asked for. */
export function eligibleFor(
  { signers }: WithSigners,
  { role }: Pick<ApprovalRequirement, "role">,
): readonly Signer[] {
  return [...signers.values()].filter(
    ({ person, roles }) => person && (role === null ? roles.length > 0 : roles.includes(role)),
  );
}
