import { chmodSync, chownSync, existsSync, symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readGraph } from "../../src/io/git-graph.ts";
import {
  findMergeBases,
  fullNameOf,
  isShallow,
  listFiles,
  listObjectsEver,
  readAt,
  readCommits,
  refuseUnfinished,
  resolveCommit,
} from "../../src/io/git-history.ts";
import { groupBlobs, parseTree, readObjects } from "../../src/io/git-objects.ts";
import { runGit } from "../../src/io/run-git.ts";
import { Folder } from "../fakes/checkout.ts";
import { Repository } from "../fakes/repository.ts";

const FOLDER = ".lockseal/approvals";
const text = (bytes: Uint8Array | undefined) =>
  bytes === undefined ? undefined : Buffer.from(bytes).toString();
const listCommits = (...given: Parameters<typeof readGraph>) => [...readGraph(...given).keys()];
const listBlobsEver = (path: string, commit: string, folder: string) =>
  groupBlobs(path, listObjectsEver(path, commit, folder), 1 << 20).flat();
const paths = (repository: Repository, commits: readonly string[]) =>
  listFiles(repository.path, commits, FOLDER)
    .map(({ path }) => path.slice(FOLDER.length + 1))
    .sort();

describe("reads files as a commit has them", () => {
  test("whatever lies there now", () => {
    const repository = new Repository().write("a.txt", "one").write("d/b.txt", "two");
    const commit = repository.commit();
    repository.write("a.txt", "changed").commit();
    expect(
      readAt(repository.path, commit, ["a.txt", "d/b.txt", "c.txt", "d"], 100).map(text),
    ).toEqual(["one", "two", undefined, undefined]);
  });

  test("two files of one content, one twice, none", () => {
    const repository = new Repository().write("a", "x").write("b", "x");
    const commit = repository.commit();
    expect(readAt(repository.path, commit, ["a", "b", "a"], 100).map(text)).toEqual([
      "x",
      "x",
      "x",
    ]);
    expect(readAt(repository.path, commit, ["c"], 100)).toEqual([undefined]);
  });

  test("bytes of every value, and names that git quotes or takes for patterns", () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const repository = new Repository()
      .write("a b", bytes)
      .write("é", "1")
      .write("*", "2")
      .write(":(top)x", "3");
    const commit = repository.commit();
    const [one, ...others] = readAt(repository.path, commit, ["a b", "é", "*", ":(top)x"], 300);
    expect([...(one ?? [])]).toEqual([...bytes]);
    expect(others.map(text)).toEqual(["1", "2", "3"]);
  });

  test("a symbolic link is no file", () => {
    const repository = new Repository();
    symlinkSync("/etc/passwd", repository.at("link"));
    expect(readAt(repository.path, repository.commit(), ["link"], 100)).toEqual([undefined]);
  });

  test("so many bytes and not one more", () => {
    const repository = new Repository().write("a", "12345");
    const commit = repository.commit();
    expect(readAt(repository.path, commit, ["a"], 5).map(text)).toEqual(["12345"]);
    expect(() => readAt(repository.path, commit, ["a"], 4)).toThrow(
      expect.objectContaining({ code: "INPUT_TOO_LARGE", details: { bytes: 5, limit: 4 } }),
    );
  });

  test("what git does not have lies between what it has", () => {
    const repository = new Repository().write("a", "one").write("b", "two\nlines\n");
    const commit = repository.commit();
    const names = ["a", "gone", "b", "a b", "a"].map((name) => `${commit}:${name}`);
    const found = readObjects(repository.path, ["", ...names, "0".repeat(40)], 100);
    expect(found.map((object) => text(object?.bytes))).toEqual([
      ...[undefined, "one", undefined, "two\nlines\n", undefined, "one", undefined],
    ]);
  });

  test("more together than is taken at once", () => {
    const large = Buffer.alloc(5 * 1024 * 1024, "l");
    const repository = new Repository().write("a", large).write("b", Buffer.concat([large, large]));
    const commit = repository.commit();
    const read = (maxBytes: number) =>
      readObjects(repository.path, [`${commit}:a`, `${commit}:gone`, `${commit}:b`], maxBytes);
    expect(read(large.length * 2).map((object) => object?.bytes.length)).toEqual([
      ...[large.length, undefined, large.length * 2],
    ]);
    expect(() => read(large.length)).toThrow(
      expect.objectContaining({
        code: "INPUT_TOO_LARGE",
        details: { bytes: large.length * 2, limit: large.length },
      }),
    );
  });

  test("a checkout of SHA-256", () => {
    const repository = new Repository();
    repository.remove(".git");
    repository.git("init", "-q", "-b", "main", "--object-format=sha256");
    const commit = repository.write(`${FOLDER}/x/a`, "one").commit();
    expect(commit).toHaveLength(64);
    expect(readAt(repository.path, commit, [`${FOLDER}/x/a`], 100).map(text)).toEqual(["one"]);
    expect(paths(repository, [commit])).toEqual(["x/a"]);
  });
});

