import { join, relative, sep } from "node:path";
import { Refusal } from "../errors.ts";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import { type Finding, isRefused } from "../finding.ts";
import { isThere, readFile } from "../io/files.ts";
import { locateFile, type RootedFile, resolvePath } from "../io/root.ts";
import { findingsOf } from "../lock/strict/source.ts";
import { evaluateGate } from "../policy/evaluate-gate.ts";
import type {
  GateFacts,
  LayoutFacts,
  LockFacts,
  OutputFacts,
  PolicyFacts,
} from "../policy/gate-facts.ts";
import type { Policy } from "../policy/model.ts";
import { MAX_POLICY_BYTES } from "../policy/policy.ts";
import { readPolicyClosure } from "../policy/policy-closure.ts";
import type { RuleFacts } from "../policy/rule-cases.ts";
import type { LayoutSection } from "../policy/table/layouts.ts";
import { ChangeHistory } from "./change-history.ts";
import { chooseBase, isNamedByService } from "./choose-base.ts";
import type { ChosenBase } from "./chosen-base.ts";
import { type CollectedApprovals, collectApprovals } from "./collect-approvals.ts";
import { foreseeBase } from "./foresee-base.ts";
import { findBundlesBack } from "./gate-bundles.ts";
import type { GateContext } from "./gate-context.ts";
import { findPolicyUnlikeHead } from "./gate-head.ts";
import { findLocks, gatherLocks, sectionOf } from "./gate-locks.ts";
import { findGone, gatherNearer } from "./gate-nearer.ts";
import { gatherTools } from "./gate-tools.ts";
import { copyClosures, installLine } from "./hand-over.ts";
import { folderOf, inCheckout, prefixOf } from "./in-checkout.ts";
import { readJudgingPolicy, refuseNearerAtTip } from "./judging-policy.ts";
import { nearestPolicyAt } from "./nearest-policy.ts";
import { openLock } from "./open-lock.ts";
import { noPolicy } from "./open-policy.ts";
import { locatePolicy, POLICY_NAME, readerOfFolder } from "./policy-files.ts";
import { rootsWhereNeeded } from "./policy-roots.ts";

/** What is to pass a gate. */
export interface GateOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: Date;
  /** What to compare with: see `chooseBase`. */
  readonly base?: string | undefined;
  /** What the change is to become part of; default: the branch that `base` names. */
  readonly ref?: string | undefined;
  /** Ask for signatures of every lock, instead of approvals of what differs. */
  readonly isRelease: boolean;
  /** A folder that does not exist yet: the locks are written into it once everything passes. */
  readonly copyTo?: string | undefined;
  /** Is told which lock is judged next, the first as 1, and of how many; default: nobody. */
  readonly onLock?: ((path: string, number: number, total: number) => void) | undefined;
}

/** One verdict over everything that the policy demands. */
export interface GateReport {
  readonly findings: readonly Finding[];
  readonly exitCode: ExitCode;
  readonly base: ChosenBase;
  /** SHA-256 in hex of the policy that judged, with every file that it names. */
  readonly policy: string;
  /** Every lock that the policy is about, relative to its folder. */
  readonly locks: readonly string[];
  /** The commands that install what passed; empty when anything is refused. */
  readonly install: readonly string[];
}

/**
 * Judges a checkout by the policy of its base: every lock that differs, the policy itself, tools, outputs and rules, in one
 * run and one verdict. Offline: evidence is read from the checkout and its history. Changes nothing but `copyTo`.
 * Does not know what a forced push has hidden, nor whether the forge runs this at all.
 *
 * @throws Refusal `GIT_CHECKOUT_NONE`, `POLICY_NONE`, `POLICY_MALFORMED`, `POLICY_EXPIRED`, `GATE_BASE_IS_HEAD` — nothing
 * could be judged; see `chooseBase`, `readPolicyAt`, `judgePolicyApprovals` for others.
 */
