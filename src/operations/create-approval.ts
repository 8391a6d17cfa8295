import { type Digest, digest } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import type { Delta } from "../lock/change.ts";
import {
  type ApprovalStatement,
  formatApprovalStatement,
  parseApprovalStatement,
} from "../statement/approval-statement.ts";
import { parseStatement, STATEMENT_V1 } from "../statement/statement.ts";
import { VERSION } from "../version.ts";
import { formatTime } from "./expiry.ts";

/** What is approved, and where that holds. */
export interface ApprovedState {
  readonly repository: string | null;
  /** Of the file, relative to the root. */
  readonly path: string;
  /** What the change is to become part of, such as `refs/heads/main`. */
  readonly ref: string | null;
  readonly base: Digest | null;
  /** Null where the file is removed. */
  readonly result: Digest | null;
  readonly sequence: number;
  readonly delta: Delta;
}

/** What a person says of it. */
export interface ApprovalWord {
  readonly decision: "approve" | "reject";
  /** The name that the policy gives the person. */
  readonly reviewer: string;
  /** Of the policy by which this is asked for; null where there is none. */
  readonly policy: Digest | null;
  /** Of a reject the reason. */
  readonly notes: string;
  readonly emergency: ApprovalStatement["emergency"];
  /** `YYYY-MM-DDTHH:MM:SSZ` after which it counts no more. */
  readonly expires: string;
  /** SHA-256 of payloads of the same person that this takes the place of. */
  readonly supersedes: readonly Digest[];
  readonly now: Date;
}

/** A statement that is ready to be signed. */
export interface CreatedApproval {
  readonly statement: ApprovalStatement;
  readonly payload: Uint8Array;
  /** SHA-256 of the payload. */
  readonly digest: Digest;
}

/**
 * Makes the statement in which a person approves or rejects a change. Signs nothing, and asks nobody: show the person what
 * the delta holds before, and sign exactly this.
 * @throws Refusal `APPROVAL_MALFORMED` — what it would say could not be read back, such as a name with a control character.
 */
export function createApproval(state: ApprovedState, word: ApprovalWord): CreatedApproval {
  const { repository, path, ref, base, result, sequence, delta } = state;
  const subject = result ?? base;
  if (subject === null)
    throw new Refusal(
      "APPROVAL_MALFORMED",
      `${path}: expected a file before or after the change, found neither`,
      { at: "subject" },
    );
  const statement: ApprovalStatement = {
    subject: { name: path, digest: subject },
    decision: word.decision,
    scope: { repository, path, ref },
    base,
    sequence,
    delta: {
      digest: delta.digest,
      changes: delta.changes.map((change) => ({
        kind: change.kind,
        name: change.name,
        purl: change.purl,
        from: change.from,
        to: change.to,
        hashes: change.hashes,
        markers: change.markers,
        digest: change.digest,
      })),
    },
    policy: word.policy,
    reviewer: word.reviewer,
    review: { depth: "read-diff", notes: word.notes, evidence: [] },
    emergency: word.emergency,
    expires: word.expires,
    supersedes: word.supersedes,
    claimedAt: formatTime(word.now),
    generator: { name: "lockseal", version: VERSION },
  };
  const payload = formatApprovalStatement(statement);
  // What is signed has to be what a verifier will read.
  parseApprovalStatement(parseStatement(payload, { what: "approval", types: [STATEMENT_V1] }));
  return { statement, payload, digest: digest("sha256", payload) };
}
