import { extraField, type Member, zip } from "../../fakes/zip.ts";
import { EVIL, GOOD, type ZipCase } from "./case.ts";

const M = "ARCHIVE_HEADER";
const U = "ARCHIVE_UNSUPPORTED";
const one = (member: Partial<Member>) => () => zip([{ ...GOOD, ...member }]);
const last = { name: "z", content: "z" };

/** Local headers and central directory that say different things. */
export const MISMATCH_CASES: readonly ZipCase[] = [
  ["local-name", "another name", one({ local: { name: Buffer.from("evil") } }), M],
  ["local-name-longer", "a longer name", one({ local: { name: Buffer.from("tool2") } }), M],
  ["local-name-length", "a length that takes in content", one({ local: { nameLength: 6 } }), M],
  ["local-extra-length", "a length that takes in content", one({ local: { extraLength: 4 } }), M],
  ["local-flags", "other flags", one({ local: { flags: 0x0002 } }), M],
  ["local-utf8-flag", "a name in another encoding", one({ local: { flags: 0x0800 } }), M],
  ["local-encrypted", "encrypted for some", one({ local: { flags: 0x0001 } }), M],
  ["local-method", "stored for some", one({ local: { method: 0 } }), M],
  ["local-crc", "another CRC-32", one({ local: { crc32: 7 } }), M],
  ["local-crc-zero", "no CRC-32, and no descriptor", one({ local: { crc32: 0 } }), M],
  ["local-size", "another size", one({ local: { size: 7 } }), M],
  ["local-size-zero", "no size, and no descriptor", one({ local: { size: 0 } }), M],
  ["local-packed-size", "another compressed size", one({ local: { compressedSize: 7 } }), M],
  [
    "local-signature",
    "no local header",
    () => {
      const bytes = zip([GOOD]);
      bytes[0] = 0x51;
      return bytes;
    },
    M,
  ],
  [
    "local-hidden",
    "an entry that has a local header only",
    () => zip([GOOD, { ...EVIL, name: "evil", only: "local" }, last]),
    M,
  ],
  [
    "local-hidden-first",
    "a hidden entry before all",
    () => zip([{ ...EVIL, name: "evil", only: "local" }, GOOD]),
    M,
  ],
  [
    "local-hidden-last",
    "a hidden entry behind all",
    () => zip([GOOD, { ...EVIL, name: "evil", only: "local" }]),
    M,
  ],
  [
    "local-hidden-same-name",
    "a hidden entry of the same name",
    () => zip([{ ...EVIL, only: "local" }, GOOD]),
    M,
  ],
  [
    "central-only",
    "an entry without local header",
    () => zip([GOOD, { name: "ghost", only: "central" }]),
    M,
  ],
  [
    "central-only-elsewhere",
    "an entry whose header is another's",
    () => zip([GOOD, { name: "ghost", only: "central", central: { offset: 0 } }]),
    M,
  ],
  ["central-twice", "the same entry twice", () => zip([{ ...GOOD, times: 2 }]), M],
  ["central-duplicate", "two entries of one name", () => zip([GOOD, EVIL]), "ARCHIVE_COLLISION"],
  [
    "central-duplicate-first",
    "two entries of one name, in the other order",
    () => zip([EVIL, GOOD], { reversed: true }),
    "ARCHIVE_COLLISION",
  ],
  [
    "central-offset-into-content",
    "a local header that lies in another's content",
    () => {
      const inner = zip([{ ...EVIL, name: "z", method: 0 }]).subarray(0, 30 + 1 + 24);
      return zip([
        { name: "a", content: inner, method: 0 },
        { ...EVIL, name: "z", method: 0, only: "central", central: { offset: 31 } },
      ]);
    },
    M,
  ],
  ["central-offset-behind", "a local header in the directory", one({ central: { offset: 80 } }), M],
  [
    "central-offset-huge",
    "a local header behind the end",
    one({ central: { offset: 0x7fffffff } }),
    M,
  ],
  ["central-disk", "an entry in another part", one({ central: { disk: 1 } }), U],
  [
    "central-name-length",
    "a name longer than the directory",
    one({ central: { nameLength: 0xffff } }),
    M,
  ],
  [
    "central-extra-length",
    "extra fields longer than the directory",
    one({ central: { extraLength: 0xffff } }),
    M,
  ],
  [
    "central-comment-length",
    "a comment longer than the directory",
    one({ central: { commentLength: 9 } }),
    M,
  ],
  [
    "gap-between",
    "bytes between two entries",
    () => zip([{ ...GOOD, after: Buffer.from("hidden") }, last]),
    M,
  ],
  [
    "overlap-same-content",
    "two names for the same bytes, as in a bomb of overlapping files",
    overlapping,
    M,
  ],
  ["flag-encrypted", "encrypted", both({ flags: 0x0001 }), U],
  ["flag-strong", "strongly encrypted", both({ flags: 0x0041 }), U],
  ["flag-masked", "masked local headers", both({ flags: 0x2000 }), U],
  ["flag-patch", "a patch of another file", both({ flags: 0x0020 }), U],
  ["flag-reserved", "a flag that is not known", both({ flags: 0x8000 }), U],
  ["version-later", "a later version of the format", one({ central: { version: 64 } }), U],
  ...[1, 9, 12, 14, 93, 95, 97, 98, 99, 0xffff].map(
    (method): ZipCase => [
      `method-${method}`,
      `compressed by method ${method}`,
      both({ method }),
      U,
    ],
  ),
  ["extra-short", "an extra field cut short", both({ extra: Buffer.from([1, 2, 3]) }), M],
  [
    "extra-too-long",
    "an extra field longer than all",
    both({ extra: Buffer.from([9, 9, 9, 9, 1]) }),
    M,
  ],
  [
    "extra-trailing",
    "bytes behind the extra fields",
    both({ extra: Buffer.concat([extraField(0xcafe, Buffer.alloc(2)), Buffer.alloc(3)]) }),
    M,
  ],
  [
    "extra-twice",
    "an extra field twice",
    both({
      extra: Buffer.concat([
        extraField(0xcafe, Buffer.alloc(2)),
        extraField(0xcafe, Buffer.alloc(2)),
      ]),
    }),
    M,
  ],
  ["extra-aes", "a field for encryption", both({ extra: extraField(0x9901, Buffer.alloc(7)) }), U],
  [
    "extra-strong",
    "a field for strong encryption",
    both({ extra: extraField(0x0017, Buffer.alloc(8)) }),
    U,
  ],
  [
    "extra-asi-unix",
    "a field that makes a link of a file",
    both({ extra: extraField(0x756e, Buffer.alloc(14)) }),
    U,
  ],
  [
    "extra-pkware-link",
    "a field with a link's target",
    both({ extra: extraField(0x000d, Buffer.alloc(16)) }),
    M,
  ],
  [
    "extra-time",
    "a field of times that are cut short",
    both({ extra: extraField(0x5455, Buffer.alloc(3)) }),
    M,
  ],
  [
    "extra-owner",
    "a field of owners that is cut short",
    both({ extra: extraField(0x7875, Buffer.from([1, 4, 0])) }),
    M,
  ],
];

function both(fields: { flags?: number; method?: number; extra?: Uint8Array }) {
  return one({ local: fields, central: fields });
}

/** Two entries whose content is the same run of bytes, the first one's with the second's header in it. */
function overlapping(): Buffer {
  const content = Buffer.alloc(64, "a");
  const second = zip([{ name: "b", content, method: 0 }]).subarray(0, 31 + 64);
  return zip([
    { name: "a", content: second, method: 0 },
    { name: "b", content, method: 0, only: "central", central: { offset: 31 } },
  ]);
}