export async function gate(options: GateOptions): Promise<GateReport> {
  const context = await openContext(options);
  const { judge, root } = context;
  const found = findLocks(context);
  const { layouts: proposed, ...policyFacts } = await gatherPolicy(context, options);
  const gathered = {
    mode: context.mode,
    policy: policyFacts,
    locks: await gatherLocks(context, found.paths),
    tools: gatherTools(context),
    outputs: await gatherOutputs(context),
    layouts: await judgeLayouts(context, proposed),
  };
  const facts = { ...gathered, rules: await judgeRules(gathered, context) };
  const emergencies = await gatherEmergencies(context, facts.locks);
  const verdict = evaluateGate(facts, judge.closure.policy, options.now);
  const judged = facts.layouts.filter(({ findings }) => findings !== null);
  const locks = facts.locks.filter(({ head }) => head !== null || context.mode === "change");
  const isEmpty = locks.length + facts.tools.length + facts.outputs.length + judged.length === 0;
  const findings = [
    sayBase(context),
    ...verdict.findings,
    ...emergencies,
    ...found.findings,
    ...findGone(context),
    ...(context.mode === "release" ? [] : await findBundlesBack(context, facts.locks)),
    ...(isEmpty ? [nothingJudged()] : []),
  ];
  const exitCode = exitCodeOf(findings);
  const report = {
    findings,
    exitCode,
    base: context.chosen,
    policy: judge.closure.digest.hex,
    locks: found.paths,
  };
  if (exitCode !== 0) return { ...report, install: [] };
  const there = facts.locks.filter(({ path }) => isThere(`${root.path}/${path}`));
  return { ...report, install: handOver(context, there, options) };
}

async function openContext(options: GateOptions): Promise<GateContext> {
  const { cwd, env, now, base, ref, isRelease } = options;
  const here = inCheckout(locateFile(POLICY_NAME, cwd, undefined), POLICY_NAME);
  const { gitTop } = here;
  const chosen = await chooseBase(gitTop, folderOf(here), { base, ref, cwd, env, now });
  if (!isRelease && chosen.commit === chosen.head && isNamedByService(chosen))
    throw headIsBase(chosen);
  const history = new ChangeHistory(gitTop, chosen);
  if (folderOf(here) === "") foreseeBase(history.base, here.root);
  refuseNearerAtTip(history, folderOf(here));
  const folder = folderOfPolicy(here, history, cwd);
  const located = { ...locateFile(POLICY_NAME, folder, folder), gitTop };
  const prefix = prefixOf(located);
  const judge = readJudgingPolicy(history, prefix, now);
  if (judge === undefined)
    throw isThere(`${located.root.path}/${POLICY_NAME}`) ? uncommittedPolicy() : noPolicy();
  const roots = await rootsWhereNeeded(judge.closure, cwd, env);
  const { signers, keys, closure } = judge;
  const trust = { signers, keys, roots, time: closure.policy.trust };
  const mode = isRelease ? "release" : "change";
  const { root } = located;
  const onLock = options.onLock ?? (() => {});
  let collected: Promise<CollectedApprovals> | undefined;
  const collect = (): Promise<CollectedApprovals> => {
    collected ??= collectApprovals({ history, prefix, trust, now, isWorkingTree: false });
    return collected;
  };
  return { mode, gitTop, root, prefix, chosen, history, judge, trust, env, now, collect, onLock };
}

/** Evaluates the rules of the policy; without any, nothing that could is loaded. */
async function judgeRules(
  facts: RuleFacts,
  { judge, now }: GateContext,
): Promise<GateFacts["rules"]> {
  const { policy } = judge.closure;
  if (policy.rules.length === 0) return new Map();
  const { evaluateRules } = await import("./evaluate-rules.ts");
  return evaluateRules(facts, policy, now);
}

/**
 * Finds the folder of the nearest policy from here up to the top, of those that the base has: one that a change puts nearer
 * would be its author's own, and must not judge it. Where the base has none, the nearest that lies here.
 */
function folderOfPolicy(
  here: RootedFile & { readonly gitTop: string },
  { base }: ChangeHistory,
  cwd: string,
): string {
  const nearest = nearestPolicyAt(base, folderOf(here));
  if (nearest !== undefined) return join(here.gitTop, nearest);
  return locatePolicy(cwd, undefined)?.root.path ?? here.gitTop;
}

/** Nobody but this folder knows of it: what is judged by has to be in git. */
function uncommittedPolicy(): Refusal {
  return new Refusal(
    "POLICY_NONE",
    `${POLICY_NAME}: expected a policy that is committed, found one that is not`,
    { name: POLICY_NAME },
    { hint: `commit it with the files that it names: git add ${POLICY_NAME} && git commit` },
  );
}

/** In a request to merge, nothing would differ, and everything would pass. */
function headIsBase({ name, source }: ChosenBase): Refusal {
  return new Refusal(
    "GATE_BASE_IS_HEAD",
    `base: expected a commit before HEAD, found HEAD itself: ${name} by ${source}`,
    { name },
    {
      hint: "fetch the branch that this is to become part of, with its history, and name it: --base origin/main",
    },
  );
}

