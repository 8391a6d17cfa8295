import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { formatToolLock } from "../../../src/tool/format-tool-lock.ts";
import { type Folder, type ReportedFinding, sha256 } from "../../fakes/checkout.ts";
import { ISSUER } from "../../fakes/instance.ts";
import { createMinisignSigner } from "../../fakes/minisign-signer.ts";
import { AT, pinFile, pinnedFolder, pinTool, RELEASER } from "../../fakes/pinned-file.ts";

const WORKFLOW = `keyless = [{ issuer = "${ISSUER}", repository = "acme/app", workflow = ".github/workflows/release.yml", ref = "refs/tags/v{version}" }]`;
const PROGRAM = "#!/bin/sh\n";

/** A policy that pins the root of the fakes' instance, and says who signs the tool. */
function policy(folder: Folder, { signer = WORKFLOW, tool = "app", more = "" } = {}): string {
  return `version = 1
expires = 2027-06-30T00:00:00Z
[trust]
sigstore_root = { file = "root.json", sha256 = "${sha256(folder.read("root.json"))}" }
[signers.acme]
${signer}
[tools.${tool}]
version = "1.2.3"
source = "https://releases.example/app-{platform}.bin"
platforms = ["linux-x64"]
signer = "acme"
${more}
`;
}

/** A folder with a signed download in `t`. */
function downloaded(said: Parameters<typeof policy>[1] = {}): Folder {
  const folder = pinnedFolder();
  return folder.write("lockseal.toml", policy(folder, said)).write("t/app-linux.bin", "linux");
}

/** The same of an archive, of which only what was in it lies there. */
function unpacked(sha512 = true): Folder {
  const folder = downloaded();
  rmSync(folder.at("t/app-linux.bin"));
  const [evidence = ""] = Object.keys(folder.list()).filter(
    (name) =>
      name.includes("/sha256-") &&
      folder.read(name).includes(createHash("sha256").update("linux").digest("base64")),
  );
  const digests = [
    { algorithm: "sha256", hex: sha256("linux") },
    ...(sha512
      ? [{ algorithm: "sha512", hex: createHash("sha512").update("linux").digest("hex") } as const]
      : []),
  ] as const;
  const asset = pinFile("app.tar.gz", "linux-x64", Buffer.from("linux"), {
    digests,
    files: [
      { kind: "file", path: "app", mode: 0o755, size: PROGRAM.length, sha256: sha256(PROGRAM) },
    ],
    evidence: [{ kind: "signature", sha256: evidence.split("sha256-")[1] ?? "" }],
  });
  const lock = formatToolLock({ tools: [pinTool("app", "1.2.3", [asset], RELEASER)] });
  return folder.write("lockseal-tools.lock", lock).write("t/app", PROGRAM);
}

async function audit(folder: Folder, line = "t", around: { readonly now?: Date } = AT) {
  const { exitCode, stdout } = await folder.run(`audit ${line} --json`, around);
  const { findings } = JSON.parse(stdout) as { findings: readonly ReportedFinding[] };
  const of = (verdict: string) =>
    findings.filter((one) => one.verdict === verdict).map(({ rule }) => rule);
  const text = findings.map(({ subject, message }) => `${subject}: ${message}`).join("\n");
  return { exitCode, refused: of("refused"), warned: of("warned"), passed: of("passed"), text };
}

