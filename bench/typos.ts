/** A kind of mistake in a name, made at random. */
export type Typo = (name: string, random: () => number) => string | undefined;

const KEYBOARD = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"];
const LOOKS: readonly (readonly [string, string])[] = [
  ["l", "1"],
  ["i", "l"],
  ["l", "i"],
  ["o", "0"],
  ["s", "5"],
  ["m", "rn"],
  ["w", "vv"],
  ["rn", "m"],
];
/** Taken from what packages are called, and not from what is known to the detector. */
const AFFIXES = [
  ...["python-", "py", "py-", "lib", "new-", "my-", "easy-", "x-"],
  ...[
    "-python",
    "-py",
    "-dev",
    "-lib",
    "-api",
    "-client",
    "-utils",
    "-tools",
    "-core",
    "-v2",
    "2",
    "-pro",
  ],
];

/** How people mistype names, and how names are made that are to be taken for others. */
export const TYPOS: Readonly<Record<string, Typo>> = {
  omission: (name, random) => {
    const at = pick(placesOf(name), random);
    return `${name.slice(0, at)}${name.slice(at + 1)}`;
  },
  repetition: (name, random) => {
    const at = pick(placesOf(name), random);
    return `${name.slice(0, at + 1)}${name.slice(at)}`;
  },
  swap: (name, random) => {
    const places = placesOf(name).filter(
      (at) => isLetter(name[at + 1]) && name[at] !== name[at + 1],
    );
    if (places.length === 0) return undefined;
    const at = pick(places, random);
    return `${name.slice(0, at)}${name[at + 1]}${name[at]}${name.slice(at + 2)}`;
  },
  "neighbour key": (name, random) => {
    const at = pick(placesOf(name), random);
    const near = neighboursOf(name[at] ?? "");
    return `${name.slice(0, at)}${pick(near, random)}${name.slice(at + 1)}`;
  },
  homoglyph: (name, random) => {
    const able = LOOKS.filter(([from]) => name.includes(from));
    if (able.length === 0) return undefined;
    const [from, to] = pick(able, random);
    const places = [...name.matchAll(new RegExp(from, "g"))].map(({ index }) => index);
    const at = pick(places, random);
    return `${name.slice(0, at)}${to}${name.slice(at + from.length)}`;
  },
  "two edits": (name, random) => {
    if (name.length < 8) return undefined;
    const kinds = ["omission", "repetition", "swap", "neighbour key"];
    const once = TYPOS[pick(kinds, random)]?.(name, random);
    return once === undefined ? undefined : TYPOS[pick(kinds, random)]?.(once, random);
  },
  affix: (name, random) => {
    const affix = pick(AFFIXES, random);
    return AFFIXES.indexOf(affix) < 8 ? `${affix}${name}` : `${name}${affix}`;
  },
  "word order": (name, random) => {
    const [first = "", ...rest] = name.split("-");
    if (rest.length === 0) return undefined;
    return random() < 0.5
      ? [...rest, first].join("-")
      : [rest.at(-1), first, ...rest.slice(0, -1)].join("-");
  },
};

function placesOf(name: string): readonly number[] {
  return [...name].flatMap((letter, at) => (isLetter(letter) ? [at] : []));
}

function isLetter(letter: string | undefined): boolean {
  return letter !== undefined && letter !== "-";
}

function neighboursOf(letter: string): readonly string[] {
  const row = KEYBOARD.findIndex((keys) => keys.includes(letter));
  const at = KEYBOARD[row]?.indexOf(letter) ?? 0;
  return [-1, 0, 1]
    .flatMap((up) => [-1, 0, 1].map((by) => KEYBOARD[row + up]?.[at + by]))
    .filter((one) => one !== undefined && one !== letter) as string[];
}

function pick<Value>(values: readonly Value[], random: () => number): Value {
  return values[Math.floor(random() * values.length)] as Value;
}

/** Gives numbers from 0 to below 1, always the same ones of a seed. @see mulberry32 */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
