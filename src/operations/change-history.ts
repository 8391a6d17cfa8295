import { type ChangedFiles, readChangedFiles } from "../io/changed-files.ts";
import { CommitFiles } from "../io/commit-files.ts";
import { type Graph, readGraph } from "../io/git-graph.ts";
import { type CommitText, listCommitsTo, readCommits } from "../io/git-history.ts";
import type { ChosenBase } from "./chosen-base.ts";
import { repositoryAt } from "./open-lock.ts";

/**
 * What git knows of a change, each thing asked once: the files of its base and its head, and the commits between. Nothing of it
 * can become out of date, for commits never change.
 */
export class ChangeHistory {
  readonly gitTop: string;
  readonly chosen: ChosenBase;
  readonly base: CommitFiles;
  readonly head: CommitFiles;
  /** The base as it is by now: where the change began it may have been another. */
  readonly tip: CommitFiles;
  #foreseen: ReadonlySet<string> = new Set();
  #changed: ChangedFiles | undefined;
  readonly #commits = new Map<string, CommitText>();
  readonly #trees = new Map<string, CommitFiles>();
  #graph: Graph | undefined;
  #repository: { readonly name: string | null } | undefined;

  constructor(gitTop: string, chosen: ChosenBase) {
    this.gitTop = gitTop;
    this.chosen = chosen;
    this.base = new CommitFiles(gitTop, chosen.commit);
    this.head = chosen.head === chosen.commit ? this.base : new CommitFiles(gitTop, chosen.head);
    this.tip = chosen.tip === chosen.commit ? this.base : new CommitFiles(gitTop, chosen.tip);
  }

  /**
   * Asks at once what will be asked for each of some files.
   * @param names relative to the top.
   * @throws Refusal see `readGraph`, `readChangedFiles`.
   */
  foresee(names: readonly string[]): void {
    this.#changed = readChangedFiles(this.gitTop, this.chosen.commit, this.graph(), names);
    this.#foreseen = new Set(names);
    this.readCommits(this.#changed.commitsTo(names));
  }

  /** Lists the commits of the change that changed any of some files. @throws Refusal see `listCommitsTo`. */
  commitsTo(names: readonly string[]): readonly string[] {
    const { commit, head } = this.chosen;
    return this.#changed !== undefined && names.every((name) => this.#foreseen.has(name))
      ? this.#changed.commitsTo(names)
      : listCommitsTo(this.gitTop, commit, head, names);
  }

  /**
   * Tells that no commit could have unmade what another had made in some files: one alone changed them, and nothing of the change
   * began before the base, where they may have been as they are now. Says no where nobody asked at once.
   */
  changeOnce(names: readonly string[]): boolean {
    const changed = this.#changed;
    return (
      changed?.isOfBase === true &&
      names.every((name) => this.#foreseen.has(name)) &&
      changed.commitsTo(names).length < 2
    );
  }

  /** Gives the repository as statements name it; null where there is no remote that others could name. */
  get repository(): string | null {
    this.#repository ??= { name: repositoryAt(this.gitTop) };
    return this.#repository.name;
  }

  /** Gives the commits of the change, and how they follow on one another. @throws Refusal see `readGraph`. */
  graph(): Graph {
    this.#graph ??= readGraph(this.gitTop, this.chosen.commit, this.chosen.head);
    return this.#graph;
  }

  /** Gives the files of a commit. */
  at(commit: string): CommitFiles {
    const known = [this.base, this.head].find((one) => one.commit === commit);
    const tree = known ?? this.#trees.get(commit) ?? new CommitFiles(this.gitTop, commit);
    if (known === undefined) this.#trees.set(commit, tree);
    return tree;
  }

  /** Reads commits. @throws Refusal see `readCommits`. */
  readCommits(ids: readonly string[]): readonly CommitText[] {
    const missing = ids.filter((id) => !this.#commits.has(id));
    for (const commit of readCommits(this.gitTop, missing)) this.#commits.set(commit.id, commit);
    return ids.flatMap((id) => this.#commits.get(id) ?? []);
  }
}
