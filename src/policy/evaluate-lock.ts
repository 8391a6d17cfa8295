import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import { type Finding, findingOfRefusal, isRefused, refused } from "../finding.ts";
import { LOCK_NAME } from "../lock/lock-delta.ts";
import { quoteForShell } from "../shell-word.ts";
import { formatInstant } from "../trust/period.ts";
import { eligibleSigners } from "./eligible.ts";
import { firstNotExempt, isInForce } from "./exemption.ts";
import { findLockSection } from "./find-lock.ts";
import type { IncludedFile, LockFacts } from "./gate-facts.ts";
import { judgeNames } from "./judge-names.ts";
import type { Policy } from "./model.ts";
import type { LockSection } from "./table/locks.ts";

/** Judges one lock by the section of the policy that is about it; without one it is refused. */
export function evaluateLock(
  lock: LockFacts,
  policy: Policy,
  mode: "change" | "release",
  now: Date,
): readonly Finding[] {
  const findings: Finding[] = [];
  if (sayExemption(lock, policy, now, findings)) return findings;
  const section = sectionOf(lock, policy, findings);
  if (section === undefined) return findings;
  if (lock.head !== null && section.format !== lock.format)
    findings.push(
      refused(
        "LOCK_FORMAT",
        lock.path,
        section.format,
        lock.format,
        "name the format that it has in the policy's [[lock]]",
      ),
    );
  findings.push(
    ...(mode === "release"
      ? judgeRelease(lock, section, policy, now)
      : judgeChange(lock, section, policy, now)),
  );
  return findings;
}

/** Exact bytes until a day, said in every report; of other bytes, or later, it is as if nothing were said. */
function sayExemption(
  lock: LockFacts,
  { exemptions }: Policy,
  now: Date,
  findings: Finding[],
): boolean {
  const open = firstNotExempt(lock, { exemptions }, now);
  for (const exemption of exemptions) {
    const { path, sha256, reason, until } = exemption;
    if (path !== lock.path || lock.sha256 === null) continue;
    const rest = `exempt until ${formatInstant(until)}: ${quote(reason)}`;
    const about = { subject: lock.path, help: "have it signed and approved before that day" };
    const isMet = isInForce(exemption, lock.sha256, now);
    if (isMet && open === undefined) {
      findings.push({
        ...about,
        rule: "EXEMPTED",
        verdict: "warned",
        message: `EXEMPT: nothing is asked of these very bytes, ${rest}`,
      });
      return true;
    }
    const why = isMet
      ? sayIncluded(open)
      : sha256 === lock.sha256
        ? "it is over"
        : `it is about sha256:${sha256}, and these are sha256:${lock.sha256}`;
    const isLost = isMet && open?.sha256 === null;
    findings.push({
      ...about,
      ...(isLost ? { help: PLAIN_INCLUDE } : {}),
      rule: "EXEMPTION_NOT_MET",
      // As at the base it passes all the same, and nothing else would say it.
      verdict: lock.base === lock.head ? "warned" : "noted",
      message: `does not count, for ${why}; ${rest}`,
    });
  }
  return false;
}

const PLAIN_INCLUDE =
  "include it by its path below the policy's folder, without detours, links, variables and addresses, and let the owners exempt both";

function sayIncluded(open: IncludedFile | undefined): string {
  return open?.sha256 === null
    ? `it includes what cannot be followed, and so could be anything: ${quote(open.path)}`
    : `it includes ${open?.path}, of which none names the bytes: sha256:${open?.sha256}`;
}

function sectionOf(lock: LockFacts, policy: Policy, findings: Finding[]): LockSection | undefined {
  try {
    const section = findLockSection(policy, lock.path);
    if (section === undefined)
      findings.push(
        refused(
          "POLICY_LOCK_NONE",
          lock.path,
          "a [[lock]] of the policy that matches",
          "none",
          "add one: what the policy does not name is not allowed",
        ),
      );
    return section;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    findings.push(findingOfRefusal(error, lock.path));
    return undefined;
  }
}

