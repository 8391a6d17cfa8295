import {
  createHash,
  generateKeyPairSync,
  type KeyObject,
  type KeyPairKeyObjectResult,
  sign,
} from "node:crypto";
import { der } from "./der.ts";

export type FakeCurve = "P-256" | "P-384" | "P-521";

/** A key pair with what of it goes into certificates. */
export interface FakeKey extends KeyPairKeyObjectResult {
  readonly spki: Buffer;
  readonly hash: "sha256" | "sha384" | "sha512";
}

export interface FakeExtension {
  readonly oid: string;
  readonly critical?: boolean;
  readonly value: Uint8Array;
}

export interface FakeCertificate {
  readonly der: Buffer;
  readonly key: FakeKey;
  readonly name: string;
}

export interface CertificateOptions {
  /** The common name; empty for none, as signers have it. */
  readonly name: string;
  readonly key: FakeKey;
  /** Itself where there is none. */
  readonly issuer?: FakeCertificate;
  readonly from: Date;
  readonly until: Date;
  readonly serial?: number;
  readonly extensions: readonly FakeExtension[];
  /** Signs for a certificate log, or for several, and puts their promises in, as the last extension. */
  readonly log?: FakePromise | readonly FakePromise[];
}

/** What a certificate log promises with. */
export interface FakePromise {
  readonly key: FakeKey;
  readonly time: Date;
  readonly extensions?: Uint8Array;
  /** 0 is version 1. */
  readonly version?: number;
  /** Whose name it promises under; its own without. */
  readonly as?: FakeKey;
}

const SIGNATURE_OIDS = {
  sha256: "1.2.840.10045.4.3.2",
  sha384: "1.2.840.10045.4.3.3",
  sha512: "1.2.840.10045.4.3.4",
} as const;

/** Makes an ECDSA key. */
export function fakeKey(curve: FakeCurve = "P-256"): FakeKey {
  const pair = generateKeyPairSync("ec", { namedCurve: curve });
  const hash = ({ "P-256": "sha256", "P-384": "sha384", "P-521": "sha512" } as const)[curve];
  return { ...pair, spki: spkiOf(pair.publicKey), hash };
}

export function spkiOf(key: KeyObject): Buffer {
  return key.export({ format: "der", type: "spki" });
}

/** Says how a signature of a key is named in DER. */
export function signatureAlgorithm(key: FakeKey): Buffer {
  return der.sequence(der.oid(SIGNATURE_OIDS[key.hash]));
}

export function fakeName(name: string): Buffer {
  if (name === "") return der.sequence();
  return der.sequence(der.set(der.sequence(der.oid("2.5.4.3"), der.utf8(name))));
}

/** Makes an X.509 certificate, written from RFC 5280, and RFC 6962 §3.2 for the promise of a log. */
export function fakeCertificate(options: CertificateOptions): FakeCertificate {
  const { name, key, log } = options;
  const issuer = options.issuer ?? { key, name };
  const tbs = (extensions: readonly FakeExtension[]): Buffer =>
    der.sequence(
      der.explicit(0, der.integer(2)),
      der.integer(options.serial ?? 7),
      signatureAlgorithm(issuer.key),
      fakeName(issuer.name),
      der.sequence(der.utcTime(options.from), der.utcTime(options.until)),
      fakeName(name),
      key.spki,
      der.explicit(3, der.sequence(...extensions.map(encodeExtension))),
    );
  const extensions =
    log === undefined
      ? options.extensions
      : [...options.extensions, promises(tbs(options.extensions), issuer.key, [log].flat())];
  const signed = tbs(extensions);
  const signature = sign(issuer.key.hash, signed, issuer.key.privateKey);
  return {
    der: der.sequence(signed, signatureAlgorithm(issuer.key), der.bits(signature)),
    key,
    name,
  };
}

function encodeExtension({ oid, critical, value }: FakeExtension): Buffer {
  const flag = critical === true ? [der.boolean(true)] : [];
  return der.sequence(der.oid(oid), ...flag, der.octets(value));
}

function promises(tbs: Buffer, issuer: FakeKey, logs: readonly FakePromise[]): FakeExtension {
  const list = vector(Buffer.concat(logs.map((log) => vector(promise(tbs, issuer, log)))));
  return { oid: "1.3.6.1.4.1.11129.2.4.2", value: der.octets(list) };
}

function promise(tbs: Buffer, issuer: FakeKey, log: FakePromise): Buffer {
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(log.time.getTime()));
  const length = Buffer.from([tbs.length >> 16, (tbs.length >> 8) & 0xff, tbs.length & 0xff]);
  const issuerHash = createHash("sha256").update(issuer.spki).digest();
  const extra = vector(log.extensions ?? new Uint8Array());
  const entry = [Buffer.from([0, 0]), time, Buffer.from([0, 1]), issuerHash, length, tbs, extra];
  const signature = sign("sha256", Buffer.concat(entry), log.key.privateKey);
  const id = createHash("sha256")
    .update((log.as ?? log.key).spki)
    .digest();
  const version = Buffer.from([log.version ?? 0]);
  return Buffer.concat([version, id, time, extra, Buffer.from([4, 3]), vector(signature)]);
}

function vector(bytes: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
}
