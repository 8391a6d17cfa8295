import { mkdirSync, symlinkSync, truncateSync, unlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { openLockOnce } from "../../src/operations/open-lock.ts";
import { Checkout, Folder, pin } from "../fakes/checkout.ts";

describe("symbolic links", () => {
  test("to a lock inside the root are followed, and the name is the link's", async () => {
    const checkout = new Checkout();
    checkout.write("locks/real.txt", pin("click", "8.1.7"));
    symlinkSync("locks/real.txt", checkout.at("r.txt"));
    expect((await checkout.sign("r.txt")).exitCode).toBe(0);
    expect((await checkout.verify("r.txt")).exitCode).toBe(0);
    expect(Object.keys(checkout.list())).toContain("r.txt.sigstore.json");
  });

  test("in a folder's place lead to the folder, and the name is the folder's", async () => {
    const checkout = new Checkout();
    checkout.write("real/r.txt", pin("click", "8.1.7"));
    symlinkSync("real", checkout.at("link"));
    expect((await checkout.sign("link/r.txt")).exitCode).toBe(0);
    expect((await checkout.verify("real/r.txt")).exitCode).toBe(0);
  });

  const outside = /expected a file under .*, found one outside or behind a symbolic link/;
  test.each<
    [
      why: string,
      link: (checkout: Checkout, elsewhere: Folder) => unknown,
      file: string,
      rule: string,
    ]
  >([
    [
      "a lock that leads out",
      (one, other) => symlinkSync(other.at("evil.txt"), one.at("r.txt")),
      "r.txt",
      "PATH_OUTSIDE_ROOT",
    ],
    [
      "an include that leads out",
      (one, other) => {
        symlinkSync(other.at("evil.txt"), one.at("more.txt"));
        one.write("r.txt", "-r more.txt\n");
      },
      "r.txt",
      "LOCK_INCLUDE_OUTSIDE",
    ],
    [
      "an include behind a folder's link, even within the root",
      (one) => {
        one.write("real/more.txt", pin("six", "1.9"));
        symlinkSync("real", one.at("link"));
        one.write("r.txt", "-r link/more.txt\n");
      },
      "r.txt",
      "LOCK_INCLUDE_OUTSIDE",
    ],
    [
      "an include through a folder's link and back",
      (one, other) => {
        symlinkSync(other.path, one.at("link"));
        one.write("r.txt", "-r link/../evil.txt\n");
      },
      "r.txt",
      "LOCK_INCLUDE_OUTSIDE",
    ],
    [
      "an include above the root",
      (one) => one.write("r.txt", "-r ../evil.txt\n"),
      "r.txt",
      "LOCK_INCLUDE_OUTSIDE",
    ],
    [
      "an absolute include",
      (one, other) => one.write("r.txt", `-r ${other.at("evil.txt")}\n`),
      "r.txt",
      "LOCK_INCLUDE_OUTSIDE",
    ],
    [
      "a constraint above the root",
      (one) => one.write("r.txt", `-c ../x\n${pin("six", "1.9")}`),
      "r.txt",
      "LOCK_INCLUDE_OUTSIDE",
    ],
  ])("refuses %s", async (_why, link, file, rule) => {
    const [checkout, elsewhere] = [
      new Checkout(),
      new Folder().write("evil.txt", pin("evil", "1")),
    ];
    link(checkout, elsewhere);
    const before = checkout.list();
    for (const command of ["lint", "sign", "verify"] as const) {
      const { exitCode, stdout, stderr } =
        command === "lint" ? await checkout.run(`lint ${file}`) : await checkout[command](file);
      expect(exitCode).toBe(1);
      expect(stdout).toContain(`[${rule}]`);
      if (rule === "PATH_OUTSIDE_ROOT") expect(stdout).toMatch(outside);
      expect(stderr).not.toContain("    at ");
    }
    expect(checkout.list()).toEqual(before);
  });

  test("that lead to themselves are unreadable, not a bug", async () => {
    const folder = new Folder();
    symlinkSync("r.txt", folder.at("r.txt"));
    const { exitCode, stdout } = await folder.run("lint r.txt");
    expect(exitCode).toBe(2);
    expect(stdout).toMatch(/expected a readable file, found ELOOP/);
  });
});

describe("what is no lock", () => {
  const LIMIT_AND_MORE = 100 * 1024 * 1024;
  test.each<[why: string, make: (folder: Folder) => unknown, exitCode: number, says: RegExp]>([
    ["nothing", () => {}, 2, /expected a file, found nothing \[FILE_MISSING\]/],
    ["a path below a file", (one) => one.write("r.txt", ""), 2, /found/],
    ["an empty file", (one) => one.write("r.txt", ""), 1, /found none \[LOCK_EMPTY\]/],
    ["a file of comments", (one) => one.write("r.txt", "# nothing\n\n"), 1, /\[LOCK_EMPTY\]/],
    [
      "a folder",
      (one) => mkdirSync(one.at("r.txt")),
      2,
      /expected a readable file, found a folder \[FILE_UNREADABLE\]/,
    ],
    [
      "a pipe nobody writes to",
      (one) => one.pipe("r.txt"),
      2,
      /expected a readable file, found something else/,
    ],
    [
      "100 MB",
      (one) => {
        one.write("r.txt", "");
        truncateSync(one.at("r.txt"), LIMIT_AND_MORE);
      },
      1,
      /expected at most \d+ bytes, found 104857600 \[INPUT_TOO_LARGE\]/,
    ],
    [
      "binary",
      (one) => one.write("r.txt", Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0xff, 0xfe])),
      1,
      /\[LOCK_NOT_UTF8\]/,
    ],
    ["UTF-16", (one) => one.write("r.txt", Buffer.from("\ufeffclick", "utf16le")), 1, /error: /],
    [
      "a file that includes itself",
      (one) => one.write("r.txt", "-r r.txt\n"),
      1,
      /r\.txt → r\.txt.*\[LOCK_INCLUDE_LOOP\]/,
    ],
    [
      "files that include each other",
      (one) => one.write("r.txt", "-r b.txt\n").write("b.txt", "-r r.txt\n"),
      1,
      /r\.txt → b\.txt → r\.txt.*\[LOCK_INCLUDE_LOOP\]/,
    ],
    [
      "one that includes what is not there",
      (one) => one.write("r.txt", "-r b.txt\n"),
      1,
      /found nothing.*\[LOCK_INCLUDE_UNREADABLE\]/,
    ],
    [
      "one that includes 100 MB",
      (one) => {
        one.write("r.txt", "-r b.txt\n").write("b.txt", "");
        truncateSync(one.at("b.txt"), LIMIT_AND_MORE);
      },
      1,
      /\[LOCK_INCLUDE_UNREADABLE\]/,
    ],
  ])("%s", async (why, make, exitCode, says) => {
    const [folder, checkout] = [new Folder(), new Checkout()];
    make(folder);
    const file = why === "a path below a file" ? "r.txt/x" : "r.txt";
    const before = Object.keys(folder.list());
    for (const line of [
      `lint ${file}`,
      `sign ${file} --key ${checkout.keys.at("alice.key")}`,
      `verify ${file} --key ${checkout.keys.at("alice.pub")}`,
    ]) {
      // Of a folder `verify` takes the files in it.
      if (why === "a folder" && line.startsWith("verify")) continue;
      const { exitCode: ended, stdout, stderr } = await folder.run(line);
      expect(`${line}: ${ended} ${stdout}`).toContain(`: ${exitCode} `);
      expect(stdout).toMatch(says);
      expect(stdout + stderr).not.toMatch(/ {4}at |bug/);
    }
    expect(Object.keys(folder.list())).toEqual(before);
    for (const name of before) unlinkSync(folder.at(name));
  });
});

describe("a lock that is opened once", () => {
  test("stays what it was, whatever becomes of the file", () => {
    const folder = new Folder().write("r.txt", pin("click", "8.1.7"));
    const opened = openLockOnce({ file: "r.txt", cwd: folder.path });
    const first = opened();
    folder.write("r.txt", pin("click", "8.1.8"));
    expect(opened()).toBe(first);
    expect(first.pins.map(({ version }) => version)).toEqual(["8.1.7"]);
  });

  test("is refused every time when it was once", () => {
    const folder = new Folder();
    const opened = openLockOnce({ file: "r.txt", cwd: folder.path });
    const refusal = expect.objectContaining({ code: "FILE_MISSING" });
    expect(opened).toThrow(refusal);
    folder.write("r.txt", pin("click", "8.1.7"));
    expect(opened).toThrow(refusal);
  });

  test("is not opened before it is asked for", () => {
    const folder = new Folder();
    const opened = openLockOnce({ file: "r.txt", cwd: folder.path });
    folder.write("r.txt", pin("click", "8.1.7"));
    expect(opened().pins).toHaveLength(1);
  });
});
