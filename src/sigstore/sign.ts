import { sign } from "node:crypto";
import { bytesOfDigest, type Digest } from "../bytes/digest.ts";
import { IN_TOTO_PAYLOAD_TYPE, preAuthEncoding } from "../envelope/dsse.ts";
import { generateKeyPair, type PrivateKey } from "../key/private-key.ts";
import { parseStatement, STATEMENT_V1, STATEMENT_V01 } from "../statement/statement.ts";
import type { TrustRoot } from "../trust/trust-root.ts";
import type { Certificate } from "../trust/x509.ts";
import { type BundledContent, parseBundle } from "./bundle.ts";
import { readIdentity } from "./certificate.ts";
import { requestCertificate } from "./certificate-request.ts";
import { chooseServices } from "./choose-services.ts";
import type { Artifact } from "./content.ts";
import { formatBundle } from "./format-bundle.ts";
import type { IdentityToken } from "./identity-token.ts";
import { requestLogEntry } from "./log-request.ts";
import type { SigningConfig } from "./signing-config.ts";
import { requestTimestamp } from "./timestamp-request.ts";
import type { Transport } from "./transport.ts";
import { type Evidence, verifyBundle } from "./verify.ts";

/** What to sign. */
export type SigningContent =
  /**
   * Bytes as they are, by their digest: they may be larger than memory. Whoever has their start refuses those that spell
   * out an envelope, with `refusePreAuthEncoding`.
   */
  | { readonly kind: "message"; readonly name: string; readonly digest: Digest }
  /** An in-toto statement in JSON, signed to the byte as it is given. */
  | { readonly kind: "statement"; readonly payload: Uint8Array };

/** What to sign with, and what the result has to stand up to. */
export interface SigningOptions {
  readonly token: IdentityToken;
  readonly config: SigningConfig;
  /** The root that others will verify with. */
  readonly trust: TrustRoot;
  readonly transport: Transport;
  readonly now: Date;
}

/** A bundle, and what it proves. */
export interface SignedBundle {
  /** A Sigstore bundle of version 0.3. */
  readonly bytes: Uint8Array;
  readonly evidence: Evidence;
}

// The services are asked by our own code. @sigstore/sign 5.1 wants a message in memory, bounds no answer, takes services
// that are not open yet, sends Rekor v2 entries of a kind that it refuses, and shows the whole token where it cannot read it.

/**
 * Signs with a key that exists for this one signature, certified to whoever holds a token. **The name, the signature and
 * what a log keeps with it become public for good**: ask before. Gives nothing that `verifyBundle` does not accept.
 *
 * @throws Refusal `SIGNING_SERVICE_MISSING` — see `chooseServices`; nothing was sent.
 * @throws Refusal `STATEMENT_…` — see `parseStatement`; nothing was sent.
 * @throws Refusal `SERVICE_REFUSED`, `SERVICE_ANSWER_MALFORMED`, `TIMESTAMP_NOT_GRANTED`, and what `transport` throws.
 * @throws Refusal what `verifyBundle` throws — the services are not those of the trust root, or do not do their work.
 * @throws RangeError — a digest by another algorithm than SHA-256.
 */
export async function signBundle(
  signing: SigningContent,
  options: SigningOptions,
): Promise<SignedBundle> {
  const { token, config, trust, transport, now } = options;
  const services = chooseServices(config, now);
  const artifact = artifactOf(signing);
  const key = generateKeyPair("ecdsa-p256");
  const certificate = await requestCertificate(
    transport,
    services.certificateAuthority,
    token,
    key,
  );
  const content = await signContent(signing, key);
  const { signature } = content;
  const timestamps: Uint8Array[] = [];
  // First what takes nothing for good, and each after the other: a failure leaves as little behind as can be.
  for (const authority of services.timestampAuthorities)
    timestamps.push(await requestTimestamp(transport, authority, signature));
  const entries = [];
  for (const log of services.logs)
    entries.push(await requestLogEntry(transport, log, content, certificate.der));
  const bytes = formatBundle({ certificate: certificate.der, content, entries, timestamps });
  return { bytes, evidence: await verifyOwn(bytes, artifact, certificate, trust, now) };
}

/** Verifies as whoever gets the file will: from its bytes. */
function verifyOwn(
  bytes: Uint8Array,
  artifact: Artifact,
  certificate: Certificate,
  trust: TrustRoot,
  now: Date,
): Promise<Evidence> {
  const { name, issuer } = readIdentity(certificate);
  const identity = { kind: "exact", name, issuer } as const;
  const expected = { signer: { kind: "identity", identity }, predicateType: null } as const;
  return verifyBundle(artifact, parseBundle(bytes, "new bundle"), expected, trust, now);
}

function artifactOf(signing: SigningContent): Artifact {
  if (signing.kind === "message") {
    const { digest, name } = signing;
    if (digest.algorithm !== "sha256")
      throw new RangeError(`digest: expected sha256, found ${digest.algorithm}`);
    return { name, digests: new Map([[digest.algorithm, digest]]) };
  }
  const types = [STATEMENT_V1, STATEMENT_V01] as const;
  const { subjects } = parseStatement(signing.payload, { what: "statement", types });
  // A statement about many files is verified with any of them.
  const [first] = subjects;
  return { name: first?.name ?? "subject", digests: first?.digests ?? new Map() };
}

async function signContent(signing: SigningContent, key: PrivateKey): Promise<BundledContent> {
  if (signing.kind === "message") {
    const { digest } = signing;
    return { kind: "message", digest, signature: await signDigest(key, digest) };
  }
  const { payload } = signing;
  const message = preAuthEncoding(IN_TOTO_PAYLOAD_TYPE, payload);
  const signature = sign("sha256", message, key.key);
  const envelope = { payloadType: IN_TOTO_PAYLOAD_TYPE, payload, signatures: [{ sig: signature }] };
  return { kind: "dsse", envelope, signature };
}

/** Signs what has this digest: OpenSSL takes the bytes alone here. The nonce is that of RFC 6979. */
async function signDigest(key: PrivateKey, digest: Digest): Promise<Uint8Array> {
  const { p256 } = await import("@noble/curves/nist.js");
  const { d = "" } = key.key.export({ format: "jwk" });
  const secret = Buffer.from(d, "base64url");
  return p256.sign(bytesOfDigest(digest), secret, { prehash: false, format: "der" });
}
