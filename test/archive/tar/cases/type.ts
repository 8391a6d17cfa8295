import { entry, folder, header, pax, record, TRIVY, tar } from "../make-tar.ts";
import type { Case } from "./case.ts";

const typed =
  (type: string, content = "") =>
  () =>
    tar(TRIVY, entry("x", content, { type }));

/** A header of GNU for a file with holes: one part of five bytes, in a file of a thousand. */
const sparse = entry("x", "holes", {
  type: "S",
  magic: "gnu",
  patch: [
    [386, "00000000000\0"],
    [398, "00000000005\0"],
    [483, "00000001750\0"],
  ],
});

/** Entries that are neither files nor folders nor links. */
export const TYPE: readonly Case[] = [
  [
    "chardev",
    "a character device",
    () =>
      tar(
        TRIVY,
        entry("x", "", {
          type: "3",
          patch: [
            [329, "0000001\0"],
            [337, "0000003\0"],
          ],
        }),
      ),
    "R",
  ],
  [
    "blockdev",
    "a block device",
    () => tar(TRIVY, entry("x", "", { type: "4", patch: [[329, "0000010\0"]] })),
    "R",
  ],
  ["fifo", "a pipe", typed("6"), "R"],
  ["unknown", "a type nobody has", typed("Z", "x"), "R"],
  ["unknown-lower", "a type of some vendor", typed("z", "x"), "R"],
  ["unknown-digit", "a reserved digit", typed("8", "x"), "R"],
  ["unknown-nul-like", "a space for a type", typed(" ", "x"), "R"],
  ["unknown-high", "a type beyond ASCII", typed("\u00ff", "x"), "R"],
  ["gnu-sparse", "holes, by GNU", () => tar(TRIVY, sparse), "R"],
  [
    "pax-sparse00",
    "holes, by records 0.0",
    () =>
      tar(
        pax([
          ["GNU.sparse.size", "1000"],
          ["GNU.sparse.numblocks", "1"],
        ]),
        entry("GNUSparseFile.0/x", "holes"),
      ),
    "R",
  ],
  [
    "pax-sparse10",
    "holes, by records 1.0",
    () =>
      tar(
        pax([
          ["GNU.sparse.major", "1"],
          ["GNU.sparse.minor", "0"],
          ["GNU.sparse.name", "trivy"],
          ["GNU.sparse.realsize", "1000"],
        ]),
        entry("GNUSparseFile.0/x", `${"1\n0\n5\n".padEnd(512, "\0")}holes`),
      ),
    "R",
  ],
  [
    "pax-sparse-bomb",
    "holes of a terabyte",
    () =>
      tar(
        pax([
          ["GNU.sparse.major", "1"],
          ["GNU.sparse.minor", "0"],
          ["GNU.sparse.name", "trivy"],
          ["GNU.sparse.realsize", "1099511627776"],
        ]),
        entry("GNUSparseFile.0/x", "0\n"),
      ),
    "R",
  ],
  [
    "pax-star-sparse",
    "holes, by star",
    () => tar(pax([["SCHILY.realsize", "1000"]]), entry("x", "holes")),
    "R",
  ],
  ["multivolume", "the second half of a file", typed("M", "rest"), "R"],
  [
    "dir-with-body",
    "a folder with content",
    () => tar(TRIVY, folder("d/", { size: 512 }), entry("smuggled", "x")),
    "R",
  ],
  [
    "dir-with-pax-body",
    "a folder with content by a record",
    () => tar(TRIVY, pax([["size", "512"]]), folder("d/"), entry("smuggled", "x")),
    "R",
  ],
  ["dir-with-target", "a folder with a target", () => tar(TRIVY, folder("d/", { link: "x" })), "R"],
  [
    "volume-label",
    "a label",
    () => tar(header({ name: "label", type: "V", magic: "gnu" }), TRIVY),
    "r",
  ],
  ["dumpdir", "a list of a folder", typed("D", "Yx\0\0"), "r"],
  ["solaris-acl", "an access list", typed("A", "user::rwx"), "r"],
  [
    "solaris-pax",
    "an extended header of Solaris",
    () => tar(entry("x", record("path", "trivy2"), { type: "X" }), TRIVY),
    "r",
  ],
  ["old-gnu-name", "a name of the oldest GNU form", typed("N", "Rename a to b\n"), "r"],
  ["contiguous", "a contiguous file", typed("7", "x"), "E"],
  ["v7-nul", "a file of the oldest form", typed("\0", "x"), "E"],
];
