import { createHash } from "node:crypto";
import { fakeLogged, type Instance, type Loose } from "./instance.ts";

/**
 * Answers a proposal as Rekor v1 does: an object of one entry, under its name. The entry's body is what Rekor writes of
 * the proposal, the names in the order of its canonical JSON.
 */
export function fakeLogV1(instance: Instance, proposal: Loose, at: Date): Loose {
  const body = bodyOf(proposal);
  const entry = fakeLogged(instance, "v1", proposal.kind, body, at);
  const { inclusionProof: proof } = entry;
  const hex = (base64: string): string => Buffer.from(base64, "base64").toString("hex");
  return {
    [nameOf(body)]: {
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

/** A log of the first version that has entries already, and is asked for them. */
export class FakeLogV1 {
  readonly #instance: Instance;
  readonly #entries = new Map<string, Loose>();
  readonly #index = new Map<string, string[]>();

  constructor(instance: Instance) {
    this.#instance = instance;
  }

  /** @param hashes SHA-256 in hex, by which the index has the entry. */
  add(proposal: Loose, at: Date, hashes: readonly string[] = []): this {
    const name = nameOf(bodyOf(proposal));
    this.#entries.set(name, fakeLogV1(this.#instance, proposal, at));
    for (const hash of hashes)
      this.#index.set(`sha256:${hash}`, [...(this.#index.get(`sha256:${hash}`) ?? []), name]);
    return this;
  }

  /** Answers a search; undefined for any other path. */
  answer(path: string, body: Buffer): Loose | undefined {
    const query = JSON.parse(body.toString() || "{}") as Loose;
    if (path === "/api/v1/index/retrieve") return this.#index.get(query.hash) ?? [];
    if (path !== "/api/v1/log/entries/retrieve") return undefined;
    const proposed = (query.entries ?? []).map((one: Loose) => nameOf(bodyOf(one)));
    return [...proposed, ...(query.entryUUIDs ?? [])].flatMap(
      (name) => this.#entries.get(name) ?? [],
    );
  }
}

function bodyOf({ kind, apiVersion, spec }: Loose): Buffer {
  const specOf: Readonly<Record<string, (spec: Loose) => object>> = {
    dsse: dsseSpec,
    intoto: intotoSpec,
    hashedrekord: recordSpec,
  };
  return Buffer.from(JSON.stringify({ apiVersion, kind, spec: specOf[kind]?.(spec) }));
}

/** The tree's number, and what RFC 6962 names a leaf by. */
function nameOf(body: Buffer): string {
  return `24296fb24b8ad77a${sha256(Buffer.concat([Buffer.from([0]), body]))}`;
}

/** Of an envelope the oldest kind keeps the digest of its text, and the signer beside it. */
function intotoSpec({ content, publicKey }: Loose): object {
  const { payload } = JSON.parse(content.envelope);
  const hash = (value: Buffer): object => ({ algorithm: "sha256", value: sha256(value) });
  return {
    content: {
      hash: hash(Buffer.from(content.envelope)),
      payloadHash: hash(Buffer.from(payload, "base64")),
    },
    publicKey,
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
