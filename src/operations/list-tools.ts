import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import { type Finding, refused } from "../finding.ts";
import { findKnownBad } from "../tool/known-bad.ts";
import { sha256Of } from "../tool/pinned.ts";
import { judgeDenied, readDenying } from "./denied-tools.ts";
import { placeOf, stateOf } from "./fetch-tool.ts";
import { judgeKnownBad, knownBad } from "./judge-asset.ts";
import { locateTools, readPins } from "./locate-tools.ts";

/** Which lock, and where tools were fetched to. */
export interface ListToolsOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** By which a policy is over or not. */
  readonly now: Date;
  readonly lock?: string | undefined;
  readonly to?: string | undefined;
  /** As Node names it. */
  readonly platform: string;
}

/** What is pinned, and whether it is in place. */
export interface ToolList {
  readonly findings: readonly Finding[];
  readonly exitCode: ExitCode;
  readonly tools: readonly ListedTool[];
}

export interface ListedTool {
  readonly name: string;
  readonly version: string;
  readonly platforms: readonly string[];
  readonly signed: boolean;
  readonly logTime: string | null;
  /** For this platform: as pinned, not fetched, not as pinned, of another pin, or not pinned for it. */
  readonly state: "placed" | "absent" | "altered" | "outdated" | "no pin";
}

/**
 * Lists the pinned tools with their state here: each file that is in place is verified again.
 * @throws Refusal `POLICY_EXPIRED`, `POLICY_MALFORMED` — see `readDenying`.
 */
export function listTools(options: ListToolsOptions): ToolList {
  const files = locateTools(options.cwd, options.lock);
  const denying = readDenying(files, options.cwd, options.now);
  const findings: Finding[] = [];
  const tools = readPins(files).tools.map((tool): ListedTool => {
    const { name, version, signer, assets } = tool;
    const asset = assets.find(({ platform }) => platform === options.platform);
    const listed = {
      name,
      version,
      platforms: assets.map(({ platform }) => platform),
      signed: signer !== null,
      logTime: assets[0]?.logTime ?? null,
    };
    findings.push(...judgeDenied(name, tool, denying));
    if (asset === undefined) {
      const bad = findKnownBad(name, version);
      if (bad !== undefined) findings.push(knownBad(name, bad));
      return { ...listed, state: "no pin" };
    }
    const pin = { tool, asset };
    findings.push(...judgeKnownBad(name, pin, sha256Of(asset), asset.name));
    const { state, differences } = stateOf(pin, placeOf(pin, options));
    if (state === "altered")
      findings.push(
        refused(
          "TOOL_ALTERED",
          name,
          `the files of ${version} as pinned`,
          differences.join("; "),
          `find out who changed them, then: lockseal tool fetch ${name}`,
        ),
      );
    return { ...listed, state };
  });
  return { findings, exitCode: exitCodeOf(findings), tools };
}
