import type { Area } from "./area.ts";

/** What `lockseal drill` says of attacks on a copy of the repository. */
export const DRILL: Area<`DRILL_${string}`> = {
  title: "The drill",
  about: "What `lockseal drill` says of attacks that it carried out on a copy of the repository.",
  rules: {
    DRILL_STOPPED: {
      what: "The gate stopped an attack by a rule that is about it.",
      why: "The honest state that the attack began in passed, so that the refusal proves something.",
      attack: "It is the one that the message tells of.",
      fix: "Nothing to mend; drill again whenever the policy has changed: `lockseal drill`.",
    },
    DRILL_ACCIDENT: {
      what: "Something stopped an attack that is about something else.",
      why: "Once that is mended, the attack passes.",
      accident: "A lock that happens to be unreadable hides that nobody has to approve it.",
      fix: "Look at what the policy asks of this kind of change: `lockseal policy check`.",
    },
    DRILL_STRICTER: {
      what: "The gate lets an attack pass that one more line of the policy stops.",
      why: "The line was tried: what is honest still passes with it, and the attack does not.",
      attack: "Somebody does on the repository itself what was done to the copy.",
      fix: "Add the line that is printed, or decide to live without it; `lockseal drill --strict` refuses until it is there.",
    },
    DRILL_OUT_OF_REACH: {
      what: "No line of a policy stops this attack.",
      why: "It happens where no gate looks, or it is exactly what the policy asks for.",
      attack: "Who administers the forge writes the very policy that judges.",
      fix: "Do what the message names instead; docs/drill.md has the whole list.",
    },
    DRILL_PASSED: {
      what: "An attack passes that ought to be stopped, and no line is known that would.",
      why: "It is a hole in the policy or a bug of this program; either is worth a report.",
      attack: "Whoever finds the same hole first makes use of it.",
      fix: "See it alone, `lockseal drill --only swapped-digest` with its own name, and report it as SECURITY.md says.",
    },
    DRILL_NOT_TRIED: {
      what: "An attack was not carried out, for the reason that is given.",
      why: "Nothing is proven by the refusal of what would be refused anyway, and nothing can be done to what is not there.",
      accident: "A policy that lets no change pass at all looks as if it stopped every attack.",
      fix: "Nothing to mend where the reason is meant; see what could pass: `lockseal policy explain requirements.txt`.",
    },
    DRILL_STAND_INS: {
      what: "In the copy that was attacked, keys of the drill's own stand for everybody's.",
      why: "Many attacks need a signature that is right, and nobody's key is at hand.",
      accident:
        "Approvals and bundles that lie here are void in the copy, so that none of them is tried itself.",
      fix: "Nothing to mend; judge what lies here by itself: `lockseal gate`.",
    },
    DRILL_BASELINE: {
      what: "The gate refuses the repository as it is, so that nothing was attacked.",
      why: "A gate that is red anyway stops every attack, and proves nothing by it: exit code 3.",
      accident: "A tool is wanted and pinned nowhere, and every run is refused for it.",
      fix: "See why and mend that first: `lockseal gate`.",
    },
    DRILL_NOTHING: {
      what: "The policy asks something of no lock that is here, or every lock of a section is exempt or not hash-locked, so that little was attacked.",
      why: "A drill without an attack is no success: exit code 3. Where attacks on such a lock find nothing to change it is a warning.",
      accident: "The pattern of a `[[lock]]` matches no file any more since a folder was renamed.",
      fix: "See which patterns match nothing: `lockseal policy check`.",
    },
  },
};
