import { relative, sep } from "node:path";
import { Refusal } from "../errors.ts";
import { exitCodeOf } from "../exit-code.ts";
import { type Finding, findingOfRefusal, isRefused } from "../finding.ts";
import { findBundles, nameBeside } from "../io/beside.ts";
import { liesUnder, resolvePath } from "../io/root.ts";
import { findingsOf } from "../lock/strict/source.ts";
import { eligibleSigners } from "../policy/eligible.ts";
import { findLockSection } from "../policy/find-lock.ts";
import type { SignatureRule } from "../policy/table/locks.ts";
import { quoteForShell } from "../shell-word.ts";
import { type LockStatement, sameButSignedAt } from "../statement/lock-statement.ts";
import { parseRepository } from "../statement/repository.ts";
import { outOfPeriod } from "../trust/signers.ts";
import { explainChange } from "./explain-change.ts";
import { copyClosures, installLine } from "./hand-over.ts";
import { judgeStatement } from "./judge-statement.ts";
import { type OpenedLock, openLock, repositoryOf } from "./open-lock.ts";
import type { OpenedPolicy } from "./open-policy.ts";
import type { RoleStatement, VerifyByPolicyOptions } from "./role-statement.ts";
import { readTrustedBundle } from "./trusted-bundle.ts";

/** The verdict over all locks. */
export interface VerifyByPolicyReport {
  readonly findings: readonly Finding[];
  readonly exitCode: number;
  readonly evidence: readonly PolicyEvidence[];
  /** The commands that install what was verified; empty when anything is refused. */
  readonly install: readonly string[];
}

/** Who of the policy signed one lock. */
export interface PolicyEvidence {
  readonly file: string;
  /** SHA-256 in hex of the policy with all files that it names. */
  readonly policy: string;
  readonly statement: LockStatement;
  readonly signers: readonly { readonly name: string; readonly bundle: string }[];
}

interface Judged {
  readonly findings: readonly Finding[];
  readonly lock: OpenedLock | null;
  readonly evidence: PolicyEvidence | null;
}

/**
 * Verifies that each lock is, byte for byte and pin for pin, what signers of the policy's role signed: as many different
 * signers as the policy asks, each within their time. One signer with several keys is one. Does not look at what changed,
 * nor whether anybody approved it.
 * @throws Refusal `FILE_EXISTS`, `FILE_UNWRITABLE`, `PATH_OUTSIDE_ROOT` — see `verifyLock`, of `copyTo`; `REPOSITORY_MALFORMED`.
 */
export async function verifyByPolicy(
  options: VerifyByPolicyOptions,
): Promise<VerifyByPolicyReport> {
  const { copyTo, cwd } = options;
  const repository =
    options.repository === undefined ? undefined : parseRepository(options.repository);
  const judged: Judged[] = [];
  for (const file of options.files) judged.push(await judgeFile(file, { ...options, repository }));
  const findings = judged.flatMap((one) => one.findings);
  const evidence = judged.flatMap((one) => one.evidence ?? []);
  const exitCode = exitCodeOf(findings);
  if (isRefused(findings)) return { findings, exitCode, evidence, install: [] };
  const locks = judged.flatMap((one) => one.lock ?? []);
  if (copyTo === undefined)
    return { findings, exitCode, evidence, install: options.files.map(installLine) };
  copyClosures(resolvePath(cwd, copyTo), locks);
  const folder = copyTo.replace(/(?<=.)\/+$/, "");
  const install = locks.map(({ located }) => installLine(`${folder}/${located.name}`));
  return { findings, exitCode, evidence, install };
}

async function judgeFile(file: string, options: VerifyByPolicyOptions): Promise<Judged> {
  try {
    const lock = openLock({ ...options, file });
    return await judgeLock(file, lock, options);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { findings: [findingOfRefusal(error, file)], lock: null, evidence: null };
  }
}

