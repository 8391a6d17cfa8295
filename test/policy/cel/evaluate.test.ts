import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { answerQuestion } from "../../../src/policy/cel/evaluate.ts";
import type { RuleAnswer, RuleValue } from "../../../src/policy/rule-question.ts";
import { fields } from "../../../src/policy/rule-variables.ts";
import type { RuleEvent, RuleParameter } from "../../../src/policy/table/rules.ts";

const CHANGE: Readonly<Record<string, RuleValue>> = {
  kind: "update",
  name: "click",
  version: "8.1.8",
  from: ["8.1.7"],
  purl: "pkg:pypi/click@8.1.8",
  hashes: ["sha256:aa", "sha256:bb"],
  added: ["sha256:bb"],
  markers: [],
  is_approved: true,
  is_emergency: false,
  people: ["alice", "sam"],
};
const LOCK = {
  path: "requirements.txt",
  format: "pip-requirements",
  is_new: false,
  is_removed: false,
};
const SHARED = fields({
  now: new Date("2026-11-24T03:00:00.500Z"),
  signers: fields({
    alice: fields({ person: true, roles: ["reviewer"] }),
    sam: fields({ person: true, roles: ["reviewer", "security"] }),
  }),
  tools: [fields({ name: "trivy", version: "0.71.0" })],
  outputs: [fields({ path: "dist/app.whl", is_proven: true })],
});

function ask(
  expression: string,
  more: Readonly<Record<string, RuleValue>> = {},
  parameters: Readonly<Record<string, RuleParameter>> = {},
  event: RuleEvent = "lock.change",
): RuleAnswer {
  const change = fields({ ...CHANGE, ...more });
  const own: Readonly<Record<RuleEvent, Readonly<Record<string, RuleValue>>>> = {
    "lock.change": { lock: fields(LOCK), change },
    "lock.delta": { lock: fields(LOCK), delta: fields({ changes: [change, change] }) },
    "lock.release": {
      lock: fields({ ...LOCK, is_changed: true, signed_by: ["release"], sequence: 2n ** 62n }),
    },
  };
  return answerQuestion({
    expression,
    event,
    parameters: new Map(Object.entries(parameters)),
    shared: SHARED,
    cases: [fields(own[event])],
  });
}

const denies = (answer: RuleAnswer): unknown =>
  answer.kind === "judged" ? answer.denied.length > 0 : answer;

describe("an expression sees", () => {
  test.each<[expression: string, expected: boolean, event?: RuleEvent]>([
    // The two rules that documents show.
    [
      'change.kind in ["new", "update"] && change.version.matches("(a|b|rc)[0-9]+$")',
      false,
      "lock.change",
    ],
    ['delta.changes.filter(c, c.kind == "update").size() > 1', true, "lock.delta"],
    ['delta.changes.filter(c, c.kind == "new").size() > 5', false, "lock.delta"],
    ['change.name == "click" && change.from == ["8.1.7"]', true],
    ['change.purl.startsWith("pkg:pypi/")', true],
    ["change.added.all(h, h in change.hashes)", true],
    ['!change.people.exists(p, "security" in signers[p].roles)', false],
    ['!change.people.exists(p, "owner" in signers[p].roles)', true],
    ["signers.all(name, signers[name].person)", true],
    ['tools.exists(t, t.name == "trivy" && t.version == "0.71.0")', true],
    ["outputs.exists(o, !o.is_proven)", false],
    ['lock.path.endsWith(".txt") && !lock.is_new', true],
    ["change.is_approved && !change.is_emergency", true],
    ['now < timestamp("2026-11-24T03:00:00Z")', false],
    ['now - timestamp("2026-11-23T00:00:00Z") > duration("24h")', true],
    ["now.getDayOfWeek() == 2 && now.getMilliseconds() == 500", true],
    ['lock.signed_by == ["release"] && lock.is_changed', true, "lock.release"],
    ["change.markers.size() == 0 ? true : change.markers[0] == ''", true],
    ["change.hashes.map(h, h.size()).exists(n, n > 9)", false],
    ["change.hashes.exists_one(h, h.endsWith('bb'))", true],
    ["{'a': 1, 'b': 2}.size() == 2 && {1: true}[1]", true],
    ["has(change.kind) // a comment at its end", true],
  ])("%s", (expression, expected, event) => {
    expect(denies(ask(expression, {}, {}, event))).toBe(expected);
  });

  test("its own parameters, each with its type", () => {
    const parameters = {
      most: 1n,
      names: ["click", "flask"],
      until: new Date("2026-11-25T00:00:00Z"),
      strict: true,
      nothing: [],
    };
    const expression =
      "parameters.strict && change.name in parameters.names && now < parameters.until && size(change.from) >= parameters.most && parameters.nothing.size() == 0";
    expect(denies(ask(expression, {}, parameters))).toBe(true);
  });
});

