import type { Area } from "./area.ts";

/** What a checkout is compared with, and what is not allowed to differ. */
export const GATE: Area<
  | `GATE_${string}`
  | `GIT_${string}`
  | "LOCK_RANGES"
  | "NAMES"
  | `NAME_${string}`
  | "LOCK_REMOVED"
  | "LOCK_UNCHANGED"
  | "TOOL_UNWANTED"
  | "TOOL_VERSION_DIFFERS"
  | "EXPECTATION_NONE"
  | "EXEMPTED"
  | "EXEMPTION_NOT_MET"
  | "RULE"
  | "RULE_DENIES"
  | "RULE_FAILED"
  | "RULE_MALFORMED"
> = {
  title: "The gate and git",
  about: "What a checkout is compared with, and what is not allowed to differ.",
  rules: {
    GATE_BASE: {
      what: "What the checkout was compared with, and by which policy.",
      why: "Everything in the verdict is relative to this commit.",
      attack: "A base that the change chose itself would be visible here.",
      fix: "Nothing to mend; if it is another commit than you meant: `lockseal gate --base origin/main`.",
    },
    GATE_BASE_IS_HEAD: {
      what: "In a request to merge the base is the head, so that nothing would differ and everything would pass.",
      why: "A gate that compares a thing with itself is always green.",
      attack: "The workflow of a pull request is made to fetch its own branch as the base.",
      fix: "Fetch the branch that this goes into, and name it: `lockseal gate --base origin/main`.",
    },
    GATE_HEAD_DIFFERS: {
      what: "A lock or the policy has changed in HEAD, and lies here as something else.",
      why: "What lies here is judged, and what HEAD has is merged.",
      attack:
        "A change rewrites the policy, and a line in `.gitattributes` by which git makes the old text of it on every disk.",
      fix: "Commit what lies here, or take HEAD's: `git checkout HEAD -- requirements.txt`; where it differs again, take what `.gitattributes` says of it out.",
    },
    GATE_NOTHING: {
      what: "The policy is about nothing that is in the checkout, so nothing was judged.",
      why: "A green gate that looked at nothing is worse than none.",
      attack: "The locks are moved to a folder that no pattern matches.",
      fix: "Look at the patterns of `[[lock]]`: `lockseal policy check` names those that match nothing.",
    },
    GATE_UNJUDGED: {
      what: "Something could not be judged: files that cannot be listed, a change that nobody looked up, or a layout whose links are not here.",
      why: "What was not looked at does not pass.",
      attack: "A folder with a million files hides a new lock from a search that gives up.",
      fix: "Do what the message says: keep installed files out of the checkout, fetch the history or the links; then `lockseal gate --base origin/main`.",
    },
    EXEMPTED: {
      what: "Nothing is asked of these very bytes until a day, as the policy says.",
      why: "It is loud so that the day is not forgotten.",
      attack: "Other bytes under the same name are not exempt.",
      fix: "Have it signed or approved before that day, and take the `[[exempt]]` out.",
    },
    EXEMPTION_NOT_MET: {
      what: "An exemption is about this file, and does not count: its day is over, the bytes are others, or it includes what is not exempt or cannot be followed.",
      why: "It was given for bytes that somebody looked at.",
      attack: "A file with an exemption is changed, in the hope that its name is enough.",
      fix: "Have the file approved like any other, or let the owners exempt the new bytes: `lockseal approve lockseal.toml`.",
    },
    RULE: {
      what: "A rule of the policy was evaluated and denies nothing.",
      why: "Rules can only deny: passing one allows nothing by itself.",
      attack: "Whatever its owners wrote it against.",
      fix: "Nothing to mend; what it denies stands in its `deny_if`.",
    },
    RULE_DENIES: {
      what: "A rule of the policy denies this change.",
      why: "The owners wrote down what they never want, whoever approves it.",
      attack:
        "For example a pre-release, a package of a banned name, or a version from another index.",
      fix: "Take the change back, or have the rule changed by the owners: `lockseal approve lockseal.toml`.",
    },
    RULE_FAILED: {
      what: "A rule of the policy ended in an error, or nobody evaluated it; that denies, too.",
      why: "A rule that fails open is switched off by whoever can make it fail.",
      attack: "A package name that is crafted so that the expression cannot be evaluated.",
      fix: "Mend `deny_if` of the rule; `lockseal policy check` says what is wrong with it.",
    },
    NAMES: {
      what: "Names of packages were compared with popular ones, and none is nearly one of them.",
      why: "A name is typed once, and installed by everybody from then on.",
      attack:
        "A package by a name of its own, however malicious, passes: this stops slips, and no malware.",
      fix: "Nothing to mend; read what is new all the same before you approve it.",
    },
    NAME_ALLOWED: {
      what: "A name that looks like a more popular one is allowed by the policy until a day.",
      why: "It is loud so that whoever approves the change looks twice.",
      attack: "Another name than the very one that is allowed is compared as ever.",
      fix: "Once the name is in the base, take its `[[allow_name]]` out: nobody asks for it any more.",
    },
    NAME_IMPERSONATES: {
      what: "A name that the change brings is a more popular one but for a slip, of a kind that is hardly ever meant.",
      why: "Squatters register what people mistype, and wait.",
      attack:
        "A pull request adds `requets`, which does what requests does, and sends the build's tokens away.",
      fix: "Write the name that is meant; if it is this one, let the owners allow it by `[[allow_name]]`: `lockseal approve lockseal.toml`.",
    },
    NAME_RESEMBLES: {
      what: "A name looks like that of a more popular package; one in a hundred honest names does.",
      why: "Whoever reads a diff reads the name that they expect.",
      attack: "`requests-new` is taken for the package that everybody has.",
      fix: "Look who publishes it, and since when; if the other one is meant, write that.",
    },
    LOCK_RANGES: {
      what: "The file has ranges and is not strict, and the policy says so.",
      why: "No release installs from it; what is not pinned cannot be signed.",
      accident: "A development file is used in production, because it was there.",
      fix: "Lock it where it matters: `uv pip compile --generate-hashes dev-requirements.in -o dev-requirements.txt`.",
    },
    LOCK_REMOVED: {
      what: "A lock that the base has is not there any more; in a release its removal is judged as in any change.",
      why: "Without its lock an install is unpinned, and nobody can approve that for a single file.",
      attack:
        "A change deletes the lock, so that the install command falls back to the unpinned input.",
      fix: "Put it back, `git checkout origin/main -- requirements.txt`; or let the owners take its `[[lock]]` out first.",
    },
    LOCK_UNCHANGED: {
      what: "The lock and all that it includes is as at the base.",
      why: "Nothing has to be approved where nothing differs.",
      attack: "A change in an included file would not count as unchanged.",
      fix: "Nothing to mend; it is the base that answers for this lock.",
    },
    TOOL_UNWANTED: {
      what: "A tool is pinned that the policy does not want.",
      why: "A pin is what gets fetched and run.",
      attack: 'A pull request adds a "linter" to lockseal-tools.lock.',
      fix: "Take it out of the lock, or have the owners add `[tools.NAME]`.",
    },
    TOOL_VERSION_DIFFERS: {
      what: "A tool is pinned in another version than the policy wants.",
      why: "The owners agreed to one version; the pin runs another.",
      attack: "The lock of tools is set back to the version with the known hole.",
      fix: "Pin what is wanted: `lockseal tool update NAME`.",
    },
    EXPECTATION_NONE: {
      what: "The policy has no table about this output, so it is not allowed.",
      why: "A file that nobody expected would be published without a question.",
      attack: "A second archive in `dist/`, beside the one that is attested.",
      fix: "Add a table `[provenance.NAME]` with `subject` and what its attestation has to say, or remove the file.",
    },
    GIT_REF_AMBIGUOUS: {
      what: "A name stands for several branches or tags, and git would take one of them.",
      why: "What a change is compared with decides what differs, and by which policy it is judged.",
      attack:
        "A tag of the name `origin/main` is pushed: git prefers it to the remote's branch, and the change is compared with itself.",
      fix: "Name it in full: `lockseal gate --base refs/remotes/origin/main`.",
    },
    GIT_BASES_SEVERAL: {
      what: "The branch and its base have several commits in common of which none follows on another.",
      why: "Compared with one of them a change can be invisible that differs from the other.",
      attack:
        "A branch merges two halves of the base by itself and keeps the old lock, which the base has replaced since.",
      fix: "Take the base in, so that it is what both have in common: `git merge origin/main`.",
    },
    GIT_MISSING: {
      what: "The program git is not there.",
      why: "What a change is compared with is read by git.",
      accident: "A slim container image without git runs the gate.",
      fix: "Install git and see that it is in `PATH`.",
    },
    GIT_FAILED: {
      what: "Git ended with an error, or took too long.",
      why: "Nothing was decided.",
      accident: "The repository is damaged, or on a disk that does not answer.",
      fix: "See what git says itself: `git fsck`.",
    },
    GIT_CHECKOUT_NONE: {
      what: "The file lies in no checkout of git.",
      why: "Without a history there is no base, and no change that could be judged.",
      accident:
        "The job works on an archive that was unpacked, or `.git` was left out of an image.",
      fix: "Run it in a checkout: `git clone URL`.",
    },
    GIT_OWNER: {
      what: "The checkout belongs to another user, and git refuses to read it.",
      why: "A stranger's `.git/config` can run programs.",
      attack:
        "A shared folder with a prepared repository, in which an administrator runs a command.",
      fix: "If you trust it: `git config --global --add safe.directory DIR`.",
    },
    GIT_COMMIT_UNKNOWN: {
      what: "Git knows no commit of that name.",
      why: "A base that is guessed is a base that somebody else chose.",
      accident: "The job checks out with depth 1, or the remote has no HEAD.",
      fix: "Fetch it, `git fetch origin`, with `fetch-depth: 0` in a job; then `lockseal gate --base origin/main`.",
    },
    GIT_UNFINISHED: {
      what: "A merge, a rebase or the like is under way.",
      why: "The checkout is between two states, neither of which anybody will merge.",
      accident: "An approval is given in the middle of a conflict.",
      fix: "Finish it, `git rebase --continue`, or give it up: `git rebase --abort`.",
    },
    GIT_SHALLOW: {
      what: "The clone does not reach back far enough, or lacks some of its objects.",
      why: "A reject in a commit that is not at hand would be overlooked.",
      attack: "A fetch of depth 1 hides the commit in which somebody objected.",
      fix: "Fetch the rest, `git fetch --unshallow`; in a job set `fetch-depth: 0`.",
    },
    GIT_TOO_MUCH: {
      what: "There is more in the history between base and head than anybody would review.",
      why: "Reading it all would take the time of the job.",
      attack:
        "Ten thousand files in the folder of approvals, so that the gate gives up; it refuses instead.",
      fix: "Name a base that is nearer, `lockseal gate --base REF`, and take out of the folder what has served.",
    },
    RULE_MALFORMED: {
      what: "A rule of the policy cannot be evaluated, and could only ever deny.",
      why: "Once it is merged, it would refuse whatever comes, and would then be taken out in a hurry.",
      accident: "`change.verison`, or a comparison of a number with a text.",
      fix: "Mend the line and column of `deny_if` that are named; docs/policy.md lists what a rule sees; then `lockseal policy check`.",
    },
  },
};
