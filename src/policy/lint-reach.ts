import type { Finding } from "../finding.ts";
import { nearest } from "../nearest.ts";
import type { Rule } from "../rule.ts";
import type { Signer } from "../trust/signers.ts";
import type { ApprovalRequirement } from "./approval-requirement.ts";
import { eligibleFor, eligibleSigners } from "./eligible.ts";
import type { Policy } from "./model.ts";
import { nameToml } from "./reader.ts";

/** What is wrong in words, with where it stands. */
export type Say = (
  verdict: Finding["verdict"],
  rule: Rule,
  at: string,
  message: string,
  help: string,
) => void;

type Asked = Pick<ApprovalRequirement, "people" | "roles" | "role">;

/**
 * Finds roles that nobody has, and numbers that nobody reaches today. Such a policy is read all the same: what asks for
 * them is refused whenever it comes up, and nothing else is.
 */
export function lintReach(policy: Policy, now: Date, say: Say): void {
  const { change, locks } = policy;
  const judge = (at: string, asked: Asked, isForAuthors: boolean): void =>
    lintAsked(policy, at, asked, isForAuthors, now, say);
  if (change !== null) {
    const { role, threshold, authorMayApprove } = change;
    const able = eligibleFor(policy, { role });
    if (lintRole(policy, "policy.role", role, able, say))
      lintCount("policy.threshold", threshold, able, authorMayApprove, now, say);
  }
  for (const { at, signatures, approval, emergency, authorMayApprove } of locks) {
    if (signatures !== null) {
      const { role, threshold } = signatures;
      const able = eligibleSigners(policy, role);
      if (lintRole(policy, `${at}.signatures.role`, role, able, say))
        lintCount(`${at}.signatures.threshold`, threshold, able, true, now, say);
    }
    for (const [kind, rule] of approval)
      if (rule.deny === null) judge(`${at}.approval.${kind}`, rule, authorMayApprove);
    if (emergency !== null) judge(`${at}.approval.emergency`, emergency, authorMayApprove);
  }
}

function lintAsked(
  policy: Policy,
  at: string,
  { people, roles, role }: Asked,
  isForAuthors: boolean,
  now: Date,
  say: Say,
): void {
  const able = eligibleFor(policy, { role });
  if (role !== null && !lintRole(policy, `${at}.role`, role, able, say)) return;
  lintCount(`${at}.people`, people, able, isForAuthors, now, say);
  for (const [name, least] of roles) {
    const some = able.filter((signer) => signer.roles.includes(name));
    if (lintRole(policy, `${at}.roles.${name}`, name, some, say))
      lintCount(`${at}.roles.${name}`, least, some, true, now, say);
  }
}

/** Says whether anybody has a role who can sign for it. */
function lintRole(
  { signers }: Policy,
  at: string,
  role: string,
  able: readonly Signer[],
  say: Say,
): boolean {
  if (able.length > 0) return true;
  const known = [...signers.values()].flatMap(({ roles }) => roles).filter((one) => one !== role);
  const near = nearest(role, known);
  say(
    "refused",
    "POLICY_ROLE_NONE",
    at,
    `expected a role that somebody has who can sign for this, found ${nameToml(role)}`,
    near === undefined
      ? `give it to somebody: roles = ["${role}"] under [signers.…]`
      : `did you mean ${near}?`,
  );
  return false;
}

/** @param isForAuthors whether who made a change counts as well: then nobody has to be left besides. */
function lintCount(
  at: string,
  asked: number,
  able: readonly Signer[],
  isForAuthors: boolean,
  now: Date,
  say: Say,
): void {
  const active = able.filter((signer) => isOn(signer, now.getTime()));
  if (active.length < asked)
    say(
      "refused",
      "THRESHOLD_OUT_OF_REACH",
      at,
      `expected ${asked} who count today, found ${active.length}: ${active.map(({ name }) => name).join(", ") || "nobody"}`,
      "name more signers, or ask for fewer",
    );
  else if (!isForAuthors && active.length === asked)
    say(
      "warned",
      "AUTHOR_NEEDED",
      at,
      `asks for ${asked} of ${active.length}: none of them could ever have a change of their own approved`,
      "name one more, or ask for one fewer",
    );
}

function isOn({ from, until, revoked }: Signer, time: number): boolean {
  return (from ?? time) <= time && (until ?? time) >= time && (revoked === null || revoked > time);
}
