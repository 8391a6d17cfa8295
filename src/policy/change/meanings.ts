import {
  anchors,
  asNumber,
  asSpan,
  asTime,
  flagGrants,
  flagGuards,
  grants,
  guards,
  lessIsStricter,
  moreIsStricter,
  plain,
  type Weigh,
} from "./weight.ts";

/** What a place of a policy means to whoever reads that it changed. */
export interface Meaning {
  /** Names from the top on; `*` stands for any one of them. */
  readonly at: string;
  /** Of whom or of what it is said; `{0}` stands for what the first `*` is. */
  readonly of: string;
  /** What is said. */
  readonly what: string;
  readonly weigh: Weigh;
}

/** Another one in its place lets somebody else do it. */
const swaps: Weigh = ({ before }) => (before === undefined ? "stricter" : "weaker");
const always =
  (weight: "weaker" | "stricter" | "other"): Weigh =>
  () =>
    weight;
/** Of a list any entry will do; where none is said, anything will. */
const anyOf: Weigh = (difference) =>
  difference.kind === "item" ? grants(difference) : swaps(difference);
const later = moreIsStricter(asTime);
const ends = lessIsStricter(asTime, Number.POSITIVE_INFINITY);
const atLeast = moreIsStricter(asNumber);
const spans = moreIsStricter(asSpan);
/** A tool without a hold has that of 72 hours. */
const toolHold: Weigh = ({ before = "72h", after = "72h", ...rest }) =>
  spans({ ...rest, before, after });
/** Every clock counts where none is named. */
const clocks: Weigh = (difference) =>
  difference.kind === "item" ? grants(difference) : guards(difference);
/** A machine that becomes a person is asked for approvals; the other way round it may observe. */
const person: Weigh = ({ after }) => (after === true ? "weaker" : "other");
/** Who had nothing to say gives nobody leave by being denied. */
const kind: Weigh = (difference) => {
  const { after } = difference;
  const isDenied = typeof after === "object" && after !== null && "deny" in after;
  return isDenied ? "stricter" : grants(difference);
};
/** What no section is about, the gate does not look at. */
const section: Weigh = ({ after }) => (after === undefined ? "weaker" : "other");
const index: Weigh = ({ before, after }) =>
  before !== undefined && after !== undefined ? "weaker" : "other";
const whenJudged: Weigh = ({ after }) => (after === "release" ? "weaker" : "stricter");

const row = (at: string, of: string, what: string, weigh: Weigh): Meaning => ({
  at,
  of,
  what,
  weigh,
});

const RULE = "lock.*.approval.*";
const KIND = "{1} in {0}";

