import { type InitReport, initialise } from "../../operations/init.ts";
import { escapeText } from "../../report/escape.ts";
import type { Arguments } from "../command.ts";
import { printOutcome } from "../outcome.ts";
import type { Streams } from "../streams.ts";

/** Begins in a checkout. */
export async function init(args: Arguments, streams: Streams): Promise<number> {
  const isDry = args.flag("dry-run");
  const report = await initialise({
    cwd: streams.cwd,
    env: streams.env,
    now: streams.now(),
    key: args.text("key"),
    isDry,
  });
  const { findings, exitCode, files, next } = report;
  return printOutcome(
    "init",
    args,
    streams,
    { findings, exitCode, fields: { files, next } },
    () => (isDry ? formatFiles(report) : "") + formatNext(next),
  );
}

function formatFiles({ files }: InitReport): string {
  return files
    .filter(({ action }) => action === "would write")
    .map(({ path, text }) => {
      const lines = text.replace(/\n$/, "").split("\n");
      return `\n==> ${escapeText(path)}\n${lines.map((line) => `${escapeText(line)}\n`).join("")}`;
    })
    .join("");
}

function formatNext(next: readonly string[]): string {
  return next
    .map((line, index) => `${index === 0 ? "next: " : "      "}${escapeText(line)}\n`)
    .join("");
}
