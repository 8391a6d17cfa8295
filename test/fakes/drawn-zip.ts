import type { Dice } from "./dice.ts";
import {
  type CentralFields,
  endRecord,
  extraField,
  type HeaderFields,
  type Layout,
  type Member,
  unicodePath,
  zip,
  zip64Field,
} from "./zip.ts";

// biome-ignore format: a table
const NAMES = [
  "a", "b", "bin/tool", "bin/", "d/e/f", "A", "./a", "a/b", "../a", "/a", "a\\b", "grün", "gru\u0308n",
  "tool.exe", "README", "a\0b", "C:a", "con", "x.", "d//e",
];
const NUMBERS = [0, 1, 2, 8, 20, 27, 45, 0x800, 0xffff, 0x10000, 0xfffffffe, 0xffffffff];

/** Draws an archive that is right, or almost, or where one lie in a field may slip through. */
export function drawZip(dice: Dice): Buffer {
  const members = Array.from({ length: 1 + dice.below(4) }, () => drawMember(dice));
  const bytes = zip(members, drawLayout(dice, members));
  if (dice.often(75)) return bytes;
  for (let turns = 1 + dice.below(3); turns > 0 && bytes.length > 0; turns--)
    bytes[dice.below(bytes.length)] = dice.below(256);
  if (dice.often(80)) return bytes;
  const at = dice.below(bytes.length);
  return dice.often(50)
    ? bytes.subarray(0, at)
    : Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + dice.below(9))]);
}

function drawMember(dice: Dice): Member {
  const content = Buffer.alloc(dice.below(60), dice.below(256));
  const name = dice.often(80) ? `f${dice.below(1000)}` : dice.one(NAMES);
  const member: Member = {
    name,
    content: name.endsWith("/") && dice.often(90) ? "" : content,
    ...(dice.often(40) && { method: 0 as const }),
    ...(dice.often(30) && {
      mode: dice.often(95) ? 0o100000 + dice.below(0o10000) : dice.below(0x10000),
    }),
    ...(dice.often(30) && { descriptor: drawDescriptor(dice) }),
    ...(dice.often(2) && { before: Buffer.alloc(1 + dice.below(4)) }),
    ...(dice.often(2) && { after: Buffer.alloc(1 + dice.below(4)) }),
    ...(dice.often(1) && { only: dice.often(50) ? ("local" as const) : ("central" as const) }),
    ...(dice.often(1) && { times: 2 }),
    ...(dice.often(1) && { packed: Buffer.alloc(dice.below(40), dice.below(256)) }),
  };
  return dice.often(70) ? member : lie(dice, member);
}

function drawDescriptor(dice: Dice): NonNullable<Member["descriptor"]> {
  return {
    signature: dice.often(70),
    ...(dice.often(5) && { wide: true }),
    ...(dice.often(3) && { crc32: number(dice) }),
    ...(dice.often(3) && { size: number(dice) }),
    ...(dice.often(3) && { compressedSize: number(dice) }),
  };
}

type Lies = Partial<
  HeaderFields & Pick<CentralFields, "madeBy" | "disk" | "attributes" | "offset">
>;

/** Says something else in the local header, in the directory, or in both. */
function lie(dice: Dice, member: Member): Member {
  const fields = drawLies(dice, member);
  const local = dice.often(60) ? fields : undefined;
  const central = local === undefined || dice.often(70) ? fields : undefined;
  return { ...member, ...(local && { local }), ...(central && { central }) };
}

function drawLies(dice: Dice, { name, content = "" }: Member): Lies {
  const plain = Buffer.from(String(name));
  switch (dice.below(12)) {
    case 0:
      return { version: number(dice) };
    case 1:
      return { flags: 1 << dice.below(16) };
    case 2:
      return { method: number(dice) };
    case 3:
      return { crc32: number(dice) };
    case 4:
      return { size: number(dice) };
    case 5:
      return { compressedSize: number(dice) };
    case 6:
      return { madeBy: number(dice), attributes: dice.below(2 ** 32) };
    case 7:
      return { offset: number(dice) };
    case 8:
      return { extra: extraField(dice.below(0x10000), Buffer.alloc(dice.below(20))) };
    case 9:
      return { extra: unicodePath(dice.often(60) ? String(name) : "other", plain) };
    case 10:
      return {
        size: 0xffffffff,
        extra: zip64Field(dice.often(80) ? content.length : number(dice)),
      };
    default:
      return { name: Buffer.from(dice.one(NAMES)) };
  }
}

function drawLayout(dice: Dice, members: readonly Member[]): Layout {
  const lies = dice.often(3);
  return {
    ...(dice.often(2) && { prefix: Buffer.alloc(1 + dice.below(30)) }),
    ...(dice.often(2) && { beforeDirectory: Buffer.alloc(1 + dice.below(30)) }),
    ...(dice.often(2) && { afterDirectory: Buffer.alloc(1 + dice.below(30)) }),
    ...(dice.often(2) && { suffix: Buffer.alloc(1 + dice.below(30)) }),
    ...(dice.often(20) && { zip64: lies ? { size: number(dice) } : {} }),
    ...(dice.often(20) && { reversed: true }),
    end: {
      ...(lies && { entries: dice.below(members.length + 2) }),
      ...(dice.often(10) && { comment: Buffer.from(`comment ${dice.below(9)}`) }),
      ...(dice.often(1) && { comment: endRecord({ entries: dice.below(2) }) }),
    },
  };
}

function number(dice: Dice): number {
  return dice.often(50) ? (NUMBERS[dice.below(NUMBERS.length)] ?? 0) : dice.below(2 ** 32);
}
