import { rmSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ARCHIVE, Audited, pinApp } from "../../fakes/audited.ts";
import { type ReportedFinding, sha256 } from "../../fakes/checkout.ts";
import { pinFile, pinTool } from "../../fakes/pinned-file.ts";

const APP = sha256("#!/bin/sh\necho linux\n");

/** Runs `audit --json`, and gives each file with its state, and the findings that refuse. */
async function audit(folder: Audited, line: string, env: Readonly<Record<string, string>> = {}) {
  const { exitCode, stdout, stderr } = await folder.run(`audit ${line} --json`, { env });
  const report = JSON.parse(stdout) as {
    findings: ReportedFinding[];
    counts: Record<string, number>;
    files: { path: string; state: string; sha256: string | null; pin: string | null }[];
  };
  const refused = report.findings.filter(({ verdict }) => verdict === "refused");
  return {
    exitCode,
    stderr,
    ...report,
    states: Object.fromEntries(report.files.map(({ path, state }) => [path, state])),
    refused: refused.map(({ rule, subject, message }) => `${rule} ${subject}: ${message}`),
  };
}

describe("as text", () => {
  test("a tree that is as pinned, its archive, and a file that nobody pinned", async () => {
    const folder = new Audited().unpack("t/app").put("t/app-1.2.3-linux.tar.gz", ARCHIVE);
    folder.put("t/note", "hello").put("t/other", "x");
    expect(await folder.transcript("audit t")).toBe(
      `$ lockseal audit t
app@linux-x64 1.2.3: ok: 6 files as pinned
t: note: 2 files that nobody pinned: t/note, t/other [AUDIT_UNKNOWN]
    hint: see them all, with their digests: --json; refuse them: --strict
6 verified, 0 altered, 0 known-bad, 2 unknown, 0 unread; 0.0 MB read
exit 0`,
    );
  });

  test("an altered program: what was expected, what was found, what to type next", async () => {
    const folder = new Audited().unpack("t/app").put("t/app/app", "#!/bin/sh\ncurl\n", 0o755);
    expect(await folder.transcript("audit t")).toBe(
      `$ lockseal audit t
app@linux-x64 1.2.3: ok: 4 files as pinned
t/app/app: error: expected sha256:${APP}, 21 bytes, as app of app@linux-x64 1.2.3, found sha256:${sha256("#!/bin/sh\ncurl\n")}, 15 bytes [AUDIT_ALTERED]
    hint: do not run it, and find out who put it there; then: lockseal tool fetch app --for linux-x64
4 verified, 1 altered, 0 known-bad, 0 unknown, 0 unread; 0.0 MB read
2> lockseal: error: audit: refused: 1 problem
exit 1`,
    );
  });

  test("nothing to compare with", async () => {
    const folder = new Audited().put("t/note", "hello");
    rmSync(folder.at("lockseal-tools.lock"));
    expect(await folder.transcript("audit t")).toBe(
      `$ lockseal audit t
t: note: 1 file that nobody pinned: t/note [AUDIT_UNKNOWN]
    hint: see them all, with their digests: --json; refuse them: --strict
lockseal-tools.lock: error: expected at least one pinned tool, found none [AUDIT_NO_PINS]
    hint: name the lock with --lock FILE, or pin a tool: lockseal tool add NAME --url TEMPLATE --version V
0 verified, 0 altered, 0 known-bad, 1 unknown, 0 unread; 0.0 MB read
2> lockseal: error: audit: refused: 1 problem
exit 3`,
    );
  });

  test("nothing that is pinned", async () => {
    const { exitCode, stdout } = await new Audited().put("t/note", "hello").run("audit t");
    expect(exitCode).toBe(3);
    expect(stdout).toContain(
      "t: error: expected at least one file that lockseal-tools.lock pins, found none among 1 [AUDIT_NONE_VERIFIED]",
    );
  });

  test("more files that nobody pinned than are shown", async () => {
    const folder = new Audited().unpack("t/app");
    for (let at = 10; at < 40; at += 1) folder.put(`t/n${at}`, `${at}`);
    const { stdout } = await folder.run("audit t");
    expect(stdout).toContain("30 files that nobody pinned: t/n10, t/n11, ");
    expect(stdout).toContain(", t/n29, and 10 more");
  });
});

