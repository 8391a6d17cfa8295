import type { Finding } from "../finding.ts";
import { quoteForShell } from "../shell-word.ts";
import {
  type HoldEvidence,
  type KnownSince,
  OBSERVER,
  readEvidence,
  STRENGTHS,
  strengthOf,
} from "./hold-evidence.ts";
import type { PolicySigner, TrustedTime } from "./signer.ts";

/** One package or tool whose new files have to have been known for some time. */
export interface HeldChange {
  /** As a finding names it. */
  readonly name: string;
  /** The files that are allowed from now on and were not before, `algorithm:hex`. */
  readonly added: readonly string[];
  readonly holdMs: number;
}

/** How the hold is judged. */
export interface HoldOptions {
  readonly signers: readonly PolicySigner[];
  /** Whose times count, by the policy. */
  readonly clocks: readonly TrustedTime["kind"][];
  readonly now: Date;
  /** How much evidence may lie ahead of the clock, in milliseconds. */
  readonly maxSkewMs: number;
}

/** Whether everything has been known for long enough. */
export interface HoldVerdict {
  readonly findings: readonly Finding[];
  /** By what each file that was asked for is known, where it is. */
  readonly known: ReadonlyMap<string, KnownSince>;
}

/**
 * Judges whether the new files of changes have been known for as long as the policy asks, by evidence alone: the time of a
 * log or an authority over what the publisher signed, then over a record of who saw the file first, then what an index said
 * inside such a record. A date in a predicate, a commit or a file is no evidence. What nobody knows the age of is held.
 * Verifies no signature: that was done before.
 * @param subject the lock as its user named it.
 */
export function judgeHold(
  subject: string,
  changes: readonly HeldChange[],
  evidence: readonly HoldEvidence[],
  { signers, clocks, now, maxSkewMs }: HoldOptions,
): HoldVerdict {
  const newest = Math.max(
    ...evidence.flatMap(({ times }) => times.map(({ time }) => time)),
    Number.NEGATIVE_INFINITY,
  );
  if (newest > now.getTime() + maxSkewMs)
    return { findings: [clockBehind(subject, newest, now)], known: new Map() };
  // The clock may be behind by the skew: what is proven to be past is past.
  const time = Math.max(now.getTime(), newest);
  const { known, findings } = readEvidence(subject, evidence, signers, clocks, now);
  const used = new Map<string, KnownSince>();
  const observers = signers.filter(({ person, roles }) => !person && roles.includes(OBSERVER));
  const judged = changes.flatMap((change) =>
    judgeChange(subject, change, known, time, used, observers),
  );
  return {
    findings: [...findings, ...judged, ...sayHeld(subject, changes, used, judged)],
    known: used,
  };
}

function judgeChange(
  subject: string,
  change: HeldChange,
  known: ReadonlyMap<string, readonly KnownSince[]>,
  now: number,
  used: Map<string, KnownSince>,
  observers: readonly PolicySigner[],
): Finding[] {
  let youngest: KnownSince | undefined;
  const unknown: string[] = [];
  for (const hash of change.added) {
    const since = choose(known.get(hash) ?? [], now - change.holdMs);
    if (since === undefined) unknown.push(hash);
    else {
      used.set(hash, since);
      if (youngest === undefined || since.time > youngest.time) youngest = since;
    }
  }
  if (unknown.length > 0) return [unknownAge(subject, change, unknown, observers)];
  if (youngest === undefined || youngest.time + change.holdMs <= now) return [];
  return [held(subject, change, youngest, now)];
}

/** The strongest source by which a file is old enough; else the one that knew it first, of several the strongest. */
function choose(sources: readonly KnownSince[], latest: number): KnownSince | undefined {
  const ordered = STRENGTHS.flatMap((strength) =>
    sources.filter((source) => source.strength === strength),
  );
  const oldEnough = ordered.find(({ time }) => time <= latest);
  if (oldEnough !== undefined) return oldEnough;
  return ordered.reduce<KnownSince | undefined>(
    (first, source) => (first === undefined || source.time < first.time ? source : first),
    undefined,
  );
}

function held(
  subject: string,
  { name, holdMs }: HeldChange,
  known: KnownSince,
  now: number,
): Finding {
  const { time, source } = known;
  const [expected, found] = [
    `files known for ${formatSpan(holdMs)}`,
    `one known for ${formatSpan(Math.max(0, now - time))}`,
  ];
  return {
    rule: "HOLD",
    verdict: "refused",
    subject,
    message: `${name}: expected ${expected}, found ${found}, by ${source} (${strengthOf(known)})`,
    expected,
    found,
    help: `wait until ${new Date(time + holdMs).toISOString()}; where it cannot wait: lockseal approve ${quoteForShell(subject)} --emergency --reason TEXT --advisory ID`,
  };
}

function unknownAge(
  subject: string,
  { name, holdMs, added }: HeldChange,
  unknown: readonly string[],
  observers: readonly PolicySigner[],
): Finding {
  const found = `${unknown.length} of ${added.length} of unknown age: ${unknown[0]?.slice(0, 19)}…`;
  return {
    rule: "HOLD_UNKNOWN",
    verdict: "refused",
    subject,
    message: `${name}: expected files known for ${formatSpan(holdMs)}, found ${found}`,
    expected: `files known for ${formatSpan(holdMs)}`,
    found,
    help:
      observers.length === 0
        ? `nobody may say so: let the policy's owners name a machine of the role ${OBSERVER} under [signers]; it types: lockseal observe ${quoteForShell(subject)}`
        : `let ${observers.map(({ name }) => name).join(" or ")} record them, and commit the record: lockseal observe ${quoteForShell(subject)}`,
  };
}

function clockBehind(subject: string, newest: number, now: Date): Finding {
  const [expected, found] = [
    `evidence up to now, ${now.toISOString()}`,
    new Date(newest).toISOString(),
  ];
  return {
    rule: "CLOCK_BEHIND",
    verdict: "refused",
    subject,
    message: `the clock is behind: expected ${expected}, found some of ${found}`,
    expected,
    found,
    help: "set this machine's clock",
  };
}

/** Says by what the hold was passed: one finding for each source. */
function sayHeld(
  subject: string,
  changes: readonly HeldChange[],
  used: ReadonlyMap<string, KnownSince>,
  refused: readonly Finding[],
): Finding[] {
  if (refused.length > 0) return [];
  const asked = new Set(changes.flatMap(({ added }) => added));
  const bySource = Map.groupBy(
    [...used].filter(([hash]) => asked.has(hash)),
    ([, known]) => `${known.source} (${strengthOf(known)})`,
  );
  return [...bySource].map(([source, files]) => ({
    rule: "HOLD",
    verdict: "passed",
    subject,
    message: `${files.length} ${files.length === 1 ? "file" : "files"} known for long enough, by ${source}`,
  }));
}

/** Shows a span in the unit that people would use. */
export function formatSpan(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 120) return `${seconds} seconds`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) return `${minutes} minutes`;
  const hours = Math.floor(minutes / 60);
  return hours < 96 ? `${hours} hours` : `${Math.floor(hours / 24)} days`;
}
