import { Refusal } from "../errors.ts";
import type { CommitFiles } from "../io/commit-files.ts";
import type { PublicKey } from "../key/public-key.ts";
import type { ApprovalPolicy } from "../policy/approval-requirement.ts";
import { findLockSection } from "../policy/find-lock.ts";
import { checkInForce } from "../policy/in-force.ts";
import { MAX_POLICY_BYTES, parsePolicy } from "../policy/policy.ts";
import { listNamedFiles, type PolicyClosure, readPolicyClosure } from "../policy/policy-closure.ts";
import { refusalOf } from "../policy/reader.ts";
import { findSigner, type PolicySigner, type SignedBy } from "../policy/signer.ts";
import { quoteWord } from "../shell-word.ts";
import type { ChangeHistory } from "./change-history.ts";
import type { ChosenBase } from "./chosen-base.ts";
import { nearestPolicyAt, prefixOfFolder } from "./nearest-policy.ts";
import { isPolicyFile, POLICY_NAME } from "./policy-files.ts";
import { readPolicySigners } from "./policy-signers.ts";

/** The policy that a change is judged by. */
export interface JudgingPolicy {
  /** Where it is, in words. */
  readonly source: string;
  /** Whose it is. */
  readonly commit: string;
  readonly closure: PolicyClosure;
  readonly signers: readonly PolicySigner[];
  readonly keys: readonly PublicKey[];
}

/**
 * Reads the policy of a commit, with every file that it names, out of git's objects: whoever asks for a change has written
 * none of it.
 * @param prefix of the root within the checkout.
 * @returns undefined where the commit has none.
 * @throws Refusal `POLICY_MALFORMED`, `POLICY_EXPIRED`, `TOML_MALFORMED` — it says nothing that could be gone by.
 */
export function readPolicyAt(
  tree: CommitFiles,
  prefix: string,
  now: Date,
): JudgingPolicy | undefined {
  const found = readAnyPolicyAt(tree, prefix);
  if (found !== undefined) checkInForce(found.closure.policy, found.source, now);
  return found;
}

/**
 * Does the same of a policy whose time is over as well: it says who signed then.
 * @throws Refusal `POLICY_MALFORMED`, `TOML_MALFORMED`
 */
export function readAnyPolicyAt(tree: CommitFiles, prefix: string): JudgingPolicy | undefined {
  const { commit } = tree;
  const read = (path: string): Uint8Array | undefined => tree.read(prefix + path, MAX_POLICY_BYTES);
  const bytes = read(POLICY_NAME);
  if (bytes === undefined) return undefined;
  const source = `${POLICY_NAME} of ${commit.slice(0, 12)}`;
  // All at once: with each a start of git, a policy of fifty keys took seconds to read.
  const names = listNamedFiles(parsePolicy(bytes, POLICY_NAME));
  tree.load(
    names.map((path) => prefix + path),
    MAX_POLICY_BYTES,
  );
  const closure = readPolicyClosure(bytes, POLICY_NAME, (path) => read(path) ?? "nothing");
  const { signers, keys, problems } = readPolicySigners(closure);
  if (problems.length > 0) throw refusalOf(source, problems);
  return { source, commit, closure, signers, keys: keys.map(({ key }) => key) };
}

/**
 * Reads the policy that a change is judged by: the base's; where that has none, the one that is committed with the change,
 * which its author may have written.
 * @throws Refusal `POLICY_BEHIND` — the base has another by now: whoever begins a branch long ago would choose an old one.
 * @throws Refusal see `readPolicyAt`.
 */
export function readJudgingPolicy(
  { base, head, tip, chosen }: Pick<ChangeHistory, "base" | "head" | "tip" | "chosen">,
  prefix: string,
  now: Date,
): JudgingPolicy | undefined {
  const own = readPolicyAt(base, prefix, now);
  if (tip !== base) refuseBehind(own, readAnyPolicyAt(tip, prefix), chosen);
  return own ?? readPolicyAt(head, prefix, now);
}

