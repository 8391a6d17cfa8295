import type { LockFacts } from "./gate-facts.ts";
import type { Policy } from "./model.ts";
import type { Exemption } from "./table/rules.ts";

/** Says whether nothing is asked of the very bytes of a lock. */
export function isExempt({ path, sha256 }: LockFacts, { exemptions }: Policy, now: Date): boolean {
  return exemptions.some((one) => one.path === path && isInForce(one, sha256, now));
}

/** Says whether an exemption is about these bytes, and not over. */
export function isInForce({ sha256, until }: Exemption, found: string | null, now: Date): boolean {
  return sha256 === found && now.getTime() < until;
}