describe("lists a folder over commits", () => {
  test("what came, changed and vanished in between", () => {
    const repository = new Repository().write("a", "1");
    const base = repository.commit();
    repository.write(`${FOLDER}/1/alice`, "approve").write(`${FOLDER}/1/sam`, "reject").commit();
    repository.remove(`${FOLDER}/1/sam`).write(`${FOLDER}/1/alice`, "approve again").commit();
    const head = repository.remove(FOLDER).commit();
    const between = listCommits(repository.path, base, head);
    expect(between).toHaveLength(3);
    expect(paths(repository, between)).toEqual(["1/alice", "1/alice", "1/sam"]);
    expect(paths(repository, [base, head])).toEqual([]);
  });

  test("what a merge has dropped", () => {
    const repository = new Repository().write("a", "1");
    const base = repository.commit();
    repository.git("checkout", "-q", "-b", "side");
    repository.write(`${FOLDER}/1/sam`, "reject").commit();
    repository.git("checkout", "-q", "main");
    repository.write("b", "2").commit();
    repository.git("merge", "-q", "-s", "ours", "--no-edit", "side");
    const head = resolveCommit(repository.path, "HEAD");
    expect(paths(repository, [head])).toEqual([]);
    expect(paths(repository, listCommits(repository.path, base, head))).toEqual(["1/sam"]);
    expect(listBlobsEver(repository.path, head, FOLDER)).toEqual([
      repository.git("rev-parse", `side:${FOLDER}/1/sam`),
    ]);
  });

  test("a file, a link and a submodule where the folder should be have none", () => {
    const repository = new Repository().write(FOLDER, "x");
    const one = repository.commit();
    repository.remove(FOLDER);
    symlinkSync("/etc", repository.at(FOLDER));
    const two = repository.commit();
    repository.remove(FOLDER);
    repository.git("update-index", "--add", "--cacheinfo", `160000,${one},${FOLDER}`);
    repository.git("commit", "-q", "-m", "submodule");
    const three = resolveCommit(repository.path, "HEAD");
    expect(paths(repository, [one, two, three])).toEqual([]);
  });

  test("all that was ever there", () => {
    const repository = new Repository().write(`${FOLDER}/1/a`, "one").write("other", "x");
    repository.commit();
    repository.remove(FOLDER).commit();
    const head = repository.write(`${FOLDER}/2/b`, "two").commit();
    const ids = listBlobsEver(repository.path, head, FOLDER);
    expect(
      readObjects(repository.path, ids, 100)
        .map((one) => text(one?.bytes))
        .sort(),
    ).toEqual(["one", "two"]);
  });

  test("reads who is named in commits", () => {
    const repository = new Repository();
    const id = repository.commit("x\n\nCo-authored-by: Eve <eve@example.org>");
    const bytes = Buffer.from(`${repository.git("cat-file", "commit", id)}\n`);
    expect(readCommits(repository.path, [id])).toEqual([
      {
        id,
        bytes,
        people: [
          { name: "Mallory", email: "mallory@example.org" },
          { name: "Mallory", email: "mallory@example.org" },
          { name: "Eve", email: "eve@example.org" },
        ],
      },
    ]);
  });
});

