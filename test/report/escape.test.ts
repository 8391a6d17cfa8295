import { fc, test as prop } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { escapeJson, escapeText } from "../../src/report/escape.ts";
import { formatJson } from "../../src/report/json.ts";
import { formatFindings } from "../../src/report/text.ts";

const HOSTILE: readonly [why: string, text: string, escaped: string][] = [
  ["a terminal's escape", "\u001b[2J", "\\x1b[2J"],
  ["its C1 twin", "\u009b2J", "\\x9b2J"],
  ["a line end", "a\nb", "a\\nb"],
  ["a carriage return, which overwrites", "a\rb", "a\\rb"],
  ["a tab", "a\tb", "a\\tb"],
  ["NUL", "\0", "\\x00"],
  ["delete", "\u007f", "\\x7f"],
  ["a right-to-left override", "\u202etxt", "\\u{202e}txt"],
  ["an isolate", "\u2066a", "\\u{2066}a"],
  ["a space of no width", "a\u200bb", "a\\u{200b}b"],
  ["a byte order mark", "\ufeffa", "\\u{feff}a"],
  ["a line separator", "a\u2028b", "a\\u{2028}b"],
  ["a tag, invisible and beyond the first plane", "\u{e0041}", "\\u{e0041}"],
  ["half a character", "\ud800", "\\u{d800}"],
  ["a command of GitHub", "::set-output name=x::y", "\\x3a:set-output name=x\\x3a:y"],
  ["more colons", ":::", "\\x3a\\x3a:"],
  ["a command of Azure", "##vso[task.setvariable]", "\\x23#vso[task.setvariable]"],
  ["another", "##[group]", "\\x23#[group]"],
];

describe("escapeText", () => {
  test.each(HOSTILE)("shows %s as an escape", (_why, text, escaped) => {
    expect(escapeText(text)).toBe(escaped);
  });

  test.each([
    ["requirements.txt"],
    ["a:b"],
    ["# comment"],
    ["## x"],
    ["é 日本 🙂"],
    ["C:\\x"],
    [""],
  ])("leaves %j", (text) => {
    expect(escapeText(text)).toBe(text);
  });
});

const ACTS = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]|::|##\[|##vso\[/u;

describe("escapeJson", () => {
  test.each(HOSTILE)("hides %s, and gives it back to a reader", (_why, text) => {
    const json = escapeJson({ [text]: [text] });
    expect(json.replaceAll("\n", "")).not.toMatch(ACTS);
    expect(JSON.parse(json)).toEqual({ [text]: [text] });
  });

  prop.prop([fc.jsonValue({ stringUnit: "binary" })])("gives back any value", (value) => {
    const json = escapeJson(value);
    expect(json.replaceAll("\n", "")).not.toMatch(ACTS);
    expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)));
  });
});

test("formatJson begins with the version of its shape", () => {
  expect(formatJson("lint", 1, { findings: [] })).toBe(
    '{\n  "schemaVersion": 1,\n  "command": "lint",\n  "exitCode": 1,\n  "findings": []\n}\n',
  );
});

describe("formatFindings", () => {
  const finding = {
    rule: "LOCK_EMPTY",
    verdict: "refused",
    subject: "r.txt",
    message: "expected a pin",
  } as const;

  test("writes one line and the next step below, as editors read it", () => {
    const where = { file: "r.txt", line: 3, column: 7 };
    expect(formatFindings([{ ...finding, where, help: "add one" }], { colour: false })).toBe(
      "r.txt:3:7: error: expected a pin [LOCK_EMPTY]\n    hint: add one\n",
    );
  });

  test.each([
    ["passed", "r.txt: ok: expected a pin\n"],
    ["noted", "r.txt: note: expected a pin [LOCK_EMPTY]\n"],
    ["warned", "r.txt: warning: expected a pin [LOCK_EMPTY]\n"],
  ] as const)("has a word for what %s", (verdict, text) => {
    expect(formatFindings([{ ...finding, verdict }], { colour: false })).toBe(text);
  });

  prop.prop([
    fc.string({ unit: "binary" }),
    fc.constantFrom(":", "::", "\n::", ""),
    fc.string({ unit: "binary" }),
  ])("prints nothing that acts, wherever foreign text stands", (one, two, three) => {
    const [subject, message] = [two + one, three + two];
    const findings = [
      { ...finding, subject, message, help: subject },
      { ...finding, subject, message, where: { file: two } },
    ];
    const text = formatFindings(findings, { colour: false });
    expect(text.replaceAll("\n", "")).not.toMatch(ACTS);
    expect(text.split("\n")).toHaveLength(4);
  });
});
