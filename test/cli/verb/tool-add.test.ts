import { lstatSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Folder } from "../../fakes/checkout.ts";
import { Project, published, WORKFLOW } from "../../fakes/project.ts";
import { makeTrivy, PINNED_AT, type ReleaseServer, serveReleases } from "../../fakes/release.ts";

describe("tool add", () => {
  test("pins every platform: signed, listed, unpacked to look, with its evidence", async () => {
    await using server = await published();
    const project = new Project(server);
    const { exitCode, stdout } = await project.add();
    expect(stdout).toMatch(/sha256:[0-9a-f]{64}, as trivy_0\.71\.0_checksums\.txt has it/);
    expect(stdout).toMatch(
      /signed by https:\/\/github\.com\/aquasecurity\/trivy\/\.github\/workflows\/reusable-release\.yaml@refs\/tags\/v0\.71\.0/,
    );
    expect(stdout).toMatch(
      /trivy: ok: pinned 0\.71\.0 for linux-x64, darwin-arm64 in lockseal-tools\.lock, \.lockseal\/evidence, lockseal\.toml/,
    );
    expect(exitCode).toBe(0);
    expect(project.read("lockseal.toml")).toBe(`version = 1

[signers.trivy]
person = false
roles = ["publisher"]
keyless = [{ issuer = "https://token.actions.githubusercontent.com", repository = "aquasecurity/trivy", workflow = ".github/workflows/reusable-release.yaml", ref = "refs/tags/v{version}" }]

[tools.trivy]
version = "0.71.0"
source = "${server.url}/v{version}/trivy_{version}_{platform}.tar.gz"
platforms = { linux-x64 = "Linux-64bit", darwin-arm64 = "macOS-ARM64" }
signer = "trivy"
`);
    const lock = project.read("lockseal-tools.lock");
    expect(lock).toContain('log_time = "2026-01-15T12:00:00Z"');
    expect(lock).toContain(`source_commit = "${"1".repeat(40)}"`);
    expect(lock).toContain('"trivy" = { mode = "0755"');
    expect(lock).toContain('"contrib/gitlab.tpl" = { mode = "0644"');
    expect(readdirSync(project.at(".lockseal/evidence"))).toHaveLength(2);
    expect((await project.run("lint lockseal-tools.lock")).exitCode).toBe(0);
  });

  /** A manifest that has a signer of the tool's name, and no tool yet. */
  const signerTable = (workflow: string): string => `version = 1

[signers.trivy] # who releases it
person = false
roles = ["publisher", "builder"]
keyless = [
  { issuer = "https://token.actions.githubusercontent.com", repository = "aquasecurity/trivy", workflow = ".github/workflows/${workflow}", ref = "refs/tags/v{version}" },
]
`;

  test("takes the signer that lockseal.toml has under that name, where it is the one that is named", async () => {
    await using server = await published();
    const project = new Project(server);
    const policy = signerTable("reusable-release.yaml");
    project.write("lockseal.toml", policy);
    const { exitCode, stdout } = await project.add();
    expect(stdout).toMatch(/trivy: ok: pinned 0\.71\.0/);
    expect(exitCode).toBe(0);
    const written = project.read("lockseal.toml");
    expect(written.startsWith(`${policy}\n[tools.trivy]\n`)).toBe(true);
    expect(written).toContain('signer = "trivy"');
  });

  test("takes it where no signer is named", async () => {
    await using server = await published();
    const project = new Project(server);
    project.write("lockseal.toml", signerTable("reusable-release.yaml"));
    const { exitCode } = await project.add("");
    expect([exitCode, project.read("lockseal.toml").includes('signer = "trivy"')]).toEqual([
      0,
      true,
    ]);
    project.write("lockseal.toml", signerTable("other.yaml"));
    const other = await project.add("");
    expect(other.stdout).toContain("IDENTITY_MISMATCH");
    expect(other.exitCode).toBe(1);
  });

  test.each([
    ["until = 2026-01-15T00:00:00Z", 1],
    ["until = 2026-01-16T00:00:00Z", 0],
    ["from = 2026-01-16T00:00:00Z", 1],
    ["revoked = 2026-01-15T00:00:00Z", 1],
  ])("counts a signer within their time alone: %s", async (period, code) => {
    await using server = await published();
    const project = new Project(server);
    const policy = `${signerTable("reusable-release.yaml")}${period}\n`;
    project.write("lockseal.toml", policy);
    const { exitCode, stdout } = await project.add("");
    expect(exitCode, stdout).toBe(code);
    expect(stdout.includes("[SIGNER_OUT_OF_TIME]")).toBe(code === 1);
    expect(project.read("lockseal.toml") === policy).toBe(code === 1);
  });

  test("SIGNER_EXISTS: asks nobody where lockseal.toml has another signer under that name", async () => {
    await using server = await published();
    const project = new Project(server);
    const policy = signerTable("other.yaml");
    project.write("lockseal.toml", policy);
    const { exitCode, stdout, stderr } = await project.add();
    expect(`${stdout}${stderr}`).toMatch(
      /trivy: expected \[signers\.trivy\] of lockseal\.toml to be the signer that is named, or not to be there, found keyless = .*other\.yaml.*\n.*hint: if that is who signs trivy: --signer trivy;/,
    );
    expect(exitCode).toBe(2);
    expect([server.asked, project.read("lockseal.toml")]).toEqual([[], policy]);
  });

  test("pins anew what lockseal.toml has, and changes no byte of it", async () => {
    await using server = await published();
    const project = new Project(server);
    await project.add();
    const text = `# ours\n${project.read("lockseal.toml")}`;
    project.write("lockseal.toml", text);
    const { exitCode, stdout } = await project.tool("add trivy");
    expect([exitCode, project.read("lockseal.toml")]).toEqual([0, text]);
    expect(stdout).toMatch(/in lockseal-tools\.lock, \.lockseal\/evidence\n/);
  });

  test.each<
    [why: string, act: (server: ReleaseServer) => void, more: string, code: number, found: RegExp]
  >([
    [
      "without a signer",
      () => {},
      "",
      1,
      /expected to be told who signs it, found nobody named; offered are trivy_0\.71\.0_Linux-64bit\.tar\.gz\.sigstore\.json/,
    ],
    [
      "signed by another repository",
      (server) => server.publish("0.71.0", makeTrivy("0.71.0", { repository: "evil/trivy" })),
      WORKFLOW,
      1,
      /IDENTITY_MISMATCH/,
    ],
    [
      "signed by another workflow",
      (server) =>
        server.publish("0.71.0", makeTrivy("0.71.0", { workflow: ".github/workflows/x.yaml" })),
      WORKFLOW,
      1,
      /IDENTITY_MISMATCH/,
    ],
    [
      "signed for another version",
      (server) => {
        server.files.clear();
        server.publish(
          "0.71.0",
          new Map(
            [...makeTrivy("0.70.0")]
              .filter(([name]) => !name.includes("checksums"))
              .map(([name, bytes]) => [name.replace("0.70.0", "0.71.0"), bytes]),
          ),
        );
      },
      WORKFLOW,
      1,
      /IDENTITY_MISMATCH/,
    ],
    [
      "that is not signed",
      (server) => {
        server.files.clear();
        server.publish("0.71.0", makeTrivy("0.71.0", { signed: false }));
      },
      WORKFLOW,
      1,
      /found none offered \[TOOL_UNSIGNED\]/,
    ],
    [
      "whose bytes are not those of the list",
      (server) =>
        server.files.set(
          "/v0.71.0/trivy_0.71.0_Linux-64bit.tar.gz",
          makeTrivy("0.71.1").get("trivy_0.71.1_Linux-64bit.tar.gz") ?? new Uint8Array(),
        ),
      WORKFLOW,
      1,
      /CHECKSUM_MISMATCH/,
    ],
    [
      "of which a platform is missing",
      (server) => server.files.delete("/v0.71.0/trivy_0.71.0_macOS-ARM64.tar.gz"),
      WORKFLOW,
      1,
      /expected the file, found status 404/,
    ],
    [
      "that is no archive",
      (server) => {
        server.files.clear();
        server.files.set("/v0.71.0/trivy_0.71.0_Linux-64bit.tar.gz", Buffer.from("<html>"));
        server.files.set("/v0.71.0/trivy_0.71.0_macOS-ARM64.tar.gz", Buffer.from("<html>"));
      },
      "--unsafe-unsigned --accept age",
      1,
      /ARCHIVE_FORMAT/,
    ],
  ])("refuses a release %s, and writes nothing", async (_, act, more, code, found) => {
    await using server = await published();
    act(server);
    const project = new Project(server);
    const { exitCode, stdout } = await project.add(more);
    expect(stdout).toMatch(found);
    expect(exitCode).toBe(code);
    expect(Object.keys(project.list())).toEqual(["root.json"]);
  });

  test("refuses a release that is younger than a hold of three days, until its age is accepted", async () => {
    await using server = await published();
    const project = new Project(server);
    const young = new Date("2026-01-18T11:00:00Z");
    const { exitCode, stdout } = await project.add(WORKFLOW, young);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(
      /age: expected a release that has been out for 72 hours, found one of 2026-01-15T12:00:00Z, 71 hours old \[TOOL_CHANGED\]/,
    );
    expect(stdout).toMatch(/--accept age/);
    expect((await project.add(`${WORKFLOW} --accept age`, young)).exitCode).toBe(0);
  });

  test("pins what nobody signed only by two words, and says so", async () => {
    await using server = await serveReleases();
    server.publish("0.71.0", makeTrivy("0.71.0", { signed: false }));
    const project = new Project(server);
    expect((await project.add("--unsafe-unsigned")).stdout).toMatch(
      /found one whose age nobody vouches for/,
    );
    const { exitCode, stdout } = await project.add("--unsafe-unsigned --accept age");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/warning: pinned as it was found: nobody is named/);
  });

  test.each<[why: string, line: string, found: RegExp]>([
    [
      "a name in capitals",
      "add Trivy --version 1 --url https://h/t",
      /expected a name of a-z, 0-9, _ and -, found Trivy/,
    ],
    ["no version", "add trivy --url https://h/t", /expected --version V with --url/],
    ["no address, but wishes", "add trivy --version 1", /expected --url TEMPLATE/],
    ["an unknown tool", "add trivy", /expected \[tools\.trivy\] in lockseal\.toml, found none/],
    ["plain http", "add trivy --version 1 --url http://h/t --unsafe-unsigned", /found plain http/],
    [
      "a template with an unknown word",
      "add trivy --version 1 --url https://h/{os} --unsafe-unsigned",
      /expected \{version\} and \{platform\} alone/,
    ],
    [
      "an unknown word to accept",
      "add trivy --version 1 --url https://h/t --accept all",
      /expected --accept age, downgrade/,
    ],
    [
      "a platform that is none",
      "add trivy --version 1 --url https://h/t --platform linux",
      /expected --platform linux-x64/,
    ],
    [
      "a signer twice",
      "add trivy --version 1 --url https://h/t --signer a --key b",
      /expected one of --signer, --key and an identity/,
    ],
    [
      "an identity without an issuer",
      "add trivy --version 1 --url https://h/t --certificate-identity a",
      /--certificate-oidc-issuer/,
    ],
    [
      "a signer that is not there",
      "add trivy --version 1 --url https://h/t --signer nobody",
      /expected a signer under \[signers\.nobody\]/,
    ],
  ])("is not run with %s", async (_, line, found) => {
    await using server = await serveReleases();
    const { exitCode, stderr, stdout } = await new Project(server).tool(line);
    expect(`${stderr}${stdout}`).toMatch(found);
    expect(exitCode).toBeGreaterThan(1);
    expect(server.asked).toEqual([]);
  });
});

