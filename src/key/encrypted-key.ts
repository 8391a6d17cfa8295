import { randomBytes, scrypt } from "node:crypto";
import { decodeBase64, encodeBase64 } from "../bytes/base64.ts";
import { parseJson } from "../bytes/json.ts";
import { asExactObject, asInteger, asString, type ShapeFailure } from "../bytes/json-shape.ts";
import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import { malformedKey } from "./malformed-key.ts";

/** What deriving a key costs: 128·N·r bytes of memory, and time in proportion to N·r·p. */
export interface ScryptCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** What cosign writes: 64 MiB, about a quarter of a second. */
export const DEFAULT_COST: ScryptCost = { N: 65536, r: 8, p: 1 };

/** Twice what cosign's costliest setting (N = 131072, r = 8, p = 1) takes; a hostile file gets no more. */
export const MAX_COST_BYTES: number = 256 * 1024 * 1024;

/** So many bytes every writer of this format makes; fewer would be a damaged file, more an odd one. */
const SALT_BYTES = 32;
const NONCE_BYTES = 24;
const KEY_BYTES = 32;
const CIPHER = "nacl/secretbox";
/** A PKCS#8 key in JSON; `MAX_KEY_FILE_BYTES` has bounded the file before. */
const MAX_BYTES = 32 * 1024;

/**
 * Encrypts bytes under a password, as cosign stores its private keys: JSON of scrypt and NaCl secretbox.
 * The empty password is taken, as cosign takes it: whoever asks for one must refuse it by default.
 *
 * @see https://github.com/secure-systems-lab/go-securesystemslib/blob/v0.11.0/encrypted/encrypted.go
 */
export async function sealBytes(
  plaintext: Uint8Array,
  password: Uint8Array,
  cost: ScryptCost,
): Promise<Uint8Array> {
  const salt = randomBytes(SALT_BYTES);
  const nonce = randomBytes(NONCE_BYTES);
  const box = await secretbox(password, salt, nonce, cost);
  return Buffer.from(
    JSON.stringify({
      kdf: {
        name: "scrypt",
        params: { N: cost.N, r: cost.r, p: cost.p },
        salt: encodeBase64(salt),
      },
      cipher: { name: CIPHER, nonce: encodeBase64(nonce) },
      ciphertext: encodeBase64(box.encrypt(plaintext)),
    }),
  );
}

/**
 * Decrypts what `sealBytes` or cosign wrote. What comes out is authentic under the password and nothing more.
 *
 * @throws Refusal `KEY_MALFORMED` — JSON of another shape, another key derivation or cipher.
 * @throws Refusal `KEY_KDF_TOO_COSTLY` — more than `MAX_COST_BYTES`, before any of it is spent.
 * @throws Refusal `KEY_PASSWORD_WRONG` — the tag does not match.
 */
export async function openBytes(
  sealed: Uint8Array,
  password: Uint8Array,
  what: string,
): Promise<Uint8Array> {
  const { cost, salt, nonce, ciphertext } = parseSealed(sealed, what);
  const box = await secretbox(password, salt, nonce, cost);
  try {
    return box.decrypt(ciphertext);
  } catch (cause) {
    throw new Refusal(
      "KEY_PASSWORD_WRONG",
      `${what}: expected the password that opens it, found a wrong password, or the file is damaged`,
      { cipher: CIPHER },
      {
        cause,
        hint: "type it again, or check LOCKSEAL_PASSWORD and COSIGN_PASSWORD, which go before the prompt",
      },
    );
  }
}

interface Sealed {
  readonly cost: ScryptCost;
  readonly salt: Uint8Array;
  readonly nonce: Uint8Array;
  readonly ciphertext: Uint8Array;
}

function parseSealed(sealed: Uint8Array, what: string): Sealed {
  const fail: ShapeFailure = (at, expected, found) => {
    throw malformedKey(what, `${expected}${at === "" ? "" : ` at ${at}`}`, found);
  };
  const named = (text: string, expected: string, at: string): void => {
    if (text !== expected) fail(at, quote(expected), quote(text));
  };
  try {
    const json = parseJson(sealed, { what, maxBytes: MAX_BYTES });
    const root = asExactObject(json, "", ["kdf", "cipher", "ciphertext"], fail);
    const kdf = asExactObject(root.kdf, "kdf", ["name", "params", "salt"], fail);
    named(asString(kdf.name, "kdf.name", fail), "scrypt", "kdf.name");
    const params = asExactObject(kdf.params, "kdf.params", ["N", "r", "p"], fail);
    const cost = {
      N: asInteger(params.N, "kdf.params.N", 2, fail),
      r: asInteger(params.r, "kdf.params.r", 1, fail),
      p: asInteger(params.p, "kdf.params.p", 1, fail),
    };
    checkCost(cost, what, fail);
    const cipher = asExactObject(root.cipher, "cipher", ["name", "nonce"], fail);
    named(asString(cipher.name, "cipher.name", fail), CIPHER, "cipher.name");
    const bytes = (text: string, at: string, length: number): Uint8Array => {
      const decoded = decodeBase64(text);
      return decoded.length === length ? decoded : fail(at, `${length} bytes`, `${decoded.length}`);
    };
    return {
      cost,
      salt: bytes(asString(kdf.salt, "kdf.salt", fail), "kdf.salt", SALT_BYTES),
      nonce: bytes(asString(cipher.nonce, "cipher.nonce", fail), "cipher.nonce", NONCE_BYTES),
      ciphertext: decodeBase64(asString(root.ciphertext, "ciphertext", fail)),
    };
  } catch (error) {
    if (error instanceof Refusal && /^(?:JSON|UTF8|BASE64)_/.test(error.code)) {
      throw malformedKey(what, "the JSON of an encrypted key", error.message, error);
    }
    throw error;
  }
}

function checkCost(cost: ScryptCost, what: string, fail: ShapeFailure): void {
  const bytes = 128 * cost.N * cost.r * cost.p;
  if (bytes > MAX_COST_BYTES) {
    throw new Refusal(
      "KEY_KDF_TOO_COSTLY",
      `${what}: expected scrypt with at most ${MAX_COST_BYTES} bytes, found N=${cost.N} r=${cost.r} p=${cost.p}, which is ${bytes}`,
      { bytes, limit: MAX_COST_BYTES },
    );
  }
  if (!Number.isInteger(Math.log2(cost.N))) fail("kdf.params.N", "a power of two", `${cost.N}`);
}

/** Loads the cipher only here: whoever verifies never needs it. */
async function secretbox(
  password: Uint8Array,
  salt: Uint8Array,
  nonce: Uint8Array,
  cost: ScryptCost,
): Promise<{ encrypt(plain: Uint8Array): Uint8Array; decrypt(cipher: Uint8Array): Uint8Array }> {
  const [{ xsalsa20poly1305 }, key] = await Promise.all([
    import("@noble/ciphers/salsa.js"),
    deriveKey(password, salt, cost),
  ]);
  return xsalsa20poly1305(key, nonce);
}

function deriveKey(password: Uint8Array, salt: Uint8Array, cost: ScryptCost): Promise<Uint8Array> {
  // OpenSSL counts its working blocks towards the limit, too.
  const options = { ...cost, maxmem: 128 * cost.r * (cost.N + cost.p + 2) + 1024 };
  return new Promise((resolve, reject) => {
    scrypt(password, salt, KEY_BYTES, options, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}
