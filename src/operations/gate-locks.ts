import { availableParallelism } from "node:os";
import { sha256Hex } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import { type Finding, findingOfRefusal } from "../finding.ts";
import { bundlePath } from "../io/beside.ts";
import { isThere } from "../io/files.ts";
import { listNames } from "../io/list-names.ts";
import { readUnderRoot } from "../io/root.ts";
import type { SourceFile } from "../lock/model.ts";
import type { Pin } from "../lock/pins.ts";
import { standsAlone } from "../lock/stands-alone.ts";
import { MAX_LOCK_BYTES } from "../lock/strict/characters.ts";
import { findingsOf } from "../lock/strict/source.ts";
import type { IncludedFile, LockFacts } from "../policy/gate-facts.ts";
import { type HeldChange, judgeHold } from "../policy/judge-hold.ts";
import type { LockSection } from "../policy/table/locks.ts";
import { MAX_SIGSTORE_BUNDLE_BYTES } from "../sigstore/bundle-limit.ts";
import { matchesPath } from "../trust/glob.ts";
import { type ClosureOnDisk, closureOnDisk } from "./closure-on-disk.ts";
import type { CollectedApprovals } from "./collect-approvals.ts";
import type { CompareBeside } from "./compare-beside.ts";
import { type ComparedLock, compareLock } from "./compare-lock.ts";
import { compareNames, pinsOfNewNames, pinsOfOtherNames } from "./compare-names.ts";
import type { GateContext } from "./gate-context.ts";
import { refuseUnlikeHead } from "./gate-head.ts";
import { judgeApprovals } from "./judge-approvals.ts";
import { approvalsOf } from "./judging-policy.ts";
import { readLockState, treeAt, treeOnDisk } from "./lock-content.ts";
import { openLock } from "./open-lock.ts";
import type { ReadRecords } from "./read-records.ts";

/** Which locks the policy names, of those that lie here and those of the base. */
export interface FoundLocks {
  /** Relative to the policy's folder, sorted. */
  readonly paths: readonly string[];
  readonly findings: readonly Finding[];
}

/** Finds every lock that a section of the policy is about, whether it lies here, at the base, or both. */
export function findLocks(context: GateContext): FoundLocks {
  const { root, prefix, history, judge } = context;
  const { names, isComplete } = listNames(root.path);
  // What lies in hidden folders is seen by git alone, and what is not committed by the disk alone.
  const known = new Set(names);
  for (const tree of [history.base, history.head])
    for (const path of tree.list(prefix).keys()) known.add(path.slice(prefix.length));
  // Whoever installs by the name of a link installs what it leads to.
  for (const path of history.head.links(prefix)) known.add(path.slice(prefix.length));
  const paths = [...known].filter((path) => sectionOf(path, judge.closure.policy.locks)).sort();
  if (isComplete) return { paths, findings: [] };
  const finding: Finding = {
    rule: "GATE_UNJUDGED",
    verdict: "refused",
    subject: root.path,
    message:
      "expected to see every file below the policy, found too many, or a folder that cannot be read",
    expected: "every file below the policy",
    found: "some of them",
    help: "keep what is installed out of the checkout, or put the policy where the locks are",
  };
  return { paths, findings: [finding] };
}

/** Gives the section of a policy that is about a lock; undefined where none is. */
export function sectionOf(path: string, sections: readonly LockSection[]): LockSection | undefined {
  return sections.find((section) => matchesPath(section.path, path));
}

/**
 * Gathers the facts of every lock. What is as at the base is looked at no further: it passed when it came in. What all that
 * differ have in common is asked once: the history, who approved, who saw which file first.
 */
export async function gatherLocks(
  context: GateContext,
  paths: readonly string[],
): Promise<readonly LockFacts[]> {
  const { history, prefix, mode } = context;
  history.base.load(
    paths.map((path) => prefix + path),
    MAX_LOCK_BYTES,
  );
  const seen = paths.map((path) => lookAt(context, path));
  if (mode === "release") return gatherSigned(context, seen);
  const changed = seen.filter(({ base, head }) => base !== head && head !== UNREAD);
  if (changed.length === 0) return seen;
  const judged = new Map<string, JudgedLock>();
  const beside = await compareBeside(context, changed);
  try {
    history.foresee(changed.map(({ path }) => prefix + path));
    history.base.load(
      changed.map(({ path }) => bundlePath(prefix + path)),
      MAX_SIGSTORE_BUNDLE_BYTES,
    );
    const collected = await context.collect();
    for (const [index, own] of changed.entries()) {
      context.onLock(own.path, index + 1, changed.length);
      const compared = await beside?.take(own.path);
      judged.set(own.path, await judgeLock(context, own, collected, compared));
    }
  } catch (error) {
    for (const own of changed) judged.set(own.path, { own: unread(own, error), held: [] });
  } finally {
    await beside?.end();
  }
  return holdAll(
    context,
    seen.map((own) => judged.get(own.path) ?? { own, held: [] }),
  );
}

