import { sha256Hex } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import type { Finding } from "../finding.ts";
import { readFile } from "../io/files.ts";
import { isShallow, listFiles, listObjectsEver } from "../io/git-history.ts";
import { keepBlobs, readKnown } from "../io/git-objects.ts";
import { listBelow } from "../io/list-below.ts";
import type { SignedApproval } from "../policy/approval.ts";
import { type OwnedApprovals, ownApprovals } from "../policy/owned-approvals.ts";
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
  /** SHA-256 of payloads that the base, as it is by now, or its history has, in hex; null where the history is not at hand. */
  readonly spent: ReadonlySet<string> | null;
  /** Of files that say nothing. */
  readonly findings: readonly Finding[];
}

interface Found {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Its id in git; null where it is not committed. */
  readonly blob: string | null;
  readonly isNew: boolean;
}

/** More approvals than a repository gathers, by far. */
const MAX_FILES = 100_000;

/**
 * Reads approvals and rejects of the base, the head and every commit between: a reject that somebody took out of the folder
 * still blocks. Those that the base has got since block as well, and an approval of these has served there. What a forced push
 * has hidden is seen by nobody.
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
  for (const { path, bytes, blob, isNew } of found) {
    let payload: string | undefined;
    try {
      const signed = await readSignedStatement(bytes, path, trust, now);
      payload = signed.digest.hex;
      const statement = parseApprovalStatement(signed.statement);
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
  const spent = isAnyNew
    ? await everIn(gitTop, chosen.tip, folder, payloads)
    : [...base.list(`${folder}/`).values(), ...tip.list(`${folder}/`).values()].map((blob) =>
        payloads.get(blob),
      );
  return {
    owned: ownApprovals(approvals, trust.signers, now),
    spent: spent === null ? null : new Set(spent.filter((payload) => payload !== undefined)),
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
  const contents = readKnown(gitTop, [...paths.keys()], MAX_STATEMENT_BUNDLE_BYTES);
  return [...paths].map(([blob, path], index) => ({
    path,
    bytes: contents[index]?.bytes ?? new Uint8Array(),
    blob,
    isNew: !known.has(blob),
  }));
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
      blob: null,
      isNew: true,
    }))
    .filter(({ bytes }) => !seen.has(sha256Hex(bytes)));
}

/** An approval that was taken out of the folder, and put back later, served once all the same. */
async function everIn(
  gitTop: string,
  base: string,
  folder: string,
  payloads: ReadonlyMap<string, string | undefined>,
): Promise<readonly (string | undefined)[] | null> {
  if (isShallow(gitTop)) return null;
  const ids = [...new Set(listObjectsEver(gitTop, base, folder))];
  const unread = keepBlobs(
    gitTop,
    ids.filter((id) => !payloads.has(id)),
  );
  if (unread.length === 0) return ids.map((id) => payloads.get(id));
  const { payloadOf } = await import("./payload-of.ts");
  const objects = readKnown(gitTop, unread, MAX_STATEMENT_BUNDLE_BYTES);
  return [...ids.map((id) => payloads.get(id)), ...objects.map(({ bytes }) => payloadOf(bytes))];
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
