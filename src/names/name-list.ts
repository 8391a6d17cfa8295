/** Popular names, ready to be compared with. */
export interface NameList {
  /** The names by their popularity, a line each, `-` where one is not known. */
  readonly text: string;
  /** Those that are protected, as popular as their place says. */
  readonly targets: readonly string[];
  /** Of each of these which letters it has, see `maskOf`. */
  readonly masks: Int32Array;
}

/** Of those behind, hardly any is imitated, and some are imitations that many download. */
export const PROTECTED = 5000;

let first: Promise<NameList> | undefined;
let whole: Promise<NameList> | undefined;

/** Loads the popular names that the program comes with, once. They are as of `POPULAR_NAMES_MONTH`; nobody is asked for newer ones. */
export function loadPopularNames(): Promise<NameList> {
  whole ??= Promise.all([loadProtectedNames(), import("./known-names.ts")]).then(
    ([list, { KNOWN_NAMES }]) => ({ ...list, text: `${list.text}\n${KNOWN_NAMES}` }),
  );
  return whole;
}

/** Loads those of them that are protected: what resembles none of these needs no others, which are twice as many. */
export function loadProtectedNames(): Promise<NameList> {
  first ??= import("./protected-names.ts").then(({ PROTECTED_NAMES, PROTECTED_MASKS }) =>
    listOf(PROTECTED_NAMES, decodeMasks(PROTECTED_MASKS)),
  );
  return first;
}

/**
 * Reads names, a line each, normalised, the most popular first, with `-` where one is not known; the first 5,000 are protected.
 * Does not check that they are names.
 */
export function parseNameList(text: string): NameList {
  return listOf(text, Int32Array.from(text.split("\n", PROTECTED), maskOf));
}

function listOf(text: string, masks: Int32Array): NameList {
  return { text, targets: text.split("\n", PROTECTED), masks };
}

/** They come in four bytes each, the least first, since to make them takes as long as all that is done with them. */
function decodeMasks(base64: string): Int32Array {
  const bytes = new Uint8Array(Buffer.from(base64, "base64"));
  if (new Uint8Array(Uint32Array.of(1).buffer)[0] !== 1) Buffer.from(bytes.buffer).swap32();
  return new Int32Array(bytes.buffer);
}

/** Writes masks as they are read again. */
export function encodeMasks(masks: Int32Array): string {
  const bytes = Buffer.alloc(4 * masks.length);
  for (const [index, mask] of masks.entries()) bytes.writeInt32LE(mask, 4 * index);
  return bytes.toString("base64");
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

const [HYPHEN, A] = [45, 97];

/** One for each letter, for digits six in turn, and for hyphens none. */
const BITS: Int32Array = Int32Array.from({ length: 128 }, (_, code) => {
  if (code === HYPHEN) return 0;
  return code >= A ? 1 << ((code - A) % 26) : 1 << (26 + (code % 6));
});
