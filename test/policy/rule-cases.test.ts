import { describe, expect, test } from "vitest";
import type { LockFacts } from "../../src/policy/gate-facts.ts";
import type { Policy } from "../../src/policy/model.ts";
import { parsePolicy } from "../../src/policy/policy.ts";
import { casesOfRules, outcomeOf, type RuleFacts } from "../../src/policy/rule-cases.ts";
import type { RuleValue } from "../../src/policy/rule-question.ts";
import { changedLock, factsOf, pinOf } from "../fakes/rule-facts.ts";

const NOW = new Date("2026-11-24T03:00:00Z");
const LOCK = changedLock(
  [pinOf("click", "8.1.7"), pinOf("gone", "1.0")],
  [pinOf("click", "8.1.8"), pinOf("flask", "3.1.0")],
);

function policy(more = "", lock = ""): Policy {
  const rules = ["lock.change", "lock.delta", "lock.release"].map(
    (on) => `[[rule]]\nid = "${on}"\non = "${on}"\ndeny_if = "true"\n`,
  );
  const text = `version = 1\n[[lock]]\npath = "requirements.txt"\nformat = "pip-requirements"\n${lock}${rules.join("")}${more}`;
  return parsePolicy(Buffer.from(text), "lockseal.toml");
}

/** What each rule is asked about, by its id. */
function asked(facts: RuleFacts, by = policy()): Record<string, readonly string[]> {
  const all = casesOfRules(facts, by, NOW);
  return Object.fromEntries(all.map(({ id, cases }) => [id, cases.map(({ what }) => what)]));
}

/** What a rule is told, as JSON would have it. */
function plain(value: RuleValue | undefined): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([k, v]) => [k, plain(v)]));
  return Array.isArray(value) ? value.map(plain) : value;
}

describe("a rule is asked", () => {
  test("about each change, each lock that differs, and nothing of a release", () => {
    expect(asked(factsOf(LOCK))).toEqual({
      "lock.change": ["click 8.1.8 (update)", "flask 3.1.0 (new)", "gone (remove)"],
      "lock.delta": ["3 changes"],
      "lock.release": [],
    });
  });

  test("about what a lock had that is gone", () => {
    const gone = { ...changedLock([pinOf("click", "8.1.7")], []), head: null, sha256: null };
    expect(asked(factsOf(gone))["lock.change"]).toEqual(["click (remove)"]);
    expect(asked({ ...factsOf(gone), mode: "release" })["lock.release"]).toEqual([]);
  });

  test("about each lock of a release, and about no change", () => {
    const facts: RuleFacts = { ...factsOf({ ...LOCK, delta: null }), mode: "release" };
    expect(asked(facts)).toEqual({
      "lock.change": [],
      "lock.delta": [],
      "lock.release": ["its release"],
    });
  });

  test("about each version of a package", () => {
    const versions = changedLock(
      [],
      [
        pinOf("numpy", "1.26.0rc1", { marker: 'python_version < "3.12"' }),
        pinOf("numpy", "2.0", { marker: 'python_version >= "3.12"' }),
      ],
    );
    expect(asked(factsOf(versions))).toMatchObject({
      "lock.change": ["numpy 1.26.0rc1 (new)", "numpy 2.0 (new)"],
      "lock.delta": ["1 change"],
    });
    const [, delta] = casesOfRules(factsOf(versions), policy(), NOW);
    expect(plain(delta?.question.cases[0]?.get("delta"))).toMatchObject({
      changes: [{ version: "1.26.0rc1" }, { version: "2.0" }],
    });
  });

  test("about each kind of a change, so that an older line hides no update", () => {
    const lock = changedLock(
      [pinOf("click", "8.1.7")],
      [
        pinOf("click", "8.1.8", { marker: 'python_version >= "3.0"' }),
        pinOf("click", "8.1.6", { marker: 'python_version < "3.0"' }),
      ],
    );
    expect(asked(factsOf(lock))).toMatchObject({
      "lock.change": [
        "click 8.1.6 (downgrade)",
        "click 8.1.6 (update)",
        "click 8.1.8 (downgrade)",
        "click 8.1.8 (update)",
      ],
      "lock.delta": ["1 change"],
    });
  });

  test("about options, each a line", () => {
    const [{ delta = null } = {}] = [LOCK];
    const options = { ...delta?.changes[0], name: "(options)", versions: ["--a", "--b"] };
    const lock = { ...LOCK, delta: { ...delta, changes: [options] } } as unknown as LockFacts;
    expect(asked(factsOf(lock))["lock.change"]).toEqual([
      "(options) --a (update)",
      "(options) --b (update)",
    ]);
  });

  test.each<[why: string, lock: LockFacts, by?: Policy]>([
    ["is as at the base", { ...LOCK, head: "a", delta: null }],
    [
      "is gone and nobody could tell what was in it, which is refused",
      { ...LOCK, head: null, sha256: null, delta: null, approvals: null },
    ],
    ["nobody could read, which is refused", { ...LOCK, delta: null, approvals: null }],
    [
      "is exempt",
      LOCK,
      policy(
        `[[exempt]]\npath = "requirements.txt"\nsha256 = "${"b".repeat(64)}"\nreason = "r"\nuntil = 2026-12-01T00:00:00Z\n`,
      ),
    ],
    ["has ranges and asks nobody", LOCK, policy("", "ranges = true\n")],
  ])("about nothing of a lock that %s", (_why, lock, by) => {
    expect(Object.values(asked(factsOf(lock), by)).flat()).toEqual([]);
    const [one] = casesOfRules(factsOf(lock), by ?? policy(), NOW);
    expect(one && outcomeOf(one, undefined)).toEqual({ kind: "passed", asked: 0 });
  });

  test("about an exemption that is over", () => {
    const over = policy(
      `[[exempt]]\npath = "requirements.txt"\nsha256 = "${"b".repeat(64)}"\nreason = "r"\nuntil = 2026-11-24T03:00:00Z\n`,
    );
    expect(asked(factsOf(LOCK), over)["lock.delta"]).toEqual(["3 changes"]);
  });

  test("and fails where a lock would pass of which nobody can tell what differs", () => {
    const [one, , release] = casesOfRules(factsOf({ ...LOCK, delta: null }), policy(), NOW);
    expect(one && outcomeOf(one, { kind: "judged", denied: [] })).toMatchObject({
      kind: "failed",
      problem: { found: "nothing, of requirements.txt" },
    });
    expect(release && outcomeOf(release, undefined)).toEqual({ kind: "passed", asked: 0 });
  });

  test("and fails where it got no answer", () => {
    const [one] = casesOfRules(factsOf(LOCK), policy(), NOW);
    expect(one && outcomeOf(one, undefined)).toMatchObject({ kind: "failed" });
  });
});

