import { join } from "node:path";
import { type Digest, digest } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import type { Finding } from "../finding.ts";
import { isThere, readFile, replaceFiles } from "../io/files.ts";
import { makeFolder } from "../io/own-folder.ts";
import { quoteForShell } from "../shell-word.ts";
import { parseBundle } from "../sigstore/bundle.ts";
import { parseApprovalStatement } from "../statement/approval-statement.ts";
import { parseStatement, STATEMENT_V1 } from "../statement/statement.ts";
import { APPROVALS } from "./collect-approvals.ts";
import { type ApprovalWord, type ApprovedState, createApproval } from "./create-approval.ts";
import { MAX_STATEMENT_BUNDLE_BYTES } from "./read-approval.ts";
import { type StatementSigner, signStatement } from "./sign-statement.ts";

/** What a person says of which change, and signs. */
export interface ApproveOptions {
  /** Absolute: what names are relative to. */
  readonly root: string;
  readonly state: ApprovedState;
  readonly word: ApprovalWord;
  readonly signer: StatementSigner;
}

/** What was signed. */
export interface ApprovedChange {
  readonly findings: readonly Finding[];
  /** Relative to the root. */
  readonly path: string;
  /** SHA-256 of the payload, by which a later word supersedes this one. */
  readonly digest: Digest;
}

/**
 * Signs what a person says of a change, into `.lockseal/approvals/<12 hex of the result>/<person>.sigstore.json` below the
 * root; of a removal into `removed-<12 hex of what was there>`. What the same person said there before is superseded by it. Shows nothing and asks nobody: that comes before.
 * @throws Refusal see `createApproval`, `signStatement`; `FILE_UNWRITABLE`.
 */
export async function approveChange(options: ApproveOptions): Promise<ApprovedChange> {
  const { root, state, signer } = options;
  const path = approvalPath(state, options.word.reviewer);
  const before = standing(join(root, path), options.word.reviewer);
  const supersedes = [...options.word.supersedes, ...(before === undefined ? [] : [before])];
  const word = { ...options.word, supersedes: uniqueDigests(supersedes) };
  const { payload, digest: of } = createApproval(state, word);
  const { bytes, by } = await signStatement(payload, [state.path], signer);
  makeFolder(join(root, path, ".."), 0o755);
  replaceFiles([{ path: join(root, path), bytes }], 0o644);
  const count = state.delta.changes.length;
  const what = `${count} ${count === 1 ? "change" : "changes"}`;
  const verb = word.decision === "approve" ? "approved" : "rejected";
  const finding: Finding = {
    rule: word.decision === "approve" ? "CHANGE_APPROVED" : "CHANGE_REJECTED",
    verdict: "passed",
    subject: state.path,
    message: `${verb} ${what} as ${word.reviewer} by ${by} into ${path}${word.emergency === null ? "" : `; EMERGENCY: ${word.emergency.reason} (${word.emergency.advisory})`}`,
    help: `commit it with the change: git add ${quoteForShell(path)}`,
  };
  return { findings: [finding], path, digest: of };
}

/** Gives the path at which a person's word about a change lies, relative to the root. */
function approvalPath({ result, base }: ApprovedState, person: string): string {
  // Beside what was said of these bytes when they came: neither word takes the other's place.
  const of = result?.hex.slice(0, 12) ?? `removed-${base?.hex.slice(0, 12) ?? "none"}`;
  // A policy's names are short words; whatever else a name is made of has no place in a path.
  const name = person
    .replace(/[^A-Za-z0-9@._-]/g, "_")
    .replace(/^\.+/, "_")
    .slice(0, 100);
  return `${APPROVALS}/${of}/${name}.sigstore.json`;
}

/** Finds what the same person said there before, signed or not: to supersede a forgery changes nothing. */
function standing(path: string, reviewer: string): Digest | undefined {
  if (!isThere(path)) return undefined;
  try {
    const { content } = parseBundle(readFile(path, MAX_STATEMENT_BUNDLE_BYTES), path);
    if (content.kind !== "dsse") return undefined;
    const { payload } = content.envelope;
    const statement = parseStatement(payload, { what: path, types: [STATEMENT_V1] });
    return parseApprovalStatement(statement).reviewer === reviewer
      ? digest("sha256", payload)
      : undefined;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function uniqueDigests(digests: readonly Digest[]): readonly Digest[] {
  return [...new Map(digests.map((one) => [one.hex, one])).values()];
}
