import type { Artifact, Artifacts } from "./artifacts.ts";
import type { ArtifactRule, MatchRule, RequireRule, Side, StepRules } from "./rule.ts";

/** What a step saw before and after it ran. */
export interface StepArtifacts {
  readonly materials: Artifacts;
  readonly products: Artifacts;
}

/** A rule that does not hold, and the paths for which it does not. */
export interface BrokenRule {
  readonly side: Side;
  /** The place of the rule in its list, from 0 on. */
  readonly index: number;
  readonly rule: ArtifactRule;
  /** Of a DISALLOW the forbidden files; of a REQUIRE the one that is missing. */
  readonly paths: readonly string[];
}

/**
 * Applies the rules of a step to what it saw. Each side has a queue of all its paths; the rules take paths out of it in
 * their order, DISALLOW fails on what it finds left, REQUIRE on what it does not, and what is left at the end is allowed.
 * Does not check whose word the artifacts are. A MATCH from a step that is not given takes nothing.
 *
 * @param steps what the other steps saw, by name.
 * @returns the rules that do not hold, at most one a side: behind it nothing of that side is looked at.
 * @see https://github.com/in-toto/docs/blob/v1.0/in-toto-spec.md#4331-artifact-rules
 */
export function applyRules(
  rules: StepRules,
  materials: Artifacts,
  products: Artifacts,
  steps: ReadonlyMap<string, StepArtifacts>,
): readonly BrokenRule[] {
  const own = { materials, products };
  return [
    applySide("materials", rules.expectedMaterials, own, steps),
    applySide("products", rules.expectedProducts, own, steps),
  ].filter((broken) => broken !== undefined);
}

function applySide(
  side: Side,
  rules: readonly ArtifactRule[],
  own: StepArtifacts,
  steps: ReadonlyMap<string, StepArtifacts>,
): BrokenRule | undefined {
  const queue = new Map(own[side]);
  for (const [index, rule] of rules.entries()) {
    if (rule.kind === "REQUIRE") {
      if (!queue.has(rule.path)) return { side, index, rule, paths: [rule.path] };
      continue;
    }
    if (rule.kind === "DISALLOW") {
      const paths = [...queue.keys()].filter(rule.glob);
      if (paths.length > 0) return { side, index, rule, paths };
      continue;
    }
    const takes = takerOf(rule, own, steps);
    for (const [path, artifact] of queue) if (takes(path, artifact)) queue.delete(path);
  }
  return undefined;
}

function takerOf(
  rule: Exclude<ArtifactRule, RequireRule>,
  { materials, products }: StepArtifacts,
  steps: ReadonlyMap<string, StepArtifacts>,
): (path: string, artifact: Artifact) => boolean {
  switch (rule.kind) {
    case "ALLOW":
    case "DISALLOW":
      return (path) => rule.glob(path);
    case "CREATE":
      return (path) => products.has(path) && !materials.has(path) && rule.glob(path);
    case "DELETE":
      return (path) => materials.has(path) && !products.has(path) && rule.glob(path);
    case "MODIFY":
      return (path) => {
        const [before, after] = [materials.get(path), products.get(path)];
        if (before === undefined || after === undefined) return false;
        return before.hashes !== after.hashes && rule.glob(path);
      };
    default:
      return matcherOf(rule, steps.get(rule.step)?.[rule.otherSide]);
  }
}

function matcherOf(
  { prefix, otherPrefix, glob }: MatchRule,
  others: Artifacts | undefined,
): (path: string, artifact: Artifact) => boolean {
  if (others === undefined) return () => false;
  return (path, artifact) => {
    if (!artifact.strong || !path.startsWith(prefix)) return false;
    const rest = path.slice(prefix.length);
    const other = others.get(`${otherPrefix}${rest}`);
    return other !== undefined && other.hashes === artifact.hashes && glob(rest);
  };
}
