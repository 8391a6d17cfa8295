import type { Attack } from "../attack.ts";
import { namesOf } from "../policy-draft.ts";
import { approve, changeLock, longestHold, requirementOf } from "../scenes.ts";
import type { Stage } from "../stage.ts";
import { findObserver } from "../stand-ins.ts";
import { stricterApproval } from "../stricter.ts";

const HOUR_MS = 60 * 60 * 1000;

const NO_HOLD = (stage: Stage): string | undefined =>
  requirementOf(stage)?.hold === undefined
    ? "the policy asks for no hold of such a change"
    : undefined;

/** The honest change, approved by everybody, and seen by nobody yet. */
function unseenChange(stage: Stage): void {
  stage.reset();
  changeLock(stage);
}

const HOLD_LINES: NonNullable<Attack["stricter"]> = (policy, target) => [
  ...stricterApproval(policy, target, "update", { hold: "72h" }),
  ...stricterApproval(policy, target, "new", { hold: "72h" }),
];

/** What is done about since when files have been known. */
export const HOLD_ATTACKS: readonly Attack[] = [
  {
    name: "fresh-release",
    area: "hold",
    what: "publishes a malicious version, and has it merged within the hour",
    from: ["approved"],
    stoppedBy: ["HOLD"],
    carryOut: async (stage) => {
      unseenChange(stage);
      const observer = findObserver(stage.policy);
      if (observer !== undefined)
        await stage.record(new Date(stage.now.getTime() - HOUR_MS), observer.identity);
      await approve(stage);
    },
    stricter: HOLD_LINES,
  },
  {
    name: "never-seen",
    area: "hold",
    what: "brings files that nobody has ever recorded",
    from: ["approved"],
    stoppedBy: ["HOLD_UNKNOWN"],
    carryOut: async (stage) => {
      unseenChange(stage);
      await approve(stage);
    },
    stricter: HOLD_LINES,
  },
  {
    name: "clock-set-back",
    area: "hold",
    what: "sets the clock of the machine back to before the evidence",
    from: ["approved"],
    stoppedBy: ["CLOCK_BEHIND"],
    unless: NO_HOLD,
    carryOut: async (stage) => {
      stage.now = new Date(stage.now.getTime() - longestHold(stage) - 48 * HOUR_MS);
    },
  },
  {
    name: "expired-approval-and-clock-set-back",
    area: "hold",
    what: "sets the clock back to a time at which an approval still counted",
    from: ["approved"],
    stoppedBy: ["CLOCK_BEHIND"],
    carryOut: async (stage) => {
      unseenChange(stage);
      const observer = findObserver(stage.policy);
      if (observer !== undefined)
        await stage.record(
          new Date(stage.now.getTime() - longestHold(stage) - HOUR_MS),
          observer.identity,
        );
      stage.now = new Date(stage.now.getTime() - 60 * 24 * HOUR_MS);
      const over = new Date(stage.now.getTime() + 24 * HOUR_MS);
      for (const person of namesOf(stage.policy, "people"))
        await stage.word(person, { expires: over.toISOString().replace(/\.\d+Z$/, "Z") });
      stage.commit("somebody");
    },
    stricter: HOLD_LINES,
  },
  {
    name: "evidence-from-the-future",
    area: "hold",
    what: "brings a record that is dated in the future",
    from: ["approved"],
    stoppedBy: ["CLOCK_BEHIND", "HOLD", "HOLD_UNKNOWN"],
    unless: NO_HOLD,
    carryOut: async (stage) => {
      unseenChange(stage);
      const observer = findObserver(stage.policy);
      if (observer !== undefined)
        await stage.record(new Date(stage.now.getTime() + 24 * HOUR_MS), observer.identity);
      await approve(stage);
    },
  },
  {
    name: "record-by-a-key",
    area: "hold",
    what: "signs a record with an observer's key alone, which no clock has dated",
    from: ["approved"],
    stoppedBy: ["HOLD_EVIDENCE", "HOLD_UNKNOWN"],
    unless: NO_HOLD,
    carryOut: async (stage) => {
      unseenChange(stage);
      await stage.record(stage.now, { key: findObserver(stage.policy)?.name ?? "" });
      await approve(stage);
    },
  },
  {
    name: "record-by-a-person",
    area: "hold",
    what: "has somebody who approves record the files, too",
    from: ["approved"],
    stoppedBy: ["HOLD_EVIDENCE", "HOLD_UNKNOWN"],
    unless: NO_HOLD,
    carryOut: async (stage) => {
      unseenChange(stage);
      await stage.record(stage.now, { key: namesOf(stage.policy, "people")[0] ?? "" });
      await approve(stage);
    },
  },
  {
    name: "record-by-a-stranger",
    area: "hold",
    what: "records the files themselves, as an identity of nobody, long ago",
    from: ["approved"],
    stoppedBy: ["IDENTITY_MISMATCH", "HOLD_EVIDENCE", "HOLD_UNKNOWN"],
    unless: NO_HOLD,
    carryOut: async (stage) => {
      unseenChange(stage);
      const [name, issuer] = ["urn://drill-stranger", "https://accounts.drill.example"];
      const long = new Date(stage.now.getTime() - longestHold(stage) - 24 * HOUR_MS);
      await stage.record(long, { name, issuer, claims: {} });
      await approve(stage);
    },
  },
  {
    name: "record-that-says-two-things",
    area: "hold",
    what: "brings a record in which the same word stands twice",
    from: ["approved"],
    stoppedBy: ["JSON_MALFORMED"],
    unless: NO_HOLD,
    carryOut: async (stage) => {
      unseenChange(stage);
      const observer = findObserver(stage.policy);
      const long = new Date(stage.now.getTime() - longestHold(stage) - HOUR_MS);
      if (observer !== undefined)
        await stage.record(long, observer.identity, (text) =>
          text.replace('"files":', '"files":[],"files":'),
        );
      await approve(stage);
    },
  },
  {
    name: "record-of-other-files",
    area: "hold",
    what: "brings an old record, which is about other files of the same package",
    from: ["approved"],
    stoppedBy: ["HOLD_UNKNOWN"],
    unless: NO_HOLD,
    carryOut: async (stage) => {
      const { path } = stage.target;
      const text = stage.text(path);
      // What is recorded differs by one digit from what is approved.
      stage.reset();
      changeLock(stage);
      const observer = findObserver(stage.policy);
      const other = text.replace(
        /(--hash=sha256:)([0-9a-f])/g,
        (_, option: string, digit: string) => `${option}${digit === "0" ? "1" : "0"}`,
      );
      stage.write(path, other);
      const long = new Date(stage.now.getTime() - longestHold(stage) - HOUR_MS);
      if (observer !== undefined) await stage.record(long, observer.identity);
      stage.write(path, text);
      stage.commit("observer");
      await approve(stage);
    },
  },
];
