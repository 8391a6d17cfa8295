import { join } from "node:path";
import { sha256Hex } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import { isThere, readFile } from "../io/files.ts";
import type { HoldEvidence } from "../policy/hold-evidence.ts";
import { isPublishType } from "../policy/indexes.ts";
import type { SeenFile } from "../statement/first-seen-statement.ts";
import { evidenceName, MAX_EVIDENCE_BYTES } from "../tool/pinned.ts";
import { readAttestations } from "./index-attestations.ts";
import { checkIndexSubject } from "./index-subject.ts";
import { type Publication, readPublication } from "./read-publication.ts";
import { rootsOf, type StatementTrust } from "./statement-trust.ts";
import type { TrustSources } from "./trust-source.ts";
import type { TrustLimits } from "./verify-by-root.ts";

/** A file of an index, as a lock and the index have it. */
export interface IndexedFile {
  /** Its name there. */
  readonly name: string;
  /** In hex. */
  readonly sha256: string;
}

/**
 * Verifies the attestations that an index served for a file. Of several publications each has to hold for itself; one that
 * does not hides no other.
 *
 * @param source names the attestations in messages.
 * @param limits see `verifyByRoot`.
 * @returns at least one publication: signed by a publisher, about this very file under its name.
 * @throws Refusal what is wrong with the first that does not hold, where none holds; `ATTESTATION_NONE` — there is no publication among them.
 */
export async function verifyPublications(
  bytes: Uint8Array,
  source: string,
  file: IndexedFile,
  trust: TrustSources,
  now: Date,
  limits?: TrustLimits,
): Promise<readonly Publication[]> {
  const publications: Publication[] = [];
  let refusal: Refusal | undefined;
  for (const { name, bundle } of readAttestations(bytes, source))
    try {
      const one = await readPublication(bundle, name, isPublishType, trust, now, limits);
      if (one === undefined) continue;
      checkFile(one, name, file);
      publications.push(one);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusal ??= error;
    }
  if (publications.length > 0) return publications;
  throw (
    refusal ??
    new Refusal(
      "ATTESTATION_NONE",
      `${source}: expected an attestation that somebody published ${file.name}, found others alone`,
      { what: source },
    )
  );
}

/** A true attestation of another file proves nothing of this one, nor does one of these bytes under another name. */
function checkFile({ statement, sha256 }: Publication, source: string, file: IndexedFile): void {
  if (sha256 !== file.sha256)
    throw new Refusal(
      "ATTESTATION_FILE_NAME",
      `${source}: expected an attestation of sha256:${file.sha256}, found one of sha256:${sha256}`,
      { expected: file.sha256, found: sha256 },
    );
  checkIndexSubject(statement, file.name);
}

/**
 * Reads what a publisher signed of a file that a record saw, where it lies beside the lock. Offline.
 * @param root absolute: what names are relative to.
 * @param seenBy who signed the record, by whose word these are the attestations that the index served.
 * @returns none where the record names no attestations, or they are not kept.
 * @throws Refusal `TOOL_EVIDENCE_ALTERED` — what lies there is something else; otherwise see `verifyPublications`.
 */
export async function readPublisherEvidence(
  root: string,
  { hash, index }: SeenFile,
  seenBy: Extract<HoldEvidence, { kind: "publisher" }>["seenBy"],
  trust: Pick<StatementTrust, "roots" | "time">,
  now: Date,
): Promise<readonly HoldEvidence[]> {
  if (index === null || index.attestation === null || !hash.startsWith("sha256:")) return [];
  const source = evidenceName(index.attestation.hex);
  const path = join(root, source);
  if (!isThere(path)) return [];
  const bytes = readFile(path, MAX_EVIDENCE_BYTES);
  const found = sha256Hex(bytes);
  if (found !== index.attestation.hex)
    throw new Refusal(
      "TOOL_EVIDENCE_ALTERED",
      `${source}: expected the attestations that were recorded, found sha256:${found}`,
      { expected: index.attestation.hex, found },
      { hint: "restore it from git: git checkout -- .lockseal/evidence" },
    );
  const file = { name: index.file, sha256: hash.slice("sha256:".length) };
  const roots = await rootsOf(trust);
  if (roots === null) return [];
  const publications = await verifyPublications(bytes, source, file, roots, now, trust.time);
  return publications.map(({ identity, publisher, times }) => ({
    kind: "publisher",
    source,
    hashes: [hash],
    by: { kind: "identity", identity },
    publisher,
    times,
    seenBy,
    uploadTime: index.uploadTime,
  }));
}
