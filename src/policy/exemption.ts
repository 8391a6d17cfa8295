import type { IncludedFile, LockFacts } from "./gate-facts.ts";
import type { Policy } from "./model.ts";
import type { Exemption } from "./table/rules.ts";

/** Says whether nothing is asked of the very bytes of a lock, and of all that it includes. */
export function isExempt(lock: LockFacts, { exemptions }: Policy, now: Date): boolean {
  return (
    exemptions.some((one) => one.path === lock.path && isInForce(one, lock.sha256, now)) &&
    firstNotExempt(lock, { exemptions }, now) === undefined
  );
}

/** Finds a file that a lock includes and of which no exemption names the bytes: whoever changes it changes the lock. */
export function firstNotExempt(
  { included }: LockFacts,
  { exemptions }: Pick<Policy, "exemptions">,
  now: Date,
): IncludedFile | undefined {
  return included.find(
    ({ path, sha256 }) =>
      !exemptions.some((one) => one.path === path && isInForce(one, sha256, now)),
  );
}

/** Says whether an exemption is about these bytes, and not over. */
export function isInForce({ sha256, until }: Exemption, found: string | null, now: Date): boolean {
  return sha256 === found && now.getTime() < until;
}
