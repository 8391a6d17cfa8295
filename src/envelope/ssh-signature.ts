import { decodeBase64 } from "../bytes/base64.ts";
import { quote } from "../bytes/quote.ts";
import { digestOfContent, type SignedContent } from "../bytes/signed-content.ts";
import { WireReader, wireString } from "../bytes/ssh-wire.ts";
import { Refusal } from "../errors.ts";
import { parseSshBlob, type SshKey } from "../key/ssh-key.ts";
import { malformedSignature } from "./malformed-signature.ts";
import { parseSshProof, type SshProof, verifySshProof } from "./ssh-proof.ts";

/** A signature of `ssh-keygen -Y sign`, as it was read. */
export interface SshSignature {
  /** The key that the file names. Whether it is trusted is another question. */
  readonly key: SshKey;
  /** What the signature is for: one over a file is none over a commit. */
  readonly namespace: string;
  readonly hash: "sha256" | "sha512";
  readonly proof: SshProof;
}

const MAGIC = "SSHSIG";
const ARMOR =
  /^-----BEGIN SSH SIGNATURE-----\n((?:[A-Za-z0-9+/=]+\n)+)-----END SSH SIGNATURE-----\n?$/;

/**
 * Reads a signature file of ssh-keygen. **Nothing is verified.** As in ssh-keygen, lines end in LF alone; it also reads past
 * blanks in the base64 and text behind the last line, which are refused here.
 *
 * @throws Refusal `SIGNATURE_MALFORMED` — not in its one spelling, or another version or hash function.
 * @throws Refusal `SIGNATURE_ALGORITHM_WEAK` — RSA with SHA-1.
 * @throws Refusal `SIGNATURE_KEY_UNSUPPORTED` — by a certificate, by DSA, by RSA below 2048 bits.
 * @see https://cvsweb.openbsd.org/src/usr.bin/ssh/PROTOCOL.sshsig
 */
export function parseSshSignature(file: Uint8Array, what: string): SshSignature {
  const fail = (expected: string, found: string): never => {
    throw malformedSignature(what, "the signature", expected, found);
  };
  const wire = new WireReader(unarmor(file, what), fail);
  const magic = Buffer.from(wire.raw(MAGIC.length)).toString("latin1");
  if (magic !== MAGIC) fail(`"${MAGIC}"`, quote(magic));
  const version = wire.uint32();
  if (version !== 1) fail("version 1", `${version}`);
  const key = parseKey(wire.string(), what);
  const namespace = wire.name();
  // Nobody can sign in the empty one by ssh-keygen.
  if (namespace === "") fail("a namespace", "none");
  // What is kept for later versions is signed as empty, whatever stands there.
  const reserved = wire.string();
  if (reserved.length > 0) fail("nothing in the reserved field", `${reserved.length} bytes`);
  const hash = wire.name();
  if (hash !== "sha256" && hash !== "sha512")
    return fail("the hash function sha256 or sha512", quote(hash));
  const proof = parseSshProof(wire.string(), key, what);
  wire.end();
  return { key, namespace, hash, proof };
}

/**
 * Verifies that the key which a signature names signed the content, for this purpose. Says nothing about whose the key is.
 *
 * @param options.namespace what the signature has to be for, to the letter; `file` is usual.
 * @throws Refusal `SIGNATURE_NAMESPACE_MISMATCH` — it is for something else.
 * @throws Refusal `SIGNATURE_INVALID` — not by this key, or not over these bytes.
 */
export function verifySshSignature(
  content: SignedContent,
  signature: SshSignature,
  options: { readonly what: string; readonly namespace: string },
): void {
  const { what, namespace } = options;
  if (signature.namespace !== namespace)
    throw new Refusal(
      "SIGNATURE_NAMESPACE_MISMATCH",
      `${what}: expected a signature in the namespace ${quote(namespace)}, found one in ${quote(signature.namespace)}`,
      { expected: namespace, found: signature.namespace },
      {
        hint: `ask the signer for: ssh-keygen -Y sign -n ${namespace}; or, where theirs is another, name it: --namespace`,
      },
    );
  const message = Buffer.concat([
    Buffer.from(MAGIC),
    wireString(namespace),
    wireString(""),
    wireString(signature.hash),
    wireString(digestOfContent(content, signature.hash)),
  ]);
  if (verifySshProof(message, signature.proof, signature.key)) return;
  throw new Refusal(
    "SIGNATURE_INVALID",
    `${what}: expected a signature over these bytes by ${signature.key.id}, found one over other bytes`,
    { keys: [signature.key.key.fingerprint] },
    {
      hint: "fetch file and signature again, from one release; where both stay, the file was changed",
    },
  );
}

/** The key is the signature's own: what is wrong with it is no fault of the keys that are trusted. */
function parseKey(blob: Uint8Array, what: string): SshKey {
  try {
    return parseSshBlob(blob, what);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code !== "KEY_UNSUPPORTED")
      throw malformedSignature(what, "", "a signature by a key of SSH", error.message, error);
    const found = error.message.split(", found ").at(-1) ?? "";
    throw new Refusal(
      "SIGNATURE_KEY_UNSUPPORTED",
      `${what}: expected a signature by a key that is accepted, found one by ${found}`,
      { found },
      {
        hint: error.hint ?? "ask the signer for a signature by a key of: ssh-keygen -t ed25519",
        cause: error,
      },
    );
  }
}

function unarmor(file: Uint8Array, what: string): Uint8Array {
  const [, lines] = ARMOR.exec(Buffer.from(file).toString("latin1")) ?? [];
  if (lines === undefined)
    throw malformedSignature(
      what,
      "",
      "base64 between BEGIN SSH SIGNATURE and END SSH SIGNATURE, and nothing around it",
      "another text",
    );
  try {
    return decodeBase64(lines.replaceAll("\n", ""));
  } catch (cause) {
    throw malformedSignature(what, "", "canonical base64", "another text", cause);
  }
}
