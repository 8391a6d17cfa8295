/** Popular names, ready to be compared with: one name has its answer within a millisecond or two, the list read anew for it. */
export interface NameList {
  /** The names by their popularity, a line each, `-` where one is not known. */
  readonly text: string;
  /** Those that are protected, as popular as their place says. */
  readonly targets: readonly string[];
  /** Of each of these which letters it has, see `maskOf`; 0 where nobody has asked yet. */
  readonly masks: Int32Array;
}

/** Of those behind, hardly any is imitated, and some are imitations that many download. */
export const PROTECTED = 5000;

const [HYPHEN, A] = [45, 97];

let popular: Promise<NameList> | undefined;

/** Loads the popular names that the program comes with, once. They are as of `POPULAR_NAMES_MONTH`; nobody is asked for newer ones. */
export function loadPopularNames(): Promise<NameList> {
  popular ??= import("./popular-names.ts").then((file) => parseNameList(file.POPULAR_NAMES));
  return popular;
}

/**
 * Reads names, a line each, normalised, the most popular first, with `-` where one is not known; the first 5,000 are protected.
 * Does not check that they are names.
 */
export function parseNameList(text: string): NameList {
  return { text, targets: text.split("\n", PROTECTED), masks: new Int32Array(PROTECTED) };
}

/** Gives the letters of a protected name by its number, from 0, see `maskOf`. */
export function maskAt({ targets, masks }: NameList, number: number): number {
  if (masks[number] === 0) masks[number] = maskOf(targets[number] ?? "");
  return masks[number] ?? 0;
}

/** Finds how popular a name is, from 1; null where the list does not have it. */
export function rankOf(name: string, { text }: NameList): number | null {
  if (name === "-") return null;
  const at = text.startsWith(`${name}\n`) ? 0 : `${text}\n`.indexOf(`\n${name}\n`);
  return at === -1 ? null : text.slice(0, at + 1).split("\n").length;
}

/** Counts the ranks that a list has, of known names or not. */
export function sizeOf({ text }: NameList): number {
  return text.split("\n").length;
}

/** Leaves hyphens out. */
export function lettersOf(name: string): string {
  return name.includes("-") ? name.replaceAll("-", "") : name;
}

/** Tells by bits which letters and digits there are: names of which many differ need no closer look. */
export function maskOf(name: string): number {
  let mask = 0;
  for (let at = 0; at < name.length; at += 1) mask |= BITS[name.charCodeAt(at)] ?? 0;
  return mask;
}

/** One for each letter, for digits six in turn, and for hyphens none. */
const BITS: Int32Array = Int32Array.from({ length: 128 }, (_, code) => {
  if (code === HYPHEN) return 0;
  return code >= A ? 1 << ((code - A) % 26) : 1 << (26 + (code % 6));
});
