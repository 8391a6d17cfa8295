import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { findCommand } from "../../src/cli/commands.ts";
import type { Explanation } from "../../src/explain/area.ts";
import { AREAS, EXPLANATIONS } from "../../src/explain/explanations.ts";
import { findRule, nearestRule, RULES } from "../../src/explain/find-rule.ts";
import { formatExplanation, formatRules } from "../../src/explain/format-explanation.ts";
import { formatPage } from "../../src/explain/format-page.ts";
import { problemOf } from "../fakes/typed.ts";

const root = new URL("../../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), "utf8");

/** Types leave nothing to look at once the program runs. */
const CODES = [...read("src/errors.ts").matchAll(/^ {2}([A-Z0-9]+(?:_[A-Z0-9]+)+): \{/gm)];
const FINDINGS = [...read("src/rule.ts").matchAll(/^ {2}\| "([A-Z0-9_]+)"/gm)];
const NAMES = [...CODES, ...FINDINGS].map(([, name = ""]) => name);

const SOURCES = readdirSync(new URL("src/", root), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts") && !/^(?:explain\/|rule\.ts|exit-code\.ts)/.test(name))
  .map((name) => read(`src/${name}`))
  .join("\n");

const textsOf = (explanation: Explanation): readonly string[] => Object.values(explanation);
const ALL: readonly (readonly [rule: string, explanation: Explanation])[] =
  Object.entries(EXPLANATIONS);

test("every code and every rule of a finding has one explanation, in one area", () => {
  expect(NAMES.length).toBeGreaterThan(480);
  expect([...RULES].sort()).toEqual([...NAMES].sort());
  const listed = AREAS.flatMap(({ rules }) => Object.keys(rules));
  expect(listed).toEqual(RULES);
  expect(new Set(AREAS.map(({ title }) => title)).size).toBe(AREAS.length);
});

test.each(FINDINGS.map(([, name = ""]) => [name]))("%s is the rule of some finding", (name) => {
  expect(new RegExp(`"${name}"|^  ${name}: "`, "m").test(SOURCES)).toBe(true);
});

describe("the text", () => {
  test.each(ALL)("of %s is whole, short and closed", (_rule, explanation) => {
    const { what, why, fix } = explanation;
    const story = "attack" in explanation ? explanation.attack : explanation.accident;
    for (const text of [what, why, story, fix]) {
      expect(text).toMatch(/^\S.{12,300}[.?]$/su);
      expect(text).not.toMatch(/\n|\s\s| $/);
      expect(text.split("`").length % 2).toBe(1);
    }
    // One sentence: what follows a colon or a semicolon still belongs to it.
    expect(what.replaceAll(/`[^`]*`/g, "")).not.toMatch(/[.?!] [A-Z]/);
  });

  test("says nothing twice", () => {
    const seen = new Map<string, string>();
    for (const [rule, explanation] of ALL)
      for (const sentence of textsOf(explanation).flatMap((text) =>
        text.split(/(?<=[.?]) (?=[A-Z`])/),
      )) {
        expect(`${sentence} (${seen.get(sentence) ?? rule})`).toBe(`${sentence} (${rule})`);
        seen.set(sentence, rule);
      }
  });

  test("names no rule that there is not", () => {
    const named = ALL.flatMap(([, one]) =>
      textsOf(one).flatMap((text) =>
        [...text.matchAll(/`([A-Z]+_[A-Z_]+)`/g)].map(([, name]) => name),
      ),
    );
    const variables = [
      "HTTPS_PROXY",
      "LOCKSEAL_PASSWORD",
      "COSIGN_PASSWORD",
      "XDG_CACHE_HOME",
      "XDG_DATA_HOME",
    ];
    expect(named.filter((name = "") => !NAMES.includes(name) && !variables.includes(name))).toEqual(
      [],
    );
  });
});

/** What stands in backticks and begins with the program's name. */
const LINES = ALL.flatMap(([rule, explanation]) =>
  textsOf(explanation).flatMap((text) =>
    [...text.matchAll(/`lockseal ([^`]+)`/g)].map(([, line = ""]) => [rule, line] as const),
  ),
);

describe("a command in a text", () => {
  test("is no rarity", () => {
    expect(LINES.length).toBeGreaterThan(200);
    const verbs = new Set(LINES.map(([, line]) => findCommand(line.split(" "))?.name));
    expect(verbs.size).toBeGreaterThan(25);
  });

  test.each(LINES)("of %s can be typed: lockseal %s", (_rule, line) => {
    expect(problemOf(line.split(" "))).toBe("");
  });

  test.each<[line: string, problem: RegExp]>([
    ["verify FILE --kye PUB", /found --kye/],
    ["verify --key", /found no value/],
    ["layout verify --key OWNER.pub", /expected --layout/],
    ["diff OLD", /found OLD/],
  ])("would be found where it is none: %s", (line, problem) => {
    expect(problemOf(line.split(" "))).toMatch(problem);
  });
});

describe("a rule is found", () => {
  test.each<[why: string, text: string]>([
    ["as it is written", "LOCK_HIDDEN_LINE"],
    ["in small letters", "lock_hidden_line"],
    ["with hyphens", "lock-hidden-line"],
    ["with blanks", "Lock hidden line"],
    ["as a line of output has it", "[LOCK_HIDDEN_LINE]"],
    ["as a test report has it", "LOCK_HIDDEN_LINE: requirements.txt:2:14"],
  ])("%s", (_, text) => {
    expect(findRule(text)).toBe("LOCK_HIDDEN_LINE");
  });

  test.each(["", "LOCK", "constructor", "__proto__", "LOCK_HIDDEN_LINES"])(
    "never as %j",
    (text) => {
      expect(findRule(text)).toBeUndefined();
    },
  );

  test("by its nearest name", () => {
    expect(nearestRule("lock-hiden-line")).toBe("LOCK_HIDDEN_LINE");
    expect(nearestRule("xyzzy")).toBeUndefined();
  });
});

describe("on paper", () => {
  test("docs/rules.md is as these texts are: npm run docs", () => {
    expect(read("docs/rules.md")).toBe(formatPage());
  });

  test("every rule has an anchor of its own", () => {
    const titles = [...formatPage().matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
      title.toLowerCase(),
    );
    expect(new Set(titles).size).toBe(titles.length);
    for (const rule of RULES) expect(titles).toContain(rule.toLowerCase());
    for (const [, anchor = ""] of formatPage().matchAll(/\(#([^)]+)\)/g))
      expect(
        titles.map((title) => title.replaceAll(/[^a-z0-9 _-]/g, "").replaceAll(" ", "-")),
      ).toContain(anchor);
  });

  test.each(RULES)("%s fits a terminal, and breaks no command", (rule) => {
    const text = formatExplanation(rule);
    for (const line of text.split("\n"))
      if (!line.includes("`")) expect(line.length).toBeLessThanOrEqual(100);
    for (const line of text.split("\n")) expect(line.split("`").length % 2).toBe(1);
    expect(text.replaceAll(/\s+/g, " ")).toContain(EXPLANATIONS[rule].fix);
  });

  test("the list has every rule on a line", () => {
    const lines = formatRules().split("\n");
    for (const rule of RULES)
      expect(lines.filter((line) => line.startsWith(`  ${rule}: `))).toHaveLength(1);
  });
});
