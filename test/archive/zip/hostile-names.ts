import type { RefusalCode } from "../../../src/errors.ts";
import { type Member, unicodePath, zip } from "../../fakes/zip.ts";
import { GOOD, type ZipCase } from "./case.ts";

const N = "ARCHIVE_NAME";
const L = "ARCHIVE_LINK";
const C = "ARCHIVE_COLLISION";
const M = "ARCHIVE_HEADER";
const CONTENT = "ARCHIVE_COMPRESSION";
const TYPE = "ARCHIVE_TYPE";

const named = (
  id: string,
  why: string,
  name: string | Uint8Array,
  outcome: RefusalCode = N,
): ZipCase => [`name-${id}`, why, () => zip([{ ...GOOD, name }]), outcome];

/** Names that lead elsewhere, or that two readers or disks take for different files. */
export const NAME_CASES: readonly ZipCase[] = [
  named("empty", "none", ""),
  named("absolute", "from the root", "/etc/cron.d/evil"),
  named("absolute-twice", "from the root of a host", "//host/share"),
  named("dotdot", "out of the folder", "../evil"),
  named("dotdot-middle", "out of the folder, later", "a/../../evil"),
  named("dotdot-inside", "up and back", "a/../evil"),
  named("dotdot-end", "up", "a/.."),
  named("backslash", "a folder on Windows alone", "..\\evil"),
  named("backslash-end", "a folder for some", "evil\\"),
  named("drive", "another drive", "C:/evil"),
  named("drive-relative", "the folder of another drive", "C:evil"),
  named("stream", "a hidden stream on Windows", "tool:evil"),
  named("device", "a device on Windows", "a/NUL.txt"),
  named("trailing-dot", "an ending that Windows drops", "evil.exe."),
  named("trailing-space", "an ending that Windows drops", "evil.exe "),
  named("nul", "a name that ends early for some", "tool\0.txt"),
  named("newline", "a line's end", "tool\nevil"),
  named("escape", "a terminal's escape", "\x1b[2Jtool"),
  named("bidi", "letters that turn round", "\u202eexe.loot"),
  named("component-long", "256 bytes between slashes", "a".repeat(256)),
  named(
    "path-long",
    "more than 1,024 bytes",
    `${"a/".repeat(30)}${"b".repeat(200)}/`.repeat(5).concat("c"),
  ),
  named("path-longest", "as long as the format allows", "a".repeat(0xffff)),
  named("deep", "65 levels", `${"a/".repeat(64)}b`),
  named("not-utf8", "said to be UTF-8, and is not", Uint8Array.of(0x74, 0xff)),
  named("surrogate", "half a pair in UTF-8", Uint8Array.of(0xed, 0xa0, 0x80)),
  named("overlong", "a slash in two bytes", Uint8Array.of(0x61, 0xc0, 0xaf, 0x62)),
  ["name-cp437", "bytes of some code page", flagless(Uint8Array.of(0x81)), N],
  ["name-utf8-unsaid", "UTF-8 that does not say so", flagless(Buffer.from("tööl")), N],
  ["name-unicode-differs", "another name in UTF-8 beside it", unicode("tool", "evil"), N],
  [
    "name-unicode-wrong-crc",
    "a name in UTF-8 that is for another one",
    () => one({ extra: unicodePath("tool", Buffer.from("evil")) }),
    M,
  ],
  [
    "name-unicode-version",
    "a name in UTF-8 of version 2",
    () => one({ extra: unicodePath("tool", Buffer.from("tool"), 2) }),
    M,
  ],
  [
    "name-unicode-short",
    "a name in UTF-8 cut short",
    () => one({ extra: Buffer.from("7570030001aabb", "hex") }),
    M,
  ],
  [
    "name-unicode-local",
    "another name in UTF-8 in the local header alone",
    () => zip([{ ...GOOD, local: { extra: unicodePath("evil", Buffer.from("tool")) } }]),
    N,
  ],
  pair("case", "two spellings of one name for some disks", "Tool"),
  pair("dot", "one name in two spellings", "./tool"),
  pair("slashes", "one name in two spellings, in a folder", "d//x", "d/x"),
  pair("unicode", "one name composed and not", "to\u0308ol", "t\u00f6ol"),
  pair("sharp-s", "one name for APFS", "gross", "groß"),
  pair("under-file", "a file as a folder", "tool/x"),
  pair("folder", "a file and a folder", "tool/"),
];

