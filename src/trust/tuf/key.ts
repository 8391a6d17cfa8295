import { constants, verify } from "node:crypto";
import type { JsonValue } from "../../bytes/json.ts";
import { asObject, asString, type ShapeFailure } from "../../bytes/json-shape.ts";
import { Refusal } from "../../errors.ts";
import { type PublicKey, parsePublicKey } from "../../key/public-key.ts";
import { parseSpki } from "../../key/spki.ts";

/** A key that signs metadata, with the one way in which it may sign. */
export interface TufKey {
  readonly key: PublicKey;
  readonly scheme: Scheme;
}

type Scheme = "ecdsa-sha2-nistp256" | "ecdsa-sha2-nistp384" | "ed25519" | "rsassa-pss-sha256";

/** Which scheme goes with which kind of key, and under which names of its kind. */
const SCHEMES: Readonly<Record<Scheme, { type: PublicKey["type"]; names: readonly string[] }>> = {
  "ecdsa-sha2-nistp256": { type: "ecdsa-p256", names: ["ecdsa", "ecdsa-sha2-nistp256"] },
  "ecdsa-sha2-nistp384": { type: "ecdsa-p384", names: ["ecdsa", "ecdsa-sha2-nistp384"] },
  ed25519: { type: "ed25519", names: ["ed25519"] },
  "rsassa-pss-sha256": { type: "rsa", names: ["rsa"] },
};

/** What stands before the 32 bytes of an Ed25519 key (RFC 8410 §4); metadata has the bytes alone. */
const ED25519_PREFIX = "302a300506032b6570032100";

/**
 * Reads a public key of root metadata. Gives nothing for a kind or scheme that is not known: such a key may stand there
 * for other clients, and counts for no threshold here.
 *
 * @throws Refusal `TUF_MALFORMED`, by `fail` — of a known kind, and damaged or of another kind than it says.
 * @see https://theupdateframework.github.io/specification/v1.0.33/#keytype-rsa
 */
export function parseTufKey(value: JsonValue, at: string, fail: ShapeFailure): TufKey | undefined {
  const { keytype, scheme: schemeName, keyval } = asObject(value, at, fail);
  const name = asString(keytype, `${at}.keytype`, fail);
  const scheme = asString(schemeName, `${at}.scheme`, fail);
  const text = asString(asObject(keyval, `${at}.keyval`, fail).public, `${at}.keyval.public`, fail);
  if (!isScheme(scheme) || !SCHEMES[scheme].names.includes(name)) return undefined;
  try {
    const key =
      scheme === "ed25519" ? parseEd25519(text, at) : parsePublicKey(Buffer.from(text), at);
    if (key.type !== SCHEMES[scheme].type)
      return fail(`${at}.scheme`, `that of a key ${key.type}`, scheme);
    return { key, scheme };
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === "TUF_MALFORMED") throw error;
    return fail(`${at}.keyval.public`, `a key for ${scheme}`, error.message);
  }
}

function parseEd25519(hex: string, at: string): PublicKey {
  const bytes = /^[0-9a-f]{64}$/.test(hex)
    ? Buffer.from(`${ED25519_PREFIX}${hex}`, "hex")
    : Buffer.alloc(0);
  return parseSpki(bytes, at);
}

/** Tells whether a key signed exactly these bytes, in its way and no other. */
export function isSignedBy(
  { key, scheme }: TufKey,
  bytes: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (signature.length === 0) return false;
  switch (scheme) {
    case "ed25519":
      return verify(null, bytes, key.key, signature);
    case "ecdsa-sha2-nistp256":
      return verify("sha256", bytes, key.key, signature);
    case "ecdsa-sha2-nistp384":
      return verify("sha384", bytes, key.key, signature);
    case "rsassa-pss-sha256":
      return verify(
        "sha256",
        bytes,
        // The specification leaves the length of the salt open, and writers differ.
        {
          key: key.key,
          padding: constants.RSA_PKCS1_PSS_PADDING,
          saltLength: constants.RSA_PSS_SALTLEN_AUTO,
        },
        signature,
      );
  }
}

function isScheme(name: string): name is Scheme {
  return Object.hasOwn(SCHEMES, name);
}
