import { Refusal } from "../errors.ts";
import type { Policy } from "./model.ts";

/**
 * Checks that a policy is in force: an expired one allows nothing, and nobody is trusted by it.
 * @throws Refusal `POLICY_EXPIRED`
 */
export function checkInForce({ expires }: Policy, what: string, now: Date): void {
  if (expires === null || now.getTime() < expires) return;
  const day = new Date(expires).toISOString();
  throw new Refusal(
    "POLICY_EXPIRED",
    `${what}: expected a policy in force, found one that expired ${day}`,
    { expires, now: now.getTime() },
    {
      hint: `review it: lockseal policy check; set a later expires in ${what}, and let its owners merge that by hand: nobody can approve it any more`,
    },
  );
}
