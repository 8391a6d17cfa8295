import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fakeKey } from "../fakes/certificate.ts";
import { Checkout, Folder, pin, type ReportedFinding, sha256 } from "../fakes/checkout.ts";
import {
  CLAIMS,
  createInstance,
  fulcioExtensions,
  IDENTITY,
  ISSUER,
  NOW,
  type SignOptions,
  signBundle,
  spkiPem,
  trustedRoot,
  written,
} from "../fakes/instance.ts";

const INSTANCE = createInstance();
const BY = `--certificate-identity ${IDENTITY} --certificate-oidc-issuer ${ISSUER} --trusted-root root.json`;
const WORKFLOW =
  "--repository acme/app --workflow .github/workflows/release.yml --ref refs/tags/v1.2.3 --trusted-root root.json";
const FILE = "app.tar.gz";
const LOCK = "requirements.txt";

/** A checkout with one file, a bundle beside it, and the root of the instance that made it. */
function checkoutWith(
  options: SignOptions = { message: Buffer.from("the bytes") },
  file = FILE,
  data = "the bytes",
): Checkout {
  const checkout = new Checkout();
  checkout.write("root.json", written(trustedRoot(INSTANCE))).write(file, data);
  checkout.write(
    `${file}.sigstore.json`,
    written(
      signBundle(INSTANCE, {
        leaf: { extensions: fulcioExtensions({ 1: ISSUER, 8: ISSUER, ...CLAIMS }) },
        ...options,
      }),
    ),
  );
  return checkout;
}

async function verdict(
  checkout: Checkout,
  line: string,
): Promise<{ exitCode: number; refused: readonly string[]; findings: readonly ReportedFinding[] }> {
  const { exitCode, stdout } = await checkout.run(`verify ${line} --json`, { now: NOW });
  const { findings } = JSON.parse(stdout) as { findings: ReportedFinding[] };
  return {
    exitCode,
    findings,
    refused: findings.flatMap((one) => (one.verdict === "refused" ? [one.rule] : [])),
  };
}

const statementOf = (predicateType: string, name: string, data: string): object => ({
  _type: "https://in-toto.io/Statement/v1",
  subject: [{ name, digest: { sha256: sha256(data) } }],
  predicateType,
  predicate: {},
});

