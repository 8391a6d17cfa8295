import { join } from "node:path";
import type { Finding } from "../finding.ts";
import { isFolder } from "../io/entries.ts";
import { locateFile } from "../io/root.ts";
import type { NamedEvidence } from "../statement/lock-statement.ts";
import { RECORDS } from "./records-folder.ts";

/** Which locks, and by what their records are judged. */
export interface GatherOptions {
  /** As they are given. */
  readonly files: readonly string[];
  readonly cwd: string;
  readonly root: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: Date;
}

/** What proves since when the files of locks are known, by the name of the lock. */
export interface GatheredEvidence {
  readonly evidence: ReadonlyMap<string, readonly NamedEvidence[]>;
  readonly findings: readonly Finding[];
}

/**
 * Gathers the evidence that whoever signs locks names in them; see `findRecordedEvidence`. Where nobody ever recorded
 * anything, which is most repositories, nothing is loaded for it.
 */
export async function gatherEvidence(options: GatherOptions): Promise<GatheredEvidence> {
  const { files, cwd, root, env, now } = options;
  const evidence = new Map<string, readonly NamedEvidence[]>();
  const findings: Finding[] = [];
  for (const file of files) {
    if (!isRecorded(file, cwd, root)) continue;
    const { findRecordedEvidence } = await import("./recorded-evidence.ts");
    const found = await findRecordedEvidence(file, cwd, root, env, now);
    evidence.set(file, found.evidence);
    findings.push(...found.findings);
  }
  return { evidence, findings };
}

function isRecorded(file: string, cwd: string, root: string | undefined): boolean {
  try {
    return isFolder(join(locateFile(file, cwd, root).root.path, RECORDS));
  } catch {
    // What is wrong with its place is said by whoever opens it.
    return false;
  }
}
