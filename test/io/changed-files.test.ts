import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readChangedFiles } from "../../src/io/changed-files.ts";
import { CommitFiles } from "../../src/io/commit-files.ts";
import { readGraph } from "../../src/io/git-graph.ts";
import { listCommitsTo } from "../../src/io/git-history.ts";
import { Folder } from "../fakes/checkout.ts";
import { Repository } from "../fakes/repository.ts";

const NAMES = ["a", "b", "d/c", "a b", ":(top)a"] as const;

/** A history: each commit has parents among those before it, and may give files other contents. */
const HISTORY = fc.array(
  fc.record({
    parents: fc.array(fc.nat(30), { minLength: 0, maxLength: 3 }),
    files: fc.dictionary(fc.constantFrom(...NAMES), fc.constantFrom("1", "2", ""), {
      maxKeys: 3,
    }),
  }),
  { minLength: 2, maxLength: 9 },
);

type History = typeof HISTORY extends fc.Arbitrary<infer Value> ? Value : never;

/** Writes a history as `git fast-import` reads it; an empty content takes a file away. */
function imported(folder: Folder, history: History): readonly string[] {
  const git = (args: readonly string[], input = ""): string =>
    execFileSync("git", ["-C", folder.path, ...args], { input, encoding: "utf8" }).trim();
  git(["init", "-q", "-b", "main"]);
  const text = history.map(({ parents, files }, index) => {
    const known = [...new Set(parents.map((parent) => parent % Math.max(index, 1)))];
    const [first, ...others] = index === 0 ? [] : known;
    const from = first === undefined ? "" : `from :${first + 1}\n`;
    const merges = others.map((one) => `merge :${one + 1}\n`).join("");
    const changes = Object.entries(files).map(([name, content]) =>
      content === "" ? `D ${name}\n` : `M 644 inline ${name}\ndata ${content.length}\n${content}\n`,
    );
    const who = `committer A <a@b.example> ${1_790_000_000 + index} +0000\n`;
    return `reset refs/heads/c${index}\ncommit refs/heads/c${index}\nmark :${index + 1}\n${who}data 1\nx\n${from}${merges}${changes.join("")}\n`;
  });
  git(["fast-import", "--quiet"], text.join(""));
  return history.map((_, index) => git(["rev-parse", `c${index}`]));
}

test("finds the very commits that git's own walk finds, for many files at once", () => {
  let found = 0;
  fc.assert(
    fc.property(
      HISTORY,
      fc.nat(30),
      fc.array(fc.subarray([...NAMES], { minLength: 1 }), { minLength: 1, maxLength: 3 }),
      (history, at, queries) => {
        const folder = new Folder();
        const commits = imported(folder, history);
        const head = commits.at(-1) ?? "";
        const base = commits[at % commits.length] ?? "";
        const { commitsTo } = readChangedFiles(
          folder.path,
          base,
          readGraph(folder.path, base, head),
          NAMES,
        );
        for (const names of queries) {
          const expected = listCommitsTo(folder.path, base, head, names);
          expect(commitsTo(names)).toEqual(expected);
          found += expected.length;
        }
      },
    ),
    { numRuns: 40 },
  );
  // An empty walk on both sides would agree, too.
  expect(found).toBeGreaterThan(20);
}, 60_000);

test("a base that is HEAD has no commits", () => {
  const repository = new Repository().write("a", "1");
  const commit = repository.commit();
  expect(readChangedFiles(repository.path, commit, new Map(), ["a"]).commitsTo(["a"])).toEqual([]);
});

test("more files than one command line is given", () => {
  const repository = new Repository();
  const base = repository.write("x", "1").commit();
  const names = Array.from({ length: 2100 }, (_, index) => `f${index}`);
  for (const name of names) repository.write(name, "1");
  const commit = repository.commit();
  const { commitsTo } = readChangedFiles(
    repository.path,
    base,
    readGraph(repository.path, base, commit),
    names,
  );
  for (const name of ["f0", "f999", "f1000", "f2099"]) expect(commitsTo([name])).toEqual([commit]);
  const files = new CommitFiles(repository.path, commit);
  files.load(names, 10);
  expect(names.every((name) => files.read(name, 10)?.length === 1)).toBe(true);
});
