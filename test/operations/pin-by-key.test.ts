import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { signMessageFile } from "../../src/operations/sign-message.ts";
import { proposeRecord } from "../../src/sigstore/log-lookup.ts";
import { entry, tar } from "../archive/tar/make-tar.ts";
import { certificatePem } from "../fakes/bare.ts";
import { ALICE, BOB, Folder, sha256 } from "../fakes/checkout.ts";
import { IDENTITY, ISSUER, SIGNED_AT, signBundle } from "../fakes/instance.ts";
import { FakeLogV1 } from "../fakes/log-v1.ts";
import { type Loopback, startLoopback } from "../fakes/loopback.ts";
import { createMinisignSigner } from "../fakes/minisign-signer.ts";
import { Project } from "../fakes/project.ts";
import { INSTANCE, PINNED_AT, type ReleaseServer, serveReleases } from "../fakes/release.ts";
import { zip } from "../fakes/zip.ts";

const SIGNER = createMinisignSigner();
const ELSE = createMinisignSigner("87654321");
const PROGRAM = "#!/bin/sh\nexit 0\n";
const HERE = "--to tools --for linux-x64";

/** Serves a tool that is one plain file, and what lies beside it. */
async function serve(files: Readonly<Record<string, string | Uint8Array>>): Promise<ReleaseServer> {
  const server = await serveReleases();
  for (const [name, bytes] of Object.entries(files))
    server.files.set(`/1.0/${name}`, Buffer.from(bytes));
  return server;
}

function add(
  project: Project,
  name: string,
  more: string,
  now: Date = PINNED_AT,
): ReturnType<Project["tool"]> {
  return project.tool(
    `add jq --version 1.0 --url ${project.server.url}/{version}/${name} --platform linux-x64 --accept age ${more}`,
    now,
  );
}

describe("a tool that is signed by a key", () => {
  test("of minisign is pinned with it, verified again from its evidence, and fetched", async () => {
    await using server = await serve({
      jq: PROGRAM,
      "jq.minisig": SIGNER.sign(Buffer.from(PROGRAM)),
    });
    const project = new Project(server);
    project.write("keys/jq.pub", SIGNER.publicFile);
    const { exitCode, stdout } = await add(project, "jq", "--key keys/jq.pub");
    expect(stdout).toMatch(
      /jq: ok: signed by minisign key [0-9A-F]{16}, who says "for the tests" \(jq\.minisig\)/,
    );
    expect(exitCode).toBe(0);
    expect(project.read("lockseal.toml")).toContain('keys = ["keys/jq.pub"]');
    expect(project.read("lockseal-tools.lock")).toMatch(
      /signer = \{ key = "RW[A-Za-z0-9+/]{54}" \}/,
    );
    project.write("jq", PROGRAM);
    expect((await project.tool("verify jq")).stdout).toMatch(/signed by minisign key/);
    expect((await project.tool(`fetch jq ${HERE}`)).exitCode).toBe(0);
    expect((await project.tool(`exec jq ${HERE}`)).exitCode).toBe(0);
  });

  test.each<[why: string, signature: string, found: RegExp]>([
    ["by another key", ELSE.sign(Buffer.from(PROGRAM)), /SIGNATURE_KEY_UNKNOWN|SIGNATURE_/],
    ["over other bytes", SIGNER.sign(Buffer.from("x")), /SIGNATURE_INVALID/],
    [
      "with another comment",
      SIGNER.sign(Buffer.from(PROGRAM)).replace("for the tests", "for a test!"),
      /SIGNATURE_/,
    ],
    ["that is none", "hello\n", /SIGNATURE_FORMAT_UNKNOWN/],
  ])("is refused with a signature %s", async (_, signature, found) => {
    await using server = await serve({ jq: PROGRAM, "jq.minisig": signature });
    const project = new Project(server);
    project.write("keys/jq.pub", SIGNER.publicFile);
    const { exitCode, stdout } = await add(project, "jq", "--key keys/jq.pub");
    expect(stdout).toMatch(found);
    expect(exitCode).toBe(1);
    expect(Object.keys(project.list())).not.toContain("lockseal-tools.lock");
  });

  test("over its list of checksums is pinned with both", async () => {
    const list = `${sha256(PROGRAM)}  jq\n`;
    await using server = await serve({
      jq: PROGRAM,
      SHA256SUMS: list,
      "SHA256SUMS.minisig": SIGNER.sign(Buffer.from(list)),
    });
    const project = new Project(server);
    project.write("keys/jq.pub", SIGNER.publicFile);
    const { exitCode, stdout } = await add(project, "jq", "--key keys/jq.pub");
    expect(stdout).toMatch(/the list SHA256SUMS is signed by minisign key/);
    expect(exitCode).toBe(0);
    const lock = project.read("lockseal-tools.lock");
    expect(lock).toMatch(/"checksums sha256:/);
    expect(lock).toMatch(/"checksums-signature sha256:/);
    project.write("jq", PROGRAM);
    expect((await project.tool("verify jq")).exitCode).toBe(0);
  });

  test("over a list that has another digest is refused", async () => {
    const list = `${sha256("other")}  jq\n`;
    await using server = await serve({
      jq: PROGRAM,
      SHA256SUMS: list,
      "SHA256SUMS.minisig": SIGNER.sign(Buffer.from(list)),
    });
    const project = new Project(server);
    project.write("keys/jq.pub", SIGNER.publicFile);
    expect((await add(project, "jq", "--key keys/jq.pub")).stdout).toMatch(/CHECKSUM_MISMATCH/);
  });

  test("of a bundle is pinned by its SPKI", async () => {
    const signed = new Folder().write("jq", PROGRAM).write("alice.pub", ALICE.publicFile);
    signMessageFile({ files: ["jq"], key: ALICE.key, cwd: signed.path, bundle: undefined });
    await using server = await serve({
      jq: PROGRAM,
      "jq.sigstore.json": signed.read("jq.sigstore.json"),
    });
    const project = new Project(server);
    project.write("alice.pub", ALICE.publicFile).write("bob.pub", BOB.publicFile);
    expect((await add(project, "jq", "--key bob.pub")).exitCode).toBe(1);
    const { exitCode, stdout } = await add(project, "jq", "--key alice.pub");
    expect(stdout).toMatch(/jq: ok: signed by key [0-9a-f]{12} \(jq\.sigstore\.json\)/);
    expect(exitCode).toBe(0);
  });

  test("needs a key file that is there", async () => {
    await using server = await serve({ jq: PROGRAM });
    const { exitCode, stderr } = await add(new Project(server), "jq", "--key keys/jq.pub");
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/keys\/jq\.pub: expected a file, found nothing/);
  });
});

test("a tool in a zip is pinned and unpacked as one in a tar is", async () => {
  const bytes = zip([{ name: "jq.exe", content: Buffer.from("MZ") }]);
  await using server = await serve({ "jq.zip": bytes });
  const project = new Project(server);
  const pinned = await project.tool(
    `add jq --version 1.0 --url ${server.url}/{version}/jq.zip --platform win32-x64 --accept age --unsafe-unsigned`,
  );
  expect(pinned.stdout).toMatch(/pinned 1\.0 for win32-x64/);
  expect(pinned.exitCode).toBe(0);
  const { exitCode, stdout } = await project.tool("fetch jq --to tools --for win32-x64");
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/tools\/jq\/jq\.exe\n$/);
  expect(project.read("tools/jq/jq.exe")).toBe("MZ");
  expect((await project.run("lint lockseal-tools.lock")).exitCode).toBe(0);
});

