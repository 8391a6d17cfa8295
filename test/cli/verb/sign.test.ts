import { expect, test } from "vitest";
import { BOB, Checkout, pin, signedCheckout } from "../../fakes/checkout.ts";

test("signs, and says what and where", async () => {
  const checkout = new Checkout();
  checkout.write("r.txt", pin("click", "8.1.7"));
  const { exitCode, stdout, stderr } = await checkout.sign("r.txt");
  expect([exitCode, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(
    /^r\.txt: ok: signed 1 pin with 1 hash as sequence 1 by key [0-9a-f]{12} into .*r\.txt\.sigstore\.json\nr\.txt: ok: names: none resemble a more popular package \(1 compared\)\n$/,
  );
});

test("warns of names that look like more popular ones, and signs all the same", async () => {
  const checkout = new Checkout();
  checkout.write("r.txt", pin("click", "8.1.7") + pin("requets", "2.31.0"));
  const { exitCode, stdout } = await checkout.sign("r.txt");
  expect(exitCode).toBe(0);
  expect(stdout).toContain(
    "r.txt:2: warning: requets looks like requests (1 letter missing; requests is rank 6, requets is not among 15,000) [NAME_IMPERSONATES]\n    hint: look who publishes requets; if requests is meant, write that\n",
  );
});

test("prints JSON with the statement", async () => {
  const checkout = new Checkout();
  checkout.write("r.txt", pin("click", "8.1.7"));
  const { stdout } = await checkout.sign("r.txt --json --expires 2027-01-31T00:00:00Z");
  expect(JSON.parse(stdout)).toMatchObject({
    schemaVersion: 1,
    command: "sign",
    exitCode: 0,
    signed: [
      {
        file: "r.txt",
        bundle: checkout.at("r.txt.sigstore.json"),
        statement: {
          sequence: 1,
          previous: null,
          expires: "2027-01-31T00:00:00Z",
          signedAt: "2026-11-24T03:00:00Z",
          scope: { repository: "git+https://github.com/acme/app", path: "r.txt" },
        },
      },
    ],
  });
});

test.each<[why: string, line: string, error: RegExp]>([
  ["a span without a unit", "r.txt --expires 90", /expected --expires 90d, .*, found 90/],
  ["a time that has passed", "r.txt --expires 2026-11-24T03:00:00Z", /a time to come/],
  [
    "one bundle for two files",
    "r.txt s.txt --bundle b",
    /expected one FILE with --bundle, found several/,
  ],
  [
    "an expiry of a message",
    "r.txt --message --expires 9d",
    /expected no --expires with --message/,
  ],
  ["a root of a message", "r.txt --message --root .", /expected no --root with --message/],
  [
    "a countersigned message",
    "r.txt --message --countersign x.pub",
    /expected no --countersign with --message/,
  ],
])("refuses as usage: %s", async (_why, line, error) => {
  const checkout = new Checkout();
  checkout.write("r.txt", pin("click", "8.1.7"));
  const before = checkout.list();
  const { exitCode, stdout, stderr } = await checkout.sign(line);
  expect([exitCode, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(error);
  expect(checkout.list()).toEqual(before);
});

test.each<[why: string, key: string, exitCode: number, error: RegExp]>([
  [
    "a public key",
    "alice.pub",
    2,
    /expected an encrypted private key, found a public key.*\n.*hint: give the private half/,
  ],
  ["no such file", "none.key", 4, /none\.key: expected a key, found nothing.*\n.*hint/],
  ["a folder", "", 4, /expected a key, found a folder/],
  ["garbage", "garbage.key", 4, /garbage\.key: expected .*\n.*hint: name a \.key file/],
])("refuses for a key %s", async (_why, key, exitCode, error) => {
  const checkout = await signedCheckout();
  checkout.keys.write("garbage.key", "garbage\n");
  const before = checkout.list();
  const outcome = await checkout.run(`sign requirements.txt --key ${checkout.keys.at(key)}`);
  expect(outcome).toMatchObject({ exitCode, stdout: "", stderr: expect.stringMatching(error) });
  expect(checkout.list()).toEqual(before);
});

test.each<[why: string, env: Record<string, string | undefined>, stdin: string, exitCode: number]>([
  [
    "from COSIGN_PASSWORD",
    { LOCKSEAL_PASSWORD: undefined, COSIGN_PASSWORD: "correct horse" },
    "",
    0,
  ],
  ["from a pipe", { LOCKSEAL_PASSWORD: undefined }, "correct horse\n", 0],
  [
    "from a pipe, though a variable has a wrong one",
    { LOCKSEAL_PASSWORD: "wrong" },
    "correct horse\n",
    2,
  ],
  ["wrong", { LOCKSEAL_PASSWORD: "correct house" }, "", 2],
  ["empty, which is not this key's", { LOCKSEAL_PASSWORD: "" }, "", 2],
  ["none", { LOCKSEAL_PASSWORD: undefined }, "", 2],
])("takes a password %s", async (_why, env, stdin, exitCode) => {
  const checkout = new Checkout();
  checkout.write("r.txt", pin("click", "8.1.7"));
  const before = checkout.list();
  const outcome = await checkout.sign("r.txt", "alice", { env, stdin });
  expect(outcome.exitCode).toBe(exitCode);
  if (exitCode !== 0) {
    expect(outcome.stderr).toMatch(/expected (?:a|the) password.*, found /);
    expect(checkout.list()).toEqual(before);
  }
});

test("takes a private key from a variable", async () => {
  const checkout = new Checkout();
  checkout.write("r.txt", pin("click", "8.1.7"));
  const env = { SIGNING_KEY: Buffer.from(BOB.privateFile).toString() };
  expect((await checkout.run("sign r.txt --key env://SIGNING_KEY", { env })).exitCode).toBe(0);
  expect((await checkout.verify("r.txt", "bob")).exitCode).toBe(0);
});

test("refuses --message with an Ed25519 key as usage, and says why", async () => {
  const checkout = new Checkout();
  checkout.write("r.txt", pin("click", "8.1.7"));
  const { exitCode, stderr } = await checkout.sign("r.txt --message", "carol");
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/found ed25519, which cosign would take for Ed25519ph/);
});
