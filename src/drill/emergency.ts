import type { Stage } from "./stage.ts";

/** What is said of an emergency that is none. */
export const EMERGENCY = { reason: "there is no time", advisory: "DRILL-2026-1" } as const;

/** Says why no emergency can be called. */
export function whyNoEmergency({ section }: Stage): string | undefined {
  return section.approval?.emergency === undefined
    ? "the policy knows no emergency: it has no approval.emergency"
    : undefined;
}
