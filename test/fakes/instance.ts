import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import {
  type FakeCertificate,
  type FakeCurve,
  type FakeExtension,
  type FakeKey,
  fakeCertificate,
  fakeKey,
  spkiOf,
} from "./certificate.ts";
import { der } from "./der.ts";
import { fakeProof } from "./merkle-tree.ts";
import { fakeTimestamp } from "./timestamp.ts";

/** JSON that a test may change before it is written. */
// biome-ignore lint/suspicious/noExplicitAny: tests reach into any corner of it
export type Loose = any;

export const ISSUER = "https://token.actions.githubusercontent.com";
export const IDENTITY =
  "https://github.com/acme/app/.github/workflows/release.yml@refs/tags/v1.2.3";
/** When everything is signed. */
export const SIGNED_AT: Date = new Date("2026-01-15T12:00:00Z");
/** When everything is verified. */
export const NOW: Date = new Date("2026-02-01T00:00:00Z");

const FULCIO = "1.3.6.1.4.1.57264.1";

/** A Sigstore instance in memory: authority, certificate log, both kinds of signature logs, timestamps. */
export interface Instance {
  readonly root: FakeCertificate;
  readonly intermediate: FakeCertificate;
  readonly certificateLog: FakeKey;
  readonly log: FakeKey;
  readonly log2: { readonly privateKey: KeyObject; readonly spki: Buffer; readonly id: Buffer };
  readonly authority: FakeCertificate;
  readonly authorityRoot: FakeCertificate;
}

/** What to sign, and how. */
export interface SignOptions {
  readonly message?: Uint8Array;
  /** A statement in place of a message. */
  readonly statement?: object;
  readonly payloadType?: string;
  readonly version?: "0.1" | "0.2" | "0.3";
  /** Rekor v1 gives a promise, a proof and a time; v2 a proof alone. */
  readonly log?: "v1" | "v2" | "none";
  readonly timestamp?: boolean;
  readonly signer?: FakeKey;
  /** Signs with the key alone, without a certificate. */
  readonly managed?: boolean;
  readonly hash?: "sha256" | "sha384" | "sha512";
  readonly at?: Date;
  readonly leaf?: Partial<LeafOptions>;
  readonly loggedAt?: Date;
  readonly stampedAt?: Date;
}

export interface LeafOptions {
  /** Undefined for none. */
  readonly names: Uint8Array | undefined;
  readonly extensions: readonly FakeExtension[];
  readonly purposes: readonly string[];
  readonly issuer: FakeCertificate;
  readonly withPromise: boolean;
  readonly promisedAt: Date;
  readonly promiseExtensions: Uint8Array;
}

/** Makes an instance with its own keys. */
export function createInstance(curve: FakeCurve = "P-384"): Instance {
  const [from, until] = [new Date("2025-01-01T00:00:00Z"), new Date("2035-01-01T00:00:00Z")];
  const root = fakeCertificate({
    name: "fake root",
    key: fakeKey(curve),
    from,
    until,
    extensions: authorityExtensions(1),
  });
  const intermediate = fakeCertificate({
    name: "fake intermediate",
    key: fakeKey(curve),
    issuer: root,
    from,
    until,
    extensions: authorityExtensions(0),
  });
  const authority = fakeCertificate({
    name: "fake timestamps",
    key: fakeKey(),
    issuer: root,
    from,
    until,
    serial: 9,
    extensions: [purposes(["1.3.6.1.5.5.7.3.8"], true)],
  });
  const pair = generateKeyPairSync("ed25519");
  const spki = spkiOf(pair.publicKey);
  // C2SP signed-note: the name, a line end, 1 for Ed25519, and the key without its envelope.
  const named = Buffer.concat([Buffer.from("log2.fake\n\u0001"), spki.subarray(-32)]);
  return {
    root,
    intermediate,
    authority,
    authorityRoot: root,
    certificateLog: fakeKey(),
    log: fakeKey(),
    log2: { privateKey: pair.privateKey, spki, id: createHash("sha256").update(named).digest() },
  };
}

