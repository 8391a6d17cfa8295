import { lstatSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { entry, symlink, tar } from "../../archive/tar/make-tar.ts";
import { Folder, sha256 } from "../../fakes/checkout.ts";
import { Project, published } from "../../fakes/project.ts";
import { makeTrivy, serveReleases } from "../../fakes/release.ts";

const GOOD = gzipSync(tar(entry("app", "#!/bin/sh\n", { mode: 0o4755 }), entry("lib/x", "x")));
const BAD = gzipSync(tar(entry("app", "x"), symlink("lib", "/etc")));

describe("tool unpack", () => {
  test("unpacks a pinned file, as it is pinned", async () => {
    await using server = await published();
    const project = new Project(server);
    await project.add();
    const name = "trivy_0.71.0_Linux-64bit.tar.gz";
    project.write(name, makeTrivy("0.71.0").get(name) ?? new Uint8Array());
    const { exitCode, stdout } = await project.tool(`unpack ${name} --to out`);
    expect(stdout).toMatch(
      /: ok: 4 files, \d+ bytes, in out; two readers agreed about every entry, and the disk was read back\n/,
    );
    expect(exitCode).toBe(0);
    expect(project.read("out/contrib/gitlab.tpl")).toBe("{{ . }}");
  });

  test("refuses a pinned file with another entry, and leaves nothing", async () => {
    await using server = await published();
    const project = new Project(server);
    await project.add();
    const lock = project.read("lockseal-tools.lock");
    project.write("lockseal-tools.lock", lock.replace(/"README\.md" = .*\n/g, ""));
    const name = "trivy_0.71.0_Linux-64bit.tar.gz";
    project.write(name, makeTrivy("0.71.0").get(name) ?? new Uint8Array());
    const { exitCode, stdout } = await project.tool(`unpack ${name} --to out`);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/ARCHIVE_DIFFERS/);
    expect(Object.keys(project.list()).some((file) => file.startsWith("out"))).toBe(false);
  });

  test.each<[why: string, bytes: Uint8Array, line: string, code: number]>([
    ["with its digest", GOOD, `a.tgz --to out --sha256 ${sha256(GOOD)}`, 0],
    [
      "with its digest and size",
      GOOD,
      `a.tgz --to out --sha256 ${sha256(GOOD)} --size ${GOOD.length}`,
      0,
    ],
    ["with another digest", GOOD, `a.tgz --to out --sha256 ${sha256(BAD)}`, 1],
    ["with another size", GOOD, `a.tgz --to out --sha256 ${sha256(GOOD)} --size 1`, 1],
    ["without any pin", GOOD, "a.tgz --to out", 3],
    ["without any pin, by a word", GOOD, "a.tgz --to out --unsafe-unpinned", 0],
    ["that is hostile, by a word", BAD, "a.tgz --to out --unsafe-unpinned", 1],
    ["that is hostile, with its digest", BAD, `a.tgz --to out --sha256 ${sha256(BAD)}`, 1],
    ["that is no archive", Buffer.from("x"), "a.tgz --to out --unsafe-unpinned", 1],
    ["to where something stands", GOOD, "a.tgz --to full --unsafe-unpinned", 2],
    ["to nowhere", GOOD, "a.tgz --unsafe-unpinned", 2],
    ["by two words", GOOD, `a.tgz --to out --unsafe-unpinned --sha256 ${sha256(GOOD)}`, 2],
    ["with fewer entries than it has", GOOD, "a.tgz --to out --unsafe-unpinned --max-entries 1", 1],
    ["with as many entries as it has", GOOD, "a.tgz --to out --unsafe-unpinned --max-entries 2", 0],
    ["with fewer bytes than it has", GOOD, "a.tgz --to out --unsafe-unpinned --max-bytes 100", 1],
    ["in no time", GOOD, "a.tgz --to out --unsafe-unpinned --max-seconds 0", 2],
    ["that is not there", GOOD, "b.tgz --to out --unsafe-unpinned", 2],
  ])("a file %s", async (_, bytes, line, code) => {
    const folder = new Folder().write("a.tgz", bytes).write("full/x", "x");
    const before = folder.list();
    const { exitCode } = await folder.run(`tool unpack ${line}`);
    expect(exitCode).toBe(code);
    if (code !== 0) expect(folder.list()).toEqual(before);
    else expect(lstatSync(folder.at("out/app")).mode & 0o7777).toBe(0o755);
  });
});

test("a format that nothing here reads is never placed as a program", async () => {
  const folder = new Folder().write("a.tar.bz2", "BZh9");
  const { exitCode, stdout } = await folder.run("tool unpack a.tar.bz2 --to out --unsafe-unpinned");
  expect(stdout).toMatch(/ARCHIVE_UNSUPPORTED/);
  expect(exitCode).toBe(1);
  expect(Object.keys(folder.list())).toEqual(["a.tar.bz2"]);
});

describe("tool exec", () => {
  test("runs the program with its words, and ends as it does", async () => {
    await using server = await serveReleases();
    server.publish(
      "0.71.0",
      makeTrivy("0.71.0", { program: '#!/bin/sh\n[ "$1 $2" = "fs --all" ] && exit 7\nexit 8\n' }),
    );
    const project = new Project(server);
    await project.add();
    const here = "--to tools --for linux-x64";
    expect(await project.tool(`exec trivy ${here}`)).toMatchObject({
      exitCode: 3,
      stderr: expect.stringMatching(/expected 0\.71\.0 in place, found nothing/),
    });
    await project.tool(`fetch ${here}`);
    expect((await project.tool(`exec trivy ${here} -- fs --all`)).exitCode).toBe(7);
    expect((await project.tool(`exec trivy ${here} -- fs`)).exitCode).toBe(8);
    expect((await project.tool(`exec jq ${here}`)).exitCode).toBe(3);
    expect((await project.tool("exec trivy --to tools --for win32-x64")).exitCode).toBe(3);
  });
});
