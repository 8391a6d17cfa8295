import { join } from "node:path";
import { digest } from "../bytes/digest.ts";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import { type Finding, isRefused } from "../finding.ts";
import { replaceFiles } from "../io/files.ts";
import { makeFolder } from "../io/own-folder.ts";
import type { LockContent } from "../lock/lock-delta.ts";
import {
  type FirstSeenStatement,
  formatFirstSeenStatement,
  parseFirstSeenStatement,
  type SeenFile,
} from "../statement/first-seen-statement.ts";
import { parseStatement, STATEMENT_V1 } from "../statement/statement.ts";
import { VERSION } from "../version.ts";
import { type AllowedFile, type AskOptions, askAboutFiles } from "./ask-about-files.ts";
import { type ProposedChange, type ProposeOptions, proposeChange } from "./propose-change.ts";
import { RECORDS } from "./records-folder.ts";
import { type StatementSigner, signStatement } from "./sign-statement.ts";

/** What to record, and who signs it. */
export interface ObserveOptions extends ProposeOptions, AskOptions {
  /** Every file that the lock allows, not only those that are new since the base. */
  readonly isAll: boolean;
  readonly signer: StatementSigner;
}

/** What was recorded. */
export interface ObservedLock {
  readonly findings: readonly Finding[];
  readonly exitCode: ExitCode;
  /** Relative to the root; null where nothing was. */
  readonly path: string | null;
  readonly files: readonly SeenFile[];
}

/**
 * Records which files a lock allows that it did not allow at the base, with what an index says of each, and signs that. It
 * proves since when somebody knew of them by the time of the log over the signature, never by a date in it. Attestations of
 * the publisher are verified, and kept beside the lock, where a gate finds them; what does not hold is not recorded.
 * @throws Refusal see `proposeChange`, `readJudgingPolicy`, `findIndexes`, `askIndex`, `signStatement`; nothing is written then.
 */
export async function observeLock(options: ObserveOptions): Promise<ObservedLock> {
  const { file, signer } = options;
  const proposal = await proposeChange(options);
  if (proposal.change === null) return nothing(proposal.findings);
  const { change } = proposal;
  const entries = options.isAll ? entriesOf(change.after.content) : newEntries(change);
  if (entries.length === 0) return nothing([...change.findings, nothingNew(file)]);
  const { files, kept, findings } = await askAboutFiles(entries, change, options);
  const statement: FirstSeenStatement = {
    scope: { repository: change.repository, path: change.located.name },
    files,
    generator: { name: "lockseal", version: VERSION },
  };
  const payload = formatFirstSeenStatement(statement);
  // What is signed has to be what a verifier will read.
  parseFirstSeenStatement(parseStatement(payload, { what: "record", types: [STATEMENT_V1] }));
  const { bytes, by } = await signStatement(payload, [change.located.name], signer);
  const path = `${RECORDS}/${digest("sha256", payload).hex.slice(0, 12)}.sigstore.json`;
  const written = [...kept, [path, bytes] as const].map(([name, content]) => {
    const absolute = join(change.located.root.path, name);
    makeFolder(join(absolute, ".."), 0o755);
    return { path: absolute, bytes: content };
  });
  replaceFiles(written, 0o644);
  const said = [
    ...change.findings,
    ...findings,
    recorded(file, files, by, path, kept.size),
    ...(signer.kind === "key" ? [undated(file)] : []),
  ];
  return { findings: said, exitCode: exitCodeOf(said), path, files };
}

function entriesOf({ pins }: LockContent): readonly AllowedFile[] {
  const entries = pins.flatMap(({ name, version, url, hashes }) =>
    hashes.map(
      (hash): AllowedFile => ({ name, version: version === "" ? (url ?? "") : version, hash }),
    ),
  );
  return [...new Map(entries.map((entry) => [entry.hash, entry])).values()];
}

function newEntries({ delta, after }: ProposedChange): readonly AllowedFile[] {
  const added = new Set(delta.changes.flatMap((change) => change.added));
  return entriesOf(after.content).filter(({ hash }) => added.has(hash));
}

function nothing(findings: readonly Finding[]): ObservedLock {
  return {
    findings,
    exitCode: isRefused(findings) ? exitCodeOf(findings) : 0,
    path: null,
    files: [],
  };
}

function nothingNew(file: string): Finding {
  return {
    rule: "OBSERVED_NOTHING",
    verdict: "noted",
    subject: file,
    message: "no file is allowed that was not allowed at the base: nothing was recorded",
    help: "record all of them with --all, or name another base with --base REF",
  };
}

function recorded(
  file: string,
  files: readonly SeenFile[],
  by: string,
  path: string,
  kept: number,
): Finding {
  const known = files.filter(({ index }) => index !== null).length;
  const attested = kept === 0 ? "" : `, ${kept} attested by the publisher`;
  const add = kept === 0 ? path : `${path} .lockseal/evidence`;
  return {
    rule: "OBSERVED",
    verdict: "passed",
    subject: file,
    message: `recorded ${files.length} ${files.length === 1 ? "file" : "files"}, ${known} of them known to an index${attested}, by ${by} into ${path}`,
    help: `commit it with the change: git add ${add}`,
  };
}

function undated(file: string): Finding {
  return {
    rule: "OBSERVED_UNDATED",
    verdict: "warned",
    subject: file,
    message: "a record by a key alone has no time, and ends no hold",
    help: "sign it keyless, in the bot's own workflow: leave --key out",
  };
}
