import { describe, expect, test } from "vitest";
import { type ExitCode, exitCodeOf, exitCodeOfRule } from "../src/exit-code.ts";
import { type Finding, findingOfRefusal, isRefused } from "../src/finding.ts";
import type { Rule } from "../src/rule.ts";

const refused = (rule: Rule): Finding => ({
  rule,
  verdict: "refused",
  subject: "x",
  message: "y",
});
const RULES = {
  1: "SIGNATURE_INVALID",
  2: "FILE_MISSING",
  3: "SIGNATURE_NONE",
  4: "KEY_UNREADABLE",
  5: "FILE_UNWRITABLE",
} as const;

test.each(Object.entries(RULES))("%s is the exit code of %s", (code, rule) => {
  expect(exitCodeOfRule(rule)).toBe(Number(code));
});

// A key file that we were given is trust of our own: where it cannot be used, nothing was judged (4). Where it is good, and
// another one was meant, the command line is wrong (2).
test.each([
  ["KEY_UNREADABLE", 4],
  ["KEY_MALFORMED", 4],
  ["KEY_UNSUPPORTED", 4],
  ["KEY_KDF_TOO_COSTLY", 4],
  ["TRUST_ROOT_MALFORMED", 4],
  ["TRUST_ROOT_UNREADABLE", 4],
  ["KEY_WRONG_KIND", 2],
  ["KEY_PASSWORD_WRONG", 2],
  ["PASSWORD_MISSING", 2],
  // A key in the certificate of somebody else is evidence.
  ["CERTIFICATE_MALFORMED", 1],
  ["CERTIFICATE_UNSUPPORTED", 1],
])("of keys, %s ends with %i", (rule, code) => {
  expect(exitCodeOfRule(rule)).toBe(code);
});

describe("of several outcomes the first of 2, 1, 4, 3, 6, 5 decides", () => {
  const order = [2, 1, 4, 3, 5] as const;
  const pairs = order.flatMap((first, at) =>
    order.slice(at + 1).map((second) => [first, second] as const),
  );
  test.each(pairs)("%i goes before %i", (first, second) => {
    const [one, two] = [refused(RULES[first]), refused(RULES[second])];
    expect([exitCodeOf([one, two]), exitCodeOf([two, one])]).toEqual([first, first]);
  });
});

test.each<[why: string, findings: readonly Finding[], expected: ExitCode]>([
  ["nothing", [], 0],
  [
    "what passed, was noted or warned of",
    (["passed", "noted", "warned"] as const).map((verdict) => ({
      ...refused("FILE_MISSING"),
      verdict,
    })),
    0,
  ],
  ["a rule that no table names", [refused("LOCK_EMPTY")], 1],
  ["a rule that objects inherit", [refused("constructor" as Rule)], 1],
])("exit code of %s", (_why, findings, expected) => {
  expect(exitCodeOf(findings)).toBe(expected);
  expect(isRefused(findings)).toBe(expected !== 0);
});

describe("findingOfRefusal", () => {
  test.each<[why: string, message: string, expected: object]>([
    [
      "both values",
      "r.txt: expected a pin, found none",
      { message: "expected a pin, found none", expected: "a pin", found: "none" },
    ],
    [
      "another subject, which stays",
      "/srv/r.txt: expected a, found b",
      { message: "/srv/r.txt: expected a, found b" },
    ],
    [
      "a value over two lines",
      "r.txt: expected a\nb, found c\nd",
      { expected: "a\nb", found: "c\nd" },
    ],
    ["no values", "r.txt: it is broken", { message: "it is broken" }],
  ])("keeps the code, and takes %s", (_why, message, expected) => {
    const finding = findingOfRefusal({ code: "FILE_MISSING", message, hint: "look" }, "r.txt");
    expect(finding).toMatchObject({
      rule: "FILE_MISSING",
      verdict: "refused",
      subject: "r.txt",
      help: "look",
      ...expected,
    });
  });

  test("leaves out what there is not", () => {
    expect(findingOfRefusal({ code: "USAGE", message: "b", hint: undefined }, "c")).toEqual({
      rule: "USAGE",
      verdict: "refused",
      subject: "c",
      message: "b",
    });
  });
});
