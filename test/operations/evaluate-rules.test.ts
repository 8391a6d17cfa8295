import { describe, expect, test } from "vitest";
import { checkRules, evaluateRules } from "../../src/operations/evaluate-rules.ts";
import { changedLock, factsOf, pinOf, ruling } from "../fakes/rule-facts.ts";

const NOW = new Date("2026-11-24T03:00:00Z");
const FACTS = factsOf(changedLock([pinOf("click", "8.1.7")], [pinOf("click", "8.1.8")]));
const PLENTY = { timeMs: 120_000, totalMs: 120_000, memoryMiB: 256 };

const TEN = "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]";
/** Goes through ten to the power of the names, which takes longer than anybody waits. */
const loops = (names: string, inner: string): string =>
  [...names].reduceRight((text, name) => `${TEN}.all(${name}, ${text})`, inner);
const ENDLESS = loops("abcdefghijk", "a > 0");
const HUNGRY = [..."abcdefgh"].reduceRight((text, name) => `${TEN}.map(${name}, ${text})`, "[a]");

describe("rules in a thread", () => {
  test("each has its own outcome", async () => {
    const policy = ruling({
      passes: "change.kind == 'new'",
      denies: "change.version == '8.1.8'",
      fails: "signers['eve'].person",
      malformed: "chnge.kind == 'new'",
    });
    const outcomes = await evaluateRules(FACTS, policy, NOW);
    expect([...outcomes]).toEqual([
      ["passes", { kind: "passed", asked: 1 }],
      [
        "denies",
        { kind: "denied", denied: [{ subject: "requirements.txt", what: "click 8.1.8 (update)" }] },
      ],
      [
        "fails",
        {
          kind: "failed",
          problem: {
            unit: expect.any(Number),
            expected: "true or false",
            found: '"field not found: eve", of requirements.txt: click 8.1.8 (update)',
            hint: undefined,
          },
        },
      ],
      [
        "malformed",
        {
          kind: "failed",
          problem: {
            unit: 0,
            expected: expect.stringContaining("change"),
            found: '"chnge"',
            hint: "did you mean change?",
          },
        },
      ],
    ]);
  });

  test("one that takes too long is ended, and those after it are evaluated all the same", async () => {
    const policy = ruling({ first: "false", slow: ENDLESS, last: "change.name == 'click'" });
    const outcomes = await evaluateRules(FACTS, policy, NOW, { ...PLENTY, timeMs: 4000 });
    expect(outcomes.get("slow")).toMatchObject({
      kind: "failed",
      problem: {
        expected: "an answer within 4 s",
        found: "none yet: its evaluation was ended",
        hint: expect.stringContaining("deny_if"),
      },
    });
    expect([outcomes.get("first")?.kind, outcomes.get("last")?.kind]).toEqual(["passed", "denied"]);
  });

  test("all of them together have a limit, too", async () => {
    const policy = ruling({ slow: ENDLESS, slower: ENDLESS, last: "false" });
    const limits = { ...PLENTY, timeMs: 100_000, totalMs: 300 };
    const outcomes = await evaluateRules(FACTS, policy, NOW, limits);
    expect([...outcomes.values()].map(({ kind }) => kind)).toEqual(["failed", "failed", "failed"]);
    expect(outcomes.get("last")).toMatchObject({
      problem: { expected: "an answer within 0.3 s for all rules" },
    });
  });

  test("one that takes too much memory is ended", async () => {
    const policy = ruling({ hungry: `${HUNGRY}.size() > 0`, last: "false" });
    const outcomes = await evaluateRules(FACTS, policy, NOW, { ...PLENTY, memoryMiB: 64 });
    expect(outcomes.get("hungry")).toMatchObject({
      kind: "failed",
      problem: { expected: "an evaluation within 64 MiB of memory" },
    });
    expect(outcomes.get("last")?.kind).toBe("passed");
  });

  test("a text that doubles in every loop is ended, too", async () => {
    const doubled = [..."abcdefghijklmnopqrstuvwxyzABCD"].reduce(
      (text, name) => `${text}.map(${name}, ${name} + ${name})`,
      "[change.name]",
    );
    const policy = ruling({ doubled: `${doubled}.exists(z, z.matches('x$'))` });
    const outcomes = await evaluateRules(FACTS, policy, NOW, {
      ...PLENTY,
      memoryMiB: 64,
      timeMs: 5000,
    });
    expect(outcomes.get("doubled")?.kind).toBe("failed");
  });

  test.each([
    [
      "a pattern that others backtrack in",
      "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'.matches('^(a+)+$')",
    ],
    ["one of alternatives", "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'.matches('^(a|a|aa)+$')"],
  ])("%s is answered", async (_why, expression) => {
    const outcomes = await evaluateRules(FACTS, ruling({ one: expression }), NOW, PLENTY);
    expect(outcomes.get("one")).toEqual({ kind: "passed", asked: 1 });
  });

  test("patterns over a long text end with their time", async () => {
    const url = `https://host.example/${"a/".repeat(400_000)}`;
    const facts = factsOf(changedLock([], [pinOf("x", "", { url })]));
    const bomb = loops("abcdef", "!change.version.matches('(.*/.*/.*/){1,50}z$')");
    const outcomes = await evaluateRules(facts, ruling({ bomb }), NOW, { ...PLENTY, timeMs: 500 });
    expect(outcomes.get("bomb")).toMatchObject({
      kind: "failed",
      problem: { expected: "an answer within 0.5 s" },
    });
  });

  test("the clock is what it is told to be", async () => {
    const policy = ruling({ late: "now > timestamp('2026-11-24T03:00:00Z')" });
    expect((await evaluateRules(FACTS, policy, NOW)).get("late")?.kind).toBe("passed");
    const later = new Date(NOW.getTime() + 1);
    expect((await evaluateRules(FACTS, policy, later)).get("late")?.kind).toBe("denied");
  });
});

describe("rules that are looked at", () => {
  test("are not evaluated", async () => {
    const policy = ruling({ slow: ENDLESS, fails: "1 / 0 > 0 || true", unknown: "x == 1" });
    const problems = await checkRules(policy, PLENTY);
    expect([...problems].map(([id, found]) => [id, found.map((one) => one.found)])).toEqual([
      ["slow", []],
      ["fails", ['"int divide by zero"']],
      ["unknown", ['"x"']],
    ]);
  });
});

test("many changes are asked about a thousand at a time, and each is named by its own place", async () => {
  const pins = Array.from({ length: 2500 }, (_, at) =>
    pinOf(`p${at}`, at === 2400 ? "2.0rc1" : "2.0"),
  );
  const facts = factsOf(changedLock([], pins));
  const policy = ruling({
    denies: "change.version.endsWith('rc1')",
    fails: "change.version.endsWith('rc1') && signers['eve'].person",
  });
  const outcomes = await evaluateRules(facts, policy, NOW, PLENTY);
  expect(outcomes.get("denies")).toEqual({
    kind: "denied",
    denied: [{ subject: "requirements.txt", what: "p2400 2.0rc1 (new)" }],
  });
  expect(outcomes.get("fails")).toMatchObject({
    problem: { found: expect.stringContaining("p2400 2.0rc1 (new)") },
  });
});
