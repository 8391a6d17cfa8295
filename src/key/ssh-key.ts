import { createPublicKey } from "node:crypto";
import { decodeBase64 } from "../bytes/base64.ts";
import { digest } from "../bytes/digest.ts";
import { quote } from "../bytes/quote.ts";
import { WireReader } from "../bytes/ssh-wire.ts";
import { Refusal } from "../errors.ts";
import { malformedKey } from "./malformed-key.ts";
import { type PublicKey, publicKeyOf } from "./public-key.ts";
import { ecdsaKey, ed25519Key } from "./spki.ts";

/** A public key of OpenSSH. Two are the same when their `id` is. */
export interface SshKey {
  /** Such as `ssh-ed25519`, or `sk-ssh-ed25519@openssh.com` for one in a security key. */
  readonly type: string;
  /** `SHA256:` and base64 without padding, as ssh-keygen -l prints it. */
  readonly id: string;
  /** The bytes that signatures name the key by. */
  readonly blob: Uint8Array;
  readonly key: PublicKey;
  /** What a security key made the key for, usually `ssh:`; null for every other. */
  readonly application: string | null;
}

/** A key of RSA 16384 in base64 with a long comment. */
export const MAX_SSH_LINE_CHARACTERS = 16384;
const BETTER_KEY = "ask the signer for a key by: ssh-keygen -t ed25519";
/** As `publicKeyOf` limits it. */
const MAX_RSA_BYTES = 2048;

/**
 * Reads a public key file of OpenSSH: one line of type, base64 and a comment. Says nothing about whose key it is.
 *
 * @throws Refusal `KEY_MALFORMED` — several lines, base64 or a key that is not in its one spelling.
 * @throws Refusal `KEY_UNSUPPORTED` — DSA, a certificate, RSA below 2048 bits.
 * @see https://www.rfc-editor.org/rfc/rfc4253#section-6.6
 */
export function parseSshKey(file: Uint8Array, what: string): SshKey {
  const text = Buffer.from(file)
    .toString("latin1")
    .replace(/[\r\n]+$/, "");
  if (text.length > MAX_SSH_LINE_CHARACTERS)
    throw malformedKey(what, `a line of at most ${MAX_SSH_LINE_CHARACTERS}`, `${text.length}`);
  if (/[\r\n\0]/.test(text)) throw malformedKey(what, "one key in one line", "several lines");
  const [type, base64] = text.split(/[ \t]+/);
  return parseSshWords(type ?? "", base64 ?? "", what);
}

/**
 * Reads a public key from the two words that every file of OpenSSH has it in.
 * @throws Refusal — see `parseSshKey`.
 */
export function parseSshWords(type: string, base64: string, what: string): SshKey {
  let blob: Uint8Array;
  try {
    blob = decodeBase64(base64);
  } catch (cause) {
    throw malformedKey(what, "canonical base64 behind the type of the key", quote(base64), cause);
  }
  const key = parseSshBlob(blob, what);
  if (key.type === type) return key;
  throw malformedKey(what, `a key of the type ${quote(type)}`, quote(key.type));
}

/**
 * Reads a public key from the bytes that a signature names it by.
 * @throws Refusal — see `parseSshKey`.
 */
export function parseSshBlob(blob: Uint8Array, what: string): SshKey {
  const wire = new WireReader(blob, (expected, found) => {
    throw malformedKey(what, `${expected} in the key`, found);
  });
  const type = wire.name();
  const plain = type.replace(/^sk-(.+)@openssh\.com$/, "$1");
  const isSecurityKey = plain !== type;
  const key = readKey(plain, isSecurityKey, wire, type, what);
  const application = isSecurityKey ? wire.name() : null;
  wire.end();
  const id = `SHA256:${Buffer.from(digest("sha256", blob).hex, "hex").toString("base64").replace(/=+$/, "")}`;
  return { type, id, blob, key, application };
}

function readKey(
  plain: string,
  isSecurityKey: boolean,
  wire: WireReader,
  type: string,
  what: string,
): PublicKey {
  if (plain === "ssh-ed25519") return ed25519Key(wire.string(), what);
  const curve = /^ecdsa-sha2-(nistp(?:256|384|521))$/.exec(plain)?.[1];
  // Security keys know one curve.
  if (curve !== undefined && (!isSecurityKey || curve === "nistp256")) {
    const named = wire.name();
    if (named !== curve) throw malformedKey(what, `the curve ${curve}`, quote(named));
    return ecdsaKey(`ecdsa-p${curve.slice(5)}` as "ecdsa-p256", wire.string(), what);
  }
  if (type === "ssh-rsa") return readRsa(wire, what);
  throw unsupported(type, what);
}

function readRsa(wire: WireReader, what: string): PublicKey {
  const e = Buffer.from(wire.positive(8)).toString("base64url");
  const n = Buffer.from(wire.positive(MAX_RSA_BYTES)).toString("base64url");
  try {
    return publicKeyOf(createPublicKey({ key: { kty: "RSA", n, e }, format: "jwk" }), what);
  } catch (cause) {
    if (cause instanceof Refusal)
      throw new Refusal(cause.code, cause.message, cause.details, { hint: BETTER_KEY, cause });
    throw malformedKey(what, "an RSA key", "numbers that are none", cause);
  }
}

function unsupported(type: string, what: string): Refusal {
  const isCertificate = type.includes("-cert-v0");
  const found = isCertificate ? `a certificate (${quote(type)})` : quote(type);
  return new Refusal(
    "KEY_UNSUPPORTED",
    `${what}: expected Ed25519, ECDSA on P-256, P-384 or P-521, RSA, or one of these in a security key, found ${found}`,
    { found: type },
    {
      hint: isCertificate
        ? "name the signer's key itself: certificates of SSH are not judged here"
        : BETTER_KEY,
    },
  );
}