async function judgeLock(
  file: string,
  lock: OpenedLock,
  options: VerifyByPolicyOptions,
): Promise<Judged> {
  const { policy, now } = options;
  const path = pathOf(lock, policy);
  const section = findLockSection(policy.closure.policy, path);
  const rule = section?.signatures ?? null;
  if (section === undefined || rule === null)
    return { findings: [unasked(file, path, section !== undefined)], lock, evidence: null };
  if (section.format !== lock.format)
    return { findings: [otherFormat(file, section.format, lock.format)], lock, evidence: null };
  const findings: Finding[] = [...namePolicy(file, lock, policy)];
  const paths = findBundles(lock.located.path);
  if (paths.length === 0) findings.push(noSignature(file, rule));
  const signed = await readSigned(file, lock, paths, rule, options, findings);
  const chosen = pick(signed);
  const names = [...new Set(chosen.map(({ signer }) => signer.name))];
  if (paths.length > 0) findings.push(judgeCount(file, names, rule, policy));
  const [first] = chosen;
  if (first !== undefined) {
    const { repository = repositoryOf(lock.located), minSequence } = options;
    const facts = { lock, name: lock.located.name, repository, now, minSequence };
    findings.push(...judgeStatement(file, first.statement, facts));
    findings.push(...explainChange(file, lock, first.statement));
  }
  for (const problem of findingsOf(lock.problems)) findings.push(problem);
  if (first !== undefined && first.statement.evidence.length > 0) {
    // Loaded where a lock names any.
    const { sayRecordedEvidence } = await import("./recorded-evidence.ts");
    const { root } = lock.located;
    findings.push(...sayRecordedEvidence(file, root.path, first.statement.evidence));
  }
  if (first === undefined || isRefused(findings)) return { findings, lock, evidence: null };
  const signers = chosen.map(({ signer, bundle }) => ({ name: signer.name, bundle }));
  const { statement } = first;
  const evidence = { file, policy: policy.closure.digest.hex, statement, signers };
  return { findings, lock, evidence };
}

/** Patterns are relative to the policy's folder; for a policy from elsewhere, to the root of the lock. */
function pathOf({ located }: OpenedLock, { file }: OpenedPolicy): string {
  const own = `${located.root.path}/${located.name}`;
  const below = relative(file.root.path, own).split(sep).join("/");
  return below.startsWith("../") || below === ".." ? located.name : below;
}

/** Reads every signature beside a lock that is by somebody who has the role, within their time. */
async function readSigned(
  file: string,
  lock: OpenedLock,
  paths: readonly string[],
  { role }: SignatureRule,
  options: VerifyByPolicyOptions,
  findings: Finding[],
): Promise<readonly RoleStatement[]> {
  const { policy, now } = options;
  const signers = policy.signers.filter(({ roles }) => roles.includes(role));
  const keys = policy.keys
    .filter((key) => signers.some(({ name }) => name === key.signer))
    .map(({ signer, path, key }) => ({ reference: `${signer} (${path})`, key, path: null }));
  const signed: RoleStatement[] = [];
  for (const path of paths) {
    const bundle = nameBeside(file, path);
    const read = readTrustedBundle(file, path, keys, bundle);
    if (read.findings.some(({ rule }) => rule === "BUNDLE_UNSUPPORTED")) {
      // Loaded where there is a certificate: verifying by keys needs nothing of it.
      const { readKeylessLock } = await import("./keyless-lock.ts");
      const { findings: own, signed: one } = await readKeylessLock(
        file,
        path,
        lock,
        signers,
        options,
      );
      findings.push(...own);
      if (one !== null) signed.push({ ...one, bundle });
      continue;
    }
    findings.push(...read.findings);
    const by = read.signed?.signer.key.fingerprint ?? "";
    const signer = signers.find((one) => one.keys.includes(by));
    if (read.signed !== null && signer !== undefined)
      signed.push({ signer, bundle, statement: read.signed.statement, times: [] });
  }
  return signed.filter(({ signer, bundle, times }) => {
    const why = outOfPeriod(signer, times, now);
    if (why !== undefined) findings.push(lapsed(file, bundle, signer.name, why));
    return why === undefined;
  });
}

