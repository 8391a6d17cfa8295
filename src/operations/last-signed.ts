import { sha256Hex } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import { bundlePath, filesOfBundle, MAX_BUNDLES } from "../io/beside.ts";
import { CommitFiles } from "../io/commit-files.ts";
import { isCutOff, isShallow, listBundleCommits, listFiles, shallow } from "../io/git-history.ts";
import { findObjects, readKnown } from "../io/git-objects.ts";
import { MAX_LOCK_BYTES } from "../lock/strict/characters.ts";
import { findLockSection } from "../policy/find-lock.ts";
import type { Policy } from "../policy/model.ts";
import { findSigner } from "../policy/signer.ts";
import type { SignatureRule } from "../policy/table/locks.ts";
import { MAX_SIGSTORE_BUNDLE_BYTES } from "../sigstore/bundle-limit.ts";
import {
  type LockStatement,
  parseLockStatement,
  sameButSignedAt,
} from "../statement/lock-statement.ts";
import { outOfPeriod } from "../trust/signers.ts";
import { readLockEntries } from "./bundles-at.ts";
import { readAnyPolicyAt } from "./judging-policy.ts";
import { nearestPolicyAt, prefixOfFolder } from "./nearest-policy.ts";
import { rootsOfPolicy } from "./policy-roots.ts";
import { readSignedStatement } from "./read-approval.ts";
import type { StatementTrust } from "./statement-trust.ts";

/** Where to look for the lock that was signed last. */
export interface LastSignedOptions {
  readonly gitTop: string;
  /** Whose history is looked at. */
  readonly head: string;
  /** Relative to the top: the nearest policy from here up says who signs. */
  readonly folder: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: Date;
}

/** The commit at which everything was signed that has to be. */
export interface LastSigned {
  readonly commit: string;
  /** In words: which lock, as which of its sequence. */
  readonly name: string;
}

/** Of commits that brought a signature, the newest: who signs less often names the base. */
const MAX_CANDIDATES = 50;

/**
 * Finds the last commit that brought a signature and at which every lock that the policy of that commit asks to be signed was
 * signed as it asks, along the line of first parents. Where an older one has a higher sequence, that one: to put an older lock
 * back does not make it the last. A lock that nobody has to sign, and one that is exempt, does not matter.
 *
 * The policy is that commit's own: whoever writes the history of a branch writes it, too, so that this is for no request to merge.
 * @returns undefined where there is none.
 * @throws Refusal `GIT_SHALLOW` — what came before the last commit that is at hand may be signed, or signed later.
 * @throws Refusal see `runGit`.
 */
export async function findLastSigned(options: LastSignedOptions): Promise<LastSigned | undefined> {
  const { gitTop, head } = options;
  const commits = listBundleCommits(gitTop, head, MAX_CANDIDATES);
  let found: SignedState | undefined;
  for (const commit of commits) {
    if (found !== undefined && !hasHigher(gitTop, commit, found)) continue;
    const state = await readSignedState(commit, options);
    if (state === undefined || (found !== undefined && !isHigher(state, found))) continue;
    // The last commit of a shallow clone seems to bring all that it has.
    if (isCutOff(gitTop)(commit)) throw shallow(gitTop);
    found = state;
  }
  if (found === undefined && isShallow(gitTop)) throw shallow(gitTop);
  return found === undefined ? undefined : { commit: found.commit, name: nameOf(found) };
}

interface SignedState {
  readonly commit: string;
  readonly prefix: string;
  /** By the paths of locks: the statement that was signed by as many as the policy asks. */
  readonly locks: ReadonlyMap<string, LockStatement>;
}

/** What nobody has verified yet decides only whether to verify it. */
function hasHigher(gitTop: string, commit: string, { prefix, locks }: SignedState): boolean {
  const paths = [...locks.keys()];
  const ids = findObjects(
    gitTop,
    paths.map((path) => `${commit}:${prefix}${bundlePath(path)}`),
  );
  const wanted = ids.flatMap((id, index) => (id === undefined ? [] : [{ id, path: paths[index] }]));
  const contents = readKnown(
    gitTop,
    wanted.map(({ id }) => id),
    MAX_SIGSTORE_BUNDLE_BYTES,
  );
  return wanted.some(({ path = "" }, index) =>
    readLockEntries(contents[index]?.bytes ?? new Uint8Array(), path).some(
      ({ sequence }) => sequence > (locks.get(path)?.sequence ?? 0),
    ),
  );
}

function isHigher({ locks }: SignedState, than: SignedState): boolean {
  return [...than.locks].some(
    ([path, { sequence }]) => (locks.get(path)?.sequence ?? 0) > sequence,
  );
}

