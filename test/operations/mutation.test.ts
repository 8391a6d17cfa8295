import { rmSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { verifyLock } from "../../src/operations/verify-lock.ts";
import { ALICE, BOB, type Checkout, pin, signedCheckout } from "../fakes/checkout.ts";
import { NOW } from "../fakes/streams.ts";

const LOCK = "requirements.txt";
const BUNDLE = `${LOCK}.sigstore.json`;

/** The exit code of a verification, the cheapest way: no command line, and no history to search for what changed. */
function verify(checkout: Checkout): number {
  return verifyLock({
    cwd: checkout.path,
    env: {},
    files: [LOCK],
    keys: [checkout.keys.at("alice.pub")],
    now: NOW,
    // Outside git nothing is started to explain a change.
    root: checkout.at("."),
    repository: "acme/app",
  }).exitCode;
}

async function withoutGit(lock: string): Promise<Checkout> {
  const checkout = await signedCheckout(lock);
  rmSync(checkout.at(".git"), { recursive: true });
  expect(verify(checkout)).toBe(0);
  return checkout;
}

/** Gives every way to change one bit of some bytes. */
function* flips(bytes: Uint8Array): Generator<{ at: string; bytes: Uint8Array }> {
  for (let index = 0; index < bytes.length; index += 1) {
    for (let bit = 0; bit < 8; bit += 1) {
      const changed = Uint8Array.from(bytes);
      changed[index] = (changed[index] ?? 0) ^ (1 << bit);
      yield { at: `byte ${index}, bit ${bit}`, bytes: changed };
    }
  }
}

describe("one changed bit is refused", () => {
  test.each([[LOCK], [BUNDLE]])("wherever it is in %s", { timeout: 60_000 }, async (name) => {
    const checkout = await withoutGit(pin("click", "8.1.7"));
    const good = Buffer.from(checkout.read(name));
    const accepted: string[] = [];
    for (const { at, bytes } of flips(good)) {
      writeFileSync(checkout.at(name), bytes);
      if (verify(checkout) === 0) accepted.push(at);
    }
    expect(accepted).toEqual([]);
    checkout.write(name, good);
    expect(verify(checkout)).toBe(0);
  });
});

test.each([[LOCK], [BUNDLE]])(
  "one byte added to or taken from %s is refused",
  { timeout: 60_000 },
  async (name) => {
    const checkout = await withoutGit(pin("click", "8.1.7"));
    const good = Buffer.from(checkout.read(name));
    for (let at = 0; at <= good.length; at += 7) {
      for (const byte of [0x00, 0x0a, 0x20, 0x30]) {
        checkout.write(
          name,
          Buffer.concat([good.subarray(0, at), Buffer.of(byte), good.subarray(at)]),
        );
        expect(verify(checkout)).not.toBe(0);
      }
      if (at === good.length) continue;
      checkout.write(name, Buffer.concat([good.subarray(0, at), good.subarray(at + 1)]));
      expect(verify(checkout)).not.toBe(0);
    }
  },
);

test("another key's hint over the same signature is refused", async () => {
  const checkout = await withoutGit(pin("click", "8.1.7"));
  const forged = checkout.read(BUNDLE).replace(ALICE.key.publicKey.hint, BOB.key.publicKey.hint);
  checkout.write(BUNDLE, forged);
  expect(verify(checkout)).toBe(1);
  expect((await checkout.refusals(`${LOCK} --repository acme/app`, "bob")).rules).toEqual([
    "SIGNATURE_INVALID",
  ]);
});
