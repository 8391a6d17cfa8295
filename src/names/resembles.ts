import { type Edit, findEdits } from "./edits.ts";
import { lettersOf, maskOf, type NameList, PROTECTED, rankOf } from "./name-list.ts";
import { weighEdit } from "./weigh-edit.ts";

/** A name that is nearly another one, which many more people use. */
export interface Resemblance {
  readonly name: string;
  /** The name that it was probably meant to be, or to be taken for. */
  readonly to: string;
  /** How popular that is, from 1. */
  readonly rank: number;
  /** How popular the name itself is; null where the list does not have it. */
  readonly ownRank: number | null;
  /** `impersonates`: hardly ever is such a name meant. `resembles`: one in a hundred honest names does. */
  readonly level: "impersonates" | "resembles";
  /** In what they differ: `1 letter missing`. */
  readonly why: string;
}

/** How sure it is, in percent, that one name is to be taken for another; from these on it is said. */
const RESEMBLES = 50;
const IMPERSONATES = 85;

/**
 * Finds the popular name that a name is nearly, by how it is written: letters missing, doubled, swapped or mistyped, letters that
 * look alike, words in another order, a word such as `python` added. Says nothing about what is in the package: it stops
 * slips and squatters, and no malware by a name of its own.
 * @param name normalised by PEP 503.
 * @param list see `loadPopularNames`. A protected name resembles none; any other that the list has is known, so that what would
 * impersonate resembles, and what would resemble passes.
 * @returns the likeliest; null where there is none.
 */
export function resembles(name: string, list: NameList): Resemblance | null {
  if (!NORMALISED.test(name)) return null;
  const ownRank = rankOf(name, list);
  if (ownRank !== null && ownRank <= PROTECTED) return null;
  const best = findBest(name, list);
  if (best === undefined || best.percent < (ownRank === null ? RESEMBLES : IMPERSONATES))
    return null;
  const isKnown = ownRank !== null || best.percent < IMPERSONATES;
  const { name: to, rank } = best.target;
  return { name, to, rank, ownRank, level: isKnown ? "resembles" : "impersonates", why: best.why };
}

/** What an address is in place of a name is compared with nothing. */
const NORMALISED = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

interface Likeness {
  readonly target: Target;
  readonly percent: number;
  readonly why: string;
}

/** A name that is popular enough to be imitated. */
interface Target {
  readonly name: string;
  readonly rank: number;
}

/** A name in the forms in which it is compared. */
interface Forms {
  readonly name: string;
  /** Without its hyphens. */
  readonly letters: string;
  readonly look: string;
}

function formsOf(name: string, letters: string): Forms {
  return { name, letters, look: lookOf(letters) };
}

function findBest(name: string, { targets, masks }: NameList): Likeness | undefined {
  const letters = lettersOf(name);
  const [own, mask] = [formsOf(name, letters), maskOf(name)];
  let best = likenessByWord(name, targets);
  for (let number = 0; number < masks.length; number += 1) {
    // Nearly all are passed over here: what lacks two letters and has two others is two edits away.
    const differing = (masks[number] ?? 0) ^ mask;
    if (countBits(differing) > 2 * MOST_EDITS) continue;
    const target = targets[number] ?? "";
    const theirs = lettersOf(target);
    if (Math.abs(theirs.length - letters.length) > MOST_EDITS) continue;
    const found = likenessTo(formsOf(target, theirs), number + 1, own, differing === 0);
    // Of two that are as likely, the more popular comes first.
    if (found !== undefined && found.percent > (best?.percent ?? 0)) best = found;
  }
  return best;
}

const MOST_EDITS = 2;