/** Of statements that say the same, those with the highest sequence: an older one never helps, and never hides a newer. */
function pick(signed: readonly RoleStatement[]): readonly RoleStatement[] {
  const groups: RoleStatement[][] = [];
  for (const one of signed) {
    const group = groups.find(
      ([first]) => first !== undefined && sameButSignedAt(first.statement, one.statement),
    );
    if (group === undefined) groups.push([one]);
    else group.push(one);
  }
  const rank = (group: readonly RoleStatement[]): number => group[0]?.statement.sequence ?? 0;
  const people = (group: readonly RoleStatement[]): number =>
    new Set(group.map(({ signer }) => signer.name)).size;
  return groups.sort((a, b) => rank(b) - rank(a) || people(b) - people(a))[0] ?? [];
}

function judgeCount(
  subject: string,
  names: readonly string[],
  { role, threshold }: SignatureRule,
  { file, closure }: OpenedPolicy,
): Finding {
  const found = names.length === 0 ? "none" : `${names.length}: ${names.join(", ")}`;
  if (names.length >= threshold)
    return {
      rule: "POLICY_SIGNATURES",
      verdict: "passed",
      subject,
      message: `signed by ${found} of the role ${role}, as ${file.name} asks (${threshold})`,
    };
  const able = eligibleSigners(closure.policy, role).map(({ name }) => name);
  const who = able.length === 0 ? "nobody" : able.join(", ");
  return {
    rule: names.length === 0 ? "SIGNER_UNTRUSTED" : "THRESHOLD",
    verdict: "refused",
    subject,
    message: `expected ${threshold} ${threshold === 1 ? "signer" : "different signers"} of the role ${role}, found ${found}`,
    expected: `${threshold} of the role ${role}`,
    found,
    help: `let a signer of the role ${role} sign it: lockseal sign ${quoteForShell(subject)}; by ${file.name} that is ${who}`,
  };
}

function noSignature(subject: string, { role }: SignatureRule): Finding {
  return {
    rule: "SIGNATURE_NONE",
    verdict: "refused",
    subject,
    message: "expected a bundle beside the lock, found none",
    expected: "a bundle",
    found: "none",
    help: `let a signer of the role ${role} sign it: lockseal sign ${quoteForShell(subject)}`,
  };
}

/** Trust that comes from the tree that is judged is named. */
function namePolicy(subject: string, lock: OpenedLock, { file, closure }: OpenedPolicy): Finding[] {
  const message = `judged by ${file.name}, sha256:${closure.digest.hex}`;
  if (!liesUnder(lock.located.root, file.path))
    return [{ rule: "POLICY", verdict: "passed", subject, message }];
  return [
    {
      rule: "POLICY_IN_TREE",
      verdict: "warned",
      subject,
      message: `${message}, which lies in the tree that it judges: whoever changes the lock can change the policy`,
      help: "verify by a policy that lies elsewhere: --policy FILE",
    },
  ];
}

function unasked(subject: string, path: string, isKnown: boolean): Finding {
  return {
    rule: isKnown ? "POLICY_SIGNATURES_NONE" : "POLICY_LOCK_NONE",
    verdict: "refused",
    subject,
    message: isKnown
      ? `expected signatures in the [[lock]] of the policy that matches ${path}, found none: nobody is asked to sign it`
      : `expected a [[lock]] of the policy that matches ${path}, found none: what it does not name is not allowed`,
    expected: isKnown ? "signatures" : `a [[lock]] for ${path}`,
    found: "none",
    help: isKnown
      ? 'say who signs it: signatures = { role = "releaser", threshold = 1 }'
      : `add one, or name whom you trust yourself: --key PUB`,
  };
}

function otherFormat(subject: string, expected: string, found: string): Finding {
  return {
    rule: "LOCK_FORMAT",
    verdict: "refused",
    subject,
    message: `expected a lock of the format that the policy names, ${expected}, found ${found}`,
    expected,
    found,
    help: "name the format that it has in the policy's [[lock]]",
  };
}

function lapsed(subject: string, bundle: string, name: string, why: string): Finding {
  return {
    rule: "SIGNER_OUT_OF_TIME",
    verdict: "noted",
    subject,
    message: `${bundle}: signed by ${name}, who counts ${why}, so it does not count`,
    help: "let somebody sign it who counts today",
  };
}
