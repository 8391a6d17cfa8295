import { describe, expect, test } from "vitest";
import { Folder, type ReportedFinding } from "../../fakes/checkout.ts";
import { Project, published } from "../../fakes/project.ts";
import { makeTrivy } from "../../fakes/release.ts";
import type { Outcome } from "../../fakes/streams.ts";

const HERE = "--to tools --for linux-x64";

/** The rules that a run in JSON reports, with their verdicts. */
function rulesOf({ stdout }: Outcome): readonly string[] {
  const { findings } = JSON.parse(stdout) as { findings: readonly ReportedFinding[] };
  return findings.map(({ rule, verdict }) => `${verdict} ${rule}`);
}

async function pinned(): Promise<{ project: Project; server: AsyncDisposable }> {
  const server = await published();
  const project = new Project(server);
  await project.add();
  return { project, server };
}

describe("commands about tools name what they found", () => {
  test.each<[why: string, line: string, rule: string, code: number]>([
    ["a tool that is fetched", `fetch trivy ${HERE}`, "passed TOOL_PLACED", 0],
    ["where its bytes are from", `fetch trivy ${HERE}`, "noted TOOL_FETCHED", 0],
    [
      "a platform that is not pinned",
      "fetch trivy --for win32-x64",
      "refused TOOL_PLATFORM_NONE",
      3,
    ],
    ["a tool that is not pinned", "fetch jq", "refused TOOL_PIN_NONE", 3],
    [
      "a tool that is there already",
      "add trivy --url https://h/t --version 2",
      "refused TOOL_EXISTS",
      2,
    ],
    ["a version that is pinned already", "update trivy", "refused TOOL_UPDATE_NONE", 2],
    ["a tool that is pinned anew", "add trivy", "passed TOOL_PINNED", 0],
  ])("%s", async (_, line, rule, code) => {
    const { project, server } = await pinned();
    await using _server = server;
    const outcome = await project.tool(`${line} --json`);
    expect(rulesOf(outcome)).toContain(rule);
    expect(outcome.exitCode).toBe(code);
  });

  test("an altered cache, and an altered tool", async () => {
    const { project, server } = await pinned();
    await using _server = server;
    for (const name of Object.keys(project.cache.list())) project.cache.write(name, "poison");
    expect(rulesOf(await project.tool(`fetch ${HERE} --json`))).toContain(
      "warned TOOL_CACHE_ALTERED",
    );
    project.write("tools/trivy/LICENSE", "x");
    expect(rulesOf(await project.tool(`list ${HERE} --json`))).toEqual(["refused TOOL_ALTERED"]);
    const { stderr } = await project.tool(`exec trivy ${HERE}`);
    expect(stderr).toMatch(/hint: find out who changed them/);
  });

  test("a file that is unpacked, pinned or not", async () => {
    const { project, server } = await pinned();
    await using _server = server;
    const name = "trivy_0.71.0_Linux-64bit.tar.gz";
    project.write(name, makeTrivy("0.71.0").get(name) ?? "");
    const outcome = await project.tool(`unpack ${name} --to a --json`);
    expect(rulesOf(outcome)).toContain("passed TOOL_UNPACKED");
    const unpinned = await project.tool(`unpack ${name} --to b --unsafe-unpinned --json`);
    expect(rulesOf(unpinned)).toContain("warned TOOL_UNPINNED");
  });

  test.each<[why: string, policy: (text: string) => string, code: string]>([
    [
      "TOOL_SIGNER_LOOSE: a signer that is a pattern",
      (text) => text.replace("refs/tags/v{version}", "refs/tags/*"),
      "expected one identity for each version",
    ],
    [
      "TOOL_MANIFEST_EDIT: a version that cannot be changed as text",
      (text) => text.replace('version = "0.71.0"', 'version = """0.71.0"""'),
      'expected a line version = "…" under [tools.trivy]',
    ],
  ])("%s", async (_, policy, found) => {
    const { project, server } = await pinned();
    await using _server = server;
    project.write("lockseal.toml", policy(project.read("lockseal.toml")));
    const { exitCode, stderr } = await project.tool("update trivy --version 0.72.0");
    expect(stderr).toContain(found);
    expect(exitCode).toBe(2);
  });

  test("TOOL_NOT_FETCHED: a tool that is pinned and not in place", async () => {
    const { project, server } = await pinned();
    await using _server = server;
    expect((await project.tool(`exec trivy ${HERE}`)).stderr).toMatch(
      /hint: lockseal tool fetch trivy/,
    );
  });

  test("TOOL_CACHE_NONE: no folder to keep downloads in", async () => {
    const { project, server } = await pinned();
    await using _server = server;
    const { exitCode, stdout } = await project.run("tool fetch trivy --for linux-x64", {
      env: { HOME: "relative" },
    });
    expect(stdout).toMatch(/expected XDG_CACHE_HOME or HOME, found neither \[TOOL_CACHE_NONE\]/);
    expect(exitCode).toBe(2);
  });

  test("nothing pinned is no success, and a list of nothing says so", async () => {
    const folder = new Folder();
    const env = { XDG_CACHE_HOME: folder.path };
    expect(await folder.run("tool fetch", { env })).toMatchObject({ exitCode: 3 });
    expect(await folder.run("tool list", { env })).toMatchObject({
      exitCode: 0,
      stdout: "no tool is pinned\n",
    });
  });
});
