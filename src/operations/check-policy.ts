import { basename } from "node:path";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import type { Finding } from "../finding.ts";
import { readFile } from "../io/files.ts";
import { listNames } from "../io/list-names.ts";
import { lintPolicy } from "../policy/lint-policy.ts";
import { MAX_POLICY_BYTES, readPolicy } from "../policy/policy.ts";
import { closureOf, readNamedFiles } from "../policy/policy-closure.ts";
import { type PolicyProblem, sentenceOf } from "../policy/reader.ts";
import { findBadRules } from "./bad-rules.ts";
import { checkLayouts } from "./check-layouts.ts";
import { checkPinnedRoot } from "./check-pinned-root.ts";
import { noPolicy } from "./open-policy.ts";
import { locatePolicy, readerOfFolder } from "./policy-files.ts";
import { readPolicySigners } from "./policy-signers.ts";

/** Which policy to look at. */
export interface CheckPolicyOptions {
  /** Absolute or relative to `cwd`; default: the nearest `lockseal.toml` up to the top of the git checkout. */
  readonly file?: string | undefined;
  readonly cwd: string;
  readonly now: Date;
}

/** What was found in a policy, and by which digests it is bound. */
export interface PolicyReport {
  readonly findings: readonly Finding[];
  readonly exitCode: ExitCode;
  /** The policy and every file that it names, by its SHA-256 in hex; empty where something cannot be read. */
  readonly files: ReadonlyMap<string, string>;
  /** SHA-256 over all of them, in hex: what approvals are bound to. */
  readonly digest: string | null;
}

/**
 * Looks for what is wrong with a policy and the files that it names, all of it at once. Judges no lock.
 * @throws Refusal `POLICY_NONE` — there is no policy; `FILE_MISSING`, `FILE_UNREADABLE`, `INPUT_TOO_LARGE`, `UTF8_MALFORMED`, `TOML_MALFORMED`.
 */
export async function checkPolicy(options: CheckPolicyOptions): Promise<PolicyReport> {
  const { file, cwd, now } = options;
  const located = locatePolicy(cwd, file);
  if (located === undefined) throw noPolicy();
  const { name, path, root } = located;
  const bytes = readFile(path, MAX_POLICY_BYTES);
  const { policy, problems } = readPolicy(bytes, name);
  if (policy === null) return reportOf(problems.map((one) => findingOf(name, one)));
  const named = readNamedFiles(policy, readerOfFolder(root));
  const closure = closureOf(policy, basename(path), bytes, named.files);
  const { signers, problems: ofKeys } = readPolicySigners(closure);
  const wrong = [...named.problems, ...ofKeys];
  const { names, isComplete } = listNames(root.path);
  const findings = [
    ...wrong.map((one) => findingOf(name, one)),
    ...lintPolicy(policy, { what: name, now, names: isComplete ? names : null }),
    ...checkPinnedRoot(closure, name, now),
    ...checkLayouts(policy, named.files, signers, name, now),
    ...(await findBadRules(policy, name)),
  ];
  if (exitCodeOf(findings) !== 0) return reportOf(findings);
  findings.push({
    rule: "POLICY_SOUND",
    verdict: "passed",
    subject: name,
    message: `${count(policy.signers.size, "signer")}, ${count(policy.locks.length, "[[lock]]")}, ${count(policy.tools.size, "tool")}${policy.layouts.length === 0 ? "" : `, ${count(policy.layouts.length, "layout")}`}, bound with ${count(named.files.size, "file")} by sha256:${closure.digest.hex}`,
  });
  return { findings, exitCode: 0, files: closure.digests, digest: closure.digest.hex };
}

function reportOf(findings: readonly Finding[]): PolicyReport {
  return { findings, exitCode: exitCodeOf(findings), files: new Map(), digest: null };
}

function findingOf(file: string, problem: PolicyProblem): Finding {
  const { line, column, expected, found, hint } = problem;
  return {
    rule: "POLICY_MALFORMED",
    verdict: "refused",
    subject: file,
    message: sentenceOf(problem),
    expected,
    found,
    where: { file, line, column },
    ...(hint === undefined ? {} : { help: hint }),
  };
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}
