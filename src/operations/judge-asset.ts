import { type Finding, refused } from "../finding.ts";
import type { Rule } from "../rule.ts";
import { findKnownBad, findKnownBadFile, type KnownBad } from "../tool/known-bad.ts";
import {
  type AssetDigest,
  type PinnedAsset,
  type PinnedTool,
  sha256Of,
  type ToolLock,
} from "../tool/pinned.ts";
import type { AssetFacts } from "./digest-asset.ts";

/** A pin of one file. */
export interface AssetPin {
  readonly tool: PinnedTool;
  readonly asset: PinnedAsset;
}

/** Names a pin as `--tool` takes it, with the version. */
export function namePin({ tool, asset }: AssetPin): string {
  return `${tool.name}@${asset.platform} ${tool.version}`;
}

/** Lists every pin of a lock. */
export function listPins(lock: ToolLock): readonly AssetPin[] {
  return lock.tools.flatMap((tool) => tool.assets.map((asset) => ({ tool, asset })));
}

/** The size and digests that a file has to have. */
export interface ExpectedBytes {
  readonly size: number | undefined;
  readonly digests: readonly AssetDigest[];
}

/** Compares a file with what is pinned of it: its size and every digest. */
export function judgeBytes(
  subject: string,
  facts: AssetFacts,
  expected: ExpectedBytes,
  pin: string,
): readonly Finding[] {
  const findings: Finding[] = [];
  if (expected.size !== undefined && facts.size !== expected.size)
    findings.push(
      refused(
        "TOOL_SIZE",
        subject,
        `${expected.size} bytes, as ${pin}`,
        `${facts.size}`,
        "download it again; a file that stays different is not the one that was pinned",
      ),
    );
  for (const { algorithm, hex } of expected.digests) {
    const found = facts.digests.get(algorithm) ?? "none";
    if (found !== hex)
      findings.push(
        refused(
          "TOOL_DIGEST",
          subject,
          `${algorithm}:${hex}, as ${pin}`,
          `${algorithm}:${found}`,
          "do not unpack or run it; download it again, and ask its publisher if it stays different",
        ),
      );
  }
  if (findings.length > 0) return findings;
  const names = expected.digests.map(({ algorithm }) => algorithm).join(", ");
  const size = expected.size === undefined ? "" : `${facts.size} bytes, `;
  return [passed("TOOL_DIGEST", subject, `${size}${names} as ${pin}`)];
}

/** Says which other pin a file is of, if it is one's: a right file for the wrong platform, or of an older lock. */
export function findOtherPin(
  lock: ToolLock,
  facts: AssetFacts,
  expected: AssetPin | undefined,
): AssetPin | undefined {
  const sha256 = facts.digests.get("sha256");
  return listPins(lock).find(
    ({ asset }) => asset !== expected?.asset && sha256Of(asset) === sha256,
  );
}

/** Refuses what is known to be bad, whoever signed it. */
export function judgeKnownBad(
  subject: string,
  pin: AssetPin | undefined,
  sha256: string,
  name: string,
): readonly Finding[] {
  const bad =
    (pin === undefined ? undefined : findKnownBad(pin.tool.name, pin.tool.version)) ??
    findKnownBadFile(name, sha256);
  return bad === undefined ? [] : [knownBad(subject, bad)];
}

/** Says what is known of a bad version. */
export function knownBad(subject: string, bad: KnownBad): Finding {
  return refused(
    "TOOL_KNOWN_BAD",
    subject,
    `a version that is not known to be bad`,
    `${bad.tool} ${bad.version}: ${bad.what}, ${bad.advisory}`,
    "remove it, rotate the secrets of every machine that ran it, and pin another version",
  );
}

/** Makes a finding of what was checked and held. */
export function passed(rule: Rule, subject: string, message: string): Finding {
  return { rule, verdict: "passed", subject, message };
}