describe("tool fetch", () => {
  test("puts a pinned tool in place, and runs it; a second time from what is there", async () => {
    await using server = await published();
    const project = new Project(server);
    await project.add();
    const before = server.asked.length;
    const { exitCode, stdout } = await project.tool("fetch trivy --to tools --for linux-x64");
    expect(stdout).toMatch(/trivy: ok: 0\.71\.0 is verified, unpacked and in place/);
    expect(exitCode).toBe(0);
    // The file was downloaded to be pinned, and kept.
    expect(server.asked.length).toBe(before);
    expect(project.read("tools/trivy/trivy")).toMatch(/^#!\/bin\/sh/);
    expect(lstatSync(project.at("tools/trivy/trivy")).mode & 0o7777).toBe(0o755);
    expect((await project.tool("fetch trivy --to tools --for linux-x64")).stdout).toMatch(
      /is in place, as pinned/,
    );
    expect((await project.tool("list --to tools --for linux-x64")).stdout).toMatch(
      /^trivy 0\.71\.0 {2}in place, as pinned {2}signed 2026-01-15T12:00:00Z {2}darwin-arm64 linux-x64\n$/,
    );
  });

  test.each([
    ["on a terminal it says how far it is, and nothing of it stays", true],
    ["in a log it says nothing of that", false],
  ])("%s", async (_why, terminal) => {
    await using server = await published();
    const project = new Project(server);
    await project.add();
    const line = "tool fetch --to tools --for linux-x64 --trusted-root root.json";
    const env = { XDG_CACHE_HOME: new Folder().path };
    const { exitCode, stderr } = await project.run(line, { now: PINNED_AT, env, terminal });
    expect(exitCode).toBe(0);
    expect(stderr.endsWith("\r\u001b[K")).toBe(terminal);
    expect(stderr.includes("\r")).toBe(terminal);
  });

  test("fetches what is neither in place nor in the cache, from the first address that has it", async () => {
    await using server = await published();
    const project = new Project(server);
    await project.add();
    const fresh = new Project(server);
    for (const file of Object.keys(project.list())) fresh.write(file, project.read(file));
    const { exitCode, stdout } = await fresh.tool("fetch --to tools --for linux-x64");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/downloaded from http:\/\/127\.0\.0\.1/);
    expect(stdout).toMatch(/signed by https:\/\/github\.com\/aquasecurity\/trivy/);
  });

  test("refuses what is pinned with a signer and comes without its evidence: TOOL_EVIDENCE_MISSING", async () => {
    await using server = await published();
    const project = new Project(server);
    await project.add();
    const fresh = new Project(server);
    for (const file of ["lockseal-tools.lock", "lockseal.toml"])
      fresh.write(file, project.read(file));
    const { exitCode, stdout } = await fresh.tool("fetch --to tools --for linux-x64");
    expect(stdout).toMatch(/beside the lock, found nothing there \[TOOL_EVIDENCE_MISSING\]/);
    expect(exitCode).toBe(1);
    expect(Object.keys(fresh.list()).filter((name) => name.startsWith("tools/"))).toEqual([]);
  });

  test("refuses an altered tool in place, and mends it", async () => {
    await using server = await published();
    const project = new Project(server);
    await project.add();
    await project.tool("fetch trivy --to tools --for linux-x64");
    project.write("tools/trivy/README.md", "evil");
    const list = await project.tool("list --to tools --for linux-x64");
    expect(list.exitCode).toBe(1);
    expect(list.stdout).toMatch(/"README\.md": 4 bytes, not 12/);
    expect(await project.tool("exec trivy --to tools --for linux-x64")).toMatchObject({
      exitCode: 1,
    });
    expect((await project.tool("fetch --to tools --for linux-x64")).exitCode).toBe(0);
    expect(project.read("tools/trivy/README.md")).toBe("Trivy 0.71.0");
    expect(readdirSync(project.at("tools")).filter((name) => name !== "trivy")).toHaveLength(1);
  });
});
