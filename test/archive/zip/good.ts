import { extraField, type Member, pack, unicodePath, zip, zip64Field } from "../../fakes/zip.ts";
import { GOOD, type ZipCase } from "./case.ts";

const A = "accepted";
const one = (member: Partial<Member>) => () => zip([{ ...GOOD, ...member }]);
const last = { name: "z", content: "z" };
const none = { entries: 0xffff, here: 0xffff, size: 0xffffffff, offset: 0xffffffff };
const wide = { size: 0xffffffff, compressedSize: 0xffffffff };
const PACKED = one({})().readUInt32LE(18);
const extra = (field: Uint8Array) => one({ local: { extra: field }, central: { extra: field } });

/** Archives that are unusual, and right. */
export const GOOD_CASES: readonly ZipCase[] = [
  ["ok-one", "one file", one({}), A],
  ["ok-stored", "stored", one({ method: 0 }), A],
  [
    "ok-empty-file",
    "a file without content, stored and deflated",
    () => zip([{ name: "a", method: 0 }, { name: "b" }]),
    A,
  ],
  [
    "ok-folders",
    "folders with an entry of their own",
    () => zip([{ name: "d/" }, { name: "d/e/" }, { name: "d/e/f" }]),
    A,
  ],
  [
    "ok-folder-deflated",
    "a folder that is deflated",
    () => zip([{ name: "d/", method: 8 }, last]),
    A,
  ],
  ["ok-dot-slash", "names that begin with ./", () => zip([{ ...GOOD, name: "./tool" }]), A],
  ["ok-utf8", "a name in UTF-8 that says so", one({ name: "grün" }), A],
  [
    "ok-utf8-ascii",
    "ASCII that says it is UTF-8",
    one({ local: { flags: 0x800 }, central: { flags: 0x800 } }),
    A,
  ],
  [
    "ok-unicode-path",
    "the same name in UTF-8 beside it",
    extra(unicodePath("tool", Buffer.from("tool"))),
    A,
  ],
  [
    "ok-comment",
    "comments",
    () =>
      zip([{ ...GOOD, central: { comment: Buffer.from("c") } }], {
        end: { comment: Buffer.from("0123456789abcdef") },
      }),
    A,
  ],
  [
    "ok-comment-longest",
    "the longest comment",
    () => zip([GOOD], { end: { comment: Buffer.alloc(0xffff, "c") } }),
    A,
  ],
  ["ok-any-order", "a directory in another order", () => zip([GOOD, last], { reversed: true }), A],
  ["ok-descriptor", "a data descriptor", () => zip([{ ...GOOD, descriptor: {} }, last]), A],
  [
    "ok-descriptor-plain",
    "a data descriptor without signature",
    () => zip([{ ...GOOD, descriptor: { signature: false } }, last]),
    A,
  ],
  [
    "ok-descriptor-stored",
    "a data descriptor behind stored content",
    () => zip([{ ...GOOD, method: 0, descriptor: {} }, last]),
    A,
  ],
  [
    "ok-descriptor-nested",
    "an archive with descriptors, stored with a descriptor",
    () => {
      const nested = zip([{ ...GOOD, method: 0, descriptor: {} }, last]);
      return zip([{ name: "nested.zip", content: nested, method: 0, descriptor: {} }, last]);
    },
    A,
  ],
  [
    "ok-descriptor-known",
    "a data descriptor that says again what the header does",
    one({
      descriptor: {},
      local: { crc32: zip([GOOD]).readUInt32LE(14), compressedSize: PACKED, size: 27 },
    }),
    A,
  ],
  [
    "ok-descriptor-wide",
    "a data descriptor of zip64",
    one({ descriptor: { wide: true }, local: { ...wide, extra: zip64Field(0, 0) } }),
    A,
  ],
  ["ok-nested", "an archive stored in an archive", one({ content: zip([last]), method: 0 }), A],
  ["ok-zip64-end", "end records of zip64", () => zip([GOOD], { zip64: {}, end: none }), A],
  [
    "ok-zip64-end-unneeded",
    "end records of zip64 that say the same",
    () => zip([GOOD], { zip64: {} }),
    A,
  ],
  [
    "ok-zip64-sizes",
    "sizes in a zip64 field",
    one({
      local: { ...wide, extra: zip64Field(27, PACKED) },
      central: { ...wide, extra: zip64Field(27, PACKED) },
    }),
    A,
  ],
  [
    "ok-zip64-all",
    "all numbers in a zip64 field, needed or not",
    one({ central: { ...wide, extra: zip64Field(27, PACKED, 0) } }),
    A,
  ],
  [
    "ok-zip64-offset",
    "an offset in a zip64 field",
    () => zip([GOOD, { ...last, central: { offset: 0xffffffff, extra: zip64Field(34 + PACKED) } }]),
    A,
  ],
  [
    "ok-zip64-disk",
    "a part's number in a zip64 field",
    one({ central: { offset: 0xffffffff, extra: extraField(1, pack([8, 0], [4, 0])) } }),
    A,
  ],
  [
    "ok-extra-time",
    "times",
    extra(extraField(0x5455, Buffer.from("0311440b6b11440b6b", "hex"))),
    A,
  ],
  [
    "ok-extra-owner",
    "owners",
    extra(extraField(0x7875, Buffer.from("0104000000000400000000", "hex"))),
    A,
  ],
  ["ok-extra-ntfs", "times of Windows", extra(extraField(0x000a, Buffer.alloc(32))), A],
  ["ok-extra-unknown", "a field that is not known", extra(extraField(0xcafe, Buffer.alloc(0))), A],
  [
    "ok-dos",
    "made on DOS, without modes",
    () =>
      zip([
        { ...GOOD, central: { madeBy: 20, attributes: 0x20 } },
        { name: "d/", central: { madeBy: 20, attributes: 0x10 } },
      ]),
    A,
  ],
  ["ok-macos", "made on macOS", one({ central: { madeBy: (19 << 8) | 30 } }), A],
  ["ok-no-mode", "made on Unix, without modes", one({ mode: 0 }), A],
  ["ok-no-kind", "a mode without kind, as Python writes", one({ mode: 0o600 }), A],
  ["ok-setuid", "a mode that is not placed", one({ mode: 0o104755 }), A],
  [
    "ok-link",
    "links inside the folder",
    () =>
      zip([
        GOOD,
        { name: "bin/t", content: "../tool", mode: 0o120777 },
        { name: "t2", content: "bin/t", mode: 0o120777, method: 0 },
      ]),
    A,
  ],
  [
    "ok-entries-limit",
    "ten thousand entries",
    () => zip(Array.from({ length: 10_000 }, (_, index) => ({ name: `f${index}`, method: 0 }))),
    A,
  ],
  [
    "ok-ratio-limit",
    "a thousand bytes for one, of which there are few",
    () => zip([{ name: "zeros", content: Buffer.alloc(16 * 1024 * 1024) }]),
    A,
  ],
];
