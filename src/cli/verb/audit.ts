import { auditPaths } from "../../operations/audit-paths.ts";
import type { AuditReport } from "../../operations/audit-report.ts";
import { findToolCache } from "../../operations/tool-places.ts";
import { createBar } from "../bar.ts";
import { type Arguments, UsageError } from "../command.ts";
import { printOutcome } from "../outcome.ts";
import type { Streams } from "../streams.ts";

/** So many take a third of a gigabyte while one document is made of them; all are counted. */
const MAX_LISTED = 100_000;

/** Audits what lies on disk. */
export async function audit(args: Arguments, streams: Streams): Promise<number> {
  const { cwd, env } = streams;
  const paths = args.positionals;
  const [isPath, isCache, isJson] = ["path", "cache", "json"].map((name) => args.flag(name));
  if (paths.length === 0 && !isPath && !isCache)
    throw new UsageError(
      "audit: expected PATH…, --path or --cache, found none",
      "name the folders that tools lie in, such as: lockseal audit tools --path --cache",
    );
  const report = await auditPaths({
    paths,
    cwd,
    searchPath: isPath ? (env.PATH ?? env.Path ?? "") : undefined,
    caches: isCache ? [findToolCache(env)] : [],
    lock: args.text("lock"),
    isStrict: args.flag("strict"),
    signatures: {
      now: streams.now(),
      isTrustNamed: args.text("trusted-root") !== undefined,
      trust: async () => {
        const { loadTrustRoots } = await import("../../operations/trust-source.ts");
        return loadTrustRoots(args.text("trusted-root"), cwd, env);
      },
    },
    // As text no more of them are shown than findings name.
    maxUnknown: isJson ? MAX_LISTED : 0,
    onProgress: createBar(args, streams),
  });
  const { findings, exitCode, counts, bytes, skipped, files } = report;
  return printOutcome(
    "audit",
    args,
    streams,
    { findings, exitCode, fields: { counts, bytes, skipped, files } },
    () => formatCounts(report),
  );
}

function formatCounts({ counts, bytes, skipped }: AuditReport): string {
  const each = Object.entries(counts).map(([state, count]) => `${count} ${state}`);
  const other = skipped === 0 ? "" : `, ${skipped} skipped that are no files`;
  return `${each.join(", ")}${other}; ${(bytes / 1_000_000).toFixed(1)} MB read\n`;
}