describe("a file that was signed keyless", () => {
  test.each([
    ["by its whole identity", `${FILE} ${BY}`],
    ["by a workflow, its repository and its ref", `${FILE} ${WORKFLOW}`],
    [
      "by every part of a workflow's identity",
      `${FILE} ${WORKFLOW} --repository-id 4242 --trigger push --runner github-hosted`,
    ],
    [
      "by a pattern that covers the whole name",
      `${FILE} --certificate-identity-pattern https://github.com/acme/app/.github/workflows/release.yml@refs/tags/v* --certificate-oidc-issuer ${ISSUER} --trusted-root root.json`,
    ],
    ["by its digest alone", `sha256:${sha256("the bytes")} --bundle ${FILE}.sigstore.json ${BY}`],
  ])("is verified %s", async (_why, line) => {
    expect(await verdict(checkoutWith(), line)).toMatchObject({ exitCode: 0, refused: [] });
  });

  test("is verified with the signer, the time and the root named", async () => {
    const text = await checkoutWith().transcript(`verify ${FILE} ${BY}`, { now: NOW });
    expect(text).toContain(`signed by ${IDENTITY} (${ISSUER}), at 2026-01-15T12:00:00.000Z by `);
    expect(text).toContain("judged by root.json, of unknown age");
    const { findings } = await verdict(checkoutWith(), `${FILE} ${BY}`);
    expect(findings.map(({ rule }) => rule)).toEqual([
      "SIGNATURE",
      "TRUST_ROOT",
      // It lies in the checkout that it judges.
      "TRUST_ROOT_IN_TREE",
    ]);
    expect(text).toMatch(/exit 0$/);
  });

  test.each([
    ["another identity", `${FILE} ${BY.replace("v1.2.3", "v1.2.4")}`, 1, ["IDENTITY_MISMATCH"]],
    [
      "an identity that only begins alike",
      `${FILE} ${BY.replace("v1.2.3", "v1.2")}`,
      1,
      ["IDENTITY_MISMATCH"],
    ],
    [
      "another issuer",
      `${FILE} ${BY.replace(ISSUER, "https://accounts.example")}`,
      1,
      ["IDENTITY_ISSUER_MISMATCH"],
    ],
    [
      "another repository id",
      `${FILE} ${WORKFLOW} --repository-id 4243`,
      1,
      ["IDENTITY_CLAIM_MISMATCH"],
    ],
    ["another runner", `${FILE} ${WORKFLOW} --runner self-hosted`, 1, ["IDENTITY_CLAIM_MISMATCH"]],
    [
      "another digest",
      `sha256:${sha256("other")} --bundle ${FILE}.sigstore.json ${BY}`,
      1,
      [expect.stringMatching(/DIGEST|SUBJECT/)],
    ],
    [
      "the root of another instance",
      `${FILE} ${BY.replace("--trusted-root root.json", "")}`.trim(),
      1,
      [expect.stringMatching(/^TLOG_|^CERTIFICATE_/)],
    ],
    ["a file that is not there", `nothing ${BY}`, 2, ["FILE_MISSING"]],
    ["a digest without a bundle", `sha256:${sha256("the bytes")} ${BY}`, 3, ["SIGNATURE_NONE"]],
  ])("is refused for %s", async (_why, line, exitCode, refused) => {
    expect(await verdict(checkoutWith(), line)).toMatchObject({ exitCode, refused });
  });

  test("is verified with a warning where its tree has the trust root, too", async () => {
    const checkout = checkoutWith();
    const warned = async (root: string): Promise<readonly string[]> => {
      const { exitCode, findings } = await verdict(
        checkout,
        `${FILE} ${BY.replace("root.json", root)}`,
      );
      expect(exitCode).toBe(0);
      return findings.flatMap((one) => (one.verdict === "warned" ? [one.rule] : []));
    };
    const elsewhere = new Folder().write("root.json", written(trustedRoot(INSTANCE)));
    expect(await warned("root.json")).toEqual(["TRUST_ROOT_IN_TREE"]);
    expect(await warned(elsewhere.at("root.json"))).toEqual([]);
    const link = join(checkout.path, "link.json");
    symlinkSync(elsewhere.at("root.json"), link);
    expect(await warned("link.json")).toEqual(["TRUST_ROOT_IN_TREE"]);
    // A digest is of no tree.
    const line = `sha256:${sha256("the bytes")} --bundle ${FILE}.sigstore.json ${BY}`;
    const { findings } = await verdict(checkout, line);
    expect(findings.map(({ rule }) => rule)).not.toContain("TRUST_ROOT_IN_TREE");
  });

  test("is refused when a byte of it has changed", async () => {
    const found = await verdict(checkoutWith().write(FILE, "the bytez"), `${FILE} ${BY}`);
    expect(found).toMatchObject({ exitCode: 1, refused: [expect.any(String)] });
  });

  test("is not verified in place of a digest whose name it has", async () => {
    const name = `sha256:${sha256("other")}`;
    const checkout = checkoutWith(undefined, name);
    expect(await verdict(checkout, `${name} ${BY}`)).toMatchObject({
      exitCode: 1,
      refused: ["SUBJECT_AMBIGUOUS"],
    });
    expect(await verdict(checkout, `./${name} ${BY}`)).toMatchObject({ exitCode: 0 });
  });

  test.each([
    `--min-sequence 3 ${BY}`,
    `--copy-to out ${BY}`,
    `--root . ${BY}`,
    `--repository https://github.com/acme/app ${BY}`,
    `--root . ${WORKFLOW}`,
    `--message --root . ${BY}`,
    `--message --predicate-type x:y ${BY}`,
  ])("is not verified with what would check nothing: %s", async (options) => {
    const { exitCode, stderr } = await checkoutWith().run(`verify ${FILE} ${options}`, {
      now: NOW,
    });
    const [option] = options.replace("--message ", "").split(" ");
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(`expected .*${option}`)]);
  });

  test("is refused without a bundle, which is never success", async () => {
    const checkout = checkoutWith().write("other.bin", "x");
    expect(await verdict(checkout, `other.bin ${BY}`)).toMatchObject({
      exitCode: 3,
      refused: ["SIGNATURE_NONE"],
    });
  });

  test("is verified beside the bundle of somebody else, which is noted", async () => {
    const checkout = checkoutWith();
    const stranger = createInstance();
    const other = signBundle(INSTANCE, { message: Buffer.from("the bytes"), managed: true });
    checkout.write(`${FILE}.0123456789ab.sigstore.json`, written(other));
    const { exitCode, findings } = await verdict(checkout, `${FILE} ${BY}`);
    expect(exitCode).toBe(0);
    expect(findings.filter(({ verdict: one }) => one === "noted")).toMatchObject([
      { rule: "SIGNER_KIND_MISMATCH" },
    ]);
    expect(stranger).toBeDefined();
  });
});

