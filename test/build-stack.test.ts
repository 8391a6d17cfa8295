import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { Folder } from "./fakes/checkout.ts";

const BUILD = join(import.meta.dirname, "interop/stack/build.sh");
const NAMES = [
  "fulcio-1.8.8",
  "rekor-tiles-2.3.0",
  "timestamp-authority-2.1.3",
  "cosign-3.1.3",
  "cosign-2.4.3",
];

/** A folder with a Go of our own: it notes what it is asked to install, takes its time, and does as `body` says. */
function withGo(body: string): Folder {
  const folder = new Folder();
  const go = `#!/bin/sh
echo "begin $2" >>"${folder.at("calls")}"
sleep 0.1
name=$(basename "\${2%@*}")
${body}
echo "end $2" >>"${folder.at("calls")}"
`;
  folder.write("bin/go", go);
  chmodSync(folder.at("bin/go"), 0o755);
  return folder;
}

const MAKES = 'printf "#!/bin/sh\\n" >"$GOBIN/$name"; chmod +x "$GOBIN/$name"';

async function build(folder: Folder, names: readonly string[] = []) {
  const PATH = [folder.at("bin"), process.env.PATH].join(delimiter);
  const env = { PATH, XDG_CACHE_HOME: folder.at("cache") };
  const child = spawn("bash", [BUILD, ...names], { env });
  const said = Promise.all([text(child.stdout), text(child.stderr)]);
  const [status] = await once(child, "close");
  const [stdout, stderr] = await said;
  return { status, lines: stdout.split("\n").filter((line) => line !== ""), stderr };
}

test("runs that overlap build each program once, one at a time, and all see it", async () => {
  const folder = withGo(MAKES);
  const [all, again, one] = await Promise.all([
    build(folder),
    build(folder),
    build(folder, ["cosign-2.4.3"]),
  ]);
  expect(all).toEqual(again);
  expect(all.lines.map((line) => line.split(" ")[0])).toEqual(NAMES);
  expect(one.lines).toEqual(all.lines.slice(-1));
  for (const line of all.lines) expect(existsSync(line.split(" ")[1] ?? "")).toBe(true);
  const calls = folder.read("calls").trim().split("\n");
  expect(calls).toHaveLength(2 * NAMES.length);
  for (let at = 0; at < calls.length; at += 2)
    expect(calls[at + 1]).toBe(calls[at]?.replace("begin", "end"));
});

test("a build that fails is named, the others are built, and nothing of it is left", async () => {
  const folder = withGo(`case $2 in *rekor*) echo "no such module"; exit 1;; esac; ${MAKES}`);
  const { status, lines, stderr } = await build(folder);
  expect(status).toBe(1);
  expect(lines.map((line) => line.split(" ")[0])).toEqual(
    NAMES.filter((name) => name !== "rekor-tiles-2.3.0"),
  );
  expect(stderr).toMatch(/^rekor-tiles-2\.3\.0: expected go install .*, found: no such module\n$/);
  const left = readdirSync(folder.at("cache/lockseal-peers"));
  expect(left.sort()).toEqual(
    [".lock", ...NAMES.filter((name) => !name.startsWith("rekor"))].sort(),
  );
});

test("a name that is not listed gives no path", async () => {
  expect(await build(withGo(MAKES), ["cosign"])).toEqual({ status: 0, lines: [], stderr: "" });
});
