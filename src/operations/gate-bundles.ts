import type { Finding } from "../finding.ts";
import { bundlePath } from "../io/beside.ts";
import type { LockFacts } from "../policy/gate-facts.ts";
import { quoteForShell } from "../shell-word.ts";
import type { GateContext } from "./gate-context.ts";
import { sectionOf } from "./gate-locks.ts";

/**
 * Says which locks the change leaves, and their bundles not: it takes them away, or puts older ones in their places. A release
 * knows the sequence all the same; whoever signs next would not go on from it.
 */
export async function findBundlesBack(
  { history, prefix, judge }: GateContext,
  locks: readonly LockFacts[],
): Promise<readonly Finding[]> {
  const { base, head } = history;
  const changed = locks.filter(({ path, head: here }) => {
    const name = bundlePath(prefix + path);
    const before = base.idOf(name);
    if (before === undefined || before === head.idOf(name) || here === null) return false;
    return (sectionOf(path, judge.closure.policy.locks)?.signatures ?? null) !== null;
  });
  if (changed.length === 0) return [];
  const { bundleEntriesAt } = await import("./bundles-at.ts");
  return changed.flatMap(({ path }): Finding[] => {
    const [was = 0, is = 0] = [base, head].map((tree) =>
      Math.max(0, ...bundleEntriesAt(tree, prefix + path).map(({ sequence }) => sequence)),
    );
    if (is >= was) return [];
    const expected = `the bundle of sequence ${was}, or of a later one`;
    const found = is === 0 ? "none that can be read" : `that of sequence ${is}`;
    const bundle = quoteForShell(bundlePath(path));
    return [
      {
        rule: "BUNDLE_BACK",
        verdict: "warned",
        subject: path,
        message: `expected ${expected}, found ${found}`,
        expected,
        found,
        help: `put it back, so that the next signature goes on from it: git checkout ${base.commit.slice(0, 12)} -- ${bundle}`,
      },
    ];
  });
}
