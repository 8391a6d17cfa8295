import type { LockChange } from "../lock/lock-delta.ts";
import { type HoldEvidence, isObserver, readEvidence } from "../policy/hold-evidence.ts";
import { formatSpan } from "../policy/judge-hold.ts";
import { comparePublishers, type PublishedPin } from "../policy/publisher-change.ts";
import type { PolicySigner } from "../policy/signer.ts";
import type { JudgingPolicy } from "./judging-policy.ts";
import type { ProposedChange } from "./propose-change.ts";
import { readRecords } from "./read-records.ts";
import type { Known } from "./review-lines.ts";
import type { TrustSources } from "./trust-source.ts";

/**
 * Says of each change since when its new files are known, who published them and how large they are, by records that
 * observers signed and the attestations that those name. What nobody recorded is said to be unknown.
 */
export async function readKnown(
  { located, delta }: ProposedChange,
  policy: JudgingPolicy | undefined,
  now: Date,
  roots: TrustSources | null,
): Promise<Known> {
  if (policy === undefined)
    return ({ name }) =>
      delta.changes.some((change) => change.name === name && change.added.length > 0)
        ? "age, publisher and size unknown: no policy names an observer"
        : "";
  const { signers, keys, closure } = policy;
  const trust = { signers, keys, roots, time: closure.policy.trust };
  const changes = new Map(delta.changes.map((change) => [change.name, change]));
  const wanted = new Set(
    delta.changes.flatMap((change) => [...change.added, ...hashesBefore(change)]),
  );
  const { evidence } = await readRecords(located.root.path, trust, now, wanted);
  const { known } = readEvidence(located.name, evidence, signers, closure.policy.trust.clocks, now);
  const sizes = sizesOf(evidence, signers);
  const publisherOf = (hash: string): readonly string[] =>
    (known.get(hash) ?? []).flatMap(({ publisher }) => publisher ?? []);
  return ({ name }) => {
    const change = changes.get(name);
    const hashes = change?.added ?? [];
    if (change === undefined || hashes.length === 0) return "";
    const ages = hashes.map((hash) => Math.min(...(known.get(hash) ?? []).map(({ time }) => time)));
    const youngest = Math.max(...ages);
    const age = Number.isFinite(youngest)
      ? `known for ${formatSpan(Math.max(0, now.getTime() - youngest))}`
      : "age unknown";
    const before = published(name, hashesBefore(change), publisherOf);
    const after = published(name, hashes, publisherOf);
    return [age, ...sayPublisher(before, after), saySize(hashes, sizes)].join(", ");
  };
}

function hashesBefore({ pairs }: LockChange): readonly string[] {
  return [...new Set(pairs.flatMap(({ before }) => before?.hashes ?? []))];
}

function published(
  name: string,
  hashes: readonly string[],
  publisherOf: (hash: string) => readonly string[],
): PublishedPin {
  return {
    name,
    files: hashes.length,
    attested: hashes.filter((hash) => publisherOf(hash).length > 0).length,
    publishers: [...new Set(hashes.flatMap(publisherOf))].sort(),
  };
}

/** Another publisher than before is what nobody may overlook: it stands in capitals. */
function sayPublisher(before: PublishedPin, after: PublishedPin): readonly string[] {
  const { files, attested, publishers } = after;
  const by =
    attested === 0
      ? "publisher unknown: no attestation recorded"
      : `${attested} of ${files} published by ${publishers.join(" and ")}`;
  const [change] = comparePublishers([before], [after]);
  if (change === undefined) return [by];
  const had = before.publishers.join(" and ");
  return [by, change.kind === "changed" ? `ANOTHER PUBLISHER than ${had}` : `BEFORE BY ${had}`];
}

/** The word of indexes, inside records of observers. */
function sizesOf(
  evidence: readonly HoldEvidence[],
  signers: readonly PolicySigner[],
): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const one of evidence)
    if (one.kind === "first-seen" && isObserver(signers, one.by))
      for (const { hash, index } of one.record.files)
        if (index !== null && index.size !== null) sizes.set(hash, index.size);
  return sizes;
}

function saySize(hashes: readonly string[], sizes: ReadonlyMap<string, number>): string {
  const known = hashes.flatMap((hash) => sizes.get(hash) ?? []);
  const total = known.reduce((sum, size) => sum + size, 0);
  if (known.length === 0) return "size unknown";
  return `${known.length < hashes.length ? "at least " : ""}${total} bytes`;
}
