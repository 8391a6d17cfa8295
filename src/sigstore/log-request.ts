import { encodeBase64 } from "../bytes/base64.ts";
import { bytesOfDigest, type Digest, digest } from "../bytes/digest.ts";
import type { JsonObject, JsonValue } from "../bytes/json.ts";
import { preAuthEncoding } from "../envelope/dsse.ts";
import { formatPem } from "../key/pem.ts";
import type { BundledContent } from "./bundle.ts";
import type { BundledEntry } from "./bundled-entry.ts";
import { readBundled, readEntry1 } from "./log-answer.ts";
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