/** Writes the trust root of an instance, as a value that a test may change. */
export function trustedRoot(instance: Instance): Loose {
  const key = (spki: Buffer, keyDetails: string): object => ({
    rawBytes: base64(spki),
    keyDetails,
    validFor: { start: "2025-01-01T00:00:00Z" },
  });
  const log = (baseUrl: string, spki: Buffer, details: string, id: Buffer): object => ({
    baseUrl,
    hashAlgorithm: "SHA2_256",
    publicKey: key(spki, details),
    logId: { keyId: base64(id) },
  });
  const authority = (uri: string, chain: readonly FakeCertificate[]): object => ({
    uri,
    subject: { organization: "fake", commonName: "fake" },
    certChain: { certificates: chain.map((one) => ({ rawBytes: base64(one.der) })) },
    validFor: { start: "2025-01-01T00:00:00Z" },
  });
  const p256 = "PKIX_ECDSA_P256_SHA_256";
  const { log2 } = instance;
  return {
    mediaType: "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
    tlogs: [
      log("https://log.fake", instance.log.spki, p256, sha256(instance.log.spki)),
      log("https://log2.fake", log2.spki, "PKIX_ED25519", log2.id),
    ],
    ctlogs: [
      log(
        "https://ct.fake",
        instance.certificateLog.spki,
        p256,
        sha256(instance.certificateLog.spki),
      ),
    ],
    certificateAuthorities: [authority("https://ca.fake", [instance.intermediate, instance.root])],
    timestampAuthorities: [
      authority("https://tsa.fake", [instance.authority, instance.authorityRoot]),
    ],
  };
}

/** Signs, and gives the bundle as a value that a test may change. */
export function signBundle(instance: Instance, options: SignOptions): Loose {
  const { version = "0.3", log = "v1", at = SIGNED_AT } = options;
  const signer = options.signer ?? fakeKey();
  const hash = options.hash ?? signer.hash;
  const payload = Buffer.from(JSON.stringify(options.statement ?? {}));
  const payloadType = options.payloadType ?? "application/vnd.in-toto+json";
  const signed =
    options.statement === undefined
      ? Buffer.from(options.message ?? "")
      : Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} ${payload}`);
  const signature = sign(hash, signed, signer.privateKey);
  const leaf = options.managed === true ? undefined : fakeLeaf(instance, signer, at, options.leaf);
  const named = leaf?.der ?? signer.spki;
  const digest = createHash(hash).update(signed).digest();
  const raw = { rawBytes: base64(named) };
  const isCertificate = leaf !== undefined;
  const payloadDigest = options.statement === undefined ? undefined : sha256(payload);
  const entry = { hash, digest, signature, named, isCertificate, payloadDigest };
  const material =
    leaf === undefined
      ? { publicKey: { hint: base64(sha256(signer.spki)) } }
      : version === "0.3"
        ? { certificate: raw }
        : { x509CertificateChain: { certificates: [raw] } };
  const stamped = options.stampedAt ?? at;
  return {
    mediaType:
      version === "0.3"
        ? "application/vnd.dev.sigstore.bundle.v0.3+json"
        : `application/vnd.dev.sigstore.bundle+json;version=${version}`,
    verificationMaterial: {
      ...material,
      ...(log === "none"
        ? {}
        : { tlogEntries: [fakeEntry(instance, log, entry, options.loggedAt ?? at)] }),
      ...((options.timestamp ?? log === "v2")
        ? {
            timestampVerificationData: {
              rfc3161Timestamps: [
                {
                  signedTimestamp: base64(
                    fakeTimestamp(signature, instance.authority, stamped, "fake root"),
                  ),
                },
              ],
            },
          }
        : {}),
    },
    ...(options.statement === undefined
      ? {
          messageSignature: {
            messageDigest: { algorithm: algorithmName(hash), digest: base64(digest) },
            signature: base64(signature),
          },
        }
      : {
          dsseEnvelope: {
            payload: base64(payload),
            payloadType,
            signatures: [{ sig: base64(signature), keyid: "" }],
          },
        }),
  };
}

/** Writes a value as the bytes of a file. */
export function written(value: Loose): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}

/** The extensions that Fulcio gives to a workflow, by the last number of their names. */
export const CLAIMS: Readonly<Record<number, string>> = {
  2: "push",
  3: "0123456789abcdef0123456789abcdef01234567",
  5: "acme/app",
  6: "refs/tags/v1.2.3",
  11: "github-hosted",
  12: "https://github.com/acme/app",
  14: "refs/tags/v1.2.3",
  15: "4242",
  // Longer than 127 bytes: its length in DER takes two.
  18: `https://github.com/acme/app/.github/workflows/${"long-".repeat(20)}release.yml@refs/tags/v1.2.3`,
  20: "push",
};

