import { chmodSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { hardlink } from "../archive/tar/make-tar.ts";
import { Project, published, WORKFLOW } from "../fakes/project.ts";
import {
  makeTrivy,
  PINNED_AT,
  RELEASED_AT,
  type ReleaseServer,
  serveReleases,
} from "../fakes/release.ts";

/** What the machine that runs the tests is called for them. */
const HERE = "--to tools --for linux-x64";

/** A project that pinned the last good version in time. */
async function pinned(server: ReleaseServer): Promise<Project> {
  const project = new Project(server);
  const { exitCode, stdout } = await project.add(WORKFLOW, PINNED_AT, "0.69.3");
  if (exitCode !== 0) throw new Error(stdout);
  return project;
}

async function serveGood(): Promise<ReleaseServer> {
  const server = await serveReleases();
  server.publish("0.69.3", makeTrivy("0.69.3", { commit: "a".repeat(40) }));
  return server;
}

/** On the day, hours after the malicious release. */
const THAT_DAY = new Date("2026-01-15T16:00:00Z");

describe("March 2026, step by step", () => {
  test("releases are deleted for months: the cache has the pinned bytes, and is verified again", async () => {
    await using server = await serveGood();
    const project = await pinned(server);
    server.files.clear();
    const { exitCode, stdout } = await project.tool(`fetch ${HERE}`);
    expect(stdout).toMatch(/taken from the cache and verified again/);
    expect(exitCode).toBe(0);
  });

  test("releases are deleted, and the cache is empty: a mirror has them, the pin says which bytes", async () => {
    await using server = await serveGood();
    await using mirror = await serveGood();
    const project = new Project(server);
    const at = `${mirror.url}/v{version}/trivy_{version}_{platform}.tar.gz`;
    await project.add(`${WORKFLOW} --mirror ${at}`, PINNED_AT, "0.69.3");
    const other = new Project(server);
    for (const file of Object.keys(project.list())) other.write(file, project.read(file));
    server.files.clear();
    const { exitCode, stdout } = await other.tool(`fetch ${HERE}`);
    expect(stdout).toMatch(/expected the file, found status 404; the next address was tried/);
    expect(exitCode).toBe(0);
  });

  test("a tag is moved to other bytes: the pinned digest stops it", async () => {
    await using server = await serveGood();
    const project = await pinned(server);
    const fresh = new Project(server);
    for (const file of Object.keys(project.list())) fresh.write(file, project.read(file));
    server.publish("0.69.3", makeTrivy("0.69.3", { program: "#!/bin/sh\nsteal 1234567\n" }));
    const { exitCode, stdout } = await fresh.tool(`fetch ${HERE}`);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/TOOL_BYTES_DIFFER|DOWNLOAD_SIZE/);
    expect(Object.keys(fresh.cache.list())).toEqual([]);
  });

  test("a malicious new version with true identity and checksums: the list of known bad stops it", async () => {
    await using server = await serveGood();
    const project = await pinned(server);
    server.publish("0.69.4", makeTrivy("0.69.4"));
    const { exitCode, stdout } = await project.tool("update trivy --version 0.69.4");
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(
      /trivy: error: expected a version that is not known to be bad, found trivy 0\.69\.4.*TOOL_KNOWN_BAD/,
    );
    expect(server.asked.filter((path) => path.includes("0.69.4"))).toEqual([]);
  });

  test("the same before anybody knew: its age stops it", async () => {
    await using server = await serveGood();
    const project = await pinned(server);
    server.publish("0.69.7", makeTrivy("0.69.7", { commit: "1885610c".repeat(5) }));
    const { exitCode, stdout } = await project.tool("update trivy --version 0.69.7", THAT_DAY);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(
      /age: expected a release that has been out for 72 hours, found one of 2026-01-15T12:00:00Z, 4 hours old/,
    );
    expect(project.read("lockseal.toml")).toContain('version = "0.69.3"');
    expect(project.read("lockseal-tools.lock")).not.toContain("0.69.7");
  });

  test("a cache restores binaries that nobody looked at: they are compared, and replaced", async () => {
    await using server = await serveGood();
    const project = await pinned(server);
    const [blob = ""] = Object.keys(project.cache.list());
    for (const name of Object.keys(project.cache.list())) project.cache.write(name, "poison");
    const { exitCode, stdout } = await project.tool(`fetch ${HERE}`);
    expect(stdout).toMatch(/the cache had other bytes than are pinned, which were removed/);
    expect(exitCode).toBe(0);
    expect(project.cache.read(blob).length).toBeGreaterThan(6);
  });

  test("binaries in place are swapped: none of them is run", async () => {
    await using server = await serveGood();
    const project = await pinned(server);
    await project.tool(`fetch ${HERE}`);
    project.write("tools/trivy/trivy", "#!/bin/sh\nsteal\n");
    const { exitCode, stderr } = await project.tool(`exec trivy ${HERE} -- fs .`);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/expected the files of 0\.69\.3 as pinned, found "trivy"/);
  });

  test("binaries are on disk already when it becomes known: an audit finds each, and what is wrong with it", async () => {
    await using server = await serveGood();
    const project = await pinned(server);
    await project.tool(`fetch ${HERE}`);
    const env = { XDG_CACHE_HOME: project.cache.path };
    const audit = (line: string) => project.run(`audit ${line} --trusted-root root.json`, { env });
    const clean = await audit("tools --cache .lockseal --strict");
    expect([clean.exitCode, clean.stdout]).toEqual([
      0,
      expect.stringMatching(/^trivy@darwin-arm64 0\.69\.3: ok: .*\ntrivy@linux-x64 0\.69\.3: ok: /),
    ]);
    // What a job restored, and what another one put into the cache that all of them share.
    project.write("runner/trivy/0.69.4/x64/trivy", "stealer");
    chmodSync(project.at("runner/trivy/0.69.4/x64/trivy"), 0o755);
    project.write("runner/trivy_0.69.4_Linux-64bit.tar.gz", "stealer");
    const [blob = ""] = readdirSync(join(project.cache.path, "lockseal/tools/files"));
    writeFileSync(join(project.cache.path, "lockseal/tools/files", blob), "stealer");
    writeFileSync(project.at("tools/trivy/trivy"), "stealer");
    const { exitCode, stdout } = await audit("tools runner --cache");
    expect(exitCode).toBe(1);
    const found = [...stdout.matchAll(/^(\S+): error: .*\[([A-Z_]+)\]$/gm)].map(
      ([, path = "", rule]) => `${rule} ${path.split("/").at(-1)}`,
    );
    expect(found.sort()).toEqual([
      `AUDIT_ALTERED ${blob}`,
      "AUDIT_ALTERED trivy",
      "TOOL_KNOWN_BAD trivy",
      "TOOL_KNOWN_BAD trivy_0.69.4_Linux-64bit.tar.gz",
    ]);
  });

  test("an image that only a registry has is signed by no build: without its signature it is no release", async () => {
    await using server = await serveGood();
    const project = await pinned(server);
    server.publish("0.69.8", makeTrivy("0.69.8", { signed: false }));
    const { exitCode, stdout } = await project.tool("update trivy --version 0.69.8");
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/TOOL_UNSIGNED/);
  });
});