test("a rule is told what was found, and by whom it was approved", () => {
  const [change] = LOCK.delta?.changes ?? [];
  if (change === undefined) throw new Error("expected a change");
  const approval = { people: ["alice"], approved: true, emergency: true, holdMs: null };
  const lock: LockFacts = {
    ...LOCK,
    base: null,
    approvals: {
      findings: [],
      changes: [{ ...approval, change, kind: change.kind, denied: null, tally: null }],
      counted: [],
    },
  };
  const refused = { rule: "RULE", verdict: "refused", subject: "s", message: "m" } as const;
  const facts: RuleFacts = {
    ...factsOf(lock),
    tools: [{ name: "trivy", version: "0.71.0", findings: [] }],
    outputs: [
      { path: "dist/a", findings: [] },
      { path: "dist/b", findings: [refused] },
      { path: "dist/c", findings: null },
    ],
  };
  const more = '[signers.alice]\nperson = true\nroles = ["reviewer"]\nkeys = ["a.pub"]\n';
  const [{ question } = {}] = casesOfRules(facts, policy(more), NOW);
  expect(plain(question?.shared)).toEqual({
    now: NOW,
    signers: { alice: { person: true, roles: ["reviewer"] } },
    tools: [{ name: "trivy", version: "0.71.0" }],
    outputs: [
      { path: "dist/a", is_proven: true },
      { path: "dist/b", is_proven: false },
      { path: "dist/c", is_proven: false },
    ],
  });
  const [, before] = ["8.1.7", "8.1.8"].map((version) => pinOf("click", version).hashes);
  expect(plain(question?.cases[0])).toEqual({
    lock: { path: "requirements.txt", format: "pip-requirements", is_new: true, is_removed: false },
    change: {
      kind: "update",
      name: "click",
      version: "8.1.8",
      from: ["8.1.7"],
      purl: "pkg:pypi/click@8.1.8",
      hashes: before,
      added: before,
      markers: [],
      is_approved: true,
      is_emergency: true,
      people: ["alice"],
    },
  });
});

test("a rule about a release is told who signed", () => {
  const signatures = { findings: [], signers: ["release"], sequence: 5, last: 4 };
  const facts: RuleFacts = { ...factsOf({ ...LOCK, delta: null, signatures }), mode: "release" };
  const release = casesOfRules(facts, policy(), NOW)[2];
  expect(plain(release?.question.cases[0])).toEqual({
    lock: {
      path: "requirements.txt",
      format: "pip-requirements",
      is_new: false,
      is_removed: false,
      is_changed: true,
      signed_by: ["release"],
      sequence: 5n,
    },
  });
});
