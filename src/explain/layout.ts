import type { Area } from "./area.ts";

/** What the owner of a layout asks, and how files flow. */
export const LAYOUT: Area<
  | "LAYOUT"
  | `LAYOUT_${string}`
  | `GLOB_${string}`
  | `PARAMETER_${string}`
  | "ARTIFACTS"
  | "ARTIFACT_DIFFERS"
  | "ARTIFACT_NONE"
  | "ARTIFACT_RULE"
  | "ARTIFACT_UNKNOWN"
  | "RULES_OPEN"
  | "RULE_UNREACHABLE"
  | "KEY_TWICE"
  | "KEY_UNUSED"
> = {
  title: "In-toto layouts and links",
  about: "What the owner of a layout asks, and how files flow.",
  rules: {
    LAYOUT: {
      what: "Every step was carried out by whom the layout names, and every artifact rule holds.",
      why: "It is the verdict over all links together.",
      attack: "A build server that was broken into changes a file between review and packaging.",
      fix: "Nothing to mend; see how files flow: `lockseal layout explain --layout FILE`.",
    },
    LAYOUT_MALFORMED: {
      what: "The layout lacks a field, has one of another type, or says what no owner can mean.",
      why: "All that could be meant two ways is refused before a link is looked at.",
      attack: "A threshold of 0, or two steps of one name, which others accept.",
      fix: "Let its owner mend it, `lockseal layout lint --layout FILE`, and sign it again: `lockseal layout sign --layout FILE --key OWNER.key`.",
    },
    LAYOUT_EXPIRED: {
      what: "The layout is past its end.",
      why: "Functionaries leave; the end makes its owner look again.",
      attack: "An old layout with the key of somebody who left verifies what they still sign.",
      fix: "Let its owner sign it anew: `lockseal layout sign --layout FILE --key OWNER.key --expires 90d`.",
    },
    LAYOUT_PARAMETER: {
      what: "A word in braces of the layout has no value, or one that a pattern would not take for itself.",
      why: "A value goes into patterns and names of folders, where `*` is more than a letter and `..` leads elsewhere.",
      attack:
        "The parameter `VERSION=*` turns a rule about one file into one about all, `VERSION=../src` one about `dist` into one about `src`.",
      fix: "Give a plain value: `lockseal layout verify --layout FILE --key OWNER.pub --param NAME=VALUE`.",
    },
    LAYOUT_CREATED: {
      what: "A layout was made; nobody has signed it yet.",
      why: "Unsigned it binds nobody.",
      accident: "The unsigned file is sent to those who verify.",
      fix: "Look at it, `lockseal layout explain --layout FILE`, and sign it: `lockseal layout sign --layout FILE --key OWNER.key`.",
    },
    LAYOUT_ENDS: {
      what: "The layout ends soon.",
      why: "From that day on everything by it is refused.",
      accident: "The release of next week is verified by a layout of last year.",
      fix: "Let its owner sign it with a later end in time: `lockseal layout sign --layout FILE --key OWNER.key --expires 90d`.",
    },
    LAYOUT_FIELD_UNKNOWN: {
      what: "A field of the layout says nothing, for no field has that name.",
      why: "It is signed, and it is ignored.",
      attack: "`expected_product` without its `s`: the rules in it are never applied.",
      fix: "Correct its spelling, and look again: `lockseal layout lint --layout FILE`.",
    },
    LAYOUT_LINT: {
      what: "The layout says what it looks like.",
      why: "Thresholds, keys, rules and its end were looked at, not whether its owner's process is a good one.",
      attack: "A layout in which a rule only seems to forbid.",
      fix: "Nothing to mend; sign it if it is not yet: `lockseal layout sign --layout FILE --key OWNER.key`.",
    },
    LAYOUT_SIGNATURE: {
      what: "Whether every owner whose key is given signed the layout.",
      why: "The layout decides who may do what; its owners are the root of it.",
      attack: "A layout in which the attacker's key may carry out every step.",
      fix: "Get the owner's layout or key: `lockseal layout verify --layout FILE --key OWNER.pub`.",
    },
    LAYOUT_SIGNED: {
      what: "An owner signed the layout.",
      why: "Signatures of other owners are kept.",
      attack: "What is changed in it from now on breaks the signature.",
      fix: "Nothing to mend; hand layout and public key to those who verify.",
    },
    LAYOUT_UNSIGNED: {
      what: "Nobody has signed the layout yet.",
      why: "It is a draft.",
      accident: "A draft is put where the layout belongs.",
      fix: "Have its owner sign it: `lockseal layout sign --layout FILE --key OWNER.key`.",
    },
    GLOB_MALFORMED: {
      what: "A pattern of an artifact rule is none, so that it would match nothing.",
      why: "A rule that matches nothing forbids nothing.",
      attack: "`DISALLOW [*`, which looks like a ban on everything.",
      fix: "Write a bracket that is meant itself as `[[]`; then `lockseal layout lint --layout FILE`.",
    },
    GLOB_DIALECT: {
      what: "The Go implementation takes this pattern for none, and lets everything pass.",
      why: "Two verifiers of one layout should say the same.",
      attack: "A release that one verifier refuses is taken to the other.",
      fix: "Write the set without a hyphen at its ends, and without a bracket first.",
    },
    PARAMETER_LITERAL: {
      what: "The layout has words in braces and no parameters were given, so they mean themselves.",
      why: "A rule about `{VERSION}` is then about a file of that odd name.",
      accident: "The verifier does not know that the layout wants a value.",
      fix: "Give it: `lockseal layout verify --layout FILE --key OWNER.pub --param VERSION=1.2.3`.",
    },
    PARAMETER_UNUSED: {
      what: "A parameter was given that the layout has no place for.",
      why: "What was to be limited by it is not limited.",
      accident: "The parameter was mistyped, or was renamed in the layout.",
      fix: "Check its name against `lockseal layout explain --layout FILE`.",
    },
    ARTIFACTS: {
      what: "Files of the folder are as the last step made them.",
      why: "They were digested here and now.",
      attack: "A package that was swapped after the last step.",
      fix: "Nothing to mend; files that no step made are named apart.",
    },
    ARTIFACT_DIFFERS: {
      what: "A file is not as the last step made it.",
      why: "Something happened to it afterwards, outside of the layout.",
      attack: "The download server replaces the package.",
      fix: "Do not use it: take it from where it was built, or let the step be repeated.",
    },
    ARTIFACT_NONE: {
      what: "No file of the folder is one that the last step made.",
      why: "Nothing was compared.",
      accident: "The folder is one level too high or too low.",
      fix: "Name the folder from which the paths of the products begin: `lockseal layout verify --layout FILE --key OWNER.pub --artifacts DIR`.",
    },
    ARTIFACT_RULE: {
      what: "Whether the files of the step are those that a rule of the layout lets flow.",
      why: "Rules tie what one step made to what the next one took.",
      attack: "The compiler is handed one source file more than was reviewed.",
      fix: "See the flow that was meant, `lockseal layout explain --layout FILE`, and what the step did; only the owner changes rules.",
    },
    ARTIFACT_UNKNOWN: {
      what: "The last step did not make this file, so nothing is said about it.",
      why: "Whoever uses it uses it unverified.",
      attack: "A second, unverified program beside the verified one.",
      fix: "Remove it, or let it be made by a step.",
    },
    RULES_OPEN: {
      what: "Files of which no rule speaks are allowed.",
      why: "By the specification whatever is left over passes.",
      attack: "A file that is added to the package, and that no rule forbids.",
      fix: 'Let the owner end each list with `["DISALLOW", "*"]`.',
    },
    RULE_UNREACHABLE: {
      what: "A rule of the layout takes nothing, for those before it have taken everything.",
      why: "It looks as if it did something.",
      attack: "`ALLOW *` above the rule that should have forbidden.",
      fix: "Take it out, or put it where it takes something; then `lockseal layout lint --layout FILE`.",
    },
    KEY_TWICE: {
      what: "One key stands in the layout under two names, and counts once.",
      why: "A threshold of two is then one person.",
      attack: "The owner believes that two people have to sign.",
      fix: "Keep one of the two entries.",
    },
    KEY_UNUSED: {
      what: "A key of the layout is for no step.",
      why: "It can do nothing now, and may be used by a later, careless edit.",
      accident: "Somebody changed roles, and the key stayed.",
      fix: "Name it in a step or take it out; what is for whom: `lockseal layout explain --layout FILE`.",
    },
    LAYOUT_OWNER_PERIOD: {
      what: "An owner whom the policy names for a layout does not count today.",
      why: "A layout decides who may do what, so its owners are held to their `from`, `until` and `revoked` as well.",
      attack: "Somebody who left still owns the layout of the release, and names a functionary.",
      fix: "Let somebody sign it who counts, and name them as `owners` under `[[layout]]`.",
    },
    LAYOUT_AT_RELEASE: {
      what: "The layout was not judged here, for the policy judges it at a release.",
      why: "Its links are made by the build, which a pull request does not have.",
      accident: "A reader takes the green gate of a pull request for a verdict about the build.",
      fix: "Judge it where it is built: `lockseal gate --release`.",
    },
    LAYOUT_NEW: {
      what: "The layout is new in this change, so it was not judged.",
      why: "It judges from the day on which others have agreed to it.",
      attack: "A change brings a layout that its own build fits.",
      fix: "Nothing to mend; it counts once it is merged.",
    },
    LAYOUT_STEP_UNKNOWN: {
      what: "Something is allowed for a step that the layout does not have.",
      why: "The exception is for nothing, and the step that was meant has none.",
      accident:
        "A step was renamed in the layout, and `allow_sublayout` or `--allow-sublayout` still has the old name.",
      fix: "Write the step's name as the layout has it: `lockseal layout explain --layout FILE`.",
    },
    LAYOUT_INSPECTIONS: {
      what: "The policy and the layout do not fit in whether there are inspections.",
      why: "The gate runs no commands: a layout with inspections needs a word about them, and a word about none is a mistake.",
      accident:
        "An inspection is added to the layout, and every gate then refuses for want of its result.",
      fix: "Say `skip_inspections = true` under `[[layout]]` if the verdict may be without them, or take the line out.",
    },
  },
};
