import type { Area } from "./area.ts";

/** Who carried out a step, with what, and what a look at the files found. */
export const STEP: Area<
  | `LINK_${string}`
  | "LINKS_DISAGREE"
  | "STEP"
  | `STEP_${string}`
  | "INSPECTION"
  | `INSPECTION_${string}`
  | "ISOLATION_UNAVAILABLE"
  | "SUBLAYOUT_NOT_ALLOWED"
> = {
  title: "In-toto steps and inspections",
  about: "Who carried out a step, with what, and what a look at the files found.",
  rules: {
    LINK_MALFORMED: {
      what: "The link lacks a field, has one of another type, names a file twice or without a strong digest.",
      why: "A link is the evidence of one step; half a link is half a step.",
      attack: "A file that is named twice, with two digests, satisfies two rules.",
      fix: "Have the step recorded again: `lockseal link run --step STEP --key KEY -- make`.",
    },
    LINK_NAME: {
      what: "The link is of another step than its file name says.",
      why: "Evidence of one step says nothing about another.",
      attack: "The link of the tests is copied to where that of the build belongs.",
      fix: "Put the link of that very step there, and record it if there is none: `lockseal link run --step STEP --key KEY -- make`.",
    },
    LINK_SIGNATURE: {
      what: "A link does not count: no functionary of its step signed it.",
      why: "Anybody can write a link.",
      attack: "A link by the attacker's own key is laid into the folder.",
      fix: "Let somebody carry out the step whom the layout names: `lockseal layout explain --layout FILE`.",
    },
    LINK_WRITTEN: {
      what: "A step was recorded and signed.",
      why: "It has the files before and after, by their digests.",
      attack: "A file that is swapped before the next step no longer fits.",
      fix: "Nothing to mend; hand the link on with the files.",
    },
    LINKS_DISAGREE: {
      what: "Links of one step do not say the same.",
      why: "With a threshold of two, two people have to have seen the same files.",
      attack: "One of two builders is compromised, and builds another binary.",
      fix: "Let them repeat the step until they agree, and remove links of earlier runs.",
    },
    STEP: {
      what: "Whether the step was carried out by as many of its functionaries as it asks.",
      why: "People are counted by their keys, each once.",
      attack: "A single stolen key is not enough where two are asked for.",
      fix: "Nothing to mend where it passes; the message names who did it.",
    },
    STEP_COMMAND: {
      what: "The link says that another command was run than the layout expects.",
      why: "It is a hint only: whoever lies about files lies about commands, too.",
      accident: "The build got one more option since the layout was written.",
      fix: "Look at the difference, and let the owner update the layout if it is meant.",
    },
    STEP_FILES: {
      what: "A step has more files named as its links than are read.",
      why: "Each is verified, and somebody else's files cost your time.",
      attack: "Ten thousand junk links in a shared folder.",
      fix: "Keep only the links of this run in the folder.",
    },
    STEP_KEY_FOREIGN: {
      what: "The step is not in the layout, or not for this key.",
      why: "The link would be made and count for nothing.",
      accident: "The name of the step was mistyped, or the owner has not added your key.",
      fix: "See who may do what, `lockseal layout explain --layout FILE`, then check `--step` and `--key`.",
    },
    STEP_KEY_UNKNOWN: {
      what: "A step lists a key that the layout does not have.",
      why: "Nobody can carry it out with that key.",
      accident: "A key was replaced in the list of keys, and not in the steps.",
      fix: "Put the key into the layout or take its name out: `lockseal layout lint --layout FILE`.",
    },
    STEP_NEEDS_ALL: {
      what: "A step wants every one of its functionaries.",
      why: "With one key lost nobody can carry it out.",
      accident: "Somebody is on holiday on the day of the release.",
      fix: "Name one more functionary, or lower the threshold, if that is not meant.",
    },
    STEP_NOBODY: {
      what: "Nobody could carry out the step: it asks for more than it names, or for certificates without a root.",
      why: "The layout can never be met.",
      accident: "A threshold was raised and no key was added.",
      fix: "Name enough keys, or put the roots of its constraints into `rootcas`.",
    },
    STEP_THRESHOLD: {
      what: "Fewer functionaries than the step asks have a link that counts.",
      why: "A step that too few carried out is one that nobody checked.",
      attack: "The link of the second reviewer is simply left out.",
      fix: "Collect the missing links; a functionary makes one with `lockseal link run --step STEP --key KEY -- make`.",
    },
    INSPECTION: {
      what: "An inspection was run, and what it left is as its rules say.",
      why: "It is the verifier's own look at the files.",
      attack: "A file that no step made, but that is in the package.",
      fix: "Nothing to mend; what it ran stands in the layout.",
    },
    INSPECTION_FAILED: {
      what: "The command of an inspection ended with an error.",
      why: "The owner of the layout wants it to succeed on these files.",
      attack: "An archive whose contents are not what the last step made.",
      fix: "Look at what the command says; it may also need what isolation keeps from it.",
    },
    INSPECTION_NOT_RUN: {
      what: "An inspection was not run, so what it would find is not known.",
      why: "Commands of a layout run only where you say so, and only in isolation.",
      attack:
        "A layout that is a program: whoever writes it would run commands on the verifier's machine.",
      fix: "Allow it, `lockseal layout verify --layout FILE --key OWNER.pub --run-inspections`, or leave it out of the verdict on purpose with `--skip-inspections`.",
    },
    INSPECTION_RAN: {
      what: "A command of the layout was run, in namespaces of its own.",
      why: "It had no network, no environment, and of the disk a copy alone.",
      attack: "A malicious inspection that looks for secrets finds none.",
      fix: "Nothing to mend; its last line stands in the message.",
    },
    INSPECTION_SKIPPED: {
      what: "An inspection was left out, as the command line says.",
      why: "The verdict is without it.",
      attack: "Whatever it would have found.",
      fix: "Run it where there is isolation: `lockseal layout verify --layout FILE --key OWNER.pub --run-inspections`.",
    },
    ISOLATION_UNAVAILABLE: {
      what: "A command may only run in isolation, and here there is none.",
      why: "It was not run.",
      accident: "User namespaces are switched off, or `unshare` and `setpriv` are missing.",
      fix: "Run it on Linux where namespaces are allowed, or leave inspections out: `lockseal layout verify --layout FILE --key OWNER.pub --skip-inspections`.",
    },
    SUBLAYOUT_NOT_ALLOWED: {
      what: "In place of a link a functionary brought a layout of their own.",
      why: "They then decide who does their step; that has to be allowed.",
      attack: "A functionary hands their step on to somebody whom the owner would not have named.",
      fix: "Allow it for that step, if it is meant: `lockseal layout verify --layout FILE --key OWNER.pub --allow-sublayout STEP`.",
    },
  },
};
