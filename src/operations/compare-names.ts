import { Refusal } from "../errors.ts";
import type { Finding } from "../finding.ts";
import type { LockDelta } from "../lock/lock-delta.ts";
import type { Pin } from "../lock/pins.ts";
import { findingsOfNames, type NameFacts } from "../names/name-findings.ts";
import { type LockOptions, openForReading } from "./open-lock.ts";

/**
 * Compares the names of pins with popular ones, each name once. Loads the list, and what compares, where there is a name.
 * Nobody is asked: the list is the one that the program comes with.
 */
export async function compareNames(pins: readonly Pin[]): Promise<NameFacts> {
  // Of several lines the first; a tool is named by the policy, and by no index.
  const ofIndex = pins.filter(({ more }) => more === undefined);
  const byName = new Map(ofIndex.toReversed().map((pin) => [pin.name, pin]));
  if (byName.size === 0) return { compared: 0, found: [], listed: 0 };
  const [{ loadPopularNames, loadProtectedNames, sizeOf }, { resembles }] = await Promise.all([
    import("../names/name-list.ts"),
    import("../names/resembles.ts"),
  ]);
  const first = await loadProtectedNames();
  const likely = [...byName.values()].reverse().filter(({ name }) => resembles(name, first));
  if (likely.length === 0) return { compared: byName.size, found: [], listed: 0 };
  // Whether it is known itself is asked where it matters.
  const list = await loadPopularNames();
  const found = likely.flatMap(({ name, file, line }) => {
    const one = resembles(name, list);
    return one === null ? [] : [{ ...one, where: { file, line } }];
  });
  return { compared: byName.size, found, listed: sizeOf(list) };
}

/**
 * Says of each lock whether any of its names resembles a popular one, as pip reads them. Refuses nothing, and says nothing of
 * a file that cannot be read: whoever reads it does.
 */
export async function lookAtNames(
  files: readonly string[],
  options: Omit<LockOptions, "file">,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const file of files) {
    let pins: readonly Pin[];
    try {
      ({ pins } = openForReading({ ...options, file }));
    } catch (error) {
      if (error instanceof Refusal) continue;
      throw error;
    }
    findings.push(...findingsOfNames(file, await compareNames(pins)));
  }
  return findings;
}

/** Gives the pins whose names a lock did not have before. */
export function pinsOfNewNames({ changes }: LockDelta): readonly Pin[] {
  return changes
    .filter(({ kind }) => kind === "new")
    .flatMap(({ pairs }) => pairs.flatMap(({ after }) => after ?? []));
}

/** Gives the pins whose names are in the one list and not in the other. */
export function pinsOfOtherNames(before: readonly Pin[], after: readonly Pin[]): readonly Pin[] {
  const known = new Set(before.map(({ name }) => name));
  return after.filter(({ name }) => !known.has(name));
}
