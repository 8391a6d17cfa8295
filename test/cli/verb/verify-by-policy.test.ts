import { describe, expect, test } from "vitest";
import { ALICE, BOB, CAROL, Checkout, Folder, pin, sha256 } from "../../fakes/checkout.ts";
import {
  createInstance,
  ISSUER,
  SIGNED_AT,
  type SignOptions,
  signBundle,
  trustedRoot,
  written,
} from "../../fakes/instance.ts";

const LOCK = "requirements.txt";
const INSTANCE = createInstance();
const ROOT = written(trustedRoot(INSTANCE));
const WORKFLOW = `keyless = [{ issuer = "${ISSUER}", repository = "acme/app", repository_id = "4242", workflow = ".github/workflows/release.yml", ref = "refs/tags/v*", runner = "github-hosted" }]`;

/** A policy with three who release: Alice with two keys, Bob, and a workflow. */
const policy = ({
  threshold = 1,
  trust = "",
  alice = "",
  release = WORKFLOW,
  lock = "",
} = {}): string => `version = 1
expires = 2027-06-30T00:00:00Z
[trust]
sigstore_root = { file = "root.json", sha256 = "${sha256(ROOT)}" }
${trust}
[signers.alice]
roles = ["releaser"]
keys = ["keys/alice.pub", "keys/carol.pub"]
${alice}
[signers.bob]
roles = ["releaser", "owner"]
keys = ["keys/bob.pub"]
[signers.release]
roles = ["releaser"]
${release}
[[lock]]
path = "requirements*.txt"
format = "pip-requirements"
signatures = { role = "releaser", threshold = ${threshold} }
${lock}
`;

/** A checkout with a lock, signed by Alice, and a policy. */
async function signed(text: string = policy()): Promise<Checkout> {
  const checkout = new Checkout();
  place(checkout, text).write(LOCK, pin("click", "8.1.7"));
  await checkout.sign(LOCK, "alice");
  return checkout;
}

function place(folder: Folder, text: string): Folder {
  return folder
    .write("lockseal.toml", text)
    .write("root.json", ROOT)
    .write("keys/alice.pub", ALICE.publicFile)
    .write("keys/bob.pub", BOB.publicFile)
    .write("keys/carol.pub", CAROL.publicFile);
}

/** Signs the same statement by the workflow, in place of Alice's bundle. */
function signKeyless(checkout: Checkout, options: Partial<SignOptions> = {}): void {
  const { dsseEnvelope } = JSON.parse(checkout.read(`${LOCK}.sigstore.json`));
  const statement = JSON.parse(Buffer.from(dsseEnvelope.payload, "base64").toString());
  checkout.write(`${LOCK}.sigstore.json`, written(signBundle(INSTANCE, { statement, ...options })));
}

async function judge(checkout: Folder, line = LOCK, around: { readonly now?: Date } = {}) {
  const { exitCode, stdout, stderr } = await checkout.run(`verify ${line} --json`, around);
  const findings = JSON.parse(stdout).findings as {
    rule: string;
    verdict: string;
    message: string;
  }[];
  const refused = findings.filter(({ verdict }) => verdict === "refused");
  const all = findings.map(({ rule, verdict, message }) => `${verdict} ${rule}: ${message}`);
  return { exitCode, refused: refused.map(({ rule }) => rule), text: `${all.join("\n")}${stderr}` };
}

test("a lock is verified by who releases, and the policy in its tree is named", async () => {
  const judged = await judge(await signed());
  expect(judged).toMatchObject({ exitCode: 0, refused: [] });
  expect(judged.text).toContain(
    "passed POLICY_SIGNATURES: signed by 1: alice of the role releaser, as lockseal.toml asks (1)",
  );
  expect(judged.text).toMatch(
    /warned POLICY_IN_TREE: judged by lockseal\.toml, sha256:[0-9a-f]{64}, which lies in the tree/,
  );
});

test("a policy from elsewhere is named without a warning", async () => {
  const checkout = await signed("version = 1\n");
  const elsewhere = place(new Folder(), policy());
  const judged = await judge(checkout, `${LOCK} --policy ${elsewhere.at("lockseal.toml")}`);
  expect(judged).toMatchObject({ exitCode: 0, refused: [] });
  expect(judged.text).toContain("passed POLICY: judged by");
});

