import { entry, folder, hardlink, symlink, TRIVY, tar } from "../make-tar.ts";
import type { Case } from "./case.ts";

const both = (one: string, other: string) => () => tar(entry(one, "first"), entry(other, "second"));

/** Paths that are taken twice, by any disk's measure. */
export const COLLISION: readonly Case[] = [
  ["dup-same", "twice the same", both("trivy", "trivy"), "R"],
  ["dup-dot-slash", "with ./", both("trivy", "./trivy"), "R"],
  ["dup-dot-inside", "with a dot inside", both("a/trivy", "a/./trivy"), "R"],
  ["dup-double-slash", "with two slashes", both("a/trivy", "a//trivy"), "r"],
  ["dup-case", "in another case", both("trivy", "TRIVY"), "R"],
  ["dup-case-unicode", "in another case beyond ASCII", both("ä", "Ä"), "R"],
  ["dup-case-parent", "below a folder in another case", both("Lib/a", "lib/b"), "R"],
  ["dup-nfc-nfd", "composed and not", both("\u00e9", "e\u0301"), "R"],
  ["dup-sharp-s", "ß and ss", both("straße", "strasse"), "R"],
  ["dup-capital-sharp-s", "capital ß and ss", both("STRA\u1e9eE", "strasse"), "R"],
  ["dup-ligature", "a ligature", both("\ufb01le", "file"), "R"],
  ["dup-kelvin", "the kelvin sign", both("\u212a", "k"), "R"],
  ["dup-ignorable", "a character that some disks ignore", both("trivy", "trivy\ufe0f"), "R"],
  [
    "dup-shorter",
    "a shorter file over a longer one",
    () => tar(entry("trivy", "x".repeat(2000)), entry("trivy", "x")),
    "R",
  ],
  ["dup-empty", "an empty file over another", () => tar(TRIVY, entry("trivy")), "R"],
  ["dup-file-then-dir", "a file and then a folder", () => tar(TRIVY, folder("trivy/")), "R"],
  ["dup-file-as-parent", "a file and then one below it", both("trivy", "trivy/x"), "R"],
  ["dup-dir-then-file", "a folder and then a file", () => tar(folder("trivy/"), TRIVY), "r"],
  ["dup-parent-then-file", "a file below and then the file", both("trivy/x", "trivy"), "R"],
  [
    "dup-dir-other-mode",
    "a folder twice with two modes",
    () => tar(TRIVY, folder("d/"), folder("d/", { mode: 0o700 })),
    "r",
  ],
  [
    "dup-hardlink",
    "a link over a file",
    () => tar(TRIVY, entry("b", ""), hardlink("b", "trivy")),
    "R",
  ],
  [
    "dup-symlink-twice",
    "a link twice",
    () => tar(TRIVY, symlink("l", "trivy"), symlink("l", "trivy")),
    "R",
  ],
];