describe("finds commits", () => {
  test("by branch, tag, short id and parent", () => {
    const repository = new Repository();
    const one = repository.commit();
    const two = repository.commit();
    repository.git("tag", "-a", "v1", "-m", "x", one);
    const find = (ref: string) => resolveCommit(repository.path, ref);
    expect([
      find("main"),
      find("HEAD"),
      find("v1"),
      find("HEAD~1"),
      find(two.slice(0, 12)),
    ]).toEqual([two, two, one, one, two]);
    expect(findMergeBases(repository.path, one, two)).toEqual([one]);
    expect(fullNameOf(repository.path, "main")).toBe("refs/heads/main");
    expect(fullNameOf(repository.path, one)).toBeUndefined();
    expect(fullNameOf(repository.path, "-x")).toBeUndefined();
  });

  test("of a branch that another one tracks", () => {
    const repository = new Repository();
    repository.git("update-ref", "refs/remotes/origin/main", repository.commit());
    expect(fullNameOf(repository.path, "origin/main")).toBe("refs/remotes/origin/main");
  });

  test.each(["nope", "", "--help", "-x", "main x", "main\n", "a\0b", "main:a.txt", "0".repeat(40)])(
    "%j is none",
    (ref) => {
      const repository = new Repository().write("a.txt", "x");
      repository.commit();
      expect(() => resolveCommit(repository.path, ref)).toThrow(
        expect.objectContaining({
          code: "GIT_COMMIT_UNKNOWN",
          hint: expect.stringContaining("git fetch origin"),
        }),
      );
    },
  );

  test("two histories have nothing in common", () => {
    const repository = new Repository();
    const one = repository.commit();
    repository.git("checkout", "-q", "--orphan", "other");
    expect(findMergeBases(repository.path, one, repository.commit("other"))).toEqual([]);
  });

  test("a shallow clone says so", () => {
    const repository = new Repository();
    const base = repository.commit();
    repository.git("checkout", "-q", "-b", "side");
    repository.commit("side");
    repository.git("checkout", "-q", "main");
    repository.commit("main");
    expect(isShallow(repository.path)).toBe(false);
    const clone = new Repository();
    clone.git("fetch", "-q", "--depth=1", `file://${repository.path}`, "main", "side:side");
    clone.git("checkout", "-q", "-f", "FETCH_HEAD");
    expect(isShallow(clone.path)).toBe(true);
    expect(() => resolveCommit(clone.path, base)).toThrow(
      expect.objectContaining({ code: "GIT_COMMIT_UNKNOWN" }),
    );
    expect(() => findMergeBases(clone.path, "HEAD", "side")).toThrow(
      expect.objectContaining({
        code: "GIT_SHALLOW",
        hint: expect.stringContaining("git fetch --unshallow"),
      }),
    );
  });
});

test("a shallow clone in which a merge hides commits that were not fetched", () => {
  const repository = new Repository();
  const base = repository.commit();
  repository.git("checkout", "-q", "-b", "side");
  repository.write(`${FOLDER}/1/sam`, "reject").commit();
  repository.remove(FOLDER).commit();
  repository.commit("side");
  repository.git("checkout", "-q", "main");
  repository.git("merge", "-q", "--no-ff", "--no-edit", "side");
  const clone = new Repository();
  clone.git("fetch", "-q", "--depth=2", `file://${repository.path}`, "main");
  const head = resolveCommit(clone.path, "FETCH_HEAD");
  expect(resolveCommit(clone.path, base)).toBe(base);
  expect(() => listCommits(clone.path, base, head)).toThrow(
    expect.objectContaining({ code: "GIT_SHALLOW" }),
  );
  expect(listCommits(repository.path, base, head)).toHaveLength(4);
});

