import { cpSync, renameSync, unlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { verifyLock } from "../../src/operations/verify-lock.ts";
import { ALICE, Checkout, pin, sha256, signedCheckout } from "../fakes/checkout.ts";
import { NOW } from "../fakes/streams.ts";

const LOCK = "requirements.txt";
const BUNDLE = `${LOCK}.sigstore.json`;

test("verifies what was signed, and prints the line that installs it", async () => {
  const checkout = await signedCheckout();
  const { exitCode, stdout, stderr } = await checkout.verify(LOCK);
  expect([exitCode, stderr]).toEqual([0, ""]);
  expect(stdout.split("\n").slice(-4)).toEqual([
    "verified; install it with:",
    "  PIP_CONFIG_FILE=/dev/null pip install --isolated --force-reinstall --no-deps --require-hashes --only-binary :all: -r requirements.txt",
    expect.stringMatching(/^warning: these files may change before pip reads them; --copy-to DIR/),
    "",
  ]);
});

test("gives JSON with the evidence: statement, signers, files", async () => {
  const checkout = await signedCheckout();
  const { stdout } = await checkout.verify(`${LOCK} --json`);
  expect(JSON.parse(stdout)).toMatchObject({
    schemaVersion: 1,
    command: "verify",
    exitCode: 0,
    install: [expect.stringContaining("pip install")],
    evidence: [
      {
        file: LOCK,
        statement: { sequence: 1, previous: null, pins: { count: 1 } },
        signers: [{ fingerprint: ALICE.key.publicKey.fingerprint, bundle: BUNDLE }],
        files: [{ name: LOCK, sha256: sha256(pin("click", "8.1.7")) }],
      },
    ],
  });
});

/** Each changes a checkout with a signed lock so that it must be refused. */
const REFUSED: readonly [
  why: string,
  change: (checkout: Checkout) => unknown,
  rules: readonly string[],
  exitCode: number,
  says: RegExp,
][] = [
  [
    "no bundle",
    (checkout) => unlinkSync(checkout.at(BUNDLE)),
    ["SIGNATURE_NONE"],
    3,
    /expected a bundle requirements\.txt\.sigstore\.json beside the lock, found none/,
  ],
  [
    "another lock under the bundle of this one",
    (checkout) => checkout.write(LOCK, pin("six", "1.16.0")),
    ["SUBJECT_DIGEST", "PINS_TABLE"],
    1,
    /expected requirements\.txt as it was signed, sha256:[0-9a-f]{64}, found sha256:[0-9a-f]{64}/,
  ],
  [
    "a bundle that was made for another path",
    async (checkout) => {
      checkout.write("other.txt", pin("click", "8.1.7"));
      await checkout.sign("other.txt");
      renameSync(checkout.at("other.txt.sigstore.json"), checkout.at(BUNDLE));
    },
    ["SCOPE_PATH", "SUBJECT_DIGEST", "SUBJECT_DIGEST", "PINS_TABLE"],
    1,
    /expected a signature for this path, requirements\.txt, found other\.txt/,
  ],
  [
    "a bundle of another repository",
    (checkout) =>
      checkout.write(".git/config", '[remote "origin"]\n\turl = https://github.com/acme/other\n'),
    ["SCOPE_REPOSITORY"],
    1,
    /expected the repository it was signed for, git\+https:\/\/github\.com\/acme\/app, found git\+https:\/\/github\.com\/acme\/other/,
  ],
  [
    "a checkout without an origin",
    (checkout) => checkout.write(".git/config", ""),
    ["SCOPE_REPOSITORY"],
    1,
    /found no git checkout whose origin could be named/,
  ],
  [
    "a comment that was added: the pins are unchanged",
    (checkout) => checkout.write(LOCK, `${pin("click", "8.1.7")}# reviewed\n`),
    ["SUBJECT_DIGEST"],
    1,
    /the pins are unchanged: pip would see the same/,
  ],
  [
    "a digest that was changed",
    (checkout) => checkout.write(LOCK, pin("click", "8.1.7", "evil")),
    ["SUBJECT_DIGEST", "PINS_TABLE"],
    1,
    /expected pip to see what the signer saw, 1 pins?, sha256:[0-9a-f]{64}, found 1 pins?, sha256:[0-9a-f]{64}/,
  ],
  [
    "a lock that lint refuses",
    (checkout) => checkout.write(LOCK, `${pin("click", "8.1.7")}six\n`),
    ["SUBJECT_DIGEST", "LOCK_NOT_PINNED"],
    1,
    /refused LOCK_NOT_PINNED/,
  ],
  [
    "a signature with one bit changed",
    (checkout) => {
      const bundle = JSON.parse(checkout.read(BUNDLE));
      const [one] = bundle.dsseEnvelope.signatures;
      const sig = Buffer.from(one.sig, "base64");
      sig[sig.length - 1] = (sig.at(-1) ?? 0) ^ 1;
      one.sig = sig.toString("base64");
      checkout.write(BUNDLE, `${JSON.stringify(bundle)}\n`);
    },
    ["SIGNATURE_INVALID"],
    1,
    /refused SIGNATURE_INVALID: .*expected .*, found /,
  ],
  [
    "a bundle in another spelling",
    (checkout) => checkout.write(BUNDLE, checkout.read(BUNDLE).trim()),
    ["BUNDLE_NOT_CANONICAL"],
    1,
    /expected "\\n" at offset \d+, found the end/,
  ],
  [
    "a bundle that is junk",
    (checkout) => checkout.write(BUNDLE, "junk"),
    ["JSON_MALFORMED"],
    1,
    /expected .*, found /,
  ],
  [
    "a malformed bundle beside a good one",
    (checkout) => checkout.write(`${LOCK}.0123456789ab.sigstore.json`, "{}\n"),
    ["BUNDLE_MALFORMED"],
    1,
    /requirements\.txt\.0123456789ab\.sigstore\.json: expected|BUNDLE_MALFORMED: expected/,
  ],
  [
    "a keyless bundle alone",
    (checkout) =>
      checkout.write(
        BUNDLE,
        '{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json","verificationMaterial":{"certificate":{}}}\n',
      ),
    ["SIGNER_UNTRUSTED"],
    1,
    /noted BUNDLE_UNSUPPORTED: .*found a keyless bundle/,
  ],
  [
    "more bundles than 32",
    (checkout) => {
      for (let at = 0; at < 32; at += 1)
        checkout.write(`${LOCK}.${String(at).padStart(12, "0")}.sigstore.json`, "{}");
    },
    ["INPUT_TOO_LARGE"],
    1,
    /expected at most 32 bundles beside it, found 33/,
  ],
  [
    "a message signature by the trusted key",
    async (checkout) => {
      unlinkSync(checkout.at(BUNDLE));
      await checkout.sign(`${LOCK} --message`);
    },
    ["MESSAGE_SIGNATURE"],
    1,
    /expected a lock signature, found a message signature/,
  ],
  [
    "no lock",
    (checkout) => unlinkSync(checkout.at(LOCK)),
    ["FILE_MISSING"],
    2,
    /expected a file, found nothing/,
  ],
];

describe("refuses", () => {
  test.each(REFUSED)("%s", async (_why, change, rules, exitCode, says) => {
    const checkout = await signedCheckout();
    await change(checkout);
    const before = checkout.list();
    const report = await checkout.refusals(LOCK);
    expect(report).toMatchObject({ rules, exitCode, text: expect.stringMatching(says) });
    const { stdout, stderr } = await checkout.verify(LOCK);
    expect(stdout).not.toContain("pip install");
    // Whoever is refused is told what to do next.
    for (const [, next = ""] of stdout.matchAll(/: error: .*\n(.*)/g))
      expect(next).toMatch(/^ {4}hint: /);
    expect(stdout + stderr).not.toContain("    at ");
    expect(checkout.list()).toEqual(before);
  });

  test("a signature by a key that is not given, and says whose it is", async () => {
    const checkout = await signedCheckout();
    const { rules, exitCode, text } = await checkout.refusals(LOCK, "bob");
    expect([rules, exitCode]).toEqual([["SIGNER_UNTRUSTED"], 1]);
    expect(text).toContain(
      `names the key ${ALICE.key.publicKey.fingerprint.slice(0, 12)}, which is not`,
    );
    expect(text).toContain("expected a lock signature by KEYS/bob.pub, found only");
  });

  test("under another root, for then the path is another", async () => {
    const checkout = new Checkout();
    checkout.write("sub/r.txt", pin("click", "8.1.7"));
    await checkout.sign("sub/r.txt");
    const { rules, text } = await checkout.refusals("sub/r.txt --root sub");
    expect(rules).toContain("SCOPE_PATH");
    expect(text).toContain("expected a signature for this path, r.txt, found sub/r.txt");
  });

  test("a lock that was moved within its checkout, bundle and all", async () => {
    const checkout = await signedCheckout();
    checkout.write(`prod/${LOCK}`, checkout.read(LOCK));
    cpSync(checkout.at(BUNDLE), checkout.at(`prod/${BUNDLE}`));
    expect(await checkout.refusals(`prod/${LOCK}`)).toMatchObject({
      exitCode: 1,
      rules: ["SCOPE_PATH", "SUBJECT_DIGEST", "SUBJECT_DIGEST", "PINS_TABLE"],
    });
  });

  test("after it has expired, and not a second before", async () => {
    const checkout = new Checkout();
    checkout.write(LOCK, pin("click", "8.1.7"));
    await checkout.sign(`${LOCK} --expires 1h`);
    const at = (time: string) => checkout.refusals(LOCK, "alice", { now: new Date(time) });
    expect(await at("2026-11-24T04:00:00Z")).toMatchObject({ exitCode: 0, rules: [] });
    expect(await at("2026-11-24T04:00:01Z")).toMatchObject({
      exitCode: 1,
      rules: ["EXPIRY"],
      text: expect.stringContaining(
        "a time before 2026-11-24T04:00:00Z, found 2026-11-24T04:00:01.000Z",
      ),
    });
  });

  test("a sequence below --min-sequence", async () => {
    const checkout = await signedCheckout();
    expect((await checkout.refusals(`${LOCK} --min-sequence 1`)).exitCode).toBe(0);
    expect(await checkout.refusals(`${LOCK} --min-sequence 2`)).toMatchObject({
      exitCode: 1,
      rules: ["SEQUENCE"],
      text: expect.stringContaining("sequence 2 or more, found sequence 1"),
    });
  });

  test("an older, validly signed lock whose bundle stands beside a newer one", async () => {
    const checkout = await signedCheckout();
    const [oldLock, oldBundle] = [checkout.read(LOCK), checkout.read(BUNDLE)];
    checkout.write(LOCK, pin("click", "8.1.8"));
    await checkout.sign(LOCK);
    renameSync(checkout.at(BUNDLE), checkout.at(`${LOCK}.0123456789ab.sigstore.json`));
    checkout.write(LOCK, oldLock).write(BUNDLE, oldBundle);
    const { exitCode, rules, text } = await checkout.refusals(LOCK);
    expect([exitCode, rules]).toEqual([1, ["SUBJECT_DIGEST", "PINS_TABLE"]]);
    expect(text).toMatch(
      /warned OTHER_STATEMENT: requirements\.txt\.sigstore\.json: .*another files, pins, sequence/,
    );
    // The old bundle on its own verifies: only what is known of the newer one refuses it.
    expect((await checkout.verify(`${LOCK} --bundle ${BUNDLE}`)).exitCode).toBe(0);
  });
});

describe("the closure", () => {
  const tree = async (): Promise<Checkout> => {
    const checkout = new Checkout();
    checkout
      .write(LOCK, `-r sub/base.txt\n-c limits.txt\n${pin("click", "8.1.7")}`)
      .write("sub/base.txt", pin("six", "1.16.0"))
      .write("limits.txt", "six==1.16.0\n");
    expect(await checkout.sign(LOCK)).toMatchObject({ exitCode: 0, stderr: "" });
    return checkout;
  };

  test.each<
    [why: string, change: (checkout: Checkout) => unknown, rules: readonly string[], says: RegExp]
  >([
    [
      "an included file that changed",
      (one) => one.write("sub/base.txt", pin("six", "1.16.0", "evil")),
      ["SUBJECT_DIGEST", "PINS_TABLE"],
      /expected sub\/base\.txt as it was signed/,
    ],
    [
      "a constraint file that changed",
      (one) => one.write("limits.txt", "six==1.16.0\n# x\n"),
      ["SUBJECT_DIGEST"],
      /expected limits\.txt as it was signed/,
    ],
    [
      "an included file that is gone",
      (one) => unlinkSync(one.at("sub/base.txt")),
      ["SUBJECT_DIGEST", "LOCK_INCLUDE_UNREADABLE"],
      /sub\/base\.txt to be included/,
    ],
    [
      "an include that was taken out",
      (one) => one.write(LOCK, `-r sub/base.txt\n${pin("click", "8.1.7")}`),
      ["SUBJECT_DIGEST", "SUBJECT_DIGEST"],
      /expected limits\.txt to be included, as it was signed, sha256:[0-9a-f]{64}, found nothing/,
    ],
    [
      "an include that was added",
      (one) =>
        one.write("new.txt", pin("idna", "3.7")).write(LOCK, `-r new.txt\n${one.read(LOCK)}`),
      ["SUBJECT_DIGEST", "SUBJECT_DIGEST", "PINS_TABLE"],
      /expected only files that were signed, files of the statement, found new\.txt/,
    ],
  ])("refuses %s", async (_why, change, rules, says) => {
    const checkout = await tree();
    expect((await checkout.verify(LOCK)).exitCode).toBe(0);
    change(checkout);
    const report = await checkout.refusals(LOCK);
    expect([...report.rules].sort()).toEqual([...rules].sort());
    expect(report).toMatchObject({ exitCode: 1, text: expect.stringMatching(says) });
  });
});

describe("several files", () => {
  test("are all verified and all reported, and one refusal withholds every line", async () => {
    const checkout = await signedCheckout();
    checkout.write("bad.txt", pin("six", "1.16.0"));
    const { exitCode, stdout } = await checkout.verify(`bad.txt ${LOCK}`);
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/^bad\.txt: error: .*\[SIGNATURE_NONE\]$/m);
    expect(stdout).toMatch(/^requirements\.txt: ok: signed by 1 of 1/m);
    expect(stdout).not.toContain("pip install");
  });

  test("verified together give a line each", async () => {
    const checkout = await signedCheckout();
    checkout.write("b c.txt", pin("six", "1.16.0"));
    const words = ["sign", "b c.txt", "--key", checkout.keys.at("alice.key")];
    const { run } = await import("../fakes/streams.ts");
    expect((await run(words, { cwd: checkout.path })).exitCode).toBe(0);
    const verified = await run(
      ["verify", "b c.txt", LOCK, "--key", checkout.keys.at("alice.pub")],
      { cwd: checkout.path },
    );
    expect(verified.stdout.match(/-r .*$/gm)).toEqual(["-r 'b c.txt'", `-r ${LOCK}`]);
  });

  test("take no --bundle", async () => {
    const checkout = await signedCheckout();
    const { exitCode, stderr } = await checkout.verify(`${LOCK} ${LOCK} --bundle x`);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("expected one FILE with --bundle, found several");
  });
});

