import { crc32, deflateRawSync } from "node:zlib";
import { type Member, pack, zip } from "../../fakes/zip.ts";
import { EVIL, GOOD, type ZipCase } from "./case.ts";

const M = "ARCHIVE_HEADER";
const CONTENT = "ARCHIVE_COMPRESSION";
const TRAILING = "ARCHIVE_TRAILING";
/** Four bytes whose CRC-32 is the signature of a data descriptor. */
const SIGNATURE_CRC = Buffer.from("ac0a7ad5", "hex");

const one = (member: Partial<Member>) => () => zip([{ ...GOOD, ...member }]);
const last = { name: "z", content: "z" };

const streamed =
  (descriptor: Member["descriptor"] & object, more: Partial<Member> = {}) =>
  () =>
    zip([{ ...GOOD, descriptor, ...more }, last]);

/** Data descriptors that lie, and content that is not what the headers say. */
export const CONTENT_CASES: readonly ZipCase[] = [
  ["descriptor-crc", "another CRC-32", streamed({ crc32: 7 }), M],
  [
    "descriptor-crc-plain",
    "another CRC-32, without signature",
    streamed({ crc32: 7, signature: false }),
    M,
  ],
  ["descriptor-size", "another size", streamed({ size: 7 }), M],
  [
    "descriptor-size-plain",
    "another size, without signature",
    streamed({ size: 7, signature: false }),
    M,
  ],
  ["descriptor-packed", "another compressed size", streamed({ compressedSize: 7 }), M],
  ["descriptor-wide", "eight bytes where four are said", streamed({ wide: true }), M],
  [
    "descriptor-none",
    "none, though said",
    () => zip([{ ...GOOD, local: { flags: 8 }, central: { flags: 8 } }, last]),
    M,
  ],
  [
    "descriptor-unsaid",
    "one, though not said",
    streamed({}, { local: { flags: 0 }, central: { flags: 0 } }),
    M,
  ],
  [
    "descriptor-signature",
    "another signature",
    () => {
      const bytes = zip([{ ...GOOD, descriptor: {} }]);
      const at = bytes.indexOf("PK\x07\x08");
      bytes[at] = 0x51;
      return bytes;
    },
    M,
  ],
  [
    "descriptor-local-size",
    "a size in the local header, and another",
    streamed({}, { local: { size: 7 } }),
    M,
  ],
  [
    "descriptor-local-crc",
    "a CRC-32 in the local header, and another",
    streamed({}, { local: { crc32: 7 } }),
    M,
  ],
  ["descriptor-inside", "one in stored content, and a hidden entry behind it", inner(0), M],
  ["descriptor-inside-late", "one far inside stored content", inner(65_530), M],
  ["descriptor-inside-wide", "one with sizes of eight bytes in stored content", inner(99, true), M],
  [
    "descriptor-crc-signature",
    "a checksum that is taken for its signature",
    streamed({ signature: false }, { method: 0, content: SIGNATURE_CRC }),
    M,
  ],
  ["descriptor-gap", "bytes behind it", streamed({}, { after: Buffer.from("hidden") }), M],
  ["crc", "another CRC-32 than the content's", wrong({ crc32: 7 }), CONTENT],
  [
    "crc-stored",
    "another CRC-32 than the stored content's",
    wrong({ crc32: 7 }, { method: 0 }),
    CONTENT,
  ],
  ["size-less", "more content than said", wrong({ size: 26 }), CONTENT],
  ["size-more", "less content than said", wrong({ size: 28 }), CONTENT],
  ["size-none", "content where none is said", wrong({ size: 0, crc32: 0 }), CONTENT],
  ["size-stored", "stored in fewer bytes than it has", wrong({ size: 99 }, { method: 0 }), M],
  ["deflate-broken", "no deflate stream", packed(Buffer.from("ffff", "hex")), CONTENT],
  ["deflate-nothing", "no byte of a deflate stream", packed(Buffer.alloc(0)), CONTENT],
  [
    "deflate-cut",
    "a deflate stream cut short",
    packed(deflateRawSync(GOOD.content).subarray(0, -1)),
    CONTENT,
  ],
  [
    "deflate-trailing",
    "bytes behind a deflate stream",
    packed(Buffer.concat([deflateRawSync(GOOD.content), Buffer.from("hidden")])),
    TRAILING,
  ],
  [
    "deflate-two",
    "a second deflate stream behind the first",
    packed(Buffer.concat([deflateRawSync(GOOD.content), deflateRawSync(EVIL.content)])),
    TRAILING,
  ],
  [
    "deflate-zlib",
    "a zlib stream",
    packed(Buffer.from("789ccb48cdc9c90700062c0215", "hex")),
    CONTENT,
  ],
  [
    "deflate-distance",
    "a deflate stream that looks before its beginning",
    packed(Buffer.from("030200", "hex")),
    CONTENT,
  ],
  ["folder-content", "a folder with content", () => zip([{ name: "d/", content: "hidden" }]), M],
  [
    "folder-content-stored",
    "a folder with content that some skip",
    () => zip([{ name: "d/", packed: Buffer.from("hidden"), method: 8 }]),
    CONTENT,
  ],
];

