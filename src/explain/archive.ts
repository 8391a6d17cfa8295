import type { Area } from "./area.ts";

/** What of an archive may reach the disk. */
export const ARCHIVE: Area<`ARCHIVE_${string}`> = {
  title: "Archives",
  about: "What of an archive may reach the disk.",
  rules: {
    ARCHIVE_NAME: {
      what: "A name in the archive leads out of the folder, is empty, or means another file to another reader or disk.",
      why: "Names are judged for every system at once: `..`, drives, backslashes, colons, invisible characters, devices of Windows.",
      attack: "`../../.ssh/authorized_keys`, the oldest trick of archives.",
      fix: "Do not unpack it by other means; ask its publisher for plain relative names.",
    },
    ARCHIVE_COLLISION: {
      what: "Two entries have one path, or two that some disk takes for one.",
      why: "Which of them wins depends on the program and on the disk.",
      attack: "`README` for the scanner and `readme` for macOS, which overwrites it.",
      fix: "Ask its publisher for an archive in which each path stands once, whatever its case.",
    },
    ARCHIVE_LINK: {
      what: "A link in the archive leads out of the folder, to nothing planned, or in circles.",
      why: "Whatever is written through it lands elsewhere.",
      attack: "A link `lib` to `/etc`, and then a file `lib/ld.so.preload`.",
      fix: "Do not unpack it with another program; tell its publisher.",
    },
    ARCHIVE_LIMIT: {
      what: "The archive has more headers, bytes or levels than is allowed, or takes more time.",
      why: "The limits are far beyond honest archives of tools.",
      attack: "A bomb: kilobytes that become terabytes.",
      fix: "If it is meant to be that large, pin its files, or raise the limit: `lockseal tool unpack FILE --to DIR --max-bytes 4000000000`.",
    },
    ARCHIVE_DIFFERS: {
      what: "The archive has other entries, bytes or modes than are pinned.",
      why: "Every file of a tool is pinned by itself, not only the archive.",
      attack: "One more file in the archive, or a program that has become executable.",
      fix: "Do not use it: it is not the archive that was pinned.",
    },
    ARCHIVE_FORMAT: {
      what: "The file is not of the format that its name says.",
      why: "A reader that guesses is told by the file what to do.",
      accident: "The page of an error, with status 200, was saved as `.tar.gz`.",
      fix: "Look at its first bytes, `head -c 100 FILE`, and download it again.",
    },
    ARCHIVE_HEADER: {
      what: "A header of the archive is damaged, or two readers could take it differently.",
      why: "Then a scanner sees other files than are unpacked.",
      attack:
        "A size that stands twice, with two values: one tool sees a text, the other a program behind it.",
      fix: "Fetch it again; if it is the same, its publisher's packer is broken, or somebody's trick is in it.",
    },
    ARCHIVE_TYPE: {
      what: "An entry is neither a file nor a folder nor a link.",
      why: "Devices, pipes and holes have no place in a tool.",
      attack: "A device file in the archive, unpacked as root, is the disk itself.",
      fix: "Ask its publisher for an archive of files, folders and links.",
    },
    ARCHIVE_COMPRESSION: {
      what: "The compressed data is damaged, or not of the one form that all programs read.",
      why: "Checksums within are verified, and forms that some programs skip are refused.",
      attack:
        "Two compressed streams behind each other: one reader stops after the first, the other goes on.",
      fix: "Download it once more; if the bytes are the same, tell its publisher.",
    },
    ARCHIVE_TRUNCATED: {
      what: "The archive ends too early.",
      why: "What is missing may be the part that matters.",
      accident: "A download broke off, and was saved all the same.",
      fix: "Fetch it again, and compare its size with the publisher's.",
    },
    ARCHIVE_TRAILING: {
      what: "Something follows the end of the archive, or of its compressed data.",
      why: "Some programs read on, and some do not.",
      attack: "A second archive behind the first, for the tool that reads from the end.",
      fix: "Do not use it before its publisher has said what follows there.",
    },
    ARCHIVE_EMPTY: {
      what: "The archive has no entry.",
      why: "An empty tool would be put in place without a word.",
      accident: "The wrong file of the release was named.",
      fix: "Check which file of the release has the program: `lockseal tool list`.",
    },
    ARCHIVE_READERS_DISAGREE: {
      what: "Two readers do not see the same in the archive.",
      why: "A strict one approves, another one writes, and they have to agree on every entry.",
      attack: "An archive that was made for the difference between two programs.",
      fix: "Keep it as evidence, do not unpack it, and tell its publisher.",
    },
    ARCHIVE_SIZE_MISMATCH: {
      what: "The file is larger or smaller than the pinned one.",
      why: "It is another file; nothing of it was unpacked.",
      attack: "Bytes were added to a release after it was pinned.",
      fix: "Fetch it again, `lockseal tool fetch NAME`; if it stays different, ask its publisher.",
    },
    ARCHIVE_DIGEST_MISMATCH: {
      what: "The file has other bytes than the pinned one.",
      why: "The digest was pinned when the release was verified.",
      attack:
        "A release is replaced after the fact, as it happens when a project's account is stolen.",
      fix: "Do not retry until it works: compare with the publisher's announcement, then `lockseal tool fetch NAME`.",
    },
    ARCHIVE_UNSUPPORTED: {
      what: "The format, or this form of it, may be good, and nothing here unpacks it.",
      why: "Better no reader than one that is not as strict.",
      accident: "The release comes as `.7z`, or the zip is encrypted.",
      fix: "Take the publisher's `.tar.gz` or `.zip` where there is one.",
    },
    ARCHIVE_PLACED_DIFFERS: {
      what: "The disk has something else than what was just written to it.",
      why: "Files are read back before a tool counts as placed.",
      attack: "Another process writes to the folder while the tool is unpacked.",
      fix: "Unpack into a folder of this user's own: `lockseal tool unpack FILE --to DIR`.",
    },
  },
};