function flagless(name: Uint8Array) {
  return () => zip([{ ...GOOD, name, local: { flags: 0 }, central: { flags: 0 } }]);
}

function one(fields: { extra: Uint8Array }): Buffer {
  return zip([{ ...GOOD, local: fields, central: fields }]);
}

function unicode(plain: string, name: string) {
  return () => one({ extra: unicodePath(name, Buffer.from(plain)) });
}

function pair(id: string, why: string, name: string, beside = "tool"): ZipCase {
  return [`same-${id}`, why, () => zip([{ ...GOOD, name: beside }, { name }]), C];
}

const link = (name: string, target: string | Uint8Array, more: Partial<Member> = {}): Member => ({
  name,
  content: target,
  mode: 0o120777,
  method: 0,
  ...more,
});
const links = (id: string, why: string, ...members: readonly Member[]): ZipCase => [
  `link-${id}`,
  why,
  () => zip(members),
  L,
];

/** Links, and entries whose name, mode and attributes say different things of what they are. */
export const KIND_CASES: readonly ZipCase[] = [
  links("absolute", "from the root", link("l", "/etc/passwd")),
  links("escape", "out of the folder", link("l", "../evil")),
  links("escape-deep", "out of the folder from below", link("a/l", "../../evil"), GOOD),
  links("through", "up behind a link", GOOD, link("d/l", "../d"), link("d/m", "l/../../evil")),
  links("dangling", "to nothing", link("l", "nothing")),
  links("self", "to itself", link("l", "l")),
  links("circle", "in a circle", link("l", "m"), link("m", "l")),
  links("empty", "to no name", link("l", "")),
  links("backslash", "with a backslash", link("l", "..\\evil")),
  links("drive", "to another drive", link("l", "C:../evil")),
  links("nul", "a target that ends early for some", link("l", "tool\0x"), GOOD),
  links("long", "a target of more than 1,024 bytes", link("l", "a".repeat(1025))),
  links(
    "long-packed",
    "a target that is packed and too long",
    link("l", "a".repeat(1e6), { method: 8 }),
  ),
  ["link-not-utf8", "a target that is not UTF-8", () => zip([link("l", Uint8Array.of(0xff))]), N],
  [
    "link-crc",
    "a target with another CRC-32",
    () => zip([link("l", "tool", { local: { crc32: 1 }, central: { crc32: 1 } }), GOOD]),
    CONTENT,
  ],
  [
    "link-write-through",
    "a file below a link",
    () => zip([link("l", "d"), { name: "d/" }, { name: "l/evil" }]),
    C,
  ],
  [
    "link-replaced",
    "a link and a file of one name",
    () => zip([link("tool", "x"), GOOD, { name: "x" }]),
    C,
  ],
  [
    "link-folder-name",
    "a link with the name of a folder",
    () => zip([link("l/", "tool"), GOOD]),
    M,
  ],
  [
    "link-not-unix",
    "a link for those who ignore the host",
    () => zip([link("l", "tool", { central: { madeBy: 20 } }), GOOD]),
    M,
  ],
  [
    "link-windows",
    "a reparse point",
    () => zip([{ ...GOOD, central: { madeBy: 20, attributes: 0x400 } }]),
    M,
  ],
  ["kind-fifo", "a pipe", () => zip([{ ...GOOD, mode: 0o010644 }]), TYPE],
  ["kind-char", "a device", () => zip([{ ...GOOD, mode: 0o020644 }]), TYPE],
  ["kind-block", "a device of blocks", () => zip([{ ...GOOD, mode: 0o060644 }]), TYPE],
  ["kind-socket", "a socket", () => zip([{ ...GOOD, mode: 0o140644 }]), TYPE],
  ["kind-unknown", "a kind that there is not", () => zip([{ ...GOOD, mode: 0o030644 }]), TYPE],
  [
    "kind-folder-as-file",
    "a folder by its mode, a file by its name",
    () => zip([{ ...GOOD, mode: 0o040755 }]),
    M,
  ],
  [
    "kind-file-as-folder",
    "a file by its mode, a folder by its name",
    () => zip([{ name: "d/", mode: 0o100644 }]),
    M,
  ],
  [
    "kind-dos-folder",
    "a folder by its attributes alone",
    () => zip([{ ...GOOD, central: { attributes: 0x10 } }]),
    M,
  ],
  ["kind-volume", "a volume label", () => zip([{ ...GOOD, central: { attributes: 0x08 } }]), TYPE],
];
