import { cpSync, unlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { verifyMessageFile } from "../../src/operations/verify-message.ts";
import { BOB, Checkout, Folder, pin, sha256 } from "../fakes/checkout.ts";

async function signedMessage(): Promise<Checkout> {
  const checkout = new Checkout();
  checkout.write("notes.bin", Buffer.from([0, 255, 10, 13]));
  const { exitCode, stdout } = await checkout.sign("notes.bin --message");
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining("signed 4 bytes")]);
  return checkout;
}

test("verifies the bytes of any file, and names their digest", async () => {
  const checkout = await signedMessage();
  const { exitCode, stdout } = await checkout.verify("notes.bin --message");
  expect(exitCode).toBe(0);
  expect(stdout).toContain(`signed these bytes, sha256:${sha256(Buffer.from([0, 255, 10, 13]))}`);
  expect(stdout).not.toContain("pip install");
});

test("of a requirements file is verified with --message alone", async () => {
  const checkout = new Checkout();
  checkout.write("r.txt", pin("click", "8.1.7"));
  await checkout.sign("r.txt --message");
  expect((await checkout.verify("r.txt --message")).exitCode).toBe(0);
  expect(await checkout.refusals("r.txt")).toMatchObject({
    exitCode: 1,
    rules: ["MESSAGE_SIGNATURE"],
  });
});

describe("refuses", () => {
  test.each<
    [
      why: string,
      change: (checkout: Checkout) => unknown,
      rules: readonly string[],
      exitCode: number,
    ]
  >([
    [
      "other bytes",
      (one) => one.write("notes.bin", "x"),
      ["BUNDLE_DIGEST_MISMATCH", "SIGNER_UNTRUSTED"],
      1,
    ],
    ["no bundle", (one) => unlinkSync(one.at("notes.bin.sigstore.json")), ["SIGNATURE_NONE"], 3],
    ["no file", (one) => unlinkSync(one.at("notes.bin")), ["FILE_MISSING"], 2],
    [
      "junk for a bundle",
      (one) => one.write("notes.bin.sigstore.json", "x"),
      ["JSON_MALFORMED", "SIGNER_UNTRUSTED"],
      1,
    ],
    [
      "a lock signature",
      async (one) => {
        one.write("r.txt", pin("click", "8.1.7"));
        await one.sign("r.txt");
        cpSync(one.at("r.txt.sigstore.json"), one.at("notes.bin.sigstore.json"));
      },
      ["LOCK_SIGNATURE", "SIGNER_UNTRUSTED"],
      1,
    ],
  ])("%s", async (_why, change, rules, exitCode) => {
    const checkout = await signedMessage();
    await change(checkout);
    expect(await checkout.refusals("notes.bin --message")).toMatchObject({ rules, exitCode });
  });

  test("a key that is not the signer's", async () => {
    const checkout = await signedMessage();
    expect(await checkout.refusals("notes.bin --message", "bob")).toMatchObject({
      rules: ["SIGNER_UNTRUSTED"],
      exitCode: 1,
      text: expect.stringMatching(
        /names a key that is not among the given ones[\s\S]*expected a message signature by a given key, found 0/,
      ),
    });
  });

  test.each([["--copy-to out"], ["--min-sequence 2"], ["--repository a/b"], ["--root ."]])(
    "%s with --message as usage",
    async (option) => {
      const checkout = await signedMessage();
      const { exitCode, stderr } = await checkout.verify(`notes.bin --message ${option}`);
      expect(exitCode).toBe(2);
      expect(stderr).toMatch(/expected no --[a-z-]+ with --message, found it/);
    },
  );
});

describe("a threshold", () => {
  test("counts the keys that signed the bytes", async () => {
    const checkout = await signedMessage();
    const both = `notes.bin --message --key ${checkout.keys.at("bob.pub")} --threshold 2`;
    expect((await checkout.refusals(both)).rules).toEqual(["THRESHOLD"]);
    await checkout.sign("notes.bin --message", "bob");
    expect(Object.keys(checkout.list())).toContain(
      `notes.bin.${BOB.key.publicKey.fingerprint.slice(0, 12)}.sigstore.json`,
    );
    expect(await checkout.refusals(both)).toMatchObject({ rules: [], exitCode: 0 });
  });

  test.each<[why: string, threshold: number]>([
    ["none", 0],
    ["less than none", -1],
    ["no number", Number.NaN],
    ["more than there are keys", 2],
  ])("of %s is refused, also when the library is called", async (_why, threshold) => {
    const checkout = await signedMessage();
    unlinkSync(checkout.keys.at("carol.key"));
    expect(() =>
      verifyMessageFile({
        cwd: checkout.path,
        env: {},
        files: ["notes.bin"],
        keys: [checkout.keys.at("bob.pub")],
        threshold,
      }),
    ).toThrow(expect.objectContaining({ code: "THRESHOLD_OUT_OF_REACH" }));
  });
});

describe("sign --message", () => {
  test("replaces its own signature, and neither another's nor a lock's", async () => {
    const checkout = await signedMessage();
    checkout.write("notes.bin", "new");
    expect((await checkout.sign("notes.bin --message")).exitCode).toBe(0);
    expect((await checkout.verify("notes.bin --message")).exitCode).toBe(0);
    checkout.write("r.txt", pin("click", "8.1.7"));
    await checkout.sign("r.txt");
    const before = checkout.list();
    const lock = await checkout.sign("r.txt --message");
    expect(lock.exitCode).toBe(1);
    expect(lock.stdout).toMatch(/found a lock signature by the same key, .*\[SIGN_CHAIN_BROKEN\]/);
    const junk = await checkout.sign("r.txt --message --bundle notes.bin");
    expect(junk.exitCode).toBe(1);
    expect(checkout.list()).toEqual(before);
  });

  test("signs all files or none", async () => {
    const checkout = new Checkout();
    checkout.write("a", "x");
    const before = checkout.list();
    expect((await checkout.sign("a none --message")).exitCode).toBe(2);
    expect(checkout.list()).toEqual(before);
  });

  test("needs no git", async () => {
    const [folder, keys] = [new Folder().write("a", ""), new Checkout().keys];
    expect((await folder.run(`sign a --message --key ${keys.at("alice.key")}`)).exitCode).toBe(0);
    expect((await folder.run(`verify a --message --key ${keys.at("alice.pub")}`)).exitCode).toBe(0);
  });
});
