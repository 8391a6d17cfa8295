import { gzipSync } from "node:zlib";
import { END, entry, folder, hardlink, long, pax, symlink, TRIVY, tar } from "../make-tar.ts";
import type { Case } from "./case.ts";

const LONG = `${"long/".repeat(30)}trivy`;
/** A header of gzip with a name. */
function namedGzip(bytes: Uint8Array): Buffer {
  const packed = gzipSync(bytes);
  packed[3] = 8;
  return Buffer.concat([packed.subarray(0, 10), Buffer.from("trivy.tar\0"), packed.subarray(10)]);
}

/** What everyday programs write. Those that begin with gzip are unpacked as such. */
export const CONTROL: readonly Case[] = [
  ["ok-plain", "one file", () => tar(TRIVY), "A"],
  [
    "ok-dot-slash",
    "names that begin with ./, and the root",
    () => tar(folder("./"), entry("./trivy", "x"), folder("./d/"), entry("./d/a", "a")),
    "A",
  ],
  [
    "ok-subdirs",
    "files in folders",
    () => tar(folder("a/"), folder("a/b/"), entry("a/b/c", "c")),
    "A",
  ],
  [
    "ok-implied-dirs",
    "folders without entries",
    () => tar(entry("a/b/c", "c"), entry("a/d", "d")),
    "A",
  ],
  [
    "ok-repeated-dir",
    "a folder twice alike",
    () => tar(folder("a/"), folder("a/"), entry("a/b", "")),
    "A",
  ],
  [
    "ok-gnu-longname",
    "a long name of GNU",
    () => tar(long("L", LONG), entry(LONG.slice(0, 100), "x", { magic: "gnu" })),
    "A",
  ],
  [
    "ok-gnu-longlink",
    "a long target of GNU",
    () =>
      tar(
        entry(LONG, "", { name: "trivy", prefix: LONG.slice(0, -6) }),
        long("K", LONG),
        symlink("l", LONG.slice(0, 100), { magic: "gnu" }),
      ),
    "A",
  ],
  ["ok-pax-path", "a name in a record", () => tar(pax([["path", LONG]]), entry("trivy", "x")), "A"],
  [
    "ok-pax-utf8",
    "a name beyond ASCII",
    () => tar(pax([["path", "ü/日本"]]), entry("u/nihon", "x")),
    "A",
  ],
  [
    "ok-ustar-prefix",
    "a name in two parts",
    () => tar(entry("trivy", "x", { prefix: LONG.slice(0, -6) })),
    "A",
  ],
  [
    "ok-pax-numeric-path",
    "a name that is a number",
    () => tar(pax([["path", "12345"]]), entry("x", "x")),
    "A",
  ],
  [
    "ok-pax-times-and-attributes",
    "records that change nothing here",
    () =>
      tar(
        pax([
          ["mtime", "1700000000.123"],
          ["uid", "31337"],
          ["LIBARCHIVE.creationtime", "1"],
          ["SCHILY.xattr.user.x", Buffer.from([0, 10, 255])],
        ]),
        TRIVY,
      ),
    "A",
  ],
  [
    "ok-gzip-multimember",
    "gzip in two members, cut inside the archive",
    () => {
      const bytes = tar(TRIVY, entry("b", "b"));
      return Buffer.concat([gzipSync(bytes.subarray(0, 700)), gzipSync(bytes.subarray(700))]);
    },
    "A",
  ],
  [
    "ok-gzip-empty-last-member",
    "an empty member at the end, as bgzip writes",
    () => Buffer.concat([gzipSync(tar(TRIVY)), gzipSync("")]),
    "A",
  ],
  [
    "ok-global-comment",
    "a comment for all, as git writes",
    () => tar(pax([["comment", "0123456789abcdef"]], "g"), TRIVY),
    "A",
  ],
  ["ok-empty-file", "a file without content", () => tar(entry("empty"), TRIVY), "A"],
  [
    "ok-zero-padding",
    "zeros up to ten kilobytes",
    () => Buffer.concat([tar(TRIVY), Buffer.alloc(10_240 - 2048)]),
    "A",
  ],
  ["ok-gzip-fname", "gzip with a name", () => namedGzip(tar(TRIVY)), "A"],
  [
    "ok-v7",
    "the oldest form",
    () => tar(entry("trivy", "x", { magic: "v7" }), folder("d/", { magic: "v7" })),
    "A",
  ],
  [
    "ok-v7-folder",
    "a folder of the form that has no type for it",
    () => tar(entry("d/", "", { magic: "v7", type: "\0", mode: 0o755 }), entry("d/a", "x")),
    "A",
  ],
  [
    "ok-large-size-field",
    "a size in base 256",
    () =>
      tar(
        entry("trivy", "x", {
          patch: [[124, Buffer.from([0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])]],
        }),
      ),
    "A",
  ],
  ["ok-symlink-internal", "a link inside", () => tar(TRIVY, symlink("bin/t", "../trivy")), "E"],
  [
    "ok-hardlink-internal",
    "a second name",
    () => tar(TRIVY, hardlink("t", "trivy", { mode: 0o755 })),
    "E",
  ],
  [
    "ok-pax-size-equal",
    "a size in both places",
    () => tar(pax([["size", "1"]]), entry("trivy", "x")),
    "E",
  ],
  [
    "ok-two-members-of-zeros",
    "zeros alone in the second member",
    () => Buffer.concat([gzipSync(tar(TRIVY)), gzipSync(END)]),
    "A",
  ],
];
