import { basename } from "node:path";
import type { Reporter, SerializedError, TestModule } from "vitest/node";

/** What a part is called in the score, by its file; any other part is called as its file is. */
const PART_NAMES: Readonly<Record<string, string>> = {
  "pip-view": "pip view",
  strict: "strict verdict",
};

/** How the cases of one part ended. */
interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * Prints how many cases of each part hold, and last `N passed, N failed` with `, N skipped` where there are any.
 * A part that does not load and an error outside all tests count as failures: nothing is lost from the sum.
 * Skipped cases are no part of a score, but stand in the sum.
 */
export class Score implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], strayErrors: readonly SerializedError[]): void {
    const sum: Tally = { passed: 0, failed: strayErrors.length, skipped: 0 };
    const lines: string[] = [];
    for (const module of modules) {
      const tally = tallyOf(module);
      lines.push(`${partName(module.moduleId)} ${formatScore(tally)}`);
      sum.passed += tally.passed;
      sum.failed += tally.failed;
      sum.skipped += tally.skipped;
    }
    process.stdout.write(`\n${[...lines.sort(), formatTally(sum)].join("\n")}\n`);
  }
}

function tallyOf(module: TestModule): Tally {
  const tally: Tally = { passed: 0, failed: module.errors().length, skipped: 0 };
  for (const test of module.children.allTests()) {
    const { state } = test.result();
    // A run that was cut short leaves cases pending: they were not shown to hold.
    tally[state === "pending" ? "failed" : state] += 1;
  }
  for (const suite of module.children.allSuites()) tally.failed += suite.errors().length;
  return tally;
}

function formatScore({ passed, failed, skipped }: Tally): string {
  return `${passed}/${passed + failed}${skipped === 0 ? "" : ` (${skipped} skipped)`}`;
}

function formatTally({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped === 0 ? "" : `, ${skipped} skipped`}`;
}

function partName(file: string): string {
  const base = basename(file, ".test.ts");
  return PART_NAMES[base] ?? base.replaceAll("-", " ");
}
