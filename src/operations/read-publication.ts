import { Refusal } from "../errors.ts";
import type { Bundle } from "../sigstore/bundle.ts";
import { readIdentity } from "../sigstore/certificate.ts";
import type { VerifiedTime } from "../sigstore/verify.ts";
import { parseStatement, STATEMENT_V1, type Statement } from "../statement/statement.ts";
import type { Identity } from "../trust/identity.ts";
import { formatPublisher, publisherOf } from "../trust/publisher.ts";
import { parseCertificate } from "../trust/x509.ts";
import { identityOfPublisher } from "./expected-publishers.ts";
import type { TrustSources } from "./trust-source.ts";
import { type TrustLimits, verifyByRoot } from "./verify-by-root.ts";

/** What a publisher of an index signed about one file. */
export interface Publication {
  readonly statement: Statement;
  /** SHA-256 of the file, in hex. */
  readonly sha256: string;
  /** As `formatPublisher` writes it, without an environment. */
  readonly publisher: string;
  readonly identity: Identity;
  /** When it was signed, by logs that are trusted. */
  readonly times: readonly VerifiedTime[];
}

/**
 * Verifies an attestation of an index as a signature of a publisher, whoever that is. Who may have published the file, and
 * under which name, is for the caller to compare.
 *
 * @param name of the attestation, for messages.
 * @param isPublication tells by its type whether a statement claims that somebody published: provenance of the build stands beside it, and is none.
 * @param limits see `verifyByRoot`.
 * @returns undefined for a statement of another type, which is not verified.
 * @throws Refusal `ATTESTATION_FILE_NAME` — it is about several files, or about none by SHA-256.
 * @throws Refusal `IDENTITY_MISMATCH` — whoever signed is no publisher of an index; otherwise see `verifyByRoot`.
 */
export async function readPublication(
  bundle: Bundle,
  name: string,
  isPublication: (type: string) => boolean,
  trust: TrustSources,
  now: Date,
  limits?: TrustLimits,
): Promise<Publication | undefined> {
  const { content, signer } = bundle;
  if (content.kind !== "dsse" || signer.kind !== "certificate")
    throw new TypeError("attestation: expected a statement and a certificate, found others");
  const options = { what: name, types: [STATEMENT_V1] as const };
  const claimed = parseStatement(content.envelope.payload, options);
  const { predicateType } = claimed;
  if (!isPublication(predicateType)) return undefined;
  const [subject, ...more] = claimed.subjects;
  const sha256 = subject?.digests.get("sha256");
  if (sha256 === undefined || more.length > 0)
    throw new Refusal(
      "ATTESTATION_FILE_NAME",
      `${name}: expected one subject by sha256, found ${sha256 === undefined ? "none" : claimed.subjects.length}`,
      { expected: "one", found: String(claimed.subjects.length) },
    );
  // Who a certificate says signed is then demanded of it.
  const identity = readIdentity(parseCertificate(signer.chain[0], "certificate"));
  const by = publisherOf(identity);
  if (by === undefined)
    throw new Refusal(
      "IDENTITY_MISMATCH",
      `${name}: expected a publisher of an index, found somebody else`,
      { expected: "a publisher", found: "another" },
    );
  const artifact = { name, digests: new Map([["sha256", sha256] as const]) };
  const expected = { identity: identityOfPublisher(by), predicateType };
  const { evidence } = await verifyByRoot(artifact, bundle, expected, trust, now, limits);
  return {
    statement: claimed,
    sha256: sha256.hex,
    publisher: formatPublisher(by),
    identity,
    times: evidence.times,
  };
}