describe("a checkout between two states is refused", () => {
  const conflict = (): Repository => {
    const repository = new Repository().write("a", "1\n");
    repository.commit();
    repository.git("checkout", "-q", "-b", "side");
    repository.write("a", "2\n").commit();
    repository.git("checkout", "-q", "main");
    repository.write("a", "3\n").commit();
    return repository;
  };
  test.each([
    ["merge", ["merge", "side"]],
    ["rebase", ["rebase", "side"]],
    ["cherry-pick", ["cherry-pick", "side"]],
  ])("%s", (what, args) => {
    const repository = conflict();
    refuseUnfinished(repository.path);
    expect(() => repository.git(...args)).toThrow();
    expect(() => refuseUnfinished(repository.path)).toThrow(
      expect.objectContaining({
        code: "GIT_UNFINISHED",
        details: { what },
        hint: expect.stringContaining(`git ${what} --abort`),
      }),
    );
  });

  test("also in a worktree of its own", () => {
    const repository = conflict();
    const tree = new Folder();
    repository.git("worktree", "add", "-q", tree.at("w"), "side");
    refuseUnfinished(tree.at("w"));
    expect(() => repository.git("-C", tree.at("w"), "merge", "main")).toThrow("merge");
    expect(() => refuseUnfinished(tree.at("w"))).toThrow(
      expect.objectContaining({ code: "GIT_UNFINISHED" }),
    );
    refuseUnfinished(repository.path);
  });
});

describe("runs and believes nothing that a checkout names", () => {
  /** A program that leaves a mark. */
  function trap(repository: Repository): string {
    repository.write("trap.sh", `#!/bin/sh\ntouch '${repository.at("MARK")}'\ncat\n`);
    chmodSync(repository.at("trap.sh"), 0o755);
    return repository.at("trap.sh");
  }
  function readAll(repository: Repository, base: string): void {
    const head = resolveCommit(repository.path, "HEAD");
    readAt(repository.path, head, ["a.txt"], 100);
    const commits = listCommits(repository.path, base, head);
    listFiles(repository.path, [base, ...commits], FOLDER);
    listBlobsEver(repository.path, head, FOLDER);
    readCommits(repository.path, commits);
    findMergeBases(repository.path, base, head);
    fullNameOf(repository.path, "HEAD");
    isShallow(repository.path);
  }

  test.each<[string, (trap: string) => readonly (readonly [string, string])[]]>([
    ["fsmonitor", (program) => [["core.fsmonitor", program]]],
    ["hooks", (program) => [["core.hooksPath", program.replace("/trap.sh", "")]]],
    [
      "textconv and external diffs",
      (program) => [
        ["diff.t.textconv", program],
        ["diff.external", program],
        ["diff.t.command", program],
      ],
    ],
    [
      "filters",
      (program) => [
        ["filter.t.clean", program],
        ["filter.t.smudge", program],
        ["filter.t.process", program],
      ],
    ],
    [
      "a pager",
      (program) => [
        ["core.pager", program],
        ["pager.rev-list", program],
      ],
    ],
    [
      "ssh and credentials",
      (program) => [
        ["core.sshCommand", program],
        ["credential.helper", program],
        ["core.askPass", program],
      ],
    ],
    [
      "a program for signatures",
      (program) => [
        ["gpg.program", program],
        ["log.showSignature", "true"],
      ],
    ],
    [
      "an alias of a command",
      (program) => [
        ["alias.cat-file", `!${program}`],
        ["alias.rev-list", `!${program}`],
      ],
    ],
  ])("%s", (_why, settings) => {
    const repository = new Repository()
      .write(".gitattributes", "* diff=t filter=t\n")
      .write("a.txt", "x");
    const base = repository.commit();
    repository.write(`${FOLDER}/1/a`, "y").commit();
    for (const [name, value] of settings(trap(repository))) repository.git("config", name, value);
    readAll(repository, base);
    expect(existsSync(repository.at("MARK"))).toBe(false);
  });

  test("no replacement of an object", () => {
    const repository = new Repository().write("a.txt", "true");
    const commit = repository.commit();
    const evil = repository.write("a.txt", "evil").commit();
    repository.git("replace", commit, evil);
    expect(repository.git("show", `${commit}:a.txt`)).toBe("evil");
    expect(readAt(repository.path, commit, ["a.txt"], 100).map(text)).toEqual(["true"]);
  });

  test("no graft of a history", () => {
    const repository = new Repository();
    const one = repository.commit("one");
    repository.write(`${FOLDER}/1/sam`, "reject").commit("two");
    const three = repository.remove(FOLDER).commit("three");
    repository.write(".git/info/grafts", `${three} ${one}\n`);
    expect(listCommits(repository.path, one, three)).toHaveLength(2);
  });

  test("nothing is fetched for a clone that has a part", () => {
    const repository = new Repository().write("a.txt", "x");
    repository.commit();
    repository.git("config", "uploadpack.allowFilter", "true");
    const clone = new Repository();
    clone.git("fetch", "-q", "--filter=blob:none", `file://${repository.path}`, "main");
    clone.git("config", "remote.origin.promisor", "true");
    clone.git("config", "remote.origin.url", `ext::${trap(clone)}`);
    const commit = resolveCommit(clone.path, "FETCH_HEAD");
    expect(() => readAt(clone.path, commit, ["a.txt"], 100)).toThrow(
      expect.objectContaining({
        code: "GIT_SHALLOW",
        message: expect.stringContaining("whole clone"),
      }),
    );
    expect(existsSync(clone.at("MARK"))).toBe(false);
  });

  test.skipIf(process.getuid?.() !== 0)("a checkout of another user is git's to refuse", () => {
    const repository = new Repository();
    repository.commit();
    for (const path of [repository.path, repository.at(".git")]) chownSync(path, 12_345, 12_345);
    expect(() => resolveCommit(repository.path, "HEAD")).toThrow(
      expect.objectContaining({
        code: "GIT_OWNER",
        hint: expect.stringContaining("safe.directory"),
      }),
    );
  });
});