test("prints what installs it, and hands the verified bytes on", async () => {
  const checkout = await signed();
  const { exitCode, stdout } = await checkout.run(`verify ${LOCK} --copy-to verified`);
  expect([exitCode, checkout.read(`verified/${LOCK}`)]).toEqual([0, pin("click", "8.1.7")]);
  expect(stdout).toContain(`verified/${LOCK}`);
});

describe("signers, and never keys, are counted", () => {
  test("two keys of one are one", async () => {
    const checkout = await signed(policy({ threshold: 2 }));
    await checkout.sign(`${LOCK} --countersign ${checkout.keys.at("alice.pub")}`, "carol");
    const judged = await judge(checkout);
    expect(judged).toMatchObject({ exitCode: 1, refused: ["THRESHOLD"] });
    expect(judged.text).toContain(
      "expected 2 different signers of the role releaser, found 1: alice",
    );
  });

  test("keys of two are two", async () => {
    const checkout = await signed(policy({ threshold: 2 }));
    await checkout.sign(`${LOCK} --countersign ${checkout.keys.at("alice.pub")}`, "bob");
    expect(await judge(checkout)).toMatchObject({ exitCode: 0, refused: [] });
  });

  test("a key and a workflow are two", async () => {
    const checkout = await signed(policy({ threshold: 2 }));
    await checkout.sign(`${LOCK} --countersign ${checkout.keys.at("alice.pub")}`, "bob");
    signKeyless(checkout);
    expect(await judge(checkout)).toMatchObject({ exitCode: 0, refused: [] });
  });
});

test("a workflow is verified by the root that the policy pins", async () => {
  const checkout = await signed();
  signKeyless(checkout);
  const judged = await judge(checkout);
  expect(judged).toMatchObject({ exitCode: 0, refused: [] });
  expect(judged.text).toContain("signed by release, https://github.com/acme/app/");
});

describe("refuses", () => {
  test.each<[why: string, text: string, refused: readonly string[], exitCode: number]>([
    [
      "who has not the role",
      policy().replace('roles = ["releaser"]\nkeys', 'roles = ["owner"]\nkeys'),
      ["SIGNER_UNTRUSTED"],
      1,
    ],
    [
      "who counts no more, without a time to the signature",
      policy({ alice: "until = 2026-10-01T00:00:00Z" }),
      ["SIGNER_UNTRUSTED"],
      1,
    ],
    [
      "who does not count yet",
      policy({ alice: "from = 2026-12-01T00:00:00Z" }),
      ["SIGNER_UNTRUSTED"],
      1,
    ],
    ["a revoked key", policy({ alice: "revoked = 2026-11-01T00:00:00Z" }), ["SIGNER_UNTRUSTED"], 1],
    [
      "a lock that no section is about",
      policy().replace("requirements*.txt", "r.txt"),
      ["POLICY_LOCK_NONE"],
      1,
    ],
    [
      "a lock that nobody is asked to sign",
      policy().replace(/^signatures.*$/m, ""),
      ["POLICY_SIGNATURES_NONE"],
      3,
    ],
    [
      "a lock of another format",
      policy().replace("pip-requirements", "lockseal-tools"),
      ["LOCK_FORMAT"],
      1,
    ],
    [
      "a lock of two sections",
      `${policy()}[[lock]]\npath = "*.txt"\nformat = "pip-requirements"\n`,
      ["POLICY_LOCK_AMBIGUOUS"],
      2,
    ],
    ["by an expired policy", policy().replace("2027-06-30", "2026-06-30"), ["POLICY_EXPIRED"], 2],
    ["by a policy with a typo", policy().replace("threshold", "treshold"), ["POLICY_MALFORMED"], 2],
  ])("%s", async (_, text, refused, exitCode) => {
    expect(await judge(await signed(text))).toMatchObject({ exitCode, refused });
  });

  test("a lock without a signature", async () => {
    const checkout = place(new Checkout(), policy()).write(LOCK, pin("click", "8.1.7"));
    expect(await judge(checkout)).toMatchObject({ exitCode: 3, refused: ["SIGNATURE_NONE"] });
  });

  test("a changed lock", async () => {
    const checkout = await signed();
    checkout.write(LOCK, pin("click", "8.1.8"));
    expect((await judge(checkout)).refused).toContain("SUBJECT_DIGEST");
  });

  test("an older lock, where a newer is known", async () => {
    expect(await judge(await signed(), `${LOCK} --min-sequence 2`)).toMatchObject({
      exitCode: 1,
      refused: ["SEQUENCE"],
    });
  });

  test.each<[why: string, release: string, trust: string, refused: readonly string[]]>([
    [
      "of another repository that has its name now",
      WORKFLOW.replace("4242", "4243"),
      "",
      ["SIGNER_UNTRUSTED"],
    ],
    ["at another tag", WORKFLOW.replace("v*", "w*"), "", ["SIGNER_UNTRUSTED"]],
    [
      "at a tag of a version that nobody filled in",
      WORKFLOW.replace("v*", "v{version}"),
      "",
      ["SIGNER_UNTRUSTED"],
    ],
    [
      "that stopped counting before",
      `${WORKFLOW}\nuntil = 2026-01-15T11:00:00Z`,
      "",
      ["SIGNER_UNTRUSTED"],
    ],
    [
      "whose time the policy does not take",
      WORKFLOW,
      'time = ["rfc3161"]',
      ["VERIFIED_TIME_MISSING", "SIGNER_UNTRUSTED"],
    ],
    [
      "by a root whose newest key is older than the limit",
      WORKFLOW,
      'max_root_age = "180d"',
      ["TRUST_ROOT_STALE", "SIGNER_UNTRUSTED"],
    ],
  ])("a workflow %s", async (_, release, trust, refused) => {
    const checkout = await signed(policy({ release, trust }));
    signKeyless(checkout);
    expect((await judge(checkout)).refused).toEqual(refused);
  });

  test("a workflow's signature over another statement", async () => {
    const checkout = await signed();
    signKeyless(checkout, { statement: { _type: "https://in-toto.io/Statement/v1" } });
    expect((await judge(checkout)).exitCode).toBe(1);
  });
});

