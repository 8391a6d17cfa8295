import { mkdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { MAX_BUNDLES } from "../../src/io/beside.ts";
import { signLock } from "../../src/operations/sign-lock.ts";
import {
  ALICE,
  BOB,
  Checkout,
  Folder,
  pin,
  type ReportedFinding,
  sha256,
  signedCheckout,
} from "../fakes/checkout.ts";
import { NOW } from "../fakes/streams.ts";

const LOCK = "requirements.txt";
const BUNDLE = `${LOCK}.sigstore.json`;
const BESIDE = `${LOCK}.${BOB.key.publicKey.fingerprint.slice(0, 12)}.sigstore.json`;

/** The predicate of a bundle, by the runtime's own decoders. */
function predicateOf(checkout: Folder, bundle: string) {
  const { dsseEnvelope } = JSON.parse(checkout.read(bundle));
  return JSON.parse(Buffer.from(dsseEnvelope.payload, "base64").toString()).predicate;
}

describe("the chain", () => {
  test("begins at 1 with nothing before, and goes on with the lock that was signed last", async () => {
    const checkout = await signedCheckout(pin("click", "8.1.7"));
    expect(predicateOf(checkout, BUNDLE)).toMatchObject({ sequence: 1, previous: null });
    for (const [sequence, version] of [
      [2, "8.1.8"],
      [3, "8.1.7"],
    ] as const) {
      const before = sha256(checkout.read(LOCK));
      checkout.write(LOCK, pin("click", version));
      expect((await checkout.sign(LOCK)).exitCode).toBe(0);
      expect(predicateOf(checkout, BUNDLE)).toMatchObject({
        sequence,
        previous: { sha256: before },
      });
      expect((await checkout.verify(LOCK)).exitCode).toBe(0);
    }
  });

  test("stays where it is when the same bytes are signed again", async () => {
    const checkout = await signedCheckout();
    checkout.write(LOCK, pin("click", "8.1.8"));
    await checkout.sign(LOCK);
    const { sequence, previous } = predicateOf(checkout, BUNDLE);
    await checkout.sign(`${LOCK} --expires 2w`, "alice", { now: new Date("2026-12-01T00:00:00Z") });
    expect(predicateOf(checkout, BUNDLE)).toMatchObject({
      sequence,
      previous,
      signedAt: "2026-12-01T00:00:00Z",
      expires: "2026-12-15T00:00:00Z",
    });
  });

  test("grows where only an included file changed", async () => {
    const checkout = new Checkout();
    checkout.write(LOCK, "-r more.txt\n").write("more.txt", pin("six", "1.9"));
    await checkout.sign(LOCK);
    checkout.write("more.txt", pin("six", "1.10"));
    await checkout.sign(LOCK);
    expect(predicateOf(checkout, BUNDLE).sequence).toBe(2);
  });

  test("is each signer's own", async () => {
    const checkout = await signedCheckout();
    checkout.write(LOCK, pin("click", "8.1.8"));
    await checkout.sign(LOCK);
    const ours = checkout.read(BUNDLE);
    expect((await checkout.sign(LOCK, "bob")).exitCode).toBe(0);
    expect(checkout.read(BUNDLE)).toBe(ours);
    expect(predicateOf(checkout, BESIDE).sequence).toBe(1);
    checkout.write(LOCK, pin("click", "8.1.9"));
    await checkout.sign(LOCK, "bob");
    expect(checkout.read(BUNDLE)).toBe(ours);
    expect(predicateOf(checkout, BESIDE).sequence).toBe(2);
  });
});

test("what is said of a signature has rules of its own", async () => {
  const checkout = new Checkout();
  checkout.write(LOCK, pin("click", "8.1.7")).write("bad.txt", "click\n");
  const rulesOf = async (line: string, by: string): Promise<readonly string[]> => {
    const { stdout } = await checkout.sign(`${line} --json`, by);
    return (JSON.parse(stdout) as { findings: ReportedFinding[] }).findings.map(
      ({ rule, verdict }) => `${verdict} ${rule}`,
    );
  };
  expect(await rulesOf(LOCK, "alice")).toEqual(["passed LOCK_SIGNED", "passed NAMES"]);
  expect(await rulesOf(LOCK, "bob")).toEqual([
    "passed LOCK_SIGNED",
    "noted OTHER_SIGNER",
    "passed NAMES",
  ]);
  expect(await rulesOf("bad.txt", "bob")).toEqual([
    "refused LOCK_NOT_PINNED",
    "noted LOCK_NOT_SIGNED",
  ]);
  expect(await rulesOf("bad.txt --message", "bob")).toEqual(["passed MESSAGE_SIGNED"]);
  expect((await checkout.refusals(LOCK)).text).toMatch(/^passed SIGNATURE: /);
});

describe("a bundle that stands there", () => {
  test.each<[why: string, change: (checkout: Checkout) => unknown, found: RegExp]>([
    [
      "has a signature that does not hold",
      (one) => {
        const bundle = JSON.parse(one.read(BUNDLE));
        const payload = Buffer.from(bundle.dsseEnvelope.payload, "base64").toString();
        bundle.dsseEnvelope.payload = Buffer.from(
          payload.replace('"sequence":1', '"sequence":9'),
        ).toString("base64");
        one.write(BUNDLE, `${JSON.stringify(bundle)}\n`);
      },
      /expected a bundle of this key, or a free path, found /,
    ],
    [
      "was made for another repository",
      (one) => one.write(".git/config", '[remote "origin"]\nurl = https://github.com/acme/b\n'),
      /expected a bundle for requirements\.txt in git\+https:\/\/github\.com\/acme\/b, found one for requirements\.txt in git\+https:\/\/github\.com\/acme\/app/,
    ],
    [
      "is a message signature by the same key",
      async (one) => {
        one.write("x", "x");
        await one.sign("x --message");
        one.write(BUNDLE, one.read("x.sigstore.json"));
      },
      /found a message signature by the same key/,
    ],
  ])("is not continued when it %s", async (_why, change, found) => {
    const checkout = await signedCheckout();
    await change(checkout);
    const before = checkout.list();
    const { exitCode, stdout } = await checkout.sign(LOCK);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(found);
    expect(stdout).toMatch(/\[SIGN_CHAIN_BROKEN\]\n +hint: /);
    expect(checkout.list()).toEqual(before);
  });

  test.each<[why: string, write: (checkout: Checkout) => unknown]>([
    ["junk", (one) => one.write(BUNDLE, "notes\n")],
    ["a folder", (one) => mkdirSync(one.at(BUNDLE))],
    ["an empty file", (one) => one.write(BUNDLE, "")],
  ])("is left as it is when it is %s, which may have been this key's", async (_why, write) => {
    const checkout = new Checkout();
    checkout.write(LOCK, pin("click", "8.1.7"));
    write(checkout);
    const before = checkout.list();
    const { exitCode, stdout } = await checkout.sign(LOCK, "bob");
    expect(exitCode).toBe(1);
    expect(stdout).toContain("[SIGN_CHAIN_BROKEN]");
    expect(checkout.list()).toEqual(before);
  });

  test("is not joined by more than verify reads", async () => {
    const checkout = await signedCheckout();
    for (let at = 1; at < MAX_BUNDLES; at += 1)
      checkout.write(
        `${LOCK}.${String(at).padStart(12, "0")}.sigstore.json`,
        checkout.read(BUNDLE).replaceAll(ALICE.key.publicKey.hint, BOB.key.publicKey.hint),
      );
    const before = checkout.list();
    const { exitCode, stdout } = await checkout.sign(LOCK, "carol");
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/expected at most 32 bundles beside it, found one more.*\n +hint: /);
    expect(checkout.list()).toEqual(before);
    expect((await checkout.sign(LOCK)).exitCode).toBe(0);
  });

  test.each([["junk"], ["another signer's"]])(
    "at --bundle is never overwritten when it is %s",
    async (what) => {
      const checkout = await signedCheckout();
      checkout.write("out.json", what === "junk" ? "junk" : checkout.read(BUNDLE));
      const before = checkout.list();
      const { exitCode, stdout } = await checkout.sign(`${LOCK} --bundle out.json`, "bob");
      expect(exitCode).toBe(1);
      expect(stdout).toContain("[SIGN_CHAIN_BROKEN]");
      expect(checkout.list()).toEqual(before);
    },
  );

  test("beside the lock is countersigned into another file with --bundle", async () => {
    const checkout = await signedCheckout();
    const words = `${LOCK} --countersign ${checkout.keys.at("alice.pub")} --bundle out.json`;
    expect((await checkout.sign(words, "bob")).exitCode).toBe(0);
    const [theirs, ours] = [predicateOf(checkout, BUNDLE), predicateOf(checkout, "out.json")];
    expect({ ...ours, signedAt: theirs.signedAt }).toEqual(theirs);
  });

  test("at --bundle is continued when it is one's own", async () => {
    const checkout = new Checkout();
    checkout.write(LOCK, pin("click", "8.1.7"));
    await checkout.sign(`${LOCK} --bundle out.json`);
    checkout.write(LOCK, pin("click", "8.1.8"));
    await checkout.sign(`${LOCK} --bundle out.json`);
    expect(predicateOf(checkout, "out.json").sequence).toBe(2);
    expect((await checkout.verify(`${LOCK} --bundle out.json`)).exitCode).toBe(0);
    expect((await checkout.verify(LOCK)).exitCode).toBe(3);
  });
});

