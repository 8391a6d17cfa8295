import type { Finding } from "../finding.ts";
import type { FirstSeenStatement } from "../statement/first-seen-statement.ts";
import { outOfPeriod } from "../trust/signers.ts";
import {
  findSigner,
  nameSignedBy,
  type PolicySigner,
  type SignedBy,
  type TrustedTime,
} from "./signer.ts";

/** What may say since when a file has been known. Signatures were verified before, and nothing else. */
export type HoldEvidence =
  /** The publisher's own attestation about the file, as an index served it to somebody who recorded that. */
  | {
      readonly kind: "publisher";
      readonly source: string;
      /** `algorithm:hex`, as a lock has it: each that the signature covers. */
      readonly hashes: readonly string[];
      readonly by: SignedBy;
      /** Who that is, in the words of the index, such as `github:acme/app/release.yml`. */
      readonly publisher: string;
      readonly times: readonly TrustedTime[];
      /** Who signed the record: anybody can sign something about a file, and only the index knows whom it let publish. */
      readonly seenBy: {
        readonly source: string;
        readonly by: SignedBy;
        readonly times: readonly TrustedTime[];
      };
      /** What the index said in that record; null where it did not. */
      readonly uploadTime: string | null;
    }
  | {
      readonly kind: "first-seen";
      readonly source: string;
      readonly record: FirstSeenStatement;
      readonly by: SignedBy;
      readonly times: readonly TrustedTime[];
    };

/** By which clock a file is known since when; the strongest first. */
export const STRENGTHS = ["publisher", "record", "index"] as const;

/** Says in words how strong a source is. */
export function strengthOf({ strength }: KnownSince): string {
  return `strength ${STRENGTHS.indexOf(strength) + 1} of ${STRENGTHS.length}`;
}

/** Since when one file has been known, by one source. */
export interface KnownSince {
  readonly strength: (typeof STRENGTHS)[number];
  /** In milliseconds since 1970. */
  readonly time: number;
  /** Who says so, in words. */
  readonly source: string;
  /** The sources that it rests on. */
  readonly evidence: readonly string[];
  /** Who published the file, where that is proven. */
  readonly publisher?: string;
}

/** The role of machines whose records count. */
export const OBSERVER = "observer";

/** Says whether a signature is one of a machine that may observe. Does not look at its time. */
export function isObserver(signers: readonly PolicySigner[], by: SignedBy): boolean {
  const signer = findSigner(signers, by);
  return signer !== undefined && !signer.person && signer.roles.includes(OBSERVER);
}

/** Clocks of indexes and logs differ by seconds. */
const INDEX_SKEW_MS = 5 * 60 * 1000;

/**
 * Gives since when each file has been known, by every source. A record counts when a machine of the role `observer`
 * signed it and a log or an authority dates it; what an index says counts only inside such a record, and not when it lies
 * after it. An attestation counts when such a machine says that the index served it, from its own time on, or from the
 * upload on where that was later: what is signed and kept back is known to nobody. Dates that somebody just wrote down are
 * not looked at.
 * @param clocks whose times count, by the policy.
 */
export function readEvidence(
  subject: string,
  evidence: readonly HoldEvidence[],
  signers: readonly PolicySigner[],
  clocks: readonly TrustedTime["kind"][],
  now: Date,
): {
  readonly known: ReadonlyMap<string, readonly KnownSince[]>;
  readonly findings: readonly Finding[];
} {
  const known = new Map<string, KnownSince[]>();
  const findings: Finding[] = [];
  const add = (hash: string, since: KnownSince): void => {
    const list = known.get(hash);
    if (list === undefined) known.set(hash, [since]);
    else list.push(since);
  };
  for (const one of evidence) {
    const times = one.times.filter(({ kind }) => clocks.includes(kind));
    // All of them hold; it existed at the earliest.
    const first = times.reduce<TrustedTime | undefined>(
      (least, time) => (least === undefined || time.time < least.time ? time : least),
      undefined,
    );
    const objection = objectionTo(one, first, signers, times, now);
    if (objection !== undefined || first === undefined) {
      findings.push(ignored(subject, one.source, ...(objection ?? ["a time", "none"])));
    } else if (one.kind === "publisher") {
      const since = sincePublished(one, first, now);
      for (const hash of one.hashes) add(hash, since);
    } else {
      const observer = findSigner(signers, one.by)?.name ?? nameSignedBy(one.by);
      addRecord(one, observer, first, add);
    }
  }
  return { known, findings };
}

function objectionTo(
  evidence: HoldEvidence,
  first: TrustedTime | undefined,
  signers: readonly PolicySigner[],
  times: readonly TrustedTime[],
  now: Date,
): readonly [expected: string, found: string] | undefined {
  const seen = evidence.kind === "first-seen" ? { by: evidence.by, times } : evidence.seenBy;
  const what = evidence.kind === "first-seen" ? "a signature" : "a record of it";
  const signer = findSigner(signers, seen.by);
  const found = signer?.name ?? nameSignedBy(seen.by);
  if (signer === undefined || !isObserver(signers, seen.by))
    return [`${what} by a machine of the role ${OBSERVER}`, found];
  const outside = outOfPeriod(signer, seen.times, now);
  if (outside !== undefined) return [`${what} by ${found} that counts`, outside];
  if (first !== undefined) return undefined;
  return ["the time of a log or an authority", "none: a key alone has no clock"];
}

/** Whoever publishes decides when to sign: what an index says can make a file younger here, and never older. */
function sincePublished(
  { source: path, by, publisher, uploadTime, seenBy }: Extract<HoldEvidence, { kind: "publisher" }>,
  first: TrustedTime,
  now: Date,
): KnownSince {
  const source = `the publisher's attestation by ${nameSignedBy(by)}, dated by ${first.by}`;
  const seen = Math.min(...seenBy.times.map(({ time }) => time), now.getTime());
  const uploaded = uploadTime === null ? first.time : Date.parse(uploadTime);
  const isLater = uploaded > first.time && uploaded <= seen + INDEX_SKEW_MS;
  return {
    strength: "publisher",
    time: isLater ? uploaded : first.time,
    source: isLater ? `${source}, and uploaded later` : source,
    evidence: [path, seenBy.source],
    publisher,
  };
}

function addRecord(
  { record: { files }, source: path }: Extract<HoldEvidence, { kind: "first-seen" }>,
  observer: string,
  { time, by }: TrustedTime,
  add: (hash: string, since: KnownSince) => void,
): void {
  const record = `a first-seen record by ${observer}, dated by ${by}`;
  for (const { hash, index } of files) {
    const evidence = [path];
    add(hash, { strength: "record", time, source: record, evidence });
    const uploaded = index?.uploadTime ?? null;
    if (index === null || uploaded === null) continue;
    const said = Date.parse(uploaded);
    // An index that tells of the future is wrong about the past, too.
    if (said <= time + INDEX_SKEW_MS)
      add(hash, {
        strength: "index",
        time: said,
        evidence,
        source: `the word of the index ${index.name} in ${record}`,
      });
  }
}

function ignored(subject: string, source: string, expected: string, found: string): Finding {
  return {
    rule: "HOLD_EVIDENCE",
    verdict: "warned",
    subject,
    message: `${source} does not count: expected ${expected}, found ${found}`,
    expected,
    found,
  };
}
