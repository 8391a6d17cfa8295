import { expect, test } from "vitest";
import { Substitution } from "../../src/layout/parameters.ts";
import { refusalOf } from "../fakes/refusal.ts";

const X = new Map([["x", "a"]]);
const put = (text: string, parameters = X) =>
  new Substitution(parameters).apply(text, "here", "pattern");

test.each<[text: string, expected: string]>([
  ["{x}", "a"],
  ["{x}{x}.js", "aa.js"],
  ["[b]{x}[c]", "[b]a[c]"],
  ["[]]{x}", "[]]a"],
  ["[!]]{x}", "[!]]a"],
  ["[[]{x}", "[[]a"],
  ["plain", "plain"],
])("%s becomes %s", (text, expected) => {
  expect(put(text)).toBe(expected);
});

// Row 45: what a value says is never more than itself, and what stands in braces is a name.
test.each<[text: string]>([
  ["{y}"],
  ["{}"],
  ["{x!r}"],
  ["{{x}}"],
  ["{x"],
  ["x}"],
  ["}{"],
  ["[{x}]"],
  ["[!{x}]"],
  ["[]{x}]"],
  ["[!]{x}]"],
  ["[b]c[d{x}"],
])("%s is refused", (text) => {
  expect(refusalOf(() => put(text)).code).toBe("LAYOUT_PARAMETER");
});

test("without parameters braces mean themselves", () => {
  expect(put("{{x}} [{y}] }", new Map())).toBe("{{x}} [{y}] }");
});
