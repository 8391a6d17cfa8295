import { describe, expect, test } from "vitest";
import { type DrilledAttack, findingOf, findStop, type Outcome } from "../../src/drill/outcome.ts";
import type { Finding } from "../../src/finding.ts";

const finding = (verdict: Finding["verdict"], rule: Finding["rule"], message = "m"): Finding => ({
  rule,
  verdict,
  subject: "requirements.txt",
  message,
});
const ATTACK = { stoppedBy: ["APPROVAL_MISSING", "APPROVAL_BY_MACHINE"] } as const;

describe("an attack", () => {
  test.each<[why: string, control: Finding[], found: Finding[], expected: unknown]>([
    ["passes where nothing refuses", [], [finding("passed", "APPROVALS")], undefined],
    [
      "passes where all that is about it is a warning",
      [],
      [finding("warned", "APPROVAL_BY_MACHINE")],
      undefined,
    ],
    [
      "is stopped by a rule that is about it",
      [],
      [finding("refused", "APPROVAL_MISSING")],
      { isAboutIt: true, rules: ["APPROVAL_MISSING"] },
    ],
    [
      "is stopped for a reason that is a warning beside the refusal",
      [],
      [finding("warned", "APPROVAL_BY_MACHINE"), finding("refused", "HOLD_UNKNOWN")],
      { isAboutIt: true, rules: ["APPROVAL_BY_MACHINE"] },
    ],
    [
      "is stopped by accident where another rule stands in the way",
      [],
      [finding("refused", "LOCK_EMPTY")],
      { isAboutIt: false, rules: ["LOCK_EMPTY"] },
    ],
    [
      "is not stopped by what was said before it",
      [finding("warned", "APPROVAL_BY_MACHINE")],
      [finding("warned", "APPROVAL_BY_MACHINE"), finding("refused", "LOCK_EMPTY")],
      { isAboutIt: false, rules: ["LOCK_EMPTY"] },
    ],
  ])("%s", (_why, control, found, expected) => {
    expect(findStop(ATTACK, control, found)).toEqual(expected);
  });
});

describe("what came of an attack", () => {
  const drilled = (outcome: Outcome): DrilledAttack => ({
    name: "swapped-digest",
    area: "lock",
    what: "does it",
    lock: "requirements.txt",
    outcome,
  });

  test.each<[outcome: Outcome, rule: string, verdict: Finding["verdict"], strict: string]>([
    [{ kind: "stopped", rules: ["A"] }, "DRILL_STOPPED", "passed", "passed"],
    [{ kind: "stopped-by-accident", rules: ["A"] }, "DRILL_ACCIDENT", "warned", "warned"],
    [
      { kind: "stricter", rules: ["A"], where: "here", line: "a = 1" },
      "DRILL_STRICTER",
      "warned",
      "refused",
    ],
    [{ kind: "out-of-reach", why: "so", wasTried: true }, "DRILL_OUT_OF_REACH", "noted", "noted"],
    [{ kind: "passed" }, "DRILL_PASSED", "refused", "refused"],
    [{ kind: "not-tried", why: "so" }, "DRILL_NOT_TRIED", "noted", "noted"],
  ])("%o", (outcome, rule, verdict, strict) => {
    expect(findingOf(drilled(outcome), false)).toMatchObject({ rule, verdict });
    const { message, verdict: strictly } = findingOf(drilled(outcome), true);
    expect(strictly).toBe(strict);
    expect(message).toMatch(/^somebody does it \(requirements\.txt\): /);
  });
});