describe("a release that goes on otherwise than the one before is refused until it is accepted by name", () => {
  test.each<[why: string, options: Parameters<typeof makeTrivy>[1], word: string, found: RegExp]>([
    [
      "another build configuration",
      { buildConfig: ["https://github.com/evil/ci/.github/workflows/x.yaml", "9".repeat(40)] },
      "build-config",
      /build-config: expected https:\/\/github\.com\/aquasecurity\/trivy\/\.github\/workflows\/release\.yaml for linux-x64, found https:\/\/github\.com\/evil/,
    ],
    [
      "another file",
      { more: hardlink("helper", "trivy") },
      "files",
      /files: expected the same 4 names for linux-x64, found new: helper \(hardlink\)/,
    ],
    [
      "a setuid bit",
      { mode: 0o4755 },
      "modes",
      /modes: expected trivy 0755 for linux-x64, found 4755/,
    ],
    [
      "no executable bit",
      { mode: 0o644 },
      "modes",
      /modes: expected trivy 0755 for linux-x64, found 0644/,
    ],
    [
      "a program that is much larger",
      { program: Buffer.from(Array.from({ length: 4000 }, (_, at) => (at * 7919) % 251)) },
      "size",
      /size: expected \d+ bytes for linux-x64, a third more or less, found \d+/,
    ],
  ])("%s", async (_, options, word, found) => {
    await using server = await published();
    const project = new Project(server);
    await project.add();
    server.publish("0.72.0", makeTrivy("0.72.0", options));
    const refused = await project.tool("update trivy --version 0.72.0");
    expect(refused.stdout).toMatch(found);
    expect(refused.exitCode).toBe(1);
    const accepted = await project.tool(`update trivy --version 0.72.0 --accept ${word}`);
    expect(accepted.stdout).toMatch(new RegExp(`note: accepted, ${word}:`));
    expect(accepted.exitCode).toBe(0);
    expect(project.read("lockseal.toml")).toContain('version = "0.72.0"');
  });

  test("the workflow and the repository are refused by the identity itself", async () => {
    await using server = await published();
    const project = new Project(server);
    await project.add();
    server.publish("0.72.0", makeTrivy("0.72.0", { workflow: ".github/workflows/other.yaml" }));
    const { exitCode, stdout } = await project.tool(
      "update trivy --version 0.72.0 --accept workflow",
    );
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/IDENTITY_MISMATCH/);
  });

  test("a signer that was changed in the policy is asked about", async () => {
    await using server = await published();
    const project = new Project(server);
    await project.add();
    const policy = project.read("lockseal.toml");
    project.write("lockseal.toml", policy.replace("reusable-release.yaml", "other.yaml"));
    server.publish("0.72.0", makeTrivy("0.72.0", { workflow: ".github/workflows/other.yaml" }));
    const { exitCode, stdout } = await project.tool("update trivy --version 0.72.0");
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(
      /workflow: expected \.github\/workflows\/reusable-release\.yaml, found \.github\/workflows\/other\.yaml/,
    );
  });

  test("an older version is asked about", async () => {
    await using server = await published();
    const project = new Project(server);
    await project.add();
    server.publish("0.70.0", makeTrivy("0.70.0"));
    const { stdout } = await project.tool("update trivy --version 0.70.0");
    expect(stdout).toMatch(/downgrade: expected 0\.71\.0 or newer, found 0\.70\.0/);
  });

  test("an older version is asked about where no rule orders the versions: by when it was signed", async () => {
    await using server = await serveReleases();
    server.publish("z-last", makeTrivy("z-last"));
    const project = new Project(server);
    await project.add(WORKFLOW, PINNED_AT, "z-last");
    server.publish("a-first", makeTrivy("a-first"));
    const { exitCode, stdout } = await project.tool("update trivy --version a-first");
    expect(stdout).toMatch(
      /downgrade: expected a version that was signed later than z-last, found a-first/,
    );
    expect(exitCode).toBe(1);
    const at = new Date(RELEASED_AT.getTime() + 3_600_000);
    server.publish("b-next", makeTrivy("b-next", { at }));
    expect((await project.tool("update trivy --version b-next")).stdout).not.toMatch(/downgrade/);
  });

  test("a version that the policy denies is refused, whatever is accepted", async () => {
    await using server = await published();
    const project = new Project(server);
    await project.add();
    project.write("lockseal.toml", `${project.read("lockseal.toml")}deny = ["0.72.0"]\n`);
    server.publish("0.72.0", makeTrivy("0.72.0"));
    const { exitCode, stdout } = await project.tool("update trivy --version 0.72.0 --accept age");
    expect([exitCode, /TOOL_DENIED/.test(stdout)]).toEqual([1, true]);
  });

  test("a version that is published again, from another commit, is asked about", async () => {
    await using server = await published();
    const project = new Project(server);
    await project.add();
    const lock = project.read("lockseal-tools.lock");
    server.publish("0.71.0", makeTrivy("0.71.0", { commit: "2".repeat(40) }));
    const refused = await project.tool("add trivy");
    expect(refused.stdout).toMatch(
      /republished: expected sha256:[0-9a-f]{64} of commit 1{40} for linux-x64, as before, found sha256:[0-9a-f]{64} of commit 2{40} \[TOOL_CHANGED\]/,
    );
    expect([refused.exitCode, project.read("lockseal-tools.lock")]).toEqual([1, lock]);
    expect((await project.tool("add trivy --accept republished")).exitCode).toBe(0);
  });

  test("nothing to update is said, and is no success", async () => {
    await using server = await published();
    const project = new Project(server);
    await project.add();
    const { exitCode, stderr } = await project.tool("update trivy");
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/expected another version than the pinned 0\.71\.0/);
  });
});
