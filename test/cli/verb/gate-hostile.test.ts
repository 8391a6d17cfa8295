import { execFileSync } from "node:child_process";
import { chownSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Folder, pin } from "../../fakes/checkout.ts";
import { event, gate } from "../../fakes/gated.ts";
import { POLICY, Policed } from "../../fakes/policed.ts";
import { Repository } from "../../fakes/repository.ts";
import { run } from "../../fakes/streams.ts";

const RULES = POLICY.replace(', hold = "24h"', "");
const COMMANDS = ["gate", "approve requirements.txt", "policy explain requirements.txt"] as const;

interface Case {
  /** Where to type it. */
  readonly at: Pick<Folder, "path">;
  /** More words behind each command. */
  readonly more?: string;
}

/** What each command says, and that it wrote nothing. */
async function said({ at, more = "" }: Case) {
  const before = filesIn(at.path);
  const found: { readonly rule: string; readonly help: string; readonly exitCode: number }[] = [];
  for (const command of COMMANDS) {
    const words = `${command}${more} --json`.split(" ");
    const { stdout, exitCode } = await run(words, { cwd: at.path, env: event() });
    const all = JSON.parse(stdout).findings as readonly {
      rule: string;
      verdict: string;
      help?: string;
    }[];
    const refused = all.filter(({ verdict }) => verdict === "refused");
    expect(all.filter(({ rule }) => rule === "APPROVALS" || rule === "CHANGE_APPROVED")).toEqual(
      [],
    );
    found.push({ rule: refused[0]?.rule ?? "", help: refused[0]?.help ?? "", exitCode });
  }
  expect(filesIn(at.path)).toBe(before);
  return found;
}

const filesIn = (path: string): string =>
  execFileSync("find", [path, "-not", "-path", "*/.git/*", "-printf", "%p %s %T@\\n"], {
    encoding: "utf8",
  });

/** A branch with the approvals of everybody, so that nothing but the fault itself refuses. */
async function agreed(policy = RULES): Promise<Policed> {
  const one = new Policed(policy);
  await one.approve("alice");
  await one.approve("bob");
  one.commit("approvals");
  return one;
}

/** Merges, or rebases onto, what says something else of the same line. */
async function conflict(file: string, how: (one: Policed) => void): Promise<Policed> {
  const one = await agreed();
  one.git("checkout", "-q", "-b", "other", one.base);
  one.write(file, file === "lockseal.toml" ? `# other\n${RULES}` : pin("click", "9.9.9"));
  one.commit("other");
  one.git("checkout", "-q", "update");
  if (file === "lockseal.toml") one.write(file, `# ours\n${RULES}`).commit("ours");
  expect(() => how(one)).toThrow();
  return one;
}

const merge = (one: Policed): void => void one.git("merge", "-q", "other");
const rebase = (one: Policed): void => void one.git("rebase", "-q", "other");

function cloneOf(one: Policed, ...words: readonly string[]): Repository {
  const clone = new Repository();
  clone.git("fetch", "-q", ...words, `file://${one.path}`, "update", "main");
  clone.git("checkout", "-q", clone.git("rev-parse", "FETCH_HEAD"));
  return clone;
}

describe("a repository that cannot be judged gets one clear finding from every command", () => {
  test.each<[why: string, make: () => Case | Promise<Case>, rule: string, help: string]>([
    [
      "outside of git",
      () => ({
        at: new Folder()
          .write("lockseal.toml", RULES)
          .write("requirements.txt", pin("click", "8.1.8")),
      }),
      "GIT_CHECKOUT_NONE",
      "run it where",
    ],
    [
      "in a bare repository",
      () => {
        const bare = new Folder();
        execFileSync("git", ["init", "-q", "--bare", bare.path]);
        return { at: bare };
      },
      "GIT_CHECKOUT_NONE",
      "run it where",
    ],
    [
      "where nothing was committed yet",
      () => ({
        at: new Repository()
          .write("lockseal.toml", RULES)
          .write("requirements.txt", pin("click", "8.1.8")),
      }),
      "GIT_COMMIT_UNKNOWN",
      "git commit",
    ],
    [
      "in the middle of a merge of the lock",
      async () => ({ at: await conflict("requirements.txt", merge) }),
      "GIT_UNFINISHED",
      "git merge --abort",
    ],
    [
      "in the middle of a merge of the policy",
      async () => ({ at: await conflict("lockseal.toml", merge) }),
      "GIT_UNFINISHED",
      "git merge --abort",
    ],
    [
      "in the middle of a rebase",
      async () => ({ at: await conflict("requirements.txt", rebase) }),
      "GIT_UNFINISHED",
      "git rebase --abort",
    ],
    [
      "without the base",
      async () => ({ at: await agreed(), more: " --base origin/gone" }),
      "GIT_COMMIT_UNKNOWN",
      "git fetch origin",
    ],
    [
      "of the last commit alone, without the base",
      async () => ({ at: cloneOf(await agreed(), "--depth=1"), more: " --base origin/main" }),
      "GIT_COMMIT_UNKNOWN",
      "git fetch --unshallow",
    ],
    [
      "of the last commits of both branches alone",
      async () => {
        const one = await agreed();
        const clone = cloneOf(one, "--depth=1");
        return { at: clone, more: ` --base ${one.base}` };
      },
      "GIT_SHALLOW",
      "git fetch --unshallow",
    ],
    [
      "of somebody else",
      async () => ({ at: ofSomebodyElse(await agreed()) }),
      "GIT_OWNER",
      "safe.directory",
    ],
  ])("%s", async (why, make, rule, help) => {
    if (why === "of somebody else" && process.getuid?.() !== 0) return;
    for (const one of await said(await make())) {
      expect(one.rule).toBe(rule);
      expect(one.help).toContain(help);
      expect(one.exitCode).not.toBe(0);
    }
  });
});

