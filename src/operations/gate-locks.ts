import { sha256Hex } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import { type Finding, findingOfRefusal } from "../finding.ts";
import { isThere } from "../io/files.ts";
import { listFiles, readAt } from "../io/git-history.ts";
import { listNames } from "../io/list-names.ts";
import { readUnderRoot } from "../io/root.ts";
import type { SourceFile } from "../lock/model.ts";
import { MAX_LOCK_BYTES } from "../lock/strict/characters.ts";
import { findingsOf } from "../lock/strict/source.ts";
import type { LockFacts } from "../policy/gate-facts.ts";
import { type HoldVerdict, judgeHold } from "../policy/judge-hold.ts";
import type { LockSection } from "../policy/table/locks.ts";
import type { ApprovalVerdict } from "../policy/verify-approvals.ts";
import { matchesPath } from "../trust/glob.ts";
import type { GateContext } from "./gate-context.ts";
import { judgeApprovals } from "./judge-approvals.ts";
import { approvalsOf } from "./judging-policy.ts";
import { readLockState, type TreeReader } from "./lock-content.ts";
import { openLock } from "./open-lock.ts";
import { readRecords } from "./read-records.ts";

/** As many names as one command line of git takes with room to spare. */
const NAMES_AT_ONCE = 500;

/** Which locks the policy names, of those that lie here and those of the base. */
export interface FoundLocks {
  /** Relative to the policy's folder, sorted. */
  readonly paths: readonly string[];
  readonly findings: readonly Finding[];
}

/** Finds every lock that a section of the policy is about, whether it lies here, at the base, or both. */
export function findLocks(context: GateContext): FoundLocks {
  const { root, gitTop, prefix, chosen, judge } = context;
  const { names, isComplete } = listNames(root.path);
  // What lies in hidden folders is seen by git alone, and what is not committed by the disk alone.
  const commits = [...new Set([chosen.commit, chosen.head])];
  const committed = listFiles(gitTop, commits, prefix.replace(/\/$/, ""));
  const below = committed.map(({ path }) => path.slice(prefix.length));
  const known = new Set([...names, ...below]);
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

function sectionOf(path: string, sections: readonly LockSection[]): LockSection | undefined {
  return sections.find((section) => matchesPath(section.path, path));
}

/** Gathers the facts of every lock. What is as at the base is looked at no further: it passed when it came in. */
export async function gatherLocks(
  context: GateContext,
  paths: readonly string[],
): Promise<readonly LockFacts[]> {
  const base = readBase(context, paths);
  const facts: LockFacts[] = [];
  for (const path of paths) facts.push(await gatherLock(context, path, base.get(path)));
  return facts;
}

/** Reads all of them at once: a start of git for each would take longer than everything else. */
function readBase(
  { gitTop, chosen, prefix }: GateContext,
  paths: readonly string[],
): ReadonlyMap<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  for (let at = 0; at < paths.length; at += NAMES_AT_ONCE) {
    const some = paths.slice(at, at + NAMES_AT_ONCE);
    const names = some.map((path) => prefix + path);
    for (const [index, bytes] of readAt(gitTop, chosen.commit, names, MAX_LOCK_BYTES).entries()) {
      const path = some[index];
      if (bytes !== undefined && path !== undefined) found.set(path, bytes);
    }
  }
  return found;
}

