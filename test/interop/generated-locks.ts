import { Dice } from "../fakes/dice.ts";

const VERSIONS = [
  "1.0",
  "0.0.1",
  "2026.11.24",
  "2!1.0",
  "1.0rc1",
  "1.0.post1",
  "1.0.dev3",
  "1.0+local.1",
];

// True somewhere: an installer that finds a marker never true may leave the line out altogether.
const MARKERS = [
  'python_version >= "3.9"',
  "python_version < '3.12'",
  'sys_platform == "win32"',
  "sys_platform != 'win32' and platform_machine == 'x86_64'",
  'os_name == "posix" or python_full_version >= "3.13"',
  "(platform_system == 'Linux' or platform_system == 'Darwin') and implementation_name == 'cpython'",
  "platform_python_implementation != 'PyPy'",
];

const HASHES = [
  ["sha256", 64],
  ["sha384", 96],
  ["sha512", 128],
] as const;

/**
 * Writes locks in all the spellings that pip and uv read alike: of line ends, indents, comments, markers, extras,
 * names, versions, one hash or many, on one line or many.
 */
export function generateLocks(count: number, seed: number): string[] {
  const dice = new Dice(seed);
  return Array.from({ length: count }, () => generateLock(dice));
}

function generateLock(dice: Dice): string {
  const lineEnd = dice.below(4) === 0 ? "\r\n" : "\n";
  const lines: string[] = [];
  if (dice.below(2) === 0) lines.push("#", "# Locked by hand — für alle", "#");
  for (let index = 0; index <= dice.below(12); index += 1) {
    if (dice.below(6) === 0) lines.push("");
    if (dice.below(6) === 0) lines.push(dice.one(["# why", "    # via a, b", "#"]));
    lines.push(...generatePin(index, dice));
    if (dice.below(3) === 0) lines.push("    # via", "    #   -r requirements.in");
  }
  return lines.join(lineEnd) + (dice.below(8) === 0 ? "" : lineEnd);
}

function generatePin(index: number, dice: Dice): string[] {
  const name = `${dice.one(["pkg", "Some-Package", "under_scored", "dot.ted"])}${index}`;
  const extras = dice.one(["", "", "", "[socks]", "[b,a]"]);
  const marker = dice.below(3) === 0 ? dice.one([" ; ", "; "]) + dice.one(MARKERS) : "";
  const head = `${name}${extras}==${dice.one(VERSIONS)}${marker}`;
  const hashes = Array.from({ length: 1 + dice.below(4) }, () => generateHash(dice));
  if (dice.below(3) === 0) return [[head, ...hashes].join(" ")];
  const indent = dice.one(["    ", "  ", "        "]);
  return [
    `${head} \\`,
    ...hashes.map((hash, at) => `${indent}${hash}${at === hashes.length - 1 ? "" : " \\"}`),
  ];
}

function generateHash(dice: Dice): string {
  // Mostly sha256, as in real locks.
  const [algorithm, length] = HASHES[dice.below(8)] ?? HASHES[0];
  const hex = Array.from({ length }, () => dice.below(16).toString(16)).join("");
  return `--hash=${algorithm}:${hex}`;
}
