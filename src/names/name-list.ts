/** A name that is popular enough to be imitated. */
export interface Target {
  readonly name: string;
  /** From 1, the most popular. */
  readonly rank: number;
  /** Without its hyphens. */
  readonly letters: string;
  /** See `maskOf`. */
  readonly mask: number;
}

/** Popular names, ready to be compared with. */
export interface NameList {
  /** By rank, the first the most popular; `-` where one is not known. */
  readonly names: readonly string[];
  /** Those of them that are protected. */
  readonly targets: readonly Target[];
}

/** Of those behind, hardly any is imitated, and some are imitations that many download. */
export const PROTECTED = 5000;

let popular: Promise<NameList> | undefined;

/** Loads the popular names that the program comes with, once. They are as of `POPULAR_NAMES_MONTH`; nobody is asked for newer ones. */
export function loadPopularNames(): Promise<NameList> {
  popular ??= import("./popular-names.ts").then((file) => parseNameList(file.POPULAR_NAMES));
  return popular;
}

/**
 * Reads names that are separated by a space or a line feed each, normalised, the most popular first, with `-` where one is not
 * known; the first 5,000 are protected. Does not check that they are names.
 */
export function parseNameList(text: string): NameList {
  const names = text.replaceAll("\n", " ").split(" ");
  const targets: Target[] = [];
  for (const [index, name] of names.slice(0, PROTECTED).entries()) {
    if (name === "-") continue;
    const letters = lettersOf(name);
    targets.push({ name, rank: index + 1, letters, mask: maskOf(letters) });
  }
  return { names, targets };
}

/** Finds how popular a name is; null where the list does not have it. */
export function rankOf(name: string, { names }: NameList): number | null {
  const index = name === "-" ? -1 : names.indexOf(name);
  return index === -1 ? null : index + 1;
}

/** Leaves hyphens out. */
export function lettersOf(name: string): string {
  return name.includes("-") ? name.replaceAll("-", "") : name;
}

/** Gives a bit for each letter that is there, to digits six in turn: names whose bits differ much need no closer look. */
export function maskOf(letters: string): number {
  let mask = 0;
  for (let at = 0; at < letters.length; at += 1) {
    const code = letters.charCodeAt(at);
    mask |= 1 << (code >= A ? (code - A) % 26 : 26 + (code % 6));
  }
  return mask;
}

const A = "a".charCodeAt(0);
