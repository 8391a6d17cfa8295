import { chmodSync, linkSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { auditPaths } from "../../src/operations/audit-paths.ts";
import type { AuditProgress, AuditState } from "../../src/operations/audit-report.ts";
import { ARCHIVE, Audited, pinApp } from "../fakes/audited.ts";
import { sha256 } from "../fakes/checkout.ts";
import { pinFile, pinTool } from "../fakes/pinned-file.ts";

const PROGRAM = "#!/bin/sh\necho linux\n";
const LICENSE = "everybody may\n";
/** How the folder begins that `tool fetch` makes for the fakes' tool. */
const OWN = `.app-linux-x64-${sha256(ARCHIVE).slice(0, 16)}-`;

/** Audits folders of a test, and gives each file that is not unknown, and what refuses. */
async function audit(folder: Audited, ...paths: readonly string[]) {
  const report = await auditPaths({ paths: paths.length === 0 ? ["t"] : paths, cwd: folder.path });
  const refused = report.findings.filter(({ verdict }) => verdict === "refused");
  return {
    ...report,
    states: Object.fromEntries(report.files.map(({ path, state }) => [path, state])),
    refused: refused.map(({ rule, subject }) => `${rule} ${subject}`),
    messages: refused.map(({ message }) => message),
  };
}

type Make = (folder: Audited) => unknown;

describe("a file by itself", () => {
  test.each<[why: string, name: string, bytes: string, mode: number, state: AuditState]>([
    ["the archive under its name", "app-1.2.3-linux.tar.gz", ARCHIVE, 0o644, "verified"],
    ["the archive under another", "download", ARCHIVE, 0o644, "verified"],
    ["another file under the archive's name", "app-1.2.3-linux.tar.gz", "?", 0o644, "altered"],
    ["an empty file under the archive's name", "app-1.2.3-linux.tar.gz", "", 0o644, "altered"],
    ["another platform's under its name", "app-1.2.3-linux.tar.gz", "MZ windows", 0o644, "altered"],
    ["the program under its name", "app", PROGRAM, 0o755, "verified"],
    ["the program under another", "tool", PROGRAM, 0o755, "verified"],
    ["the program that may not be run", "app", PROGRAM, 0o644, "verified"],
    ["another program under its name", "app", "#!/bin/sh\n", 0o755, "altered"],
    ["another program for one user", "app", "#!/bin/sh\n", 0o700, "altered"],
    ["a text under its name", "app", "how to run app", 0o644, "unknown"],
    ["a program of Linux that may not be run yet", "app", "\x7fELF", 0o644, "altered"],
    ["another program under the name on Windows", "app.exe", "MZ other", 0o644, "altered"],
    ["the program on Windows", "app.exe", "MZ windows", 0o644, "verified"],
    ["a name in other case", "App", "#!/bin/sh\n", 0o755, "unknown"],
    ["a name with an ending", "app.bak", "#!/bin/sh\n", 0o755, "unknown"],
    ["a pinned licence", "LICENSE", LICENSE, 0o644, "verified"],
    ["another licence", "LICENSE", "nobody may", 0o644, "unknown"],
    ["an empty file of a pinned name", "empty", "", 0o644, "verified"],
    ["an empty file of another", "nothing", "", 0o644, "unknown"],
    ["evidence", "e", "evidence", 0o644, "verified"],
    ["evidence by its digest", `sha256-${sha256("evidence")}`, "evidence", 0o644, "verified"],
    ["other evidence by that", `sha256-${sha256("evidence")}`, "forged", 0o644, "altered"],
    ["the archive by its digest", `sha256-${sha256(ARCHIVE)}`, "forged", 0o644, "altered"],
    ["another's file by its digest", `sha256-${sha256("x")}`, "y", 0o644, "unknown"],
    ["a setuid program", "app", PROGRAM, 0o4755, "altered"],
    ["a setgid program", "app", PROGRAM, 0o2755, "altered"],
    ["a program that anybody may write to", "app", PROGRAM, 0o757, "altered"],
    ["a program that its group may write to", "app", PROGRAM, 0o775, "verified"],
    ["an archive that anybody may write to", "a.tgz", ARCHIVE, 0o666, "altered"],
  ])("%s", async (_why, name, bytes, mode, state) => {
    const folder = new Audited().put(`t/${name}`, Buffer.from(bytes, "latin1"), mode);
    expect((await audit(folder)).states).toEqual({ [`t/${name}`]: state });
  });

  test("no byte of a program can be another, nor be missing, nor follow", async () => {
    const folder = new Audited();
    const bytes = Buffer.from(PROGRAM);
    for (let at = 0; at < bytes.length; at += 1) {
      const flipped = Buffer.from(bytes);
      flipped.writeUInt8(flipped.readUInt8(at) ^ 1, at);
      folder.put(`t/flipped/${at}/app`, flipped, 0o755);
      folder.put(`t/cut/${at}/app`, bytes.subarray(0, at), 0o755);
    }
    folder.put("t/longer/app", `${PROGRAM}\n`, 0o755);
    const { counts } = await audit(folder);
    expect(counts).toMatchObject({ altered: 2 * bytes.length + 1, verified: 0, unknown: 0 });
  });

  test("one tool in place of another", async () => {
    const other = pinTool("other", "1", [pinFile("other", "linux-x64", Buffer.from("other"))]);
    const folder = new Audited(pinApp(), other);
    folder.put("t/app", "other", 0o755).put("t/other", PROGRAM, 0o755);
    const { states, messages } = await audit(folder);
    expect(states).toEqual({ "t/app": "altered", "t/other": "altered" });
    expect(messages.join("\n")).toContain("as app of app@linux-x64 1.2.3, found sha256:");
  });

  test("a program of an archive that is called like another tool is no other tool", async () => {
    const other = pinTool("data.txt", "1", [pinFile("data", "linux-x64", Buffer.from("other"))]);
    const folder = new Audited(pinApp(), { ...other, name: "other", bin: "data.txt" });
    folder.put("t/data.txt", "1 2 3\n", 0o755);
    expect((await audit(folder)).states).toEqual({ "t/data.txt": "verified" });
  });

  test("one that is named by a link is called as the link", async () => {
    const folder = new Audited().put("x/thing", "#!/bin/sh\n", 0o755).link("app", "x/thing");
    expect((await audit(folder, "app")).states).toEqual({ app: "altered" });
  });
});

describe("a tool's tree", () => {
  test.each<[why: string, make: Make, states: Readonly<Record<string, AuditState>>]>([
    ["as it is pinned", () => {}, {}],
    ["with an altered text", (f) => f.put("t/a/LICENSE", "?"), { LICENSE: "altered" }],
    ["with an altered program", (f) => f.put("t/a/app", "?", 0o755), { app: "altered" }],
    [
      "with a program that may not be run",
      (f) => chmodSync(f.at("t/a/app"), 0o644),
      { app: "altered" },
    ],
    [
      "with a text that may be run",
      (f) => chmodSync(f.at("t/a/LICENSE"), 0o755),
      { LICENSE: "altered" },
    ],
    ["with a setuid program", (f) => chmodSync(f.at("t/a/app"), 0o6755), { app: "altered" }],
    ["unpacked with another umask", (f) => chmodSync(f.at("t/a/app"), 0o700), {}],
    [
      "with an emptied file",
      (f) => f.put("t/a/share/app/data.txt", ""),
      { "share/app/data.txt": "altered" },
    ],
    ["with a filled empty file", (f) => f.put("t/a/empty", "x"), { empty: "altered" }],
    [
      "with one file of it in place of another",
      (f) => f.put("t/a/share/app/data.txt", "4 5 6\n"),
      { "share/app/data.txt": "altered" },
    ],
    ["with more beside it", (f) => f.put("t/a/plugin.so", "\x7fELF"), { "plugin.so": "unknown" }],
    [
      "with one missing",
      (f) => rmSync(f.at("t/a/share/app/data.txt")),
      { "share/app/data.txt": undefined as never },
    ],
  ])("%s", async (_why, make, states) => {
    const folder = new Audited().unpack("t/a");
    make(folder);
    const expected: Record<string, AuditState> = {
      LICENSE: "verified",
      app: "verified",
      empty: "verified",
      "share/app/data.txt": "verified",
      "share/app/more.txt": "verified",
      ...states,
    };
    const found = (await audit(folder)).states;
    expect(found).toEqual(
      Object.fromEntries(
        Object.entries(expected).flatMap(([path, state]) =>
          state === undefined ? [] : [[`t/a/${path}`, state]],
        ),
      ),
    );
  });

  test("is found where its first folders were stripped", async () => {
    const folder = new Audited().put("t/x/data.txt", "1 2 3\n").put("t/x/more.txt", "4 5 6\n");
    expect((await audit(folder)).states).toEqual({
      "t/x/data.txt": "verified",
      "t/x/more.txt": "verified",
    });
    // Now one of two: it matches no more than it differs.
    folder.put("t/x/more.txt", "?");
    expect((await audit(folder)).states).toEqual({
      "t/x/data.txt": "verified",
      "t/x/more.txt": "unknown",
    });
  });

  const NAMES = ["a", "b/c", "b/d", "e/f/g", "e/h", "i"];
  const TREE = pinTool("tree", "1", [
    pinFile("tree.tgz", "linux-x64", Buffer.from("tree"), {
      files: NAMES.map((path) => ({
        kind: "file",
        path,
        mode: 0o644,
        size: path.length,
        sha256: sha256(path),
      })),
    }),
  ]);

  property.prop([fc.subarray(NAMES), fc.subarray(NAMES)], { numRuns: 40 })(
    "is one if two files or more are as pinned, and more than are not",
    async (there, altered) => {
      const folder = new Audited(TREE);
      for (const path of there) folder.put(`t/x/${path}`, altered.includes(path) ? "?" : path);
      const wrong = there.filter((path) => altered.includes(path));
      const right = there.length - wrong.length;
      const isTree = right >= 2 && right > wrong.length;
      const { counts, states } = await audit(folder);
      expect(counts).toMatchObject({ verified: right, altered: isTree ? wrong.length : 0 });
      for (const path of wrong) expect(states[`t/x/${path}`]).toBe(isTree ? "altered" : "unknown");
    },
  );

  test("is none where most of it differs: a version of the tool that is not pinned", async () => {
    const folder = new Audited().unpack("t/a");
    for (const path of ["app", "share/app/data.txt", "share/app/more.txt"])
      folder.put(`t/a/${path}`, `of 1.2.2 ${path}`);
    expect((await audit(folder)).states).toEqual({
      "t/a/LICENSE": "verified",
      "t/a/app": "unknown",
      "t/a/empty": "verified",
      "t/a/share/app/data.txt": "unknown",
      "t/a/share/app/more.txt": "unknown",
    });
    chmodSync(folder.at("t/a/app"), 0o755);
    expect((await audit(folder)).states["t/a/app"]).toBe("altered");
  });

  test("of a folder that is audited from within", async () => {
    const folder = new Audited().unpack("t/a").put("t/a/LICENSE", "?");
    const report = await auditPaths({
      paths: ["."],
      cwd: folder.at("t/a"),
      lock: "../../lockseal-tools.lock",
    });
    expect(report.files.find(({ path }) => path === "LICENSE")?.state).toBe("altered");
  });

  test("that this program placed is told by its name, whatever of it is left", async () => {
    const folder = new Audited();
    const place = `t/${OWN}0123abcd`;
    folder
      .put(`${place}/LICENSE`, "?")
      .put(`${place}/app`, PROGRAM, 0o755)
      .put(`${place}/empty`, "");
    const { states, refused } = await audit(folder);
    expect(states).toEqual({
      [`${place}/LICENSE`]: "altered",
      [`${place}/app`]: "verified",
      [`${place}/empty`]: "verified",
    });
    expect(refused).toEqual([`AUDIT_ALTERED ${place}/LICENSE`]);
    chmodSync(folder.at(`${place}/app`), 0o700);
    expect((await audit(folder)).messages).toContain(
      "expected mode 0755, as app of app@linux-x64 1.2.3, found mode 0700",
    );
  });

  test("that this program placed, of one plain file", async () => {
    const tool = pinTool("one", "1", [pinFile("one-linux", "linux-x64", Buffer.from("one"))]);
    const place = `t/.one-linux-x64-${sha256("one").slice(0, 16)}-0123abcd/one`;
    const folder = new Audited(tool).put(place, "one", 0o755);
    expect((await audit(folder)).states).toEqual({ [place]: "verified" });
    expect((await audit(folder.put(place, "two", 0o644))).states).toEqual({ [place]: "altered" });
    expect((await audit(folder.put(place, "one", 0o644))).refused).toContain(`AUDIT_MODE ${place}`);
  });

  test("is found by a licence that many tools have, and one file of its own", async () => {
    const tools = ["a", "b", "c", "d", "e"].map((name) => {
      const file = (path: string, text: string) =>
        ({ kind: "file", path, mode: 0o644, size: text.length, sha256: sha256(text) }) as const;
      const files = [file("LICENSE", LICENSE), file("NOTES", `of ${name}`), file("z", `z ${name}`)];
      return pinTool(name, "1", [
        pinFile(`${name}.tgz`, "linux-x64", Buffer.from(name), { files }),
      ]);
    });
    const folder = new Audited(...tools);
    folder.put("t/LICENSE", LICENSE).put("t/c/LICENSE", LICENSE);
    folder.put("t/c/NOTES", "of c").put("t/c/z", "?");
    const { states, refused } = await audit(folder);
    expect(refused).toEqual(["AUDIT_ALTERED t/c/z"]);
    expect(states["t/c/NOTES"]).toBe("verified");
  });

  test("of another version that this program placed is not pinned any more", async () => {
    const folder = new Audited().put("t/.app-linux-x64-0123456789abcdef-0123abcd/LICENSE", "old");
    expect((await audit(folder)).counts).toMatchObject({ altered: 0, unknown: 1 });
  });
});

describe("a link", () => {
  test.each<[why: string, make: Make, refused: readonly string[]]>([
    ["of the tree, as pinned", () => {}, []],
    [
      "of the tree that leads elsewhere",
      (f) => {
        rmSync(f.at("t/a/run"));
        f.link("t/a/run", "LICENSE");
      },
      ["AUDIT_ALTERED t/a/run"],
    ],
    [
      "in place of a file of the tree",
      (f) => {
        renameSync(f.at("t/a/LICENSE"), f.at("t/a/real"));
        f.link("t/a/LICENSE", "real");
      },
      ["AUDIT_ALTERED t/a/LICENSE"],
    ],
    [
      "in place of a folder of the tree",
      (f) => {
        f.put("evil/app/data.txt", "?").put("t/a/b", "x");
        rmSync(f.at("t/a/share"), { recursive: true });
        f.link("t/a/share", "../../evil");
      },
      ["AUDIT_ALTERED t/a/share"],
    ],
    ["called like a folder of the tree", (f) => f.link("t/share", "/"), []],
    ["to the program", (f) => f.link("t/app", "a/app"), []],
    [
      "to another program",
      (f) => f.put("t/x", "#!", 0o755).link("t/app", "x"),
      ["AUDIT_ALTERED t/app"],
    ],
    ["to a text", (f) => f.put("t/x", "how to").link("t/app", "x"), []],
    [
      "out of what is audited",
      (f) => f.put("x", "#!", 0o755).link("t/app", "../x"),
      ["AUDIT_LINK t/app"],
    ],
    ["out, to a folder", (f) => f.link("t/app", "/"), ["AUDIT_LINK t/app"]],
    ["out, by another name", (f) => f.put("x", "#!", 0o755).link("t/other", "../x"), []],
    ["to nothing", (f) => f.link("t/app", "nothing"), []],
    ["to itself", (f) => f.link("t/app", "app"), []],
    ["to a folder within", (f) => f.link("t/app", "a"), []],
    [
      "under the name of the archive",
      (f) => f.put("t/x", "?").link("t/app-1.2.3-linux.tar.gz", "x"),
      ["AUDIT_ALTERED t/app-1.2.3-linux.tar.gz"],
    ],
  ])("%s", async (_why, make, refused) => {
    const folder = new Audited().unpack("t/a");
    make(folder);
    expect((await audit(folder)).refused).toEqual(refused);
  });

  test("that leads out ends with 5, and names what to audit next", async () => {
    const folder = new Audited().unpack("t/a").put("x y", "#!", 0o755).link("t/app", "../x y");
    const { exitCode, counts, findings } = await audit(folder);
    expect(exitCode).toBe(5);
    expect(counts.unread).toBe(1);
    expect(findings.find(({ rule }) => rule === "AUDIT_LINK")).toMatchObject({
      message: `expected app of app@linux-x64 1.2.3, or a link to what is audited, too, found a link to ${folder.at("x y")}`,
      help: `audit that, too: lockseal audit t/app '${folder.at("x y")}'`,
    });
    expect((await audit(folder, "t", "x y")).exitCode).toBe(1);
  });

  test("of PATH to what lies in no folder of it leads out", async () => {
    const folder = new Audited().put("t/deep/x", PROGRAM, 0o755).link("t/app", "deep/x");
    const report = await auditPaths({ paths: [], searchPath: folder.at("t"), cwd: folder.path });
    expect(report.exitCode).toBe(3);
    expect(report.findings.map(({ rule }) => rule)).toContain("AUDIT_LINK");
  });
});

describe("hostile trees", () => {
  test("pipes, sockets, links in a circle and a hard link", async () => {
    const folder = new Audited().unpack("t/a").put("t/x", "#!", 0o755);
    folder.pipe("t/app-1.2.3-linux.tar.gz");
    folder
      .link("t/loop/loop", "..")
      .link("t/self", "self")
      .link("t/one", "two")
      .link("t/two", "one");
    linkSync(folder.at("t/x"), folder.at("t/app"));
    mkdirSync(folder.at("t/empty-folder/app"), { recursive: true });
    const server = createServer().listen(folder.at("t/socket"));
    await new Promise((resolve) => server.once("listening", resolve));
    const { counts, skipped, states } = await audit(folder);
    server.close();
    expect(counts).toEqual({ verified: 5, altered: 1, "known-bad": 0, unknown: 1, unread: 0 });
    expect(skipped).toBe(2);
    // Each name of a file is judged by itself.
    expect([states["t/app"], states["t/x"]]).toEqual(["altered", "unknown"]);
  });

  test("names that act in a terminal or a log", async () => {
    const folder = new Audited();
    const names = ["\u001b[2J", "a\n::error::b", "\u202egnp", "c\r", "##[x]"];
    for (const name of names) folder.put(`t/${name}/app`, "#!", 0o755).put(`t/${name}/z`, "");
    const { exitCode, stdout } = await folder.run("audit t");
    expect(exitCode).toBe(1);
    expect(stdout).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|^::|##\[/mu);
    const json = await folder.run("audit t --json");
    expect(JSON.parse(json.stdout).counts).toMatchObject({ altered: 5, unknown: 5 });
  });

  test.runIf(process.platform === "linux")("a name that is not UTF-8", async () => {
    const folder = new Audited().unpack("t/a");
    const place = Buffer.concat([Buffer.from(`${folder.at("t")}/`), Buffer.from([0x64, 0xff])]);
    mkdirSync(place);
    writeFileSync(Buffer.concat([place, Buffer.from("/app")]), "#!", { mode: 0o755 });
    const { states } = await audit(folder);
    expect(states["t/d\\xff/app"]).toBe("altered");
  });

  test.runIf(process.platform === "linux")(
    "what cannot be read ends with 5, and its name is told",
    async () => {
      const folder = new Audited().unpack("t/a");
      const { exitCode, findings, counts } = await audit(folder, "t", "/proc/self/mem");
      expect(counts).toMatchObject({ verified: 5, unread: 1 });
      expect(findings.find(({ verdict }) => verdict === "refused")).toMatchObject({
        rule: "AUDIT_UNREADABLE",
        subject: "/proc/self/mem",
        message: "expected a file or folder that can be read, found EIO",
      });
      expect(exitCode).toBe(5);
    },
  );

  test("nothing is changed", async () => {
    const folder = new Audited().unpack("t/a").put("t/app", "#!", 0o755);
    const before = folder.list();
    await audit(folder);
    expect(folder.list()).toEqual(before);
  });
});

describe("many files", () => {
  test("are the same by threads, and progress tells of each", async () => {
    const folder = new Audited().unpack("t/a").put("t/b/app", "#!", 0o755);
    for (let at = 0; at < 1000; at += 1) folder.put(`t/c/${at}`, `${at}`);
    const told: AuditProgress[] = [];
    const options = { paths: ["t"], cwd: folder.path };
    const alone = await auditPaths({ ...options, threads: 1 });
    const many = await auditPaths({ ...options, threads: 3, onProgress: (one) => told.push(one) });
    expect(many).toEqual(alone);
    expect(alone.counts).toEqual({
      verified: 5,
      altered: 1,
      "known-bad": 0,
      unknown: 1000,
      unread: 0,
    });
    const { bytes } = alone;
    expect(told.at(-1)).toEqual({
      files: 1006,
      bytes,
      total: { files: 1006, bytes },
      isDone: true,
    });
  });

  test("of nobody are counted, and no more of them are listed than are asked for", async () => {
    const folder = new Audited().unpack("t/a");
    for (let at = 100; at < 400; at += 1) folder.put(`t/c/${at}`, `${at}`);
    const report = await auditPaths({ paths: ["t"], cwd: folder.path, maxUnknown: 30 });
    const unknown = report.files.filter(({ state }) => state === "unknown");
    expect(report.counts.unknown).toBe(300);
    expect(unknown.map(({ path }) => path)).toEqual(
      Array.from({ length: 30 }, (_, at) => `t/c/${100 + at}`),
    );
  });

  test("are left when somebody interrupts", async () => {
    const folder = new Audited();
    for (let at = 0; at < 2000; at += 1) folder.put(`t/c/${at}`, `${at}`);
    const controller = new AbortController();
    const told: AuditProgress[] = [];
    const auditing = auditPaths({
      paths: ["t"],
      cwd: folder.path,
      signal: controller.signal,
      onProgress: (one) => {
        told.push(one);
        if (one.files > 500) controller.abort(new Error("enough"));
      },
    });
    await expect(auditing).rejects.toThrow("enough");
    expect(told.at(-1)?.isDone).toBe(true);
    expect(told.at(-1)?.files).toBeLessThan(2000);
  });
});
