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

// A rule about files below a folder stays one about files below it.
test.each<[text: string, value: string]>([
  ["dist/{x}/app", ".."],
  ["dist/{x}", "../src"],
  ["dist/{x}", "a/../../src"],
  ["dist/{x}", "a/.."],
  ["dist/{x}", "."],
  ["dist/{x}", "./a"],
  [".{x}", "."],
  ["{x}*", ""],
  ["{x}", ""],
  ["dist/{x}", "/"],
  ["dist/{x}", "a//b"],
])("%s with %j is refused where files are matched, and taken elsewhere", (text, value) => {
  const use = (how: "pattern" | "text") => () =>
    new Substitution(new Map([["x", value]])).apply(text, "here", how);
  const { code, message } = refusalOf(use("pattern"));
  expect(code).toBe("LAYOUT_PARAMETER");
  expect(message).toMatch(
    /^parameter "x": expected a value that stands for itself at here, found "/,
  );
  expect(use("text")()).toBe(text.replace("{x}", value));
});

test.each<[text: string, value: string, expected: string]>([
  ["dist/{x}/app", "a/b", "dist/a/b/app"],
  ["{x}/app", "/home/build", "/home/build/app"],
  ["{x}app", "dist/", "dist/app"],
  ["app-{x}.bin", "1..2", "app-1..2.bin"],
  ["{x}", ".hidden", ".hidden"],
  ["{x}", "git+https://host.example/a", "git+https://host.example/a"],
  ["{x}", "...", "..."],
])("%s with %j becomes %s", (text, value, expected) => {
  expect(put(text, new Map([["x", value]]))).toBe(expected);
});
