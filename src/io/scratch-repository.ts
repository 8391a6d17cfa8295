import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { GitMemory } from "./git-memory.ts";
import {
  type CommitAuthor,
  LooseObjects,
  type TreeContent,
  type TreeFiles,
} from "./loose-objects.ts";
import { runGit, withMemory } from "./run-git.ts";

const TIMEOUT_MS = 60_000;

/** What a user's own configuration could change of a repository that nobody but this program sees. */
const OWN = { GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" } as const;

/**
 * Makes an empty repository in a private folder for the time of a use. Nothing of it outlives the use, and nothing leads
 * from it to another repository: no object, no hook, no transport.
 * @throws Refusal see `runGit`.
 */
export async function withScratchRepository<Value>(
  use: (repository: ScratchRepository) => Promise<Value>,
): Promise<Value> {
  const above = realpathSync(mkdtempSync(join(tmpdir(), "lockseal-drill-")));
  try {
    const path = join(above, "work");
    mkdirSync(path, { mode: 0o700 });
    runGit(path, ["init", "-q", "--template=", "--object-format=sha1", "-b", "main"], {
      maxBytes: 4096,
      timeoutMs: TIMEOUT_MS,
      env: { ...process.env, ...OWN },
    });
    const repository = new ScratchRepository(path);
    return await withMemory(path, repository.memory, () => use(repository));
  } finally {
    rmSync(above, { recursive: true, force: true });
  }
}

/** A repository to try things in: commits are written past the index, and no filter or attribute touches a byte. */
export class ScratchRepository {
  /** Absolute, without symbolic links. */
  readonly path: string;
  readonly memory: GitMemory;
  readonly #objects: LooseObjects;
  /** The commit that each name stands for. */
  readonly #refs = new Map<string, string>();
  #head = "";
  /** What was put among git's own files, and what was there before. */
  readonly #own = new Map<string, string | undefined>();
  /** What lies in the folder now. */
  #lying: TreeFiles = new Map();

  constructor(path: string) {
    this.path = path;
    this.#objects = new LooseObjects(join(path, ".git"));
    this.memory = new GitMemory(
      this.#objects.written,
      (ref) => this.#valueOf(ref),
      () => this.#own.size > 0,
    );
  }

  #valueOf(ref: string): string {
    if (ref !== "HEAD") return this.#refs.get(ref) ?? "";
    return `${this.#head} ${this.#refs.get(this.#head) ?? ""}`;
  }

  /** Adds lines to the repository's own configuration. */
  configure(text: string): void {
    appendFileSync(join(this.path, ".git/config"), text);
  }

  /** Writes a file of git's own, such as `shallow`. */
  writeOwn(name: string, text: string): void {
    if (!this.#own.has(name)) this.#own.set(name, this.#readOwn(name));
    this.#refs.delete(name);
    this.#write(name, text);
  }

  /** Gives a file of git's own. */
  readOwn(name: string): string {
    return this.#readOwn(name) ?? "";
  }

  #readOwn(name: string): string | undefined {
    const path = join(this.path, ".git", name);
    return existsSync(path) ? readFileSync(path, "utf8") : undefined;
  }

  #write(name: string, text: string): void {
    const path = join(this.path, ".git", name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  /** Writes a file that is no part of the checkout, and gives its path. */
  writeBeside(name: string, text: string): string {
    const path = join(this.path, "..", name);
    writeFileSync(path, text);
    return path;
  }

  /** Lets a file of git's own be as it was before. */
  removeOwn(name: string): void {
    const before = this.#own.get(name);
    if (before === undefined) rmSync(join(this.path, ".git", name), { force: true });
    else this.#write(name, before);
    this.#own.delete(name);
  }

  /**
   * Commits a whole tree to a branch, which is made anew.
   * @param parents none for the first commit.
   * @returns the id of the commit.
   */
  commit(
    branch: string,
    files: TreeFiles,
    parents: readonly string[],
    author: CommitAuthor,
    time: Date,
  ): string {
    const id = this.#objects.writeCommit(files, parents, author, time);
    this.point(`refs/heads/${branch}`, id);
    return id;
  }

  /** Lets a name stand for a commit. */
  point(ref: string, commit: string): void {
    if (this.#refs.get(ref) === commit) return;
    this.#write(ref, `${commit}\n`);
    this.#refs.set(ref, commit);
  }

  /** Puts a tree into the folder, and a branch into HEAD, whatever was there. */
  checkOut(branch: string, files: TreeFiles): void {
    for (const [path, content] of this.#lying)
      if (files.get(path) !== content)
        rmSync(join(this.path, path), { force: true, recursive: true });
    for (const [path, content] of files)
      if (this.#lying.get(path) !== content) place(join(this.path, path), content);
    this.#lying = new Map(files);
    const head = `refs/heads/${branch}`;
    if (this.#head !== head) this.#write("HEAD", `ref: ${head}\n`);
    this.#head = head;
  }
}

function place(path: string, content: TreeContent): void {
  mkdirSync(dirname(path), { recursive: true });
  // Of what was there below a folder may be left.
  if (!(content instanceof Uint8Array)) rmSync(path, { force: true, recursive: true });
  if ("module" in content) {
    mkdirSync(path);
    return;
  }
  if (!(content instanceof Uint8Array)) {
    symlinkSync(content.link, path);
    return;
  }
  writeFileSync(path, content);
  chmodSync(path, 0o644);
}
