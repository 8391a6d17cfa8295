/** Draws whole numbers below a bound; the same seed draws the same ones. */
type Draw = (below: number) => number;

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
  const draw = createDraw(seed);
  return Array.from({ length: count }, () => generateLock(draw));
}

function generateLock(draw: Draw): string {
  const lineEnd = draw(4) === 0 ? "\r\n" : "\n";
  const lines: string[] = [];
  if (draw(2) === 0) lines.push("#", "# Locked by hand — für alle", "#");
  for (let index = 0; index <= draw(12); index += 1) {
    if (draw(6) === 0) lines.push("");
    if (draw(6) === 0) lines.push(pick(draw, ["# why", "    # via a, b", "#"]));
    lines.push(...generatePin(index, draw));
    if (draw(3) === 0) lines.push("    # via", "    #   -r requirements.in");
  }
  return lines.join(lineEnd) + (draw(8) === 0 ? "" : lineEnd);
}

function generatePin(index: number, draw: Draw): string[] {
  const name = `${pick(draw, ["pkg", "Some-Package", "under_scored", "dot.ted"])}${index}`;
  const extras = pick(draw, ["", "", "", "[socks]", "[b,a]"]);
  const marker = draw(3) === 0 ? pick(draw, [" ; ", "; "]) + pick(draw, MARKERS) : "";
  const head = `${name}${extras}==${pick(draw, VERSIONS)}${marker}`;
  const hashes = Array.from({ length: 1 + draw(4) }, () => generateHash(draw));
  if (draw(3) === 0) return [[head, ...hashes].join(" ")];
  const indent = pick(draw, ["    ", "  ", "        "]);
  return [
    `${head} \\`,
    ...hashes.map((hash, at) => `${indent}${hash}${at === hashes.length - 1 ? "" : " \\"}`),
  ];
}

function generateHash(draw: Draw): string {
  // Mostly sha256, as in real locks.
  const [algorithm, length] = HASHES[draw(8)] ?? HASHES[0];
  const hex = Array.from({ length }, () => draw(16).toString(16)).join("");
  return `--hash=${algorithm}:${hex}`;
}

function pick<T>(draw: Draw, choices: readonly [T, ...T[]] | readonly T[]): T {
  return choices[draw(choices.length)] as T;
}

/** Makes a small linear congruential generator (Numerical Recipes' constants): spread matters here, secrecy does not. */
function createDraw(seed: number): Draw {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