async function gatherLock(
  context: GateContext,
  path: string,
  before: Uint8Array | undefined,
): Promise<LockFacts> {
  const { root, judge } = context;
  const format = sectionOf(path, judge.closure.policy.locks)?.format ?? "pip-requirements";
  const nothing = { strict: [], delta: null, approvals: null, hold: null, signatures: null };
  const base =
    before === undefined ? null : digestClosure({ name: path, bytes: before }, baseOf(context));
  const gone = { ...nothing, path, format, base, head: null, sha256: null };
  try {
    if (!isThere(`${root.path}/${path}`))
      return context.mode === "release" || base === null
        ? gone
        : await judgeApproved(context, gone);
    const bytes = readUnderRoot(root, path, MAX_LOCK_BYTES);
    const head = digestClosure({ name: path, bytes }, headOf(context));
    const sha256 = sha256Hex(bytes);
    const own = { ...nothing, path, format, base, head, sha256 };
    if (context.mode === "change") return base === head ? own : await judgeChanged(context, own);
    const { signaturesOf } = await import("./gate-signatures.ts");
    return { ...own, ...(await signaturesOf(context, path)) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const strict = [findingOfRefusal(error, path)];
    return { ...nothing, path, format, base, head: "unread", sha256: null, strict };
  }
}

async function judgeChanged(context: GateContext, own: LockFacts): Promise<LockFacts> {
  const { path } = context.root;
  const { format, problems } = openLock({ file: own.path, cwd: path, root: path });
  return judgeApproved(context, { ...own, format, strict: findingsOf(problems) });
}

/** Who agrees to the change of a lock, or to its removal. */
async function judgeApproved(context: GateContext, own: LockFacts): Promise<LockFacts> {
  const { root, judge, trust, now, env, chosen } = context;
  const asked = approvalsOf(judge, own.path);
  if (asked === undefined) return own;
  const judged = await judgeApprovals({
    file: own.path,
    cwd: root.path,
    root: root.path,
    chosen,
    env,
    now,
    policy: asked,
    trust,
  });
  const { verdict, change } = judged;
  if (verdict === null || change === null) return { ...own, strict: judged.findings };
  const approvals: ApprovalVerdict = { ...verdict, findings: judged.findings };
  const { delta } = change;
  const added = new Map(delta.changes.map((one) => [one.name, one.added]));
  return { ...own, delta, approvals, hold: await holdOf(context, own, verdict, added) };
}

async function holdOf(
  { root, judge, trust, now }: GateContext,
  { path }: LockFacts,
  { changes }: ApprovalVerdict,
  added: ReadonlyMap<string, readonly string[]>,
): Promise<HoldVerdict | null> {
  const held = changes.flatMap(({ change: { name, to }, holdMs, emergency }) =>
    holdMs === null || emergency
      ? []
      : [{ name: `${name} ${to ?? ""}`.trimEnd(), added: added.get(name) ?? [], holdMs }],
  );
  if (held.length === 0) return null;
  const wanted = new Set(held.flatMap((one) => one.added));
  const records = await readRecords(root.path, trust, now, wanted);
  const { clocks, maxClockSkewMs: maxSkewMs } = judge.closure.policy.trust;
  const options = { signers: judge.signers, clocks, now, maxSkewMs };
  const verdict = judgeHold(path, held, records.evidence, options);
  return { ...verdict, findings: [...records.findings, ...verdict.findings] };
}

function baseOf({ gitTop, chosen, prefix }: GateContext): TreeReader {
  return (name) => {
    const [bytes] = readAt(gitTop, chosen.commit, [prefix + name], MAX_LOCK_BYTES);
    return bytes === undefined ? `no file ${name}` : { name, bytes };
  };
}

function headOf({ root }: GateContext): TreeReader {
  return (name) => {
    try {
      return { name, bytes: readUnderRoot(root, name, MAX_LOCK_BYTES) };
    } catch (error) {
      if (error instanceof Refusal) return error.message;
      throw error;
    }
  };
}

/**
 * What may make a reader see more than the file itself: an option other than a hash, wherever a line may begin for pip,
 * another encoding, a variable. Only then it is read as pip reads it, which takes a hundred times as long.
 */
const MAY_INCLUDE = /[^\t\n\r -~]|coding|\$\{|(?<![A-Za-z0-9_.])-(?!-hash=)/;

/** Digests a lock with all that it includes; a line that cannot be read is part of its file's bytes. */
function digestClosure(root: SourceFile, read: TreeReader): string {
  const own = sha256Hex(root.bytes);
  if (!MAY_INCLUDE.test(Buffer.from(root.bytes).toString("latin1"))) return own;
  const { files } = readLockState(root, read);
  const all = files.map(({ name, bytes }) => [name, sha256Hex(bytes)]);
  return sha256Hex(Buffer.from(JSON.stringify(all)));
}
