import { createPublicKey, type KeyObject } from "node:crypto";
import { encodeBase64 } from "../bytes/base64.ts";
import { digest } from "../bytes/digest.ts";
import { malformedKey } from "./malformed-key.ts";
import { type KeyType, type PublicKey, publicKeyOf } from "./public-key.ts";

const ED25519_PREFIX = Buffer.from("302a300506032b6570032100", "hex");

/** What stands before the point of a key, in DER's one spelling, and how long the point is. */
const PREFIXES: readonly (readonly [type: KeyType, prefix: Buffer, pointBytes: number])[] = [
  ["ecdsa-p256", Buffer.from("3059301306072a8648ce3d020106082a8648ce3d03010703420004", "hex"), 64],
  ["ecdsa-p384", Buffer.from("3076301006072a8648ce3d020106052b8104002203620004", "hex"), 96],
  ["ecdsa-p521", Buffer.from("30819b301006072a8648ce3d020106052b810400230381860004", "hex"), 132],
  ["ed25519", ED25519_PREFIX, 32],
];

/**
 * Reads a public key from SubjectPublicKeyInfo in DER, as certificates hold it. Says nothing about whose it is.
 *
 * @param what names the place in a refusal.
 * @throws Refusal `KEY_MALFORMED` — not a key, not its one spelling, or a point that is not on its curve.
 * @throws Refusal `KEY_UNSUPPORTED` — another algorithm or curve, a compressed point, RSA outside 2048 to 16384 bits.
 * @see https://www.rfc-editor.org/rfc/rfc5480#section-2
 */
export function parseSpki(spki: Uint8Array, what: string): PublicKey {
  for (const [type, prefix, pointBytes] of PREFIXES) {
    if (spki.length === prefix.length + pointBytes && startsWith(spki, prefix)) {
      // PEM imports in half the time that DER takes. It could say "private key", too: the prefix rules that out.
      const pem = `-----BEGIN PUBLIC KEY-----\n${encodeBase64(spki)}\n-----END PUBLIC KEY-----`;
      return new PlainKey(
        type,
        spki,
        tryImport(() => createPublicKey(pem), what),
      );
    }
  }
  const der = { key: Buffer.from(spki), format: "der", type: "spki" } as const;
  const parsed = publicKeyOf(
    tryImport(() => createPublicKey(der), what),
    what,
  );
  if (Buffer.compare(parsed.spki, spki) === 0) return parsed;
  throw malformedKey(what, "DER", "another spelling of that key");
}

/**
 * Reads an RSA public key in the older form without its algorithm, as some transparency logs publish it.
 *
 * @throws Refusal `KEY_MALFORMED`, `KEY_UNSUPPORTED` — see `parseSpki`.
 * @see https://www.rfc-editor.org/rfc/rfc8017#appendix-A.1.1
 */
export function parsePkcs1(der: Uint8Array, what: string): PublicKey {
  const options = { key: Buffer.from(der), format: "der", type: "pkcs1" } as const;
  return publicKeyOf(
    tryImport(() => createPublicKey(options), what),
    what,
  );
}

/**
 * Makes a public key of the 32 bytes of an Ed25519 point, as minisign, signify and OpenSSH publish it.
 *
 * @throws Refusal `KEY_MALFORMED` — another length.
 * @see https://www.rfc-editor.org/rfc/rfc8410#section-4
 */
export function ed25519Key(point: Uint8Array, what: string): PublicKey {
  if (point.length !== 32)
    throw malformedKey(what, "an Ed25519 key of 32 bytes", `${point.length}`);
  return parseSpki(Buffer.concat([ED25519_PREFIX, point]), what);
}

/**
 * Makes a public key of an uncompressed point, as OpenSSH publishes it.
 *
 * @throws Refusal `KEY_MALFORMED` — another length, a compressed point, or one that is not on the curve.
 * @see https://www.rfc-editor.org/rfc/rfc5656#section-3.1
 */
export function ecdsaKey(
  type: "ecdsa-p256" | "ecdsa-p384" | "ecdsa-p521",
  point: Uint8Array,
  what: string,
): PublicKey {
  const [, prefix, pointBytes] = PREFIXES.find(([known]) => known === type) ?? [];
  if (prefix === undefined || point.length - 1 !== pointBytes || point[0] !== 4)
    throw malformedKey(what, `an uncompressed point of ${type}`, `${point.length} bytes`);
  return parseSpki(Buffer.concat([prefix, point.subarray(1)]), what);
}

/** A key whose names are computed when they are asked for: most keys of certificates never are. */
class PlainKey implements PublicKey {
  readonly type: KeyType;
  readonly spki: Uint8Array;
  readonly key: KeyObject;
  #fingerprint: string | undefined;

  constructor(type: KeyType, spki: Uint8Array, key: KeyObject) {
    this.type = type;
    this.spki = spki;
    this.key = key;
  }

  get fingerprint(): string {
    this.#fingerprint ??= digest("sha256", this.spki).hex;
    return this.#fingerprint;
  }

  get hint(): string {
    return encodeBase64(Buffer.from(this.fingerprint, "hex"));
  }
}

function tryImport(create: () => KeyObject, what: string): KeyObject {
  try {
    return create();
  } catch (cause) {
    throw malformedKey(what, "a public key", "bytes that are none", cause);
  }
}

function startsWith(bytes: Uint8Array, prefix: Uint8Array): boolean {
  for (let at = 0; at < prefix.length; at++) if (bytes[at] !== prefix[at]) return false;
  return true;
}
