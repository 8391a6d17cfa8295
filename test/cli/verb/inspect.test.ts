import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ALICE, Checkout, Folder, pin, sha256, signedCheckout } from "../../fakes/checkout.ts";

const cosign = (name: string) =>
  readFileSync(new URL(`../../../testdata/cosign/${name}`, import.meta.url));

test("says in words what a lock bundle holds, and first that nothing was verified", async () => {
  const checkout = await signedCheckout();
  const { exitCode, stdout } = await checkout.run("inspect requirements.txt.sigstore.json");
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^NOT VERIFIED: /);
  for (const row of [
    ["holds", "a lock signature"],
    ["names the key", ALICE.key.publicKey.fingerprint],
    ["for the path", "requirements.txt"],
    ["in the repository", "git\\+https://github.com/acme/app"],
    ["locks", "1 pin "],
    ["file", `requirements.txt sha256:${sha256(pin("click", "8.1.7"))}`],
    ["sequence", "1"],
    ["expires", "never"],
  ])
    expect(stdout).toMatch(new RegExp(`^ *${row[0]} +${row[1]}`, "m"));
});

test.each<[why: string, file: string, holds: RegExp]>([
  [
    "a message signature of cosign's",
    "message.sigstore.json",
    /holds +a message signature[\s\S]*over +sha256:[0-9a-f]{64}/,
  ],
  [
    "a statement of another kind",
    "attestation.sigstore.json",
    /holds +an in-toto statement of another kind[\s\S]*says +\S+[\s\S]*about +\S+ sha256:/,
  ],
])("reads %s", async (_why, file, holds) => {
  const folder = new Folder().write("b.json", cosign(file));
  const { exitCode, stdout } = await folder.run("inspect b.json");
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(holds);
});

test("JSON says that nothing was verified", async () => {
  const checkout = await signedCheckout();
  const { stdout } = await checkout.run("inspect requirements.txt.sigstore.json --json");
  expect(JSON.parse(stdout)).toMatchObject({
    schemaVersion: 1,
    command: "inspect",
    exitCode: 0,
    verified: false,
    kind: "lock",
    lock: { sequence: 1, previous: null },
  });
});

test.each<[why: string, data: string, exitCode: number, error: RegExp]>([
  ["no JSON", "junk", 1, /b\.json: expected /],
  ["nothing", "", 1, /b\.json: expected /],
  ["JSON that is no bundle", "{}\n", 1, /b\.json: expected .*, found /],
  ["a key twice", '{"mediaType":"a","mediaType":"b"}', 1, /mediaType/],
  [
    "a keyless bundle",
    '{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json","verificationMaterial":{"certificate":{}}}',
    1,
    /found a keyless bundle/,
  ],
])("refuses %s", async (_why, data, exitCode, error) => {
  const outcome = await new Folder().write("b.json", data).run("inspect b.json");
  expect(outcome).toMatchObject({ exitCode, stdout: "", stderr: expect.stringMatching(error) });
  expect(outcome.stderr).toMatch(/^lockseal: hint: (?:name a bundle|verify it with)/m);
});

test("a bundle that is not there is a usage error", async () => {
  expect((await new Checkout().run("inspect none.json")).exitCode).toBe(2);
});
