import { dirname, relative } from "node:path";
import { type Finding, refused } from "../finding.ts";
import { readFile } from "../io/files.ts";
import { checkInForce } from "../policy/in-force.ts";
import { MAX_POLICY_BYTES, parsePolicy } from "../policy/policy.ts";
import { findDenied, lineOfDenied } from "../tool/denied.ts";
import type { ToolManifest } from "../tool/manifest.ts";
import type { PinnedTool } from "../tool/pinned.ts";
import type { ToolFiles } from "./locate-tools.ts";
import { locatePolicy } from "./policy-files.ts";
import type { ToolPolicy } from "./tool-signer.ts";

/** A manifest that may deny versions. */
export interface Denying {
  /** As messages name it. */
  readonly name: string;
  readonly text: string;
  readonly tools: ToolManifest["tools"];
}

/**
 * Reads what may deny a version: the nearest policy of the lock, and the project's own where the lock is a copy that lies
 * elsewhere, since a copy is without the wishes. Each may also say who signs a tool.
 * @throws Refusal `POLICY_EXPIRED` — its time is over: it allows nothing.
 * @throws Refusal `TOML_MALFORMED`, `POLICY_MALFORMED`, `FILE_UNREADABLE` — see `parsePolicy`.
 */
export function readDenying(
  files: ToolFiles,
  cwd: string,
  now: Date,
): readonly (Denying & ToolPolicy)[] {
  const located = [files.folder, cwd].flatMap((at) => locatePolicy(at, undefined)?.path ?? []);
  return [...new Set(located)].map((path) => {
    const name = relative(cwd, path);
    const bytes = readFile(path, MAX_POLICY_BYTES);
    const policy = parsePolicy(bytes, name);
    checkInForce(policy, name, now);
    const { tools } = policy;
    const text = Buffer.from(bytes).toString("utf8");
    return { name, text, tools, policy, folder: dirname(path) };
  });
}

/** Refuses a version that a manifest denies, whenever it was pinned. */
export function judgeDenied(
  subject: string,
  { name, version }: Pick<PinnedTool, "name" | "version">,
  denying: readonly Denying[],
): readonly Finding[] {
  return denying.flatMap((manifest): Finding[] => {
    const entry = findDenied(manifest.tools.get(name)?.deny ?? [], version);
    if (entry === undefined) return [];
    const line = lineOfDenied(manifest.text, name, entry);
    const finding = refused(
      "TOOL_DENIED",
      subject,
      `${name} in a version that is not denied`,
      `${version}, which deny of [tools.${name}] has`,
      `pin another: lockseal tool update ${name} --version V; or take it out of deny, if it may be run`,
    );
    return [
      { ...finding, where: { file: manifest.name, ...(line === undefined ? {} : { line }) } },
    ];
  });
}
