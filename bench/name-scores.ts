import { type NameList, PROTECTED, parseNameList } from "../src/names/name-list.ts";
import { resembles } from "../src/names/resembles.ts";
import { seeded, TYPOS } from "./typos.ts";

/** How many names of one kind there are, and what is said of them. */
export interface NameScore {
  readonly kind: string;
  readonly names: number;
  /** Warned of or refused. */
  readonly said: number;
  readonly refused: number;
}

/** Weights were tried on the names of odd ranks and with other seeds; what is reported is of even ranks. */
const SEED = 2026;

/**
 * Counts how many slips are found: of the most popular names, one of each kind a name, at random and always the same. Names of
 * fewer than five letters are left out, and so is what is another name of the list.
 * @param top of so many names those with an even rank.
 */
export function scoreTypos(list: NameList, top: number): readonly NameScore[] {
  const random = seeded(SEED);
  const known = new Set(namesOf(list));
  const targets = namesOf(list)
    .slice(0, top)
    .filter((name, index) => index % 2 === 1 && name.length >= 5);
  return Object.entries(TYPOS).map(([kind, make]) => {
    const made = targets.flatMap((name) => make(name, random) ?? []);
    return score(
      kind,
      made.filter((name) => NAME.test(name) && !known.has(name)),
      list,
    );
  });
}

const NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/**
 * Counts how many names are said to resemble another one that are packages of their own: those that are popular, and not protected.
 * The list does not help: they are judged as if nobody knew them, unless `isKnown`.
 */
export function scoreOthers(list: NameList, isKnown: boolean): NameScore {
  const names = namesOf(list)
    .slice(PROTECTED)
    .filter((name) => name !== "-");
  const bare = parseNameList(namesOf(list).slice(0, PROTECTED).join("\n"));
  return score("packages of their own", names, isKnown ? list : bare);
}

function score(kind: string, names: readonly string[], list: NameList): NameScore {
  const found = names.flatMap((name) => resembles(name, list) ?? []);
  const refused = found.filter(({ level }) => level === "impersonates").length;
  return { kind, names: names.length, said: found.length, refused };
}

function namesOf({ text }: NameList): readonly string[] {
  return text.trim().split("\n");
}