export function fulcioExtensions(claims: Readonly<Record<number, string>>): FakeExtension[] {
  return Object.entries(claims).map(([number, text]) => ({
    oid: `${FULCIO}.${number}`,
    value: Number(number) < 7 ? Buffer.from(text) : der.utf8(text),
  }));
}

export function purposes(oids: readonly string[], critical = false): FakeExtension {
  return { oid: "2.5.29.37", critical, value: der.sequence(...oids.map((oid) => der.oid(oid))) };
}

/** Certifies a key, as Fulcio does. */
export function fakeLeaf(
  instance: Instance,
  key: FakeKey,
  at: Date,
  options: Partial<LeafOptions> = {},
): FakeCertificate {
  const {
    names = der.sequence(der.text(0x86, IDENTITY)),
    extensions = fulcioExtensions({ 1: ISSUER, 8: ISSUER, ...CLAIMS }),
    issuer = instance.intermediate,
  } = options;
  const withoutNames = "names" in options && options.names === undefined;
  return fakeCertificate({
    name: "",
    key,
    issuer,
    from: new Date(at.getTime() - 60_000),
    until: new Date(at.getTime() + 540_000),
    extensions: [
      // keyUsage: bit 0, seven unused
      { oid: "2.5.29.15", critical: true, value: der.of(0x03, Uint8Array.of(7, 0x80)) },
      purposes(options.purposes ?? ["1.3.6.1.5.5.7.3.3"]),
      ...(withoutNames ? [] : [{ oid: "2.5.29.17", critical: true, value: names }]),
      ...extensions,
    ],
    ...(options.withPromise === false
      ? {}
      : {
          log: {
            key: instance.certificateLog,
            time: options.promisedAt ?? at,
            ...(options.promiseExtensions === undefined
              ? {}
              : { extensions: options.promiseExtensions }),
          },
        }),
  });
}

function authorityExtensions(pathLength: number): FakeExtension[] {
  return [
    { oid: "2.5.29.15", critical: true, value: der.of(0x03, Uint8Array.of(1, 0x06)) },
    {
      oid: "2.5.29.19",
      critical: true,
      value: der.sequence(der.boolean(true), der.integer(pathLength)),
    },
  ];
}

interface Signed {
  readonly hash: "sha256" | "sha384" | "sha512";
  readonly digest: Buffer;
  readonly signature: Buffer;
  readonly named: Buffer;
  readonly isCertificate: boolean;
  /** Of an envelope. */
  readonly payloadDigest: Buffer | undefined;
}

/** The first version of Rekor has a kind for envelopes, the second logs what their signature is over. */
function fakeEntry(instance: Instance, log: "v1" | "v2", signed: Signed, at: Date): object {
  const kind = log === "v1" && signed.payloadDigest !== undefined ? "dsse" : "hashedrekord";
  const body = log === "v2" ? body2Of(signed) : kind === "dsse" ? dsseOf(signed) : bodyOf(signed);
  return fakeLogged(instance, log, kind, Buffer.from(JSON.stringify(body)), at);
}

