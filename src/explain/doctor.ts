import type { Area } from "./area.ts";

/** What `lockseal doctor` looked at on a machine and in a checkout. */
export const DOCTOR: Area<`DOCTOR_${string}`> = {
  title: "Looking whether everything is well",
  about: "What `lockseal doctor` looked at on this machine and in this checkout.",
  rules: {
    DOCTOR_NODE: {
      what: "The version of Node is one that this program is made for, or is not.",
      why: "Older versions lack what it verifies by, and newer ones between nobody has tried.",
      accident: "A runner has an old Node, and the gate ends with a message about syntax.",
      fix: "Install Node 24.15 or a later 24, or 26 and later; then `lockseal doctor`.",
    },
    DOCTOR_CLOCK: {
      what: "The clock of this machine is after all that is at hand.",
      why: "What has ended is told by the clock; one that is behind is refused or warned of as CLOCK_BEHIND, and one that is ahead nobody can tell from here.",
      attack: "A clock that is set back lets an expired policy and a revoked key count again.",
      fix: "Nothing to mend; let the machine keep its time by the network.",
    },
    DOCTOR_ROOT: {
      what: "A trust root is whole, and young enough.",
      why: "Whoever is named in it can vouch for signers, so it is replaced when a service's key is.",
      attack: "A root from before a key was given up still believes that key.",
      fix: "Nothing to mend; fetch the newest now and then: `lockseal trust update`.",
    },
    DOCTOR_INDEXES: {
      what: "No variable and no file of pip or uv brings an index, a host or a package in.",
      why: "A plain installation takes what such settings add, and no lock says so.",
      attack: "A second index serves a newer version of an internal package's name.",
      fix: "Nothing to mend; install by the line that `lockseal gate` prints all the same.",
    },
    DOCTOR_INDEX_LEAK: {
      what: "A variable or a file of pip or uv names an index, a host or packages that no lock does.",
      why: "A plain installation heeds it, silently.",
      attack: "Whoever writes to the user's pip.conf adds an index of their own, and waits.",
      fix: "Take it out, or install by the line that `lockseal gate` prints, which heeds none of it.",
    },
    DOCTOR_INDEX_UNREAD: {
      what: "A file of pip or uv is there and cannot be read or understood.",
      why: "What it names may be installed, and nobody can tell from here.",
      accident: "The file belongs to another user, or has a line that is no TOML.",
      fix: "Look at it by hand, then ask again: `lockseal doctor`.",
    },
    DOCTOR_KEYS: {
      what: "No private key lies in the checkout, or one that git ignores and nobody else can read.",
      why: "Names that keys usually have are looked at; a key under another name is not seen.",
      accident: "A key is called notes.txt.",
      fix: "Nothing to mend; make keys beside the checkout: `lockseal keygen -o ../release`.",
    },
    DOCTOR_KEY_COMMITTED: {
      what: "Git has a private key.",
      why: "Every clone has it for ever, and its password can be guessed without anybody noticing.",
      attack: "Somebody clones the repository and tries passwords until one opens the key.",
      fix: "Make another and have the policy name it, `lockseal keygen -o ../release`; mark the old one as revoked there; then `git rm --cached` it.",
    },
    DOCTOR_KEY_MODE: {
      what: "Other users of this machine can read a private key.",
      why: "Only its password is between them and a signature.",
      attack: "A job of another project on the same machine copies it.",
      fix: "`chmod 600` it.",
    },
    DOCTOR_BASE: {
      what: "What the gate would compare this checkout with, and who says so; or that nothing says so.",
      why: "A change is what differs from the base; compared with itself, nothing would.",
      accident: "A job fetches one commit alone, and there is no branch to compare with.",
      fix: "Name it, `lockseal gate --base origin/main`, or let git find it: `git remote set-head origin --auto`.",
    },
    DOCTOR_OWNERS: {
      what: "The file of code owners names somebody for the policy, what it names, and approvals; or it does not.",
      why: "The forge then asks them before such a change is merged. Whether it does stands in its settings.",
      attack: "A change of the workflow and the policy is merged by whoever happens to review it.",
      fix: "Add the lines that `lockseal doctor` shows to the end of the file, for the last one that matches counts.",
    },
    DOCTOR_WORKFLOW: {
      what: "A workflow of the checkout runs lockseal, or none does.",
      why: "The policy is kept by whatever asks for it, and by nothing else.",
      accident: "The step is lost when workflows are tidied up.",
      fix: "Write one: `lockseal init`.",
    },
    DOCTOR_REQUIRED: {
      what: "Whether the forge requires the check, and keeps branches from being rewritten, cannot be told from here.",
      why: "It stands in the forge's settings alone; without it a change can take its own gate out.",
      attack: "A pull request removes the workflow, and is merged with every light green.",
      fix: "Look at the protection of the branch, at the address that `lockseal doctor` shows.",
    },
    DOCTOR_GIT: {
      what: "The checkout's own settings run no program and replace nothing; or git does not list them.",
      why: "Such settings come with a copied folder, never with a clone.",
      attack:
        "An unpacked archive has a .git folder whose settings run a program at the next `git status`.",
      fix: "Where git does not list them, see what it says: `git config --local --list`.",
    },
    DOCTOR_GIT_SETTING: {
      what: "A setting of this checkout alone runs a program, or changes what git reads.",
      why: "This program heeds none of them; you, at the next git command, do.",
      attack:
        "core.fsmonitor names a script of the folder, which runs whenever somebody looks at its state.",
      fix: "If you did not set it: `git config --local --unset-all NAME`.",
    },
    DOCTOR_GIT_REPLACED: {
      what: "Something in the checkout lets git show another history than the one that was committed.",
      why: "This program does not follow it; whoever reviews with git sees what is not there.",
      attack: "A replaced commit shows reviewers a harmless change.",
      fix: "If you did not make it, clone again; then `lockseal doctor`.",
    },
    DOCTOR_ATTRIBUTES: {
      what: "Git leaves the line ends of what is signed as they are, or may change them.",
      why: "Signatures are over every byte, and a changed line end breaks them.",
      accident: "On Windows a lock is checked out with other line ends, and no signature holds.",
      fix: "Add the lines that `lockseal doctor` shows to .gitattributes.",
    },
  },
};
