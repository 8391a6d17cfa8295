import type * as OpenPgp from "openpgp";
import type { Key, KeyID, Subkey } from "openpgp";
import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";

/**
 * Judges whether a key or sub key may sign now: nobody but the signer says when a signature was made, and so a key that is
 * expired or revoked now may have made it now.
 *
 * @throws Refusal `KEY_REVOKED`, `KEY_EXPIRED` — of the primary or the sub key.
 * @throws Refusal `KEY_UNFIT` — it is not for signing, not bound to its primary key, or by an algorithm that is not accepted.
 */
export async function judgeSigningKey(
  certificate: Key,
  id: KeyID,
  created: Date,
  { what, now }: { readonly what: string; readonly now: Date },
  openpgp: typeof OpenPgp,
): Promise<Key | Subkey> {
  const signer = certificate.getKeys(id)[0] ?? certificate;
  const name = nameOf(certificate, signer);
  if (await isRevoked(certificate, signer, openpgp)) {
    throw new Refusal(
      "KEY_REVOKED",
      `${what}: expected a signature by a key that is in force, found one by ${name}, which is revoked`,
      { fingerprint: signer.getFingerprint() },
      { hint: "ask the signer for their new key, and for a signature by it" },
    );
  }
  const expires = await expiryOf(certificate, signer, now);
  if (expires <= now.getTime()) {
    throw new Refusal(
      "KEY_EXPIRED",
      `${what}: expected a signature by a key that is in force, found one by ${name}, which expired at ${new Date(expires).toISOString()}`,
      { fingerprint: signer.getFingerprint(), expires, now: now.getTime() },
      { hint: "fetch the signer's key again: they may have prolonged it" },
    );
  }
  try {
    // Newer self-signatures than the signature are usual: they prolong a key. Keys that are newer are not.
    if (created < signer.getCreationTime()) throw new Error("it is younger than the signature");
    // What a broken hash function binds to a key, anybody could have bound.
    const config = {
      ...openpgp.config,
      rejectHashAlgorithms: new Set(BROKEN_HASHES),
      minRSABits: 2048,
    };
    return await certificate.getSigningKey(id, now, {}, config);
  } catch (cause) {
    const reason = cause instanceof Error ? quote(cause.message) : "an error";
    throw new Refusal(
      "KEY_UNFIT",
      `${what}: expected a signature by a key that may sign, found one by ${name}: ${reason}`,
      { fingerprint: signer.getFingerprint() },
      { cause, hint: "ask the signer for a key of today's algorithms that is made for signing" },
    );
  }
}

/** MD5, SHA-1 and RIPEMD-160, by the numbers of RFC 9580 §9.5. */
const BROKEN_HASHES = [1, 2, 3];

/** A revocation counts for ever, whenever it was made and with which hash function. */
async function isRevoked(
  certificate: Key,
  signer: Key | Subkey,
  openpgp: typeof OpenPgp,
): Promise<boolean> {
  const config = { ...openpgp.config, rejectHashAlgorithms: new Set<number>() };
  const always = null as never;
  if (await certificate.isRevoked(undefined, undefined, always, config)) return true;
  if (isPrimary(signer)) return false;
  // The library looks at who made the binding that is revoked; every binding of a sub key is its primary key's.
  const [binding] = signer.bindingSignatures;
  return (
    binding !== undefined &&
    (await signer.isRevoked(binding, certificate.keyPacket, always, config))
  );
}

async function expiryOf(certificate: Key, signer: Key | Subkey, now: Date): Promise<number> {
  const times = [await certificate.getExpirationTime()];
  if (!isPrimary(signer)) times.push(await signer.getExpirationTime(now));
  // Without a self-signature that counts there is no time; the library refuses such a key below.
  return Math.min(
    ...times.map((time) => (time === null ? Number.POSITIVE_INFINITY : Number(time))),
  );
}

function isPrimary(signer: Key | Subkey): signer is Key {
  return "subkeys" in signer;
}

function nameOf(certificate: Key, signer: Key | Subkey): string {
  return isPrimary(signer)
    ? certificate.getFingerprint()
    : `${signer.getFingerprint()}, a sub key of ${certificate.getFingerprint()}`;
}
