import { sha256Hex } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import type { Finding } from "../finding.ts";
import { readFile } from "../io/files.ts";
import { isShallow, listFiles, listObjectsEver } from "../io/git-history.ts";
import { groupBlobs, readKnown, readTaken } from "../io/git-objects.ts";
import { listBelow } from "../io/list-below.ts";
import type { SignedApproval } from "../policy/approval.ts";
import { type OwnedApprovals, ownApprovals } from "../policy/owned-approvals.ts";
import { quoteWord } from "../shell-word.ts";
import { parseApprovalStatement } from "../statement/approval-statement.ts";
import type { ChangeHistory } from "./change-history.ts";
import { MAX_STATEMENT_BUNDLE_BYTES, readSignedStatement } from "./read-approval.ts";
import type { StatementTrust } from "./statement-trust.ts";

/** Where approvals lie, relative to the root. */
export const APPROVALS = ".lockseal/approvals";

/** Which approvals to look for. */
export interface CollectOptions {
  readonly history: ChangeHistory;
  /** Of the root within the checkout: empty, or with `/` at the end. */
  readonly prefix: string;
  readonly trust: StatementTrust;
  readonly now: Date;
  /** Also what lies in the folder and is not committed. */
  readonly isWorkingTree: boolean;
}

/** All approvals and rejects that were found, each content once. */
export interface CollectedApprovals {
  /** By the people of the policy who signed them. */
  readonly owned: OwnedApprovals;
  /** SHA-256 of payloads that the base, as it is by now, or its history has, in hex. */
  readonly spent: ReadonlySet<string>;
  /** Whether all of that history is at hand, or was not needed. */
  readonly isHistoryWhole: boolean;
  /** Of files that say nothing. */
  readonly findings: readonly Finding[];
}

interface Found {
  readonly path: string;
  /** Undefined where it is larger than any approval. */
  readonly bytes: Uint8Array | undefined;
  /** Its id in git; null where it is not committed. */
  readonly blob: string | null;
  /** That neither the base has it, nor what the base is by now. */
  readonly isNew: boolean;
  /** That commits between had it, and the head has it no more. */
  readonly isGone: boolean;
}

/** More approvals than a repository gathers, by far. */
const MAX_FILES = 100_000;

/**
 * Reads approvals and rejects of the base, the head and every commit between: a reject that somebody took out of the folder
 * still blocks. Those that the base has got since block as well, and an approval of these has served there. An approval that
 * somebody took out counts no more: the base would never see that it has served. What a forced push has hidden is seen by nobody.
 * @throws Refusal `GIT_SHALLOW`, `GIT_TOO_MUCH`, … — see `readGraph`, `listFiles`.
 */
export async function collectApprovals(options: CollectOptions): Promise<CollectedApprovals> {
  const { history, prefix, trust, now } = options;
  const { gitTop, base, tip, chosen } = history;
  const folder = `${prefix}${APPROVALS}`;
  const found = readFound(history, folder);
  if (options.isWorkingTree) found.push(...uncommitted(gitTop, folder, found));
  const approvals: SignedApproval[] = [];
  const findings: Finding[] = [];
  const payloads = new Map<string, string | undefined>();
  for (const { path, bytes, blob, isNew, isGone } of found) {
    if (bytes === undefined) {
      if (isNew && !isGone) findings.push(tooLarge(path));
      if (blob !== null) payloads.set(blob, undefined);
      continue;
    }
    let payload: string | undefined;
    try {
      const signed = await readSignedStatement(bytes, path, trust, now);
      payload = signed.digest.hex;
      const statement = parseApprovalStatement(signed.statement);
      if (statement.decision === "reject" || !isGone)
        approvals.push({ ...signed, source: path, statement });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { payloadOf } = await import("./payload-of.ts");
      payload ??= payloadOf(bytes);
      // One of the future says that this clock is behind, and that nothing here can be said to have ended; by a root that is too
      // old nobody can say what somebody rejected.
      if (error.code === "CLOCK_BEHIND" || error.code === "TRUST_ROOT_STALE")
        findings.push({ ...unread(path, error), verdict: "refused" });
      // What was there at the base is nobody's fault who changes something now.
      else if (isNew) findings.push(unread(path, error));
    }
    if (blob !== null) payloads.set(blob, payload);
  }
  const isAnyNew = found.some(({ isNew }) => isNew);
  const isHistoryWhole = !isAnyNew || !isShallow(gitTop);
  const there = [base, tip].flatMap((tree) => [...tree.list(`${folder}/`).values()]);
  const spent = [
    ...there.map((blob) => payloads.get(blob)),
    ...(isAnyNew && isHistoryWhole ? await everIn(gitTop, chosen.tip, folder, payloads) : []),
  ];
  return {
    owned: ownApprovals(approvals, trust.signers, now),
    spent: new Set(spent.filter((payload) => payload !== undefined)),
    isHistoryWhole,
    findings,
  };
}