describe("a refused sign writes nothing", () => {
  test.each<[why: string, write: (checkout: Checkout) => unknown, files: string, exitCode: number]>(
    [
      ["what lint refuses", (one) => one.write("bad.txt", "click==8.1.7\n"), "bad.txt", 1],
      ["one of several", (one) => one.write("bad.txt", "click\n"), `${LOCK} bad.txt`, 1],
      [
        "one of several, the other way round",
        (one) => one.write("bad.txt", "click\n"),
        `bad.txt ${LOCK}`,
        1,
      ],
      ["a lock that is not there", () => {}, `none.txt ${LOCK}`, 2],
      ["a folder", (one) => mkdirSync(one.at("d")), `d ${LOCK}`, 2],
      ["an empty file", (one) => one.write("e.txt", ""), "e.txt", 1],
      ["a bundle in a folder that is not there", () => {}, `${LOCK} --bundle no/out.json`, 5],
      ["a bundle below a file", (one) => one.write("f", "x"), `${LOCK} --bundle f/out.json`, 5],
      [
        "a second bundle whose name is too long",
        (one) => one.write("a".repeat(250), pin("six", "1.9")),
        `${LOCK} ${"a".repeat(250)}`,
        5,
      ],
    ],
  )("for %s", async (_why, write, files, exitCode) => {
    const checkout = new Checkout();
    checkout.write(LOCK, pin("click", "8.1.7"));
    write(checkout);
    const before = checkout.list();
    const { exitCode: ended, stdout, stderr } = await checkout.sign(files);
    expect(`${ended} ${stdout}${stderr}`).toMatch(new RegExp(`^${exitCode} `));
    expect(stderr).not.toMatch(/bug| {4}at /);
    expect(checkout.list()).toEqual(before);
  });

  test("and leaves the old bundle when the write fails", async () => {
    const checkout = await signedCheckout();
    const old = checkout.read(BUNDLE);
    checkout.write(LOCK, pin("click", "8.1.8")).write("a".repeat(250), pin("six", "1.9"));
    expect((await checkout.sign(`${LOCK} ${"a".repeat(250)}`)).exitCode).toBe(5);
    expect(checkout.read(BUNDLE)).toBe(old);
  });
});

test("outside git the signature is bound to no repository, and says so", async () => {
  const [folder, checkout] = [new Folder().write("r.txt", pin("click", "8.1.7")), new Checkout()];
  const { exitCode, stdout } = await folder.run(
    `sign r.txt --key ${checkout.keys.at("alice.key")}`,
  );
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/note: signed for no repository in particular.*\[SCOPE_UNBOUND\]/);
  expect(predicateOf(folder, "r.txt.sigstore.json").scope).toEqual({
    repository: null,
    path: "r.txt",
  });
});

test("the library refuses one bundle for several files", () => {
  const call = { key: ALICE.key, cwd: "/", now: NOW, bundle: "b" };
  expect(() => signLock({ ...call, files: ["a", "b"] })).toThrow(RangeError);
});

test("a root below the top of the checkout is noted: the path it gives fits elsewhere too", async () => {
  const checkout = new Checkout();
  checkout.write("svc/r.txt", pin("click", "8.1.7"));
  const narrow = await checkout.sign("svc/r.txt --root svc");
  expect(narrow).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining("[ROOT_BELOW_TOP]"),
  });
  const whole = await checkout.sign("svc/r.txt --bundle other.json");
  expect(whole.stdout).not.toContain("ROOT_BELOW_TOP");
});
