import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { answerQuestion } from "../../../src/policy/cel/evaluate.ts";
import type { CelType } from "../../../src/policy/cel/type.ts";
import { variablesOf } from "../../../src/policy/cel/variables.ts";
import { parsePolicy } from "../../../src/policy/policy.ts";
import { RULE_EVENTS } from "../../../src/policy/table/rules.ts";

const TEXT = readFileSync(join(import.meta.dirname, "../../../docs/policy.md"), "utf8");
const [, ABOUT = ""] = TEXT.split("\n## Rules\n");

test("the rules that the document shows are none that could not be evaluated", () => {
  const blocks = [...TEXT.matchAll(/```toml\n([\s\S]*?)```/g)].map(([, block = ""]) => block);
  const shown = blocks.flatMap((block) => block.match(/\[\[rule\]\]\n?[\s\S]*?(?=\n\[|$)/g) ?? []);
  const rules = shown.flatMap(
    (rule) => parsePolicy(Buffer.from(`version = 1\n${rule}`), "lockseal.toml").rules,
  );
  expect(rules.map(({ id }) => id)).toEqual([
    "no-prereleases",
    "few-new-packages",
    "crypto-is-security",
  ]);
  for (const { denyIf, on, parameters } of rules) {
    const question = { expression: denyIf, event: on, parameters, shared: new Map(), cases: [] };
    expect(answerQuestion(question)).toEqual({ kind: "judged", denied: [] });
  }
});

test.each(RULE_EVENTS.map((event) => [event]))("all that %s sees is in the document", (event) => {
  const names = [...variablesOf(event, new Map())].flatMap(([name, type]) => [
    name,
    ...namesIn(type),
  ]);
  expect(names.length).toBeGreaterThan(10);
  for (const name of names) expect(ABOUT).toMatch(new RegExp(`\`(?:\\w+\\.)?${name}\``));
  expect(ABOUT).toContain(`\`${event}\``);
});

function namesIn(type: CelType): readonly string[] {
  if ("of" in type) return namesIn(type.of);
  if (!("fields" in type)) return [];
  return [...type.fields].flatMap(([name, one]) => [name, ...namesIn(one)]);
}
