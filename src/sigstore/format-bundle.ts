import { encodeBase64 } from "../bytes/base64.ts";
import { bytesOfDigest } from "../bytes/digest.ts";
import type { JsonObject } from "../bytes/json.ts";
import { BUNDLE_MEDIA_TYPE } from "../envelope/bundle.ts";
import type { Bundle, BundledContent, BundledSigner, BundleVersion } from "./bundle.ts";
import type { BundledEntry, BundledProof } from "./bundled-entry.ts";

/** What a bundle of version 0.3 with a certificate holds. */
export interface CertificateBundle {
  /** The signer's alone, in DER. */
  readonly certificate: Uint8Array;
  readonly content: BundledContent;
  /** Each with a proof. */
  readonly entries: readonly BundledEntry[];
  /** TimeStampResp in DER. */
  readonly timestamps: readonly Uint8Array[];
}

/**
 * Writes a Sigstore bundle of version 0.3, on one line.
 *
 * @see https://github.com/sigstore/protobuf-specs/blob/v0.5.1/protos/sigstore_bundle.proto
 */
export function formatBundle(bundle: CertificateBundle): Uint8Array {
  const { certificate, ...rest } = bundle;
  return formatAnyBundle({
    ...rest,
    version: "0.3",
    signer: { kind: "certificate", chain: [certificate] },
  });
}

/**
 * Writes a Sigstore bundle of any version, with the signer's certificate alone or the name of a key, on one line.
 *
 * @see https://github.com/sigstore/protobuf-specs/blob/v0.5.1/protos/sigstore_bundle.proto
 */
export function formatAnyBundle(bundle: Bundle): Uint8Array {
  const { version, signer, content, entries, timestamps } = bundle;
  const rfc3161Timestamps = timestamps.map((der) => ({ signedTimestamp: encodeBase64(der) }));
  const json = {
    mediaType:
      version === "0.3"
        ? BUNDLE_MEDIA_TYPE
        : `application/vnd.dev.sigstore.bundle+json;version=${version}`,
    verificationMaterial: {
      ...spellSigner(signer, version),
      tlogEntries: entries.map(spellEntry),
      ...(timestamps.length === 0 ? {} : { timestampVerificationData: { rfc3161Timestamps } }),
    },
    ...spellContent(content),
  };
  return Buffer.from(`${JSON.stringify(json)}\n`);
}

/** Version 0.3 has the certificate alone; those before it a chain, of which nobody needs more. */
function spellSigner(signer: BundledSigner, version: BundleVersion): JsonObject {
  if (signer.kind === "key") return { publicKey: { hint: signer.hint } };
  const certificate = { rawBytes: encodeBase64(signer.chain[0]) };
  if (version === "0.3") return { certificate };
  return { x509CertificateChain: { certificates: [certificate] } };
}

function spellContent(content: BundledContent): JsonObject {
  if (content.kind === "message") {
    const { digest, signature } = content;
    const algorithm = digest.algorithm.replace("sha", "SHA2_");
    const messageDigest = { algorithm, digest: encodeBase64(bytesOfDigest(digest)) };
    return { messageSignature: { messageDigest, signature: encodeBase64(signature) } };
  }
  const { payload, payloadType } = content.envelope;
  const signatures = [{ sig: encodeBase64(content.signature) }];
  return { dsseEnvelope: { payload: encodeBase64(payload), payloadType, signatures } };
}

/** Integers of 64 bits are strings in the JSON of protocol buffers. */
function spellEntry(entry: BundledEntry): JsonObject {
  const { logIndex, logId, kind, version, integratedTime, promise, proof, body } = entry;
  return {
    logIndex: `${logIndex}`,
    logId: { keyId: Buffer.from(logId, "hex").toString("base64") },
    kindVersion: { kind, version },
    // The log gives no time where it is 0, and a reader may take a zero for one.
    ...(integratedTime === 0 ? {} : { integratedTime: `${integratedTime}` }),
    ...(promise && { inclusionPromise: { signedEntryTimestamp: encodeBase64(promise) } }),
    ...(proof && { inclusionProof: spellProof(proof) }),
    canonicalizedBody: encodeBase64(body),
  };
}

function spellProof(proof: BundledProof): JsonObject {
  return {
    logIndex: `${proof.logIndex}`,
    rootHash: encodeBase64(proof.rootHash),
    treeSize: `${proof.treeSize}`,
    hashes: proof.hashes.map(encodeBase64),
    ...(proof.checkpoint !== undefined && { checkpoint: { envelope: proof.checkpoint } }),
  };
}
