import { statSync } from "node:fs";
import { expect, test } from "vitest";
import { parsePublicKey } from "../../../src/key/public-key.ts";
import { Checkout, Folder } from "../../fakes/checkout.ts";

test("writes a pair: the private half encrypted and for its owner alone", async () => {
  const folder = new Folder();
  const { exitCode, stdout, stderr } = await folder.run("keygen");
  expect([exitCode, stderr]).toEqual([0, ""]);
  const { fingerprint } = parsePublicKey(Buffer.from(folder.read("lockseal.pub")), "it");
  expect(stdout).toBe(
    `lockseal: ok: wrote lockseal.key (encrypted, mode 0600) and lockseal.pub: ecdsa-p256 ${fingerprint}\n` +
      "next: lockseal sign requirements.txt --key lockseal.key\n",
  );
  expect(folder.read("lockseal.key")).toMatch(/^-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\n/);
  expect(statSync(folder.at("lockseal.key")).mode & 0o777).toBe(0o600);
  expect(Object.keys(folder.list())).toEqual(["lockseal.key", "lockseal.pub"]);
});

test("names, types and JSON as asked for", async () => {
  const folder = new Folder().write("sub/x", "");
  const { exitCode, stdout } = await folder.run("keygen -o sub/release --type ed25519 --json");
  expect(exitCode).toBe(0);
  const { type } = parsePublicKey(Buffer.from(folder.read("sub/release.pub")), "it");
  expect(type).toBe("ed25519");
  expect(JSON.parse(stdout)).toMatchObject({
    schemaVersion: 1,
    command: "keygen",
    findings: [{ rule: "KEY_CREATED", verdict: "passed" }],
    type: "ed25519",
    privateKey: folder.at("sub/release.key"),
    publicKey: folder.at("sub/release.pub"),
  });
});

test.each([["lockseal.key"], ["lockseal.pub"]])("never overwrites %s", async (name) => {
  const folder = new Folder().write(name, "precious");
  const before = folder.list();
  const { exitCode, stderr } = await folder.run("keygen");
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/expected a free path, found a file.*\n.*hint: give another name with -o/);
  expect(folder.list()).toEqual(before);
});

test.each<[why: string, line: string, exitCode: number, error: RegExp]>([
  ["a folder that is not there", "keygen -o no/where", 2, /expected a folder, found nothing/],
  ["a name too long for a file", `keygen -o ${"a".repeat(300)}`, 5, /found ENAMETOOLONG/],
])("refuses %s", async (_why, line, exitCode, error) => {
  const folder = new Folder();
  const outcome = await folder.run(line);
  expect(outcome).toMatchObject({ exitCode, stderr: expect.stringMatching(error) });
  expect(folder.list()).toEqual({});
});

test("asks for no password before it knows that the paths are free", async () => {
  const folder = new Folder().write("lockseal.pub", "");
  const { stderr } = await folder.run("keygen", { env: { LOCKSEAL_PASSWORD: undefined } });
  expect(stderr).toContain("expected a free path");
});

test("an empty pipe is no password, and nothing is written", async () => {
  const folder = new Folder();
  const outcome = await folder.run("keygen", { env: { LOCKSEAL_PASSWORD: undefined } });
  expect(outcome.exitCode).toBe(2);
  expect(outcome.stderr).toMatch(
    /expected a password, found nothing.*\n.*hint: set LOCKSEAL_PASSWORD/,
  );
  expect(folder.list()).toEqual({});
});

test("says so where git would take the private key in", async () => {
  const checkout = new Checkout();
  const { exitCode, stdout } = await checkout.run("keygen");
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(
    /warning: .*next git add may publish it \[KEY_NOT_IGNORED\]\n.*hint: .*\.gitignore/,
  );
});

test("quotes the next command where the name needs it", async () => {
  const folder = new Folder();
  const { stdout } = await folder.run("keygen -o a'b");
  expect(stdout).toContain(`next: lockseal sign requirements.txt --key 'a'\\''b.key'\n`);
});
