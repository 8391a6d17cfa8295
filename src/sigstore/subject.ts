import type { Digest, DigestAlgorithm } from "../bytes/digest.ts";
import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import { type Statement, type Subject, subjectMismatch } from "../statement/statement.ts";

/** The digests of what is verified, by algorithm, as far as they are known. */
export type KnownDigests = ReadonlyMap<DigestAlgorithm, Digest>;

/** A subject that what is verified is, and the digests that say so. */
export interface FoundSubject {
  readonly subject: Subject;
  /** At least one. */
  readonly digests: readonly Digest[];
}

/**
 * Finds the subject of a statement by digests that were computed before, whatever its name. Each of its digests that
 * is known has to be equal; one that is not known decides nothing.
 *
 * @throws Refusal `STATEMENT_SUBJECT_MISMATCH` — no subject has one of the known digests.
 * @throws Refusal `STATEMENT_DIGEST_CONFLICT` — one digest of a subject is equal and another is not.
 */
export function findSubjectByDigest(statement: Statement, known: KnownDigests): FoundSubject {
  for (const subject of statement.subjects) {
    const comparable = [...subject.digests.values()].filter(({ algorithm }) =>
      known.has(algorithm),
    );
    const digests = comparable.filter(({ algorithm, hex }) => known.get(algorithm)?.hex === hex);
    if (digests.length === 0) continue;
    const wrong = comparable.find((one) => !digests.includes(one));
    if (wrong === undefined) return { subject, digests };
    const expected = show(known.get(wrong.algorithm) ?? wrong);
    throw new Refusal(
      "STATEMENT_DIGEST_CONFLICT",
      `subject ${quote(subject.name ?? "")}: expected ${expected}, found ${show(wrong)} beside a digest that is equal`,
      { expected, found: show(wrong) },
    );
  }
  throw subjectMismatch(statement, known.values());
}

function show({ algorithm, hex }: Digest): string {
  return `${algorithm}:${hex}`;
}