test("a signature counts by its own time, where it has one", async () => {
  const checkout = await signed(policy({ release: `${WORKFLOW}\nuntil = 2026-02-01T00:00:00Z` }));
  signKeyless(checkout);
  const judged = await judge(checkout);
  expect(judged).toMatchObject({ exitCode: 0, refused: [] });
});

test.each<[string, string, number, readonly string[]]>([
  ["3 minutes, where nothing is said", "", 3, []],
  ["6 minutes, where nothing is said", "", 6, ["CLOCK_BEHIND", "SIGNER_UNTRUSTED"]],
  ["3 minutes, of 2", 'max_clock_skew = "2m"', 3, ["CLOCK_BEHIND", "SIGNER_UNTRUSTED"]],
  ["50 minutes, of 60", 'max_clock_skew = "1h"', 50, []],
])("evidence that is newer than the clock by %s", async (_why, trust, minutes, refused) => {
  const checkout = await signed(policy({ trust }));
  signKeyless(checkout);
  const now = new Date(SIGNED_AT.getTime() - minutes * 60_000);
  const judged = await judge(checkout, LOCK, { now });
  expect(judged.refused).toEqual(refused);
  if (refused.length > 0) expect(judged.text).toContain("the clock is behind");
});

test.each([
  ["692d", ["TRUST_ROOT_STALE", "SIGNER_UNTRUSTED"]],
  ["693d", []],
])("a root that is pinned is as old as its newest key, of at most %s", async (age, refused) => {
  const checkout = await signed(policy({ trust: `max_root_age = "${age}"` }));
  signKeyless(checkout);
  const judged = await judge(checkout);
  expect(judged.refused).toEqual(refused);
  expect(judged.text).toContain("found one whose newest key is 692 days old");
});

test("one who counts no more is named", async () => {
  const judged = await judge(await signed(policy({ alice: "until = 2026-10-01T00:00:00Z" })));
  expect(judged.text).toMatch(
    /noted SIGNER_OUT_OF_TIME: .*signed by alice, who counts until 2026-10-01/,
  );
});

describe("is a usage error", () => {
  test.each<[why: string, line: string, message: string]>([
    [
      "a key beside a policy",
      `${LOCK} --policy lockseal.toml --key keys/bob.pub`,
      "expected --policy, or a key or an identity",
    ],
    [
      "a number that the policy says",
      `${LOCK} --threshold 1`,
      "expected no --threshold with a policy",
    ],
    ["bytes alone", `${LOCK} --message`, "expected no --message with a policy"],
    ["nothing to verify", "", "expected FILE…, found none"],
  ])("%s", async (_, line, message) => {
    const { exitCode, stderr } = await (await signed()).run(`verify ${line}`.trim());
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });

  test("no policy, no key and no identity", async () => {
    const { exitCode, stderr } = await new Checkout().run(`verify ${LOCK}`);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("expected --key PUB");
  });
});
