import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Folder } from "../fakes/checkout.ts";

const read = (name: string) =>
  readFileSync(new URL(`../../testdata/openpgp/${name}`, import.meta.url));

/** A folder with a signed file, and keys where no change to it reaches them. */
class Download extends Folder {
  readonly keys: Folder = new Folder();

  constructor(signatures: Readonly<Record<string, string>>) {
    super();
    this.write("artifact.txt", read("artifact.txt"));
    for (const [name, from] of Object.entries(signatures)) this.write(name, read(from));
    for (const name of ["signer", "other", "rsa", "expired", "revoked"])
      this.keys.write(`${name}.asc`, read(`${name}.asc`));
  }

  verify(line: string, file = "artifact.txt") {
    return this.run(`verify ${file} ${line.replaceAll("@/", `${this.keys.path}/`)}`);
  }
}

test("verifies a file by an OpenPGP signature beside it", async () => {
  const { exitCode, stdout } = await new Download({ "artifact.txt.asc": "good.asc" }).verify(
    "--key @/signer.asc --json",
  );
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    findings: [
      {
        rule: "SIGNATURE",
        message: expect.stringMatching(
          /^artifact\.txt\.asc: signed by the key [0-9a-f]{40} \(OpenPGP\)$/,
        ),
      },
    ],
    evidence: [
      {
        format: "openpgp",
        signer: {
          kind: "openpgp",
          signedBy: expect.stringMatching(/^[0-9a-f]{40}$/),
          userIds: ["signer <signer@lockseal.example>"],
        },
        claimedTime: "2026-09-01T00:00:00.000Z",
      },
    ],
  });
});

describe("accepts", () => {
  test.each<[string, Readonly<Record<string, string>>, string, RegExp]>([
    ["a binary signature", { "artifact.txt.sig": "good.sig" }, "--key @/signer.asc", /\(OpenPGP\)/],
    [
      "other endings",
      { "artifact.txt.gpg": "good.sig", "artifact.txt.sign": "good.asc" },
      "--key @/signer.asc",
      /\.gpg: signed(?:.|\n)*\.sign: signed/,
    ],
    [
      "a file with somebody else's signature, too, which it names",
      { "artifact.txt.sig": "two.sig" },
      "--key @/other.asc",
      /note: the file holds signatures by other keys, too, which were not verified: [0-9a-f]{16} \[SIGNER_UNKNOWN\]/,
    ],
    [
      "two keys",
      { "artifact.txt.sig": "good.sig", "artifact.txt.asc": "rsa.sig" },
      "--key @/signer.asc --key @/rsa.asc --threshold 2",
      /\(OpenPGP\)/,
    ],
  ])("%s", async (_, signatures, line, text) => {
    const { exitCode, stdout } = await new Download(signatures).verify(line);
    expect(stdout).toMatch(text);
    expect(exitCode).toBe(0);
  });
});

describe("refuses", () => {
  test.each<[string, Readonly<Record<string, string>>, string, number, RegExp]>([
    [
      "another key",
      { "artifact.txt.asc": "good.asc" },
      "--key @/other.asc",
      1,
      /\[SIGNATURE_KEY_MISMATCH\]/,
    ],
    [
      "a revoked key",
      { "artifact.txt.sig": "revoked.sig" },
      "--key @/revoked.asc",
      4,
      /\[KEY_REVOKED\]/,
    ],
    [
      "an expired key",
      { "artifact.txt.sig": "expired.sig" },
      "--key @/expired.asc",
      4,
      /\[KEY_EXPIRED\]/,
    ],
    [
      "a key with another fingerprint",
      { "artifact.txt.asc": "good.asc" },
      "--key @/signer.asc --fingerprint 00",
      4,
      /expected the key 00, found [0-9a-f]{40}/,
    ],
    [
      "a fingerprint with minisign's key",
      {},
      `--key ${"RW".padEnd(56, "A")} --fingerprint 00`,
      2,
      /expected an OpenPGP key with a fingerprint/,
    ],
    [
      "a fingerprint with allowed signers",
      {},
      "--allowed-signers x --principal y --fingerprint 00",
      2,
      /expected no --fingerprint with --allowed-signers/,
    ],
    [
      "a fingerprint with an identity",
      {},
      "--certificate-identity x --certificate-oidc-issuer https://x --fingerprint 00",
      2,
      /expected no --fingerprint with a PEM key or an identity/,
    ],
    [
      "no signature",
      {},
      "--key @/signer.asc",
      3,
      /artifact\.txt\.asc or artifact\.txt\.sig beside it, found none \[SIGNATURE_NONE\]\n +hint: .*gpg --armor --detach-sign/,
    ],
  ])("%s", async (_, signatures, line, exitCode, text) => {
    const outcome = await new Download(signatures).verify(line);
    expect(outcome.stdout + outcome.stderr).toMatch(text);
    expect(outcome.exitCode).toBe(exitCode);
  });
});

describe("a text with its signature around it", () => {
  test("is verified by itself, and it is said how little of it is signed", async () => {
    const download = new Download({ "SUMS.asc": "clear.asc" });
    const { exitCode, stdout } = await download.verify("--key @/signer.asc", "SUMS.asc");
    expect(stdout).toMatch(/SUMS\.asc: signed by the key [0-9a-f]{40} \(OpenPGP\)\n/);
    // wc -c of the signed lines: 11 + 9 + 10 + 14 + 1 + 10
    expect(stdout).toContain("55 bytes are signed, and nothing else of the file [SIGNED_TEXT]");
    expect(exitCode).toBe(0);
  });

  test.each<[string, string, string, number, string]>([
    ["by another key", "clear.asc", "--key @/other.asc", 1, "SIGNATURE_KEY_MISMATCH"],
    [
      "by a key of another kind",
      "clear.asc",
      "--key @/minisign.pub",
      1,
      "SIGNATURE_FORMAT_MISMATCH",
    ],
    ["that is none", "artifact.txt", "--key @/signer.asc", 3, "SIGNATURE_NONE"],
  ])("is refused %s", async (_, from, line, exitCode, rule) => {
    const download = new Download({ "SUMS.asc": from });
    const url = new URL("../../testdata/minisign/minisign.pub", import.meta.url);
    download.keys.write("minisign.pub", readFileSync(url));
    expect(await download.verify(line, "SUMS.asc")).toMatchObject({
      exitCode,
      stdout: expect.stringContaining(`[${rule}]`),
    });
  });
});
