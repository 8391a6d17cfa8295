import { nearest } from "../../nearest.ts";
import { drill as carryOut, type DrillReport, listAttacks } from "../../operations/drill.ts";
import { type Arguments, UsageError } from "../command.ts";
import { printOutcome } from "../outcome.ts";
import type { Streams } from "../streams.ts";

/** Attacks a copy of the repository. */
export async function drill(args: Arguments, streams: Streams): Promise<number> {
  const attacks = listAttacks();
  if (args.flag("list")) {
    const text = args.flag("json")
      ? `${JSON.stringify({ attacks }, null, 2)}\n`
      : attacks.map(({ name, what }) => `${name}: somebody ${what}\n`).join("");
    streams.stdout.write(text);
    return 0;
  }
  const only = args.many("only");
  const names = attacks.map(({ name }) => name);
  const unknown = only.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    const near = nearest(unknown, names);
    throw new UsageError(
      `drill: expected --only with the name of an attack, found ${unknown}`,
      near === undefined ? "see all: lockseal drill --list" : `did you mean --only ${near}?`,
    );
  }
  const report = await carryOut({
    cwd: streams.cwd,
    now: streams.now(),
    only,
    isStrict: args.flag("strict"),
  });
  const { findings, exitCode } = report;
  const fields = { attacks: report.attacks, counts: countOutcomes(report) };
  return printOutcome("drill", args, streams, { findings, exitCode, fields }, () =>
    report.attacks.length === 0 ? "" : formatCounts(report),
  );
}

const GROUPS = {
  stopped: "stopped",
  "stopped-by-accident": "stopped by accident",
  stricter: "stopped by a stricter policy only",
  "out-of-reach": "out of reach",
  passed: "passed",
  "not-tried": "not tried",
} as const;

function countOutcomes({ attacks }: DrillReport): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const kind of Object.keys(GROUPS))
    counts[kind] = attacks.filter(({ outcome }) => outcome.kind === kind).length;
  return counts;
}

function formatCounts(report: DrillReport): string {
  const counts = countOutcomes(report);
  const parts = Object.entries(GROUPS).flatMap(([kind, words]) =>
    (counts[kind] ?? 0) === 0 ? [] : [`${counts[kind]} ${words}`],
  );
  return `${report.attacks.length} attacks: ${parts.join(", ")}\n`;
}
