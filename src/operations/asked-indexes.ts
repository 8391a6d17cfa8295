import { Refusal } from "../errors.ts";
import { type Finding, findingOfRefusal } from "../finding.ts";
import type { LockContent } from "../lock/lock-delta.ts";
import { findLockSection } from "../policy/find-lock.ts";
import type { Policy } from "../policy/model.ts";
import { type AskedIndex, parseIndexUrl } from "./ask-index.ts";

/** Where to look for which indexes a lock is installed from. */
export interface IndexSources {
  /** Of the policy that judges; undefined where there is none. */
  readonly policy: Policy | undefined;
  /** Of the lock, relative to the policy's folder. */
  readonly path: string;
  readonly before: LockContent | undefined;
  readonly after: LockContent;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Indexes in the order in which they are asked. */
export interface AskedIndexes {
  readonly indexes: readonly AskedIndex[];
  /** Of those that pip would ask, and that are not asked here. */
  readonly findings: readonly Finding[];
}

/** An index by the name that a record has room for. */
export function nameIndex(url: string, name?: string): AskedIndex {
  const parsed = parseIndexUrl(url);
  return { name: name ?? parsed.slice(0, 128), url: parsed };
}

/**
 * Finds which indexes to ask about a lock: those that the policy names for it; else those of the lock's own options, which
 * have to stand at the base, too, for whoever proposes a change must not choose who tells how old it is; else what pip is
 * told by its environment. None is ever assumed, and pip's files are not read.
 * @throws Refusal `INDEX_URL_REFUSED` — the policy's is none that could be asked; `POLICY_LOCK_AMBIGUOUS` — see `findLockSection`.
 */
export function findIndexes(sources: IndexSources): AskedIndexes {
  const { policy, path, before, after, env } = sources;
  const named = policy === undefined ? [] : (findLockSection(policy, path)?.indexes ?? []);
  if (policy !== undefined && named.length > 0)
    return {
      indexes: named.map((name) => nameIndex(policy.indexes.get(name) ?? "", name)),
      findings: [],
    };
  const had = new Set(optionIndexes(before));
  const own = optionIndexes(after).filter((url) => had.has(url));
  const { PIP_INDEX_URL: main = "", PIP_EXTRA_INDEX_URL: more = "" } = env;
  const urls = own.length > 0 ? own : [main, ...more.split(/\s+/)].filter((url) => url !== "");
  const indexes: AskedIndex[] = [];
  const findings: Finding[] = [];
  for (const url of new Set(urls))
    try {
      indexes.push(nameIndex(url));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      findings.push({ ...findingOfRefusal(error, path), verdict: "warned" });
    }
  return { indexes, findings };
}

/** As `formatOptions` of a lock's content writes them. */
function optionIndexes(content: LockContent | undefined): string[] {
  return (content?.options ?? []).flatMap(({ text }) => {
    const [, main] = /(?:^| )--index-url (\S+)/.exec(text) ?? [];
    const [, more = ""] = /(?:^| )--extra-index-urls ((?:(?!--)\S+ ?)+)/.exec(text) ?? [];
    return [main ?? "", ...more.split(" ")].filter((url) => url !== "");
  });
}
