import { encodeBase64 } from "../bytes/base64.ts";
import { bytesOfDigest, type Digest, digest } from "../bytes/digest.ts";
import type { JsonObject, JsonValue } from "../bytes/json.ts";
import { asInteger, asObject, asString, type ShapeFailure } from "../bytes/json-shape.ts";
import { preAuthEncoding } from "../envelope/dsse.ts";
import { Refusal } from "../errors.ts";
import { formatPem } from "../key/pem.ts";
import type { BundledContent } from "./bundle.ts";
import { type BundledEntry, readEntry } from "./bundled-entry.ts";
import { ask, malformedAnswer, postJson, readAnswer } from "./service-answer.ts";
import type { Service } from "./signing-config.ts";
import type { ServiceAnswer, Transport } from "./transport.ts";

const LOG = "transparency log";

/**
 * Has a log take a signature, and gives the entry as a bundle holds it. Signature, digest and the certificate with its
 * name become public for good. A statement is sent whole to Rekor v1 alone, which keeps its digest.
 * Does not verify that the log holds the entry.
 *
 * @param certificate of the signer, in DER; its key is of ECDSA P-256.
 * @throws Refusal `SERVICE_REFUSED`, `SERVICE_ANSWER_MALFORMED`.
 * @see https://github.com/sigstore/rekor/blob/v1.4.2/openapi.yaml
 * @see https://github.com/sigstore/rekor-tiles/blob/v2.3.0/CLIENTS.md
 */
export async function requestLogEntry(
  transport: Transport,
  log: Service,
  content: BundledContent,
  certificate: Uint8Array,
): Promise<BundledEntry> {
  if (log.majorApiVersion === 2) {
    const url = `${log.url}/api/v2/log/entries`;
    const answer = await postJson(transport, LOG, url, request2(content, certificate), [200, 201]);
    return readAnswer(LOG, answer, (object, fail) => readBundled(object, fail));
  }
  const url = `${log.url}/api/v1/log/entries`;
  const answer = await postJson(transport, LOG, url, request1(content, certificate), [201, 409]);
  // The log has it already: an earlier answer was lost on the way.
  const found = answer.status === 409 ? await fetchTwin(transport, url, answer) : answer;
  return readAnswer(LOG, found, readEntry1);
}

function request2(content: BundledContent, certificate: Uint8Array): JsonValue {
  const verifier = {
    x509Certificate: { rawBytes: encodeBase64(certificate) },
    keyDetails: "PKIX_ECDSA_P256_SHA_256",
  };
  // Rekor v2 refuses entries of a DSSE kind: of an envelope it is to log what the signature is over.
  const signed = content.kind === "message" ? content.digest : digestOfEnvelope(content);
  return {
    hashedRekordRequestV002: {
      digest: encodeBase64(bytesOfDigest(signed)),
      signature: { content: encodeBase64(content.signature), verifier },
    },
  };
}

function digestOfEnvelope({ envelope }: Extract<BundledContent, { kind: "dsse" }>): Digest {
  return digest("sha256", preAuthEncoding(envelope.payloadType, envelope.payload));
}

function request1(content: BundledContent, certificate: Uint8Array): JsonValue {
  const verifier = encodeBase64(formatPem("CERTIFICATE", certificate));
  const apiVersion = "0.0.1";
  if (content.kind === "dsse") {
    const envelope = JSON.stringify(envelopeOf(content));
    const proposedContent = { envelope, verifiers: [verifier] };
    return { kind: "dsse", apiVersion, spec: { proposedContent } };
  }
  const { algorithm, hex } = content.digest;
  const signature = {
    content: encodeBase64(content.signature),
    publicKey: { content: verifier },
  };
  const data = { hash: { algorithm, value: hex } };
  return { kind: "hashedrekord", apiVersion, spec: { data, signature } };
}

function envelopeOf({ envelope }: Extract<BundledContent, { kind: "dsse" }>): JsonObject {
  return {
    payload: encodeBase64(envelope.payload),
    payloadType: envelope.payloadType,
    signatures: envelope.signatures.map(({ sig }) => ({ sig: encodeBase64(sig) })),
  };
}

async function fetchTwin(
  transport: Transport,
  url: string,
  answer: ServiceAnswer,
): Promise<ServiceAnswer> {
  const id = /\/api\/v1\/log\/entries\/([0-9a-f]{64,80})$/.exec(answer.location ?? "")?.[1];
  if (id === undefined) throw malformedAnswer(LOG, "the place of the entry that it has", "none");
  // Only the entry's name is taken from the answer: where to ask is the configuration's to say.
  const headers = { accept: "application/json" };
  return ask(transport, LOG, { method: "GET", url: `${url}/${id}`, headers }, [200]);
}

/** An object of one field, whose name is the entry's. Hex where a bundle has base64. */
function readEntry1(object: JsonObject, fail: ShapeFailure): BundledEntry {
  const [[, value] = [], ...rest] = Object.entries(object);
  if (value === undefined || rest.length > 0) return fail("", "one entry", `${rest.length + 1}`);
  const entry = asObject(value, "entry", fail);
  const verification = asObject(entry.verification, "verification", fail);
  const proof = asObject(verification.inclusionProof, "inclusionProof", fail);
  const body = asString(entry.body, "body", fail);
  return readBundled(
    {
      logIndex: asInteger(entry.logIndex, "logIndex", 0, fail),
      logId: { keyId: base64OfHex(entry.logID, "logID", fail) },
      kindVersion: readKind(body, fail),
      integratedTime: asInteger(entry.integratedTime, "integratedTime", 1, fail),
      inclusionPromise: {
        signedEntryTimestamp: asString(
          verification.signedEntryTimestamp,
          "signedEntryTimestamp",
          fail,
        ),
      },
      inclusionProof: {
        logIndex: asInteger(proof.logIndex, "inclusionProof.logIndex", 0, fail),
        treeSize: asInteger(proof.treeSize, "inclusionProof.treeSize", 1, fail),
        rootHash: base64OfHex(proof.rootHash, "inclusionProof.rootHash", fail),
        hashes: Array.isArray(proof.hashes)
          ? proof.hashes.map((hash) => base64OfHex(hash, "inclusionProof.hashes", fail))
          : [],
        checkpoint: { envelope: asString(proof.checkpoint, "inclusionProof.checkpoint", fail) },
      },
      canonicalizedBody: body,
    },
    fail,
  );
}

/** What sort an entry is stands in it alone. */
function readKind(body: string, fail: ShapeFailure): JsonObject {
  let entry: { kind?: unknown; apiVersion?: unknown };
  try {
    entry = JSON.parse(Buffer.from(body, "base64").toString());
  } catch {
    return fail("body", "JSON in base64", "other text");
  }
  const { kind, apiVersion } = entry;
  return typeof kind === "string" && typeof apiVersion === "string"
    ? { kind, version: apiVersion }
    : fail("body", "a kind and a version", "none");
}

function base64OfHex(value: JsonValue | undefined, at: string, fail: ShapeFailure): string {
  const hex = asString(value, at, fail);
  if (!/^(?:[0-9a-f]{2})+$/.test(hex)) return fail(at, "lower-case hex", "other text");
  return Buffer.from(hex, "hex").toString("base64");
}

function readBundled(object: JsonObject, fail: ShapeFailure): BundledEntry {
  try {
    return readEntry(object, "entry", fail);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "BUNDLE_MALFORMED") throw error;
    return fail("entry", "what a bundle holds", error.message);
  }
}