test("a tool that is one compressed file is unpacked to be run", async () => {
  await using server = await serve({ "jq.gz": gzipSync(PROGRAM) });
  const project = new Project(server);
  expect((await add(project, "jq.gz", "--unsafe-unsigned")).exitCode).toBe(0);
  expect((await project.tool(`fetch jq ${HERE}`)).exitCode).toBe(0);
  expect((await project.tool(`exec jq ${HERE}`)).exitCode).toBe(0);
});

test("a release whose platforms come from different commits is refused", async () => {
  await using server = await serveReleases();
  const { makeTrivy } = await import("../fakes/release.ts");
  server.publish("0.71.0", makeTrivy("0.71.0"));
  for (const [name, bytes] of makeTrivy("0.71.0", { commit: "2".repeat(40) }))
    if (name.includes("macOS") && name.endsWith(".sigstore.json"))
      server.files.set(`/v0.71.0/${name}`, bytes);
  const { exitCode, stdout } = await new Project(server).add();
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(
    /expected one signer and one source commit for all platforms, found 1{40}, 2{40} \[TOOL_RELEASE_MIXED\]/,
  );
});

test("an archive without the program that it should have is refused by lint", async () => {
  await using server = await serve({ "jq.tgz": gzipSync(tar(entry("other", "x"))) });
  const project = new Project(server);
  await add(project, "jq.tgz", "--unsafe-unsigned");
  expect((await project.run("lint lockseal-tools.lock")).stdout).toMatch(/TOOL_BIN_MISSING/);
});

