import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
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
 * What a command leaves is read as it is seen from within: nothing that lies elsewhere, and no longer than it may take.
 * @throws Refusal `ISOLATION_UNAVAILABLE` — nothing was run. `FILE_MISSING`, `FILE_UNREADABLE`, `LINK_MALFORMED` — of the folder.
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
    if (inspections.length === 0) return { results, findings };
    const start = performance.now();
    let before = seenIn(copy, Infinity);
    // What was there already takes as long again, and is nothing that a command made.
    const toRead = timeoutMs + 2 * (performance.now() - start);
    for (const { name, run } of inspections) {
      const { exitCode, timedOut, output } = await runJailed(run, copy, timeoutMs, machine);
      const after = exitCode === 0 ? leftIn(copy, performance.now() + toRead) : before;
      const last = output.trim().split("\n").at(-1) ?? "";
      const end = timedOut ? `was ended after ${timeoutMs / 1000} s` : `ended with ${exitCode}`;
      const said = last === "" ? "" : `, its last line ${quote(last)}`;
      findings.push({
        rule: "INSPECTION_RAN",
        verdict: "noted",
        subject: `inspection ${name}`,
        message: `ran ${JAIL_WORDS}; ${end}${said}${leftOut(after.out)}`,
      });
      const { artifacts: products, flaw } = after;
      const unread = flaw === undefined ? {} : { flaw };
      results.set(name, { exitCode, materials: before.artifacts, products, ...unread });
      if (exitCode !== 0 || flaw !== undefined) break;
      before = after;
    }
    return { results, findings };
  });
}

interface Seen {
  readonly artifacts: Artifacts;
  /** Links that lead out of the folder. */
  readonly out: readonly string[];
  /** Why it could not be read, in words. */
  readonly flaw?: string;
}

function seenIn(folder: string, until: number): Seen {
  const out: string[] = [];
  const leadsOut = (path: string): unknown => out.push(path);
  const files = recordTree(folder, ["."], excluder(DEFAULT_EXCLUDE), { until, leadsOut });
  const found = [...files].map(([path, sha256]) => [path, { sha256 }] as const);
  return { artifacts: artifactsOf(Object.fromEntries(found)), out };
}

/** What a command has left is judged, whatever it is: that it cannot be read is said of it, and of nothing else. */
function leftIn(folder: string, until: number): Seen {
  try {
    return seenIn(folder, until);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const flaw = error.message.replaceAll(`${folder}/`, "").replaceAll(folder, "the folder");
    return { artifacts: new Map(), out: [], flaw };
  }
}

function leftOut(out: readonly string[]): string {
  const [first] = out;
  if (first === undefined) return "";
  if (out.length === 1) return `; left out, as it leads out of the folder: ${quote(first)}`;
  return `; left out, as they lead out of the folder: ${quote(first)} and ${out.length - 1} more`;
}
