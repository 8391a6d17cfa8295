import type { Area } from "./area.ts";

/** Who agreed to a change, and whose word counts. */
export const APPROVAL: Area<
  | `APPROVAL_${string}`
  | "APPROVALS"
  | "APPROVER_UNKNOWN"
  | "AUTHOR_NEEDED"
  | `CHANGE_${string}`
  | "LOCK_CHANGE"
> = {
  title: "Approvals of people",
  about: "Who agreed to a change, and whose word counts.",
  rules: {
    APPROVALS: {
      what: "Every change is approved by as many people, and of such roles, as the policy asks.",
      why: "People are counted, never keys, and never whoever made the change.",
      attack: "One person, or one stolen account, that lets a new dependency in.",
      fix: "Nothing to mend; see who approved what: `lockseal policy explain requirements.txt`.",
    },
    APPROVAL_NOTHING: {
      what: "Nothing differs from the base that could be approved.",
      why: "An approval of nothing would look like one of whatever comes next.",
      accident: "The change is merged already, or it was compared with itself.",
      fix: "Name what it is to be compared with: `lockseal approve requirements.txt --base REF`.",
    },
    APPROVAL_UNCONFIRMED: {
      what: "Nobody said that they looked at what is to be signed.",
      why: "An approval without a look is worth less than none, for others rely on it.",
      attack:
        "A script of a dependency runs the approval in the background, with the key that happens to be unlocked.",
      fix: "Read what is shown and type yes; without a terminal name what you looked at: `lockseal approve requirements.txt --yes DIGEST`.",
    },
    APPROVAL_MALFORMED: {
      what: "The approval lacks a field, has an unknown one, or one of another type.",
      why: "A condition that a reader does not know is a condition that it does not keep.",
      attack: "An approval for one branch whose misspelt `scope` makes it hold for all.",
      fix: "Approve it again with a current version: `lockseal approve requirements.txt`.",
    },
    APPROVAL_AUTHOR_UNPROVEN: {
      what: "Nobody is proven to have made the change, so one more person has to approve it.",
      why: "Git's author field is text that anybody can write.",
      attack: "The author commits under another name and approves their own change.",
      fix: "Let the forge's event name the author, or sign the commits with a key of the policy.",
    },
    APPROVAL_BASE_UNREAD: {
      what: "A line of the lock at the base cannot be read, and was not compared.",
      why: "What it pinned is unknown, so nobody can say that it changed.",
      accident: "The lock before was none yet: it came from an input file by hand.",
      fix: "Look at that line yourself: `git diff origin/main -- requirements.txt`.",
    },
    APPROVAL_BY_AUTHOR: {
      what: "Whoever made the change approved it.",
      why: "A second look by the same eyes is none.",
      attack: "A stolen account opens the pull request and approves it.",
      fix: "Let somebody else look: `lockseal approve requirements.txt`.",
    },
    APPROVAL_BY_MACHINE: {
      what: "A machine signed the approval.",
      why: "A machine looks at nothing, and whoever controls its workflow controls its word.",
      attack: "A bot that updates dependencies is made to approve them, too.",
      fix: "Let a person approve; a machine's word about ages is a record: `lockseal observe requirements.txt --index URL --index-name NAME`.",
    },
    APPROVAL_COVERS_NOTHING: {
      what: "The approval is about other changes than those made here.",
      why: "After an edit what was approved may be gone, and something else in its place.",
      attack: "The approved package is taken out of the pull request and another put in.",
      fix: "Look at what it is now, and approve that: `lockseal approve requirements.txt`.",
    },
    APPROVAL_DELTA: {
      what: "What the approval shows as the change is not what differs.",
      why: "Both files are at hand: the reviewer saw something else than is merged.",
      attack: "A changed program shows a harmless difference and signs another.",
      fix: "Find out what made this approval, and approve anew from a clean installation of lockseal.",
    },
    APPROVAL_DENIED: {
      what: "The policy says that nobody may approve such a change.",
      why: "Other bytes under the same version are never an update.",
      attack:
        "A release is replaced in the index, and the new hashes are offered as a routine refresh.",
      fix: "Take the change back and find out where it came from; only the owners can change `approval` in lockseal.toml.",
    },
    APPROVAL_EMERGENCY: {
      what: "A change passes before its time, by the word of those who may say so, until the end that is named.",
      why: "It is loud in every report so that an emergency stays one.",
      attack:
        "An alleged emergency that hurries a malicious version past the hold is at least seen, counted and over soon.",
      fix: "Look at it in peace before that time, and approve it as any other change: `lockseal approve requirements.txt`.",
    },
    APPROVAL_EMERGENCY_LASTS: {
      what: "The emergency would last longer than the policy allows.",
      why: "An emergency of a year is a policy that nobody wrote.",
      attack: "`--expires 365d` turns the one exception into the rule.",
      fix: "Approve it with an earlier end: `lockseal approve requirements.txt --emergency --reason TEXT --advisory ID --expires 72h`.",
    },
    APPROVAL_EXPIRED: {
      what: "The approval is past its end.",
      why: "What was known about a package when it was looked at is no longer what is known.",
      attack:
        "A change that was approved and forgotten is merged a year later, when its package has become malware.",
      fix: "Look again, and approve again: `lockseal approve requirements.txt`.",
    },
    APPROVAL_FROM: {
      what: "These people could still approve, and this is what they type.",
      why: "A refusal that does not say whom to ask is got round.",
      accident: "The change waits for somebody who does not know of it.",
      fix: "Send them the line that is shown: `lockseal approve requirements.txt`.",
    },
    APPROVAL_MISSING: {
      what: "A change is approved by fewer people than the policy asks, or not by the roles that it asks.",
      why: "Each change needs its number; many approvals of one do not cover another.",
      attack: "A pull request with nine harmless updates and one new package.",
      fix: "Look at it and approve it as somebody else: `lockseal approve requirements.txt`; see what is missing: `lockseal policy explain requirements.txt`.",
    },
    APPROVAL_POLICY: {
      what: "The approval was given under another policy than the one that asks.",
      why: "Its signer agreed by rules that no longer hold, or that the change itself brought.",
      attack: "An approval that was collected in a fork with a lenient policy.",
      fix: "Approve it under the policy of the base: `lockseal approve requirements.txt --base origin/main`.",
    },
    APPROVAL_REF_NONE: {
      what: "The approval is for no branch in particular, since the base names none.",
      why: "It then counts for a change into any branch.",
      attack: "What was agreed for an experiment is used for the release branch.",
      fix: "Name the branch: `lockseal approve requirements.txt --into refs/heads/main`.",
    },
    APPROVAL_REJECTED: {
      what: "A person of the policy rejects the change.",
      why: "One reject beats any number of approvals, on every branch, and has no end.",
      attack: "A reviewer saw something, and the others are talked into approving.",
      fix: "Change what is rejected; only who said it takes it back: `lockseal approve requirements.txt --supersede DIGEST`.",
    },
    APPROVAL_REVIEWER: {
      what: "The approval names another person than the one who signed it.",
      why: "Who a reviewer is, the key says, and not the text.",
      attack: "Somebody signs with their own key in the name of a security officer.",
      fix: "Let the person who is meant sign with their own key: `lockseal approve requirements.txt --key alice.key`.",
    },
    APPROVAL_SCOPE: {
      what: "The approval is for another file, repository or branch.",
      why: "A yes to one place is none to all places.",
      attack: "An approval from a sandbox repository is copied with its file.",
      fix: "Approve it where it is to be merged: `lockseal approve requirements.txt --into refs/heads/main`.",
    },
    APPROVAL_SEQUENCE: {
      what: "The approval is for another state of the lock than the next one.",
      why: "Each approval is about one step from one sequence to the next.",
      attack: "An old yes is kept until the change that it was about can be made once more.",
      fix: "Approve the change as it is now, on today's base: `lockseal approve requirements.txt`.",
    },
    APPROVAL_SIGNER_PERIOD: {
      what: "The approval was signed outside of the time in which its signer counts.",
      why: "By a log's or authority's clock where there is one, else by today's.",
      attack: "Somebody who left the team approves with the key that they still have.",
      fix: "Let somebody approve who counts today; the owners change `from` and `until` in lockseal.toml.",
    },
    APPROVAL_SIGNER_UNKNOWN: {
      what: "The approval is signed by nobody in the policy, or by a key that two signers share.",
      why: "Whose word it is, nobody can say.",
      attack: "A contributor from outside approves their own pull request from a second account.",
      fix: "Let a person of the policy approve it; new people come in by a change of lockseal.toml.",
    },
    APPROVAL_SPENT: {
      what: "The approval has served already: what it allowed was made, and unmade since.",
      why: "A yes is used up by the change that it was for.",
      attack:
        "A dependency that was thrown out for cause is put back with the approval of the first time.",
      fix: "Look at it with what you know now, and approve it anew: `lockseal approve requirements.txt`.",
    },
    APPROVAL_UNREGULATED: {
      what: "The policy says nothing about such a change, or about this file, so nobody may make it.",
      why: "What a policy does not name is not allowed; otherwise a new kind of change would be free.",
      attack: "A second lock file, `requirements-extra.txt`, of which no section speaks.",
      fix: "Add a `[[lock]]` with its path, or `approval.KIND = { people = 2 }`, by a change that the owners approve.",
    },
    APPROVER_UNKNOWN: {
      what: "The key or identity belongs to no person of the base's policy, or to another than is said.",
      why: "It is refused before anything is signed, since nobody would count it.",
      accident: "A new colleague's key is in the change, and not at the base yet.",
      fix: "Sign with the key that the policy names; without any policy say who you are: `lockseal approve requirements.txt --as alice`.",
    },
    AUTHOR_NEEDED: {
      what: "The policy asks for everybody who could approve, so that none of them could have a change of their own approved.",
      why: "The author does not count, and so one is always missing.",
      accident:
        "A role of two people with `people = 2` works until one of the two opens a pull request.",
      fix: "Name one more person of the role, or ask for one fewer.",
    },
    CHANGE_APPROVED: {
      what: "Your approval of the change was signed and written.",
      why: "It is about exactly what was shown, for this file, repository and branch.",
      attack: "Whatever is added to the pull request afterwards needs an approval of its own.",
      fix: "Nothing to mend; commit it with the change: `git add .lockseal/approvals`.",
    },
    CHANGE_REJECTED: {
      what: "Your reject of the change was signed and written.",
      why: "It blocks on every branch until you take it back.",
      attack: "A change that one person has seen through cannot be merged by the majority.",
      fix: "Commit it where it is seen: `git add .lockseal/approvals`; take it back later with `lockseal approve requirements.txt --supersede DIGEST`.",
    },
    LOCK_CHANGE: {
      what: "What the change does to the lock, a package a line.",
      why: "A reviewer reads this in place of thousands of hashes.",
      attack: "A new package among many updates stands out by its own sign.",
      fix: "Nothing to mend; look at what is new, older or has other bytes, then `lockseal approve requirements.txt`.",
    },
  },
};