describe("nothing that it is told is read as an expression", () => {
  test.each([
    "' || true || '",
    '" || true || "',
    "') || true || ('",
    "${true}",
    "{param}",
    "true",
    "\\' || true //",
    "\u2028true",
    "a\0b",
    ".*",
  ])("%j", (hostile) => {
    const compared = ask("change.name == parameters.name", {}, { name: hostile });
    expect(denies(compared)).toBe(false);
    const inList = ask("change.name in parameters.names", {}, { names: [hostile] });
    expect(denies(inList)).toBe(false);
    expect(
      denies(ask("change.version == parameters.v", { version: hostile }, { v: hostile })),
    ).toBe(true);
    expect(denies(ask("change.version == 'x'", { version: hostile, name: hostile }))).toBe(false);
  });
});

describe("whole numbers are whole", () => {
  test.each<[why: string, expression: string, event?: RuleEvent]>([
    ["they are added", "size(change.hashes) + 1 == 3"],
    ["beyond what a double holds", "lock.sequence + 1 == 4611686018427387905", "lock.release"],
    ["and told apart there", "lock.sequence != 4611686018427387905", "lock.release"],
    ["the largest", "9223372036854775807 - 1 == 9223372036854775806"],
    ["the largest without sign", "18446744073709551615u > 18446744073709551614u"],
    ["ordered with and without sign", "size(change.hashes) < 3u"],
  ])("%s", (_why, expression, event) => {
    expect(denies(ask(expression, {}, {}, event))).toBe(true);
  });

  test.each<[why: string, expression: string, found: RegExp, event?: RuleEvent]>([
    ["overflow", "lock.sequence + lock.sequence > 0", /int overflow/, "lock.release"],
    ["overflow without sign", "uint(lock.sequence) * 4u > 0u", /uint overflow/, "lock.release"],
    ["less than nothing", "uint(size(change.markers)) - 1u > 0u", /uint overflow/],
    ["divided by nothing", "1 / size(change.markers) > 0", /divide by zero/],
  ])("%s fails", (_why, expression, found, event) => {
    expect(ask(expression, {}, {}, event)).toMatchObject({
      kind: "failed",
      at: 0,
      problem: { expected: "true or false", found: expect.stringMatching(found) },
    });
  });
});