function ofSomebodyElse(one: Policed): Policed {
  for (const name of ["", ".git"]) chownSync(one.at(name), 65534, 65534);
  return one;
}

describe("a policy that cannot be gone by is said by every command", () => {
  test.each<[why: string, make: () => Case | Promise<Case>, rule: string, help: string]>([
    [
      "that is over",
      () => ({ at: new Policed(`expires = 2026-01-01T00:00:00Z\n${RULES}`) }),
      "POLICY_EXPIRED",
      "set a later expires",
    ],
    [
      "with an unknown key",
      () => ({ at: new Policed(RULES.replace("threshold", "treshold")) }),
      "POLICY_MALFORMED",
      "threshold",
    ],
    ["that is no TOML", () => ({ at: new Policed("version = \n") }), "TOML_MALFORMED", ""],
    [
      "whose key is a folder",
      () => ({ at: rebased((one) => one.remove("keys/bob.pub").write("keys/bob.pub/x", "")) }),
      "POLICY_MALFORMED",
      "check the path",
    ],
    [
      "whose key is another tool's text",
      () => ({ at: rebased((one) => one.write("keys/bob.pub", "not a key\n")) }),
      "POLICY_MALFORMED",
      "",
    ],
    [
      "that is a folder",
      () => ({ at: rebased((one) => one.remove("lockseal.toml").write("lockseal.toml/x", "")) }),
      "POLICY_NONE",
      "",
    ],
  ])("%s", async (_why, make, rule, help) => {
    const found = await said(await make());
    // Who approves without any policy says by whom with --as: that is asked for by another finding.
    for (const one of rule === "POLICY_NONE" ? found.filter((_, index) => index !== 1) : found) {
      expect(one.rule).toBe(rule);
      expect(one.help).toContain(help);
      expect(one.exitCode).not.toBe(0);
    }
  });
});

/** A branch whose base, too, has what is made. */
function rebased(make: (one: Policed) => unknown): Policed {
  const one = new Policed(RULES);
  one.git("reset", "-q", "--hard", one.base);
  make(one);
  one.git("update-ref", "refs/remotes/origin/main", one.commit("base"));
  one.write("requirements.txt", pin("click", "8.1.8")).commit("update");
  return one;
}

describe("what is no file where one belongs", () => {
  test("is refused as a lock", async () => {
    const one = await agreed();
    one.remove("requirements.txt").write("requirements.txt/x", "").commit("folder");
    for (const { rule, exitCode } of await said({ at: one })) {
      expect(["FILE_UNREADABLE", "GATE_UNJUDGED"]).toContain(rule);
      expect(exitCode).not.toBe(0);
    }
  });

  test.each<[why: string, make: (one: Policed) => unknown]>([
    [
      "a file in place of the folder",
      (one) => one.remove(".lockseal").write(".lockseal/approvals", ""),
    ],
    [
      "a folder that is named as an approval",
      (one) => one.remove(".lockseal").write(".lockseal/approvals/x/a.sigstore.json/b", ""),
    ],
    [
      "a link to an approval",
      (one) => {
        const [name = ""] = Object.keys(one.list()).filter((path) => path.startsWith(".lockseal/"));
        one
          .write("elsewhere.json", one.read(name))
          .remove(".lockseal")
          .write(".lockseal/approvals/x/y", "");
        execFileSync("ln", [
          "-s",
          "../../../elsewhere.json",
          one.at(".lockseal/approvals/x/a.sigstore.json"),
        ]);
      },
    ],
    [
      "what is no bundle",
      (one) => one.remove(".lockseal").write(".lockseal/approvals/x/a.sigstore.json", "{}"),
    ],
  ])("counts as no approval: %s", async (_why, make) => {
    const one = new Policed(RULES);
    await one.approve("alice");
    await one.approve("bob");
    make(one);
    one.commit("not approvals");
    const { refused, exitCode } = await gate(one);
    expect(refused).toEqual(["APPROVAL_MISSING requirements.txt"]);
    expect(exitCode).toBe(1);
  });
});