function readFound(history: ChangeHistory, folder: string): Found[] {
  const { gitTop, base, head, tip, chosen } = history;
  const atBase = base.list(`${folder}/`, MAX_FILES);
  const atTip = tip.list(`${folder}/`, MAX_FILES);
  const atHead = head.list(`${folder}/`, MAX_FILES);
  const between = [...history.graph().keys()].filter((commit) => commit !== chosen.head);
  const paths = new Map<string, string>();
  for (const [path, blob] of [
    ...atHead,
    ...listFiles(gitTop, between, folder).map(({ path, blob }) => [path, blob] as const),
    ...atTip,
    ...atBase,
  ])
    if (isApproval(path)) paths.set(blob, path);
  const known = new Set([...atBase.values(), ...atTip.values()]);
  const kept = new Set(atHead.values());
  const contents = readTaken(gitTop, [...paths.keys()], MAX_STATEMENT_BUNDLE_BYTES);
  return [...paths].map(([blob, path]) => ({
    path,
    bytes: contents.get(blob),
    blob,
    isNew: !known.has(blob),
    isGone: !known.has(blob) && !kept.has(blob),
  }));
}

/** Says whether a file of the folder is one of a signed approval, by its name. */
export function isApproval(path: string): boolean {
  return path.endsWith(".sigstore.json");
}

function uncommitted(gitTop: string, folder: string, known: readonly Found[]): Found[] {
  const seen = new Set(known.flatMap(({ bytes }) => (bytes ? [sha256Hex(bytes)] : [])));
  return listBelow(gitTop, folder)
    .filter(isApproval)
    .map((path) => ({
      path,
      bytes: readFile(`${gitTop}/${path}`, MAX_STATEMENT_BUNDLE_BYTES),
      blob: null,
      isNew: true,
      isGone: false,
    }))
    .filter(({ bytes }) => !seen.has(sha256Hex(bytes)));
}

/** An approval that was taken out of the folder, and put back later, served once all the same. */
async function everIn(
  gitTop: string,
  base: string,
  folder: string,
  payloads: ReadonlyMap<string, string | undefined>,
): Promise<readonly (string | undefined)[]> {
  const ids = [...new Set(listObjectsEver(gitTop, base, folder))];
  const known = ids.map((id) => payloads.get(id));
  const unread = ids.filter((id) => !payloads.has(id));
  if (unread.length === 0) return known;
  const { payloadOf } = await import("./payload-of.ts");
  // What is larger than any approval was none, and has served for nothing.
  const read = groupBlobs(gitTop, unread, MAX_STATEMENT_BUNDLE_BYTES).flatMap((group) =>
    readKnown(gitTop, group, MAX_STATEMENT_BUNDLE_BYTES).map(({ bytes }) => payloadOf(bytes)),
  );
  return [...known, ...read];
}

/** It can be no approval. Where the base has it already it is passed over, or nobody could change anything any more. */
function tooLarge(path: string): Finding {
  return {
    rule: "INPUT_TOO_LARGE",
    verdict: "warned",
    subject: path,
    message: `expected an approval of at most ${MAX_STATEMENT_BUNDLE_BYTES} bytes, found more`,
    help: `git rm ${quoteWord(path)}`,
  };
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
