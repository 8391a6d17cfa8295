import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ClosureReader } from "../../src/lock/closure.ts";
import { lintClosure } from "../../src/lock/rules.ts";
import { CASES } from "./cases.ts";

const LOCKS = join(CASES, "requirements");

interface Expected {
  readonly accept: boolean;
  readonly recommend_strict?: { readonly accept: boolean | null; readonly why: string };
}

describe("strict verdict", () => {
  for (const name of readdirSync(LOCKS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)) {
    const folder = join(LOCKS, name);
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
