import {
  entry,
  HIDDEN,
  hardlink,
  header,
  long,
  pax,
  record,
  symlink,
  TRIVY,
  tar,
} from "../make-tar.ts";
import type { Case } from "./case.ts";

/** A whole archive hidden in what some programs take for content. */
const INNER = Buffer.concat([HIDDEN]);
const sized = (size: string) => () => tar(pax([["size", size]]), entry("trivy", INNER), TRIVY);
const sizeField = (bytes: string | Uint8Array) => () =>
  tar(entry("trivy", "x".repeat(512), { patch: [[124, bytes]] }), entry("b", "b"));
const records = (body: string | Uint8Array) => () => tar(pax(body), TRIVY);
const globally = (key: string, value: string) => () => tar(pax([[key, value]], "g"), TRIVY);

/** Headers that programs do not agree on. */
export const HEADER: readonly Case[] = [
  [
    "pax-size-tarmageddon",
    "no size in the header, one in a record",
    () => tar(pax([["size", String(INNER.length)]]), header({ name: "trivy" }), INNER),
    "R",
  ],
  ["pax-size-shrink", "a smaller size in a record", sized("0"), "R"],
  ["pax-size-grow", "a larger size in a record", sized("1536"), "R"],
  [
    "pax-size-before-L",
    "a size, and then a long name",
    () => tar(pax([["size", "1024"]]), long("L", "trivy2"), entry("trivy2", "x", { magic: "gnu" })),
    "R",
  ],
  [
    "pax-size-before-x",
    "a size, and then other records",
    () => tar(pax([["size", "1024"]]), pax([["path", "trivy2"]]), entry("trivy2", "x")),
    "R",
  ],
  [
    "pax-size-before-g",
    "a size, and then one for all",
    () => tar(pax([["size", "1024"]]), pax([["comment", "x"]], "g"), entry("trivy2", "x")),
    "R",
  ],
  ["pax-size-negative", "a negative size", sized("-1"), "R"],
  ["pax-size-plus", "a size with a sign", sized("+1024"), "R"],
  ["pax-size-float", "a size with a point", sized("1024.0"), "R"],
  ["pax-size-exponent", "a size with an exponent", sized("1e3"), "R"],
  ["pax-size-hex", "a size in hex", sized("0x400"), "R"],
  ["pax-size-octal", "a size with a zero first", sized("01024"), "R"],
  ["pax-size-space", "a size with a space", sized(" 1024"), "R"],
  ["pax-size-junk", "a size with a tail", sized("1024x"), "R"],
  ["pax-size-empty", "an empty size", sized(""), "R"],
  ["pax-size-huge", "a size of many digits", sized("99999999999999999999"), "R"],
  ["pax-size-exabyte", "a size that no disk has", sized("9007199254740991"), "R"],
  ["pax-global-size", "a size for all", globally("size", "512"), "R"],
  [
    "pax-vs-L",
    "records, and then a long name",
    () => tar(pax([["path", "safe"]]), long("L", "trivy2"), entry("x", "x", { magic: "gnu" })),
    "R",
  ],
  [
    "L-vs-pax",
    "a long name, and then records",
    () => tar(long("L", "trivy2"), pax([["path", "safe"]]), entry("x", "x")),
    "R",
  ],
  [
    "K-vs-pax",
    "a long target, and then records",
    () => tar(TRIVY, long("K", "trivy"), pax([["linkpath", "x"]]), symlink("l", "trivy")),
    "R",
  ],
  [
    "L-twice",
    "two long names",
    () => tar(long("L", "one"), long("L", "two"), entry("x", "x", { magic: "gnu" })),
    "R",
  ],
  [
    "K-twice",
    "two long targets",
    () => tar(TRIVY, long("K", "one"), long("K", "trivy"), symlink("l", "trivy", { magic: "gnu" })),
    "R",
  ],
  ["pax-bad-length", "a length that is too small", records("10 path=safe.txt\n"), "R"],
  ["pax-length-beyond", "a length beyond the header", records("99 path=safe\n"), "R"],
  ["pax-length-zero", "a length with a zero first", records("013 path=safe\n"), "R"],
  ["pax-length-none", "no length", records("path=safe\n"), "R"],
  ["pax-length-huge", "a length of many digits", records("99999999999999999999 path=safe\n"), "R"],
  ["pax-no-newline", "no line end", records("12 path=safe"), "R"],
  ["pax-no-equals", "no value", records("9 pathxx\n"), "R"],
  ["pax-no-key", "no keyword", records("9 =safex\n"), "R"],
  [
    "pax-padding",
    "NUL after the records",
    records(Buffer.concat([record("comment", "x"), Buffer.alloc(3)])),
    "R",
  ],
  ["pax-newline-value", "a name over two lines", () => tar(pax([["path", "a\nb"]]), TRIVY), "R"],
  [
    "pax-newline-comment",
    "a comment over two lines",
    () => tar(pax([["comment", "a\nb"]]), TRIVY),
    "R",
  ],
  [
    "pax-newline-value-2",
    "a value whose second line looks like a record",
    () => tar(pax([["comment", "x\n15 path=elsewh\n"]]), TRIVY),
    "R",
  ],
  [
    "pax-newline-attribute",
    "an attribute whose second line looks like a record",
    () => tar(pax([["SCHILY.xattr.user.x", "x\n15 path=elsewh\n"]]), TRIVY),
    "R",
  ],
  [
    "pax-newline-global",
    "the same for all",
    () => tar(pax([["comment", "x\n15 path=elsewh\n"]], "g"), TRIVY),
    "R",
  ],
  [
    "pax-too-big",
    "more than a megabyte of records",
    () =>
      tar(
        pax([
          ["comment", "x".repeat(1_100_000)],
          ["path", "elsewhere"],
        ]),
        TRIVY,
      ),
    "R",
  ],
  [
    "pax-type",
    "a type in a record of no standard",
    () => tar(pax([["type", "Directory"]]), TRIVY),
    "R",
  ],
  [
    "pax-charset",
    "names in another encoding",
    () =>
      tar(
        pax([
          ["hdrcharset", "BINARY"],
          ["path", Buffer.from([0xe4])],
        ]),
        TRIVY,
      ),
    "R",
  ],
  [
    "pax-lone-empty",
    "an extended header of nothing",
    () => tar(header({ name: "PaxHeaders/x", type: "x" }), TRIVY),
    "r",
  ],
  [
    "file-with-linkname",
    "a file with a target",
    () => tar(TRIVY, entry("x", "x", { link: "trivy" })),
    "R",
  ],
  [
    "file-with-K",
    "a file with a long target",
    () => tar(TRIVY, long("K", "trivy"), entry("x", "x", { magic: "gnu" })),
    "R",
  ],
  ["empty-name-with-body", "no name, and content", () => tar(TRIVY, entry("", INNER)), "R"],
  [
    "symlink-nolink-with-body",
    "a link without a target, and content",
    () => tar(TRIVY, entry("l", INNER, { type: "2" })),
    "R",
  ],
  [
    "hardlink-nolink-with-body",
    "the same with a hard link",
    () => tar(TRIVY, entry("l", INNER, { type: "1" })),
    "R",
  ],
  [
    "cksum-bad",
    "a wrong sum",
    () => tar(TRIVY, entry("x", "x", { checksum: () => "000000\0 " })),
    "R",
  ],
  [
    "cksum-bad-body",
    "a wrong sum, and content",
    () => tar(TRIVY, entry("x", INNER, { checksum: () => "000000\0 " })),
    "R",
  ],
  ["cksum-blank", "no sum", () => tar(TRIVY, entry("x", "x", { checksum: () => "        " })), "R"],
  [
    "cksum-first",
    "a wrong sum in the first header",
    () => tar(entry("x", "x", { checksum: () => "000000\0 " }), TRIVY),
    "R",
  ],
  ["size-neg-base256", "a negative size in base 256", sizeField(Buffer.alloc(12, 0xff)), "R"],
  [
    "size-huge-base256",
    "a huge size in base 256",
    sizeField(Buffer.from([0x80, 0, 0, 0, 0x7f, 255, 255, 255, 255, 255, 255, 255])),
    "R",
  ],
  [
    "size-odd-base256",
    "a size in base 256 with more bits",
    sizeField(Buffer.from([0x81, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0])),
    "R",
  ],
  ["size-not-octal", "a size that is not octal", sizeField("00000000980\0"), "R"],
  ["size-hex", "a size in hex", sizeField("0x200\0\0\0\0\0\0\0"), "R"],
  ["size-neg-octal", "a negative size", sizeField("-0000001000\0"), "R"],
  ["size-blank", "no size", sizeField("           \0"), "R"],
  ["size-nul", "a size of NULs", sizeField(Buffer.alloc(12)), "R"],
  ["size-tail", "a size with text after it", sizeField("1000\0junk\0\0\0"), "R"],
  [
    "size-truncated",
    "a size beyond the end",
    () => tar(header({ name: "trivy", size: 1_000_000 }), Buffer.alloc(512, "x")),
    "R",
  ],
  [
    "magic-other",
    "a form nobody has",
    () => tar(TRIVY, entry("x", "x", { patch: [[257, "xstar\x0000"]] })),
    "R",
  ],
  [
    "magic-v7-prefix",
    "a prefix in the oldest form",
    () => tar(TRIVY, entry("x", "x", { magic: "v7", prefix: "elsewhere" })),
    "R",
  ],
  [
    "magic-gnu-prefix",
    "a prefix in GNU's form",
    () => tar(TRIVY, entry("x", "x", { magic: "gnu", prefix: "elsewhere" })),
    "R",
  ],
  ...(
    [
      ["owner", 108],
      ["group", 116],
      ["time", 136],
      ["device-major", 329],
      ["device-minor", 337],
    ] as const
  ).map(
    ([field, at]): Case => [
      `number-${field}`,
      `no number as ${field}, where some readers end the archive`,
      () => tar(TRIVY, entry("x", "x", { patch: [[at, "12%4"]] })),
      "R",
    ],
  ),
  [
    "magic-no-version-prefix",
    "a prefix without a version",
    () => tar(TRIVY, entry("x", "x", { prefix: "elsewhere", patch: [[263, "\0\0"]] })),
    "R",
  ],
  [
    "prefix-tail",
    "text after the prefix",
    () => tar(TRIVY, entry("x", "x", { prefix: "a\0b" })),
    "R",
  ],
  [
    "L-no-nul",
    "a long name without an end",
    () => tar(long("L", "trivy2", ""), entry("trivy2", "x", { magic: "gnu" })),
    "R",
  ],
  [
    "L-nul-inside",
    "a long name with NUL inside",
    () => tar(long("L", "trivy2\0hidden"), entry("trivy2", "x", { magic: "gnu" })),
    "R",
  ],
  [
    "L-newline",
    "a long name over two lines",
    () => tar(long("L", "trivy2\0\nhidden"), entry("trivy2", "x", { magic: "gnu" })),
    "R",
  ],
  [
    "L-too-big",
    "a long name of a megabyte",
    () => tar(long("L", "x".repeat(1_100_000)), entry("trivy2", "x", { magic: "gnu" })),
    "R",
  ],
  [
    "L-bad-utf8",
    "a long name of other bytes",
    () => tar(long("L", Buffer.from([0xff])), entry("trivy2", "x", { magic: "gnu" })),
    "R",
  ],
  [
    "meta-no-name",
    "a describing header without a name",
    () => tar(entry("", record("path", "x"), { type: "x" }), TRIVY),
    "R",
  ],
  [
    "meta-with-target",
    "a describing header with a target",
    () => tar(entry("x", record("path", "x"), { type: "x", link: "y" }), TRIVY),
    "R",
  ],
  ["pax-global-path", "a name for all", globally("path", "elsewhere"), "r"],
  ["pax-global-linkpath", "a target for all", () => tar(pax([["linkpath", "x"]], "g"), TRIVY), "r"],
  [
    "pax-double",
    "two extended headers",
    () => tar(pax([["path", "one"]]), pax([["path", "two"]]), TRIVY),
    "r",
  ],
  ["pax-empty-path", "an empty name", () => tar(pax([["path", ""]]), TRIVY), "r"],
  [
    "pax-empty-linkpath",
    "an empty target",
    () => tar(TRIVY, pax([["linkpath", ""]]), symlink("l", "trivy")),
    "r",
  ],
  [
    "pax-dup-key",
    "a keyword twice",
    () =>
      tar(
        pax([
          ["path", "one"],
          ["path", "two"],
        ]),
        TRIVY,
      ),
    "r",
  ],
  ["pax-dangling", "records without an entry", () => tar(TRIVY, pax([["path", "x"]])), "r"],
  [
    "pax-dangling-end",
    "records, and the end at once",
    () => Buffer.concat([TRIVY, pax([["path", "x"]])]),
    "r",
  ],
  ["pax-linkpath-on-file", "a target for a file", () => tar(pax([["linkpath", "x"]]), TRIVY), "r"],
  [
    "pax-linkpath-escape-hard",
    "a target that leads out",
    () => tar(TRIVY, pax([["linkpath", "../canary"]]), hardlink("l", "trivy")),
    "R",
  ],
  [
    "cksum-signed",
    "a sum of signed bytes",
    () =>
      tar(entry("ü", "x", { checksum: (sum) => `${(sum - 512).toString(8).padStart(6, "0")}\0 ` })),
    "r",
  ],
  [
    "L-empty",
    "an empty long name",
    () => tar(long("L", ""), entry("trivy2", "x", { magic: "gnu" })),
    "r",
  ],
  ["L-dangling", "a long name without an entry", () => tar(TRIVY, long("L", "x")), "r"],
  ["K-dangling", "a long target without an entry", () => tar(TRIVY, long("K", "x")), "r"],
  [
    "cksum-8digits",
    "a sum of eight digits",
    () => tar(entry("trivy", "x", { checksum: (sum) => sum.toString(8).padStart(8, "0") })),
    "E",
  ],
];
