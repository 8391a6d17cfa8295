import { describe, expect, test } from "vitest";
import { loadTrustRoot } from "../../src/operations/trust-source.ts";
import { verifyChecksums } from "../../src/operations/verify-checksums.ts";
import { asCosignBundle } from "../fakes/bare.ts";
import { Checkout, type ReportedFinding, sha256 } from "../fakes/checkout.ts";
import {
  CLAIMS,
  createInstance,
  fulcioExtensions,
  IDENTITY,
  ISSUER,
  NOW,
  signBundle,
  trustedRoot,
  written,
} from "../fakes/instance.ts";

const INSTANCE = createInstance();
const LEAF = { extensions: fulcioExtensions({ 1: ISSUER, 8: ISSUER, ...CLAIMS }) };
const LIST = "dist/SHA256SUMS";
const FILES = { "a.tgz": "alpha", "b.tgz": "beta" } as const;
const lineOf = (name: string, data: string): string => `${sha256(data)}  ${name}\n`;
const LINES = Object.entries(FILES)
  .map(([name, data]) => lineOf(name, data))
  .join("");
const signatureOf = (data: string | Uint8Array) =>
  signBundle(INSTANCE, { leaf: LEAF, message: Buffer.from(data) });

/** A folder of files with a list, and what stands beside them. */
function release(
  list = LINES,
  beside: Readonly<Record<string, string | Uint8Array>> = {},
): Checkout {
  const checkout = new Checkout();
  checkout.keys.write("root.json", written(trustedRoot(INSTANCE)));
  for (const [name, data] of Object.entries(FILES)) checkout.write(`dist/${name}`, data);
  checkout.write(LIST, list);
  for (const [name, data] of Object.entries(beside)) checkout.write(`dist/${name}`, data);
  return checkout;
}

const signed = (list = LINES): Checkout =>
  release(list, { "SHA256SUMS.sigstore.json": written(signatureOf(list)) });

interface Verdict {
  readonly exitCode: number;
  readonly refused: readonly string[];
  readonly findings: readonly ReportedFinding[];
}

async function verdict(checkout: Checkout, more = "", identity = IDENTITY): Promise<Verdict> {
  const by = `--certificate-identity ${identity} --certificate-oidc-issuer ${ISSUER} --trusted-root ${checkout.keys.at("root.json")}`;
  const line = `verify --checksums ${LIST} ${by} --json${more}`;
  const { exitCode, stdout } = await checkout.run(line, { now: NOW });
  const { findings } = JSON.parse(stdout) as { findings: ReportedFinding[] };
  const refused = findings.flatMap((one) => (one.verdict === "refused" ? [one.rule] : []));
  return { exitCode, findings, refused };
}

