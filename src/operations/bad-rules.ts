import { type Finding, refused } from "../finding.ts";
import type { Policy } from "../policy/model.ts";

/**
 * Finds every rule that could only ever deny, because it cannot be evaluated: once it is merged, it would refuse whatever
 * comes. Loads nothing that evaluates where the policy has no rule.
 * @param file names the policy.
 */
export async function findBadRules(policy: Policy, file: string): Promise<readonly Finding[]> {
  if (policy.rules.length === 0) return [];
  const { checkRules } = await import("./evaluate-rules.ts");
  const problems = await checkRules(policy);
  return policy.rules.flatMap(({ id, placeOf }) =>
    (problems.get(id) ?? []).map(({ unit, expected, found, hint }) => {
      const help = hint ?? "mend deny_if of the rule; docs/policy.md lists what it sees";
      const finding = refused("RULE_MALFORMED", file, expected, found, help);
      const message = `rule ${id}: ${finding.message}`;
      return { ...finding, message, where: { file, ...placeOf(unit) } };
    }),
  );
}
