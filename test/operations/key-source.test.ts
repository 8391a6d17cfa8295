import { symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ALICE, BOB, Checkout, pin, signedCheckout } from "../fakes/checkout.ts";

const LOCK = "requirements.txt";

describe("keys", () => {
  test.each<[why: string, key: (checkout: Checkout) => string, exitCode: number, error: RegExp]>([
    [
      "a private key",
      (one) => one.keys.at("alice.key"),
      2,
      /expected a PEM public key, found an encrypted private key \[KEY_WRONG_KIND\]\n.*hint: give the public half/,
    ],
    [
      "no such file",
      () => "none.pub",
      4,
      /none\.pub: expected a key, found nothing \[KEY_UNREADABLE\]\n.*hint/,
    ],
    ["a folder", () => ".", 4, /expected a key, found a folder/],
    [
      "garbage",
      (one) => one.keys.write("g.pub", "garbage\n").at("g.pub"),
      4,
      /g\.pub: expected .*, found /,
    ],
    ["an empty file", (one) => one.keys.write("e.pub", "").at("e.pub"), 4, /e\.pub: expected /],
    [
      "a variable that is not set",
      () => "env://NONE",
      4,
      /env:\/\/NONE: expected a key, found no such variable/,
    ],
    [
      "an empty variable",
      () => "env://EMPTY",
      4,
      /env:\/\/EMPTY: expected a key, found an empty one/,
    ],
    ["a name that every object has", () => "env://constructor", 4, /found no such variable/],
    ["a variable without a name", () => "env://", 4, /found no such variable/],
  ])("refuses %s before any file is read", async (_why, key, exitCode, error) => {
    const checkout = await signedCheckout();
    const outcome = await checkout.run(`verify ${LOCK} --key ${key(checkout)}`, {
      env: { EMPTY: "" },
    });
    expect(outcome).toMatchObject({ exitCode, stdout: "", stderr: expect.stringMatching(error) });
    expect(outcome.stderr).toMatch(/^lockseal: hint: /m);
  });

  test.each([["with"], ["without"]])("takes one from a variable %s a line end", async (which) => {
    const checkout = await signedCheckout();
    const pem = Buffer.from(ALICE.publicFile).toString();
    const env = { RELEASE_KEY: which === "with" ? pem : pem.trimEnd() };
    const outcome = await checkout.run(`verify ${LOCK} --key env://RELEASE_KEY`, { env });
    expect(outcome.exitCode).toBe(0);
  });

  test("names a key that lies in the tree that it judges", async () => {
    const checkout = await signedCheckout();
    checkout.write("keys/a.pub", ALICE.publicFile);
    const { exitCode, stdout } = await checkout.run(`verify ${LOCK} --key keys/a.pub`);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /warning: the key keys\/a\.pub lies in the tree that it judges: .*\[KEY_IN_TREE\]/,
    );
    expect((await checkout.verify(LOCK)).stdout).not.toContain("KEY_IN_TREE");
  });

  test("names a key that a link in the tree leads to: whoever changes the lock can turn the link", async () => {
    const checkout = await signedCheckout();
    symlinkSync(checkout.keys.at("alice.pub"), checkout.at("a.pub"));
    const { exitCode, stdout } = await checkout.run(`verify ${LOCK} --key a.pub`);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("[KEY_IN_TREE]");
  });

  test("names a key in the checkout beside a narrower root", async () => {
    const checkout = await signedCheckout();
    checkout.write("keys/a.pub", ALICE.publicFile);
    checkout.write(`api/${LOCK}`, pin("click", "8.1.7"));
    await checkout.sign(`api/${LOCK} --root api`);
    const { exitCode, stdout } = await checkout.run(
      `verify api/${LOCK} --root api --key keys/a.pub`,
    );
    expect(exitCode).toBe(0);
    expect(stdout).toContain("[KEY_IN_TREE]");
  });

  test.each(["", " --message"])("names it for a file that is no lock, too: %s", async (option) => {
    const checkout = await signedCheckout();
    checkout.write("keys/a.pub", ALICE.publicFile).write("app.tar.gz", "the bytes");
    await checkout.sign("app.tar.gz --message");
    const { exitCode, stdout } = await checkout.run(`verify app.tar.gz${option} --key keys/a.pub`);
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining("[KEY_IN_TREE]")]);
    const elsewhere = await checkout.verify(`app.tar.gz${option}`);
    expect(elsewhere.stdout).not.toContain("KEY_IN_TREE");
  });

  test("notes a bundle of another signer, and verifies the trusted one", async () => {
    const checkout = await signedCheckout();
    await checkout.sign(LOCK, "bob");
    const { exitCode, text } = await checkout.refusals(LOCK);
    expect(exitCode).toBe(0);
    expect(text).toContain(
      `noted SIGNER_UNKNOWN: ${LOCK}.${BOB.key.publicKey.fingerprint.slice(0, 12)}.sigstore.json: names the key`,
    );
  });

  test("verifies what an Ed25519 key signed", async () => {
    const checkout = new Checkout();
    checkout.write(LOCK, pin("click", "8.1.7"));
    expect((await checkout.sign(LOCK, "carol")).exitCode).toBe(0);
    expect((await checkout.verify(LOCK, "carol")).exitCode).toBe(0);
  });
});