describe("a list that is signed", () => {
  test("vouches for every file that it names, and says which line does", async () => {
    const { exitCode, findings } = await verdict(signed());
    expect(exitCode).toBe(0);
    expect(findings.map(({ rule, subject }) => [rule, subject])).toEqual([
      ["SIGNATURE", LIST],
      ["TRUST_ROOT", LIST],
      ["CHECKSUM", "a.tgz"],
      ["CHECKSUM", "b.tgz"],
    ]);
    expect(findings.at(-1)?.message).toBe(`${LIST}:2 has its digest, sha256:${sha256("beta")}`);
  });

  test("may be signed as cosign's first bundle", async () => {
    const bundle = signBundle(INSTANCE, {
      leaf: LEAF,
      version: "0.1",
      message: Buffer.from(LINES),
    });
    const checkout = release(LINES, { "SHA256SUMS.bundle": written(asCosignBundle(bundle)) });
    expect(await verdict(checkout)).toMatchObject({ exitCode: 0 });
  });

  test("may be a text that pip could take for requirements", async () => {
    const checkout = release(LINES, {});
    checkout.write("dist/checksums.txt", LINES);
    checkout.write("dist/checksums.txt.sigstore.json", written(signatureOf(LINES)));
    const by = `--certificate-identity ${IDENTITY} --certificate-oidc-issuer ${ISSUER} --trusted-root ${checkout.keys.at("root.json")}`;
    const { exitCode } = await checkout.run(`verify --checksums dist/checksums.txt ${by}`, {
      now: NOW,
    });
    expect(exitCode).toBe(0);
  });

  test("is verified by a key", async () => {
    const checkout = release();
    await checkout.sign(`${LIST} --message`);
    const { exitCode, stdout } = await checkout.run(
      `verify --checksums ${LIST} --key ${checkout.keys.at("alice.pub")}`,
    );
    expect({ exitCode, stdout }).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("a.tgz"),
    });
    const other = await checkout.run(
      `verify --checksums ${LIST} --key ${checkout.keys.at("bob.pub")}`,
    );
    expect(other.exitCode).toBe(1);
  });

  test.each<
    [why: string, checkout: () => Checkout, more: string, exitCode: number, refused: string[]]
  >([
    ["a changed file", () => signed().write("dist/b.tgz", "gamma"), "", 1, ["CHECKSUM_MISMATCH"]],
    [
      "a missing file",
      () => signed(LINES + lineOf("c.tgz", "x")),
      "",
      1,
      ["CHECKSUM_FILE_MISSING"],
    ],
    [
      "a missing file that is ignored",
      () => signed(LINES + lineOf("c.tgz", "x")),
      " --ignore-missing",
      0,
      [],
    ],
    [
      "nothing but missing files",
      () => signed(lineOf("c.tgz", "x")),
      " --ignore-missing",
      3,
      ["SIGNATURE_NONE"],
    ],
    [
      "a missing file that was named, whatever is ignored",
      () => signed(LINES + lineOf("c.tgz", "x")),
      " dist/a.tgz dist/c.tgz --ignore-missing",
      1,
      ["CHECKSUM_FILE_MISSING"],
    ],
    ["one of its files", () => signed().write("dist/b.tgz", "gamma"), " dist/a.tgz", 0, []],
    [
      "a file that it has not",
      () => signed().write("dist/d.tgz", "x"),
      " dist/d.tgz",
      3,
      ["CHECKSUM_MISSING"],
    ],
    [
      "a file that stands under a longer path in the list, where another file is",
      () => signed(lineOf("linux/a.tgz", "other")).write("dist/linux/a.tgz", "other"),
      " dist/a.tgz",
      1,
      ["CHECKSUM_MISMATCH"],
    ],
    [
      "a file that stands under a longer path in the list",
      () => signed(lineOf("dist/a.tgz", "alpha")),
      " dist/a.tgz",
      0,
      [],
    ],
    ["a file elsewhere", () => signed().write("a.tgz", "alpha"), " a.tgz", 3, ["CHECKSUM_MISSING"]],
    [
      "a name that leads out",
      () => signed(lineOf("../a.tgz", "alpha")),
      "",
      1,
      ["PATH_OUTSIDE_ROOT"],
    ],
    ["an absolute name", () => signed(lineOf("/etc/passwd", "x")), "", 1, ["PATH_OUTSIDE_ROOT"]],
    [
      "MD5 alone",
      () =>
        signed("d41d8cd98f00b204e9800998ecf8427e  a.tgz\n").write(LIST.replace("SHA256", "X"), ""),
      "",
      1,
      ["CHECKSUMS_ALGORITHM"],
    ],
    [
      "MD5 alone, by its tag",
      () => signed("MD5 (a.tgz) = d41d8cd98f00b204e9800998ecf8427e\n"),
      "",
      1,
      ["CHECKSUM_WEAK"],
    ],
    [
      "one digest of two that is wrong",
      () => signed(`SHA256 (a.tgz) = ${sha256("alpha")}\nSHA512 (a.tgz) = ${"0".repeat(128)}\n`),
      "",
      1,
      ["CHECKSUM_MISMATCH"],
    ],
    [
      "a folder in a file's place",
      () => signed(LINES + lineOf("sub", "x")).write("dist/sub/x", "x"),
      "",
      2,
      ["FILE_UNREADABLE"],
    ],
    ["garbage", () => signed(`${LINES}hello\n`), "", 1, ["CHECKSUMS_MALFORMED"]],
  ])("with %s", async (_why, checkout, more, exitCode, refused) => {
    expect(await verdict(checkout(), more)).toMatchObject({ exitCode, refused });
  });

  test("that is not there is named", async () => {
    const checkout = signed();
    const line = `verify --checksums none --key ${checkout.keys.at("alice.pub")}`;
    expect(await checkout.run(line)).toMatchObject({
      exitCode: 2,
      stdout: expect.stringContaining("FILE_MISSING"),
    });
  });

  test("by somebody else says nothing about the files", async () => {
    const { exitCode, findings } = await verdict(
      signed(),
      "",
      IDENTITY.replace("v1.2.3", "v1.2.4"),
    );
    expect(exitCode).toBe(1);
    expect(findings.map(({ rule }) => rule)).toEqual(["IDENTITY_MISMATCH"]);
  });

  test("that was changed says nothing about the files", async () => {
    const checkout = signed().write(LIST, LINES.replace("a.tgz", "x.tgz"));
    expect(await verdict(checkout)).toMatchObject({
      exitCode: 1,
      refused: ["BUNDLE_DIGEST_MISMATCH"],
    });
  });
});

