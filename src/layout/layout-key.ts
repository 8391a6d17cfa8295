import { constants, createPublicKey, verify } from "node:crypto";
import { type JsonObject, type JsonValue, parseJson } from "../bytes/json.ts";
import { asInteger, asObject, asString, below, type ShapeFailure } from "../bytes/json-shape.ts";
import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import { malformedKey } from "../key/malformed-key.ts";
import { MAX_KEY_FILE_BYTES } from "../key/pem.ts";
import { type PublicKey, parsePublicKey, publicKeyOf } from "../key/public-key.ts";
import { MAX_SIGNATURE_BYTES, verifyMessage } from "../key/signature.ts";
import { ed25519Key } from "../key/spki.ts";
import { verifyGpg } from "./gpg-signature.ts";
import type { DocumentSignature } from "./signed-document.ts";

/** The one way in which a key signs. */
type Scheme = "ecdsa" | "ed25519" | "pss-sha256" | "pss-sha384" | "pss-sha512" | "gpg";

/** A key as layouts hold it. Its `keyid` is a name that several have for one key: only `key.fingerprint` tells keys apart. */
export interface LayoutKey {
  readonly keyid: string;
  readonly key: PublicKey;
  readonly scheme: Scheme;
  /** From when on it is no longer in force, in milliseconds since 1970; null for never. */
  readonly expires: number | null;
  /** Of an OpenPGP key those that its holder signs with, too. */
  readonly subkeys: readonly LayoutKey[];
}

const SCHEMES: Readonly<Record<string, readonly [type: PublicKey["type"], scheme: Scheme]>> = {
  ed25519: ["ed25519", "ed25519"],
  "ecdsa-sha2-nistp256": ["ecdsa-p256", "ecdsa"],
  "ecdsa-sha2-nistp384": ["ecdsa-p384", "ecdsa"],
  "ecdsa-sha2-nistp521": ["ecdsa-p521", "ecdsa"],
  "rsassa-pss-sha256": ["rsa", "pss-sha256"],
  "rsassa-pss-sha384": ["rsa", "pss-sha384"],
  "rsassa-pss-sha512": ["rsa", "pss-sha512"],
};

/** More sub keys than anybody has. */
const MAX_SUBKEYS = 16;

/**
 * Reads a key as layouts and in-toto's own key files hold it. Says nothing about whose it is.
 *
 * @param keyid its name where it is listed; null where it says that itself, or has none.
 * @throws Refusal `KEY_UNSUPPORTED` — another algorithm, scheme or curve, DSA, RSA below 2048 bits.
 * @see https://github.com/in-toto/docs/blob/v1.0/in-toto-spec.md#421-key-formats
 */
export function parseLayoutKey(
  value: JsonValue | undefined,
  keyid: string | null,
  at: string,
  fail: ShapeFailure,
): LayoutKey {
  const key = asObject(value, at, fail);
  const own = key.keyid === undefined ? null : asString(key.keyid, below(at, "keyid"), fail);
  if (own !== null && keyid !== null && own !== keyid)
    fail(below(at, "keyid"), quote(keyid), quote(own));
  const name = own ?? keyid ?? "";
  if (name !== "" && !/^[0-9a-f]{8,128}$/.test(name))
    fail(below(at, "keyid"), "8 to 128 hex digits", quote(name));
  return key.method === undefined
    ? plainKey(key, name, at, fail)
    : gpgKey(key, name, at, fail, null);
}

function plainKey(key: JsonObject, keyid: string, at: string, fail: ShapeFailure): LayoutKey {
  const keytype = asString(key.keytype, below(at, "keytype"), fail);
  const schemeName = asString(key.scheme, below(at, "scheme"), fail);
  const keyval = asObject(key.keyval, below(at, "keyval"), fail);
  const text = asString(keyval.public, below(at, "keyval.public"), fail);
  const [type, scheme] = Object.hasOwn(SCHEMES, schemeName) ? (SCHEMES[schemeName] ?? []) : [];
  const kinds = [type?.replace(/-.*/, ""), schemeName];
  if (type === undefined || scheme === undefined || !kinds.includes(keytype))
    throw unsupported(
      at,
      `one of ${Object.keys(SCHEMES).join(", ")}`,
      `${keytype} with ${schemeName}`,
    );
  const what = `key ${at}`;
  const found =
    scheme === "ed25519" && /^[0-9a-f]{64}$/i.test(text)
      ? ed25519Key(Buffer.from(text, "hex"), what)
      : parsePublicKey(Buffer.from(text), what);
  if (found.type !== type) throw unsupported(at, `a key for ${schemeName}`, found.type);
  return { keyid, key: found, scheme, expires: null, subkeys: [] };
}

