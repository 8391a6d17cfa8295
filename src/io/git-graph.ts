import { isCutOff, shallow, tooMuch } from "./git-history.ts";
import { runGit } from "./run-git.ts";

const TIMEOUT_MS = 60_000;
/** More commits than a change has, by far. */
const MAX_COMMITS = 10_000;
/** A commit with its parents: a merge of some ten branches. */
const MAX_LINE_BYTES = 1024;

/** The commits that a head has and a base has not, newest first, each with its parents, which need not be among them. */
export type Graph = ReadonlyMap<string, readonly string[]>;

/**
 * Reads which commits a head has and a base has not, and how they follow on one another.
 * @throws Refusal `GIT_SHALLOW` — some of them are not at hand.
 * @throws Refusal `GIT_TOO_MUCH` — more than the limit; otherwise see `runGit`.
 */
export function readGraph(
  gitTop: string,
  base: string,
  head: string,
  limit: number = MAX_COMMITS,
): Graph {
  const words = ["rev-list", "--parents", `--max-count=${limit + 1}`, head, `^${base}`, "--"];
  const lines = runGit(gitTop, words, {
    maxBytes: MAX_LINE_BYTES * (limit + 1) + 4096,
    timeoutMs: TIMEOUT_MS,
  })
    .toString()
    .split("\n");
  const graph = new Map<string, readonly string[]>();
  for (const line of lines) {
    const [id = "", ...parents] = line.split(" ");
    if (id !== "") graph.set(id, parents);
  }
  // What lies behind such a commit was not fetched: there may be rejects in it.
  if ([...graph.keys()].some(isCutOff(gitTop))) throw shallow(gitTop);
  if (graph.size > limit) throw tooMuch("commits between base and head", graph.size, limit);
  return graph;
}

/** Lists some commits and all of a graph that they follow on. */
export function ancestorsOf(graph: Graph, commits: readonly string[]): readonly string[] {
  const found = new Set<string>();
  const open = [...commits];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (found.has(at) || !graph.has(at)) continue;
    found.add(at);
    open.push(...(graph.get(at) ?? []));
  }
  return [...found];
}
