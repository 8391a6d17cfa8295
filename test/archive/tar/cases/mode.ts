import { entry, folder, pax, TRIVY, tar } from "../make-tar.ts";
import type { Case } from "./case.ts";

const withMode = (mode: number) => () => tar(entry("trivy", "x", { mode }));

/** Permissions, owners and times that nobody should get. */
export const MODE: readonly Case[] = [
  ["setuid", "setuid", withMode(0o4755), "E"],
  [
    "setgid-sticky",
    "setgid and sticky",
    () => tar(folder("d/", { mode: 0o3777 }), entry("d/x", "x", { mode: 0o2755 })),
    "E",
  ],
  [
    "world-writable",
    "writable for all",
    () => tar(folder("d/", { mode: 0o777 }), entry("d/x", "x", { mode: 0o666 })),
    "E",
  ],
  [
    "zero-dir",
    "a folder nobody may enter",
    () => tar(folder("d/", { mode: 0 }), entry("d/x", "x", { mode: 0 })),
    "E",
  ],
  ["zero-file", "a file nobody may read", withMode(0), "E"],
  ["file-type-bits", "the kind of file above the mode", withMode(0o100755), "E"],
  ["owner", "another owner", () => tar(entry("trivy", "x", { uid: 31337 })), "E"],
  [
    "owner-pax",
    "another owner in records",
    () =>
      tar(
        pax([
          ["uid", "31337"],
          ["gid", "31337"],
          ["uname", "evil"],
        ]),
        TRIVY,
      ),
    "E",
  ],
  [
    "xattr-caps",
    "capabilities",
    () =>
      tar(
        pax([
          [
            "SCHILY.xattr.security.capability",
            Buffer.from([1, 0, 0, 2, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
          ],
        ]),
        TRIVY,
      ),
    "E",
  ],
  [
    "acl",
    "an access list in a record",
    () => tar(pax([["SCHILY.acl.access", "user::rwx,user:evil:rwx"]]), TRIVY),
    "E",
  ],
  [
    "mtime-huge",
    "a time beyond all calendars",
    () =>
      tar(
        entry("trivy", "x", {
          patch: [[136, Buffer.from([0x80, 0, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])]],
        }),
      ),
    "E",
  ],
  ["mtime-pax", "a time that is none", () => tar(pax([["mtime", "never"]]), TRIVY), "E"],
  ["mode-blank", "no mode", () => tar(entry("trivy", "x", { patch: [[100, "       \0"]] })), "R"],
  [
    "mode-not-octal",
    "a mode that is no number",
    () => tar(entry("trivy", "x", { patch: [[100, "0000789\0"]] })),
    "R",
  ],
  ["mode-pax", "a mode in a record of no standard", () => tar(pax([["mode", "2541"]]), TRIVY), "R"],
];
