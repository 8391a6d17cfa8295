import { Refusal } from "../errors.ts";
import { findingOfRefusal } from "../finding.ts";
import { isThere } from "../io/files.ts";
import { readUnderRoot } from "../io/root.ts";
import type { ToolFacts } from "../policy/gate-facts.ts";
import { findKnownBad } from "../tool/known-bad.ts";
import { MAX_TOOL_LOCK_BYTES, parseToolLock } from "../tool/parse-tool-lock.ts";
import { judgeDenied } from "./denied-tools.ts";
import type { GateContext } from "./gate-context.ts";
import { knownBad } from "./judge-asset.ts";
import { TOOL_LOCK_NAME } from "./open-tool-lock.ts";
import { POLICY_NAME } from "./policy-files.ts";

/** Gathers what is pinned of tools, and what is known of the pinned versions. Their files are judged where they are fetched. */
export function gatherTools({ root, judge }: GateContext): readonly ToolFacts[] {
  if (!isThere(`${root.path}/${TOOL_LOCK_NAME}`)) return [];
  const { policy, files } = judge.closure;
  const text = Buffer.from(files.get(POLICY_NAME) ?? []).toString("utf8");
  const denying = [{ name: POLICY_NAME, text, tools: policy.tools }];
  try {
    const bytes = readUnderRoot(root, TOOL_LOCK_NAME, MAX_TOOL_LOCK_BYTES);
    return parseToolLock(bytes, TOOL_LOCK_NAME).tools.map(({ name, version }) => {
      const bad = findKnownBad(name, version);
      const denied = judgeDenied(name, { name, version }, denying);
      return {
        name,
        version,
        findings: bad === undefined ? denied : [...denied, knownBad(name, bad)],
      };
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [
      { name: TOOL_LOCK_NAME, version: "", findings: [findingOfRefusal(error, TOOL_LOCK_NAME)] },
    ];
  }
}
