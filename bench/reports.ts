import { join } from "node:path";
import type { Finding } from "../src/finding.ts";
import { replaceByChunks } from "../src/io/chunked-file.ts";
import { formatAnnotations } from "../src/report/github.ts";
import { formatGitlab } from "../src/report/gitlab.ts";
import { formatHtml } from "../src/report/html.ts";
import { formatJsonReport } from "../src/report/json.ts";
import { formatJunit } from "../src/report/junit.ts";
import { formatMarkdown } from "../src/report/markdown.ts";
import type { Reported } from "../src/report/reported.ts";
import { formatSarif } from "../src/report/sarif.ts";
import { formatTextReport } from "../src/report/text.ts";
import { type Figure, median, time } from "./figures.ts";

const FORMATS = {
  text: formatTextReport,
  json: formatJsonReport,
  sarif: formatSarif,
  github: formatAnnotations,
  gitlab: formatGitlab,
  junit: formatJunit,
  markdown: formatMarkdown,
  html: formatHtml,
};
const COUNT = 100_000;
const MiB = 1024 * 1024;

/** Writes each kind of report of 100,000 findings to a file: the slowest, and what the heap grew by meanwhile. */
export function* measureReports(folder: string): Generator<Figure> {
  const findings: Finding[] = [...Array(COUNT).keys()].map((line) => ({
    rule: "LOCK_HASH_MISSING",
    verdict: line % 3 === 0 ? "refused" : "passed",
    subject: "requirements.txt",
    message: `expected a hash of package-${line}, found none`,
    expected: "--hash=sha256:…",
    found: "none",
    where: { file: "requirements.txt", line: line + 1, column: 1 },
    help: "lock with hashes",
  }));
  const reported: Reported = {
    command: "lint",
    exitCode: 1,
    version: "0.1.0",
    findings,
    fields: {},
  };
  let grown = 0;
  for (const [kind, format] of Object.entries(FORMATS)) {
    const before = process.memoryUsage().rss;
    const write = () => replaceByChunks(join(folder, `report.${kind}`), format(reported));
    const value = median([time(write), time(write), time(write)]);
    grown = Math.max(grown, process.memoryUsage().rss - before);
    const aim = { is: "at most", bound: 2000 } as const;
    yield { name: `report of 100,000 findings as ${kind}`, value, unit: "ms", aim };
  }
  yield { name: "memory grown by the largest report", value: grown / MiB, unit: "MiB" };
}
