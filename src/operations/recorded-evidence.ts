import { join } from "node:path";
import { type Digest, digest } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import { type Finding, findingOfRefusal, isRefused } from "../finding.ts";
import { isThere, readFile } from "../io/files.ts";
import { listBelow } from "../io/list-below.ts";
import { findingsOf } from "../lock/strict/source.ts";
import { readEvidence } from "../policy/hold-evidence.ts";
import type { NamedEvidence } from "../statement/lock-statement.ts";
import { evidenceName, MAX_EVIDENCE_BYTES } from "../tool/pinned.ts";
import { openLock } from "./open-lock.ts";
import { openPolicy } from "./open-policy.ts";
import { rootsOfPolicy } from "./policy-roots.ts";
import { readRecords } from "./read-records.ts";
import { RECORDS } from "./records-folder.ts";

/** What proves since when the files of a lock are known, for whoever signs it to name. */
export interface RecordedEvidence {
  readonly evidence: readonly NamedEvidence[];
  /** Of evidence that says nothing, and of a policy that nobody can go by. */
  readonly findings: readonly Finding[];
}

const KIND_OF_RECORD = "first-seen";
const KIND_OF_ATTESTATION = "publisher";

/**
 * Finds the records and attestations beside a lock that count by the nearest policy, for any of its files. Whoever signs the
 * lock names them by their digests, so that it can be told tomorrow by what a hold was judged. Judges no hold.
 * @returns none where nothing was recorded, there is no policy, or the lock is not strict.
 */
export async function findRecordedEvidence(
  file: string,
  cwd: string,
  root: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
  now: Date,
): Promise<RecordedEvidence> {
  try {
    const lock = openLock({ file, cwd, root });
    const top = lock.located.root.path;
    if (isRefused(findingsOf(lock.problems))) return NOTHING;
    const { closure, signers, keys } = openPolicy(top, undefined, now);
    const roots = await rootsOfPolicy(closure, cwd, env);
    const time = closure.policy.trust;
    const trust = { signers, keys: keys.map(({ key }) => key), roots, time };
    const wanted = new Set(lock.pins.flatMap(({ hashes }) => hashes));
    const read = await readRecords(top, trust, now, wanted);
    const { known } = readEvidence(file, read.evidence, signers, time.clocks, now);
    const sources = [...wanted].flatMap((hash) =>
      (known.get(hash) ?? []).flatMap(({ evidence }) => evidence),
    );
    const evidence = [...new Set(sources)].map((source) => ({
      kind: source.startsWith(`${RECORDS}/`) ? KIND_OF_RECORD : KIND_OF_ATTESTATION,
      digest: digest("sha256", readFile(join(top, source), MAX_EVIDENCE_BYTES)),
    }));
    const sorted = evidence.sort((one, other) => (one.digest.hex < other.digest.hex ? -1 : 1));
    return { evidence: sorted, findings: read.findings };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === "POLICY_NONE") return NOTHING;
    // It is signed all the same: who may sign is for whoever verifies to say.
    return { evidence: [], findings: [{ ...findingOfRefusal(error, file), verdict: "warned" }] };
  }
}

const NOTHING: RecordedEvidence = { evidence: [], findings: [] };

/**
 * Says whether the evidence that a signed lock names lies beside it. Verifies none of it anew: its digests are covered by the
 * signature, and whoever signed had judged it.
 * @param top absolute: what names are relative to.
 * @returns nothing where the lock names none.
 */
export function sayRecordedEvidence(
  subject: string,
  top: string,
  evidence: readonly NamedEvidence[],
): readonly Finding[] {
  if (evidence.length === 0) return [];
  const records = new Set(listBelow(top, RECORDS).map((path) => digestAt(top, path)?.hex));
  const missing = evidence.filter(({ digest: { hex } }) => {
    if (records.has(hex)) return false;
    return digestAt(top, evidenceName(hex))?.hex !== hex;
  });
  const what = `${evidence.length} ${evidence.length === 1 ? "file" : "files"} of evidence`;
  const named = `when it was signed, since when its files are known was proven by ${what}`;
  if (missing.length === 0)
    return [
      { rule: "HOLD_RECORDED", verdict: "passed", subject, message: `${named}, all of them here` },
    ];
  const [{ kind, digest: of } = { kind: "", digest: { hex: "" } }] = missing;
  return [
    {
      rule: "HOLD_RECORDED",
      verdict: "noted",
      subject,
      message: `${named}, ${missing.length} of them not here: ${kind} sha256:${of.hex.slice(0, 12)}…`,
      help: "they are in the repository that it was signed in, in .lockseal/records and .lockseal/evidence",
    },
  ];
}

function digestAt(top: string, path: string): Digest | undefined {
  const file = join(top, path);
  try {
    return isThere(file) ? digest("sha256", readFile(file, MAX_EVIDENCE_BYTES)) : undefined;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
