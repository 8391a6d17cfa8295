import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Folder } from "../fakes/checkout.ts";
import { SshSigner } from "../fakes/ssh.ts";

const read = (name: string) => readFileSync(new URL(`../../testdata/ssh/${name}`, import.meta.url));
const ARTIFACT = read("artifact.txt");
const ED25519 = read("ed25519.pub").toString();
// ssh-keygen -l -f ed25519.pub
const ID = "SHA256:EooclAjdc+EH/S3Rihk9crWlrliWdSNnk49bTK1+lNo";

/** A folder with a signed file, and keys where no change to it reaches them. */
class Download extends Folder {
  readonly keys: Folder = new Folder();

  constructor(signature: Uint8Array | string) {
    super();
    this.write("artifact.txt", ARTIFACT).write("artifact.txt.sig", signature);
    for (const name of ["ed25519.pub", "other.pub"]) this.keys.write(name, read(name));
    this.keys.write("signers", `release@x namespaces="file" ${ED25519}`);
  }

  verify(line: string) {
    return this.run(`verify artifact.txt ${line.replaceAll("@/", `${this.keys.path}/`)}`);
  }
}

test("verifies a file by a key of SSH", async () => {
  const { exitCode, stdout, stderr } = await new Download(read("ed25519.sig")).verify(
    "--key @/ed25519.pub",
  );
  expect([exitCode, stdout, stderr]).toEqual([
    0,
    `artifact.txt: ok: artifact.txt.sig: signed by the key ${ID} (ssh-keygen)\n`,
    "",
  ]);
});

test("verifies a file by an allowed signer, and says whose key it was", async () => {
  const { exitCode, stdout } = await new Download(read("ed25519.sig")).verify(
    "--allowed-signers @/signers --principal release@x --json",
  );
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    findings: [
      {
        rule: "SIGNATURE",
        message: `artifact.txt.sig: signed by "release@x", whose key is ${ID} (ssh-keygen)`,
      },
    ],
    evidence: [
      { format: "ssh", signer: { kind: "ssh", id: ID, principal: "release@x" }, comment: null },
    ],
  });
});

describe("refuses", () => {
  test.each<[string, string, string, number, RegExp]>([
    ["another key", "ed25519.sig", "--key @/other.pub", 1, /\[SIGNATURE_KEY_MISMATCH\]/],
    [
      "another principal",
      "ed25519.sig",
      "--allowed-signers @/signers --principal you@x",
      1,
      /\[SIGNER_NOT_ALLOWED\]\n +hint: check the principal/,
    ],
    [
      "another namespace",
      "git.sig",
      "--key @/ed25519.pub",
      1,
      /\[SIGNATURE_NAMESPACE_MISMATCH\]\n +hint: ask the signer for: ssh-keygen -Y sign -n file/,
    ],
    [
      "a namespace the signer may not sign in",
      "git.sig",
      "--allowed-signers @/signers --principal release@x --namespace git",
      1,
      /\[SIGNER_NAMESPACE\]/,
    ],
    ["a certificate", "certificate.sig", "--key @/ed25519.pub", 1, /\[SIGNATURE_KEY_UNSUPPORTED\]/],
    [
      "no such file of signers",
      "ed25519.sig",
      "--allowed-signers none --principal x",
      4,
      /none: expected a key, found nothing/,
    ],
    [
      "signers without a principal",
      "ed25519.sig",
      "--allowed-signers @/signers",
      2,
      /expected --principal NAME/,
    ],
    [
      "an empty principal",
      "ed25519.sig",
      "--allowed-signers @/signers --principal=",
      2,
      /expected a value after --principal/,
    ],
    [
      "a principal without signers",
      "ed25519.sig",
      "--key @/ed25519.pub --principal x",
      2,
      /expected --allowed-signers FILE/,
    ],
    [
      "signers and a key",
      "ed25519.sig",
      "--allowed-signers @/signers --principal x --key @/ed25519.pub",
      2,
      /expected --allowed-signers or --key, found both/,
    ],
    [
      "signers and an identity",
      "ed25519.sig",
      "--allowed-signers @/signers --principal x --certificate-identity x",
      2,
      /or --certificate-identity, found both/,
    ],
    [
      "a namespace with an identity",
      "ed25519.sig",
      "--certificate-identity x --certificate-oidc-issuer https://x --namespace y",
      2,
      /expected no --namespace with a PEM key or an identity/,
    ],
    [
      "a legacy signature with an identity",
      "ed25519.sig",
      "--certificate-identity x --certificate-oidc-issuer https://x --unsafe-legacy",
      2,
      /expected no --unsafe-legacy/,
    ],
  ])("%s", async (_, signature, line, exitCode, text) => {
    const outcome = await new Download(read(signature)).verify(line);
    expect(outcome.stdout + outcome.stderr).toMatch(text);
    expect(outcome.exitCode).toBe(exitCode);
  });
});

test("accepts another namespace by name", async () => {
  expect(
    await new Download(read("git.sig")).verify("--key @/ed25519.pub --namespace git"),
  ).toMatchObject({ exitCode: 0 });
});

test("warns of a security key that nobody touched", async () => {
  const signer = new SshSigner("sk-ssh-ed25519@openssh.com");
  const download = new Download(signer.sign(ARTIFACT, { flags: 0 }));
  download.keys.write("sk.pub", signer.line);
  expect(await download.verify("--key @/sk.pub")).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining("[SIGNATURE_UNTOUCHED]"),
  });
  download.write("artifact.txt.sig", signer.sign(ARTIFACT));
  expect((await download.verify("--key @/sk.pub")).stdout).not.toContain("warning");
});

test("a key in a security key is another than the same one without", async () => {
  const signer = new SshSigner("sk-ssh-ed25519@openssh.com");
  const download = new Download(signer.sign(ARTIFACT));
  const point = signer.blob.subarray(4 + 26 + 4, 4 + 26 + 4 + 32);
  const length = (bytes: number) => Buffer.of(0, 0, 0, bytes);
  const plain = Buffer.concat([length(11), Buffer.from("ssh-ed25519"), length(32), point]);
  download.keys.write("plain.pub", `ssh-ed25519 ${plain.toString("base64")}\n`);
  expect(await download.verify("--key @/plain.pub")).toMatchObject({
    exitCode: 1,
    stdout: expect.stringContaining("[SIGNATURE_KEY_MISMATCH]"),
  });
});