function judgeChange(
  lock: LockFacts,
  section: LockSection,
  policy: Policy,
  now: Date,
): readonly Finding[] {
  const { path, base, head, strict, approvals, hold } = lock;
  if (base === head)
    return [
      { rule: "LOCK_UNCHANGED", verdict: "passed", subject: path, message: "as at the base" },
    ];
  // Such a file is never installed by a release: who asks for approvals of it gets them judged.
  if (section.ranges && section.approval.size === 0)
    return [
      {
        rule: "LOCK_RANGES",
        verdict: "noted",
        subject: path,
        message: "has ranges: not strict, and approved by nobody, as the policy says",
      },
      ...judgeNames(lock, policy, now),
    ];
  const findings: Finding[] = section.ranges || head === null ? [] : [...strict];
  findings.push(...judgeNames(lock, policy, now));
  if (approvals === null) {
    // Of what is not strict nobody is asked who agrees.
    if (isRefused(findings)) return findings;
    findings.push(
      refused(
        "GATE_UNJUDGED",
        path,
        "who agrees to the change to be looked up",
        "nothing",
        "run the gate in a checkout with its history",
      ),
    );
    return findings;
  }
  findings.push(...approvals.findings);
  const open = approvals.changes.filter(({ approved }) => !approved);
  const isRemoved = approvals.changes.some(({ change }) => change.name === LOCK_NAME);
  if (head === null && !isRemoved)
    findings.push(
      refused(
        "GATE_UNJUDGED",
        path,
        "who agrees to its removal to be looked up",
        "who agrees to something else",
        "run the gate in a checkout with its history",
      ),
    );
  // The verdict is taken apart once more: a finding that was left out must not open the gate.
  if (open.length > 0 && !isRefused(approvals.findings))
    findings.push(
      refused(
        "APPROVAL_MISSING",
        path,
        "every change to be approved",
        `${open.length} that are not`,
        `look at the change and approve it: lockseal approve ${quoteForShell(path)}`,
      ),
    );
  const isHeld = approvals.changes.some(({ holdMs, emergency }) => holdMs !== null && !emergency);
  if (hold !== null) findings.push(...hold.findings);
  else if (isHeld)
    findings.push(
      refused(
        "GATE_UNJUDGED",
        path,
        "how long its files have been known to be looked up",
        "nothing",
        `let a bot record it: lockseal observe ${quoteForShell(path)}`,
      ),
    );
  return findings;
}

function judgeRelease(
  lock: LockFacts,
  section: LockSection,
  policy: Policy,
  now: Date,
): readonly Finding[] {
  const { path, base, head, strict, signatures } = lock;
  if (head === null || section.ranges) {
    const said: Finding = {
      rule: section.ranges ? "LOCK_RANGES" : "LOCK_REMOVED",
      verdict: "noted",
      subject: path,
      message: section.ranges ? "has ranges: no release installs from it" : "is not there",
    };
    // One that somebody moved away would be signed by nobody.
    const isGone = head === null && base !== null;
    return isGone ? [said, ...judgeChange(lock, section, policy, now)] : [said];
  }
  const findings: Finding[] = [...strict];
  if (section.signatures === null)
    return [
      ...findings,
      refused(
        "POLICY_SIGNATURES_NONE",
        path,
        "signatures in its [[lock]]",
        "none",
        'say who signs it: signatures = { role = "releaser", threshold = 1 }',
      ),
    ];
  const { role, threshold } = section.signatures;
  if (signatures === null)
    return [
      ...findings,
      refused(
        "SIGNATURE_NONE",
        path,
        `a signature of the role ${role}`,
        "none",
        `let a signer of the role sign it: lockseal sign ${quoteForShell(path)}`,
      ),
    ];
  findings.push(...signatures.findings);
  const able = new Set(eligibleSigners(policy, role).map(({ name }) => name));
  const names = [...new Set(signatures.signers)].filter((name) => able.has(name));
  if (names.length < threshold)
    findings.push(
      refused(
        "THRESHOLD",
        path,
        `${threshold} different signers of the role ${role}`,
        `${names.length}${names.length === 0 ? "" : `: ${names.join(", ")}`}`,
        "let another signer sign the very statement",
      ),
    );
  const { sequence, last, lastIn = null } = signatures;
  const expected = (last ?? 0) + 1;
  // What has not changed since it was signed is not signed anew.
  if (sequence !== expected && !(sequence === last && base === head))
    findings.push(
      refused(
        "SEQUENCE",
        path,
        `the sequence ${expected}`,
        `${sequence}`,
        lastIn === null
          ? "take the newest lock and its bundle, or sign it again"
          : `take the newest lock; or put back the bundle that was signed last, and sign again: git checkout ${lastIn.slice(0, 12)} -- ${quoteForShell(`${path}.sigstore.json`)} && lockseal sign ${quoteForShell(path)}`,
      ),
    );
  return findings;
}