/** Logs an entry of that body, and gives it as a bundle has it. */
export function fakeLogged(
  instance: Instance,
  log: "v1" | "v2",
  kind: "hashedrekord" | "dsse" | "intoto",
  body: Buffer,
  at: Date,
): Loose {
  const proof = fakeProof(body);
  const head = (origin: string): string =>
    `${origin}\n${proof.treeSize}\n${base64(proof.rootHash)}\n`;
  const withProof = (note: string, logId: Buffer): object => ({
    logIndex: String(proof.logIndex + 1000),
    logId: { keyId: base64(logId) },
    kindVersion: { kind, version: log === "v1" ? "0.0.1" : "0.0.2" },
    inclusionProof: {
      logIndex: String(proof.logIndex),
      rootHash: base64(proof.rootHash),
      treeSize: String(proof.treeSize),
      hashes: proof.hashes.map(base64),
      checkpoint: { envelope: note },
    },
    canonicalizedBody: base64(body),
  });
  if (log === "v2") {
    const { id, privateKey } = instance.log2;
    const text = head("log2.fake");
    const line = Buffer.concat([id.subarray(0, 4), sign(null, Buffer.from(text), privateKey)]);
    return withProof(`${text}\n\u2014 log2.fake ${base64(line)}\n`, id);
  }
  const id = sha256(instance.log.spki);
  const text = head("log.fake - 123");
  const by = (bytes: string): Buffer => sign("sha256", Buffer.from(bytes), instance.log.privateKey);
  const line = Buffer.concat([id.subarray(0, 4), by(text)]);
  const integratedTime = Math.floor(at.getTime() / 1000);
  const promised = `{"body":"${base64(body)}","integratedTime":${integratedTime},"logID":"${id.toString("hex")}","logIndex":${proof.logIndex + 1000}}`;
  return {
    ...withProof(`${text}\n\u2014 log.fake ${base64(line)}\n`, id),
    integratedTime: String(integratedTime),
    inclusionPromise: { signedEntryTimestamp: base64(by(promised)) },
  };
}

function pemOf({ named, isCertificate }: Signed): string {
  const label = isCertificate ? "CERTIFICATE" : "PUBLIC KEY";
  const lines = base64(named).replace(/(.{64})(?=.)/g, "$1\n");
  return base64(Buffer.from(`-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`));
}

function dsseOf(signed: Signed): object {
  const { payloadDigest = Buffer.alloc(0), signature } = signed;
  const value = payloadDigest.toString("hex");
  return {
    apiVersion: "0.0.1",
    kind: "dsse",
    spec: {
      envelopeHash: { algorithm: "sha256", value },
      payloadHash: { algorithm: "sha256", value },
      signatures: [{ signature: base64(signature), verifier: pemOf(signed) }],
    },
  };
}

function bodyOf(signed: Signed): object {
  const { hash, digest, signature } = signed;
  return {
    apiVersion: "0.0.1",
    kind: "hashedrekord",
    spec: {
      data: { hash: { algorithm: hash, value: digest.toString("hex") } },
      signature: {
        content: base64(signature),
        publicKey: { content: pemOf(signed) },
      },
    },
  };
}

function body2Of({ hash, digest, signature, named, isCertificate }: Signed): object {
  const raw = { rawBytes: base64(named) };
  return {
    apiVersion: "0.0.2",
    kind: "hashedrekord",
    spec: {
      hashedRekordV002: {
        data: { algorithm: algorithmName(hash), digest: base64(digest) },
        signature: {
          content: base64(signature),
          verifier: {
            keyDetails: "PKIX_ECDSA_P256_SHA_256",
            ...(isCertificate ? { x509Certificate: raw } : { publicKey: raw }),
          },
        },
      },
    },
  };
}

function algorithmName(hash: "sha256" | "sha384" | "sha512"): string {
  return hash.replace("sha", "SHA2_");
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}

/** Writes a key's public half as PEM. */
export function spkiPem(key: FakeKey): string {
  return String(key.publicKey.export({ type: "spki", format: "pem" }));
}
