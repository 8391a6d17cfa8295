import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";

/** Every algorithm that checksum lists name, and the length of its digests in hex digits. Many are weak: who compares decides. */
const HEX_DIGITS = {
  md5: 32,
  sha1: 40,
  ripemd160: 40,
  sha224: 56,
  sha256: 64,
  sha384: 96,
  sha512: 128,
  "sha512-256": 64,
  "sha3-224": 56,
  "sha3-256": 64,
  "sha3-384": 96,
  "sha3-512": 128,
  "blake2b-160": 40,
  "blake2b-224": 56,
  "blake2b-256": 64,
  "blake2b-384": 96,
  "blake2b-512": 128,
  "blake2s-256": 64,
  blake3: 64,
  sm3: 64,
} as const;

/** An algorithm as checksum lists name it, in one spelling. */
export type ChecksumAlgorithm = keyof typeof HEX_DIGITS;

/** What tools write before a file's name where that is not the plain name of the algorithm. */
const TAGS: ReadonlyMap<string, ChecksumAlgorithm> = new Map<string, ChecksumAlgorithm>([
  ["sha2-224", "sha224"],
  ["sha2-256", "sha256"],
  ["sha2-384", "sha384"],
  ["sha2-512", "sha512"],
  ["sha512/256", "sha512-256"],
  ["sha2-512/256", "sha512-256"],
  ["rmd160", "ripemd160"],
  ["ripemd-160", "ripemd160"],
  ["blake2b", "blake2b-512"],
  ["blake2s", "blake2s-256"],
]);

/** Gives the algorithm that a tool's tag names, in any case; nothing for one that is not known. */
export function algorithmOfTag(tag: string): ChecksumAlgorithm | undefined {
  const name = tag.toLowerCase();
  return isChecksumAlgorithm(name) ? name : TAGS.get(name);
}

/** Tells whether a name is that of an algorithm in our one spelling. */
export function isChecksumAlgorithm(name: string): name is ChecksumAlgorithm {
  return Object.hasOwn(HEX_DIGITS, name);
}

/** How many hex digits a digest of the algorithm has. */
export function hexDigitsOf(algorithm: ChecksumAlgorithm): number {
  return HEX_DIGITS[algorithm];
}

/** What the name of a list or of a sidecar says about the algorithm in it; the length of a digest decides which it is. */
const WORDS: readonly (readonly [RegExp, readonly ChecksumAlgorithm[]])[] = [
  [/md5/, ["md5"]],
  [/sha1(?![0-9])/, ["sha1"]],
  [/sha3/, ["sha3-224", "sha3-256", "sha3-384", "sha3-512"]],
  // SHASUMS256, as Node has it, and sha2_256; not SHA3-256.
  [/sha(?:sums?|2)?[-_]?224(?![0-9])/, ["sha224"]],
  [/sha(?:sums?|2)?[-_]?256(?![0-9])/, ["sha256"]],
  [/sha(?:sums?|2)?[-_]?384(?![0-9])/, ["sha384"]],
  [/sha(?:sums?|2)?[-_]?512(?![0-9])/, ["sha512", "sha512-256"]],
  [
    /blake2b|b2sum|[.]b2$/,
    ["blake2b-160", "blake2b-224", "blake2b-256", "blake2b-384", "blake2b-512"],
  ],
  [/blake2s/, ["blake2s-256"]],
  [/blake3|b3sum|[.]b3$/, ["blake3"]],
  [/(?<![a-z])sm3(?![0-9])/, ["sm3"]],
];

/** Names that say that digests are within and not which: by custom they are SHA-2. */
const ANY_CHECKSUMS = /checksum|shasum|digests?(?![a-z])|hashes|sums(?![a-z])/;
const BY_CUSTOM: readonly ChecksumAlgorithm[] = ["sha224", "sha256", "sha384", "sha512"];

/**
 * Finds the algorithm of digests that nothing names, by their length. Where several have that length, the name of the
 * list has to say which, or that it is a list of checksums at all.
 *
 * @param hex the first such digest.
 * @param list the name of the list, without its folder.
 * @throws Refusal `CHECKSUMS_ALGORITHM` — no algorithm has that length, or the name of the list does not say which of several.
 */
export function algorithmByLength(hex: string, list: string, line: number): ChecksumAlgorithm {
  const digits = hex.length;
  const name = list.toLowerCase();
  const named = WORDS.filter(([word]) => word.test(name)).flatMap(([, algorithms]) => algorithms);
  const fitting = named.filter((algorithm) => HEX_DIGITS[algorithm] === digits);
  const [one, another] = fitting;
  if (one !== undefined && another === undefined) return one;
  if (named.length === 0) {
    if (digits === HEX_DIGITS.md5) return "md5";
    if (digits === HEX_DIGITS.sha1) return "sha1";
    const custom = BY_CUSTOM.find((algorithm) => HEX_DIGITS[algorithm] === digits);
    if (custom !== undefined && ANY_CHECKSUMS.test(name)) return custom;
  }
  const possible = Object.entries(HEX_DIGITS).filter(([, length]) => length === digits);
  const expected =
    possible.length === 0
      ? `a digest of ${[...new Set(Object.values(HEX_DIGITS))].sort((a, b) => a - b).join(", ")} hex digits`
      : fitting.length === 0 && named.length > 0
        ? `a digest by ${named.join(" or ")}, as the name of the list says`
        : `to be told which of ${possible.map(([algorithm]) => algorithm).join(", ")} it is`;
  throw new Refusal(
    "CHECKSUMS_ALGORITHM",
    `${list}:${line}: expected ${expected}, found ${digits} hex digits, ${quote(hex)}`,
    { line, digits },
    { hint: "say which algorithm the list is by, or name the list after it, as SHA256SUMS is" },
  );
}
