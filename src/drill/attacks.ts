import type { Attack } from "./attack.ts";
import { APPROVAL_ATTACKS } from "./attacks/approval.ts";
import { BEYOND } from "./attacks/beyond.ts";
import { GIT_ATTACKS } from "./attacks/git.ts";
import { HOLD_ATTACKS } from "./attacks/hold.ts";
import { IDENTITY_ATTACKS } from "./attacks/identity.ts";
import { LAYOUT_ATTACKS } from "./attacks/layout.ts";
import { LOCK_ATTACKS } from "./attacks/lock.ts";
import { OUTPUT_ATTACKS } from "./attacks/output.ts";
import { PEOPLE_ATTACKS } from "./attacks/people.ts";
import { PERSUADED } from "./attacks/persuaded.ts";
import { PLACE_ATTACKS } from "./attacks/place.ts";
import { POLICY_ATTACKS } from "./attacks/policy.ts";
import { SIGNATURE_ATTACKS } from "./attacks/signature.ts";
import { TOOL_ATTACKS } from "./attacks/tool.ts";
import { TOOL_FILE_ATTACKS } from "./attacks/tool-file.ts";

/** Every attack, in the order in which they are carried out. */
export const ATTACKS: readonly Attack[] = [
  ...LOCK_ATTACKS,
  ...PEOPLE_ATTACKS,
  ...APPROVAL_ATTACKS,
  ...PERSUADED,
  ...HOLD_ATTACKS,
  ...SIGNATURE_ATTACKS,
  ...IDENTITY_ATTACKS,
  ...POLICY_ATTACKS,
  ...PLACE_ATTACKS,
  ...TOOL_ATTACKS,
  ...TOOL_FILE_ATTACKS,
  ...LAYOUT_ATTACKS,
  ...OUTPUT_ATTACKS,
  ...GIT_ATTACKS,
  ...BEYOND,
];
