import type { Area } from "./area.ts";

/** What is pinned, why it is believed, and what changed. */
export const TOOL_PIN: Area<
  | "TOOL_LOCK_MALFORMED"
  | "TOOL_BIN_MISSING"
  | "TOOL_UNSIGNED"
  | "TOOL_SIGNER_LOOSE"
  | "TOOL_MANIFEST_EDIT"
  | "TOOL_EXISTS"
  | "TOOL_UPDATE_NONE"
  | `TOOL_PIN_${string}`
  | `TOOL_EVIDENCE_${string}`
  | "TOOL_CHANGED"
  | "TOOL_PINNED"
  | "TOOL_RELEASE_MIXED"
  | "TOOL_SIGNATURE"
  | "SIGNER_EXISTS"
> = {
  title: "Tools: pins and evidence",
  about: "What is pinned, why it is believed, and what changed.",
  rules: {
    TOOL_LOCK_MALFORMED: {
      what: "The lock of tools is not in its one spelling.",
      why: "One spelling makes every difference in a diff a real one.",
      attack: "A second pin of one tool, in a place where a reviewer does not look.",
      fix: "Restore it, `git checkout -- lockseal-tools.lock`; after a merge put it in order: `lockseal lint --fix lockseal-tools.lock`.",
    },
    TOOL_BIN_MISSING: {
      what: "The program of a tool is not among the pinned files of its archive.",
      why: "What is run has to be one of the files that were verified.",
      attack: "`bin` leads to a file that something else puts there.",
      fix: "Name the right path in lockseal.toml and pin anew: `lockseal tool add NAME`.",
    },
    TOOL_UNSIGNED: {
      what: "A tool is pinned, or is to be, without anybody's signature.",
      why: "Then the first download is believed, for nobody else vouches for it.",
      attack: "The release page is taken over on the day of the pin.",
      fix: "Name who signs it: `lockseal tool add NAME --url TEMPLATE --version V --key PUB`.",
    },
    TOOL_SIGNER_LOOSE: {
      what: "Who may sign the tool is said by a pattern.",
      why: "For one version there is one tag, and so one identity.",
      attack: "A pattern over tags takes a signature of an old version for the new one.",
      fix: "Write `{version}` where the version stands: `lockseal tool add NAME --url TEMPLATE --version V --repository OWNER/NAME --workflow PATH --ref refs/tags/v{version}`.",
    },
    TOOL_MANIFEST_EDIT: {
      what: "The line of the version is not where it usually is in lockseal.toml, so it was not changed.",
      why: "A program that guesses where to edit may change another tool.",
      accident: "The tool's table is written inline, or the version comes from elsewhere.",
      fix: "Change it by hand, then pin anew: `lockseal tool add NAME`.",
    },
    TOOL_EXISTS: {
      what: "The tool is in lockseal.toml already.",
      why: "Adding it again would quietly change whom it is trusted from.",
      accident: "The tool was added on another branch.",
      fix: "Take another version of it, `lockseal tool update NAME --version V`; or change its table and `lockseal tool add NAME`.",
    },
    TOOL_UPDATE_NONE: {
      what: "The tool is pinned already in the version that lockseal.toml has.",
      why: "Nothing was asked for, so nothing was fetched.",
      accident: "The version was to be raised first.",
      fix: "Name it: `lockseal tool update NAME --version V`.",
    },
    TOOL_PIN_NONE: {
      what: "The tool, or the file, is not pinned.",
      why: "What nobody pinned is not verified.",
      attack: "A script downloads one more program than the reviewed ones.",
      fix: "Pin it: `lockseal tool add NAME --url TEMPLATE --version V`; for a digest that you have: `lockseal tool verify FILE --sha256 HEX`.",
    },
    TOOL_PIN_AMBIGUOUS: {
      what: "The name fits several pins.",
      why: "A file that is right for any of them might be wrong for the one that is meant.",
      accident: "Releases for two platforms have files of one name.",
      fix: "Say which: `lockseal tool verify FILE --tool NAME@PLATFORM`.",
    },
    TOOL_PIN_OTHER: {
      what: "The file is one that is pinned, under another name or for another platform.",
      why: "Right bytes in the wrong place run on the wrong machine.",
      accident: "The file was renamed after it was downloaded.",
      fix: "If it is the one that is meant: `lockseal tool verify FILE --tool NAME@PLATFORM`.",
    },
    TOOL_EVIDENCE_MISSING: {
      what: "The signature, or the signed list, by which the tool was pinned is not there.",
      why: "A pin that names evidence which nobody has would pass for a signed one.",
      attack: "A pin with an invented digest of evidence, in a pull request.",
      fix: "Restore it, `git checkout -- .lockseal/evidence`; or pin anew: `lockseal tool add NAME`.",
    },
    TOOL_EVIDENCE_ALTERED: {
      what: "Something else lies where a pin's evidence belongs.",
      why: "Evidence is named by its digest, and read again each time.",
      attack: "The signature is replaced by one that a laxer reader takes.",
      fix: "Put it back as it was committed: `git checkout -- .lockseal/evidence`.",
    },
    TOOL_CHANGED: {
      what: "A new version does not go on as the one before: signer, source, way of building, files or age.",
      why: "Stolen projects change first in these.",
      attack:
        "A release without the signature that every one before had, or by a workflow of another repository.",
      fix: "Find out why; if it is meant, accept that one thing by its name: `lockseal tool update NAME --accept WORD`.",
    },
    TOOL_PINNED: {
      what: "The tool was verified by all that its release offers, and pinned.",
      why: "From now on only these bytes are that version.",
      attack: "A release that is replaced tomorrow is refused.",
      fix: "Commit what was written, and sign the lock: `lockseal sign lockseal-tools.lock --key release.key`.",
    },
    TOOL_RELEASE_MIXED: {
      what: "The platforms of one release were signed by different signers or built from different commits.",
      why: "An honest release is made in one go.",
      attack: "One platform's archive is replaced, with a signature of its own.",
      fix: "Ask the publisher; where platforms really are made apart, pin them apart.",
    },
    TOOL_SIGNATURE: {
      what: "The signer that the pin names signed this file, or the list that has its digest.",
      why: "Somebody besides the download page vouches for it.",
      attack: "A replaced file on an honest page.",
      fix: "Nothing to mend; the message says who signed, and when.",
    },
    SIGNER_EXISTS: {
      what: "lockseal.toml has another signer under the name that is to be used.",
      why: "One name for two signers would change whom other tools trust.",
      accident: "The tool's publisher has begun to sign in another way.",
      fix: "If that is the signer who is meant: `lockseal tool add NAME --url TEMPLATE --version V --signer NAME`; else write a table of another name.",
    },
  },
};
