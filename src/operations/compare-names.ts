import type { LockDelta } from "../lock/lock-delta.ts";
import type { Pin } from "../lock/pins.ts";
import type { NameFacts } from "../names/name-findings.ts";

/**
 * Compares the names of pins with popular ones, each name once. Loads the list, and what compares, where there is a name.
 * Nobody is asked: the list is the one that the program comes with.
 */
export async function compareNames(pins: readonly Pin[]): Promise<NameFacts> {
  const byName = new Map(pins.toReversed().map((pin) => [pin.name, pin]));
  if (byName.size === 0) return { compared: 0, found: [], listed: 0 };
  const [{ loadPopularNames }, { resembles }] = await Promise.all([
    import("../names/name-list.ts"),
    import("../names/resembles.ts"),
  ]);
  const list = await loadPopularNames();
  const found = [...byName.values()].reverse().flatMap(({ name, file, line }) => {
    const one = resembles(name, list);
    return one === null ? [] : [{ ...one, where: { file, line } }];
  });
  return { compared: byName.size, found, listed: list.names.length };
}

/** Gives the pins whose names a lock did not have before. Tools are named by the policy, and not by an index. */
export function pinsOfNewNames({ changes }: LockDelta): readonly Pin[] {
  return changes
    .filter(({ kind }) => kind === "new")
    .flatMap(({ pairs }) => pairs.flatMap(({ after }) => after ?? []))
    .filter(({ more }) => more === undefined);
}