async function readSignedState(
  commit: string,
  { gitTop, folder, cwd, env, now }: LastSignedOptions,
): Promise<SignedState | undefined> {
  try {
    const files = new CommitFiles(gitTop, commit);
    const at = nearestPolicyAt(files, folder);
    if (at === undefined) return undefined;
    const prefix = prefixOfFolder(at);
    const policy = readAnyPolicyAt(files, prefix);
    if (policy === undefined) return undefined;
    const { signers, keys, closure } = policy;
    const tree = new Tree(gitTop, commit, at);
    const asked = askedOf(tree, closure.policy);
    tree.load(asked.flatMap(({ path, bundles }) => [path, ...bundles]));
    const roots = await rootsOfPolicy(closure, cwd, env);
    const trust = { signers, keys, roots, time: closure.policy.trust };
    const locks = new Map<string, LockStatement>();
    for (const one of asked) {
      if (isExempt(tree, one.path, closure.policy)) continue;
      const statement = await readSigned(tree, one, trust, now);
      if (statement === undefined) return undefined;
      locks.set(one.path, statement);
    }
    return locks.size === 0 ? undefined : { commit, prefix, locks };
  } catch (error) {
    // What cannot be read at that commit was signed by nobody there; what git does not have at hand may have been.
    if (error instanceof Refusal && !error.code.startsWith("GIT_")) return undefined;
    throw error;
  }
}

/** The files below a folder of a commit, read many at once. */
class Tree {
  readonly names: ReadonlyMap<string, string>;
  readonly #gitTop: string;
  readonly #contents = new Map<string, Uint8Array>();

  constructor(gitTop: string, commit: string, folder: string) {
    this.#gitTop = gitTop;
    const { length } = prefixOfFolder(folder);
    const files = listFiles(gitTop, [commit], folder);
    this.names = new Map(files.map(({ path, blob }) => [path.slice(length), blob]));
  }

  load(names: readonly string[]): void {
    const blobs = names.flatMap((name) => this.names.get(name) ?? []);
    const missing = [...new Set(blobs)].filter((blob) => !this.#contents.has(blob));
    for (const { id, bytes } of readKnown(this.#gitTop, missing, MAX_LOCK_BYTES))
      this.#contents.set(id, bytes);
  }

  read(name: string): Uint8Array | undefined {
    this.load([name]);
    return this.#contents.get(this.names.get(name) ?? "");
  }
}

/** A lock, and who has to have signed it. */
interface Asked {
  readonly path: string;
  readonly rule: SignatureRule;
  readonly bundles: readonly string[];
}

function askedOf({ names }: Tree, policy: Policy): readonly Asked[] {
  const bundles = new Map<string, string[]>();
  for (const name of names.keys())
    for (const of of filesOfBundle(name)) bundles.set(of, [...(bundles.get(of) ?? []), name]);
  return [...names.keys()].flatMap((path): Asked[] => {
    const rule = findLockSection(policy, path)?.signatures ?? null;
    return rule === null ? [] : [{ path, rule, bundles: bundles.get(path) ?? [] }];
  });
}

function isExempt(tree: Tree, path: string, { exemptions }: Policy): boolean {
  const exempt = exemptions.filter((one) => one.path === path);
  if (exempt.length === 0) return false;
  const found = sha256Hex(tree.read(path) ?? new Uint8Array());
  return exempt.some(({ sha256 }) => sha256 === found);
}

/** Gives what as many signers of a role as are asked for say of a lock, and what is true of it. */
async function readSigned(
  tree: Tree,
  { path, rule: { role, threshold }, bundles }: Asked,
  trust: StatementTrust,
  now: Date,
): Promise<LockStatement | undefined> {
  const said: { readonly by: string; readonly statement: LockStatement }[] = [];
  for (const name of bundles.slice(0, MAX_BUNDLES)) {
    try {
      const signed = await readSignedStatement(
        tree.read(name) ?? new Uint8Array(),
        path,
        trust,
        now,
      );
      const statement = parseLockStatement(signed.statement);
      const signer = findSigner(trust.signers, signed.by);
      if (signer?.roles.includes(role) !== true) continue;
      if (outOfPeriod(signer, signed.times, now) !== undefined) continue;
      if (isTrue(tree, path, statement)) said.push({ by: signer.name, statement });
    } catch (error) {
      // By a root that is too old nobody can say which was signed last.
      if (!(error instanceof Refusal) || error.code === "TRUST_ROOT_STALE") throw error;
    }
  }
  const agreed = said.filter(({ statement }) => {
    const same = said.filter((one) => sameButSignedAt(one.statement, statement));
    return new Set(same.map(({ by }) => by)).size >= threshold;
  });
  return agreed
    .map(({ statement }) => statement)
    .sort((one, other) => other.sequence - one.sequence)[0];
}

/** Tells whether the files of a statement are those of the commit. */
function isTrue(tree: Tree, path: string, { subjects, scope }: LockStatement): boolean {
  return (
    scope.path === path &&
    subjects.every(({ name, digest }) => {
      const bytes = tree.read(name);
      return bytes !== undefined && sha256Hex(bytes) === digest.hex;
    })
  );
}

function nameOf({ locks }: SignedState): string {
  const [first, ...others] = [...locks].sort((one, other) => other[1].sequence - one[1].sequence);
  const more = others.length === 0 ? "" : ` and ${others.length} more`;
  return `${first?.[0]} as sequence ${first?.[1].sequence}${more}`;
}