describe("what an audit finds as pinned, by the signers of the policy", () => {
  test.each<[why: string, make: () => Folder]>([
    ["a download", () => downloaded()],
    ["what was in one", () => unpacked()],
    ["what was in one, by the digest that its signature is over", () => unpacked(false)],
  ])("%s that the signer signed", async (_why, make) => {
    const found = await audit(make());
    expect(found, found.text).toMatchObject({ exitCode: 0, refused: [], warned: [] });
    expect(found.text).toContain("app@linux-x64 1.2.3: signed by https://github.com/acme/app/");
  });

  test.each<[why: string, said: Parameters<typeof policy>[1], rule: string, exitCode: number]>([
    [
      "another signer than the pin's",
      { signer: WORKFLOW.replace("acme/app", "evil/app") },
      "IDENTITY_MISMATCH",
      1,
    ],
    [
      "one who counted no more",
      { signer: `${WORKFLOW}\nuntil = 2026-01-15T00:00:00Z` },
      "SIGNER_OUT_OF_TIME",
      1,
    ],
    ["a version that is denied", { more: 'deny = ["1.2.3"]' }, "TOOL_DENIED", 1],
  ])("refuses %s", async (_why, said, rule, exitCode) => {
    expect(await audit(downloaded(said))).toMatchObject({ exitCode, refused: [rule] });
  });

  test("refuses a pin that was changed with what lies there, and not with its signature", async () => {
    const folder = unpacked();
    const lock = folder.read("lockseal-tools.lock");
    folder.write("lockseal-tools.lock", lock.replaceAll(sha256("linux"), sha256("evil!")));
    expect((await audit(folder)).refused).toEqual(["BUNDLE_DIGEST_MISMATCH"]);
  });

  test("refuses a pin whose evidence is gone", async () => {
    const folder = downloaded();
    rmSync(folder.at(".lockseal"), { recursive: true });
    expect((await audit(folder)).refused).toEqual(["TOOL_EVIDENCE_MISSING"]);
  });

  test("says what only the download itself proves, and takes it where that lies there", async () => {
    const minisign = createMinisignSigner();
    const folder = unpacked().write("keys/acme.pub", minisign.publicFile);
    folder.write("lockseal.toml", policy(folder, { signer: 'keys = ["keys/acme.pub"]' }));
    const signature = minisign.sign(Buffer.from("linux"));
    const lock = folder.read("lockseal-tools.lock");
    const digests = Object.keys(folder.list()).map((name) => name.split("sha256-")[1] ?? "none");
    const before = digests.find((digest) => lock.includes(digest)) ?? "";
    folder.write("lockseal-tools.lock", lock.replaceAll(before, sha256(signature)));
    folder.write(`.lockseal/evidence/sha256-${sha256(signature)}`, signature);
    const found = await audit(folder);
    expect(found).toMatchObject({ exitCode: 0, refused: [], warned: ["TOOL_UNCHECKED"] });
    expect(found.text).toContain(
      "app.tar.gz: expected the file itself, which its signature is over, found its pinned digests alone",
    );
    folder.write("t/app.tar.gz", "linux");
    expect(await audit(folder)).toMatchObject({ exitCode: 0, refused: [], warned: [] });
  });

  test("says that it is judged by the pin alone where the policy has nothing about it", async () => {
    expect(await audit(downloaded({ tool: "other" }))).toMatchObject({
      exitCode: 0,
      warned: ["TOOL_UNWANTED"],
    });
  });

  test("is not asked about what does not lie there", async () => {
    const folder = downloaded({ signer: WORKFLOW.replace("acme/app", "evil/app") });
    folder.write("t/app-linux.bin", "other");
    expect((await audit(folder)).refused).toEqual(["AUDIT_NONE_VERIFIED", "AUDIT_ALTERED"]);
  });

  test("sees everything, and passes nothing, by a policy whose time is over", async () => {
    const now = new Date("2027-07-01T00:00:00Z");
    const found = await audit(downloaded(), "t", { now });
    expect(found).toMatchObject({ exitCode: 2, refused: ["POLICY_EXPIRED"] });
    expect(found.passed).toEqual(["AUDIT_VERIFIED"]);
  });

  test("is by the root that the command line names", async () => {
    const folder = downloaded();
    const text = folder
      .read("lockseal.toml")
      .replace(/sha256 = "[0-9a-f]{64}"/, `sha256 = "${"0".repeat(64)}"`);
    folder.write("lockseal.toml", text);
    expect(await audit(folder)).toMatchObject({ exitCode: 4, refused: ["TRUST_ROOT_MALFORMED"] });
    expect((await audit(folder, "t --trusted-root root.json")).refused).toEqual([]);
  });

  test("is left without a policy", async () => {
    const folder = downloaded();
    rmSync(folder.at("lockseal.toml"));
    const found = await audit(folder);
    expect(found).toMatchObject({ exitCode: 0, passed: ["AUDIT_VERIFIED"], warned: [] });
  });
});
