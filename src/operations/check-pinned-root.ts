import { Refusal } from "../errors.ts";
import { type Finding, findingOfRefusal } from "../finding.ts";
import type { PolicyClosure } from "../policy/policy-closure.ts";
import { rootOfPolicy } from "./pinned-root.ts";
import { judgeRootAge } from "./root-age.ts";

/**
 * Looks for what is wrong with the trust root that a policy pins before a signature is judged by it: whether it is one, and how
 * old it is by the policy's own limit. Without a pinned root there is nothing to look at.
 * @param what names the policy in findings.
 */
export function checkPinnedRoot(
  { policy, files }: Pick<PolicyClosure, "policy" | "files">,
  what: string,
  now: Date,
): readonly Finding[] {
  const { trust } = policy;
  const whereOf = (at: string) => ({ file: what, ...policy.placeOf(at) });
  try {
    const source = rootOfPolicy({ policy, files });
    const age = source && judgeRootAge(source, trust.maxRootAgeMs ?? undefined, now);
    if (age === undefined) return [];
    const more = age.verdict === "refused" ? ": every keyless signature is refused" : "";
    const message = `${age.message}${more}`;
    const where = whereOf("trust.max_root_age");
    return [{ ...age, rule: "POLICY_ROOT_AGE", subject: what, message, where }];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [{ ...findingOfRefusal(error, what), where: whereOf("trust.sigstore_root") }];
  }
}
