import type { Rule } from "../../rule.ts";
import type { Attack } from "../attack.ts";
import { EMERGENCY, whyNoEmergency } from "../emergency.ts";
import { approve, changeLock, observe, peopleOf } from "../scenes.ts";

const UNAPPROVED: readonly Rule[] = [
  "APPROVAL_MISSING",
  "APPROVAL_REJECTED",
  "HOLD",
  "HOLD_UNKNOWN",
  "CLOCK_BEHIND",
];

/** What no policy stops: some of it is tried all the same, in case it does. */
export const BEYOND: readonly Attack[] = [
  {
    name: "malicious-release",
    area: "beyond",
    what: "publishes a malicious version as the right identity, waits until the hold is over, and is approved by everybody",
    from: ["approved"],
    stoppedBy: UNAPPROVED,
    carryOut: async () => {},
    outOfReach:
      "it is what the policy asks for: people who read what changes, and advisories that name a version, are what is left",
  },
  {
    name: "false-emergency",
    area: "beyond",
    what: "has everybody call a fresh release an emergency, so that it passes before its time",
    from: ["approved"],
    stoppedBy: UNAPPROVED,
    unless: whyNoEmergency,
    carryOut: async (stage) => {
      stage.reset();
      changeLock(stage);
      const expires = inUtc(new Date(stage.now.getTime() + 30 * 60_000));
      for (const person of peopleOf(stage))
        await stage.word(person, { emergency: EMERGENCY, expires });
      stage.commit("somebody");
    },
    outOfReach:
      "it is what approval.emergency is for, and every report says so: ask for roles in it, or take the line out",
  },
  {
    name: "hidden-by-force",
    area: "beyond",
    what: "pushes the branch anew by force, without the commit that had somebody's reject",
    from: ["approved"],
    stoppedBy: UNAPPROVED,
    carryOut: async (stage) => {
      await stage.word(peopleOf(stage)[0] ?? "", { decision: "reject" });
      stage.commit("somebody");
      stage.reset();
      changeLock(stage);
      await observe(stage);
      await approve(stage);
    },
    outOfReach:
      "what is in no commit any more is seen by nobody: let the forge forbid forced pushes, or keep rejects on a branch of their own",
  },
  {
    name: "clock-set-ahead",
    area: "beyond",
    what: "sets the clock of the machine ahead, so that the hold is over",
    from: ["approved"],
    stoppedBy: UNAPPROVED,
    carryOut: async (stage) => {
      stage.now = new Date(stage.now.getTime() + 9 * 24 * 60 * 60 * 1000);
    },
    outOfReach:
      "nothing that is verified offline can tell that a clock is ahead: let the machine keep time by a source that is authenticated",
  },
  {
    name: "everybodys-keys",
    area: "beyond",
    what: "has the keys of as many people as the policy asks",
    from: ["approved"],
    stoppedBy: UNAPPROVED,
    carryOut: async () => {},
    outOfReach:
      "a signature says whose key it was: keep keys in hardware, and revoke them in the policy when one is lost",
  },
  {
    name: "workflow-without-a-gate",
    area: "beyond",
    what: "takes the step that runs the gate out of the workflow, in the same pull request",
    from: ["unchanged"],
    stoppedBy: [],
    isOnce: true,
    carryOut: null,
    outOfReach: "where no gate runs nothing is judged: let the forge require the workflow",
  },
  {
    name: "forge-administrator",
    area: "beyond",
    what: "administers the forge, and pushes to the base branch itself",
    from: ["unchanged"],
    stoppedBy: [],
    isOnce: true,
    carryOut: null,
    outOfReach:
      "the base judges, and it is theirs: have releases verified by a policy that lies elsewhere, lockseal verify --policy FILE",
  },
  {
    name: "altered-after-the-gate",
    area: "beyond",
    what: "changes a lock on the machine between the gate and the installation",
    from: ["unchanged"],
    stoppedBy: [],
    isOnce: true,
    carryOut: null,
    outOfReach: "the gate is over then: install from what it hands on, lockseal gate --copy-to DIR",
  },
];

function inUtc(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
