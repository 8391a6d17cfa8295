import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Refusal } from "../src/errors.ts";

const root = new URL("../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), "utf8");
const filesIn = (folder: string, ending: string) =>
  readdirSync(new URL(folder, root), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending))
    .map((name) => `${folder}${name}`);

/** The keys of `RefusalDetails`: types leave nothing to look at once the program runs. */
const CODES = [...read("src/errors.ts").matchAll(/^ {2}([A-Z0-9]+(?:_[A-Z0-9]+)+): \{/gm)].map(
  ([, code = ""]) => code,
);

/** Rules of findings that are no refusals. */
const RULES = [...read("src/rule.ts").matchAll(/^ {2}\| "([A-Z0-9_]+)"/gm)].map(
  ([, rule = ""]) => rule,
);

/** What tests name; cases that lie in files of their own say in them what is expected. */
const TESTS = [...filesIn("test/", ".test.ts"), ...filesIn("testdata/layouts/", "case.txt")]
  .filter((file) => file !== "test/errors.test.ts" && !file.startsWith("test/explain/"))
  .map(read)
  .join("\n");

test("the lists are found", () => {
  expect(CODES.length).toBeGreaterThan(30);
  expect(CODES).toContain("PATH_OUTSIDE_ROOT");
  expect(RULES.length).toBeGreaterThan(250);
  expect(RULES).toContain("SCOPE_PATH");
});

describe("has a test", () => {
  test.each([...CODES, ...RULES].map((code) => [code]))("%s", (code) => {
    expect(new RegExp(`\\b${code}\\b`).test(TESTS), `a test that names ${code}`).toBe(true);
  });
});

test.each(CODES.map((code) => [code]))(
  "%s has its one line of meaning, and is thrown somewhere",
  (code) => {
    expect(read("src/errors.ts")).toMatch(
      new RegExp(`^ {2}/\\*\\* [^\\n]+ \\*/\\n {2}${code}: \\{`, "m"),
    );
    const sources = filesIn("src/", ".ts").filter((file) => file !== "src/errors.ts");
    expect(sources.some((file) => read(file).includes(`"${code}"`))).toBe(true);
  },
);

test("a refusal keeps code, details, hint and cause", () => {
  const cause = new Error("below");
  const refusal = new Refusal(
    "FILE_MISSING",
    "a: expected b, found c",
    { path: "a" },
    { hint: "look", cause },
  );
  expect(refusal).toBeInstanceOf(Error);
  expect(refusal).toMatchObject({
    name: "Refusal",
    code: "FILE_MISSING",
    details: { path: "a" },
    hint: "look",
    cause,
  });
  expect("cause" in new Refusal("FILE_MISSING", "a", { path: "a" })).toBe(false);
});