// One of them is verified from its bytes, the other by its digest.
test.each([
  ["as large as is held", 8 * 1024 * 1024],
  ["larger", 8 * 1024 * 1024 + 1],
])("a file %s is verified, and refused with another last byte", async (_why, size) => {
  const data = Buffer.alloc(size, Uint8Array.of(0x1f, 0x8b, 0xff, 0xfe));
  const checkout = checkoutWith({ message: data });
  checkout.write(FILE, data);
  expect(await verdict(checkout, `${FILE} ${BY}`)).toMatchObject({ exitCode: 0, refused: [] });
  data[size - 1] = 0;
  checkout.write(FILE, data);
  expect(await verdict(checkout, `${FILE} ${BY}`)).toMatchObject({
    exitCode: 1,
    refused: ["BUNDLE_DIGEST_MISMATCH"],
  });
});

describe("an instance without logs, as GitHub's own", () => {
  const stamped = { message: Buffer.from("the bytes"), log: "none", timestamp: true } as const;
  const extensions = fulcioExtensions({ 1: ISSUER, 8: ISSUER, ...CLAIMS });
  const withoutPromise = { ...stamped, leaf: { extensions, withPromise: false } };

  test("is verified by its timestamp, and said to have no logs", async () => {
    const root = { ...trustedRoot(INSTANCE), tlogs: [], ctlogs: [] };
    const checkout = checkoutWith(withoutPromise).write("root.json", written(root));
    const { exitCode, findings } = await verdict(checkout, `${FILE} ${BY}`);
    expect(exitCode).toBe(0);
    expect(findings.map(({ message }) => message)).toEqual([
      expect.stringContaining("at 2026-01-15T12:00:00.000Z by https://tsa.fake (rfc3161)"),
      "judged by root.json, of unknown age, which has no log of signatures and no log of certificates",
      expect.stringContaining("root.json lies in the tree that it judges"),
    ]);
  });

  test("is not taken for one with logs", async () => {
    expect(await verdict(checkoutWith(withoutPromise), `${FILE} ${BY}`)).toMatchObject({
      exitCode: 1,
      refused: ["TLOG_ENTRY_MISSING"],
    });
  });

  test("is named where its root stands beside another in one file", async () => {
    const root = Buffer.from(written(trustedRoot(INSTANCE))).toString();
    const checkout = checkoutWith().write("root.json", `${root}\n${root}\n`);
    const { exitCode, findings } = await verdict(checkout, `${FILE} ${BY}`);
    expect(exitCode).toBe(4);
    expect(findings).toMatchObject([
      {
        rule: "TRUST_ROOT_MALFORMED",
        help: expect.stringContaining("several trust roots, one a line"),
      },
    ]);
  });
});