function likenessTo(
  target: Forms,
  rank: number,
  own: Forms,
  isOfSameLetters: boolean,
): Likeness | undefined {
  const like = (percent: number, why: string): Likeness => ({
    target: { name: target.name, rank },
    percent: percent * weighRank(rank),
    why,
  });
  if (target.letters === own.letters) return like(rank <= 500 ? 60 : 0, "its hyphens elsewhere");
  if (target.look === own.look)
    return like(95 * weighLength(own.letters.length), "letters that look alike");
  if (isOfSameLetters && wordsOf(target.name) === wordsOf(own.name))
    return like(68, "its words in another order");
  const [wanted, found] = differingWord(target.name, own.name) ?? [target.letters, own.letters];
  // Whoever types a long name slips twice; two letters of a short one make another word.
  const most = target.letters.length >= 8 && rank <= 1000 ? MOST_EDITS : 1;
  const edits = findEdits(wanted, found, most) ?? [];
  const [first, second] = edits.map(weighEdit);
  if (first === undefined) return undefined;
  if (second !== undefined) return like(69 * Math.sqrt((first * second) / 1e4), sayEdits(edits));
  const word = weighLength(Math.min(wanted.length, found.length + 1));
  // A slip that is hardly ever meant is one also where the word is short, if the rest is not.
  const whole = first >= 95 ? 0.7 * weighLength(target.letters.length) : 0;
  return like(first * Math.max(word, whole), sayEdits(edits));
}

/** What a slip says, by how many letters there are: most short words are others' names. */
function weighLength(letters: number): number {
  return [0, 0, 0, 0, 0.5, 0.75, 0.9][letters] ?? 1;
}

/** Nobody squats on what few people use. */
function weighRank(rank: number): number {
  if (rank <= 100) return 1;
  if (rank <= 500) return 0.97;
  return rank <= 1000 ? 0.93 : 0.72;
}

/**
 * Gives the only word in which two names of as many words differ. Families of names, such as those of one service's
 * parts, are alike in all others: what counts is how long that one is.
 */
function differingWord(one: string, other: string): readonly [string, string] | undefined {
  if (!one.includes("-")) return undefined;
  const [words, others] = [one.split("-"), other.split("-")];
  if (words.length !== others.length) return undefined;
  const pairs = words.flatMap((word, at): [string, string][] =>
    word === others[at] ? [] : [[word, others[at] ?? ""]],
  );
  return pairs.length === 1 ? pairs[0] : undefined;
}

/** Words that are put before or behind a name to make another of it. */
const BEFORE = /^(?:python3?-?|py3?-?|(?:new|lib|install)-)/;
const BEHIND =
  /(?:-?python3?|-?py3?|-(?:new|lib|dev|latest|install|update|fix|official|pypi|pip|v?[23]))$/;

/** The name of a very popular package, with a word more. */
function likenessByWord(name: string, targets: NameList["targets"]): Likeness | undefined {
  for (const pattern of [BEFORE, BEHIND]) {
    const [added = ""] = pattern.exec(name) ?? [];
    const rest = name.replace(pattern, "");
    const rank = added === "" ? 0 : targets.indexOf(rest) + 1;
    if (rank === 0 || rank > 500) continue;
    const why = `with ${added.replaceAll("-", "")} added`;
    return { target: { name: rest, rank }, percent: 67 * weighLength(rest.length), why };
  }
  return undefined;
}

/** Gives what a hasty reader sees: of letters that look alike always the same. */
function lookOf(letters: string): string {
  return letters
    .replaceAll("rn", "m")
    .replaceAll("vv", "w")
    .replace(/[015i]/g, (letter) => LOOKS[letter] ?? letter);
}

const LOOKS: Readonly<Record<string, string>> = { 0: "o", 1: "l", i: "l", 5: "s" };

function wordsOf(name: string): string {
  return name.split("-").sort().join("-");
}

/** @see Warren, Hacker's Delight, 5-1 */
function countBits(mask: number): number {
  const pairs = mask - ((mask >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Says in words how one name is made of another: `1 letter missing`. */
function sayEdits(edits: readonly Edit[]): string {
  const words = { missing: "missing", more: "too many", other: "other", swapped: "swapped" };
  return [...Map.groupBy(edits, ({ kind }) => kind)]
    .map(([kind, { length }]) => {
      const count = kind === "swapped" ? 2 * length : length;
      return `${count} ${count === 1 ? "letter" : "letters"} ${words[kind]}`;
    })
    .join(", ");
}