describe("what it cannot mean is found before anything is evaluated", () => {
  test.each<[why: string, expression: string, unit: number, found: string, hint?: string]>([
    ["a variable that there is not", "chnge.name == 'x'", 0, '"chnge"', "did you mean change?"],
    ["one that || would swallow", "true || nobody", 8, '"nobody"'],
    ["one that && would swallow", "false && nobody.x", 9, '"nobody"'],
    ["one of another event", "delta.changes.size() > 0", 0, '"delta"'],
    ["a field that there is not", "change.verson == ''", 6, '"verson"', "did you mean version?"],
    ["a field that has would not miss", "has(change.nme)", 0, '"nme"', "did you mean name?"],
    ["a field by index", "change['nme'] == ''", 6, '"nme"', "did you mean name?"],
    ["a field in a loop", "tools.exists(t, t.nam == '')", 17, '"nam"', "did you mean name?"],
    ["a field of a filtered list", "tools.filter(t, true).exists(t, t.x == '')", 33, '"x"'],
    ["a parameter that is not declared", "parameters.most == 1", 10, '"most"'],
    ["what a text inherits", "change.name.constructor == ''", 11, "a string"],
    ["what a map inherits", "change.__proto__ == change", 6, '"__proto__"'],
    [
      "a function that there is not",
      "change.name.matchs('a')",
      11,
      '"matchs"',
      "did you mean matches?",
    ],
    ["a function swallowed", "true || shell('ls')", 8, '"shell"'],
    ["a macro with other arguments", "has(change)", 0, "has with other arguments than it takes"],
    [
      "a text and a number",
      "change.version == 1",
      15,
      "a string and an int, which are never equal",
    ],
    [
      "a number and a fraction",
      "size(change.from) == 1.0",
      18,
      "an int and a double, which are never equal",
    ],
    ["a number in texts", "1 in change.from", 2, "an int, which is never in it"],
    ["a text in a text", "'a' in change.name", 4, "a string"],
    ["no truth", "change.name", 6, "a string"],
    ["a number for truth", "size(change.from)", 0, "an int"],
    ["nothing but a text in &&", "change.is_approved && change.name", 28, "a string"],
    ["a condition that is none", "change.name ? true : false", 6, "a string"],
    ["a filter without truth", "change.from.filter(f, f).size() > 0", 22, "a string"],
    ["a loop through a text", "change.name.exists(c, c == 'x')", 6, "a string"],
    ["another type of argument", "change.name.startsWith(1)", 11, "a string and an int"],
    ["a comparison of two types", "change.name < 5", 12, "a string and an int"],
    ["a sum of two types", "change.name + 1 == ''", 12, "a string and an int"],
    [
      "a pattern that is none",
      "change.version.matches('(')",
      14,
      '"error parsing regexp: missing closing ): `(`"',
    ],
    [
      "a pattern that looks ahead",
      "change.version.matches('(?=a)')",
      14,
      '"error parsing regexp: invalid or unsupported Perl syntax: `(?=`"',
    ],
    [
      "a day that there is not",
      "now < timestamp('2026-02-30')",
      6,
      expect.stringContaining("timestamp") as unknown as string,
    ],
    [
      "a number of more than 64 bits",
      "size(change.from) < 9223372036854775808",
      20,
      "9223372036854775808",
    ],
    ["one without sign", "5u < 18446744073709551616u", 5, "18446744073709551616u"],
    ["bytes", "b'a' == b'a'", 0, "bytes"],
    ["a function that makes bytes", "bytes(change.name).size() > 1", 0, '"bytes"'],
    [
      "a message",
      "google.protobuf.BytesValue{value: b''} == change",
      0,
      '"google.protobuf.BytesValue"',
    ],
  ])("%s", (_why, expression, unit, found, hint) => {
    const problem = { unit, found, ...(hint === undefined ? {} : { hint }) };
    const answer = ask(expression);
    const first = answer.kind === "malformed" ? answer.problems[0] : answer;
    expect(first).toMatchObject(problem);
  });

  test.each<[why: string, expression: string, unit: number]>([
    ["nothing behind an operator", "change.is_approved &&", 19],
    ["a bracket without its end", "size(change.from", 4],
    ["a text without its end", "change.name == 'x", 12],
    ["two expressions", "true true", 5],
    ["a word that is reserved", "package == 1", 0],
    ["another language", "change.name === 'x'", 12],
    ["an assignment", "x = 1", 2],
  ])("%s is no expression", (_why, expression, unit) => {
    const answer = ask(expression);
    expect(answer).toMatchObject({ kind: "malformed", problems: [{ unit }] });
  });

  test("brackets without end are a refusal, and no end of the thread", () => {
    for (const expression of [`${"(".repeat(2000)}true${")".repeat(2000)}`, "[".repeat(4000)])
      expect(ask(expression)).toMatchObject({ kind: "malformed" });
  });

  test("several problems at once, each where it stands", () => {
    const answer = ask("change.nme == 'x' || chnge.kind == 'y' || change.version == 2");
    expect(answer).toMatchObject({
      kind: "malformed",
      problems: [{ unit: 6 }, { unit: 21 }, { unit: 57 }],
    });
  });
});

