import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Checkout, pin } from "../fakes/checkout.ts";
import { run } from "../fakes/streams.ts";

const KINDS = ["text", "json", "sarif", "github", "summary", "gitlab", "junit", "markdown", "html"];

function checkout(): Checkout {
  const made = new Checkout();
  made.write("good.txt", pin("click", "8.1.7")).write("bad.txt", "click>=8\n");
  return made;
}

describe("--report", () => {
  test.each(KINDS)("%s leaves output and exit code as they are", async (kind) => {
    const { path: cwd } = checkout();
    for (const file of ["good.txt", "bad.txt"]) {
      const plain = await run(["lint", file], { cwd });
      const reported = await run(["lint", file, "--report", `${kind}=out`], { cwd });
      expect(reported).toEqual(plain);
      expect(readFileSync(join(cwd, "out"), "utf8")).not.toBe(
        kind === "github" && file === "good.txt" ? "x" : "",
      );
    }
  });

  test("may be repeated", async () => {
    const { path: cwd } = checkout();
    const words = ["lint", "bad.txt", "--report", "sarif=a", "--report=junit=b"];
    expect((await run(words, { cwd })).exitCode).toBe(1);
    expect(JSON.parse(readFileSync(join(cwd, "a"), "utf8")).version).toBe("2.1.0");
    expect(readFileSync(join(cwd, "b"), "utf8")).toContain("<testsuites");
  });

  test("to standard output takes the place of the text", async () => {
    const { path: cwd } = checkout();
    const { stdout } = await run(["lint", "bad.txt", "--report", "sarif=-"], { cwd });
    expect(JSON.parse(stdout).runs[0].results[0].ruleId).toBe("LOCK_NOT_PINNED");
  });

  test("is written when the command is refused before it finds anything", async () => {
    const { path: cwd } = checkout();
    const words = ["verify", "good.txt", "--key", "missing.pub", "--report", "json=out"];
    const { exitCode } = await run(words, { cwd });
    const report = JSON.parse(readFileSync(join(cwd, "out"), "utf8"));
    expect([exitCode, report.exitCode, report.findings.length]).toEqual([exitCode, exitCode, 1]);
    expect(exitCode).not.toBe(0);
  });

  test.each<[why: string, words: string[], stderr: RegExp]>([
    ["an unknown kind", ["sarf=x"], /found sarf=x\n.*did you mean --report sarif=x\?/],
    ["no file", ["sarif"], /expected --report sarif=FILE, found no file/],
    ["an empty file", ["sarif="], /expected --report sarif=FILE, found no file/],
    ["one file twice", ["sarif=x", "junit=./x"], /found \.\/x twice/],
    ["a file that is read", ["text=./bad.txt"], /found \.\/bad\.txt, which the command reads/],
  ])("refuses %s before anything is done", async (_why, reports, stderr) => {
    const { path: cwd } = checkout();
    const words = ["lint", "bad.txt", ...reports.flatMap((one) => ["--report", one])];
    const outcome = await run(words, { cwd });
    expect(outcome.exitCode).toBe(2);
    expect(outcome.stdout).toBe("");
    expect(outcome.stderr).toMatch(stderr);
    expect(readFileSync(join(cwd, "bad.txt"), "utf8")).toBe("click>=8\n");
  });

  test("refuses --json and a report on one output", async () => {
    const { path: cwd } = checkout();
    const { exitCode, stderr } = await run(["lint", "good.txt", "--json", "--report", "text=-"], {
      cwd,
    });
    expect([exitCode, stderr.split("\n")[0]]).toEqual([
      2,
      "lockseal: error: lint: expected --json or a report to standard output, found both",
    ]);
  });

  test.each<[why: string, file: string, path: string]>([
    ["no folder", "good.txt", "no/such/out"],
    ["a folder in its place", "good.txt", "folder"],
  ])("that cannot be written, for %s, makes success a failure", async (_why, file, path) => {
    const { path: cwd } = checkout();
    mkdirSync(join(cwd, "folder"));
    const good = await run(["lint", file, "--report", `html=${path}`], { cwd });
    expect(good.exitCode).toBe(5);
    expect(good.stderr).toContain("expected to write a file, found E");
    const bad = await run(["lint", "bad.txt", "--report", `html=${path}`], { cwd });
    expect(bad.exitCode).toBe(1);
  });

  test("replaces an older report whole", async () => {
    const { path: cwd } = checkout();
    writeFileSync(join(cwd, "out"), "x".repeat(100_000));
    await run(["lint", "good.txt", "--report", "text=out"], { cwd });
    expect(readFileSync(join(cwd, "out"), "utf8")).toMatch(/^lockseal lint: verified \(exit 0\)/);
  });
});

describe("in GitHub Actions", () => {
  const actions = (cwd: string) => ({
    GITHUB_ACTIONS: "true",
    GITHUB_STEP_SUMMARY: join(cwd, "summary.md"),
  });

  test("annotations and summary come by themselves", async () => {
    const { path: cwd } = checkout();
    writeFileSync(join(cwd, "summary.md"), "# before\n");
    const { stdout, stderr, exitCode } = await run(["lint", "bad.txt"], { cwd, env: actions(cwd) });
    expect(exitCode).toBe(1);
    expect(stdout).not.toContain("::error");
    expect(stderr).toContain("::error file=bad.txt,line=1,col=1,title=LOCK_NOT_PINNED::");
    expect(readFileSync(join(cwd, "summary.md"), "utf8")).toMatch(/^# before\n### lockseal lint/);
  });

  test("a report that is asked for takes the place of the one that comes by itself", async () => {
    const { path: cwd } = checkout();
    const words = ["lint", "bad.txt", "--report", "github=a", "--report", "summary=b"];
    const { stderr } = await run(words, { cwd, env: actions(cwd) });
    expect(stderr).not.toContain("::error");
    expect(existsSync(join(cwd, "summary.md"))).toBe(false);
  });

  test("a summary that is full already is left alone", async () => {
    const { path: cwd } = checkout();
    const full = "x".repeat(1024 * 1024 - 100);
    writeFileSync(join(cwd, "summary.md"), full);
    expect((await run(["lint", "good.txt"], { cwd, env: actions(cwd) })).exitCode).toBe(0);
    expect(readFileSync(join(cwd, "summary.md"), "utf8")).toBe(full);
  });
});
