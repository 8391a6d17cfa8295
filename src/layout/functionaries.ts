import { allKeys, type LayoutKey } from "./layout-key.ts";

/** The part of a step that says who may carry it out: names of keys, or of sub keys. */
interface KeyedStep {
  readonly pubkeys: readonly string[];
}

/** Somebody who may carry out a step: one, however many keys and names of keys they have. */
export interface Functionary {
  readonly keys: readonly LayoutKey[];
  /** The SHA-256 of the SPKI of each key that is theirs, also of those that the step does not list. */
  readonly prints: readonly string[];
}

/** Gives the functionaries of a step. Keys that are listed twice, or are sub keys of one key, are one functionary's. */
export function functionariesOf(
  step: KeyedStep,
  keys: ReadonlyMap<string, LayoutKey>,
): readonly Functionary[] {
  const groups: { prints: Set<string>; keys: Map<string, LayoutKey> }[] = [];
  for (const keyid of step.pubkeys) {
    const owner = keyOf(keyid, keys);
    if (owner === undefined) continue;
    const prints = new Set(allKeys(owner.primary).map(({ key }) => key.fingerprint));
    const merged = { prints, keys: new Map<string, LayoutKey>() };
    // One key may sign in several ways, and end at several times: whichever holds is that functionary's.
    for (const one of owner.usable)
      merged.keys.set(`${one.key.fingerprint} ${one.scheme} ${one.expires}`, one);
    for (const group of groups.filter((one) =>
      [...one.prints].some((print) => prints.has(print)),
    )) {
      groups.splice(groups.indexOf(group), 1);
      for (const print of group.prints) prints.add(print);
      for (const [way, one] of group.keys) merged.keys.set(way, one);
    }
    groups.push(merged);
  }
  return groups.map(({ keys: own, prints }) => ({ keys: [...own.values()], prints: [...prints] }));
}

/** Finds the key of a name: a key with its sub keys, or a sub key alone. */
function keyOf(
  keyid: string,
  keys: ReadonlyMap<string, LayoutKey>,
): { readonly primary: LayoutKey; readonly usable: readonly LayoutKey[] } | undefined {
  const primary = keys.get(keyid);
  if (primary !== undefined) return { primary, usable: allKeys(primary) };
  for (const one of keys.values()) {
    const sub = one.subkeys.find((key) => key.keyid === keyid);
    if (sub !== undefined) return { primary: one, usable: [sub] };
  }
  return undefined;
}

/** Gives the names of keys that a step lists and the layout does not have. */
export function strangersOf(
  step: KeyedStep,
  keys: ReadonlyMap<string, LayoutKey>,
): readonly string[] {
  return step.pubkeys.filter((keyid) => keyOf(keyid, keys) === undefined);
}