/** Fewer are compared before a thread has begun. */
const MANY = 48;

/** Begins to compare, where they are many, those locks that are here and at the base and consist of themselves alone. */
async function compareBeside(
  { history, root, prefix }: GateContext,
  changed: readonly LockFacts[],
): Promise<CompareBeside | undefined> {
  if (changed.length < MANY || availableParallelism() < 2) return undefined;
  const both = changed.filter(({ base, head }) => base !== null && head !== null);
  const { CompareBeside } = await import("./compare-beside.ts");
  return new CompareBeside(
    both.map(({ path }) => {
      const before = history.base.read(prefix + path, MAX_LOCK_BYTES) ?? new Uint8Array();
      return { root: root.path, path, before };
    }),
  );
}

/** Instead of a digest of what could not be read. */
const UNREAD = "unread";

/** Reads a lock here and at the base. */
function lookAt(context: GateContext, path: string): LockFacts {
  const { root, judge, history, prefix } = context;
  const format = sectionOf(path, judge.closure.policy.locks)?.format ?? "pip-requirements";
  const unseen = { delta: null, names: null, approvals: null, hold: null, signatures: null };
  const nothing = { ...unseen, strict: [], included: [] };
  const before = history.base.read(prefix + path, MAX_LOCK_BYTES);
  const here = `${root.path}/${path}`;
  // The file itself tells that it differs. What it includes is looked at where it does not.
  const base = before === undefined ? null : sha256Hex(before);
  try {
    if (!isThere(here)) {
      refuseUnlikeHead(context, path, undefined);
      return { ...nothing, path, format, base, head: null, sha256: null };
    }
    const bytes = readUnderRoot(root, path, MAX_LOCK_BYTES);
    const isAlone = standsAlone(bytes);
    refuseUnlikeHead(context, path, { bytes, isAlone });
    const sha256 = sha256Hex(bytes);
    // Nobody else asks: to read a lock as pip does takes a hundred times as long.
    const isNamed = judge.closure.policy.exemptions.some((one) => one.path === path);
    const differs = before === undefined || Buffer.compare(before, bytes) !== 0;
    const alone = { ...nothing, path, format, sha256, base, head: sha256 };
    if (isAlone || (differs && !isNamed)) return alone;
    const closure = closureOnDisk({ name: path, bytes }, root);
    const own = { ...alone, included: isNamed ? includedIn(closure) : [] };
    if (differs) return own;
    const { files } = readLockState({ name: path, bytes }, treeAt(history.base, prefix));
    return {
      ...own,
      base: digestFiles(files),
      head: digestFiles(closure.files, closure.unfollowed),
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const strict = [findingOfRefusal(error, path)];
    return { ...nothing, path, format, base, head: UNREAD, sha256: null, strict };
  }
}

async function gatherSigned(
  context: GateContext,
  seen: readonly LockFacts[],
): Promise<readonly LockFacts[]> {
  const { findSignedBefore, signaturesOf } = await import("./gate-signatures.ts");
  const { history, prefix } = context;
  const paths = seen.map(({ path }) => path);
  const before = await findSignedBefore(context, paths);
  const facts: LockFacts[] = [];
  for (const [index, own] of seen.entries())
    try {
      context.onLock(own.path, index + 1, seen.length);
      const isHere = own.head !== null && own.head !== UNREAD;
      // Nothing that is gone is signed: who agrees that it goes is asked, as for any change.
      if (own.head === null && own.base !== null) {
        history.foresee([prefix + own.path]);
        facts.push((await judgeLock(context, own, await context.collect(), undefined)).own);
        continue;
      }
      facts.push(isHere ? { ...own, ...(await signaturesOf(context, own.path, before)) } : own);
    } catch (error) {
      facts.push(unread(own, error));
    }
  return facts;
}

/** A lock that differs, and what of it has to have been known for some time. */
interface JudgedLock {
  readonly own: LockFacts;
  readonly held: readonly HeldChange[];
}

/** Who agrees to the change of a lock, or to its removal. */
async function judgeLock(
  context: GateContext,
  seen: LockFacts,
  collected: CollectedApprovals,
  known: ComparedLock | undefined,
): Promise<JudgedLock> {
  const { root, judge, trust, now, env, history } = context;
  const where = { file: seen.path, cwd: root.path, root: root.path };
  try {
    const compared = seen.head === null ? undefined : (known ?? compareHere(context, seen.path));
    const own =
      compared === undefined
        ? seen
        : { ...seen, format: compared.format, strict: findingsOf(compared.problems) };
    const policy = approvalsOf(judge, own.path);
    if (policy === undefined) return { own, held: [] };
    const { verdict, change, findings } = await judgeApprovals({
      ...where,
      ...{ history, compared, env, now, policy, trust, collected },
    });
    if (verdict === null || change === null) {
      const names = await compareNames(newOfRanges(context, own.path));
      return { own: { ...own, names, strict: findings }, held: [] };
    }
    const { delta } = change;
    const names = await compareNames(pinsOfNewNames(delta));
    const added = new Map(delta.changes.map((one) => [one.name, one.added]));
    const held = verdict.changes.flatMap(({ change: { name, to }, holdMs, emergency }) =>
      holdMs === null || emergency
        ? []
        : [{ name: `${name} ${to ?? ""}`.trimEnd(), added: added.get(name) ?? [], holdMs }],
    );
    return { own: { ...own, delta, names, approvals: { ...verdict, findings } }, held };
  } catch (error) {
    return { own: unread(seen, error), held: [] };
  }
}

/** Of a file with ranges, which is not strict, the new names are those that pip sees: somebody installs from it. */
function newOfRanges(context: GateContext, path: string): readonly Pin[] {
  const { history, prefix, judge } = context;
  if (sectionOf(path, judge.closure.policy.locks)?.ranges !== true) return [];
  const [before = [], after = []] = [treeAt(history.base, prefix), treeOnDisk(context.root)].map(
    (read) => {
      const root = read(path);
      return typeof root === "string" ? [] : readLockState(root, read).content.pins;
    },
  );
  return pinsOfOtherNames(before, after);
}

/** Reads a lock here and at the base, and compares them. */
function compareHere({ root, prefix, history }: GateContext, path: string): ComparedLock {
  const read = treeAt(history.base, prefix);
  const before = read(path);
  const state = typeof before === "string" ? undefined : readLockState(before, read);
  return compareLock(openLock({ file: path, cwd: root.path, root: root.path }), state);
}

/** What cannot be read is refused with its reason, and is never as at the base. */
function unread(own: LockFacts, error: unknown): LockFacts {
  if (!(error instanceof Refusal)) throw error;
  const nothing = { delta: null, names: null, approvals: null, hold: null, signatures: null };
  return {
    ...own,
    ...nothing,
    sha256: null,
    head: UNREAD,
    strict: [findingOfRefusal(error, own.path)],
  };
}

async function holdAll(
  { root, judge, trust, now }: GateContext,
  judged: readonly JudgedLock[],
): Promise<readonly LockFacts[]> {
  const wanted = new Set(judged.flatMap(({ held }) => held.flatMap(({ added }) => added)));
  if (judged.every(({ held }) => held.length === 0)) return judged.map(({ own }) => own);
  let records: ReadRecords;
  try {
    const { readRecords } = await import("./read-records.ts");
    records = await readRecords(root.path, trust, now, wanted);
  } catch (error) {
    return judged.map(({ own, held }) => (held.length === 0 ? own : unread(own, error)));
  }
  const { clocks, maxClockSkewMs: maxSkewMs } = judge.closure.policy.trust;
  const options = { signers: judge.signers, clocks, now, maxSkewMs };
  return judged.map(({ own, held }) => {
    if (held.length === 0) return own;
    const verdict = judgeHold(own.path, held, records.evidence, options);
    return { ...own, hold: { ...verdict, findings: [...records.findings, ...verdict.findings] } };
  });
}

/**
 * Digests a lock with all that it includes; a line that cannot be read is part of its file's bytes.
 * @param unfollowed what nobody can say the bytes of: with such, a lock is never as at the base.
 */
function digestFiles(files: readonly SourceFile[], unfollowed: readonly string[] = []): string {
  const all = files.map(({ name, bytes }) => [name, sha256Hex(bytes)]);
  return sha256Hex(Buffer.from(JSON.stringify([...all, ...unfollowed])));
}

function includedIn({ files, unfollowed }: ClosureOnDisk): readonly IncludedFile[] {
  const [, ...included] = files;
  return [
    ...included.map(({ name, bytes }) => ({ path: name, sha256: sha256Hex(bytes) })),
    ...unfollowed.map((what) => ({ path: what, sha256: null })),
  ];
}
