import type { Digest } from "../bytes/digest.ts";
import { STATEMENT_V1 } from "./statement.ts";

/** What a statement that we write is about. */
export interface NamedDigest {
  readonly name: string;
  /** At least one, each by another algorithm. */
  readonly digests: readonly Digest[];
}

/**
 * Writes a statement of version 1 as the payload to be signed: compact JSON without a line end. The predicate stands in it as it
 * is given, to the byte, so that no number and no order in it becomes another one.
 *
 * @param predicate one JSON object as text, which `parseJson` took.
 */
export function formatStatement(
  subjects: readonly NamedDigest[],
  predicateType: string,
  predicate: string,
): Uint8Array {
  const subject = subjects.map(({ name, digests }) => ({
    name,
    digest: Object.fromEntries(digests.map(({ algorithm, hex }) => [algorithm, hex])),
  }));
  const start = JSON.stringify({ _type: STATEMENT_V1, subject, predicateType });
  return Buffer.from(`${start.slice(0, -1)},"predicate":${predicate.trim()}}`);
}
