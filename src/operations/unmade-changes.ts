import { ancestorsOf } from "../io/git-graph.ts";
import { listFiles, tooMuch } from "../io/git-history.ts";
import { findObjects, readTaken } from "../io/git-objects.ts";
import type { Delta } from "../lock/change.ts";
import type { ChangeHistory } from "./change-history.ts";
import { APPROVALS, isApproval } from "./collect-approvals.ts";
import { MAX_STATEMENT_BUNDLE_BYTES } from "./read-approval.ts";

/** Which changes, and how to find out whether a commit has them. */
export interface UnmadeOptions {
  readonly history: ChangeHistory;
  /** Of the root within the checkout: empty, or with `/` at the end. */
  readonly prefix: string;
  readonly delta: Delta;
  /** Relative to the top: the files that the changes are in. */
  readonly names: readonly string[];
  /** Gives what differs between the base and a commit. */
  readonly deltaAt: (commit: string) => Delta;
}

/** More states of one file than any change has on its way. */
const MAX_STATES = 200;

/**
 * Finds which changes were made, unmade and made again on the way from a base to a head, and which approvals were there before:
 * whoever agreed then has not agreed to what somebody took back. Neither the content of a change nor the base tells.
 * @returns by the digest of the change in hex, SHA-256 of the payloads in hex.
 * @throws Refusal `GIT_TOO_MUCH` — more than `MAX_STATES`; otherwise see `readGraph`, `listFiles`.
 */
export async function findUnmade(
  options: UnmadeOptions,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const { history, prefix, delta, names } = options;
  const { gitTop } = history;
  if (history.changeOnce(names)) return new Map();
  const graph = history.graph();
  // What is made, unmade and made again takes one commit for each but the last, which may not be committed yet.
  if (graph.size < 2 || delta.changes.length === 0 || names.length === 0) return new Map();
  const madeAt = statesOf([...graph.keys()], options);
  const unmade = new Map<string, string[]>();
  for (const [commit, parents] of graph)
    for (const parent of parents) {
      if (madeAt.get(parent) === madeAt.get(commit)) continue;
      for (const change of madeAt.get(parent) ?? [])
        if (madeAt.get(commit)?.has(change) !== true)
          unmade.set(change, [...(unmade.get(change) ?? []), commit]);
    }
  const folder = `${prefix}${APPROVALS}`;
  const { payloadOf } = await import("./payload-of.ts");
  return new Map(
    delta.changes.flatMap(({ digest }) => {
      const commits = unmade.get(digest.hex) ?? [];
      if (commits.length === 0) return [];
      const files = listFiles(gitTop, ancestorsOf(graph, commits), folder);
      const blobs = new Set(files.filter(({ path }) => isApproval(path)).map(({ blob }) => blob));
      const contents = readTaken(gitTop, [...blobs], MAX_STATEMENT_BUNDLE_BYTES);
      const payloads = [...contents.values()].flatMap((bytes) => payloadOf(bytes) ?? []);
      return [[digest.hex, new Set(payloads)] as const];
    }),
  );
}

/** Gives for each commit the digests of the changes that it has; commits with the same files share one set. */
function statesOf(
  commits: readonly string[],
  { history: { gitTop }, names, delta, deltaAt }: UnmadeOptions,
): ReadonlyMap<string, ReadonlySet<string>> {
  const wanted = new Set(delta.changes.map(({ digest }) => digest.hex));
  const ids = findObjects(
    gitTop,
    commits.flatMap((commit) => names.map((name) => `${commit}:${name}`)),
  );
  const states = new Map<string, ReadonlySet<string>>();
  return new Map(
    commits.map((commit, index) => {
      const key = ids.slice(index * names.length, (index + 1) * names.length).join(" ");
      const known = states.get(key);
      if (known !== undefined) return [commit, known];
      if (states.size >= MAX_STATES)
        throw tooMuch(`states of ${names[0]} between base and head`, states.size + 1, MAX_STATES);
      const { changes } = deltaAt(commit);
      const made = new Set(
        changes.map(({ digest }) => digest.hex).filter((one) => wanted.has(one)),
      );
      states.set(key, made);
      return [commit, made];
    }),
  );
}
