import { quote } from "../bytes/quote.ts";
import type { Finding } from "../finding.ts";
import { JAIL_WORDS, type JailMachine, runJailed } from "../io/jail.ts";
import { recordTree } from "../io/recorded-tree.ts";
import { withCopy } from "../io/working-copy.ts";
import { type Artifacts, artifactsOf } from "../layout/artifacts.ts";
import type { InspectionResult } from "../layout/judge-context.ts";
import type { Inspection } from "../layout/layout.ts";
import { DEFAULT_EXCLUDE, excluder } from "./excluded.ts";

/** What a machine offers to build a jail with. */
export type Machine = JailMachine;

/** What came of inspections, and what is to be said of how they ran. */
export interface RanInspections {
  readonly results: ReadonlyMap<string, InspectionResult>;
  readonly findings: readonly Finding[];
}

/**
 * Runs inspections one after the other in one copy of a folder, each in a jail. The folder itself is not touched.
 * @throws Refusal `ISOLATION_UNAVAILABLE` — nothing was run. `FILE_MISSING`, `FILE_UNREADABLE`, `LINK_MALFORMED` — of the folder, or of what a command left there.
 */
export function runInspections(
  inspections: readonly Inspection[],
  folder: string,
  timeoutMs: number,
  machine?: Machine,
): Promise<RanInspections> {
  return withCopy(folder, async (copy) => {
    const results = new Map<string, InspectionResult>();
    const findings: Finding[] = [];
    for (const { name, run } of inspections) {
      const materials = seenIn(copy);
      const { exitCode, timedOut, output } = await runJailed(run, copy, timeoutMs, machine);
      const last = output.trim().split("\n").at(-1) ?? "";
      const end = timedOut ? `was ended after ${timeoutMs / 1000} s` : `ended with ${exitCode}`;
      findings.push({
        rule: "INSPECTION_RAN",
        verdict: "noted",
        subject: `inspection ${name}`,
        message: `ran ${JAIL_WORDS}; ${end}${last === "" ? "" : `, its last line ${quote(last)}`}`,
      });
      results.set(name, { exitCode, materials, products: seenIn(copy) });
      if (exitCode !== 0) break;
    }
    return { results, findings };
  });
}

function seenIn(folder: string): Artifacts {
  const files = recordTree(folder, ["."], excluder(DEFAULT_EXCLUDE));
  return artifactsOf(Object.fromEntries([...files].map(([path, sha256]) => [path, { sha256 }])));
}
