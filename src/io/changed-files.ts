import type { Graph } from "./git-graph.ts";
import { runGit } from "./run-git.ts";

const TIMEOUT_MS = 60_000;
const MAX_BYTES = 256 * 1024 * 1024;
/** As many names as one command line takes on every system, with room to spare. */
const NAMES_AT_ONCE = 1000;

/** Which commits that a head has and a base has not changed which files. */
export interface ChangedFiles {
  /** Every line of them begins at the base, and none before it. */
  readonly isOfBase: boolean;
  /** Lists those that changed any of some files, all of which have to be among those that were asked for; newest first. */
  commitsTo(names: readonly string[]): readonly string[];
}

interface Pair {
  readonly commit: string;
  /** Null where the commit is the first of all. */
  readonly parent: string | null;
  /** The base, and what came after it: what it differs in from others says nothing where there is one of these. */
  readonly isRelevant: boolean;
}

/**
 * Finds for many files at once which commits that a head has and a base has not changed them, as `listCommitsTo` does for the
 * files of one: a merge counts where it differs from any parent that is the base or came after it.
 * @param graph of the commits that the head has and the base has not.
 * @param names of files, relative to the top.
 * @throws Refusal see `runGit`.
 * @see https://git-scm.com/docs/git-rev-list#_history_simplification
 */
export function readChangedFiles(
  gitTop: string,
  base: string,
  graph: Graph,
  names: readonly string[],
): ChangedFiles {
  const pairs = pairsOf(graph, base);
  // By the place of a pair among all of them.
  const changed = new Map<string, Set<number>>();
  const input = pairs
    .map(({ commit, parent }) => `${commit}${parent === null ? "" : ` ${parent}`}\n`)
    .join("");
  for (let at = 0; at < names.length && pairs.length > 0; at += NAMES_AT_ONCE) {
    const some = names.slice(at, at + NAMES_AT_ONCE);
    const words = ["diff-tree", "--stdin", "-r", "-z", "--root", "--raw", "--no-renames"];
    const options = { input, maxBytes: MAX_BYTES, timeoutMs: TIMEOUT_MS };
    takeAnswer(runGit(gitTop, [...words, "--always", "--", ...some], options).toString(), changed);
  }
  const isNear = (commit: string): boolean => commit === base || graph.has(commit);
  return {
    isOfBase: pairs.every(({ parent }) => parent !== null && isNear(parent)),
    commitsTo(wanted) {
      const hit = new Set<string>();
      for (const name of wanted)
        for (const place of changed.get(name) ?? []) {
          const pair = pairs[place];
          if (pair?.isRelevant === true) hit.add(pair.commit);
        }
      if (hit.size < 2) return [...hit];
      return [...graph.keys()].filter((commit) => hit.has(commit));
    },
  };
}

function pairsOf(graph: Graph, base: string): readonly Pair[] {
  const isNear = (commit: string): boolean => commit === base || graph.has(commit);
  return [...graph].flatMap(([commit, parents]): Pair[] => {
    if (parents.length === 0) return [{ commit, parent: null, isRelevant: true }];
    const hasNear = parents.some(isNear);
    return parents.map((parent) => ({ commit, parent, isRelevant: !hasNear || isNear(parent) }));
  });
}

/** Of each pair a line with the commit, in their order, and then what differs: `:modes ids kind NUL path`. */
function takeAnswer(answer: string, changed: Map<string, Set<number>>): void {
  const words = answer.split("\0");
  let place = -1;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    if (!word.startsWith(":")) {
      if (word !== "") place += 1;
      continue;
    }
    at += 1;
    const path = words[at] ?? "";
    const places = changed.get(path);
    if (places === undefined) changed.set(path, new Set([place]));
    else places.add(place);
  }
}
