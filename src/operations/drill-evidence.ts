import { relative, sep } from "node:path";
import { sha256Hex } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import { findBundles } from "../io/beside.ts";
import { isThere, readFile } from "../io/files.ts";
import { readOriginUrl } from "../io/git.ts";
import { listBelow } from "../io/list-below.ts";
import { listNames } from "../io/list-names.ts";
import { readUnderRoot } from "../io/root.ts";
import { MAX_LOCK_BYTES } from "../lock/strict/characters.ts";
import { isInForce } from "../policy/exemption.ts";
import { findLockSection } from "../policy/find-lock.ts";
import { matchesPath } from "../trust/glob.ts";
import { inCheckout } from "./in-checkout.ts";
import { openLock } from "./open-lock.ts";
import { type OpenedPolicy, openPolicy } from "./open-policy.ts";
import { TOOL_LOCK_NAME } from "./open-tool-lock.ts";
import { POLICY_NAME } from "./policy-files.ts";

/** What a drill copies of a repository: all that a gate looks at, and nothing else. */
export interface DrillEvidence {
  readonly opened: OpenedPolicy;
  /** Of the policy's folder within the checkout: empty, or with `/` at the end. */
  readonly prefix: string;
  /** The URL of its origin. */
  readonly origin: string | null;
  /** Relative to the policy's folder. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Every lock that lies here and that a `[[lock]]` is about, sorted. */
  readonly locks: readonly string[];
  /** Those of them that a gate judges: hash-locked, and let pass by no exemption. */
  readonly judged: ReadonlySet<string>;
}

/** Larger than a bundle of either kind, and than any evidence. */
const MAX_EVIDENCE_BYTES = 32 * 1024 * 1024;

/**
 * Reads what a gate looks at, as it lies here: the policy with the files that it names, the locks with what they include and
 * the bundles beside them, tool pins, approvals, records and evidence. Changes nothing.
 * @throws Refusal `POLICY_NONE`, `POLICY_MALFORMED`, `POLICY_EXPIRED`, … — see `openPolicy`.
 * @throws Refusal `GIT_CHECKOUT_NONE` — a gate compares with a base, and there is none.
 */
export function readDrillEvidence(cwd: string, now: Date): DrillEvidence {
  const opened = openPolicy(cwd, undefined, now);
  const { root, path } = opened.file;
  const { gitTop } = inCheckout({ root, name: POLICY_NAME, path }, POLICY_NAME);
  const files = new Map(opened.closure.files);
  const locks = listNames(root.path).names.filter((name) =>
    opened.closure.policy.locks.some((section) => matchesPath(section.path, name)),
  );
  const { exemptions } = opened.closure.policy;
  const judged = locks.filter((name) => {
    const isStrict = takeLock(root.path, name, files);
    const own = exemptions.filter((one) => one.path === name);
    const digest = sha256Hex(files.get(name) ?? Buffer.of());
    return isStrict && !own.some((one) => isInForce(one, digest, now));
  });
  const take = (name: string): void => {
    files.set(name, readUnderRoot(root, name, MAX_EVIDENCE_BYTES));
  };
  for (const name of listBelow(root.path, ".lockseal")) take(name);
  if (isThere(`${root.path}/${TOOL_LOCK_NAME}`)) take(TOOL_LOCK_NAME);
  for (const { links, artifacts } of opened.closure.policy.layouts)
    for (const folder of artifacts === null ? [links] : [links, artifacts])
      for (const name of listBelow(root.path, folder)) take(name);
  const below = relative(gitTop, root.path).split(sep).join("/");
  return {
    opened,
    prefix: below === "" ? "" : `${below}/`,
    origin: readOriginUrl(gitTop),
    files,
    // Which one of two sections counts, nobody could say: the gate refuses those.
    locks: locks.filter((name) => hasOneSection(opened, name)),
    judged: new Set(judged),
  };
}

/**
 * A lock with ranges, or one that cannot be read, is copied as it is: what the gate says of it is not for here to know.
 * @returns whether every line of it holds.
 */
function takeLock(root: string, name: string, files: Map<string, Uint8Array>): boolean {
  try {
    const lock = openLock({ file: name, cwd: root, root });
    for (const { name: path, bytes } of lock.files) files.set(path, bytes);
    for (const path of findBundles(lock.located.path))
      files.set(
        path
          .slice(root.length + 1)
          .split(sep)
          .join("/"),
        readFile(path, MAX_EVIDENCE_BYTES),
      );
    return !lock.problems.some(({ verdict }) => verdict === "refused");
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    files.set(name, readFile(`${root}/${name}`, MAX_LOCK_BYTES));
    return false;
  }
}

function hasOneSection({ closure }: OpenedPolicy, name: string): boolean {
  try {
    return findLockSection(closure.policy, name) !== undefined;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
