import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encryptPrivateKey, generateKeyPair } from "../../src/key/private-key.ts";
import { formatPublicKey } from "../../src/key/public-key.ts";
import { runLockseal } from "./lockseal.ts";

/** A lock that the program has signed, and the key to verify it with. */
export interface SignedLock {
  readonly lock: string;
  readonly publicKey: string;
}

/**
 * Writes a lock into a new folder within `folder`, and has the program sign it with a new key.
 * @throws Error — the program did not sign.
 */
export async function signLock(folder: string, text: string): Promise<SignedLock> {
  const signed = join(folder, "signed");
  mkdirSync(signed);
  const lock = join(signed, "requirements.txt");
  writeFileSync(lock, text);

  const password = "interop";
  const key = generateKeyPair("ecdsa-p256");
  const privateKey = join(signed, "interop.key");
  const publicKey = join(signed, "interop.pub");
  writeFileSync(privateKey, await encryptPrivateKey(key, Buffer.from(password)), { mode: 0o600 });
  writeFileSync(publicKey, formatPublicKey(key.publicKey));

  const args = ["sign", lock, "--key", privateKey];
  const { status, output } = runLockseal(args, { LOCKSEAL_PASSWORD: password });
  if (status !== 0) throw new Error(`lockseal sign: expected exit 0, found ${status}: ${output}`);
  return { lock, publicKey };
}

/** Has the program verify the lock, as users do, and gives how that ended with all it printed. */
export function verifyLock({ lock, publicKey }: SignedLock): ReturnType<typeof runLockseal> {
  return runLockseal(["verify", lock, "--key", publicKey]);
}
