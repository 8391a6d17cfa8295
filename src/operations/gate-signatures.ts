import { findingsOf } from "../lock/strict/source.ts";
import type { LockFacts } from "../policy/gate-facts.ts";
import type { Rule } from "../rule.ts";
import type { GateContext } from "./gate-context.ts";
import { openLock } from "./open-lock.ts";
import { readPolicySigners } from "./policy-signers.ts";
import { findSignedBefore, type SignedBefore } from "./signed-before.ts";
import { verifyByPolicy } from "./verify-by-policy.ts";

export { findSignedBefore };

/**
 * Verifies who signed a lock, for a release.
 * @param before which sequences were signed before: see `findSignedBefore`.
 */
export async function signaturesOf(
  context: GateContext,
  path: string,
  before: ReadonlyMap<string, SignedBefore>,
): Promise<Pick<LockFacts, "format" | "strict" | "signatures">> {
  const { root, judge, env, now } = context;
  const { format, problems } = openLock({ file: path, cwd: root.path, root: root.path });
  const { signers, keys } = readPolicySigners(judge.closure);
  const file = { name: judge.source, path: `${root.path}/lockseal.toml`, root };
  const { findings, evidence } = await verifyByPolicy({
    policy: { file, closure: judge.closure, signers, keys },
    files: [path],
    cwd: root.path,
    // As `sign` does and `verify`: signed for a path from the top, a lock holds for no other folder.
    root: root.gitTop ?? root.path,
    env,
    now,
  });
  const strict = findingsOf(problems);
  if (findings.some(({ rule }) => rule === "SIGNATURE_NONE"))
    return { format, strict, signatures: null };
  const [found] = evidence;
  // What is strict is said once; and the policy is the base's, whatever lies in the checkout that is judged.
  const rules = new Set<Rule>([...strict.map(({ rule }) => rule), "POLICY_IN_TREE"]);
  const signatures = {
    findings: findings.filter(({ rule }) => !rules.has(rule)),
    signers: found?.signers.map(({ name }) => name) ?? [],
    sequence: found?.statement.sequence ?? 0,
    last: before.get(path)?.sequence ?? null,
    lastIn: before.get(path)?.commit ?? null,
  };
  return { format, strict, signatures };
}
