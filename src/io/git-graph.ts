import { listCommits } from "./git-history.ts";
import { readKnown } from "./git-objects.ts";

/** Longer than any commit with the names of some hundred people in it. */
const MAX_COMMIT_BYTES = 16 * 1024 * 1024;

/** The commits that a head has and a base has not, each with those of its parents that are among them. */
export type Graph = ReadonlyMap<string, readonly string[]>;

/**
 * Reads how the commits between a base and a head follow on one another.
 * @throws Refusal see `listCommits`.
 */
export function readGraph(gitTop: string, base: string, head: string): Graph {
  const commits = listCommits(gitTop, base, head);
  const known = new Set(commits);
  const objects = readKnown(gitTop, commits, MAX_COMMIT_BYTES);
  return new Map(
    objects.map(({ id, bytes }) => {
      const text = Buffer.from(bytes).toString("latin1");
      const [header = ""] = text.split("\n\n", 1);
      const parents = [...header.matchAll(/^parent ([0-9a-f]{40,64})$/gm)].map(
        ([, one = ""]) => one,
      );
      return [id, parents.filter((one) => known.has(one))];
    }),
  );
}

/** Lists some commits and all of a graph that they follow on. */
export function ancestorsOf(graph: Graph, commits: readonly string[]): readonly string[] {
  const found = new Set<string>();
  const open = [...commits];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (found.has(at)) continue;
    found.add(at);
    open.push(...(graph.get(at) ?? []));
  }
  return [...found];
}
