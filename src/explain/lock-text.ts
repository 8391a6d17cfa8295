import type { Area } from "./area.ts";

/** What a lock file shows has to be what pip and uv read in it. */
export const LOCK_TEXT: Area<
  | "LOCK_NOT_UTF8"
  | "LOCK_CODING_COMMENT"
  | "LOCK_HIDDEN_LINE"
  | "LOCK_CONTROL_CHARACTER"
  | "LOCK_NOT_ASCII"
  | "LOCK_CONTINUATION"
  | "LOCK_COMMENT_SWALLOWS"
  | "LOCK_WHITESPACE"
  | "LOCK_ENVIRONMENT"
  | "LOCK_TRAILING_TEXT"
  | "LOCK_DIALECT"
  | "LOCK_REQUIREMENT_MALFORMED"
  | "LOCK_PIP_REFUSES"
  | "LOCK_VIEWS_DIFFER"
  | "LOCK_EMPTY"
  | "LOCK_TOO_LARGE"
  | "LOCK_STRICT"
> = {
  title: "Locks: characters and lines",
  about: "What a lock file shows has to be what pip and uv read in it.",
  rules: {
    LOCK_NOT_UTF8: {
      what: "The bytes of the lock are not UTF-8.",
      why: "pip falls back to the encoding of the machine's locale and uv to none, so that one file holds two texts.",
      attack:
        "A reviewer's editor shows a harmless UTF-16 file; pip, which honours the byte order mark, reads another package in it than the scanner that skipped the file as binary.",
      fix: "Save the file as UTF-8 without a byte order mark, then `lockseal lint requirements.txt`.",
    },
    LOCK_CODING_COMMENT: {
      what: "A comment in the first two lines makes pip decode the file in another encoding (PEP 263).",
      why: "uv and editors ignore such a comment, so pip alone sees other characters, and with some encodings other lines.",
      attack:
        "`# coding: utf-7` above a comment that holds `+AAo-evil==1.0`: everybody sees a comment, and pip installs a package.",
      fix: "Reword the comment, or let `lockseal lint --fix requirements.txt` put a space before its colon.",
    },
    LOCK_HIDDEN_LINE: {
      what: "A character ends a line for pip, and for no editor, diff or other tool.",
      why: "pip splits with `str.splitlines`, which also ends lines at a lone CR, VT, FF, FS to RS, U+0085, U+2028 and U+2029.",
      attack:
        "`# pinned by the release bot`, then U+2028, then `evil==1.0 --hash=…`: one comment line in the pull request, two lines for pip.",
      fix: "Delete the character that is named by line and column; within a comment `lockseal lint --fix requirements.txt` puts a space in its place.",
    },
    LOCK_CONTROL_CHARACTER: {
      what: "A control, bidirectional or invisible character stands in the file.",
      why: "What is shown is then not what is there: a terminal moves its cursor, and text turns its direction around.",
      attack:
        "A right-to-left override makes a hash or a name read backwards in review, so that the line that was approved is not the line that is installed.",
      fix: "Take the character out; in a comment `lockseal lint --fix requirements.txt` does it.",
    },
    LOCK_NOT_ASCII: {
      what: "Outside of comments a character stands that is not ASCII.",
      why: "Names, versions, markers and paths of locks are ASCII; whatever else is there only looks like it.",
      attack:
        "A Cyrillic `а` in `pаth/constraints.txt` includes a file beside the one that was reviewed.",
      fix: "Type the character anew, or have the tool write the lock again: `uv pip compile --generate-hashes requirements.in -o requirements.txt`.",
    },
    LOCK_CONTINUATION: {
      what: "A backslash joins lines in a way that pip and uv do not read alike.",
      why: "A space behind the backslash, or a blank line after it, ends the requirement for one of them and continues it for the other.",
      attack:
        "The hashes of a package are torn from it for one tool, which then installs without them or takes them for those of the next package.",
      fix: "Write ` \\` at the very end and `--hash` on the next line; `lockseal lint --fix requirements.txt` mends line ends.",
    },
    LOCK_COMMENT_SWALLOWS: {
      what: "A comment ends in a backslash, so that behind a requirement pip takes the next line for a part of the comment.",
      why: "pip joins lines before it drops comments; uv drops them first.",
      attack:
        "`a==1.0 --hash=… # stable \\` above the line that pins a security fix: uv installs the fix, and pip never sees it.",
      fix: "Delete the backslash; give comments lines of their own.",
    },
    LOCK_WHITESPACE: {
      what: "Before an option stands white space that is no plain space.",
      why: "pip splits at plain spaces alone: behind a tab or a no-break space it sees no `--hash`, takes it for a part of the requirement, and stops; uv reads it.",
      accident:
        "An editor that indents with tabs breaks the lock for everybody who installs with pip.",
      fix: "Put a space there; `lockseal lint --fix requirements.txt` does it.",
    },
    LOCK_ENVIRONMENT: {
      what: "What the lock says depends on an environment variable.",
      why: "Signed bytes with `${NAME}` in them mean something else on each machine that expands it.",
      attack:
        "`-r ${EXTRA}` is empty where it is signed, and leads to the attacker's file on a runner whose variables they can set.",
      fix: "Write the value itself into the file; only the user and password of an index URL may be a variable.",
    },
    LOCK_TRAILING_TEXT: {
      what: "Text follows the first option of a requirement.",
      why: "pip drops it without a word, and uv refuses the file.",
      attack:
        "A second requirement behind `--hash=…` on one line looks like a pin that is enforced, and nothing installs or checks it.",
      fix: "Put each requirement on a line of its own, with nothing but `--hash` after it.",
    },
    LOCK_DIALECT: {
      what: "A line is outside of the dialect that pip and uv read alike, for a reason that has no rule of its own.",
      why: "The strict reading accepts what it knows and nothing else; what it does not know might be read in two ways.",
      attack:
        "Some quirk of one parser that nobody has written down yet: it is refused before anybody can use it.",
      fix: "Write `name==version --hash=sha256:…` with one space between the parts, or make the lock anew.",
    },
    LOCK_REQUIREMENT_MALFORMED: {
      what: "What stands where a requirement should is none by PEP 508.",
      why: "One tool stops at it, another guesses; a guess is no pin.",
      accident:
        "A hand-edited line such as `flask = 3.0`, or a TOML line that was pasted into a requirements file, breaks the install later and far away from its cause.",
      fix: "Write `name==version`, with extras and marker as PEP 508 has them.",
    },
    LOCK_PIP_REFUSES: {
      what: "The strict reading is sound, but pip itself would stop at this line.",
      why: "A lock that pip does not read is replaced in a hurry by something that it does.",
      accident:
        "A version of a package that pip calls invalid, or an include that fails, found at signing time and not in the middle of a deployment.",
      fix: "Mend the line as pip's own message says, then `lockseal lint requirements.txt`.",
    },
    LOCK_VIEWS_DIFFER: {
      what: "Two independent readings of the lock do not see the same requirements.",
      why: "One imitates pip to the letter, the other is strict; where they differ, what a reviewer understands is not what is installed. A line that switches hash checking off counts as such, too.",
      attack:
        "Any trick on pip's parser that makes a package, a version or a hash appear to pip alone.",
      fix: "Make the lock anew from its input; if it differs again, keep the file and report it, for it is either an attack or a bug of ours.",
    },
    LOCK_EMPTY: {
      what: "The lock pins nothing.",
      why: "An empty lock verifies happily and protects nothing.",
      attack:
        "A change empties the lock and lets the packages come in by another way that nobody verifies.",
      fix: "Name the lock and not its input; a lock of tools gets its first line by `lockseal tool add NAME --url TEMPLATE --version V`.",
    },
    LOCK_TOO_LARGE: {
      what: "The lock and what it includes is larger than any lock needs to be: in bytes, files, includes or lines of one package.",
      why: "Reading it would take the memory and the time of the build that is to be protected.",
      attack:
        "A pull request with a lock of gigabytes, or of includes that double each other, hangs the job that would have refused it.",
      fix: "Split the lock, and include each file once.",
    },
    LOCK_STRICT: {
      what: "The lock is hash-locked, and both readings of it agree.",
      why: "Only such a lock is signed and verified. It says nothing about who wrote it or what is in the packages.",
      attack:
        "Whatever hides a requirement from one of two tools, for there is nothing in the file that they take differently.",
      fix: "Nothing to mend; sign it: `lockseal sign requirements.txt --key release.key`.",
    },
  },
};
