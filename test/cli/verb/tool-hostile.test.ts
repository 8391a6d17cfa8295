import { mkdirSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { Project, published } from "../../fakes/project.ts";
import { makeTrivy, PINNED_AT } from "../../fakes/release.ts";

const HERE = "--to tools --for linux-x64";

test("a planted link at a tool's place: nothing that it leads to is touched", async () => {
  await using server = await published();
  const project = new Project(server);
  await project.add();
  project.write("precious/letter", "mine");
  mkdirSync(project.at("tools"));
  const target = ".trivy-linux-x64-/../../precious";
  symlinkSync(target, project.at("tools/trivy"));
  const { exitCode, stdout } = await project.tool(`list ${HERE}`);
  expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/trivy 0\.71\.0 {2}not fetched/)]);
  expect((await project.tool(`fetch ${HERE}`)).exitCode).toBe(0);
  expect(readlinkSync(project.at("tools/trivy"))).toMatch(/^\.trivy-linux-x64-[0-9a-f]{16}-/);
  expect(project.read("precious/letter")).toBe("mine");
});

test("what a second fetch replaces is removed", async () => {
  await using server = await published();
  const project = new Project(server);
  await project.add();
  await project.tool(`fetch ${HERE}`);
  const before = readlinkSync(project.at("tools/trivy"));
  project.write(`tools/${before}/LICENSE`, "x");
  await project.tool(`fetch ${HERE}`);
  expect(readlinkSync(project.at("tools/trivy"))).not.toBe(before);
  expect(Object.keys(project.list()).filter((path) => path.includes(before))).toEqual([]);
});

test.each(["../../../../bin/sh", "/bin/sh", "a/../../sh", "./trivy", "a//b", "a/", ".."])(
  "a program outside of its tool is no pin: %s",
  async (bin) => {
    await using server = await published();
    const project = new Project(server);
    await project.add();
    const lock = project.read("lockseal-tools.lock");
    expect(lock).toContain('bin = "trivy"');
    await project.tool(`fetch ${HERE}`);
    project.write("lockseal-tools.lock", lock.replace('bin = "trivy"', `bin = "${bin}"`));
    const { exitCode, stderr } = await project.tool(`exec trivy ${HERE}`);
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/expected a value for bin/)]);
    project.write("lockseal.toml", `${project.read("lockseal.toml")}bin = "${bin}"\n`);
    const added = await project.tool("add trivy");
    expect([added.exitCode, added.stdout + added.stderr]).toEqual([
      2,
      expect.stringMatching(
        /expected the path of a program within its archive at tools\.trivy\.bin/,
      ),
    ]);
  },
);

test("a program that is not among the pinned files is not run, nor fetched", async () => {
  await using server = await published();
  const project = new Project(server);
  await project.add();
  const lock = project.read("lockseal-tools.lock");
  project.write("lockseal-tools.lock", lock.replace('bin = "trivy"', 'bin = "contrib"'));
  const { exitCode, stderr } = await project.tool(`exec trivy ${HERE}`);
  expect([exitCode, stderr]).toEqual([
    1,
    expect.stringMatching(/expected its program "contrib" among the pinned files/),
  ]);
  expect((await project.tool(`fetch ${HERE}`)).stdout).toMatch(/TOOL_PROGRAM_NONE/);
});

test("what is known to be bad is not unpacked without a pin either", async () => {
  await using server = await published();
  const project = new Project(server);
  const name = "trivy_0.69.4_Linux-64bit.tar.gz";
  project.write(name, makeTrivy("0.69.4").get(name) ?? "");
  const { exitCode, stdout } = await project.tool(`unpack ${name} --to out --unsafe-unpinned`);
  expect([exitCode, stdout]).toEqual([1, expect.stringMatching(/TOOL_KNOWN_BAD/)]);
  expect(Object.keys(project.list()).some((path) => path.startsWith("out"))).toBe(false);
});

test("what is known to be bad is not pinned under another name", async () => {
  await using server = await published();
  server.publish("0.69.4", makeTrivy("0.69.4"));
  const project = new Project(server);
  const url = `${server.url}/v{version}/trivy_{version}_{platform}.tar.gz`;
  const { exitCode, stdout } = await project.tool(
    `add scanner --version 0.69.4 --url ${url} --platform linux-x64=Linux-64bit --unsafe-unsigned --accept age`,
    PINNED_AT,
  );
  expect([exitCode, stdout]).toEqual([1, expect.stringMatching(/TOOL_KNOWN_BAD/)]);
  rmSync(project.cache.path, { recursive: true });
});
