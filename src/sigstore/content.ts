import { verify } from "node:crypto";
import { type Digest, type DigestAlgorithm, digest } from "../bytes/digest.ts";
import { quote } from "../bytes/quote.ts";
import { refusePreAuthEncoding, verifyEnvelope } from "../envelope/dsse.ts";
import { Refusal } from "../errors.ts";
import { isDigestSigned } from "../key/prehashed.ts";
import type { PublicKey } from "../key/public-key.ts";
import {
  parseStatement,
  STATEMENT_V1,
  STATEMENT_V01,
  type Statement,
} from "../statement/statement.ts";
import type { BundledContent } from "./bundle.ts";
import { findSubjectByDigest, type KnownDigests } from "./subject.ts";

/** What a bundle is said to be about: bytes in memory, or digests of what was streamed. */
export type Artifact = ArtifactBytes | ArtifactDigests;

export interface ArtifactBytes {
  /** Names it in refusals. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface ArtifactDigests {
  readonly name: string;
  /** Computed in one pass over the artifact, by all the algorithms that `digestAlgorithms` names. */
  readonly digests: KnownDigests;
  /**
   * The first bytes of the same pass. Without them a signature over a file that spells out an envelope is taken for
   * one over the file: give them wherever they are at hand.
   */
  readonly head?: Uint8Array;
}

/** What a signature turned out to be about. */
export interface VerifiedContent {
  /** Of the artifact, each one that a signature covers. */
  readonly digests: readonly Digest[];
  /** What was claimed about the artifact; undefined where its bytes themselves were signed. */
  readonly statement: Statement | undefined;
}

/**
 * Names the digests of an artifact that a bundle has to be compared with, so that it is read once.
 *
 * @throws Refusal see `parseStatement`.
 */
export function digestAlgorithms(content: BundledContent): readonly DigestAlgorithm[] {
  if (content.kind === "message") return [content.digest.algorithm];
  return algorithmsOf(readStatement(content.envelope.payload));
}

function algorithmsOf({ subjects }: Statement): readonly DigestAlgorithm[] {
  const algorithms = new Set<DigestAlgorithm>();
  for (const { digests } of subjects) for (const name of digests.keys()) algorithms.add(name);
  return [...algorithms];
}

/**
 * Verifies that a key signed an artifact, or a statement about it. Whose the key is was decided before.
 *
 * @throws Refusal `SIGNATURE_INVALID` — not by this key, or over other bytes.
 * @throws Refusal `SIGNATURE_NEEDS_BYTES` — a pure Ed25519 signature, which no digest suffices for.
 * @throws Refusal `BUNDLE_DIGEST_MISMATCH` — the bundle is about other bytes.
 * @throws Refusal `SIGNATURE_AMBIGUOUS` — see `refusePreAuthEncoding`; not where a digest is all there is.
 * @throws Refusal `ARTIFACT_DIGEST_MISSING` — the artifact is given by digests, and none of the needed ones is there.
 * @throws Refusal `DSSE_PAYLOAD_TYPE`, `STATEMENT_…` — see `verifyEnvelope`, `parseStatement`, `findSubjectByDigest`.
 */
export async function verifyContent(
  content: BundledContent,
  key: PublicKey,
  artifact: Artifact,
): Promise<VerifiedContent> {
  if (content.kind === "message") return verifyMessage(content, key, artifact);
  const { payload } = verifyEnvelope(content.envelope, [key], content.encoding ?? "der");
  const statement = readStatement(payload);
  const known = knownDigests(artifact, algorithmsOf(statement));
  return { digests: findSubjectByDigest(statement, known).digests, statement };
}

async function verifyMessage(
  content: Extract<BundledContent, { kind: "message" }>,
  key: PublicKey,
  artifact: Artifact,
): Promise<VerifiedContent> {
  const { algorithm } = content.digest;
  const actual = knownDigests(artifact, [algorithm]).get(algorithm) ?? content.digest;
  // No signature covers this field: a wrong one would verify, and mislead whoever reads the file.
  if (actual.hex !== content.digest.hex) {
    const [expected, found] = [`${algorithm}:${actual.hex}`, `${algorithm}:${content.digest.hex}`];
    throw new Refusal(
      "BUNDLE_DIGEST_MISMATCH",
      `bundle: expected the digest of ${quote(artifact.name)}, ${expected}, found ${found}`,
      { expected, found },
    );
  }
  const bytes = "bytes" in artifact ? artifact.bytes : undefined;
  const start = "bytes" in artifact ? artifact.bytes : artifact.head;
  if (start !== undefined) refusePreAuthEncoding(start, artifact.name);
  const valid =
    (bytes !== undefined && isSigned(key, algorithm, bytes, content.signature)) ||
    // With the bytes at hand only Ed25519 has a second form.
    ((bytes === undefined || key.type === "ed25519") &&
      (await isDigestSigned(key, actual, content.signature)));
  if (valid) return { digests: [actual], statement: undefined };
  if (bytes === undefined && key.type === "ed25519" && algorithm !== "sha512") {
    throw new Refusal(
      "SIGNATURE_NEEDS_BYTES",
      `signature: expected one that a digest suffices for, found pure Ed25519 over ${quote(artifact.name)}`,
      { algorithm },
      { hint: "verify the file itself in place of its digest" },
    );
  }
  throw new Refusal(
    "SIGNATURE_INVALID",
    `signature: expected one by key ${key.fingerprint} over ${algorithm}:${actual.hex}, found one that does not hold`,
    { keys: [key.fingerprint] },
  );
}

function isSigned(
  key: PublicKey,
  algorithm: DigestAlgorithm,
  bytes: Uint8Array,
  signature: Uint8Array,
): boolean {
  return verify(key.type === "ed25519" ? null : algorithm, bytes, key.key, signature);
}

function readStatement(payload: Uint8Array): Statement {
  return parseStatement(payload, { what: "statement", types: [STATEMENT_V1, STATEMENT_V01] });
}

function knownDigests(artifact: Artifact, algorithms: readonly DigestAlgorithm[]): KnownDigests {
  if ("bytes" in artifact) {
    return new Map(algorithms.map((algorithm) => [algorithm, digest(algorithm, artifact.bytes)]));
  }
  if (algorithms.some((algorithm) => artifact.digests.has(algorithm))) return artifact.digests;
  const given = [...artifact.digests.keys()];
  throw new Refusal(
    "ARTIFACT_DIGEST_MISSING",
    `${artifact.name}: expected a digest by ${algorithms.join(" or ")}, found ${given.join(", ") || "none"}`,
    { algorithms, given },
    { hint: "verify the file itself, or give the digest that the bundle has" },
  );
}