describe("what a command line has to say", () => {
  test.each([
    ["nothing of a signer", FILE, "expected --key PUB, or --certificate-identity"],
    [
      "an identity without its issuer",
      `${FILE} --certificate-identity x`,
      "expected --certificate-oidc-issuer",
    ],
    [
      "an issuer without an identity",
      `${FILE} --certificate-oidc-issuer ${ISSUER}`,
      "expected --certificate-identity",
    ],
    [
      "a workflow without its repository",
      `${FILE} --workflow w.yml --ref r`,
      "expected --repository",
    ],
    [
      "a workflow without its ref",
      `${FILE} --workflow w.yml --repository acme/app`,
      "expected --ref",
    ],
    [
      "parts of a workflow's identity alone",
      `${FILE} --runner github-hosted`,
      "expected --workflow",
    ],
    ["a key and an identity", `${FILE} --key k.pub ${BY}`, "expected --key or an identity"],
    [
      "an identity and a pattern",
      `${FILE} ${BY} --certificate-identity-pattern x`,
      "found several",
    ],
    ["a threshold, which counts keys", `${FILE} ${BY} --threshold 2`, "expected no --threshold"],
  ])("is refused with %s", async (_why, line, message) => {
    const { exitCode, stderr } = await checkoutWith().run(`verify ${line}`, { now: NOW });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });

  test.each([
    ["is missing", "no.json", "TRUST_ROOT_UNREADABLE"],
    ["is something else", FILE, "TRUST_ROOT_MALFORMED"],
  ])("names a root that %s", async (_why, root, rule) => {
    const { exitCode, stdout } = await checkoutWith().run(
      `verify ${FILE} ${BY.replace("root.json", root)} --json`,
      { now: NOW },
    );
    expect(stdout).toContain(rule);
    expect(exitCode).toBe(4);
  });
});

