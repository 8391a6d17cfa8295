import {
  END,
  entry,
  folder,
  type HeaderFields,
  hardlink,
  long,
  pax,
  symlink,
  TRIVY,
  tar,
} from "../archive/tar/make-tar.ts";
import type { Dice } from "./dice.ts";

// biome-ignore format: a table
const NAMES = [
  "a", "b", "bin/tool", "d/e/f", "./x", "A", "a/b", "../a", "/a", "a\\b", "grün", "x/", "con", "d//e",
  "q".repeat(100), `${"p/".repeat(20)}z`,
];
// biome-ignore format: a table
const KEYS = ["path", "size", "linkpath", "comment", "GNU.sparse.name", "SCHILY.xattr.x", "mtime", "uid"];
// biome-ignore format: a table
const VALUES = ["0", "1", "511", "512", "513", "1024", "-1", "8589934592", "0x10", "x\n15 path=evil.sh\n"];
const DIGITS = "01234567 \0x-%";

/** Draws an archive that is right, or almost, or where one lie in a header may slip through. */
export function drawTar(dice: Dice): Buffer {
  let bytes = tar(...Array.from({ length: 1 + dice.below(4) }, () => drawEntry(dice)));
  if (dice.often(10)) bytes = Buffer.concat([bytes, Buffer.alloc(512 * dice.below(20))]);
  if (dice.often(4)) bytes = bytes.subarray(0, dice.below(bytes.length));
  if (dice.often(4) && bytes.length > 0) bytes[dice.below(bytes.length)] = dice.below(256);
  return dice.often(3) ? Buffer.concat([bytes, TRIVY, END]) : bytes;
}

function drawEntry(dice: Dice): Buffer {
  const whole = drawDescribed(dice);
  if (dice.often(90)) return whole;
  // One byte of the first header is another, and most times its sum is right again.
  const at = dice.below(512);
  whole[at] = dice.often(50) ? dice.below(256) : DIGITS.charCodeAt(dice.below(DIGITS.length));
  if (dice.often(85)) seal(whole);
  return whole;
}

function drawDescribed(dice: Dice): Buffer {
  const size = dice.often(20) ? 0 : dice.below(1200);
  const body = Buffer.alloc(size, 32 + dice.below(90));
  const fields = drawFields(dice);
  switch (dice.below(10)) {
    case 0:
      return folder(name(dice), fields);
    case 1:
      return dice.often(50) ? symlink(name(dice), name(dice)) : hardlink(name(dice), name(dice));
    case 2:
    case 3:
      return Buffer.concat([drawPax(dice), entry(name(dice), body, fields)]);
    case 4: {
      const text = long(dice.often(70) ? "L" : "K", name(dice), dice.often(90) ? "\0" : "");
      return Buffer.concat([text, entry(name(dice), body, fields)]);
    }
    default:
      return entry(name(dice), body, fields);
  }
}

function drawFields(dice: Dice): HeaderFields {
  return {
    magic: (["ustar", "gnu", "v7"] as const)[dice.below(3)] ?? "ustar",
    mode: dice.below(0o10000),
    ...(dice.often(5) && { prefix: "pre" }),
    ...(dice.often(3) && { type: String.fromCharCode(dice.below(128)) }),
    ...(dice.often(3) && { link: name(dice) }),
    ...(dice.often(4) && { size: dice.below(2000) }),
  };
}

function drawPax(dice: Dice): Buffer {
  const records = Array.from(
    { length: 1 + dice.below(3) },
    () => [dice.one(KEYS), dice.often(50) ? name(dice) : dice.one(VALUES)] as const,
  );
  return pax(records, dice.often(85) ? "x" : "g");
}

function seal(header: Buffer): void {
  header.fill(" ", 148, 156);
  const sum = header.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
}

function name(dice: Dice): string {
  return dice.often(75) ? `f${dice.below(1000)}` : dice.one(NAMES);
}
