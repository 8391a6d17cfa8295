import { Refusal } from "../errors.ts";
import type { Finding } from "../finding.ts";
import { quoteForShell } from "../shell-word.ts";
import { type LockStatement, sameButSignedAt } from "../statement/lock-statement.ts";
import type { TrustedKey } from "./key-source.ts";

/** A statement that one trusted key signed. */
export interface SignedStatement {
  readonly signer: TrustedKey;
  /** Path of the bundle. */
  readonly bundle: string;
  readonly statement: LockStatement;
}

/** Statements that say the same, and may therefore add up. */
export type Agreeing = readonly SignedStatement[];

/**
 * Groups statements that are equal but for `signedAt`, and picks the group that counts: the one with the highest sequence.
 * An older statement of the same keys never helps, and never hides a newer one.
 */
export function pickStatement(
  signed: readonly SignedStatement[],
): { readonly chosen: Agreeing; readonly others: Agreeing } | undefined {
  const groups: SignedStatement[][] = [];
  for (const one of signed) {
    const group = groups.find(
      ([first]) => first !== undefined && sameButSignedAt(first.statement, one.statement),
    );
    if (group === undefined) groups.push([one]);
    else group.push(one);
  }
  const rank = (group: Agreeing): readonly [number, number] => [
    group[0]?.statement.sequence ?? 0,
    countKeys(group),
  ];
  groups.sort((one, other) => rank(other)[0] - rank(one)[0] || rank(other)[1] - rank(one)[1]);
  const [chosen, ...rest] = groups;
  return chosen === undefined ? undefined : { chosen, others: rest.flat() };
}

/** Counts different keys by their SPKI: one key in two files, or in two bundles, is one signer. */
export function countKeys(signed: readonly { readonly signer: TrustedKey }[]): number {
  return new Set(signed.map(({ signer }) => signer.key.fingerprint)).size;
}

/**
 * Gives how many keys must have signed: what was asked for, or one where there is one key only.
 * @throws Refusal `THRESHOLD_OUT_OF_REACH` — no whole number from 1 to the number of different keys, or none with several.
 */
export function thresholdOf(asked: number | undefined, keys: readonly TrustedKey[]): number {
  const different = countKeys(keys.map((signer) => ({ signer })));
  return thresholdWithin(asked, keys.length, different);
}

/**
 * The same for keys of any kind.
 * @param given how many keys were named, of which so many are different.
 * @throws Refusal `THRESHOLD_OUT_OF_REACH` — see `thresholdOf`.
 */
export function thresholdWithin(
  asked: number | undefined,
  given: number,
  different: number,
): number {
  const threshold = asked ?? (given > 1 ? undefined : 1);
  if (
    threshold !== undefined &&
    Number.isInteger(threshold) &&
    threshold >= 1 &&
    threshold <= different
  )
    return threshold;
  throw new Refusal(
    "THRESHOLD_OUT_OF_REACH",
    `threshold: expected a whole number from 1 to ${different}, the number of different keys, found ${threshold ?? "none"}`,
    { threshold: threshold ?? 0, keys: different },
    { hint: "say how many of the keys must have signed: --threshold N" },
  );
}

/** Says whether enough keys signed one and the same statement. */
export function judgeThreshold(
  subject: string,
  chosen: Agreeing,
  others: Agreeing,
  threshold: number,
): readonly Finding[] {
  const count = countKeys(chosen);
  const names = [...new Set(chosen.map(({ signer }) => signer.reference))].join(", ");
  const findings: Finding[] = others.map((other) => differing(subject, chosen, other));
  if (count >= threshold) {
    findings.unshift({
      rule: "THRESHOLD",
      verdict: "passed",
      subject,
      message: `signed by ${count} of ${threshold} required: ${names}`,
    });
    return findings;
  }
  return [
    {
      rule: "THRESHOLD",
      verdict: "refused",
      subject,
      message: `expected ${threshold} different keys to sign the same statement, found ${count}: ${names}`,
      expected: String(threshold),
      found: String(count),
      help: `let another signer sign the very statement: lockseal sign ${quoteForShell(subject)} --key THEIR.key --countersign ${quoteForShell(chosen[0]?.signer.reference ?? "KEY.pub")}`,
    },
    ...findings,
  ];
}

function differing(subject: string, chosen: Agreeing, other: SignedStatement): Finding {
  const first = chosen[0]?.statement;
  const fields =
    first === undefined
      ? []
      : FIELDS.filter(
          ([, read]) => JSON.stringify(read(first)) !== JSON.stringify(read(other.statement)),
        ).map(([name]) => name);
  return {
    rule: "OTHER_STATEMENT",
    verdict: "warned",
    subject,
    message: `${other.bundle}: signed by ${other.signer.reference} with another ${fields.join(", ")}, so it does not count`,
    help: "let its signer sign again, with --countersign",
  };
}

const FIELDS: readonly (readonly [string, (lock: LockStatement) => unknown])[] = [
  ["files", (lock) => lock.subjects],
  ["pins", (lock) => lock.pins],
  ["scope", (lock) => lock.scope],
  ["sequence", (lock) => lock.sequence],
  ["previous lock", (lock) => lock.previous],
  ["expiry", (lock) => lock.expires],
  ["evidence", (lock) => lock.evidence],
  ["generator", (lock) => lock.generator],
];