describe("a list that is not signed", () => {
  const own = Object.fromEntries(
    Object.entries(FILES).map(([name, data]) => [
      `${name}.sigstore.json`,
      written(signatureOf(data)),
    ]),
  );

  test("proves nothing, and each file by its own signature", async () => {
    const { exitCode, findings } = await verdict(release(LINES, own));
    expect(exitCode).toBe(0);
    expect(findings.map(({ rule }) => rule)).toEqual([
      "CHECKSUMS_UNSIGNED",
      ...["SIGNATURE", "TRUST_ROOT", "CHECKSUM"],
      ...["SIGNATURE", "TRUST_ROOT", "CHECKSUM"],
    ]);
  });

  test.each<[why: string, checkout: () => Checkout, exitCode: number, refused: string[]]>([
    [
      "no signature of a file",
      () => release(LINES, { "a.tgz.sigstore.json": own["a.tgz.sigstore.json"] ?? "" }),
      3,
      ["SIGNATURE_NONE"],
    ],
    ["no signature at all", () => release(), 3, ["SIGNATURE_NONE", "SIGNATURE_NONE"]],
    [
      "another digest than the file's",
      () => release(LINES.replace(sha256("alpha"), sha256("x")), own),
      1,
      ["CHECKSUM_MISMATCH"],
    ],
    [
      "a signature of another tool beside it",
      () => release(LINES, { ...own, "SHA256SUMS.sig": "-----BEGIN PGP SIGNATURE-----\n" }),
      0,
      [],
    ],
  ])("with %s", async (_why, checkout, exitCode, refused) => {
    expect(await verdict(checkout())).toMatchObject({ exitCode, refused });
  });

  test("but clearsigned says that this signature was not verified", async () => {
    const text = `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n${LINES}-----BEGIN PGP SIGNATURE-----\n\nx\n-----END PGP SIGNATURE-----\n`;
    const { exitCode, findings } = await verdict(release(text, own));
    expect(exitCode).toBe(0);
    expect(findings[0]).toMatchObject({ rule: "CHECKSUMS_SIGNED_WITHIN", verdict: "noted" });
  });
});

test.each([
  ["verify --key a.pub", /expected FILE… or --checksums LIST, found neither/],
  ["verify x --key a.pub --ignore-missing", /expected --ignore-missing with --checksums/],
  ["verify --checksums x --key a.pub --message", /expected --checksums or --message, found both/],
])("%s is a usage error", async (line, message) => {
  const { exitCode, stderr } = await release().run(line);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(message);
});

test("a list that is exchanged while it is verified is refused", async () => {
  const checkout = signed();
  const other = lineOf("a.tgz", "evil");
  let asked = 0;
  const options = {
    /** Asked for before the list is read, and again before its signature is. */
    get checksums() {
      asked += 1;
      if (asked === 2)
        checkout.write(LIST, other).write(`${LIST}.sigstore.json`, written(signatureOf(other)));
      return LIST;
    },
    files: [],
    ignoreMissing: false,
    cwd: checkout.path,
    now: NOW,
    signer: {
      kind: "identity",
      identity: { kind: "exact", name: IDENTITY, issuer: ISSUER },
      trust: [loadTrustRoot(checkout.keys.at("root.json"), checkout.path)],
      maxRootAgeMs: null,
    },
  } as const;
  const { exitCode, findings } = await verifyChecksums(options);
  expect({ exitCode, last: findings.at(-1)?.rule }).toEqual({
    exitCode: 1,
    last: "CHECKSUMS_CHANGED",
  });
});
