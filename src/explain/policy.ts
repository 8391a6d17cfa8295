import type { Area } from "./area.ts";

/** Who decides, and what the policy itself lacks. */
export const POLICY: Area<
  | "POLICY"
  | `POLICY_${string}`
  | "EXEMPTION_LONG"
  | "EXEMPTION_OVER"
  | "EXEMPTION_UNUSED"
  | "IDENTITY_WIDE"
  | "RUNNER_ANY"
  | "REPOSITORY_ID_MISSING"
  | "SIGNER_LOGIN_NONE"
  | "SIGNER_OVER"
  | "LOCK_PATTERN_UNUSED"
  | "LOCK_UNREGULATED"
  | "TOOL_SIGNER_NONE"
  | "TOML_MALFORMED"
> = {
  title: "The policy",
  about: "Who decides, and what the policy itself lacks.",
  rules: {
    POLICY: {
      what: "The policy by which the lock was judged, with the digest of it and all files that it names.",
      why: "Two machines that say the same digest asked for the same.",
      attack: "A build that runs with another policy than everybody believes shows another digest.",
      fix: "Nothing to mend; compare the digest with that of `lockseal policy check`.",
    },
    POLICY_BEHIND: {
      what: "The base has another policy by now than where the change began.",
      why: "Who counts today is said by the policy of today.",
      attack:
        "A branch begins at a commit from before the first policy, or from when a key still counted that was lost since.",
      fix: "Take the base in, then look again: `git merge origin/main`.",
    },
    POLICY_BOOTSTRAP: {
      what: "The base has no policy, so that the change is judged by the one it brings itself, or by none.",
      why: "Whoever writes the rules passes them.",
      attack: "The first policy of a repository names the attacker as its owner.",
      fix: "Merge the policy by itself, with every line of it looked at: `lockseal policy check`.",
    },
    POLICY_ENDLESS: {
      what: "The policy has no end, so an old one stays in force for ever.",
      why: "People leave and keys age; an end makes somebody look.",
      attack: "An old commit with an old, lenient policy is checked out and used as the base.",
      fix: "Add a day to review it by: `expires = 2027-06-30T00:00:00Z`.",
    },
    POLICY_EXPIRED: {
      what: "The policy is past its end and allows nothing any more.",
      why: "Nobody has looked at it for as long as its owners wanted it looked at.",
      attack: "The key of somebody who left a year ago still releases.",
      fix: "Review it, `lockseal policy check`, set a later `expires`, and let its owners merge that by hand: by a policy that is over nothing passes, and so not even its own renewal. Before its end they approve it as any change: `lockseal approve lockseal.toml`.",
    },
    POLICY_EXPIRES_SOON: {
      what: "The policy ends within weeks, and then refuses everything.",
      why: "On that day every build stops at once.",
      accident: "A release is due on the day on which the policy ends.",
      fix: "Review it now and set a later `expires`: `lockseal approve lockseal.toml`.",
    },
    POLICY_IN_TREE: {
      what: "The policy lies in the tree that it judges.",
      why: "Whoever changes the lock can change the policy in the same commit.",
      attack: "A pull request trusts its own key in lockseal.toml, and signs its own lock with it.",
      fix: "Judge by the policy of the base, `lockseal gate --base origin/main`, or by one elsewhere: `lockseal verify requirements.txt --policy FILE`.",
    },
    POLICY_LOCK_AMBIGUOUS: {
      what: "Several sections of the policy are about one lock, and nobody can say which counts.",
      why: "By order of lines the laxer one could win, by a new line above it.",
      attack: 'A `[[lock]]` with `path = "**"` and no approval is added beside the strict one.',
      fix: "Make the patterns so that each file has one section; `lockseal policy check` names them all.",
    },
    POLICY_LOCK_NONE: {
      what: "No section of the policy is about this lock.",
      why: "What the policy does not name is not allowed, else a new file would be free of all rules.",
      attack: "The install command is changed to read `reqs.txt`, which nobody guards.",
      fix: "Add a `[[lock]]` with its path, by a change that the owners approve: `lockseal approve lockseal.toml`.",
    },
    POLICY_MALFORMED: {
      what: "The policy has a key that is not known, lacks one, or has a value that cannot be meant.",
      why: "A mistyped limit would be no limit, so unknown keys are refused everywhere.",
      attack: "`treshold = 2` instead of `threshold = 2`, and one signature would do.",
      fix: "Mend what is named by line and column; `lockseal policy check` finds everything at once, `lockseal policy schema` helps editors.",
    },
    POLICY_NONE: {
      what: "There is no policy here or in a folder above, and one is needed.",
      why: "Without one nobody has said whom to trust.",
      accident:
        "The command runs outside of the checkout, or the file has another name than lockseal.toml.",
      fix: "Name it, `lockseal policy check FILE`, or begin one with `version = 1`.",
    },
    POLICY_GONE: {
      what: "The change takes away a policy that lies below the one that judges.",
      why: "Its own people approve its removal, where the gate runs in its folder. Where a submodule or a link takes that folder's place, the gate there would judge by what another repository, or another folder, has, so that this is refused.",
      attack:
        "A pull request replaces `services/` by a submodule of its author's: the gate in `services/` is green by the policy that comes with it.",
      fix: "Let its people remove the policy first, in a change of its own: `git rm services/lockseal.toml`, then `lockseal approve lockseal.toml` in `services/`. Where it is a warning, see whether the folder was to go.",
    },
    POLICY_NEARER: {
      what: "The change puts a policy into a folder that another policy governs: once it is merged, it judges there in that one's place.",
      why: "Whoever may add a policy decides about its folder from then on, so that the people of `[policy]` of the outer one have to agree. A link in its place, or a name that only some disks tell from `lockseal.toml`, is refused.",
      attack:
        "A pull request brings `services/api/lockseal.toml` that names its author as the only reviewer; the next one is judged by it.",
      fix: "Look at every line of it, and approve it as the outer policy asks: `lockseal approve services/api/lockseal.toml`.",
    },
    POLICY_ROLE_NONE: {
      what: "The policy asks for a role that nobody has who could sign for it.",
      why: "What asks for it can never pass, and whoever is in a hurry then takes the line out.",
      accident: "`securty` is written where `security` is meant, or its only holder has left.",
      fix: 'Write the role as people have it, or give it to somebody: `roles = ["security"]` under `[signers.sam]`.',
    },
    POLICY_ROOT_AGE: {
      what: "The trust root that the policy pins is older than the policy's own `max_root_age`, or than half of it.",
      why: "Nobody says when a pinned root was made, so that it is as old as its newest key; beyond the limit each keyless signature is refused.",
      accident:
        "`max_root_age` stood there for the embedded root, and a private one whose keys last for years was pinned later.",
      fix: "Pin the newest root of the instance, with its new digest, or set `max_root_age` to how often the instance changes its keys: `lockseal policy check`.",
    },
    POLICY_SIGNATURES: {
      what: "The lock is signed by as many signers of the role as the policy asks.",
      why: "Several keys of one signer are one.",
      attack: "One signer with two keys cannot release alone.",
      fix: "Nothing to mend; who they are stands in the message.",
    },
    POLICY_SIGNATURES_NONE: {
      what: "The section of the policy about this lock asks nobody to sign it.",
      why: "Then nothing can be verified, and nothing verified is never success.",
      accident: "The section only has approvals, and a release verifies signatures.",
      fix: 'Say who signs it: `signatures = { role = "releaser", threshold = 1 }`.',
    },
    POLICY_SOUND: {
      what: "The policy can be read, and nothing in it contradicts itself.",
      why: "A policy that refuses to load would stop every build; one that nobody can satisfy, too.",
      attack: "An owner's mistyped line that switches a check off is found before it is merged.",
      fix: "Nothing to mend; warnings above it may still be worth a look.",
    },
    POLICY_UNGUARDED: {
      what: "The policy does not say who decides about a change of itself.",
      why: "Then nobody can approve one, and everybody looks for a way around.",
      attack:
        "Without `[policy]` a reviewer waves a change of the policy through like any other file.",
      fix: 'Add `[policy]` with `role = "owner"` and `threshold = 2`, by hand where the base is kept.',
    },
    EXEMPTION_LONG: {
      what: "An exemption, or the leave of a name that looks like another, lasts for months.",
      why: "What is exempt for long is simply not guarded.",
      attack: "The one unguarded lock becomes the way in, for as long as anybody could want.",
      fix: "Shorten `until` to weeks.",
    },
    EXEMPTION_OVER: {
      what: "An exemption in the policy, or the leave of a name, has ended.",
      why: "It allows nothing any more, and hides what does.",
      accident: "A policy grows a list of dead lines that nobody dares to touch.",
      fix: "Take the `[[exempt]]` or `[[allow_name]]` out.",
    },
    EXEMPTION_UNUSED: {
      what: "An exemption is about a file that is not there.",
      why: "Whoever creates a file of that name with those bytes gets the exemption.",
      attack: "A vendored lock that was deleted for its holes is put back, exempt.",
      fix: "Take the entry out of the policy.",
    },
    IDENTITY_WIDE: {
      what: "An identity of the policy takes any branch or tag, or any branch that begins alike.",
      why: "Whoever can push anything to the repository can then sign.",
      attack:
        "A contributor with write access pushes `release-x`, whose workflow signs what they like.",
      fix: 'Narrow it: `ref = "refs/tags/v*"` with protected tags, or one branch.',
    },
    RUNNER_ANY: {
      what: "An identity of the policy signs from runners of any kind, self-hosted ones too.",
      why: "A self-hosted runner keeps what an earlier job left on it.",
      attack:
        "A job of another repository on a shared runner waits for the next release to tamper with.",
      fix: 'Add `runner = "github-hosted"`, unless you trust every machine of your own.',
    },
    REPOSITORY_ID_MISSING: {
      what: "An identity of the policy names a repository without its number.",
      why: "Names are given away; numbers are not.",
      attack: "The organisation is renamed or deleted, and a stranger registers the old name.",
      fix: "Add `repository_id`, as `gh api repos/OWNER/NAME --jq .id` prints it.",
    },
    SIGNER_LOGIN_NONE: {
      what: "A person of the policy has no `github`, so that nobody can tell whether a login that the forge names is theirs.",
      why: "The forge says who opened a request by a login; whose it is, the policy alone says.",
      attack: "Somebody opens a request, and then approves it as one of the two who have to.",
      fix: 'Say how the forge names them: `github = ["LOGIN"]`. Where another forge is used, `git = ["their@address"]` keeps those from approving who are named in the commits.',
    },
    SIGNER_OVER: {
      what: "A signer of the policy counts no more.",
      why: "What they signed before still does, where a clock says that it was before.",
      attack: "Their key, wherever it is now, signs nothing new that counts.",
      fix: "Nothing to mend; keep the entry as long as signatures from before are needed.",
    },
    LOCK_PATTERN_UNUSED: {
      what: "A pattern of the policy matches no file.",
      why: "It protects nothing, and looks as if it did.",
      attack: "A lock is renamed in a pull request, out of the pattern that asked for approvals.",
      fix: "Check it: patterns are relative to the policy, `*` stays within a folder, `**` does not; `lockseal policy check`.",
    },
    LOCK_UNREGULATED: {
      what: "A section of the policy asks neither for signatures nor for approvals.",
      why: "Then no change of that lock can ever be approved.",
      accident: "The section was begun and never finished.",
      fix: "Say who decides: `approval.update = { people = 2 }`.",
    },
    TOOL_SIGNER_NONE: {
      what: "A tool of the policy names nobody who has to have signed it.",
      why: "Whatever its address serves on the first day is pinned.",
      attack: "The release is replaced an hour before the pin is made.",
      fix: "Name who signs it under `[signers]`, and add `signer` to the tool; `lockseal tool add --help` shows the ways.",
    },
    TOML_MALFORMED: {
      what: "The file is no TOML.",
      why: "Half of a policy is no policy.",
      accident: "A string without its quote, or a merge conflict that was committed.",
      fix: "Mend the line and column that are named, then `lockseal policy check`.",
    },
  },
};
