import { sha256Hex } from "../bytes/digest.ts";
import type { Finding } from "../finding.ts";
import { digestPins } from "../lock/pins.ts";
import type { LintedLock } from "../lock/rules.ts";
import type { Rule } from "../rule.ts";
import { quoteForShell } from "../shell-word.ts";
import type { LockStatement } from "../statement/lock-statement.ts";

/** What a verified statement is held against: what the verifier found by itself. */
export interface LockFacts {
  readonly lock: LintedLock;
  /** Relative to the root, with `/`. */
  readonly name: string;
  /** `git+https://…`; null where it cannot be told. */
  readonly repository: string | null;
  readonly now: Date;
  readonly minSequence: number | undefined;
}

/**
 * Compares a lock statement with the lock that lies here, check by check. Believes nothing in it that can be recomputed.
 * Judges no signature: the statement was verified before.
 * @param subject the lock as its user named it.
 */
export function judgeStatement(
  subject: string,
  statement: LockStatement,
  facts: LockFacts,
): readonly Finding[] {
  return [
    ...judgeFormat(subject, statement, facts),
    judgePath(subject, statement, facts),
    judgeRepository(subject, statement, facts),
    ...judgeFiles(subject, statement, facts),
    ...judgePins(subject, statement, facts),
    judgeExpiry(subject, statement, facts),
    judgeSequence(subject, statement, facts),
  ];
}

/** The same bytes can be read as a lock of another kind, which pins something else or nothing. */
function judgeFormat(subject: string, { format }: LockStatement, { lock }: LockFacts): Finding[] {
  if (format === lock.format) return [];
  return [
    refused(
      "LOCK_FORMAT",
      subject,
      "a lock of the kind that was signed",
      format,
      lock.format,
      "sign this file itself",
    ),
  ];
}

function judgePath(subject: string, { scope }: LockStatement, { name }: LockFacts): Finding {
  if (scope.path === name) return passed("SCOPE_PATH", subject, `signed for the path ${name}`);
  return refused(
    "SCOPE_PATH",
    subject,
    "a signature for this path",
    name,
    scope.path,
    "sign this file itself, or set the root that the signer had with --root DIR",
  );
}

function judgeRepository(
  subject: string,
  { scope }: LockStatement,
  { repository }: LockFacts,
): Finding {
  if (scope.repository === null) {
    return {
      rule: "SCOPE_REPOSITORY",
      verdict: "warned",
      subject,
      message: "signed for no repository in particular: the signature holds in every one",
      help: "sign in a git checkout whose origin is set",
    };
  }
  if (scope.repository === repository)
    return passed("SCOPE_REPOSITORY", subject, `signed for the repository ${repository}`);
  const found = repository ?? "no git checkout whose origin could be named";
  const help =
    repository === null
      ? `run in a checkout of it, or say which repository this is: --repository ${scope.repository.slice("git+".length)}`
      : "sign the lock in this repository";
  return refused(
    "SCOPE_REPOSITORY",
    subject,
    "the repository it was signed for",
    scope.repository,
    found,
    help,
  );
}

function judgeFiles(
  subject: string,
  statement: LockStatement,
  { lock, name: root }: LockFacts,
): Finding[] {
  const signed = new Map(statement.subjects.map(({ name, digest }) => [name, digest.hex]));
  const findings: Finding[] = [];
  for (const file of lock.files) {
    const [expected, found] = [signed.get(file.name), sha256Hex(file.bytes)];
    signed.delete(file.name);
    if (expected === undefined)
      findings.push(
        refused(
          "SUBJECT_DIGEST",
          subject,
          "only files that were signed",
          "files of the statement",
          file.name,
          "sign the lock again with what it includes",
        ),
      );
    else if (expected !== found)
      findings.push({
        ...refused(
          "SUBJECT_DIGEST",
          subject,
          `${file.name} as it was signed`,
          `sha256:${expected}`,
          `sha256:${found}`,
          `review the change and sign again, or restore the file: git checkout -- ${quoteForShell(file.name === root ? subject : file.name)}`,
        ),
        where: { file: file.name },
      });
  }
  for (const [name, expected] of signed)
    findings.push(
      refused(
        "SUBJECT_DIGEST",
        subject,
        `${name} to be included, as it was signed`,
        `sha256:${expected}`,
        "nothing that includes it",
        "restore the include, or sign again",
      ),
    );
  if (findings.length > 0) return findings;
  return [
    passed(
      "SUBJECT_DIGEST",
      subject,
      `every byte as signed: ${lock.files.length} ${lock.files.length === 1 ? "file" : "files"}`,
    ),
  ];
}

/** The table is compared only where there is one: a lock that lint refuses has none that could be believed. */
function judgePins(subject: string, statement: LockStatement, { lock }: LockFacts): Finding[] {
  if (lock.problems.some((problem) => problem.verdict === "refused")) return [];
  const found = digestPins(lock.pins);
  const { pins } = statement;
  if (pins.count === found.count && pins.digest.hex === found.digest.hex) {
    return [
      passed(
        "PINS_TABLE",
        subject,
        `${lock.format === "pip-requirements" ? "pip" : "lockseal"} will see what the signer saw: ${pinsOf(found.count)}`,
      ),
    ];
  }
  return [
    refused(
      "PINS_TABLE",
      subject,
      "pip to see what the signer saw",
      `${pinsOf(pins.count)}, sha256:${pins.digest.hex}`,
      `${pinsOf(found.count)}, sha256:${found.digest.hex}`,
      "see which pins changed: lockseal diff OLD NEW",
    ),
  ];
}

function judgeExpiry(subject: string, { expires }: LockStatement, { now }: LockFacts): Finding {
  if (expires === null) return passed("EXPIRY", subject, "the signature does not expire");
  if (now.getTime() <= Date.parse(expires))
    return passed("EXPIRY", subject, `the signature holds until ${expires}`);
  return refused(
    "EXPIRY",
    subject,
    "a signature that has not expired",
    `a time before ${expires}`,
    now.toISOString(),
    "sign the lock again, after a look at what has become of its packages",
  );
}

function judgeSequence(
  subject: string,
  { sequence }: LockStatement,
  { minSequence }: LockFacts,
): Finding {
  if (minSequence === undefined || sequence >= minSequence)
    return passed("SEQUENCE", subject, `sequence ${sequence}`);
  return refused(
    "SEQUENCE",
    subject,
    "no lock older than the newest known",
    `sequence ${minSequence} or more`,
    `sequence ${sequence}`,
    "take the newest lock and its bundle, or lower --min-sequence if the newest was withdrawn",
  );
}

function passed(rule: Rule, subject: string, message: string): Finding {
  return { rule, verdict: "passed", subject, message };
}

function refused(
  rule: Rule,
  subject: string,
  what: string,
  expected: string,
  found: string,
  help: string,
): Finding {
  return {
    rule,
    verdict: "refused",
    subject,
    message: `expected ${what}, ${expected}, found ${found}`,
    expected,
    found,
    help,
  };
}

function pinsOf(count: number): string {
  return `${count} ${count === 1 ? "pin" : "pins"}`;
}
