import { sha256Hex } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import type { Finding } from "../finding.ts";
import { readFile } from "../io/files.ts";
import { isShallow, listBlobsEver, listCommits, listFiles } from "../io/git-history.ts";
import { readKnown } from "../io/git-objects.ts";
import { listBelow } from "../io/list-below.ts";
import type { SignedApproval } from "../policy/approval.ts";
import { parseBundle } from "../sigstore/bundle.ts";
import { parseApprovalStatement } from "../statement/approval-statement.ts";
import {
  MAX_STATEMENT_BUNDLE_BYTES,
  readSignedStatement,
  type StatementTrust,
} from "./read-approval.ts";

/** Where approvals lie, relative to the root. */
export const APPROVALS = ".lockseal/approvals";

/** Which approvals to look for. */
export interface CollectOptions {
  readonly gitTop: string;
  /** Of the root within the checkout: empty, or with `/` at the end. */
  readonly prefix: string;
  readonly base: string;
  readonly head: string;
  readonly trust: StatementTrust;
  readonly now: Date;
  /** Also what lies in the folder and is not committed. */
  readonly isWorkingTree: boolean;
}

/** All approvals and rejects that were found, each content once. */
export interface CollectedApprovals {
  readonly approvals: readonly SignedApproval[];
  /** SHA-256 of payloads that the base or its history has, in hex; null where the history is not at hand. */
  readonly spent: ReadonlySet<string> | null;
  /** Of files that say nothing. */
  readonly findings: readonly Finding[];
}

interface Found {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly isNew: boolean;
}

/**
 * Reads approvals and rejects of the base, the head and every commit between: a reject that somebody took out of the folder
 * still blocks. What a forced push has hidden is seen by nobody.
 * @throws Refusal `GIT_SHALLOW`, `GIT_TOO_MUCH`, … — see `listCommits`, `listFiles`.
 */
export async function collectApprovals(options: CollectOptions): Promise<CollectedApprovals> {
  const { gitTop, prefix, base, head, trust, now } = options;
  const folder = `${prefix}${APPROVALS}`;
  const commits = [head, ...listCommits(gitTop, base, head), base];
  const atBase = new Set(listFiles(gitTop, [base], folder).map(({ blob }) => blob));
  const files = listFiles(gitTop, [...new Set(commits)], folder).filter(({ path }) =>
    isApproval(path),
  );
  const blobs = [...new Map(files.map((file) => [file.blob, file])).values()];
  const contents = readKnown(
    gitTop,
    blobs.map(({ blob }) => blob),
    MAX_STATEMENT_BUNDLE_BYTES,
  );
  const found: Found[] = blobs.map((file, index) => ({
    path: file.path,
    bytes: contents[index]?.bytes ?? new Uint8Array(),
    isNew: !atBase.has(file.blob),
  }));
  if (options.isWorkingTree) found.push(...uncommitted(gitTop, folder, found));
  const approvals: SignedApproval[] = [];
  const findings: Finding[] = [];
  for (const file of found)
    try {
      const signed = await readSignedStatement(file.bytes, file.path, trust, now);
      const statement = parseApprovalStatement(signed.statement);
      approvals.push({ ...signed, source: file.path, statement });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // One of the future says that this clock is behind, and that nothing here can be said to have ended.
      if (error.code === "CLOCK_BEHIND")
        findings.push({ ...unread(file.path, error), verdict: "refused" });
      // What was there at the base is nobody's fault who changes something now.
      else if (file.isNew) findings.push(unread(file.path, error));
    }
  const spent = found.some(({ isNew }) => isNew)
    ? everIn(gitTop, base, folder)
    : payloadsOf(found.filter(({ isNew }) => !isNew));
  return { approvals, spent, findings };
}

/** Says whether a file of the folder is one of a signed approval, by its name. */
export function isApproval(path: string): boolean {
  return path.endsWith(".sigstore.json");
}

function uncommitted(gitTop: string, folder: string, known: readonly Found[]): Found[] {
  const seen = new Set(known.map(({ bytes }) => sha256Hex(bytes)));
  return listBelow(gitTop, folder)
    .filter(isApproval)
    .map((path) => ({
      path,
      bytes: readFile(`${gitTop}/${path}`, MAX_STATEMENT_BUNDLE_BYTES),
      isNew: true,
    }))
    .filter(({ bytes }) => !seen.has(sha256Hex(bytes)));
}

/** An approval that was taken out of the folder, and put back later, served once all the same. */
function everIn(gitTop: string, base: string, folder: string): ReadonlySet<string> | null {
  if (isShallow(gitTop)) return null;
  const ids = listBlobsEver(gitTop, base, folder);
  const objects = readKnown(gitTop, [...new Set(ids)], MAX_STATEMENT_BUNDLE_BYTES);
  return payloadsOf(objects);
}

/** Gives SHA-256 of the payloads of bundles, in hex. Verifies none of them. */
export function payloadsOf(files: readonly { readonly bytes: Uint8Array }[]): ReadonlySet<string> {
  return new Set(files.flatMap(({ bytes }) => payloadOf(bytes) ?? []));
}

/** The bytes of a bundle can be written anew, and still be the same approval. */
function payloadOf(bytes: Uint8Array): string | undefined {
  try {
    const { content } = parseBundle(bytes, "approval");
    return content.kind === "dsse" ? sha256Hex(content.envelope.payload) : undefined;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function unread(path: string, { code, message, hint }: Refusal): Finding {
  return {
    rule: code,
    verdict: "warned",
    subject: path,
    message: message.startsWith(`${path}: `) ? message.slice(path.length + 2) : message,
    ...(hint === undefined ? {} : { help: hint }),
  };
}
