import { Refusal } from "../errors.ts";
import { type Finding, findingOfRefusal } from "../finding.ts";
import { resolvePath } from "../io/root.ts";
import { isAssetAlgorithm } from "../tool/asset-hasher.ts";
import type { PinnedTool } from "../tool/pinned.ts";
import { judgeDenied, readDenying } from "./denied-tools.ts";
import type { FileDigests } from "./digest-asset.ts";
import { type AssetPin, namePin } from "./judge-asset.ts";
import { type EvidenceOptions, judgeEvidence, judgePinEvidence } from "./judge-tool-evidence.ts";
import type { ToolFiles } from "./locate-tools.ts";
import { needsFile } from "./verify-asset-signature.ts";

/** What an audit met, and what the policy's signers are judged with. */
export interface AuditedTools extends Omit<EvidenceOptions, "policies"> {
  readonly cwd: string;
  readonly files: ToolFiles;
  /** All that the lock pins. */
  readonly tools: readonly PinnedTool[];
  /** What lies there as pinned, each with the path of its download where that was met. */
  readonly pins: ReadonlyMap<AssetPin, string | null>;
}

/**
 * Judges what an audit found as pinned by the policies in place, as `tool verify` does: who signed the pin, which versions are
 * denied. What only the download itself could prove, which lies nowhere, is said. Judges no file.
 * @throws Refusal `POLICY_MALFORMED`, `TOML_MALFORMED`, `FILE_UNREADABLE` — see `readDenying`.
 */
export async function judgeAuditedTools(options: AuditedTools): Promise<readonly Finding[]> {
  const { cwd, files, tools, pins, now } = options;
  let policies: ReturnType<typeof readDenying>;
  try {
    policies = readDenying(files, cwd, now);
  } catch (error) {
    // Whoever looks for what is bad on a machine sees it all the same; nothing of it passes.
    if (error instanceof Refusal && error.code === "POLICY_EXPIRED")
      return [findingOfRefusal(error, "lockseal.toml")];
    throw error;
  }
  const findings = tools.flatMap((tool) => judgeDenied(tool.name, tool, policies));
  for (const [pin, download] of pins) {
    const subject = namePin(pin);
    const digests = new Map(pin.asset.digests.map(({ algorithm, hex }) => [algorithm, hex]));
    const signed = { name: pin.asset.name, digests: pinnedDigests(pin), content: null };
    const by = { ...options, policies };
    const judged =
      download === null
        ? await judgePinEvidence(subject, pin, signed, files, by)
        : await judgeEvidence(subject, resolvePath(cwd, download), pin, { digests }, files, by);
    findings.push(...judged.map((one) => sayUnchecked(one, pin)));
  }
  return findings;
}

/** The digests of a file that is not at hand. */
function pinnedDigests({ asset }: AssetPin): FileDigests {
  return {
    get(algorithm) {
      const known = asset.digests.find((one) => one.algorithm === algorithm);
      if (known === undefined && isAssetAlgorithm(algorithm))
        throw needsFile(asset.name, `its ${algorithm}`);
      return known?.hex;
    },
  };
}

/** Nothing contradicts the pin: it is the download that is missing, which nobody keeps. */
function sayUnchecked(finding: Finding, { asset }: AssetPin): Finding {
  if (finding.rule !== "ARTIFACT_DIGEST_MISSING") return finding;
  const help = `verify the download: lockseal tool verify ${asset.name}`;
  return { ...finding, rule: "TOOL_UNCHECKED", verdict: "warned", help };
}