/** An OpenPGP key, taken apart as in-toto does: the numbers without the packets around them. */
function gpgKey(
  key: JsonObject,
  keyid: string,
  at: string,
  fail: ShapeFailure,
  above: { readonly expires: number | null } | null,
): LayoutKey {
  const type = asString(key.type, below(at, "type"), fail);
  const method = asString(key.method, below(at, "method"), fail);
  const numbers = asObject(
    asObject(key.keyval, below(at, "keyval"), fail).public,
    below(at, "keyval.public"),
    fail,
  );
  const hex = (name: string): Buffer => {
    const place = below(at, `keyval.public.${name}`);
    const text = asString(numbers[name], place, fail);
    if (!/^(?:[0-9a-f]{2}){1,2048}$/.test(text)) fail(place, "hex digits", quote(text));
    return Buffer.from(text, "hex");
  };
  let found: PublicKey;
  if (type === "rsa" && method === "pgp+rsa-pkcsv1.5") found = rsaKey(hex("n"), hex("e"), at);
  else if (type === "eddsa" && method === "pgp+eddsa-ed25519") found = ed25519Key(hex("q"), at);
  else throw unsupported(at, "RSA or EdDSA of OpenPGP", `${type} with ${method}`);
  const subkeys = above === null && key.subkeys !== undefined ? key.subkeys : Object.create(null);
  const listed = Object.entries(asObject(subkeys, below(at, "subkeys"), fail));
  if (listed.length > MAX_SUBKEYS)
    fail(below(at, "subkeys"), `at most ${MAX_SUBKEYS}`, `${listed.length}`);
  // With a key end those that it vouches for.
  const expires = earlier(endOfKey(key, at, fail), above?.expires ?? null);
  return {
    keyid,
    key: found,
    scheme: "gpg",
    expires,
    subkeys: listed.flatMap(([id, one]) => {
      const place = below(at, `subkeys.${id}`);
      const sub = asObject(one, place, fail);
      // One for encryption or of another algorithm signs nothing that we would take.
      if (sub.type !== "rsa" && sub.type !== "eddsa") return [];
      return [gpgKey(sub, id, place, fail, { expires })];
    }),
  };
}

function endOfKey(key: JsonObject, at: string, fail: ShapeFailure): number | null {
  const { creation_time: created, validity_period: period } = key;
  if (period === undefined || period === null || period === 0) return null;
  const seconds = asInteger(period, below(at, "validity_period"), 0, fail);
  return (asInteger(created, below(at, "creation_time"), 0, fail) + seconds) * 1000;
}

function earlier(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}

function rsaKey(n: Buffer, e: Buffer, what: string): PublicKey {
  const base64 = (bytes: Buffer): string =>
    bytes.subarray(bytes.findIndex((byte) => byte !== 0)).toString("base64url");
  try {
    const key = { kty: "RSA", n: base64(n), e: base64(e) };
    return publicKeyOf(createPublicKey({ key, format: "jwk" }), what);
  } catch (cause) {
    if (cause instanceof Refusal) throw cause;
    throw malformedKey(what, "an RSA key", "numbers that are none", cause);
  }
}

/**
 * Reads a key from a file: PEM, or JSON as in-toto writes it. RSA signs as PSS with SHA-256, as in-toto's own keys do.
 *
 * @throws Refusal `KEY_MALFORMED`, `KEY_WRONG_KIND`, `KEY_UNSUPPORTED`, `INPUT_TOO_LARGE` — see `parsePublicKey`.
 */
export function parseLayoutKeyFile(file: Uint8Array, what: string): LayoutKey {
  if (!/^\s*\{/.test(Buffer.from(file.subarray(0, 64)).toString("latin1")))
    return layoutKeyOf(parsePublicKey(file, what));
  const json = parseJson(file, { what, maxBytes: MAX_KEY_FILE_BYTES });
  const key = parseLayoutKey(json, null, "", (at, expected, found) => {
    throw malformedKey(`${what}${at === "" ? "" : ` at ${at}`}`, expected, found);
  });
  return key.keyid === "" ? { ...key, keyid: key.key.fingerprint } : key;
}

/** Takes a key for one of layouts, with its fingerprint for a name. */
export function layoutKeyOf(key: PublicKey): LayoutKey {
  const scheme = key.type === "rsa" ? "pss-sha256" : key.type === "ed25519" ? "ed25519" : "ecdsa";
  return { keyid: key.fingerprint, key, scheme, expires: null, subkeys: [] };
}

/** Gives a key and its sub keys. */
export function allKeys(key: LayoutKey): readonly LayoutKey[] {
  return [key, ...key.subkeys];
}

/** Tells whether a key that is in force made a signature over exactly these bytes, in its way and no other. */
export function isSignedByKey(
  key: LayoutKey,
  message: Uint8Array,
  signature: DocumentSignature,
  now: Date,
): boolean {
  if (key.expires !== null && key.expires <= now.getTime()) return false;
  const { bytes } = signature;
  if (bytes.length === 0 || bytes.length > MAX_SIGNATURE_BYTES) return false;
  if (key.scheme === "gpg") return verifyGpg(key.key, message, bytes, signature.otherHeaders, now);
  if (signature.otherHeaders !== undefined) return false;
  if (key.scheme === "ecdsa" || key.scheme === "ed25519") {
    try {
      verifyMessage(key.key, message, bytes, "der-or-raw");
      return true;
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
  }
  // Writers differ in the length of the salt.
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  const saltLength = constants.RSA_PSS_SALTLEN_AUTO;
  return verify(key.scheme.slice(4), message, { key: key.key.key, padding, saltLength }, bytes);
}

function unsupported(what: string, expected: string, found: string): Refusal {
  return new Refusal(
    "KEY_UNSUPPORTED",
    `key ${what}: expected ${expected}, found ${quote(found)}`,
    {
      found,
    },
  );
}
