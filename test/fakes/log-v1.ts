import { createHash } from "node:crypto";
import { fakeLogged, type Instance, type Loose } from "./instance.ts";

/**
 * Answers a proposal as Rekor v1 does: an object of one entry, under its name. The entry's body is what Rekor writes of
 * the proposal, the names in the order of its canonical JSON.
 */
export function fakeLogV1(instance: Instance, proposal: Loose, at: Date): Loose {
  const { kind, apiVersion, spec } = proposal;
  const body = { apiVersion, kind, spec: kind === "dsse" ? dsseSpec(spec) : recordSpec(spec) };
  const entry = fakeLogged(instance, "v1", kind, Buffer.from(JSON.stringify(body)), at);
  const { inclusionProof: proof } = entry;
  const hex = (base64: string): string => Buffer.from(base64, "base64").toString("hex");
  return {
    ["24296fb24b8ad77a".padEnd(80, "0")]: {
      body: entry.canonicalizedBody,
      integratedTime: Number(entry.integratedTime),
      logID: hex(entry.logId.keyId),
      logIndex: Number(entry.logIndex),
      verification: {
        inclusionProof: {
          checkpoint: proof.checkpoint.envelope,
          hashes: proof.hashes.map(hex),
          logIndex: Number(proof.logIndex),
          rootHash: hex(proof.rootHash),
          treeSize: Number(proof.treeSize),
        },
        signedEntryTimestamp: entry.inclusionPromise.signedEntryTimestamp,
      },
    },
  };
}

function recordSpec({ data, signature }: Loose): object {
  const { algorithm, value } = data.hash;
  const { content } = signature.publicKey;
  return {
    data: { hash: { algorithm, value } },
    signature: { content: signature.content, publicKey: { content } },
  };
}

/** Of an envelope Rekor keeps digests and signatures, never the payload. */
function dsseSpec({ proposedContent }: Loose): object {
  const { envelope, verifiers } = proposedContent;
  const { payload, signatures } = JSON.parse(envelope);
  return {
    envelopeHash: { algorithm: "sha256", value: sha256(Buffer.from(envelope)) },
    payloadHash: { algorithm: "sha256", value: sha256(Buffer.from(payload, "base64")) },
    signatures: [{ signature: signatures[0].sig, verifier: verifiers[0] }],
  };
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
