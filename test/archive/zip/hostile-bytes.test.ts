import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { formatPlanEntry } from "../../../src/archive/plan.ts";
import { Refusal } from "../../../src/errors.ts";
import { Dice } from "../../fakes/dice.ts";
import { drawZip } from "../../fakes/drawn-zip.ts";
import { type Layout, type Member, zip, zip64Field } from "../../fakes/zip.ts";
import { outcomeOf, readTwice } from "./outcome.ts";

const WIDE = { size: 0xffffffff, compressedSize: 0xffffffff };
/** One archive with every record that there is; no link, which one bit makes a file. */
const members: readonly Member[] = [
  { name: "bin/tool", content: "#!/bin/sh\necho tool\n", mode: 0o100755 },
  { name: "bin/", mode: 0o040755 },
  { name: "doc", content: "stored", method: 0, descriptor: {} },
  { name: "grün", content: "packed ".repeat(9), descriptor: { signature: false } },
  { name: "wide", method: 0, content: "abc", central: { ...WIDE, extra: zip64Field(3, 3) } },
];
const layout: Layout = { zip64: {}, end: { comment: Buffer.from("comment") } };
const whole = zip(members, layout);

describe("of one archive with every record", () => {
  test("all of it is read", async () => {
    expect((await readTwice(whole)).plan.entries).toHaveLength(members.length);
  });

  test("every prefix is refused", async () => {
    for (let length = 0; length < whole.length; length++) {
      const found = await outcomeOf(whole.subarray(0, length));
      expect(found, `${length} bytes`).toBeInstanceOf(Refusal);
    }
  });

  test("every suffix is refused", async () => {
    for (let start = 1; start < whole.length; start++) {
      const found = await outcomeOf(whole.subarray(start));
      expect(found, `from ${start}`).toBeInstanceOf(Refusal);
    }
  });

  test("with one bit turned it is refused, or still has the same content", async () => {
    const lines = (await readTwice(whole)).plan.entries.map(contentOf);
    for (let bit = 0; bit < whole.length * 8; bit++) {
      const bytes = Buffer.from(whole);
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const found = await outcomeOf(bytes);
      if (!(found instanceof Refusal))
        expect(found.plan.entries.map(contentOf), `bit ${bit}`).toEqual(lines);
    }
  }, 120_000);

  test("with one byte more or less anywhere it is refused, or still has the same content", async () => {
    const lines = (await readTwice(whole)).plan.entries.map(contentOf);
    for (let at = 0; at < whole.length; at++) {
      for (const [length, byte] of [
        [1, []],
        [0, [0]],
      ] as const) {
        const bytes = Buffer.concat([
          whole.subarray(0, at),
          Uint8Array.from(byte),
          whole.subarray(at + length),
        ]);
        const found = await outcomeOf(bytes);
        if (!(found instanceof Refusal))
          expect(found.plan.entries.map(contentOf), `at ${at}`).toEqual(lines);
      }
    }
  }, 120_000);
});

/** Whatever is about an entry but its mode, which nothing in an archive vouches for. */
function contentOf(entry: Parameters<typeof formatPlanEntry>[0]): string {
  return formatPlanEntry({ ...entry, mode: 0 });
}

// Too few letters for the name of a device of Windows.
const name = fc.stringMatching(/^[a-m]{1,8}(?:\/[a-m]{1,8}){0,2}$/);
const member: fc.Arbitrary<Member> = fc.record(
  {
    name,
    content: fc.uint8Array({ maxLength: 300 }),
    method: fc.constantFrom(0 as const, 8 as const),
    mode: fc.integer({ min: 0o100000, max: 0o107777 }),
    descriptor: fc.record({ signature: fc.boolean() }),
  },
  { requiredKeys: ["name", "content", "mode"] },
);
const archive = fc.uniqueArray(member, {
  minLength: 1,
  maxLength: 8,
  // A file may not be another one's folder.
  comparator: (one, other) =>
    `${one}/`.startsWith(`${other}/`) || `${other}/`.startsWith(`${one}/`),
  selector: ({ name }) => String(name),
});

property.prop([archive, fc.boolean()])("whatever is written is read", async (members, reversed) => {
  const { plan } = await readTwice(zip(members, { reversed }));
  const written = members.map(({ name, mode = 0, content = "" }) => [
    String(name),
    mode & 0o7777,
    content.length,
  ]);
  expect(plan.entries.map(({ path, mode, size }) => [path, mode, size])).toEqual(
    written.toSorted((one, other) => (String(one[0]) < String(other[0]) ? -1 : 1)),
  );
});

property.prop([fc.uint8Array({ maxLength: 400 })])(
  "random bytes are read or refused, and nothing else",
  async (bytes) => {
    expect(await outcomeOf(bytes)).toBeInstanceOf(Refusal);
  },
);

property.prop(
  [
    archive,
    fc.array(fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), byte: fc.nat(255) }), {
      minLength: 1,
      maxLength: 6,
    }),
  ],
  { numRuns: 300 },
)("changed bytes are read by both readers, or refused", async (members, changes) => {
  const bytes = zip(members);
  for (const { at, byte } of changes) bytes[Math.floor(at * (bytes.length - 1))] = byte;
  const found = await outcomeOf(bytes);
  expect(found instanceof Refusal ? found.code : "accepted").not.toBe("ARCHIVE_READERS_DISAGREE");
});

test("drawn archives are read by both readers, or refused", async () => {
  const dice = new Dice(20261124);
  const codes = new Map<string, number>();
  for (let index = 0; index < 1500; index++) {
    const found = await outcomeOf(drawZip(dice));
    const code = found instanceof Refusal ? found.code : "accepted";
    expect(code, `archive ${index}`).not.toBe("ARCHIVE_READERS_DISAGREE");
    codes.set(code, (codes.get(code) ?? 0) + 1);
  }
  // Were all refused by one rule, nothing behind it would have been tried.
  expect(codes.get("accepted")).toBeGreaterThan(200);
  expect(codes.size).toBeGreaterThan(8);
}, 120_000);
