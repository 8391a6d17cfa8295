import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ClosureReader } from "../../src/lock/closure.ts";
import { lintClosure } from "../../src/lock/rules.ts";

const CASES = join(import.meta.dirname, "../../../shared/conformance/requirements");

interface Expected {
  readonly accept: boolean;
  readonly recommend_strict?: { readonly accept: boolean | null; readonly why: string };
}

describe("strict verdict", () => {
  if (!existsSync(CASES)) {
    test.skip("the conformance cases are not beside the project", () => {});
    return;
  }
  for (const name of readdirSync(CASES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)) {
    const folder = join(CASES, name);
    const expected = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8")) as Expected;
    const strict = expected.recommend_strict?.accept;
    if (typeof strict !== "boolean") continue;
    test(`${name}: ${strict ? "accept" : `refuse ${expected.recommend_strict?.why ?? ""}`}`, () => {
      const read: ClosureReader = (file) => {
        const path = join(folder, file);
        return existsSync(path)
          ? { name: file, bytes: readFileSync(path) }
          : { why: "unreadable", found: "nothing" };
      };
      const lock = lintClosure(
        { name: "requirements.txt", bytes: readFileSync(join(folder, "requirements.txt")) },
        read,
      );
      const refused = lock.problems.filter((problem) => problem.verdict === "refused");
      expect({
        accept: refused.length === 0,
        problems: refused.map((problem) => problem.rule),
      }).toEqual({
        accept: strict,
        problems: strict ? [] : expect.anything(),
      });
    });
  }
});
