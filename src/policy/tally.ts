import type { ApprovalRequirement } from "./approval-requirement.ts";
import type { PolicySigner } from "./signer.ts";

/** How many people there are, of how many that are asked for. */
export interface Tally {
  readonly isMet: boolean;
  readonly people: { readonly found: number; readonly asked: number };
  readonly roles: readonly {
    readonly role: string;
    readonly found: number;
    readonly asked: number;
  }[];
  /** The role that everybody has to have, or null. */
  readonly role: string | null;
}

/**
 * Counts people against what is asked for. One person may fill several roles.
 * @param signers people, each once; one whom the policy gives no role any more does not count.
 * @param more how many are asked for beyond that.
 */
export function tally(
  signers: readonly PolicySigner[],
  { people, roles, role }: Pick<ApprovalRequirement, "people" | "roles" | "role">,
  more: number,
): Tally {
  // Where a policy asks nobody, it asks nobody whoever the author is.
  const asked = people === 0 ? 0 : people + more;
  const eligible = signers.filter((signer) =>
    role === null ? signer.roles.length > 0 : signer.roles.includes(role),
  );
  const counted = [...roles].map(([name, least]) => ({
    role: name,
    asked: least,
    found: eligible.filter((signer) => signer.roles.includes(name)).length,
  }));
  const isMet = eligible.length >= asked && counted.every((one) => one.found >= one.asked);
  return { isMet, people: { found: eligible.length, asked }, roles: counted, role };
}

/** Says what is there of what is asked for: `1 of 2 people, security missing`. */
export function formatTally({ people, roles, role }: Tally): string {
  const who = role === null ? "people" : `people of the role ${role}`;
  const lacking = roles
    .filter(({ found, asked }) => found < asked)
    .map(({ role: name, found, asked }) =>
      found === 0 ? `${name} missing` : `${found} of ${asked} of the role ${name}`,
    );
  return [`${people.found} of ${people.asked} ${who}`, ...lacking].join(", ");
}
