import { formatMode, type PlanEntry } from "../archive/plan.ts";
import { formatKey, formatString } from "./lock-syntax.ts";
import type { PinnedAsset, PinnedSigner, PinnedTool, ToolLock } from "./pinned.ts";

/** What a tool lock begins with, and is told by wherever it lies. */
export const TOOL_LOCK_HEADER =
  "# Pins of downloaded tools, written by lockseal. To change them: lockseal tool add, lockseal tool update\n";

/** Of the format; a lock of a later one is refused. */
export const TOOL_LOCK_VERSION = 1;

/**
 * Writes a tool lock in its one spelling: sorted, and each file, address and digest on a line of its own, so that two
 * branches that change different tools merge.
 */
export function formatToolLock(lock: ToolLock): string {
  const tools = sorted(lock.tools, ({ name }) => name).map(formatTool);
  return `${TOOL_LOCK_HEADER}version = ${TOOL_LOCK_VERSION}\n${tools.join("")}`;
}

/** Writes what is known of one asset, for a comparison: every field, in one order. */
export function formatAsset(tool: PinnedTool, asset: PinnedAsset): string {
  const path = `tools.${tool.name}.assets.${asset.platform}`;
  const fields: [string, string | number | null][] = [
    ["name", asset.name],
    ["size", asset.size],
    ...asset.digests.map(({ algorithm, hex }): [string, string] => [algorithm, hex]),
    ["source_commit", asset.sourceCommit],
    ["build_config", asset.buildConfig],
    ["build_config_digest", asset.buildConfigDigest],
    ["log_time", asset.logTime],
  ];
  const evidence = asset.evidence.map(({ kind, sha256 }) => `${kind} sha256:${sha256}`);
  return [
    `\n[${path}]\n`,
    ...fields.map(([key, value]) => (value === null ? "" : `${key} = ${formatScalar(value)}\n`)),
    formatList("urls", asset.urls),
    formatList("evidence", evidence),
    asset.files === null ? "" : `\n[${path}.files]\n`,
    ...sorted(asset.files ?? [], keyOf).map(formatEntry),
  ].join("");
}

function formatTool(tool: PinnedTool): string {
  const { name, version, bin, signer } = tool;
  return [
    `\n[tools.${name}]\n`,
    `version = ${formatString(version)}\n`,
    `bin = ${formatString(bin)}\n`,
    signer === null ? "" : `signer = ${formatSigner(signer)}\n`,
    ...sorted(tool.assets, ({ platform }) => platform).map((asset) => formatAsset(tool, asset)),
  ].join("");
}

/** Writes a signer as one line: what `parseToolLock` reads, and what is compared when a tool is updated. */
export function formatSigner(signer: PinnedSigner): string {
  if (signer.kind === "key") return formatTable({ key: signer.key });
  if (signer.kind === "exact") return formatTable({ issuer: signer.issuer, identity: signer.name });
  const { issuer, server, repository, workflow, ref, repositoryId, trigger, runner } = signer;
  return formatTable({
    issuer,
    server,
    repository,
    workflow,
    ref,
    ...(repositoryId === undefined ? {} : { repository_id: repositoryId }),
    ...(trigger === undefined ? {} : { trigger }),
    ...(runner === undefined ? {} : { runner }),
  });
}

function formatEntry(entry: PlanEntry): string {
  const mode = formatMode(entry.mode);
  const value =
    entry.kind === "file"
      ? { mode, size: entry.size, sha256: entry.sha256 }
      : entry.kind === "directory"
        ? { mode }
        : { [entry.kind]: entry.target };
  return `${formatString(keyOf(entry))} = ${formatTable(value)}\n`;
}

/** A folder has a slash at the end. */
function keyOf({ kind, path }: PlanEntry): string {
  return kind === "directory" ? `${path}/` : path;
}

function formatTable(values: Readonly<Record<string, string | number>>): string {
  const pairs = Object.entries(values).map(
    ([key, value]) => `${formatKey(key)} = ${formatScalar(value)}`,
  );
  return `{ ${pairs.join(", ")} }`;
}

function formatScalar(value: string | number): string {
  return typeof value === "number" ? String(value) : formatString(value);
}

function formatList(key: string, values: readonly string[]): string {
  if (values.length === 0) return "";
  return `${key} = [\n${values.map((value) => `  ${formatString(value)},\n`).join("")}]\n`;
}

function sorted<Value>(values: readonly Value[], keyOf: (value: Value) => string): Value[] {
  return values.toSorted((a, b) => Buffer.compare(Buffer.from(keyOf(a)), Buffer.from(keyOf(b))));
}