describe("as JSON", () => {
  test("is one document with every file", async () => {
    const folder = new Audited().unpack("t/app").put("t/note", "hello", 0o600);
    const { stdout } = await folder.run("audit t --json");
    expect(JSON.parse(stdout)).toMatchObject({
      schemaVersion: 1,
      command: "audit",
      exitCode: 0,
      counts: { verified: 5, altered: 0, "known-bad": 0, unknown: 1, unread: 0 },
      findings: [{ rule: "AUDIT_VERIFIED" }, { rule: "AUDIT_UNKNOWN" }],
      bytes: 52,
      skipped: 0,
      files: [
        { path: "t/app/LICENSE", state: "verified", size: 14, mode: "0644" },
        {
          path: "t/app/app",
          state: "verified",
          sha256: APP,
          size: 21,
          mode: "0755",
          pin: "app@linux-x64 1.2.3",
          file: "app",
        },
        { path: "t/app/empty", state: "verified" },
        { path: "t/app/share/app/data.txt", state: "verified", file: "share/app/data.txt" },
        { path: "t/app/share/app/more.txt", state: "verified" },
        {
          path: "t/note",
          state: "unknown",
          sha256: sha256("hello"),
          size: 5,
          mode: "0600",
          pin: null,
          file: null,
        },
      ],
    });
  });
});

describe("the command line", () => {
  test.each<[why: string, line: string, code: number, error: RegExp]>([
    ["names nothing", "audit", 2, /expected PATH…, --path or --cache, found none/],
    ["names what is not there", "audit t nope", 2, /nope: expected a file, found nothing/],
    ["names a lock that is none", "audit t --lock t/bad", 1, /t\/bad/],
  ])("%s", async (_why, line, code, error) => {
    const folder = new Audited().unpack("t/app").put("t/bad", "?");
    const { exitCode, stderr } = await folder.run(line);
    expect(stderr).toMatch(error);
    expect(exitCode).toBe(code);
  });

  test("--strict refuses what nobody pinned, each by its digest", async () => {
    const folder = new Audited().unpack("t/app").put("t/note", "hello");
    const { exitCode, refused } = await audit(folder, "t --strict");
    expect(refused).toEqual([
      `AUDIT_UNKNOWN t/note: expected a file that lockseal-tools.lock pins, found sha256:${sha256("hello")}, which nobody pinned`,
    ]);
    expect(exitCode).toBe(1);
    expect((await audit(new Audited().unpack("t/app"), "t --strict")).exitCode).toBe(0);
  });

  test("--strict counts those that it does not name", async () => {
    const folder = new Audited().unpack("t/app");
    for (let at = 10; at < 40; at += 1) folder.put(`t/n${at}`, `${at}`);
    const { refused, counts } = await audit(folder, "t --strict");
    expect(counts.unknown).toBe(30);
    expect(refused.filter((one) => one.includes("which nobody pinned"))).toHaveLength(20);
    expect(refused).toContainEqual("AUDIT_UNKNOWN t: 30 files that nobody pinned, and 10 more");
  });

  test("--path audits what PATH finds, and not what lies deeper or is not there", async () => {
    const folder = new Audited();
    folder.put("bin/app", "other", 0o755).put("bin/deep/app", "other", 0o755);
    folder.put("app", "#!/bin/sh\necho linux\n", 0o755);
    const PATH = `${folder.at("bin")}:${folder.at("gone")}::${folder.at("bin")}`;
    const { exitCode, states } = await audit(folder, "--path", { PATH });
    expect(states).toEqual({
      [folder.at("bin/app")]: "altered",
      app: "verified",
      "lockseal-tools.lock": "unknown",
    });
    expect(exitCode).toBe(1);
  });

  test("--cache audits what was fetched, by the digests that its names are", async () => {
    const folder = new Audited();
    const files = "cache/lockseal/tools/files";
    folder.put(`${files}/sha256-${sha256(ARCHIVE)}`, ARCHIVE);
    folder.put(`${files}/sha256-${sha256("of another lock")}`, "of another lock");
    folder.put(`${files}/sha256-${sha256("a")}`, "b");
    const { exitCode, refused, counts } = await audit(folder, "--cache", {
      XDG_CACHE_HOME: folder.at("cache"),
    });
    expect(counts).toMatchObject({ verified: 1, unknown: 1, altered: 1 });
    expect(refused).toEqual([
      `AUDIT_ALTERED ${folder.at(files)}/sha256-${sha256("a")}: expected sha256:${sha256("a")}, as its name says, found sha256:${sha256("b")}, 1 bytes`,
    ]);
    expect(exitCode).toBe(1);
    const nothing = await audit(folder, "--cache", { XDG_CACHE_HOME: folder.at("nothing") });
    expect(nothing.exitCode).toBe(3);
  });

  test("a file in a folder that is named too is judged once", async () => {
    const folder = new Audited().unpack("t/app");
    const { states } = await audit(folder, "t t/app t/app/app t/../t");
    expect(Object.keys(states)).toHaveLength(5);
  });

  test("a bar is shown on a terminal, and nothing of it stays", async () => {
    const folder = new Audited().unpack("t/app");
    const { stderr } = await folder.run("audit t", { terminal: true });
    const [before, shown, ...after] = stderr.split("\r\u001b[K");
    expect([before, shown, after.at(-1)]).toEqual(["", expect.stringContaining(" files, "), ""]);
    expect((await folder.run("audit t")).stderr).toBe("");
    expect((await folder.run("audit t --json", { terminal: true })).stderr).toBe("");
  });
});

