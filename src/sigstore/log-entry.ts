import { Refusal } from "../errors.ts";
import type { Log } from "../trust/trust-root.ts";
import type { BundleVersion } from "./bundle.ts";
import type { BundledEntry, BundledProof } from "./bundled-entry.ts";
import { verifyCheckpoint } from "./checkpoint.ts";
import { checkEntryBody, type EntrySubject } from "./entry-body.ts";
import { rootOfProof } from "./merkle.ts";
import { verifyPromise } from "./set.ts";

/** An entry that a log of the trust root vouches for, about the signature that is verified. */
export interface VerifiedEntry {
  readonly log: Log;
  /** In the whole of the log where the log promised it, else in the tree that the proof is of. */
  readonly logIndex: number;
  readonly kind: string;
  readonly version: string;
  /** What the log vouches with: a promise, a proof under a checkpoint, or both. */
  readonly inclusion: "promise" | "proof" | "promise and proof";
  /** In milliseconds since 1970; undefined where the log signs no time (Rekor v2). */
  readonly time: number | undefined;
}

/**
 * Verifies that a log of the trust root holds an entry, and that the entry is about this signature. Every promise and
 * every proof that is there has to hold. A proof of a bundle v0.1 without a checkpoint proves nothing, and is left
 * aside where there is a promise: bundles of that time have such proofs.
 *
 * @throws Refusal `TLOG_LOG_UNKNOWN` — a log that is not in the trust root.
 * @throws Refusal `TLOG_PROMISE_MISSING`, `TLOG_PROOF_MISSING`, `TLOG_CHECKPOINT_MISSING` — what bundles of this version must have is not there.
 * @throws Refusal `TLOG_CHECKPOINT_MISMATCH` — the checkpoint is of another tree than the proof.
 * @throws Refusal `TLOG_PROOF_INVALID` — the proof does not lead from the entry to the root.
 * @throws Refusal `TLOG_PROMISE_INVALID`, `TLOG_LOG_NOT_VALID` — see `verifyPromise`.
 * @throws Refusal `TLOG_CHECKPOINT_MALFORMED`, `TLOG_CHECKPOINT_INVALID` — see `verifyCheckpoint`.
 * @throws Refusal `TLOG_ENTRY_UNSUPPORTED`, `TLOG_ENTRY_MALFORMED`, `TLOG_ENTRY_MISMATCH` — see `checkEntryBody`.
 */
export function verifyEntry(
  entry: BundledEntry,
  version: BundleVersion,
  subject: EntrySubject,
  logs: readonly Log[],
): VerifiedEntry {
  const [log, ...others] = logs.filter((one) => isLogOf(one, entry));
  if (log === undefined) throw unknownLog(entry, logs);
  try {
    return verifyEntryOf(log, entry, version, subject);
  } catch (error) {
    // One log can stand in a root twice: with two periods of use, or under an older name.
    for (const other of others) {
      try {
        return verifyEntryOf(other, entry, version, subject);
      } catch (cause) {
        if (!(cause instanceof Refusal)) throw cause;
      }
    }
    throw error;
  }
}

/** Tells whether an entry says that it is of a log. */
export function isLogOf({ id, checkpointId }: Log, { logId }: BundledEntry): boolean {
  return id === logId || checkpointId === logId;
}

function verifyEntryOf(
  log: Log,
  entry: BundledEntry,
  version: BundleVersion,
  subject: EntrySubject,
): VerifiedEntry {
  const { promise, proof } = entry;
  if (version === "0.1") {
    if (promise === undefined)
      throw missing("TLOG_PROMISE_MISSING", entry, "a promise, as v0.1 has");
  } else if (proof === undefined) {
    throw missing("TLOG_PROOF_MISSING", entry, `an inclusion proof, as v${version} has`);
  }
  const promised = promise === undefined ? undefined : verifyPromise(entry, promise, log);
  const proven = proof !== undefined && isProven(entry, proof, version, log);
  checkEntryBody(entry, subject);
  return {
    log,
    // Without a promise nothing says that the index beside the proof is right; the one in it was used.
    logIndex: promised === undefined ? (proof?.logIndex ?? entry.logIndex) : entry.logIndex,
    kind: entry.kind,
    version: entry.version,
    inclusion: promised === undefined ? "proof" : proven ? "promise and proof" : "promise",
    time: promised?.time,
  };
}

/** Tells whether there was a proof to verify; a proof that does not hold is refused. */
function isProven(
  entry: BundledEntry,
  proof: BundledProof,
  version: BundleVersion,
  log: Log,
): boolean {
  const { checkpoint: note, logIndex, treeSize, rootHash, hashes } = proof;
  if (note === undefined) {
    if (version === "0.1") return false;
    throw missing("TLOG_CHECKPOINT_MISSING", entry, "a checkpoint with the inclusion proof");
  }
  const checkpoint = verifyCheckpoint(note, log);
  if (checkpoint.treeSize !== treeSize || Buffer.compare(checkpoint.rootHash, rootHash) !== 0) {
    const show = (size: number, root: Uint8Array): string =>
      `${size} entries under ${Buffer.from(root).toString("hex")}`;
    throw new Refusal(
      "TLOG_CHECKPOINT_MISMATCH",
      `log entry ${entry.logIndex}: expected a checkpoint of ${show(treeSize, rootHash)}, found ${show(checkpoint.treeSize, checkpoint.rootHash)}`,
      { log: log.url },
    );
  }
  const root = rootOfProof(entry.body, logIndex, treeSize, hashes);
  if (root !== undefined && Buffer.compare(root, rootHash) === 0) return true;
  const found = root === undefined ? "no root" : Buffer.from(root).toString("hex");
  throw new Refusal(
    "TLOG_PROOF_INVALID",
    `log entry ${entry.logIndex}: expected a proof that leads to the root ${Buffer.from(rootHash).toString("hex")}, found one that leads to ${found}`,
    { log: log.url },
  );
}

function missing(
  code: "TLOG_PROMISE_MISSING" | "TLOG_PROOF_MISSING" | "TLOG_CHECKPOINT_MISSING",
  entry: BundledEntry,
  expected: string,
): Refusal {
  return new Refusal(code, `log entry ${entry.logIndex}: expected ${expected}, found none`, {
    index: entry.logIndex,
  });
}

function unknownLog(entry: BundledEntry, logs: readonly Log[]): Refusal {
  const known = logs.map(({ url }) => url);
  return new Refusal(
    "TLOG_LOG_UNKNOWN",
    `log entry ${entry.logIndex}: expected one of ${known.join(" or ") || "a log of the trust root"}, found one of log ${entry.logId}`,
    { log: entry.logId },
    { hint: "verify with the trust root of the instance that has this log: --trusted-root FILE" },
  );
}
