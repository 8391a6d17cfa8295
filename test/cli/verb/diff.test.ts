import { expect, test } from "vitest";
import { Folder, pin } from "../../fakes/checkout.ts";

const both = (before: string, after: string) =>
  new Folder().write("old.txt", before).write("new.txt", after);

test("says that nothing differs where only comments and order do", async () => {
  const folder = both(
    `# one\n${pin("click", "8.1.7")}${pin("six", "1.16.0")}`,
    `${pin("six", "1.16.0")}${pin("click", "8.1.7")}# two\n`,
  );
  expect(await folder.transcript("diff old.txt new.txt")).toBe(
    "$ lockseal diff old.txt new.txt\nno difference: pip sees the same in both\nexit 0",
  );
});

test.each<[kind: string, before: string, after: string, line: RegExp]>([
  ["new", "", pin("six", "1.16.0"), /^\+ six 1\.16\.0: new, 1 file$/m],
  ["removed", pin("six", "1.16.0"), "", /^- six 1\.16\.0: removed$/m],
  ["updated", pin("six", "1.9"), pin("six", "1.10"), /^~ six 1\.9 → 1\.10: updated, 1 file$/m],
  ["downgraded", pin("six", "1.10"), pin("six", "1.9"), /^~ six 1\.10 → 1\.9: downgraded/m],
  [
    "rehashed",
    pin("six", "1.9"),
    pin("six", "1.9", "evil"),
    /^! six 1\.9: SAME VERSION, OTHER HASHES: sha256:[0-9a-f]{12}… gone, sha256:[0-9a-f]{12}… in their place$/m,
  ],
  [
    "files added",
    pin("six", "1.9"),
    `${pin("six", "1.9").trim()} ${pin("", "", "more").replace("==", "").trim()}\n`,
    /^~ six 1\.9: 1 file added, none gone$/m,
  ],
])("names a package that is %s", async (kind, before, after, line) => {
  const folder = both(pin("click", "8") + before, pin("click", "8") + after);
  const { exitCode, stdout } = await folder.run("diff old.txt new.txt");
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(line);
  expect(stdout.trim().split("\n")).toHaveLength(1);
  const json = JSON.parse((await folder.run("diff old.txt new.txt --json")).stdout);
  expect(json).toMatchObject({
    schemaVersion: 1,
    command: "diff",
    exitCode: 1,
    changes: [{ kind, name: "six", alarm: kind === "rehashed" }],
    unread: [],
  });
});

test("says of a new name which popular one it looks like", async () => {
  const both = new Folder().write("old.txt", pin("click", "8.1.7"));
  both.write("new.txt", pin("click", "8.1.7") + pin("requets", "1.0") + pin("flask", "3.0.0"));
  const { stdout } = await both.run("diff old.txt new.txt");
  expect(stdout).toBe(
    "+ flask 3.0.0: new, 1 file\n+ requets 1.0: new, 1 file; requets looks like requests (1 letter missing; requests is rank 6, requets is not among 15,000)\n",
  );
  const json = JSON.parse((await both.run("diff old.txt new.txt --json")).stdout);
  expect(json.changes[1].resembles).toEqual({
    ...{ to: "requests", rank: 6, ownRank: null },
    ...{ level: "impersonates", why: "1 letter missing" },
  });
  // What was there before is nobody's news.
  both.write("old.txt", pin("requets", "0.9"));
  expect((await both.run("diff old.txt new.txt")).stdout).not.toContain("looks like");
});

test("says of lines that pip does not read that they were not compared", async () => {
  const folder = both(pin("six", "1.9"), `${pin("six", "1.9")}===\n`);
  const { exitCode, stderr } = await folder.run("diff old.txt new.txt");
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/warning: new\.txt:2: .*; this line was not compared/);
});

test("a file that is not there is a usage error", async () => {
  const { exitCode, stderr } = await both("", "").run("diff old.txt none.txt");
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(
    /none\.txt: expected a file, found nothing \[FILE_MISSING\]\n.*hint: check the path/,
  );
});
