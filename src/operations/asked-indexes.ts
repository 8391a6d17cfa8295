import { Refusal } from "../errors.ts";
import { type Finding, findingOfRefusal } from "../finding.ts";
import type { LockContent } from "../lock/lock-delta.ts";
import type { PipIndex } from "../lock/pip-settings.ts";
import { findLockSection } from "../policy/find-lock.ts";
import type { Policy } from "../policy/model.ts";
import { type AskedIndex, parseIndexUrl } from "./ask-index.ts";
import type { PipIndexes } from "./pip-indexes.ts";

/** Where to look for which indexes a lock is installed from. */
export interface IndexSources {
  /** Of the policy that judges; undefined where there is none. */
  readonly policy: Policy | undefined;
  /** Of the lock, relative to the policy's folder. */
  readonly path: string;
  readonly before: LockContent | undefined;
  readonly after: LockContent;
  /** Gives what pip is told on this machine; asked where nothing else says. */
  readonly pip: () => PipIndexes;
}

/** Indexes in the order in which they are asked. */
export interface AskedIndexes {
  readonly indexes: readonly AskedIndex[];
  /** Which are asked and who named them; and those that pip would ask, and that are not asked here. */
  readonly findings: readonly Finding[];
}

/** An index by the name that a record has room for. */
export function nameIndex(url: string, name?: string): AskedIndex {
  const parsed = parseIndexUrl(url);
  return { name: name ?? parsed.slice(0, 128), url: parsed };
}

/**
 * Finds which indexes to ask about a lock: those that the policy names for it; else those of the lock's own options, which
 * have to stand at the base, too, for whoever proposes a change must not choose who tells how old it is; else those of pip's
 * own settings on this machine. None is ever assumed.
 * @throws Refusal `INDEX_URL_REFUSED` — the policy's is none that could be asked; `POLICY_LOCK_AMBIGUOUS` — see `findLockSection`.
 */
export function findIndexes(sources: IndexSources): AskedIndexes {
  const { policy, path, before, after } = sources;
  const named = policy === undefined ? [] : (findLockSection(policy, path)?.indexes ?? []);
  if (policy !== undefined && named.length > 0) {
    const indexes = named.map((name) => nameIndex(policy.indexes.get(name) ?? "", name));
    return { indexes, findings: [sayAsked(path, indexes, ["[indexes] of the policy"])] };
  }
  const had = new Set(optionIndexes(before));
  const own = optionIndexes(after)
    .filter((url) => had.has(url))
    .map((url): PipIndex => ({ url, source: "the lock's own options" }));
  const pip = own.length > 0 ? { indexes: own, findings: [] } : sources.pip();
  const indexes = new Map<string, AskedIndex>();
  const asked = new Set<string>();
  const findings: Finding[] = [...pip.findings];
  for (const { url, source } of pip.indexes)
    try {
      const index = nameIndex(url);
      if (indexes.has(index.url)) continue;
      indexes.set(index.url, index);
      asked.add(source);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const refusal = findingOfRefusal(error, path);
      const message = `named by ${source} and not asked: ${refusal.message}`;
      findings.push({ ...refusal, message, verdict: "warned" });
    }
  findings.push(sayAsked(path, [...indexes.values()], [...asked]));
  return { indexes: [...indexes.values()], findings };
}

/** Whose word a record repeats has to be seen by whoever reads what the bot did. */
export function sayAsked(
  subject: string,
  indexes: readonly AskedIndex[],
  sources: readonly string[],
): Finding {
  const common = { rule: "OBSERVED_INDEX", verdict: "noted", subject } as const;
  if (indexes.length > 0) {
    const names = indexes.map(({ name }) => name).join(", ");
    return { ...common, message: `asked the index ${names}, named by ${sources.join(", ")}` };
  }
  return {
    ...common,
    message: "no index was asked: neither the policy, nor the lock at the base, nor pip names one",
    help: "name it: --index URL; or index in its [[lock]] and [indexes] in lockseal.toml",
  };
}

/** As `formatOptions` of a lock's content writes them. */
function optionIndexes(content: LockContent | undefined): string[] {
  return (content?.options ?? []).flatMap(({ text }) => {
    const [, main] = /(?:^| )--index-url (\S+)/.exec(text) ?? [];
    const [, more = ""] = /(?:^| )--extra-index-urls ((?:(?!--)\S+ ?)+)/.exec(text) ?? [];
    return [main ?? "", ...more.split(" ")].filter((url) => url !== "");
  });
}
