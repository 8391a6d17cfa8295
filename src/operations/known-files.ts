import { readEvidence } from "../policy/hold-evidence.ts";
import { formatSpan } from "../policy/judge-hold.ts";
import type { JudgingPolicy } from "./judging-policy.ts";
import type { ProposedChange } from "./propose-change.ts";
import { readRecords } from "./read-records.ts";
import type { Known } from "./review-lines.ts";
import type { TrustSources } from "./trust-source.ts";

/** Says of a change since when its new files are known, and whether their publishers attest them, by records that observers signed. */
export async function readKnown(
  { located, delta }: ProposedChange,
  policy: JudgingPolicy | undefined,
  now: Date,
  roots: TrustSources | null,
): Promise<Known> {
  if (policy === undefined) return () => "";
  const { signers, keys, closure } = policy;
  const trust = { signers, keys, roots };
  const { evidence } = await readRecords(located.root.path, trust, now);
  const { known } = readEvidence(located.name, evidence, signers, closure.policy.trust.clocks, now);
  const attested = new Set(
    evidence.flatMap((one) =>
      one.kind === "first-seen"
        ? one.record.files.filter(({ index }) => index?.attestation != null).map(({ hash }) => hash)
        : [],
    ),
  );
  const added = new Map(delta.changes.map((change) => [change.name, change.added]));
  return ({ name }) => {
    const hashes = added.get(name) ?? [];
    if (hashes.length === 0) return "";
    const ages = hashes.map((hash) => Math.min(...(known.get(hash) ?? []).map(({ time }) => time)));
    const youngest = Math.max(...ages);
    const age = Number.isFinite(youngest)
      ? `known for ${formatSpan(Math.max(0, now.getTime() - youngest))}`
      : "age unknown";
    const count = hashes.filter((hash) => attested.has(hash)).length;
    return `${age}, ${count === 0 ? "no publisher's attestation recorded" : `${count} of ${hashes.length} attested by the publisher`}`;
  };
}
