import { type Digest, digest } from "../bytes/digest.ts";
import type { Finding } from "../finding.ts";
import { bundlePath } from "../io/beside.ts";
import { isThere } from "../io/files.ts";
import { findObjects } from "../io/git-objects.ts";
import { compareLocks, type LockDelta } from "../lock/lock-delta.ts";
import type { SourceFile } from "../lock/model.ts";
import { findingsOf } from "../lock/strict/source.ts";
import { MAX_SIGSTORE_BUNDLE_BYTES } from "../sigstore/bundle-limit.ts";
import type { ChangeHistory } from "./change-history.ts";
import type { ChosenBase } from "./chosen-base.ts";
import { type ComparedLock, compareLock } from "./compare-lock.ts";
import { prefixOf } from "./in-checkout.ts";
import { type LocatedChange, type LocateOptions, locateChange } from "./locate-change.ts";
import { type LockState, readLockState, type TreeReader, treeAt } from "./lock-content.ts";
import { openLock } from "./open-lock.ts";

/** Which lock changed, and since when. */
export interface ProposeOptions extends LocateOptions {
  /** Where it was compared before: with the same of the base. */
  readonly compared?: ComparedLock | undefined;
}

/** What differs between a base and what lies here, and where that holds. */
export interface ProposedChange extends LocatedChange {
  readonly file: string;
  /** Of the root within the checkout: empty, or with `/` at the end. */
  readonly prefix: string;
  readonly chosen: ChosenBase;
  readonly before: LockState | undefined;
  readonly after: LockState;
  readonly delta: LockDelta;
  readonly repository: string | null;
  readonly base: Digest | null;
  /** Null where the lock is removed. */
  readonly result: Digest | null;
  /** Of the lock that will be signed with this change. */
  readonly sequence: number;
  /** What is to be said of the lock, none of it refusing. */
  readonly findings: readonly Finding[];
}

/** A lock that may be approved, or why it may not. */
export type Proposal =
  | { readonly change: ProposedChange }
  | { readonly change: null; readonly findings: readonly Finding[] };

/**
 * Compares a lock that lies here with the same at the base, as whoever installs would read both. The one that lies here has
 * to be strict: nobody can approve what two tools read differently. One that the base has and HEAD has not is removed.
 * @throws Refusal `GIT_CHECKOUT_NONE` — the lock is in no checkout of git.
 * @throws Refusal see `locateChange`, `openLock`.
 */
export async function proposeChange(options: ProposeOptions): Promise<Proposal> {
  const { file, cwd } = options;
  const { located, history } = await locateChange(options);
  const { chosen } = history;
  const prefix = prefixOf(located);
  const read = treeAt(history.base, prefix);
  const before = read(located.name);
  const state = options.compared === undefined ? stateOf(before, read) : options.compared.before;
  const common = {
    file,
    located,
    prefix,
    chosen,
    history,
    before: state,
    repository: history.repository,
    base: typeof before === "string" ? null : digest("sha256", before.bytes),
    sequence: (await lastSequence(history, prefix + located.name)) + 1,
  };
  if (state !== undefined && isRemoved(located, chosen.head)) {
    const { format } = state.content;
    const content = { format, pins: [], options: [] };
    const after = { files: [], names: [], content, unread: [] };
    const delta = compareLocks(state.content, undefined);
    return { change: { ...common, after, delta, result: null, findings: [removed(file)] } };
  }
  const compared =
    options.compared ?? compareLock(openLock({ file, cwd, root: located.root.path }), state);
  const findings = findingsOf(compared.problems);
  if (compared.change === null) return { change: null, findings };
  return { change: { ...common, ...compared.change, findings } };
}

function stateOf(root: SourceFile | string, read: TreeReader): LockState | undefined {
  return typeof root === "string" ? undefined : readLockState(root, read);
}

/**
 * Tells whether a file is removed, and that is committed: one that only does not lie here may be lost by accident. Where
 * anything else has its name, such as a link that leads nowhere, it is not.
 */
export function isRemoved(
  located: Pick<ProposedChange["located"], "gitTop" | "path" | "name" | "root">,
  head: string,
): boolean {
  if (isThere(located.path)) return false;
  const name = `${prefixOf(located)}${located.name}`;
  return findObjects(located.gitTop, [`${head}:${name}`])[0] === undefined;
}

function removed(file: string): Finding {
  return {
    rule: "LOCK_REMOVED",
    verdict: "noted",
    subject: file,
    message: "is removed: everything that was in it is gone",
  };
}

/**
 * Gives the sequence of the lock that was signed last at the base, 0 where none was. Whoever can write to the base could make
 * it another one; who signed is judged when the lock is verified.
 */
async function lastSequence({ base }: ChangeHistory, path: string): Promise<number> {
  if (base.read(bundlePath(path), MAX_SIGSTORE_BUNDLE_BYTES) === undefined) return 0;
  // Loaded where there is one: it is as much as all the rest.
  const { bundleEntriesAt } = await import("./bundles-at.ts");
  return Math.max(0, ...bundleEntriesAt(base, path).map(({ sequence }) => sequence));
}
