import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Outcome } from "./environment.ts";
import { runLockseal } from "./lockseal.ts";

/** A lock that the program has signed, and the key to verify it with. */
export interface SignedLock {
  readonly lock: string;
  readonly publicKey: string;
}

/**
 * Writes a lock into a new folder within `folder`, and has the program make a key beside that folder and sign with it.
 * @throws Error — the program did not do so.
 */
export function signLock(folder: string, text: string): SignedLock {
  const keys = join(folder, "keys");
  const signed = join(folder, "signed");
  for (const made of [keys, signed]) mkdirSync(made);
  const lock = join(signed, "requirements.txt");
  writeFileSync(lock, text);
  const pair = join(keys, "release");
  const password = { LOCKSEAL_PASSWORD: "correct horse battery staple" };
  for (const args of [
    ["keygen", "-o", pair],
    ["sign", lock, "--key", `${pair}.key`],
  ]) {
    const { status, output } = runLockseal(args, password);
    if (status !== 0) throw new Error(`${args[0]}: expected exit 0, found ${status}: ${output}`);
  }
  return { lock, publicKey: `${pair}.pub` };
}

/** Has the program verify the lock, as users do, and gives how that ended with all it printed. */
export function verifyLock({ lock, publicKey }: SignedLock, more: readonly string[] = []): Outcome {
  return runLockseal(["verify", lock, "--key", publicKey, ...more]);
}
