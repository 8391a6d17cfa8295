import { join } from "node:path";
import { Refusal } from "../errors.ts";
import { type Finding, findingOfRefusal } from "../finding.ts";
import { readFile } from "../io/files.ts";
import { listBelow } from "../io/list-below.ts";
import type { HoldEvidence } from "../policy/hold-evidence.ts";
import { parseFirstSeenStatement } from "../statement/first-seen-statement.ts";
import { MAX_STATEMENT_BUNDLE_BYTES, readSignedStatement } from "./read-approval.ts";
import { RECORDS } from "./records-folder.ts";
import type { StatementTrust } from "./statement-trust.ts";

/** Records that somebody of the policy signed, for `judgeHold`. */
export interface ReadRecords {
  readonly evidence: readonly HoldEvidence[];
  /** Of files that say nothing. */
  readonly findings: readonly Finding[];
}

/**
 * Reads the first-seen records that lie beside a lock, and the attestations of publishers that they name. Asks nobody: what
 * is in them is proven by their signatures and the logs' words, wherever they come from. Whether their signers may observe,
 * `judgeHold` decides.
 * @param root absolute: what names are relative to.
 * @param wanted the hashes whose attestations are read; default: all.
 * @throws Refusal `FILE_UNREADABLE`, `INPUT_TOO_LARGE` — see `listBelow`.
 */
export async function readRecords(
  root: string,
  trust: StatementTrust,
  now: Date,
  wanted?: ReadonlySet<string>,
): Promise<ReadRecords> {
  const evidence: HoldEvidence[] = [];
  const findings: Finding[] = [];
  const passOver = (error: unknown, path: string): void => {
    if (!(error instanceof Refusal)) throw error;
    // Evidence of the future says that this clock is behind, and that no age can be told here; an old root, that nobody here can judge any.
    const isOurs = error.code === "CLOCK_BEHIND" || error.code === "TRUST_ROOT_STALE";
    const verdict = isOurs ? "refused" : "warned";
    findings.push({ ...findingOfRefusal(error, path), verdict });
  };
  for (const path of listBelow(root, RECORDS).filter((one) => one.endsWith(".sigstore.json")))
    try {
      const bytes = readFile(join(root, path), MAX_STATEMENT_BUNDLE_BYTES);
      const { statement, by, times } = await readSignedStatement(bytes, path, trust, now);
      const record = parseFirstSeenStatement(statement);
      evidence.push({ kind: "first-seen", source: path, record, by, times });
      const attested = record.files.filter(
        ({ hash, index }) => index?.attestation != null && wanted?.has(hash) !== false,
      );
      if (trust.roots === null || attested.length === 0) continue;
      // Loaded where a record names any.
      const { readPublisherEvidence } = await import("./publisher-evidence.ts");
      for (const file of attested)
        try {
          const seenBy = { source: path, by, times };
          evidence.push(...(await readPublisherEvidence(root, file, seenBy, trust, now)));
        } catch (error) {
          passOver(error, path);
        }
    } catch (error) {
      passOver(error, path);
    }
  return { evidence, findings };
}