describe("known to be bad", () => {
  const TRIVY = pinTool("trivy", "0.69.4", [
    pinFile("trivy_0.69.4_Linux-64bit.tar.gz", "linux-x64", Buffer.from("bad archive"), {
      files: [
        { kind: "file", path: "LICENSE", mode: 0o644, size: 14, sha256: sha256("everybody may\n") },
        { kind: "file", path: "trivy", mode: 0o755, size: 3, sha256: sha256("bad") },
      ],
    }),
  ]);

  test.each<[why: string, path: string, bytes: string, mode: number, state: string]>([
    ["the pinned program", "t/x", "bad", 0o755, "known-bad"],
    ["the pinned archive", "t/y", "bad archive", 0o644, "known-bad"],
    ["an archive of that name", "t/trivy_0.69.5_Linux-64bit.tar.gz", "?", 0o644, "known-bad"],
    ["a program of that name", "t/trivy-v0.69.6", "?", 0o755, "known-bad"],
    ["a program in a folder of that version", "t/trivy/0.69.4/x64/trivy", "?", 0o755, "known-bad"],
    ["a text of that name", "t/trivy-0.69.4-notes.md", "?", 0o644, "unknown"],
    ["a text in a folder of that version", "t/trivy/0.69.4/x64/trivy", "?", 0o644, "unknown"],
    ["a licence that others have, too", "t/LICENSE", "everybody may\n", 0o644, "verified"],
  ])("%s", async (_why, path, bytes, mode, state) => {
    const folder = new Audited(pinApp(), TRIVY).put(path, bytes, mode);
    expect((await audit(folder, "t")).states).toEqual({ [path]: state });
  });

  test("is refused with its advisory, and so is the lock that pins it", async () => {
    const folder = new Audited(TRIVY).put("t/trivy", "bad", 0o755);
    const { exitCode, refused } = await audit(folder, "t");
    expect(refused).toEqual([
      expect.stringMatching(/^TOOL_KNOWN_BAD lockseal-tools\.lock: .*CVE-2026-33634/),
      expect.stringMatching(/^AUDIT_NONE_VERIFIED t: /),
      expect.stringMatching(/^TOOL_KNOWN_BAD t\/trivy: .*trivy 0\.69\.4.*CVE-2026-33634/),
    ]);
    expect(exitCode).toBe(1);
  });
});
