import { describe, expect, test } from "vitest";
import { formatToolLock } from "../../src/tool/format-tool-lock.ts";
import { Folder } from "../fakes/checkout.ts";
import { AT, pinFile, pinnedFolder, pinTool } from "../fakes/pinned-file.ts";
import { run } from "../fakes/streams.ts";

const MANIFEST = `version = 1

[tools.app]
version = "1.2.3"
source = "https://releases.example/app-{platform}.bin"
platforms = { linux-x64 = "linux", darwin-arm64 = "darwin" }
deny = [
  "1.0.0",
  "v1.2.3", # it steals
]
`;
const DENIED =
  /lockseal\.toml:9: (?:error: )?expected app in a version that is not denied, found 1\.2\.3, which deny of \[tools\.app\] has/;

/** A folder with a pinned tool; what is said of it goes to the cache of the folder. */
function deniedFolder(manifest: string = MANIFEST): Folder {
  return pinnedFolder().write("lockseal.toml", manifest);
}

function runIn(folder: Folder, line: string) {
  return folder.run(line, { ...AT, env: { XDG_CACHE_HOME: folder.at("cache") } });
}

describe("a pinned version that is denied since is refused by every command that uses it", () => {
  test.each<[line: string]>([
    ["tool verify app-linux.bin --trusted-root root.json"],
    ["tool unpack app-linux.bin --to out --trusted-root root.json"],
    ["tool fetch app --for linux-x64 --trusted-root root.json"],
    ["tool exec app --for linux-x64"],
    ["tool list --for linux-x64"],
    ["tool list --for win32-x64"],
  ])("%s", async (line) => {
    const folder = deniedFolder();
    const before = folder.list();
    const { exitCode, stdout, stderr } = await runIn(folder, line);
    expect(`${stdout}${stderr}`).toMatch(DENIED);
    expect(exitCode).toBe(1);
    expect(folder.list()).toEqual(before);
  });

  test("and says in JSON which line it was", async () => {
    const { stdout } = await runIn(deniedFolder(), "tool verify app-linux.bin --json");
    expect(JSON.parse(stdout).findings).toContainEqual(
      expect.objectContaining({
        rule: "TOOL_DENIED",
        verdict: "refused",
        subject: "app-linux.bin",
        where: { file: "lockseal.toml", line: 9 },
      }),
    );
  });

  test.each<[line: string]>([["tool add app"], ["tool update app --version 1.2.3"]])(
    "and pinned by none: %s",
    async (line) => {
      const folder = deniedFolder();
      const { exitCode, stdout } = await runIn(folder, line);
      expect(stdout).toMatch(DENIED);
      expect(exitCode).toBe(1);
    },
  );
});

test("a copy of the lock is without wishes: those of the project count", async () => {
  const folder = deniedFolder();
  const copy = new Folder();
  for (const name of Object.keys(folder.list()).filter((one) => one !== "lockseal.toml"))
    copy.write(name, folder.read(name));
  const line = ["tool", "verify", "app-linux.bin", "--trusted-root", "root.json"];
  const lock = ["--lock", copy.at("lockseal-tools.lock")];
  const { exitCode, stdout } = await run([...line, ...lock], { ...AT, cwd: folder.path });
  expect(stdout).toMatch(DENIED);
  expect(exitCode).toBe(1);
});

test("other versions, other tools and digests given by hand are not concerned", async () => {
  const other = deniedFolder(MANIFEST.replace("v1.2.3", "1.2.4"));
  const verify = "tool verify app-linux.bin --trusted-root root.json";
  expect((await runIn(other, verify)).exitCode).toBe(0);
  const named = deniedFolder(MANIFEST.replaceAll("tools.app", "tools.other"));
  expect((await runIn(named, verify)).exitCode).toBe(0);
});

test("a manifest that cannot be read may deny anything, and is an error", async () => {
  const { exitCode, stderr } = await runIn(
    deniedFolder("version = 1\ndney = []\n"),
    "tool list --for linux-x64",
  );
  expect(stderr).toMatch(/lockseal\.toml/);
  expect(exitCode).toBe(2);
});

test.each<[line: string]>([["tool list --for linux-x64"], ["tool list --for win32-x64"]])(
  "a version that is known to be bad is listed as that, for whatever platform: %s",
  async (line) => {
    const folder = new Folder();
    const asset = pinFile("trivy", "linux-x64", Buffer.from("x"));
    folder.write(
      "lockseal-tools.lock",
      formatToolLock({ tools: [pinTool("trivy", "0.69.4", [asset])] }),
    );
    const { exitCode, stdout } = await runIn(folder, line);
    expect(stdout).toMatch(/TOOL_KNOWN_BAD/);
    expect(exitCode).toBe(1);
  },
);