describe("a tool that is signed from before bundles", () => {
  const bundle = signBundle(INSTANCE, { version: "0.1", message: Buffer.from(PROGRAM) });
  const beside = {
    "jq.sig": bundle.messageSignature.signature as string,
    "jq.pem": certificatePem(bundle),
  };
  const SIGNER_WORDS = `--certificate-oidc-issuer ${ISSUER} --certificate-identity ${IDENTITY}`;

  async function serveLog(entries: FakeLogV1): Promise<Loopback> {
    return startLoopback(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const answer = entries.answer(request.url ?? "", Buffer.concat(chunks));
      response.statusCode = answer === undefined ? 404 : 200;
      response.end(JSON.stringify(answer ?? {}));
    });
  }

  test("is dated by asking the log once; what is kept is a bundle", async () => {
    const log = new FakeLogV1(INSTANCE);
    log.add(
      proposeRecord(
        { algorithm: "sha256", hex: sha256(PROGRAM) },
        Buffer.from(beside["jq.sig"], "base64"),
        Buffer.from(beside["jq.pem"]),
      ),
      SIGNED_AT,
    );
    await using asked = await serveLog(log);
    await using server = await serve({ jq: PROGRAM, ...beside });
    const project = new Project(server);
    const { exitCode, stdout } = await add(
      project,
      "jq",
      `${SIGNER_WORDS} --rekor-url ${asked.url}`,
    );
    expect(stdout).toMatch(
      /jq: ok: signed by .*release\.yml@refs\/tags\/v1\.2\.3.*, at 2026-01-15T12:00:00Z \(jq\.sig with jq\.pem and the log's word\)/,
    );
    expect(exitCode).toBe(0);
    project.write("jq", PROGRAM);
    const before = asked.asked.length;
    expect((await project.tool("verify jq")).exitCode).toBe(0);
    expect(asked.asked).toHaveLength(before);
  });

  test("is refused where the log does not have it, or by another identity", async () => {
    await using asked = await serveLog(new FakeLogV1(INSTANCE));
    await using server = await serve({ jq: PROGRAM, ...beside });
    const { exitCode, stdout } = await add(
      new Project(server),
      "jq",
      `${SIGNER_WORDS} --rekor-url ${asked.url}`,
    );
    expect(stdout).toMatch(/LOG_ENTRY_NOT_FOUND/);
    expect(exitCode).not.toBe(0);
  });
});

/** After all of these were signed. */
const TODAY = new Date("2026-11-24T00:00:00Z");

describe("a tool that is signed by other programs", () => {
  const data = (name: string): Buffer =>
    readFileSync(new URL(`../../testdata/${name}`, import.meta.url));

  test.each<[why: string, key: string, signature: string, ending: string, by: RegExp]>([
    ["ssh-keygen", "ssh/ed25519.pub", "ssh/ed25519.sig", ".sig", /signed by ssh key SHA256:/],
    [
      "OpenPGP, armored",
      "openpgp/signer.asc",
      "openpgp/good.asc",
      ".asc",
      /signed by openpgp key [0-9a-fA-F]{40}/,
    ],
    [
      "OpenPGP, as packets",
      "openpgp/signer.asc",
      "openpgp/good.sig",
      ".sig",
      /signed by openpgp key [0-9a-fA-F]{40}/,
    ],
    ["signify", "signify/signify.pub", "signify/artifact.txt.sig", ".sig", /signed by signify key/],
  ])("%s is pinned and verified again", async (_, key, signature, ending, by) => {
    const artifact = data(`${key.split("/")[0]}/artifact.txt`);
    await using server = await serve({ jq: artifact, [`jq${ending}`]: data(signature) });
    const project = new Project(server);
    project.write("key.pub", data(key));
    const { exitCode, stdout } = await add(project, "jq", "--key key.pub", TODAY);
    expect(stdout).toMatch(by);
    expect(exitCode).toBe(0);
    project.write("jq", artifact);
    expect((await project.tool("verify jq", TODAY)).stdout).toMatch(by);
  });

  test("signify's signed list is read for the text that is signed", async () => {
    const artifact = data("signify/artifact.txt");
    const list = data("signify/SHA256.sig");
    await using server = await serve({ "artifact.txt": artifact, "SHA256.sig": list });
    const project = new Project(server);
    project.write("key.pub", data("signify/signify.pub"));
    const { exitCode, stdout } = await add(project, "artifact.txt", "--key key.pub", TODAY);
    expect(stdout).toMatch(/the list SHA256\.sig is signed by signify-embedded key/);
    expect(exitCode).toBe(0);
    expect(project.read("lockseal-tools.lock")).toContain('"signed-checksums sha256:');
    project.write("artifact.txt", artifact);
    expect((await project.tool("verify artifact.txt", TODAY)).exitCode).toBe(0);
    server.files.set(
      "/1.0/SHA256.sig",
      Buffer.from(`${list}SHA256 (artifact.txt) = ${"0".repeat(64)}\n`),
    );
    const altered = await project.tool("add jq --accept age", TODAY);
    expect(altered.exitCode).toBe(1);
  });

  test("another's OpenPGP signature is refused", async () => {
    const artifact = data("openpgp/artifact.txt");
    await using server = await serve({ jq: artifact, "jq.asc": data("openpgp/other.sig") });
    const project = new Project(server);
    project.write("key.pub", data("openpgp/signer.asc"));
    expect((await add(project, "jq", "--key key.pub", TODAY)).exitCode).toBe(1);
  });
});