describe("what fails only when it is evaluated", () => {
  test.each<[why: string, expression: string, found: RegExp]>([
    ["a key that is not there", "signers['eve'].person", /field not found: eve/],
    ["an index beyond the end", "change.markers[0] == 'x'", /out of bounds/],
    ["a number where truth is asked for", "dyn(1)", /a int/],
    ["a text for truth", "dyn(change.name)", /a string/],
    ["a pattern made of what is told", "change.name.matches('(' + change.name)", /regexp/],
    ["a text that is no number", "int(change.name) > 1", /./],
    ["a time zone that there is not", "now.getHours('Nowhere/X') == 1", /./],
  ])("%s", (_why, expression, found) => {
    expect(ask(expression)).toMatchObject({
      kind: "failed",
      at: 0,
      problem: { expected: "true or false", found: expect.stringMatching(found) },
    });
  });

  test("stops at the first case that fails, and names it", () => {
    const version = (text: string) =>
      fields({ lock: fields(LOCK), change: fields({ ...CHANGE, version: text }) });
    const answer = answerQuestion({
      expression: "int(change.version) > 5",
      event: "lock.change",
      parameters: new Map(),
      shared: SHARED,
      cases: [version("7"), version("3"), version("x"), version("y")],
    });
    expect(answer).toMatchObject({ kind: "failed", at: 2 });
  });
});

test("denies each case that is true", () => {
  const named = (name: string) =>
    fields({ lock: fields(LOCK), change: fields({ ...CHANGE, name }) });
  const answer = answerQuestion({
    expression: "change.name != 'good'",
    event: "lock.change",
    parameters: new Map(),
    shared: SHARED,
    cases: ["bad", "good", "worse"].map(named),
  });
  expect(answer).toEqual({ kind: "judged", denied: [0, 2] });
});

describe("whatever is written", () => {
  const VALID = [
    'change.kind in ["new", "update"] && change.version.matches("(a|b|rc)[0-9]+$")',
    "!change.people.exists(p, 'security' in signers[p].roles) || now > timestamp('2026-01-01T00:00:00Z')",
    "size(change.from.filter(f, f.startsWith('8'))) + 1 == 2 ? lock.is_new : {'a': true}['a']",
  ] as const;
  const pieces = fc.constantFrom(
    ...VALID.flatMap((text) => text.split(/\b/)),
    ...[
      "(",
      ")",
      "[",
      "]",
      "{",
      "}",
      "'",
      '"',
      ".",
      ",",
      "-",
      "1",
      "0u",
      "1.5",
      "null",
      "dyn(",
      "b''",
    ],
  );

  property.prop([fc.array(pieces, { maxLength: 12 })], { numRuns: 2000 })(
    "of pieces is answered",
    (words) => {
      const answer = ask(words.join(""));
      expect(["judged", "malformed", "failed"]).toContain(answer.kind);
      if (answer.kind === "malformed") expect(answer.problems.length).toBeGreaterThan(0);
    },
  );

  property.prop([fc.constantFrom(...VALID), fc.nat(), fc.nat(20), pieces], { numRuns: 2000 })(
    "of an expression with something else in it is answered",
    (text, at, length, piece) => {
      const start = at % text.length;
      const answer = ask(text.slice(0, start) + piece + text.slice(start + length));
      expect(["judged", "malformed", "failed"]).toContain(answer.kind);
    },
  );

  property.prop([fc.string({ unit: "binary", maxLength: 40 })])(
    "of any letters is answered",
    (text) => {
      expect(["judged", "malformed", "failed"]).toContain(ask(text).kind);
    },
  );

  property.prop([fc.string({ unit: "binary" })])("it is a value where it is told", (text) => {
    const answer = ask("change.name == parameters.text", { name: text }, { text });
    expect(denies(answer)).toBe(true);
    expect(denies(ask("change.name == 'click'", {}, { text }))).toBe(true);
  });
});
