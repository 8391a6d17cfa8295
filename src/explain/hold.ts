import type { Area } from "./area.ts";

/** For how long files have been known, and by whose clock. */
export const HOLD: Area<
  | "HOLD"
  | `HOLD_${string}`
  | "OBSERVED"
  | `OBSERVED_${string}`
  | "FIRST_SEEN_MALFORMED"
  | "CLOCK_BEHIND"
> = {
  title: "Holds and records",
  about: "For how long files have been known, and by whose clock.",
  rules: {
    HOLD: {
      what: "Whether every new file has been known for as long as the policy wants.",
      why: "Most malicious releases are found and taken down within days.",
      attack:
        "A maintainer's account is stolen in the evening; builds of the night install the new release.",
      fix: "Wait until the time that is named; where a hole is being exploited: `lockseal approve requirements.txt --emergency --reason TEXT --advisory ID`.",
    },
    HOLD_EVIDENCE: {
      what: "A record about the age of files does not count, for the reason that is given.",
      why: "Only observers of the policy, and clocks that it takes, can age a file.",
      attack: "The author of a change brings a record that says the file is a year old.",
      fix: "Let a machine of the role observer record it: `lockseal observe requirements.txt --index URL --index-name NAME`.",
    },
    HOLD_RECORDED: {
      what: "Whether the records and attestations that a signed lock names as its evidence are here.",
      why: "Whoever asks next year by what a hold was judged finds exactly the bytes that it was judged by.",
      attack:
        "Evidence is exchanged after the fact for some that makes a hasty release look patient.",
      fix: "Nothing has to be mended to install; to look at the evidence, take it from the repository: `git checkout -- .lockseal`.",
    },
    HOLD_UNKNOWN: {
      what: "Nobody who counts knows since when a new file has existed.",
      why: "An unknown age is treated as none, else leaving the record out would be the way around the hold.",
      attack: "A change that simply brings no record of its minutes-old package.",
      fix: "Record it and commit the record: `lockseal observe requirements.txt --index URL --index-name NAME`.",
    },
    OBSERVED: {
      what: "Files were recorded as seen now, with what the index says of them.",
      why: "From this time on the hold runs, by the clock over the record.",
      attack: "A file that is swapped later has other bytes, and its hold begins anew.",
      fix: "Nothing to mend; commit the record with the change: `git add .lockseal/records`.",
    },
    OBSERVED_INDEX: {
      what: "Which indexes were asked about the files, and who named them: the policy, the lock as the base has it, a variable or a file of pip's, or `--index`.",
      why: "What an index says of a file's age is believed once a record repeats it.",
      attack:
        "A change brings a settings file of pip's that names the attacker's index, which says that everything is old.",
      fix: "Nothing to mend where it is the right one; else name it in the policy: `index` in its `[[lock]]`, and `[indexes]`.",
    },
    OBSERVED_NOTHING: {
      what: "The lock allows no file that the base does not allow, so nothing was recorded.",
      why: "There is nothing whose age anybody could ask for.",
      accident: "The bot ran on a branch without an update.",
      fix: "Record all files of the lock if that is meant: `lockseal observe requirements.txt --index URL --index-name NAME --all`.",
    },
    OBSERVED_UNDATED: {
      what: "The record is signed by a key alone, so nobody but its signer says when.",
      why: "A date that one writes oneself ends no hold.",
      attack: "A stolen bot key dates its record to last month.",
      fix: "Sign it keyless in the bot's own workflow: leave `--key` out.",
    },
    OBSERVED_UNKNOWN: {
      what: "The index knows no file with this hash.",
      why: "The lock allows bytes that cannot come from where everybody thinks they come from.",
      attack:
        "A hash of a malicious wheel is added to the dozens of a package that has many platforms.",
      fix: "Find out where the hash comes from before anybody approves: `lockseal diff OLD NEW`.",
    },
    FIRST_SEEN_MALFORMED: {
      what: "A record of when files were first seen lacks a field, or has one that is not known.",
      why: "Its ages decide what may be installed; none is taken from what cannot be read.",
      attack: "A record with two entries of one file, an old and a young one.",
      fix: "Delete it and record anew: `lockseal observe requirements.txt --index URL --index-name NAME`.",
    },
    CLOCK_BEHIND: {
      what: "Evidence is from later than this machine's clock.",
      why: "With a clock that is behind, nothing expires and every hold lasts too long; it is refused rather than guessed at.",
      attack:
        "Somebody sets the clock of a runner back, to the days when a revoked certificate still held.",
      fix: "Set the clock of this machine; where it is right, the signer's was wrong and they have to sign again.",
    },
    OBSERVED_ATTESTATION: {
      what: "The attestations that the index serves for a file do not hold, and were not recorded.",
      why: "An attestation that fails is worse than none: somebody made it to be believed.",
      attack: "The index, or somebody in it, pairs a new file with the attestation of an old one.",
      fix: "Look at who published it before anybody approves: `lockseal attestation verify FILE --publisher KIND:NAME --index URL`.",
    },
  },
};