/** The facts of the policy, and the layouts of the one that lies here. */
async function gatherPolicy(
  context: GateContext,
  options: GateOptions,
): Promise<PolicyFacts & { readonly layouts: readonly LayoutSection[] }> {
  const { history, judge, root, now } = context;
  const base = judge.commit === history.chosen.commit ? judge.closure.digest.hex : null;
  const path = `${root.path}/${POLICY_NAME}`;
  const own = isThere(path)
    ? readPolicyClosure(readFile(path, MAX_POLICY_BYTES), POLICY_NAME, readerOfFolder(root))
    : null;
  const head = own?.digest.hex ?? null;
  const layouts = own?.policy.layouts ?? [];
  const bad = own === null || head === base ? [] : await judgeProposedRules(own.policy);
  const rules = [...findPolicyUnlikeHead(context, own), ...bad];
  const isGuarded = judge.closure.policy.change !== null;
  const nearer = await gatherNearer(context);
  const facts = { file: POLICY_NAME, base, head, approvals: null, rules, nearer, layouts };
  if (base === null || base === head || !isGuarded) return facts;
  const { judgePolicyApprovals } = await import("./judge-policy-approvals.ts");
  const { verdict, findings } = await judgePolicyApprovals({
    file: POLICY_NAME,
    cwd: root.path,
    root: root.path,
    history,
    env: options.env,
    now,
  });
  return { ...facts, approvals: { ...verdict, findings } };
}

/** What reads rules is loaded only where a change brings some. */
async function judgeProposedRules(policy: Policy): Promise<readonly Finding[]> {
  if (policy.rules.length === 0) return [];
  const { findBadRules } = await import("./bad-rules.ts");
  return findBadRules(policy, POLICY_NAME);
}

/** What reads bundles for emergencies is loaded only where the policy knows some. */
async function gatherEmergencies(
  context: GateContext,
  locks: readonly LockFacts[],
): Promise<readonly Finding[]> {
  const { locks: sections } = context.judge.closure.policy;
  if (sections.every(({ emergency }) => emergency === null)) return [];
  const { sayEmergencies } = await import("./gate-emergencies.ts");
  return sayEmergencies(context, locks);
}

/** What verifies attestations is loaded only where some are asked for. */
async function gatherOutputs(context: GateContext): Promise<readonly OutputFacts[]> {
  if (context.judge.closure.policy.provenance.size === 0) return [];
  const { judgeOutputs } = await import("./gate-outputs.ts");
  return judgeOutputs(context);
}

/** What verifies layouts is loaded only where there are some. */
async function judgeLayouts(
  context: GateContext,
  proposed: readonly LayoutSection[],
): Promise<readonly LayoutFacts[]> {
  const known = context.judge.closure.policy.layouts;
  const added = proposed
    .filter(({ file, links }) => !known.some((one) => one.file === file && one.links === links))
    .map(({ file }) => ({ at: null, file, findings: null }));
  if (known.length === 0) return added;
  const { gatherLayouts } = await import("./gate-layouts.ts");
  return [...gatherLayouts(context), ...added];
}

function sayBase({ chosen, judge }: GateContext): Finding {
  return {
    rule: "GATE_BASE",
    verdict: "noted",
    subject: POLICY_NAME,
    message: `compared with ${chosen.commit.slice(0, 12)} (${chosen.name} by ${chosen.source}), judged by ${judge.source}`,
  };
}

/** A pattern that matches no file protects nothing, and must not look as if it did. */
function nothingJudged(): Finding {
  return {
    rule: "GATE_NOTHING",
    verdict: "refused",
    subject: POLICY_NAME,
    message: "expected a lock, a tool, an output or a layout that the policy is about, found none",
    expected: "a lock, a tool, an output or a layout",
    found: "none",
    help: "look at the patterns of [[lock]]: lockseal policy check names those that match nothing",
  };
}

function handOver(
  { root, judge }: GateContext,
  locks: readonly LockFacts[],
  { cwd, copyTo }: GateOptions,
): readonly string[] {
  const { policy } = judge.closure;
  const open = ({ path: file }: LockFacts) => openLock({ file, cwd: root.path, root: root.path });
  // Of the other format tools are fetched; and what passes without being a lock has not the hashes that the line asks for.
  const installed = locks.flatMap((lock) => {
    const { path, format } = lock;
    if (format !== "pip-requirements") return [];
    // One whose exemption is over passes as at the base; read once more, each of a thousand others would cost seconds.
    const wasExempt = policy.exemptions.some((one) => one.path === path);
    const mayLackHashes = wasExempt || sectionOf(path, policy.locks)?.ranges;
    return mayLackHashes && isRefused(findingsOf(open(lock).problems)) ? [] : [path];
  });
  if (copyTo !== undefined) {
    copyClosures(resolvePath(cwd, copyTo), locks.map(open));
    const folder = copyTo.replace(/(?<=.)\/+$/, "");
    return installed.map((path) => installLine(`${folder}/${path}`));
  }
  return installed.map((path) =>
    installLine(relative(cwd, `${root.path}/${path}`).split(sep).join("/")),
  );
}