/**
 * Refuses a change in a folder for which the base has a nearer policy by now than where the change began: by the older one, whoever
 * begins a branch long ago would be free there.
 * @param folder relative to the top.
 * @throws Refusal `POLICY_BEHIND`
 */
export function refuseNearerAtTip(
  { base, tip, chosen }: Pick<ChangeHistory, "base" | "tip" | "chosen">,
  folder: string,
): void {
  if (tip === base) return;
  const [own, today] = [base, tip].map((tree) => nearestPolicyAt(tree, folder));
  if (today === undefined || (own !== undefined && own.length >= today.length)) return;
  const [found, expected] = [own, today].map((at) =>
    at === undefined ? "none" : `${prefixOfFolder(at)}${POLICY_NAME}`,
  );
  const { name, commit } = chosen;
  throw behind(
    `${expected}: expected the policy that ${name} has by now, found that of ${commit.slice(0, 12)}, where the change began: ${found}`,
    name,
  );
}

function refuseBehind(
  own: JudgingPolicy | undefined,
  today: JudgingPolicy | undefined,
  { commit, name }: ChosenBase,
): void {
  const [found, expected] = [own, today].map((policy) =>
    policy === undefined ? "none" : `sha256:${policy.closure.digest.hex.slice(0, 12)}…`,
  );
  if (own?.closure.digest.hex === today?.closure.digest.hex) return;
  throw behind(
    `${POLICY_NAME}: expected the policy that ${name} has by now, ${expected}, found that of ${commit.slice(0, 12)}, where the change began: ${found}`,
    name,
  );
}

function behind(message: string, ref: string): Refusal {
  const hint = `take it in, then look again: git merge ${quoteWord(ref)}`;
  return new Refusal("POLICY_BEHIND", message, { ref }, { hint });
}

/**
 * Gives what a policy asks of the approvals of a file; of the policy itself, and of one that comes below it, what `[policy]`
 * asks, whatever kind of change.
 * @param path relative to the root.
 * @returns undefined where the policy does not speak of the file.
 */
export function approvalsOf(
  { closure, signers }: JudgingPolicy,
  path: string,
): ApprovalPolicy | undefined {
  const { policy, digest, files } = closure;
  if (files.has(path) || isPolicyFile(path)) {
    const { change } = policy;
    if (change === null) return undefined;
    const { threshold: people, role, authorMayApprove } = change;
    const rule = { people, roles: new Map<string, number>(), role, holdMs: null, deny: null };
    const kinds = ["new", "update", "remove"] as const;
    const requirements = new Map(kinds.map((kind) => [kind, rule]));
    return { digest, signers, requirements, emergency: null, authorMayApprove };
  }
  const section = findLockSection(policy, path);
  if (section === undefined) return undefined;
  const { approval: requirements, emergency, authorMayApprove } = section;
  return { digest, signers, requirements, emergency, authorMayApprove };
}

/**
 * Finds the person whose key or identity it is.
 * @param given the name that the person gave, which has to be theirs; undefined to find it.
 * @throws Refusal `APPROVER_UNKNOWN` — nobody's of the policy, a machine's, or another's than `given`.
 */
export function findApprover(
  { signers, source }: JudgingPolicy,
  by: SignedBy,
  given: string | undefined,
): string {
  const signer = findSigner(signers, by);
  const people = signers.filter(({ person }) => person).map(({ name }) => name);
  const found =
    signer === undefined
      ? "one of nobody"
      : signer.person
        ? signer.name
        : `the machine ${signer.name}`;
  if (signer?.person === true && (given === undefined || given === signer.name)) return signer.name;
  throw new Refusal(
    "APPROVER_UNKNOWN",
    `approver: expected a key or an identity of ${given ?? `a person (${people.join(", ")})`} by ${source}, found ${found}`,
    { found },
    { hint: "sign with the key that the policy names; or let its owners add yours first" },
  );
}