describe("a statement about a file", () => {
  test("of any kind passes, and its kind is said first", async () => {
    const provenance = "https://slsa.dev/provenance/v1";
    const found = await verdict(
      checkoutWith({ statement: statementOf(provenance, FILE, "the bytes") }),
      `${FILE} ${BY}`,
    );
    expect(found).toMatchObject({ exitCode: 0, refused: [] });
    expect(found.findings[0]).toMatchObject({
      rule: "PREDICATE_TYPE",
      message: expect.stringContaining(provenance),
    });
  });

  test("passes for the type that is asked for, and for no other", async () => {
    const checkout = checkoutWith({
      statement: statementOf("https://slsa.dev/provenance/v1", FILE, "the bytes"),
    });
    expect(
      await verdict(checkout, `${FILE} ${BY} --predicate-type https://slsa.dev/provenance/v1`),
    ).toMatchObject({ exitCode: 0 });
    expect(
      await verdict(checkout, `${FILE} ${BY} --predicate-type https://slsa.dev/provenance/v0.2`),
    ).toMatchObject({ exitCode: 1, refused: ["PREDICATE_TYPE_UNSUPPORTED"] });
  });

  test("of another type than is asked for is noted beside one that is", async () => {
    const provenance = "https://slsa.dev/provenance/v1";
    const checkout = checkoutWith({ statement: statementOf(provenance, FILE, "the bytes") });
    const publication = signBundle(INSTANCE, {
      leaf: { extensions: fulcioExtensions({ 1: ISSUER, 8: ISSUER, ...CLAIMS }) },
      statement: statementOf(
        "https://docs.index.example/attestations/publish/v1",
        FILE,
        "the bytes",
      ),
    });
    checkout.write(`${FILE}.0123456789ab.sigstore.json`, written(publication));
    const { exitCode, findings } = await verdict(
      checkout,
      `${FILE} ${BY} --predicate-type ${provenance}`,
    );
    expect(exitCode).toBe(0);
    expect(findings.filter(({ verdict: one }) => one === "noted")).toMatchObject([
      { rule: "PREDICATE_TYPE_UNSUPPORTED" },
    ]);
  });

  test("about another file is refused", async () => {
    const statement = statementOf("https://slsa.dev/provenance/v1", FILE, "other bytes");
    expect(await verdict(checkoutWith({ statement }), `${FILE} ${BY}`)).toMatchObject({
      exitCode: 1,
      refused: ["STATEMENT_SUBJECT_MISMATCH"],
    });
  });

  const VERDICTS = [
    [
      "an approval",
      "https://lockseal.dev/attestation/lock-approval/v0.1",
      "an approval, a reject or a record",
    ],
    [
      "a reject",
      "https://lockseal.dev/attestation/lock-reject/v0.1",
      "an approval, a reject or a record",
    ],
    [
      "a first-seen record",
      "https://lockseal.dev/attestation/first-seen/v0.1",
      "an approval, a reject or a record",
    ],
    [
      "any statement of ours",
      "https://lockseal.dev/attestation/of/later/v9",
      "an approval, a reject or a record",
    ],
    ["a verification summary", "https://slsa.dev/verification_summary/v1", "may say FAILED"],
    [
      "an older verification summary",
      "https://slsa.dev/verification_summary/v0.2",
      "may say FAILED",
    ],
    ["a verification result", "https://in-toto.io/attestation/svr/v0.2", "a verification result"],
    ["a test result", "https://in-toto.io/attestation/test-result/v0.1", "may say FAILED"],
  ] as const;

  test.each(VERDICTS)("that is %s is no signature", async (_what, predicateType, named) => {
    const checkout = checkoutWith({ statement: statementOf(predicateType, FILE, "the bytes") });
    // Whoever asks for that type asks for what it says, and that is not judged here either.
    for (const line of [`${FILE} ${BY}`, `${FILE} ${BY} --predicate-type ${predicateType}`]) {
      const { exitCode, refused, findings } = await verdict(checkout, line);
      expect({ exitCode, refused }).toEqual({ exitCode: 1, refused: ["PREDICATE_NOT_JUDGED"] });
      expect(findings[0]).toMatchObject({
        rule: "PREDICATE_NOT_JUDGED",
        message: expect.stringContaining(predicateType),
        help: expect.stringContaining("--bundle FILE"),
      });
      expect(findings[0]?.message).toContain(named);
    }
  });

  test.each(VERDICTS)("that is %s is none by a key either", async (_what, predicateType) => {
    const signer = fakeKey();
    const statement = statementOf(predicateType, FILE, "the bytes");
    const checkout = checkoutWith({ statement, managed: true, signer, log: "none" });
    checkout.write("k.pub", spkiPem(signer));
    expect(await verdict(checkout, `${FILE} --key k.pub`)).toMatchObject({
      exitCode: 1,
      refused: ["PREDICATE_NOT_JUDGED"],
    });
  });

  test("that judges is no signature of a lock, by an identity or a key", async () => {
    const data = pin("click", "8.1.7");
    const signer = fakeKey();
    const statement = statementOf(VERDICTS[0][1], LOCK, data);
    expect(await verdict(checkoutWith({ statement }, LOCK, data), `${LOCK} ${BY}`)).toMatchObject({
      exitCode: 1,
      refused: ["PREDICATE_NOT_JUDGED"],
    });
    const options = { statement, managed: true, signer, log: "none" } as const;
    const checkout = checkoutWith(options, LOCK, data).write("k.pub", spkiPem(signer));
    expect((await verdict(checkout, `${LOCK} --key k.pub`)).exitCode).toBe(1);
  });

  test.each([
    ["a name that only begins like one of ours", "https://lockseal.dev.evil.test/attestation/x"],
    ["a scan", "https://in-toto.io/attestation/vulns/v0.2"],
    ["a list of parts", "https://cyclonedx.org/bom"],
    ["a publication", "https://docs.index.example/attestations/publish/v1"],
    ["what nobody knows", "urn:x"],
  ])("that is %s passes, its type said first", async (_what, predicateType) => {
    const statement = statementOf(predicateType, FILE, "the bytes");
    const { exitCode, findings } = await verdict(checkoutWith({ statement }), `${FILE} ${BY}`);
    expect(exitCode).toBe(0);
    expect(findings[0]).toMatchObject({
      rule: "PREDICATE_TYPE",
      verdict: "passed",
      message: `a statement of the type ${predicateType} is about it; what it says was not judged`,
    });
  });
});

