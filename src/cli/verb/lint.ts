import { lookAtNames } from "../../operations/compare-names.ts";
import { lintAll } from "../../operations/lint-all.ts";
import type { lintLock } from "../../operations/lint-lock.ts";
import { escapeText } from "../../report/escape.ts";
import { paint } from "../../report/text.ts";
import type { Arguments } from "../command.ts";
import { printOutcome } from "../outcome.ts";
import { type Streams, usesColour } from "../streams.ts";

/** Lints requirements files. */
export async function lint(args: Arguments, streams: Streams): Promise<number> {
  const where = { cwd: streams.cwd, root: args.text("root") };
  const linted = lintAll(args.positionals, { ...where, fix: args.flag("fix") });
  const { reports, exitCode } = linted;
  const names = args.flag("names") ? await lookAtNames(args.positionals, where) : [];
  const findings = [...linted.findings, ...names];
  const fixed = reports.flatMap((report) => report.fixed);
  const colour = usesColour(streams.stdout, streams.env);
  if (!args.flag("json")) streams.stdout.write(fixed.map((fix) => formatFix(fix, colour)).join(""));
  const locks = reports.map(({ file, files, pins, fixed: own }) => ({
    file,
    files,
    pins: pins.length,
    fixed: own.map(({ name, lines }) => ({ name, lines })),
  }));
  return printOutcome("lint", args, streams, { findings, exitCode, fields: { locks } }, () => "");
}

function formatFix(fix: ReturnType<typeof lintLock>["fixed"][number], colour: boolean): string {
  const name = escapeText(fix.name);
  const lines = fix.lines.flatMap(({ line, before, after }) => [
    `@@ ${line} @@`,
    paint(`-${escapeText(before)}`, "31", colour),
    ...after.split("\n").map((text) => paint(`+${escapeText(text)}`, "32", colour)),
  ]);
  return `--- ${name}\n+++ ${name} (fixed)\n${lines.join("\n")}\n`;
}
