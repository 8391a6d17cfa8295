import type { Area } from "./area.ts";

/** Whom keyless signatures are judged by, and how that is kept up to date. */
export const TRUST: Area<
  | `TRUST_${string}`
  | `TUF_${string}`
  | "MIRROR_MALFORMED"
  | `NPM_KEYS_${string}`
  | "NPM_KEY_NOT_VALID"
> = {
  title: "Trust roots and their updates",
  about: "Whom keyless signatures are judged by, and how that is kept up to date.",
  rules: {
    TRUST_ROOT: {
      what: "The trust root by which a signature was judged, and its age.",
      why: "It says which authorities and logs were believed.",
      attack: "A build that trusts another root than the public one says so here.",
      fix: "Nothing to mend; see what is in it: `lockseal trust show`.",
    },
    TRUST_ROOT_MALFORMED: {
      what: "The trust root lacks a field, has one of another type, holds several instances, or is not the one that is pinned.",
      why: "It decides everything; a damaged one is not used in part.",
      attack: "An entry without a beginning would make a stolen key of a log hold for all times.",
      fix: "Take the instance's trusted_root.json as it was published; see what is trusted now: `lockseal trust show`.",
    },
    TRUST_ROOT_UNREADABLE: {
      what: "A trust root that was named is missing or cannot be read.",
      why: "It is never replaced by another one in silence.",
      accident: "The path is relative to another folder than the command runs in.",
      fix: "Name the file, `lockseal trust show --trusted-root FILE`, or leave the option out.",
    },
    TRUST_ROOT_EXISTS: {
      what: "A trust root has that name already, or is that very one.",
      why: "One name for two roots would hide which of them judged.",
      accident: "The same file is added a second time.",
      fix: "See what is trusted, `lockseal trust show`, and choose another name: `lockseal trust add FILE --name NAME`.",
    },
    TRUST_ROOT_UNKNOWN: {
      what: "No trust root that was added or fetched has that name.",
      why: "The embedded root is a part of the program and cannot be removed.",
      accident: "The name was mistyped, or it was removed before.",
      fix: "See the names: `lockseal trust show`.",
    },
    TRUST_ROOT_IN_TREE: {
      what: "The trust root lies in the tree that it judges.",
      why: "Whoever changes the tree can change whom it trusts.",
      attack:
        "A pull request brings a Sigstore of its own, with a certificate for any name it likes.",
      fix: "Keep it elsewhere, or take it into your own store: `lockseal trust add FILE`.",
    },
    TRUST_ROOT_STALE: {
      what: "The trust root is older than 180 days, than half of the limit or than the limit itself, or nobody knows its age.",
      why: "Logs and authorities change their keys; an old root believes the old ones, and refuses what is new.",
      attack: "A key that was withdrawn after a theft is still believed where nobody updates.",
      fix: "Fetch the newest: `lockseal trust update`.",
    },
    TRUST_STORE_DAMAGED: {
      what: "A trust root that was fetched or added is not as it was written.",
      why: "It is verified again whenever it is used, from the first root on.",
      attack: "A program with the user's rights puts a root of its own into the store.",
      fix: "Fetch it anew, `lockseal trust update`, or remove it: `lockseal trust remove NAME`.",
    },
    TRUST_STORE_NOWHERE: {
      what: "Nothing says where this user's trust roots are kept.",
      why: "A place that is guessed might be writable by others.",
      accident: "A job runs without `HOME`.",
      fix: "Set `HOME`, or `XDG_DATA_HOME` to a folder of this user's own.",
    },
    TRUST_NAME_MALFORMED: {
      what: "The text cannot name a trust root.",
      why: "Names become names of files; dots and slashes would lead elsewhere.",
      attack: "A name such as `../../.bashrc` in a script that takes it from outside.",
      fix: "Take up to 64 of a-z, 0-9, dot and hyphen: `lockseal trust add FILE --name NAME`.",
    },
    TRUST_UPDATED: {
      what: "The trust root is the newest that its repository has.",
      why: "From now on signatures are judged by it, offline.",
      attack: "A keeper's stolen key was replaced, and this machine knows.",
      fix: "Nothing to mend; see what changed: `lockseal trust show`.",
    },
    TUF_MALFORMED: {
      what: "Metadata of the repository is not what its role says.",
      why: "Nothing was decided, and the root that was there stays.",
      accident: "A proxy answered with a page of its own.",
      fix: "Try again on another network; else tell the keepers of the repository.",
    },
    TUF_SIGNATURES_TOO_FEW: {
      what: "Metadata is signed by fewer keys of its role than the threshold wants.",
      why: "No single key of the repository is enough to change whom you trust.",
      attack: "Somebody with one stolen key publishes a trust root of their own.",
      fix: "Do not work around it: keep the root you have, and tell the keepers of the repository.",
    },
    TUF_ROLLBACK: {
      what: "The repository shows an older version than one that it showed before.",
      why: "Metadata only ever counts up.",
      attack:
        "An attacker on the network replays last year's answers, to bring a withdrawn key back.",
      fix: "Try another network, `lockseal trust update`, and tell the keepers if it stays.",
    },
    TUF_VERSION_MISMATCH: {
      what: "Metadata is of another version than the one that was asked for.",
      why: "Each file is asked for by the version that a signed list names.",
      attack: "A mirror serves one file of an old state among the new ones.",
      fix: "Try again later or by another mirror: `lockseal trust update --mirror URL`.",
    },
    TUF_EXPIRED: {
      what: "Metadata is no longer in force.",
      why: "Short lives of metadata are what tells a frozen repository from a quiet one.",
      attack: "Somebody holds newer metadata back, so that you never hear of the withdrawn key.",
      fix: "Check this machine's clock, then `lockseal trust update` on another network.",
    },
    TUF_LENGTH_MISMATCH: {
      what: "A file of the repository has another length than is listed.",
      why: "The list is signed, the transport is not.",
      attack: "A server sends without an end, to fill memory or disk.",
      fix: "Run `lockseal trust update` again; a mirror that is being copied to may be half done.",
    },
    TUF_DIGEST_MISMATCH: {
      what: "A file of the repository has another digest than is listed.",
      why: "What is not as listed was changed on the way or at the mirror.",
      attack: "A compromised mirror replaces trusted_root.json.",
      fix: "Take another mirror, `lockseal trust update --mirror URL`, and tell its keepers.",
    },
    TUF_FILE_MISSING: {
      what: "The repository lacks a file that it should have.",
      why: "Without it the chain of roots cannot be followed.",
      accident: "The address leads to the web page of the project, and not to its repository.",
      fix: "Check the address: `lockseal trust update --mirror URL`.",
    },
    TUF_TARGET_MISSING: {
      what: "The repository lists no trust root.",
      why: "It may be a good TUF repository, of something else.",
      accident: "The mirror of another project was named.",
      fix: "Name that of a Sigstore instance: `lockseal trust update --mirror URL --root FILE --name NAME`.",
    },
    MIRROR_MALFORMED: {
      what: "The address of the repository is no https URL without a query.",
      why: "Signatures protect what is fetched; https hides which version of it you lack.",
      attack: "An http address lets anybody on the way answer with yesterday's state.",
      fix: "Name it with https; http is for this machine alone: `lockseal trust update --mirror URL`.",
    },
    NPM_KEYS_MALFORMED: {
      what: "What should be npm's set of keys is none, or has no key for attestations.",
      why: "Without them no publication can be verified; nothing is assumed.",
      accident: "A page of a proxy was saved in its place.",
      fix: "Fetch them anew: `lockseal trust update`.",
    },
    NPM_KEYS_AMBIGUOUS: {
      what: "The repository has several targets that could be npm's keys, so the embedded ones stay.",
      why: "A choice by name would be somebody else's choice.",
      accident: "The repository has begun to serve another registry's keys, too.",
      fix: "Look for a newer lockseal.",
    },
    NPM_KEY_NOT_VALID: {
      what: "A key of npm's registry signed outside of the time in which it was in use.",
      why: "Keys that were put away sign nothing new.",
      attack: "An old registry key that leaked attests a package today.",
      fix: "Fetch the newest keys, in case yours are old: `lockseal trust update`.",
    },
  },
};