describe("the repository", () => {
  test("may be told where there is no checkout", async () => {
    const checkout = await signedCheckout();
    renameSync(checkout.at(".git"), checkout.at("git-is-gone"));
    expect((await checkout.verify(LOCK)).exitCode).toBe(1);
    for (const name of ["acme/app", "https://github.com/acme/app", "git@github.com:acme/app.git"])
      expect((await checkout.verify(`${LOCK} --repository ${name}`)).exitCode).toBe(0);
    expect(await checkout.verify(`${LOCK} --repository ../app`)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/repository: expected a URL such as .*, found "\.\.\/app"/),
    });
  });

  test("is warned about where the signature holds in every one", async () => {
    const checkout = new Checkout("../elsewhere");
    checkout.write(LOCK, pin("click", "8.1.7"));
    expect((await checkout.sign(LOCK)).stdout).toContain("[SCOPE_UNBOUND]");
    const { exitCode, text } = await checkout.refusals(LOCK);
    expect(exitCode).toBe(0);
    expect(text).toContain("warned SCOPE_REPOSITORY: signed for no repository in particular");
  });
});

test("the library refuses a call that trusts nobody, and one bundle for several files", () => {
  const call = { cwd: "/", env: {}, now: NOW };
  expect(() => verifyLock({ ...call, files: ["r.txt"], keys: [] })).toThrow(RangeError);
  expect(() => verifyLock({ ...call, files: ["a", "b"], keys: ["k"], bundle: "c" })).toThrow(
    RangeError,
  );
});
