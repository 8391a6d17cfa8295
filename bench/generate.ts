/**
 * Writes a lock of the given size in the spelling of pip-compile, the same each time: `pins` packages, each with
 * `hashes` SHA-256 values that belong to no file.
 * @param seed of another lock of the same size.
 */
export function generateLock(pins: number, hashes: number, seed = 0): string {
  const nextHash = createHashes(seed);
  const lines: string[] = ["#", "# This file is made up, to measure by", "#"];
  for (let pin = 0; pin < pins; pin += 1) {
    const name = `package-${String(pin).padStart(6, "0")}`;
    lines.push(`${name}==${pin % 40}.${pin % 7}.${pin % 11} \\`);
    for (let hash = 1; hash <= hashes; hash += 1) {
      lines.push(`    --hash=sha256:${nextHash()}${hash === hashes ? "" : " \\"}`);
    }
    lines.push("    # via -r requirements.in");
  }
  return `${lines.join("\n")}\n`;
}

/** Makes hex of the length of SHA-256 out of eight words of xorshift32: cheap, and no two alike. */
function createHashes(seed: number): () => string {
  let word = 2463534242 ^ Math.imul(seed, 0x9e3779b1);
  const nextWord = (): string => {
    word ^= word << 13;
    word ^= word >>> 17;
    word ^= word << 5;
    return (word >>> 0).toString(16).padStart(8, "0");
  };
  return () => Array.from({ length: 8 }, nextWord).join("");
}
