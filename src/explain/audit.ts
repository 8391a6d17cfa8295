import type { Area } from "./area.ts";

/** Files on disk, long after they were fetched. */
export const AUDIT: Area<`AUDIT_${string}`> = {
  title: "Audits",
  about: "Files on disk, long after they were fetched.",
  rules: {
    AUDIT_VERIFIED: {
      what: "Files on the disk are as pinned.",
      why: "They were read and digested now, not when they were installed.",
      attack: "A program that was changed after its installation.",
      fix: "Nothing to mend; it says nothing about files that nobody pinned.",
    },
    AUDIT_ALTERED: {
      what: "A file on the disk is not as its pin, or as its own name in the cache, says.",
      why: "Something has written to it since it was verified.",
      attack: "A tool in the cache of a runner is replaced between two jobs.",
      fix: "Do not run it, find out who put it there, and only then `lockseal tool fetch NAME`.",
    },
    AUDIT_MODE: {
      what: "A file on the disk has another mode than is pinned.",
      why: "A mode decides who may run or change it.",
      attack: "A pinned program becomes writable for everybody, ready to be swapped.",
      fix: "Find out who changed it, then put it right: `lockseal tool fetch NAME`.",
    },
    AUDIT_LINK: {
      what: "A link is called like a pinned program and leads to what is not audited.",
      why: "What it runs was not looked at.",
      attack: "`/usr/local/bin/tool` becomes a link into somebody's home.",
      fix: "Audit that, too: `lockseal audit LINK TARGET`.",
    },
    AUDIT_NO_PINS: {
      what: "Nothing is pinned, so nothing on the disk could be verified.",
      why: "An audit without pins would be green everywhere.",
      accident: "The command runs in another folder than the lock of tools.",
      fix: "Name the lock, `lockseal audit DIR --lock FILE`, or pin a tool: `lockseal tool add NAME --url TEMPLATE --version V`.",
    },
    AUDIT_NONE_VERIFIED: {
      what: "None of the files is a pinned one.",
      why: "Nothing was verified, and that is not success.",
      accident: "The wrong folder was named.",
      fix: "Name the folders that tools lie in; see what is pinned: `lockseal tool list`.",
    },
    AUDIT_UNKNOWN: {
      what: "Files are there that nobody pinned.",
      why: "They may be fine; nobody has said so. With `--strict` that refuses.",
      attack: "A helper that was dropped beside the pinned programs.",
      fix: "See them all with their digests, `lockseal audit DIR --json`; then pin or remove them.",
    },
    AUDIT_UNREADABLE: {
      what: "A file or folder could not be looked at.",
      why: "What was not read was not verified.",
      attack: "A program in a folder that the auditing user may not enter.",
      fix: "Audit as a user who may read it, while nobody writes to it: `lockseal audit DIR`.",
    },
  },
};