describe("a folder of approvals that nobody can have meant", () => {
  /** Makes a commit of git's own stream: a hundred thousand files take a second so. */
  const imported = (one: Repository, lines: () => Iterable<string>): void => {
    const head = one.git("rev-parse", "HEAD");
    const text = `blob\nmark :1\ndata 2\n{}\ncommit refs/heads/many\ncommitter a <a> 1700000000 +0000\ndata 0\nfrom ${head}\n${[...lines()].join("\n")}\n`;
    execFileSync("git", ["-C", one.path, "fast-import", "--quiet"], { input: text });
    one.git("symbolic-ref", "HEAD", "refs/heads/many");
  };

  test("is refused beyond its limit, with what to type", async () => {
    const one = await agreed();
    imported(one, function* () {
      for (let at = 0; at < 100_001; at += 1)
        yield `M 100644 :1 .lockseal/approvals/${at % 512}/${at}.sigstore.json`;
    });
    const [judged, , explained] = await said({ at: one });
    for (const found of [judged, explained]) {
      expect(found).toMatchObject({
        rule: "GIT_TOO_MUCH",
        help: expect.stringContaining("take out of the folder what has served"),
      });
      expect(found?.exitCode).not.toBe(0);
    }
  }, 60_000);

  test("also where folders name one another, and no disk would hold what that makes", async () => {
    const one = await agreed();
    const mktree = (text: string): string =>
      execFileSync("git", ["-C", one.path, "mktree"], { input: text, encoding: "utf8" }).trim();
    let tree = mktree("");
    const blob = one.git("hash-object", "-w", join(one.path, "lockseal.toml"));
    tree = mktree(`100644 blob ${blob}\ta.sigstore.json\n`);
    for (let depth = 0; depth < 12; depth += 1)
      tree = mktree([..."abcdefghij"].map((name) => `040000 tree ${tree}\t${name}\n`).join(""));
    const approvals = mktree(`040000 tree ${tree}\tapprovals\n`);
    const others = one
      .git("ls-tree", "HEAD")
      .split("\n")
      .filter((line) => !line.endsWith("\t.lockseal"));
    const top = mktree(`${[...others, `040000 tree ${approvals}\t.lockseal`].join("\n")}\n`);
    const commit = one.git("commit-tree", top, "-p", "HEAD", "-m", "bomb");
    one.git("update-ref", "refs/heads/update", commit);
    const { exitCode, refused } = await gate(one);
    expect(refused[0]).toContain("GIT_TOO_MUCH");
    expect(exitCode).not.toBe(0);
  }, 60_000);
});

describe("checkouts of other kinds are judged as any", () => {
  test("a HEAD that is on no branch", async () => {
    const one = await agreed();
    one.git("checkout", "-q", "--detach");
    expect(await gate(one)).toMatchObject({ exitCode: 0, refused: [] });
  });

  test("a worktree", async () => {
    const one = await agreed();
    const folder = new Folder();
    one.git("worktree", "add", "-q", "--detach", folder.at("tree"), "update");
    expect(await gate({ path: folder.at("tree") })).toMatchObject({ exitCode: 0, refused: [] });
  });

  test("a merge under way in another worktree", async () => {
    const one = await conflict("requirements.txt", merge);
    const folder = new Folder();
    one.git("worktree", "add", "-q", "--detach", folder.at("tree"), "update");
    expect((await gate({ path: folder.at("tree") })).refused).toEqual([]);
    const { stdout } = await run(["gate", "--json"], { cwd: one.path });
    expect(stdout).toContain("GIT_UNFINISHED");
  });

  test("a submodule", async () => {
    const one = await agreed();
    const outer = new Repository();
    outer.git(
      "-c",
      "protocol.file.allow=always",
      "submodule",
      "--quiet",
      "add",
      `file://${one.path}`,
      "sub",
    );
    outer.commit("outer");
    const inner = outer.at("sub");
    execFileSync("git", ["-C", inner, "checkout", "-q", "origin/update"]);
    execFileSync("git", [
      "-C",
      inner,
      "remote",
      "set-url",
      "origin",
      "https://github.com/acme/app.git",
    ]);
    expect(await gate({ path: inner }, `--base ${one.base} --into refs/heads/main`)).toMatchObject({
      exitCode: 0,
      refused: [],
    });
  });
});

test("approvals in one folder are none for the same lock in another one", async () => {
  const one = new Policed(RULES, "a/");
  one.git("reset", "-q", "--hard", one.base);
  for (const name of ["keys/alice.pub", "keys/bob.pub", "keys/carol.pub", "lockseal.toml"])
    one.write(`b/${name}`, one.read(`a/${name}`));
  const base = one.write("b/requirements.txt", one.read("a/requirements.txt")).commit("twins");
  one.git("update-ref", "refs/remotes/origin/main", base);
  one.write("a/requirements.txt", pin("click", "8.1.8")).commit("update a");
  for (const by of ["alice", "bob"])
    expect((await one.approve(by, "a/requirements.txt", " --root a")).exitCode).toBe(0);
  one.commit("approvals");
  expect(await gate({ path: one.at("a") })).toMatchObject({ exitCode: 0, refused: [] });
  one.write("b/requirements.txt", pin("click", "8.1.8"));
  one.git("mv", "a/.lockseal", "b/.lockseal");
  one.git("checkout", "-q", base, "--", "a");
  one.commit("b instead");
  expect((await gate({ path: one.at("b") })).refused).toEqual([
    "APPROVAL_MISSING requirements.txt",
  ]);
});
