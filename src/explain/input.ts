import type { Area } from "./area.ts";

/** What cannot be read, written or run at all. */
export const INPUT: Area<
  | "BASE64_MALFORMED"
  | "DIGEST_MALFORMED"
  | "UTF8_MALFORMED"
  | "JSON_MALFORMED"
  | "INPUT_TOO_LARGE"
  | `FILE_${string}`
  | "PATH_OUTSIDE_ROOT"
  | "USAGE"
> = {
  title: "Input, files and the command line",
  about: "What cannot be read, written or run at all.",
  rules: {
    USAGE: {
      what: "The command line cannot be run.",
      why: "Nothing was done; a command that guesses what was meant might verify something else.",
      accident: "An option is mistyped, lacks its value, or two that exclude each other are given.",
      fix: "Read what was expected, and see the command's options: `lockseal verify --help`.",
    },
    BASE64_MALFORMED: {
      what: "What should be base64 is not, or not in its one spelling.",
      why: "Several spellings of the same bytes get past whoever compares texts.",
      attack:
        "A signature with other padding is the same signature, and another file, so that a list of bad ones misses it.",
      fix: "Fetch the file again as it was published; something re-wrapped or edited its text.",
    },
    DIGEST_MALFORMED: {
      what: "What should be a digest is not lower-case hex of its algorithm's length.",
      why: "A digest that was cut short matches too much or nothing.",
      accident:
        "The digest was copied without its last characters, or is of another algorithm than its prefix says.",
      fix: "Copy all of it, with its prefix: `lockseal verify sha256:HEX --key PUB --bundle FILE`.",
    },
    UTF8_MALFORMED: {
      what: "What should be UTF-8 is not, or begins with a byte order mark.",
      why: "Programs replace bad bytes in different ways, and then see different texts.",
      attack:
        "Two names that differ in one bad byte are one name for the program that replaces it.",
      fix: "Save it as UTF-8 without a mark; if it came from somebody, fetch it again.",
    },
    JSON_MALFORMED: {
      what: "What should be JSON is not, or is JSON that two readers could take differently.",
      why: "Of a key that stands twice one reader takes the first value and another the last.",
      attack: '`"verdict": "FAILED"` and, further down, `"verdict": "PASSED"`.',
      fix: "Have the program write it that made it; a line that is no attestation can be taken out of a file of lines.",
    },
    INPUT_TOO_LARGE: {
      what: "The input is larger than its reader takes.",
      why: "The limits are far above what is honest, and protect the machine that verifies.",
      attack: "A bundle of gigabytes that is to be parsed before its signature is checked.",
      fix: "Check that the right file was named; large files are signed by their digest: `lockseal sign FILE --message`.",
    },
    FILE_MISSING: {
      what: "No file, or no folder, has that path.",
      why: "What is not there was not verified.",
      accident:
        "Paths are relative to the folder in which the command runs, which in a job is often another one.",
      fix: "List what is there, `ls`, and name the path from the folder that the command runs in.",
    },
    FILE_UNREADABLE: {
      what: "What has that path is no regular file, or may not be read.",
      why: "Pipes and devices, and files that somebody is writing to, can say something else at every reading.",
      accident: "The file belongs to another user, or is a folder.",
      fix: "Name a regular file that this user may read: `ls -l FILE`.",
    },
    FILE_EXISTS: {
      what: "A file is in the way that is never overwritten.",
      why: "Keys, bundles and fresh folders are not to be replaced by accident.",
      accident: "The command is run a second time, or a step is begun that is under way.",
      fix: "Give another name or move the old one away.",
    },
    FILE_UNWRITABLE: {
      what: "A file could not be written.",
      why: "Half a file is never left: it is written aside and renamed.",
      accident: "The disk is full, or the folder belongs to somebody else.",
      fix: "Check room and rights: `df .` and `ls -ld .`.",
    },
    PATH_OUTSIDE_ROOT: {
      what: "A file lies outside of the root, or a link leads out of it.",
      why: "Only what is below the root can be named in a signature so that others find it.",
      attack: "A list of checksums, or a link in the checkout, leads to `/etc/passwd`.",
      fix: "Replace the link by the file, or name a root that holds all of it: `lockseal sign requirements.txt --key release.key --root DIR`.",
    },
  },
};
