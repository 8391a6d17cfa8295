import { hash, verify } from "node:crypto";
import { quote } from "../bytes/quote.ts";
import { WireReader } from "../bytes/ssh-wire.ts";
import { Refusal } from "../errors.ts";
import type { KeyType } from "../key/public-key.ts";
import type { SshKey } from "../key/ssh-key.ts";
import { malformedSignature } from "./malformed-signature.ts";

/** The signature itself, in the words of the runtime. */
export interface SshProof {
  /** Null for Ed25519, which hashes by itself. */
  readonly hash: "sha256" | "sha384" | "sha512" | null;
  /** r‖s of ECDSA, each as long as the curve; all others as they are. */
  readonly bytes: Uint8Array;
  /** What a security key signed beside the message; null for every other key. */
  readonly device: SshDevice | null;
}

/** What a security key says of the moment when it signed. */
export interface SshDevice {
  /** Somebody touched it. */
  readonly userPresent: boolean;
  /** It knew by PIN or finger who. */
  readonly userVerified: boolean;
  /** Counts signatures, where the key does. */
  readonly counter: number;
  /** All of this as it is signed. */
  readonly signed: Uint8Array;
}

/** The length of a coordinate in bytes. */
const CURVE_BYTES: Readonly<Partial<Record<KeyType, number>>> = {
  "ecdsa-p256": 32,
  "ecdsa-p384": 48,
  "ecdsa-p521": 66,
};
const CURVE_HASH: Readonly<Partial<Record<KeyType, "sha256" | "sha384" | "sha512">>> = {
  "ecdsa-p256": "sha256",
  "ecdsa-p384": "sha384",
  "ecdsa-p521": "sha512",
};

/**
 * Reads the signature proper, which has to be of the key's own type.
 *
 * @throws Refusal `SIGNATURE_MALFORMED` — of another type, length or spelling.
 * @throws Refusal `SIGNATURE_ALGORITHM_WEAK` — RSA with SHA-1.
 */
export function parseSshProof(bytes: Uint8Array, key: SshKey, what: string): SshProof {
  const fail = (expected: string, found: string): never => {
    throw malformedSignature(what, "the signature", expected, found);
  };
  const wire = new WireReader(bytes, fail);
  const algorithm = wire.name();
  const blob = wire.string();
  const device = key.application === null ? null : readDevice(wire, key.application);
  wire.end();
  if (key.key.type === "rsa") return readRsa(algorithm, blob, key, what);
  if (algorithm !== key.type) fail(`the algorithm ${key.type}`, quote(algorithm));
  const size = CURVE_BYTES[key.key.type];
  if (size === undefined) {
    if (blob.length !== 64) fail("64 bytes of Ed25519", `${blob.length}`);
    return { hash: null, bytes: blob, device };
  }
  const numbers = new WireReader(blob, fail);
  const [r, s] = [numbers.positive(size), numbers.positive(size)];
  numbers.end();
  const bytesOf = (number: Uint8Array) =>
    Buffer.concat([Buffer.alloc(size - number.length), number]);
  return {
    hash: CURVE_HASH[key.key.type] ?? null,
    bytes: Buffer.concat([bytesOf(r), bytesOf(s)]),
    device,
  };
}

function readRsa(algorithm: string, blob: Uint8Array, key: SshKey, what: string): SshProof {
  if (algorithm === "ssh-rsa")
    throw new Refusal(
      "SIGNATURE_ALGORITHM_WEAK",
      `${what}: expected RSA with SHA-256 or SHA-512, found RSA with SHA-1`,
      { found: algorithm },
      { hint: "ask the signer to sign again with OpenSSH 8.1 or newer" },
    );
  const hashOf = { "rsa-sha2-256": "sha256", "rsa-sha2-512": "sha512" } as const;
  if (algorithm !== "rsa-sha2-256" && algorithm !== "rsa-sha2-512")
    throw malformedSignature(
      what,
      "the signature",
      "rsa-sha2-256 or rsa-sha2-512",
      quote(algorithm),
    );
  const length = (key.key.key.asymmetricKeyDetails?.modulusLength ?? 0) / 8;
  if (blob.length !== Math.ceil(length))
    throw malformedSignature(
      what,
      "the signature",
      `${Math.ceil(length)} bytes of RSA`,
      `${blob.length}`,
    );
  return { hash: hashOf[algorithm], bytes: blob, device: null };
}

/** @see https://cvsweb.openbsd.org/src/usr.bin/ssh/PROTOCOL.u2f */
function readDevice(wire: WireReader, application: string): SshDevice {
  const flags = wire.byte();
  const counter = wire.uint32();
  const tail = Buffer.alloc(5);
  tail.writeUInt8(flags);
  tail.writeUInt32BE(counter, 1);
  return {
    userPresent: (flags & 1) !== 0,
    userVerified: (flags & 4) !== 0,
    counter,
    signed: Buffer.concat([hash("sha256", Buffer.from(application, "latin1"), "buffer"), tail]),
  };
}

/** Says whether the key signed the message. A security key signs its application, its flags and a digest of the message. */
export function verifySshProof(message: Uint8Array, proof: SshProof, key: SshKey): boolean {
  const signed =
    proof.device === null
      ? message
      : Buffer.concat([proof.device.signed, hash("sha256", message, "buffer")]);
  return verify(proof.hash, signed, { key: key.key.key, dsaEncoding: "ieee-p1363" }, proof.bytes);
}