describe("a lock that was signed keyless", () => {
  /** The statement that `sign` makes of a lock, signed by an identity instead. */
  async function lockCheckout(): Promise<Checkout> {
    const data = pin("click", "8.1.7");
    const checkout = checkoutWith({}, LOCK, data);
    checkout.write("k/requirements.txt", data);
    await checkout.sign(`${LOCK} --bundle by-key.json`);
    const { dsseEnvelope } = JSON.parse(checkout.read("by-key.json")) as {
      dsseEnvelope: { payload: string };
    };
    const statement = JSON.parse(Buffer.from(dsseEnvelope.payload, "base64").toString()) as object;
    return checkout.write(
      `${LOCK}.sigstore.json`,
      written(
        signBundle(INSTANCE, {
          statement,
          leaf: { extensions: fulcioExtensions({ 1: ISSUER, 8: ISSUER, ...CLAIMS }) },
        }),
      ),
    );
  }

  test("is verified as a lock, and its install line printed", async () => {
    const text = await (await lockCheckout()).transcript(`verify ${LOCK} ${BY}`, { now: NOW });
    expect(text).toContain("pip will see what the signer saw: 1 pin");
    expect(text).toContain(`--only-binary :all: -r ${LOCK}`);
    expect(text).toMatch(/exit 0$/);
  });

  test("is handed over with --copy-to", async () => {
    const checkout = await lockCheckout();
    expect(await verdict(checkout, `${LOCK} ${BY} --copy-to out`)).toMatchObject({ exitCode: 0 });
    expect(checkout.read(`out/${LOCK}`)).toBe(checkout.read(LOCK));
  });

  test("is refused when a comment was added", async () => {
    const checkout = await lockCheckout();
    checkout.write(LOCK, `${checkout.read(LOCK)}# more\n`);
    expect(await verdict(checkout, `${LOCK} ${BY}`)).toMatchObject({
      exitCode: 1,
      refused: ["STATEMENT_SUBJECT_MISMATCH"],
    });
  });

  test("is refused below the newest known sequence", async () => {
    expect(await verdict(await lockCheckout(), `${LOCK} ${BY} --min-sequence 2`)).toMatchObject({
      exitCode: 1,
      refused: ["SEQUENCE"],
    });
  });

  test("is refused by its digest, which shows nobody what pip will see", async () => {
    const checkout = await lockCheckout();
    const line = `sha256:${sha256(checkout.read(LOCK))} --bundle ${LOCK}.sigstore.json ${BY}`;
    expect(await verdict(checkout, line)).toMatchObject({
      exitCode: 1,
      refused: ["LOCK_NOT_READ"],
    });
  });

  test("is refused with a signature over its bytes alone, unless these are asked for", async () => {
    const data = pin("click", "8.1.7");
    const checkout = checkoutWith({ message: Buffer.from(data) }, LOCK, data);
    expect(await verdict(checkout, `${LOCK} ${BY}`)).toMatchObject({
      exitCode: 1,
      refused: ["MESSAGE_SIGNATURE"],
    });
    expect(await verdict(checkout, `${LOCK} ${BY} --message`)).toMatchObject({
      exitCode: 0,
      refused: [],
    });
  });

  test("is refused with a statement of another kind, unless that is asked for", async () => {
    const data = pin("click", "8.1.7");
    const provenance = "https://slsa.dev/provenance/v1";
    const checkout = checkoutWith({ statement: statementOf(provenance, LOCK, data) }, LOCK, data);
    expect(await verdict(checkout, `${LOCK} ${BY}`)).toMatchObject({
      exitCode: 1,
      refused: ["LOCK_SIGNATURE"],
    });
    expect(await verdict(checkout, `${LOCK} ${BY} --predicate-type ${provenance}`)).toMatchObject({
      exitCode: 0,
      refused: [],
    });
  });

  test.each([
    ["too large to be read", `${pin("click", "8.1.7")}${"#".repeat(70 * 1024 * 1024)}\n`],
    ["without a pin that can be read", "!\n"],
  ])("is refused by its name with a signature over its bytes when it is %s", async (_w, data) => {
    const checkout = checkoutWith({ message: Buffer.from(data) }, LOCK, data);
    expect(await verdict(checkout, `${LOCK} ${BY}`)).toMatchObject({
      exitCode: 1,
      refused: ["MESSAGE_SIGNATURE"],
    });
  });
});
