import { dirname } from "node:path/posix";
import { parseDigest } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import { readFile } from "../io/files.ts";
import { locateFile, readUnderRoot } from "../io/root.ts";
import type { Delta } from "../lock/change.ts";
import { compareFiles } from "../lock/file-delta.ts";
import type { SourceFile } from "../lock/model.ts";
import { MAX_POLICY_BYTES } from "../policy/policy.ts";
import { type PolicyClosure, readPolicyClosure } from "../policy/policy-closure.ts";
import { refusalOf } from "../policy/reader.ts";
import type { ChangeHistory } from "./change-history.ts";
import type { ChosenBase } from "./chosen-base.ts";
import type { ApprovedState } from "./create-approval.ts";
import { pathInCheckout, prefixOf } from "./in-checkout.ts";
import { type JudgingPolicy, readJudgingPolicy } from "./judging-policy.ts";
import { locateChange } from "./locate-change.ts";
import { repositoryOf } from "./open-lock.ts";
import { isPolicyFile, POLICY_NAME, readerOfFolder } from "./policy-files.ts";
import { readPolicySigners } from "./policy-signers.ts";
import { isRemoved, type ProposedChange, type ProposeOptions } from "./propose-change.ts";

/** How a policy differs from the base's, with every file that either names. */
export interface ProposedPolicy {
  readonly root: string;
  readonly located: ProposedChange["located"];
  /** Of the root within the checkout: empty, or with `/` at the end. */
  readonly prefix: string;
  readonly state: ApprovedState;
  readonly delta: Delta;
  readonly chosen: ChosenBase;
  readonly history: ChangeHistory;
  readonly before: readonly SourceFile[];
  readonly after: readonly SourceFile[];
  readonly judge: JudgingPolicy | undefined;
  /** Of the base and of here; undefined where there is none. */
  readonly closures: {
    readonly before: PolicyClosure | undefined;
    readonly after: PolicyClosure | undefined;
  };
}

/**
 * Compares the policy that lies here with the base's, file by file: whoever changes a key that it names changes the policy.
 * One that the base has and HEAD has not is removed; one that the base has only above is new there, all of it.
 * @throws Refusal `GIT_CHECKOUT_NONE`, `POLICY_MALFORMED`; see `chooseBase`.
 */
export async function proposePolicyChange(options: ProposeOptions): Promise<ProposedPolicy> {
  const { file, now } = options;
  const { located, history } = await locateChange(options);
  const { chosen } = history;
  const prefix = prefixOf(located);
  const judge = readJudgingPolicy(history, prefix, now);
  const isBase = judge?.commit === chosen.commit;
  const isNearer = located.name !== POLICY_NAME;
  // Only what the base has decides about others; whatever it is called here, no other file is one.
  const isAdded = isBase && isPolicyFile(located.name) && !hasFile(history, prefix, located.name);
  if (isNearer && !isAdded)
    throw new Refusal(
      "PATH_OUTSIDE_ROOT",
      `${file}: expected the policy at the top of ${located.root.path}, found ${located.name}`,
      { path: file },
      { hint: "name its folder as the root: --root DIR" },
    );
  const replaced = isBase && !isNearer ? judge : undefined;
  const before = replaced === undefined ? [] : filesOf(replaced.closure, located.name);
  const named = isBase && isRemoved(located, chosen.head) ? undefined : readProposed(located);
  // A file that only the base's policy names is looked at, too: to leave it out is a change of the policy file.
  const kept = before.flatMap(({ name }) =>
    name === POLICY_NAME || named?.files.has(name) === true ? [] : readIfThere(located.root, name),
  );
  const after = [...(named === undefined ? [] : filesOf(named, located.name)), ...kept];
  const delta = compareFiles(before, after);
  const base = replaced?.closure.digests.get(POLICY_NAME);
  return {
    root: located.root.path,
    located,
    prefix,
    chosen,
    history,
    before,
    after,
    delta,
    judge,
    closures: { before: replaced?.closure, after: named },
    state: {
      repository: repositoryOf(located),
      path: pathInCheckout(located),
      ref: chosen.ref,
      base: base === undefined ? null : parseDigest("sha256", base),
      result:
        named === undefined ? null : parseDigest("sha256", named.digests.get(POLICY_NAME) ?? ""),
      // A policy is not signed with a sequence: what was approved is told by its bytes.
      sequence: 1,
      delta,
    },
  };
}

function readProposed({ path, name, root }: ProposedChange["located"]): PolicyClosure {
  const isNearer = name !== POLICY_NAME;
  const folder = `${root.path}/${dirname(name)}`;
  const own = isNearer ? locateFile(POLICY_NAME, folder, folder).root : root;
  const bytes = isNearer
    ? readUnderRoot(root, name, MAX_POLICY_BYTES)
    : readFile(path, MAX_POLICY_BYTES);
  const closure = readPolicyClosure(bytes, POLICY_NAME, readerOfFolder(own));
  const { problems } = readPolicySigners(closure);
  // What nobody could go by would stop everybody once it is taken in.
  if (problems.length > 0) throw refusalOf(name, problems);
  return closure;
}

/** @param policy names it from the root; what it names is relative to it. */
function filesOf({ files }: PolicyClosure, policy: string): readonly SourceFile[] {
  const prefix = policy.slice(0, -POLICY_NAME.length);
  return [...files].map(([name, bytes]) => ({ name: prefix + name, bytes }));
}

function hasFile({ base }: ChangeHistory, prefix: string, name: string): boolean {
  return base.read(prefix + name, MAX_POLICY_BYTES) !== undefined;
}

function readIfThere(
  root: Parameters<typeof readUnderRoot>[0],
  name: string,
): readonly SourceFile[] {
  try {
    return [{ name, bytes: readUnderRoot(root, name, MAX_POLICY_BYTES) }];
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}
