import type { Area } from "./area.ts";

/** Many files at once, by a published list. */
export const CHECKSUM: Area<"CHECKSUM" | `CHECKSUM_${string}` | `CHECKSUMS_${string}`> = {
  title: "Lists of checksums",
  about: "Many files at once, by a published list.",
  rules: {
    CHECKSUM: {
      what: "The file has the digest that the list has for it.",
      why: "It is as good as the list, and the list as good as its signature.",
      attack: "A changed file beside an untouched list.",
      fix: "Nothing to mend; see that the list itself was signed.",
    },
    CHECKSUM_MISMATCH: {
      what: "The file is not the one that the list of checksums has.",
      why: "Every SHA-256, SHA-384 and SHA-512 of it in the list has to hold.",
      attack: "The archive was replaced, and the signed list could not be.",
      fix: "Download both again, from one release; until then do not use the file.",
    },
    CHECKSUM_MISSING: {
      what: "The list has no line for the file.",
      why: "A list says nothing about what it does not name.",
      attack: "A file is added to a release that has a signed list.",
      fix: "Take the list of this file's release: `lockseal tool verify FILE --checksums SHA256SUMS`.",
    },
    CHECKSUM_AMBIGUOUS: {
      what: "Several lines of the list could be about the file.",
      why: "The right digest for the wrong path is the wrong file.",
      accident: "A release has `linux/tool` and `darwin/tool`, and you have `tool`.",
      fix: "Name it with its folder, as the list has it.",
    },
    CHECKSUM_WEAK: {
      what: "The list has no strong digest of the file: only MD5, SHA-1 or what is not computed here.",
      why: "Those can be made to fit.",
      attack: "A twin of the honest file with the same MD5.",
      fix: "Ask for a list by SHA-256, or verify a digest that you have: `lockseal tool verify FILE --sha256 HEX`.",
    },
    CHECKSUM_FILE_MISSING: {
      what: "A file of the list is not beside it.",
      why: "A list was asked to be verified whole; half of it is not the whole.",
      attack: "The one file that would not verify is deleted.",
      fix: "Fetch it, or say that only some are here: `lockseal verify --checksums SHA256SUMS --key PUB --ignore-missing`.",
    },
    CHECKSUMS_MALFORMED: {
      what: "A line of the list is none, or stands outside of what is signed.",
      why: "A line that one tool skips, another checks.",
      attack: "A line above the signed text names the digest of the malicious file.",
      fix: "Take the list as its publisher has it; nothing but lines of checksums belongs into it.",
    },
    CHECKSUMS_ALGORITHM: {
      what: "Nothing says by which algorithm the digests of the list are.",
      why: "Several algorithms have digests of that length.",
      accident: "The list is called `checksums.txt`, and has 64 or 128 digits a line.",
      fix: "Say it, `lockseal tool verify FILE --checksums LIST --algorithm sha256`, or name the list as `SHA256SUMS` is.",
    },
    CHECKSUMS_CONFLICT: {
      what: "The list has two digests of one file.",
      why: "Which of them counts depends on the reader.",
      attack: "A second line for the same name, appended to an unsigned list.",
      fix: "Ask its publisher which it is, and trust neither before.",
    },
    CHECKSUMS_CHANGED: {
      what: "The list changed while it was verified.",
      why: "What was signed is not what was then read.",
      attack: "Somebody swaps the list between two readings of it.",
      fix: "Copy list and files to a folder that nobody else writes to, and verify there.",
    },
    CHECKSUMS_OUTSIDE: {
      what: "A name in the list leads out of the folder.",
      why: "A list decides which files are read, and no file elsewhere is its business.",
      attack:
        "`../../etc/passwd` in a list, whose digest is then reported to whoever reads the log.",
      fix: "Name the file itself if it is meant: `lockseal tool verify FILE --checksums LIST`.",
    },
    CHECKSUMS_SIGNED_WITHIN: {
      what: "A signature within the list was not verified; the one beside it was.",
      why: "One good signature over the list is enough.",
      accident: "The publisher signs in two ways, and you have the key of one.",
      fix: "Nothing to mend, where the other signature holds.",
    },
    CHECKSUMS_UNSIGNED: {
      what: "Nobody's signature of the list was found, or looked at.",
      why: "Whoever can change the files can often change the list beside them.",
      attack: "Archive and list are replaced together.",
      fix: "Get the publisher's signature of the list, or pin what you have verified: `lockseal tool add NAME --url TEMPLATE --version V`.",
    },
  },
};
