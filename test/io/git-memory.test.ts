import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { GitMemory } from "../../src/io/git-memory.ts";
import { LooseObjects } from "../../src/io/loose-objects.ts";
import { Folder } from "../fakes/checkout.ts";

const WHO = { name: "somebody", email: "somebody@drill.example" };
const NOW = new Date("2026-11-24T03:00:00Z");

/** A repository of two commits, with a memory, and a count of the starts of git. */
class Remembered extends Folder {
  readonly base: string;
  readonly head: string;
  readonly refs: Map<string, string> = new Map();
  isAltered = false;
  starts = 0;
  readonly objects: LooseObjects;
  readonly #memory: GitMemory;

  constructor() {
    super();
    execFileSync("git", ["init", "-q", "--template=", "-b", "main", this.path]);
    this.objects = new LooseObjects(this.at(".git"));
    const files = new Map([["a/lock.txt", Buffer.from("one\n")]]);
    this.base = this.objects.writeCommit(files, [], WHO, NOW);
    const more = new Map([...files, ["b.txt", Buffer.from("two\n")] as const]);
    this.head = this.objects.writeCommit(more, [this.base], WHO, NOW);
    this.point("refs/heads/main", this.base);
    this.#memory = new GitMemory(
      this.objects.written,
      (ref) => `${this.refs.get(ref === "HEAD" ? "refs/heads/main" : ref)}`,
      () => this.isAltered,
    );
  }

  point(ref: string, commit: string): void {
    this.write(`.git/${ref}`, `${commit}\n`);
    this.refs.set(ref, commit);
  }

  ask(args: readonly string[], input?: string, maxBytes = 65_536): string {
    return this.#memory
      .ask({ args, input, maxBytes }, (asked) => {
        this.starts += 1;
        return this.git(args, asked);
      })
      .toString("latin1");
  }

  git(args: readonly string[], input?: Uint8Array | string): Buffer {
    const piped = input === undefined ? {} : { input };
    return execFileSync("git", ["-C", this.path, ...args], {
      ...piped,
      stdio: ["pipe", "pipe", "pipe"],
    });
  }
}

type Question = (one: Remembered) => readonly [args: readonly string[], input?: string];

const QUESTIONS: readonly (readonly [why: string, question: Question, starts: number])[] = [
  ["the files of a commit", ({ head }) => [["ls-tree", "-z", "--full-tree", "-r", head, "--"]], 1],
  ["one file of a commit", ({ head }) => [["ls-tree", "-z", head, "--", "b.txt"]], 1],
  ["commits between two", ({ base, head }) => [["rev-list", head, `^${base}`, "--"]], 1],
  ["what two have in common", ({ base, head }) => [["merge-base", base, head]], 1],
  [
    "what differs",
    ({ base, head }) => [["diff-tree", "--stdin", "-r", "-z", "--raw"], `${head} ${base}\n`],
    1,
  ],
  ["what a name is in full", () => [["rev-parse", "--symbolic-full-name", "HEAD", "--"]], 1],
  ["what a name stands for", () => [["cat-file", "--batch-check"], "HEAD^{commit}\n"], 1],
  ["a folder of a commit", ({ head }) => [["cat-file", "--batch-check"], `${head}:a\n`], 1],
  [
    "a folder that a commit has not",
    ({ head }) => [["cat-file", "--batch-check"], `${head}:c\n`],
    1,
  ],
  [
    "kinds of objects",
    ({ base, head }) => [["cat-file", "--batch-check"], `${head}\n${base}\n`],
    0,
  ],
  ["objects", ({ base, head }) => [["cat-file", "--batch"], `${head}\n${base}\n`], 0],
  [
    "known and unknown together, in their order",
    ({ base, head }) => [["cat-file", "--batch-check"], `${head}:a\n${base}\n${head}:b.txt\n`],
    1,
  ],
  ["what is not there, each time", () => [["cat-file", "--batch-check"], `${"0".repeat(40)}\n`], 2],
  ["a command that looks at the disk, each time", () => [["ls-files"]], 2],
  ["a short name, each time", () => [["rev-parse", "main"]], 2],
];

describe("GitMemory", () => {
  test.each(QUESTIONS)("says of %s what git says", (_, question, starts) => {
    const one = new Remembered();
    const [args, input] = question(one);
    const expected = one.git(args, input).toString("latin1");
    expect(one.ask(args, input)).toBe(expected);
    expect(one.ask(args, input)).toBe(expected);
    expect(one.starts).toBe(starts);
  });

  test("asks again for a name that stands for something else", () => {
    const one = new Remembered();
    const words = [["cat-file", "--batch-check"], "HEAD^{commit}\n"] as const;
    expect(one.ask(...words)).toMatch(one.base);
    one.point("refs/heads/main", one.head);
    expect(one.ask(...words)).toMatch(one.head);
    expect(one.starts).toBe(2);
  });

  test("asks for what was not there when it was asked for first", () => {
    const one = new Remembered();
    const bytes = Buffer.from("three\n");
    const id = execFileSync("git", ["hash-object", "--stdin"], { input: bytes }).toString().trim();
    const words = [["cat-file", "--batch-check"], `${id}\n`] as const;
    expect(one.ask(...words)).toBe(`${id} missing\n`);
    one.objects.writeCommit(new Map([["c.txt", bytes]]), [], WHO, NOW);
    expect(one.ask(...words)).toBe(`${id} blob 6\n`);
  });

  test("tells and remembers nothing while something is among git's own files", () => {
    const one = new Remembered();
    const words = [["rev-list", one.head, `^${one.base}`, "--"]] as const;
    expect(one.ask(...words)).toBe(`${one.head}\n`);
    one.write(".git/shallow", `${one.head}\n`);
    one.isAltered = true;
    const between = [["merge-base", "--all", one.base, one.head]] as const;
    // History is cut off behind the head, and they have nothing in common any more.
    expect(() => one.ask(...between)).toThrow();
    rmSync(one.at(".git/shallow"));
    one.isAltered = false;
    expect(one.ask(...between)).toBe(`${one.base}\n`);
  });

  test("leaves it to git to refuse what is too much", () => {
    const one = new Remembered();
    const words = [["cat-file", "--batch"], `${one.head}\n`] as const;
    one.ask(...words, 16);
    expect(one.starts).toBe(1);
  });

  test("remembers no failure", () => {
    const one = new Remembered();
    const words = [["rev-list", "f".repeat(40), "--"]] as const;
    expect(() => one.ask(...words)).toThrow();
    expect(() => one.ask(...words)).toThrow();
    expect(one.starts).toBe(2);
  });
});