describe("says what is wrong", () => {
  test("there is no git", () => {
    const repository = new Repository();
    const options = { maxBytes: 100, timeoutMs: 5000, env: { PATH: "/nowhere" } };
    expect(() => runGit(repository.path, ["version"], options)).toThrow(
      expect.objectContaining({
        code: "GIT_MISSING",
        hint: expect.stringContaining("install git"),
      }),
    );
  });

  test("what a hook that this runs in says to git is not for us", () => {
    const [one, other] = [new Repository(), new Repository().write("a", "x")];
    const commit = other.commit();
    const env = { ...process.env, GIT_DIR: one.at(".git"), GIT_OBJECT_DIRECTORY: "/nowhere" };
    const answer = runGit(other.path, ["rev-parse", "HEAD"], {
      maxBytes: 100,
      timeoutMs: 5000,
      env,
    });
    expect(answer.toString().trim()).toBe(commit);
  });

  test("so many commits and files, and not one more", () => {
    const repository = new Repository();
    const base = repository.commit();
    repository.write(`${FOLDER}/1/a`, "1").commit();
    const head = repository.write(`${FOLDER}/2/b`, "2").commit();
    const { path } = repository;
    expect(listCommits(path, base, head, 2)).toHaveLength(2);
    expect(listFiles(path, [head], FOLDER, 2)).toHaveLength(2);
    const tooMuch = expect.objectContaining({
      code: "GIT_TOO_MUCH",
      details: { found: 2, limit: 1 },
      hint: expect.stringContaining("--base REF"),
    });
    expect(() => listCommits(path, base, head, 1)).toThrow(tooMuch);
    expect(() => listFiles(path, [head], FOLDER, 1)).toThrow(tooMuch);
  });

  test("no repository", () => {
    const folder = new Folder().write(".git/config", "");
    expect(() => resolveCommit(folder.path, "HEAD")).toThrow(
      expect.objectContaining({ code: "GIT_FAILED" }),
    );
  });

  test("an answer that is too long", () => {
    const repository = new Repository();
    repository.commit();
    expect(() =>
      runGit(repository.path, ["rev-list", "HEAD"], { maxBytes: 10, timeoutMs: 5000 }),
    ).toThrow(expect.objectContaining({ code: "GIT_TOO_MUCH" }));
  });

  test("a tree is taken apart as git lists it", () => {
    const repository = new Repository().write("a b", "x").write("d/c", "y");
    chmodSync(repository.at("a b"), 0o755);
    const commit = repository.commit();
    const [tree] = readObjects(repository.path, [`${commit}^{tree}`], 1000);
    if (tree === undefined) throw new Error("no tree");
    expect(parseTree(tree)).toEqual([
      { mode: "100755", name: "a b", id: repository.git("rev-parse", `${commit}:a b`) },
      { mode: "40000", name: "d", id: repository.git("rev-parse", `${commit}:d`) },
    ]);
  });
});
