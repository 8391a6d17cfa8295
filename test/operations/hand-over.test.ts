import { execFileSync } from "node:child_process";
import { rmSync, statSync, writeFileSync } from "node:fs";
import { fc, test as prop } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { copyClosures } from "../../src/operations/hand-over.ts";
import type { OpenedLock } from "../../src/operations/open-lock.ts";
import { quoteForShell } from "../../src/shell-word.ts";
import { Checkout, Folder, pin, signedCheckout } from "../fakes/checkout.ts";
import { AT, pinnedFolder } from "../fakes/pinned-file.ts";
import { run } from "../fakes/streams.ts";

describe("quoteForShell", () => {
  test.each<[why: string, path: string, expected: string]>([
    ["a plain path", "sub/requirements.txt", "sub/requirements.txt"],
    ["a space", "a b.txt", "'a b.txt'"],
    ["a single quote", "it's.txt", `'it'\\''s.txt'`],
    ["what a shell would run", "$(id).txt", "'$(id).txt'"],
    ["a home folder", "~root/r.txt", "'~root/r.txt'"],
    ["nothing", "", "''"],
    ["a dash in front", "-e.txt", "./-e.txt"],
    ["a folder that looks like a URL to pip", "file:/srv/r.txt", "./file:/srv/r.txt"],
    ["one that looks like another", "HTTPS:/evil.example/r.txt", "./HTTPS:/evil.example/r.txt"],
  ])("quotes %s", (_why, path, expected) => {
    expect(quoteForShell(path)).toBe(expected);
  });

  // One shell for all paths: starting one costs more than the rest of the test.
  test("a shell reads back what was quoted", () => {
    const paths = fc.sample(
      fc.string({ unit: "binary", minLength: 1 }).filter((path) => !/[\0\ud800-\udfff]/.test(path)),
      200,
    );
    const script = paths.map((path) => `printf '%s\\0' ${quoteForShell(path)}`).join("\n");
    const words = execFileSync("sh", ["-c", script]).toString().split("\0").slice(0, -1);
    expect(words.map((word) => word.replace(/^\.\//, ""))).toEqual(
      paths.map((path) => path.replace(/^\.\//, "")),
    );
  });

  prop.prop([fc.string()])("gives no word that begins with a dash", (path) => {
    expect(quoteForShell(path)).not.toMatch(/^'?-/);
  });
});

describe("--copy-to", () => {
  const copy = (checkout: Checkout, files: readonly string[], to: string) =>
    run(["verify", ...files, "--key", checkout.keys.at("alice.pub"), "--copy-to", to], {
      cwd: checkout.path,
    });

  test("writes the closure, byte for byte, where nobody else may look", async () => {
    const checkout = new Checkout();
    const lock = `-r base/six.txt\r\n${pin("click", "8.1.7")}# é\n`;
    checkout.write("api/requirements.txt", lock).write("api/base/six.txt", pin("six", "1.16.0"));
    checkout.write("api/unrelated.txt", "x");
    await checkout.sign("api/requirements.txt");
    const { exitCode, stdout } = await copy(checkout, ["api/requirements.txt"], "out");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/ -r out\/api\/requirements\.txt\n$/);
    const out = Object.keys(checkout.list()).filter((name) => name.startsWith("out/"));
    expect(out).toEqual(["out/api/base/six.txt", "out/api/requirements.txt"]);
    expect(checkout.read("out/api/requirements.txt")).toBe(lock);
    expect(checkout.read("out/api/base/six.txt")).toBe(pin("six", "1.16.0"));
    const mode = (name: string) => statSync(checkout.at(name)).mode & 0o777;
    expect([mode("out"), mode("out/api"), mode("out/api/base")]).toEqual([0o700, 0o700, 0o700]);
    expect([mode("out/api/requirements.txt"), mode("out/api/base/six.txt")]).toEqual([
      0o600, 0o600,
    ]);
  });

  test("quotes the folder in the printed line", async () => {
    const checkout = await signedCheckout();
    const { stdout } = await copy(checkout, ["requirements.txt"], "a b");
    expect(stdout).toContain("-r 'a b/requirements.txt'\n");
    expect(stdout).not.toContain("may change before pip reads");
  });

  test.each<[why: string, name: string, write: (checkout: Checkout) => unknown]>([
    ["a folder with files", "out", (one) => one.write("out/evil.txt", "x")],
    ["a file", "out", (one) => one.write("out", "x")],
    ["the checkout itself", ".", () => {}],
  ])("refuses %s that is there", async (_why, name, write) => {
    const checkout = await signedCheckout();
    write(checkout);
    const before = checkout.list();
    const { exitCode, stdout, stderr } = await copy(checkout, ["requirements.txt"], name);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(
      /expected a path where nothing stands yet, found something \[FILE_EXISTS\]\n.*hint: name a fresh folder/,
    );
    expect(checkout.list()).toEqual(before);
  });

  test("copies nothing when one of several files is refused", async () => {
    const checkout = await signedCheckout();
    checkout.write("other.txt", pin("six", "1.16.0"));
    const before = checkout.list();
    const { exitCode } = await copy(checkout, ["requirements.txt", "other.txt"], "out");
    expect(exitCode).toBe(3);
    expect(checkout.list()).toEqual(before);
  });

  test("refuses a parent that is not there", async () => {
    const checkout = await signedCheckout();
    const { exitCode, stderr } = await copy(checkout, ["requirements.txt"], "no/out");
    expect(exitCode).toBe(5);
    expect(stderr).toMatch(/expected to make a folder, found ENOENT/);
  });

  test("refuses locks of several roots, where one would be written over the other", async () => {
    const [folder, checkout] = [new Folder(), new Checkout()];
    for (const [name, lock] of [
      ["a", pin("click", "8.1.7")],
      ["b", pin("six", "1.16.0")],
    ] as const) {
      folder.write(`${name}/requirements.txt`, lock);
      await run(["sign", `${name}/requirements.txt`, "--key", checkout.keys.at("alice.key")], {
        cwd: folder.path,
      });
    }
    const before = folder.list();
    const words = [
      "verify",
      "a/requirements.txt",
      "b/requirements.txt",
      "--key",
      checkout.keys.at("alice.pub"),
    ];
    expect((await run(words, { cwd: folder.path })).exitCode).toBe(0);
    const { exitCode, stderr } = await run([...words, "--copy-to", "out"], { cwd: folder.path });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /expected a file under .*\/a, .*found one under .*\/b \[PATH_OUTSIDE_ROOT\]\n.*hint: verify them one at a time/,
    );
    expect(folder.list()).toEqual(before);
  });

  test("prints one slash between the folder and the file, however the folder was named", async () => {
    const checkout = await signedCheckout();
    const { stdout } = await copy(checkout, ["requirements.txt"], "out//");
    expect(stdout).toContain(" -r out/requirements.txt\n");
  });
});

test("copyClosures refuses a file that changed between two locks that include it", () => {
  const folder = new Folder();
  const root = { path: folder.path, gitTop: null };
  const lock = (shared: string): OpenedLock => ({
    format: "pip-requirements",
    located: { root, name: "r.txt", path: folder.at("r.txt") },
    files: [{ name: "base.txt", bytes: Buffer.from(shared) }],
    pins: [],
    problems: [],
  });
  expect(() => copyClosures(folder.at("out"), [lock("one"), lock("two")])).toThrow(
    expect.objectContaining({ code: "FILE_UNREADABLE", details: { path: "base.txt" } }),
  );
  expect(folder.list()).toEqual({});
  copyClosures(folder.at("out"), [lock("one"), lock("one")]);
  expect(folder.read("out/base.txt")).toBe("one");
});

describe("--copy-to with a lock of tools", () => {
  /** A checkout with a signed lock of tools in a folder of it, and its evidence. */
  async function signedTools(): Promise<Checkout> {
    const [checkout, pinned] = [new Checkout(), pinnedFolder()];
    for (const name of Object.keys(pinned.list())) checkout.write(`ci/${name}`, pinned.read(name));
    expect((await checkout.sign("ci/lockseal-tools.lock")).exitCode).toBe(0);
    return checkout;
  }
  const evidence = (checkout: Checkout): string =>
    Object.keys(checkout.list()).find((name) => name.startsWith("ci/.lockseal/evidence/")) ?? "";

  test("hands on its evidence, so that what fetches from the copy can verify", async () => {
    const checkout = await signedTools();
    const { exitCode } = await checkout.verify("ci/lockseal-tools.lock --copy-to out");
    expect(exitCode).toBe(0);
    const lock = "--lock out/ci/lockseal-tools.lock --trusted-root ci/root.json";
    const verified = await checkout.run(`tool verify ci/app-linux.bin ${lock}`, AT);
    expect(verified.stdout).toMatch(/app-linux\.bin: ok: signed by/);
    expect(verified.exitCode).toBe(0);
  });

  test.each<[why: string, break_: (path: string) => void, rule: RegExp]>([
    [
      "is not there",
      (path) => rmSync(path),
      /expected its evidence \.lockseal\/evidence\/sha256-[0-9a-f]{64} beside it, found nothing there/,
    ],
    [
      "was altered",
      (path) => writeFileSync(path, "{}"),
      /expected evidence sha256:[0-9a-f]{64}, found sha256:[0-9a-f]{64} in its place/,
    ],
  ])("copies nothing where its evidence %s", async (_, damage, found) => {
    const checkout = await signedTools();
    damage(checkout.at(evidence(checkout)));
    const { exitCode, stdout, stderr } = await checkout.verify(
      "ci/lockseal-tools.lock --copy-to out",
    );
    expect(`${stdout}${stderr}`).toMatch(found);
    expect(exitCode).toBe(1);
    expect(Object.keys(checkout.list()).filter((name) => name.startsWith("out/"))).toEqual([]);
  });
});
