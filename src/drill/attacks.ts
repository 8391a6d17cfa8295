import type { Attack } from "./attack.ts";
import { APPROVAL_ATTACKS } from "./attacks/approval.ts";
import { BEYOND } from "./attacks/beyond.ts";
import { HOLD_ATTACKS } from "./attacks/hold.ts";
import { LOCK_ATTACKS } from "./attacks/lock.ts";
import { POLICY_ATTACKS } from "./attacks/policy.ts";

/** Every attack, in the order in which they are carried out. */
export const ATTACKS: readonly Attack[] = [
  ...LOCK_ATTACKS,
  ...APPROVAL_ATTACKS,
  ...HOLD_ATTACKS,
  ...POLICY_ATTACKS,
  ...BEYOND,
];
