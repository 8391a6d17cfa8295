import { describe, expect, test } from "vitest";
import { evaluateRules } from "../../src/operations/evaluate-rules.ts";
import { evaluateGate } from "../../src/policy/evaluate-gate.ts";
import { parsePolicy } from "../../src/policy/policy.ts";
import { changedLock, factsOf, pinOf, ruling } from "../fakes/rule-facts.ts";

// Bad input that a table of such names by its row, 57 and 58: expressions that fail, and values that look like expressions.

const NOW = new Date("2026-11-24T03:00:00Z");
const TEN = "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]";
const through = (names: string, inner: string): string =>
  [...names].reduceRight((text, name) => `${TEN}.all(${name}, ${text})`, inner);

describe("row 57: a rule that cannot be evaluated denies", () => {
  test.each([
    ["an error", "change.markers[0] == 'x'"],
    ["no truth", "dyn(change.name)"],
    ["a number", "dyn(1)"],
    ["nothing", "dyn(null)"],
    ["an unknown name", "nobody.knows"],
    ["no expression", "change.name =="],
    ["a time that is up", through("abcdefghijk", "a > 0")],
    ["a bomb of patterns", through("abcdefghijk", "!change.name.matches('^(a+)+$(a|a?)+')")],
  ])("%s", async (_why, expression) => {
    const facts = factsOf(changedLock([], [pinOf("click", "8.1.8")]));
    const policy = ruling({ one: expression });
    const limits = { timeMs: 400, totalMs: 400, memoryMiB: 128 };
    const rules = await evaluateRules(facts, policy, NOW, limits);
    const { isAllowed, findings } = evaluateGate({ ...facts, rules }, policy, NOW);
    expect(isAllowed).toBe(false);
    expect(findings).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ rule: "RULE_FAILED", verdict: "refused" }),
      ]),
    );
  });
});

describe("row 58: a value is a variable, and never part of an expression", () => {
  test.each([
    "x' || true || '",
    'x" || true || "',
    "x') || change.name.matches('",
    "{name}",
    "${change.name}",
    "\\",
    "true",
  ])("%j", async (hostile) => {
    const facts = factsOf(changedLock([], [pinOf("click", "", { url: hostile })]));
    const quoted = JSON.stringify(hostile);
    const policy = parsePolicy(
      Buffer.from(`version = 1
[[lock]]
path = "requirements.txt"
format = "pip-requirements"
[[rule]]
id = "other"
on = "lock.change"
deny_if = "change.name == parameters.name || change.name in parameters.names"
parameters = { name = ${quoted}, names = [${quoted}] }
[[rule]]
id = "same"
on = "lock.change"
deny_if = "change.version == parameters.name && change.version in parameters.names"
parameters = { name = ${quoted}, names = ["other", ${quoted}] }
`),
      "lockseal.toml",
    );
    const rules = await evaluateRules(facts, policy, NOW);
    expect([...rules].map(([id, { kind }]) => [id, kind])).toEqual([
      ["other", "passed"],
      ["same", "denied"],
    ]);
  });
});
