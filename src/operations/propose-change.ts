import { relative, sep } from "node:path";
import { type Digest, digest } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import { type Finding, isRefused } from "../finding.ts";
import { isThere } from "../io/files.ts";
import { findObjects } from "../io/git-objects.ts";
import { locateGone, type RootedFile } from "../io/root.ts";
import { compareLocks, type LockDelta } from "../lock/lock-delta.ts";
import type { SourceFile } from "../lock/model.ts";
import { findingsOf } from "../lock/strict/source.ts";
import { bundleEntriesAt } from "./bundles-at.ts";
import { type ChosenBase, chooseBase } from "./choose-base.ts";
import { type LockState, readLockState, treeAt } from "./lock-content.ts";
import { openLock, repositoryOf } from "./open-lock.ts";

/** Which file changed, and since when. */
export interface ProposeOptions {
  /** A lock; absolute, or relative to `cwd`. */
  readonly file: string;
  readonly cwd: string;
  readonly root?: string | undefined;
  /** What to compare with: see `chooseBase`. */
  readonly base?: string | undefined;
  /** What the change is to become part of; default: the branch that `base` names. */
  readonly ref?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: Date;
  /** Where it was chosen before: then nothing above of it is asked. */
  readonly chosen?: ChosenBase | undefined;
}

/** What differs between a base and what lies here, and where that holds. */
export interface ProposedChange {
  readonly file: string;
  readonly located: RootedFile & { readonly gitTop: string };
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
 * @throws Refusal see `chooseBase`, `openLock`.
 */
export async function proposeChange(options: ProposeOptions): Promise<Proposal> {
  const { file, cwd, root } = options;
  const located = inCheckout(locateGone(file, cwd, root), file);
  const { gitTop } = located;
  const chosen = options.chosen ?? (await chooseBase(gitTop, folderOf(located), options));
  const prefix = prefixOf(located);
  const read = treeAt(gitTop, chosen.commit, prefix);
  const before = read(located.name);
  const state = typeof before === "string" ? undefined : readLockState(before, read);
  const common = {
    file,
    located,
    prefix,
    chosen,
    before: state,
    repository: repositoryOf(located),
    base: state === undefined ? null : digestOf(state),
    sequence: lastSequence(gitTop, chosen.commit, prefix + located.name) + 1,
  };
  if (state !== undefined && isRemoved(located, chosen.head)) {
    const { format } = state.content;
    const after = { files: [], content: { format, pins: [], options: [] }, unread: [] };
    const delta = compareLocks(state.content, undefined);
    return { change: { ...common, after, delta, result: null, findings: [removed(file)] } };
  }
  const lock = openLock({ file, cwd, root });
  const findings = findingsOf(lock.problems);
  if (isRefused(findings)) return { change: null, findings };
  const [top] = lock.files;
  if (top === undefined) throw new TypeError("lock: expected a file, found none");
  const opened = new Map(lock.files.map((one) => [one.name, one]));
  const after = readLockState(top, (name) => opened.get(name) ?? `not part of the lock: ${name}`);
  const delta = compareLocks(state?.content, after.content);
  return { change: { ...common, after, delta, result: digestOf(after), findings } };
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
 * Refuses a file that is in no checkout of git.
 * @throws Refusal `GIT_CHECKOUT_NONE`
 */
export function inCheckout(located: RootedFile, file: string): ProposedChange["located"] {
  const { gitTop } = located.root;
  if (gitTop !== null && isThere(gitTop)) return { ...located, gitTop };
  throw new Refusal(
    "GIT_CHECKOUT_NONE",
    `${file}: expected a file in a checkout of git, found no checkout around it`,
    { path: file },
    { hint: "run it where the change was committed; what it is compared with is in git" },
  );
}

/** Gives where the root is in the checkout: empty for its top, else with `/` at the end. */
export function prefixOf({
  root,
  gitTop,
}: Pick<ProposedChange["located"], "root" | "gitTop">): string {
  const below = relative(gitTop, root.path).split(sep).join("/");
  return below === "" ? "" : `${below}/`;
}

/** Gives the folder of a file within its checkout: empty for the top. */
export function folderOf(located: ProposedChange["located"]): string {
  return `${prefixOf(located)}${located.name}`.split("/").slice(0, -1).join("/");
}

/** Of the root of the closure; what it includes is in the delta. */
function digestOf({ files: [root] }: LockState): Digest {
  const { bytes } = root ?? ({ bytes: new Uint8Array() } satisfies Partial<SourceFile>);
  return digest("sha256", bytes);
}

/**
 * Gives the sequence of the lock that was signed last at the base, 0 where none was. Whoever can write to the base could make
 * it another one; who signed is judged when the lock is verified.
 */
function lastSequence(gitTop: string, commit: string, path: string): number {
  return Math.max(0, ...bundleEntriesAt(gitTop, commit, path).map(({ sequence }) => sequence));
}
