import type { Area } from "./area.ts";

/** Programs that are fetched, pinned and run. */
export const TOOL: Area<
  | "TOOL_TEMPLATE_MALFORMED"
  | "TOOL_URL_REFUSED"
  | "TOOL_BYTES_DIFFER"
  | `TOOL_CACHE_${string}`
  | "TOOL_PLATFORM_NONE"
  | "TOOL_NOT_FETCHED"
  | "TOOL_PROGRAM_NONE"
  | "TOOL_ALTERED"
  | "TOOL_DENIED"
  | "TOOL_KNOWN_BAD"
  | "TOOL_DIGEST"
  | "TOOL_FETCHED"
  | "TOOL_PLACED"
  | "TOOL_SIZE"
  | "TOOL_UNCHECKED"
  | "TOOL_UNPACKED"
  | "TOOL_UNPINNED"
> = {
  title: "Downloaded tools",
  about: "Programs that are fetched, pinned and run.",
  rules: {
    TOOL_TEMPLATE_MALFORMED: {
      what: "A template has a word in braces that nothing replaces.",
      why: "It would be asked for as it is written, and somebody may own that address.",
      accident: "`{arch}` was written where `{platform}` is meant.",
      fix: "Write `{version}` and `{platform}`; give a platform the publisher's word for it: `lockseal tool add NAME --url TEMPLATE --version V --platform linux-x64=amd64`.",
    },
    TOOL_URL_REFUSED: {
      what: "The address is not one that tools are fetched from.",
      why: "It has to be https and end in the name of a file.",
      attack: "Over plain http anybody on the way chooses what is pinned.",
      fix: "Name the file itself, with https, and no page or folder.",
    },
    TOOL_BYTES_DIFFER: {
      what: "An address serves other bytes than are pinned.",
      why: "Nothing of it was kept.",
      attack: "A release is replaced under its old name.",
      fix: "Ask the publisher why it changed; a pin is changed only after that: `lockseal tool update NAME`.",
    },
    TOOL_CACHE_NONE: {
      what: "There is no folder to keep downloads in.",
      why: "A place that others can write to would be no cache but a trap.",
      accident: "The job has neither `XDG_CACHE_HOME` nor `HOME`.",
      fix: "Set `XDG_CACHE_HOME` to a folder of this user's own.",
    },
    TOOL_CACHE_ALTERED: {
      what: "The cache had other bytes than are pinned; they were removed and fetched anew.",
      why: "The cache is never believed: every file is digested before it is used.",
      attack: "Another job on the runner poisons the cache for the release job.",
      fix: "Find out who writes there: `lockseal audit --cache`.",
    },
    TOOL_PLATFORM_NONE: {
      what: "The tool is not pinned for this platform.",
      why: "The file of another platform is not fetched in its place.",
      accident: "A first run on an ARM machine.",
      fix: "Add the platform to `platforms` of the tool in lockseal.toml, then `lockseal tool add NAME`.",
    },
    TOOL_NOT_FETCHED: {
      what: "The tool is not in place, or in another version.",
      why: "Nothing is run that is not the pinned one.",
      accident: "A fresh checkout, or the pin was updated by somebody else.",
      fix: "Fetch it: `lockseal tool fetch NAME`.",
    },
    TOOL_PROGRAM_NONE: {
      what: "What the tool is said to run is none of its pinned files.",
      why: "A path that is in no pin may be anything.",
      accident: "A new version has its program in another folder.",
      fix: 'Write `bin = "PATH"` under the tool in lockseal.toml, then `lockseal tool add NAME`.',
    },
    TOOL_ALTERED: {
      what: "A file of the tool that is in place is not as pinned.",
      why: "It is compared each time before it is run.",
      attack: "Malware replaces the scanner that would find it.",
      fix: "Find out who changed it, before you put it right: `lockseal tool fetch NAME`.",
    },
    TOOL_DENIED: {
      what: "The version is denied by lockseal.toml.",
      why: "The owners wrote down what must not run, whatever pins say.",
      attack: "The lock is set back to a version with a known hole, by a valid old pin.",
      fix: "Pin another: `lockseal tool update NAME --version V`.",
    },
    TOOL_KNOWN_BAD: {
      what: "The version is known to be malicious; the advisory is named.",
      why: "The list is a part of this program, so an old pin of it is found, too.",
      attack: "Trojaned releases of well-known tools that ran in thousands of pipelines.",
      fix: "Remove it, rotate every secret of the machines that ran it, look for it elsewhere, `lockseal audit --path --cache`, and pin another version: `lockseal tool update NAME --version V`.",
    },
    TOOL_DIGEST: {
      what: "Whether the file has every digest that is pinned, or was given.",
      why: "One digest that differs is enough: it is another file.",
      attack: "A mirror serves a changed archive.",
      fix: "Do not unpack or run it; download it again, and ask its publisher if it stays different: `lockseal tool fetch NAME`.",
    },
    TOOL_FETCHED: {
      what: "Where the file was taken from: an address or the cache; or which address did not serve it.",
      why: "By whom it was served does not matter once its digest holds.",
      accident: "The first mirror was down.",
      fix: "Nothing to mend; a mirror that never answers can go from the list.",
    },
    TOOL_PLACED: {
      what: "The tool is in place, as pinned.",
      why: "Every file was read back from the disk and compared.",
      attack: "A file that is changed later is found before it runs.",
      fix: "Nothing to mend; run it: `lockseal tool exec NAME -- --version`.",
    },
    TOOL_SIZE: {
      what: "The file is larger or smaller than the pinned or given size.",
      why: "Size is looked at first: a wrong one needs no digest.",
      accident: "A download that broke off.",
      fix: "Download it again: `lockseal tool fetch NAME`.",
    },
    TOOL_UNCHECKED: {
      what: "No signature is pinned for the tool, so that its digest alone was checked.",
      why: "The digest says that it is the file of the first day, and not whose it is.",
      attack: "A release that was malicious already when it was pinned.",
      fix: "Name its signer, then pin it anew: `lockseal tool add NAME --url TEMPLATE --version V --key PUB`.",
    },
    TOOL_UNPACKED: {
      what: "The file was unpacked by two readers that agree, into a fresh folder.",
      why: "Nothing was written outside of it.",
      attack: "Archives that are made to write elsewhere do not get this far.",
      fix: "Nothing to mend; pin it if it is not yet: `lockseal tool add NAME --url TEMPLATE --version V`.",
    },
    TOOL_UNPINNED: {
      what: "Nobody pinned the file that was unpacked.",
      why: "The rules for archives hold, and say nothing about what is in it.",
      attack: "A malicious tool in a perfectly formed archive.",
      fix: "Pin it, or name its digest: `lockseal tool unpack FILE --to DIR --sha256 HEX`.",
    },
  },
};