const LARGE = { name: "large", content: Buffer.alloc(300_000, "0123456789") };
const large = (member: Partial<Member>) => () => zip([{ ...LARGE, ...member }]);
const largeStream = deflateRawSync(LARGE.content);
const lying = (fields: { size?: number; crc32?: number }) =>
  large({ local: fields, central: fields });

/** The same lies about content that is unpacked piece by piece. */
export const LARGE_CASES: readonly ZipCase[] = [
  ["large-ok", "what is right", large({}), "accepted"],
  ["large-crc", "another CRC-32 than the content's", lying({ crc32: 7 }), CONTENT],
  ["large-size-less", "more content than said", lying({ size: 299_999 }), CONTENT],
  ["large-size-none", "content where next to none is said", lying({ size: 1 }), CONTENT],
  ["large-size-more", "less content than said", lying({ size: 300_001 }), CONTENT],
  ["large-broken", "no deflate stream", large({ packed: Buffer.alloc(300_000, 0xff) }), CONTENT],
  ["large-nothing", "no byte of one", large({ packed: Buffer.alloc(0) }), CONTENT],
  ["large-cut", "a stream cut short", large({ packed: largeStream.subarray(0, -1) }), CONTENT],
  [
    "large-trailing",
    "a byte behind the stream",
    large({ packed: Buffer.concat([largeStream, Buffer.alloc(1)]) }),
    TRAILING,
  ],
  [
    "large-trailing-much",
    "many pieces behind the stream",
    large({ packed: Buffer.concat([largeStream, Buffer.alloc(300_000)]) }),
    TRAILING,
  ],
];

/** Stored content that ends early for whoever reads from a pipe, who then sees another entry. */
function inner(length: number, wide = false) {
  const seen = Buffer.alloc(length, "seen");
  const hidden = zip([{ ...EVIL, name: "evil", only: "local" }]).subarray(0, -22);
  const size = [wide ? 8 : 4, length] as const;
  const end = pack([4, 0x08074b50], [4, crc32(seen)], size, size);
  const content = Buffer.concat([seen, end, hidden]);
  return () => zip([{ name: "a", content, method: 0, descriptor: {} }, last]);
}

function wrong(fields: { crc32?: number; size?: number }, more: Partial<Member> = {}) {
  return one({ ...more, local: fields, central: fields });
}

function packed(bytes: Uint8Array) {
  return one({ packed: bytes });
}

/** Archives that unpack to much more than they are. */
export const BOMB_CASES: readonly ZipCase[] = [
  [
    "bomb-ratio",
    "a thousand bytes for one",
    () => zip([{ name: "zeros", content: Buffer.alloc(17 * 1024 * 1024) }]),
    "ARCHIVE_LIMIT",
  ],
  [
    "bomb-ratio-many",
    "many small files that together are too much",
    () => {
      const content = Buffer.alloc(1024 * 1024);
      return zip(Array.from({ length: 20 }, (_, index) => ({ name: `f${index}`, content })));
    },
    "ARCHIVE_LIMIT",
  ],
  [
    "bomb-entries",
    "ten thousand and one entries",
    () => zip(Array.from({ length: 10_001 }, (_, index) => ({ name: `f${index}`, method: 0 }))),
    "ARCHIVE_LIMIT",
  ],
  [
    "bomb-total",
    "three gigabytes, as the headers say",
    () => wrong({ size: 3 * 2 ** 30 })(),
    "ARCHIVE_LIMIT",
  ],
  [
    "bomb-size-lies",
    "a gigabyte said, and little there",
    () => wrong({ size: 2 ** 30 })(),
    "ARCHIVE_LIMIT",
  ],
  [
    "bomb-hidden-size",
    "a kilobyte said, and a megabyte there",
    () => one({ content: Buffer.alloc(2 ** 20), local: { size: 1024 }, central: { size: 1024 } })(),
    CONTENT,
  ],
  ["bomb-quine", "one content behind many headers, each inside the one before", quine, M],
];

/** Each file's content is the headers of all later files, as stored deflate blocks, and then one common kernel. */
function quine(): Buffer {
  const kernel = deflateRawSync(Buffer.alloc(100_000));
  const names = ["0", "1", "2", "3"];
  const header = (name: string) => zip([{ name, packed: kernel }]).subarray(0, 31);
  const quoteBlock = (bytes: Uint8Array) =>
    Buffer.concat([pack(Uint8Array.of(0), [2, bytes.length], [2, 0xffff - bytes.length]), bytes]);
  const [first = "", ...rest] = names;
  const packedFirst = Buffer.concat([...rest.map((name) => quoteBlock(header(name))), kernel]);
  return zip([
    { name: first, packed: packedFirst },
    ...rest.map(
      (name, index): Member => ({
        name,
        packed: kernel,
        only: "central",
        central: { offset: 31 + 5 + index * 36 },
      }),
    ),
  ]);
}
