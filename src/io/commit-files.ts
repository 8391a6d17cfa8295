import { tooMuch } from "./git-history.ts";
import { kindOfMode, readKnown, refuseLarge } from "./git-objects.ts";
import { runGit } from "./run-git.ts";

const TIMEOUT_MS = 60_000;
/** As many names as one command line takes on every system, with room to spare. */
const NAMES_AT_ONCE = 500;
/** The mode of a symbolic link. */
const LINK = "120000";
/** The mode of a submodule: what lies there is a commit of another repository. */
const SUBMODULE = "160000";
/** Of one listing: more than a million names of usual length. */
const MAX_LIST_BYTES = 256 * 1024 * 1024;

/**
 * The files of one commit, each read once however often it is asked for: a start of git for every file would take longer than
 * everything else. A commit never changes, so that nothing here can be out of date.
 */
export class CommitFiles {
  readonly #gitTop: string;
  /** The full id. */
  readonly commit: string;
  /** By path: the id of a file, null for what is none. */
  readonly #ids = new Map<string, string | null>();
  /** Everything below these is in `ids`; each with `/` at its end, or empty for the top. */
  readonly #listed: string[] = [];
  readonly #contents = new Map<string, Uint8Array>();
  readonly #links = new Set<string>();
  readonly #submodules = new Set<string>();

  constructor(gitTop: string, commit: string) {
    this.#gitTop = gitTop;
    this.commit = commit;
  }

  /**
   * Lists every file below a folder: its path relative to the top, and the id of its content. No links, and nothing within submodules.
   * @param folder empty, or with `/` at the end.
   * @throws Refusal `GIT_TOO_MUCH` — more files than the limit; otherwise see `runGit`.
   */
  list(folder: string, limit: number = Number.POSITIVE_INFINITY): ReadonlyMap<string, string> {
    if (!this.#isListed(folder)) {
      const names = folder === "" ? [] : [folder];
      this.#take(["-r", this.commit, "--", ...names]);
      this.#listed.push(folder);
    }
    const found = new Map<string, string>();
    for (const [name, id] of this.#ids)
      if (id !== null && name.startsWith(folder)) found.set(name, id);
    if (found.size > limit) throw tooMuch(`files in ${folder}`, found.size, limit);
    return found;
  }

  /**
   * Lists every link below a folder, by its path relative to the top. Where it leads is read by nobody.
   * @param folder empty, or with `/` at the end.
   * @throws Refusal see `list`.
   */
  links(folder: string): readonly string[] {
    this.list(folder);
    return [...this.#links].filter((name) => name.startsWith(folder));
  }

  /**
   * Lists every submodule below a folder, by its path relative to the top.
   * @param folder empty, or with `/` at the end.
   * @throws Refusal see `list`.
   */
  submodules(folder: string): readonly string[] {
    this.list(folder);
    return [...this.#submodules].filter((name) => name.startsWith(folder));
  }

  /**
   * Reads files at once, for whoever asks for them one by one afterwards. What is no file is left out.
   * @param maxBytes of each.
   * @throws Refusal `INPUT_TOO_LARGE`; otherwise see `runGit`.
   */
  load(names: readonly string[], maxBytes: number): void {
    this.#find(names);
    const ids = names.flatMap((name) => this.#ids.get(name) ?? []);
    const missing = [...new Set(ids)].filter((id) => !this.#contents.has(id));
    for (const { id, bytes } of readKnown(this.#gitTop, missing, maxBytes))
      this.#contents.set(id, bytes);
    // It may have been read for somebody who takes more.
    for (const id of ids) refuseLarge(id, this.#contents.get(id)?.length ?? 0, maxBytes);
  }

  /**
   * Reads a file; undefined for what is not there, and for what is no file but a link or a folder.
   * @throws Refusal see `load`.
   */
  read(name: string, maxBytes: number): Uint8Array | undefined {
    this.load([name], maxBytes);
    return this.#contents.get(this.#ids.get(name) ?? "");
  }

  /** Gives the id of a file's content; undefined for what is not there, and for what is no file. @throws Refusal see `runGit`. */
  idOf(name: string): string | undefined {
    this.#find([name]);
    return this.#ids.get(name) ?? undefined;
  }

  #find(names: readonly string[]): void {
    const unknown = names.filter((name) => !this.#ids.has(name) && !this.#isListed(name));
    for (let at = 0; at < unknown.length; at += NAMES_AT_ONCE) {
      const some = unknown.slice(at, at + NAMES_AT_ONCE);
      for (const name of some) this.#ids.set(name, null);
      this.#take([this.commit, "--", ...some]);
    }
  }

  #isListed(name: string): boolean {
    return this.#listed.some((folder) => name.startsWith(folder));
  }

  #take(words: readonly string[]): void {
    const args = ["ls-tree", "-z", "--full-tree", ...words];
    const listed = runGit(this.#gitTop, args, { maxBytes: MAX_LIST_BYTES, timeoutMs: TIMEOUT_MS });
    for (const line of listed.toString().split("\0")) {
      const [, mode = "", id = "", name = ""] = /^(\d+) \w+ ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
      if (name !== "") this.#ids.set(name, kindOfMode(mode) === "file" ? id : null);
      if (mode === LINK) this.#links.add(name);
      if (mode === SUBMODULE) this.#submodules.add(name);
    }
  }
}