/** What is known of a policy's places. A place that is not here is shown as it is written. */
export const MEANINGS: readonly Meaning[] = [
  row("name", "the policy", "its name", plain),
  row("expires", "the policy", "its end", ends),
  row("policy.role", "changes of the policy", "the role that decides", swaps),
  row("policy.threshold", "changes of the policy", "how many decide", atLeast),
  row(
    "policy.author_may_approve",
    "changes of the policy",
    "whether authors may approve",
    flagGrants,
  ),
  row("trust.sigstore_root", "keyless signatures", "the trust root", always("weaker")),
  row("trust.sigstore_root.*", "keyless signatures", "the trust root's {0}", always("weaker")),
  row("trust.max_root_age", "trust roots", "how old they may be", lessIsStricter(asSpan, Infinity)),
  row("trust.time", "times", "the clock", clocks),
  row("trust.max_clock_skew", "times", "how far ahead they may be", lessIsStricter(asSpan, 300)),
  row("signers.*", "{0}", "who signs", grants),
  row("signers.*.person", "{0}", "whether it is a person", person),
  row("signers.*.roles", "{0}", "the role", grants),
  row("signers.*.keys", "{0}", "the key", grants),
  row("signers.*.keyless", "{0}", "the identity", grants),
  row("signers.*.git", "{0}", "the name as an author in git", guards),
  row("signers.*.github", "{0}", "the name as an author on GitHub", guards),
  row("signers.*.from", "{0}", "the beginning of their time", later),
  row("signers.*.until", "{0}", "the end of their time", ends),
  row("signers.*.revoked", "{0}", "the day their keys were lost", ends),
  row("indexes.*", "the index {0}", "its address", index),
  row("lock.*", "locks {0}", "what is asked of them", section),
  row("lock.*.format", "locks {0}", "their format", plain),
  row("lock.*.index", "locks {0}", "the index", anchors),
  row("lock.*.signatures", "locks {0}", "who has to sign", guards),
  row("lock.*.signatures.role", "locks {0}", "the role that signs", swaps),
  row("lock.*.signatures.threshold", "locks {0}", "how many sign", atLeast),
  row(RULE, KIND, "who may approve it", kind),
  row(`${RULE}.people`, KIND, "how many people approve it", atLeast),
  row(`${RULE}.roles`, KIND, "the roles that have to approve it", guards),
  row(`${RULE}.roles.*`, KIND, "how many of the role {2} approve it", atLeast),
  row(`${RULE}.role`, KIND, "the role that approves it", swaps),
  row(`${RULE}.hold`, KIND, "its hold", spans),
  row(`${RULE}.deny`, KIND, "why nobody may approve it", guards),
  row(`${RULE}.lasts`, KIND, "how long it lasts", lessIsStricter(asSpan, 0)),
  row(`${RULE}.reason`, KIND, "whether a reason is asked for", plain),
  row("lock.*.author_may_approve", "locks {0}", "whether authors may approve", flagGrants),
  row("lock.*.ranges", "locks {0}", "whether ranges may stand in them", flagGrants),
  row("tools.*", "the tool {0}", "what is wanted of it", grants),
  row("tools.*.version", "the tool {0}", "its version", plain),
  row("tools.*.source", "the tool {0}", "where it is from", swaps),
  row("tools.*.mirrors", "the tool {0}", "the mirror", grants),
  row("tools.*.signer", "the tool {0}", "who signs it", swaps),
  row("tools.*.hold", "the tool {0}", "its hold", toolHold),
  row("tools.*.deny", "the tool {0}", "the version that is never taken", guards),
  row("provenance.*", "outputs {0}", "what they have to carry", guards),
  row("provenance.*.subject", "outputs {0}", "the files", guards),
  row("provenance.*.predicate", "outputs {0}", "the type of provenance", anyOf),
  row("provenance.*.signer", "outputs {0}", "the signer", anyOf),
  row("provenance.*.signer_workflow", "outputs {0}", "the workflow that signs", anyOf),
  row("provenance.*.builder", "outputs {0}", "the builder", anyOf),
  row("provenance.*.builders", "outputs {0}", "the set of builders", anyOf),
  row("provenance.*.build_type", "outputs {0}", "the build type", anyOf),
  row("provenance.*.source", "outputs {0}", "the repository", anyOf),
  row(
    "provenance.*.deny_self_hosted",
    "outputs {0}",
    "whether runners of one's own are refused",
    flagGuards,
  ),
  row("builders.*.*", "the set of builders {0}", "its {1}", anyOf),
  row("layout.*", "the layout {0}", "that it has to hold", guards),
  row("layout.*.owners", "the layout {0}", "the owner", guards),
  row("layout.*.keys", "the layout {0}", "the owner's key", guards),
  row("layout.*.artifacts", "the layout {0}", "the files that are held against it", swaps),
  row("layout.*.allow_sublayout", "the layout {0}", "the step that may bring a layout", grants),
  row(
    "layout.*.allow_provenance",
    "the layout {0}",
    "the step that provenance may stand for",
    grants,
  ),
  row(
    "layout.*.skip_inspections",
    "the layout {0}",
    "whether inspections are left out",
    flagGrants,
  ),
  row("layout.*.when", "the layout {0}", "when it is judged", whenJudged),
  row("rule.*", "the rule {0}", "what is denied", guards),
  row("rule.*.deny_if", "the rule {0}", "what is denied", plain),
  row("rule.*.on", "the rule {0}", "what it is asked about", plain),
  row("rule.*.parameters", "the rule {0}", "its parameters", plain),
  row("rule.*.parameters.*", "the rule {0}", "its parameter {1}", plain),
  row("rule.*.message", "the rule {0}", "what it says", plain),
  row("exempt.*", "the exemption of {0}", "that it is let through", grants),
  row("exempt.*.until", "the exemption of {0}", "its end", ends),
  row("exempt.*.reason", "the exemption of {0}", "its reason", plain),
  row("allow_name.*", "the name {0}", "that it may look like another", grants),
  row("allow_name.*.until", "the name {0}", "the end of its leave", ends),
  row("allow_name.*.reason", "the name {0}", "the reason of its leave", plain),
];

/** Finds what a place means, with what stands for each `*`. */
export function findMeaning(
  path: readonly string[],
): { readonly meaning: Meaning; readonly names: readonly string[] } | undefined {
  for (const meaning of MEANINGS) {
    const parts = meaning.at.split(".");
    if (parts.length !== path.length) continue;
    if (parts.every((part, at) => part === "*" || part === path[at]))
      return { meaning, names: path.filter((_, at) => parts[at] === "*") };
  }
  return undefined;
}
