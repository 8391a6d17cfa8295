import { Refusal } from "../errors.ts";
import { type Finding, findingOfRefusal, isRefused, refused } from "../finding.ts";
import { quoteForShell } from "../shell-word.ts";
import { evaluateLock } from "./evaluate-lock.ts";
import type { GateFacts, GateVerdict, PolicyFacts, RuleOutcome, ToolFacts } from "./gate-facts.ts";
import { checkInForce } from "./in-force.ts";
import type { Policy } from "./model.ts";
import type { RuleProblem } from "./rule-question.ts";
import type { LayoutSection } from "./table/layouts.ts";
import type { RuleSection } from "./table/rules.ts";

/**
 * Judges everything that a policy demands, in one verdict. Verifies no signature, reads nothing and asks nobody: the facts
 * were verified before. What nobody looked at is refused, and so is what the policy does not name.
 * @param policy that judges: of the base, and of the head where the base has none.
 */
export function evaluateGate(facts: GateFacts, policy: Policy, now: Date): GateVerdict {
  const findings: Finding[] = [
    ...judgePolicy(facts.policy, policy, now),
    ...facts.locks.flatMap((lock) => evaluateLock(lock, policy, facts.mode, now)),
    ...judgeTools(facts.tools, policy),
    ...facts.outputs.flatMap(
      ({ path, findings: own }) =>
        own ?? [
          refused(
            "EXPECTATION_NONE",
            path,
            "a table [provenance.NAME] about it",
            "none",
            "say what it has to carry",
          ),
        ],
    ),
    ...policy.layouts.flatMap((layout) => judgeLayout(layout, facts)),
    ...facts.layouts.flatMap(({ at, file }) => (at === null ? [unknownLayout(file)] : [])),
    ...policy.rules.flatMap((rule) => judgeRule(rule, facts.policy.file, facts.rules.get(rule.id))),
  ];
  return { findings, isAllowed: !isRefused(findings) };
}

function judgePolicy(
  { file, base, head, approvals, rules, nearer }: PolicyFacts,
  policy: Policy,
  now: Date,
): readonly Finding[] {
  const findings: Finding[] = [];
  if (base === null)
    findings.push({
      rule: "POLICY_BOOTSTRAP",
      verdict: "warned",
      subject: file,
      message: "BOOTSTRAP: the base has no policy, so that the change is judged by its own",
      help: "merge the policy by itself, and look at every line of it",
    });
  findings.push(...rules);
  try {
    checkInForce(policy, file, now);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    findings.push(findingOfRefusal(error, file));
  }
  for (const one of nearer)
    findings.push(
      sayNearer(one.file, file),
      ...judgeAgreed(one.file, one.approvals, "it, which would judge there from then on", policy),
    );
  if (base === null || base === head) return findings;
  const what = head === null ? "its removal" : "the change of it, or of a file that it names";
  return [...findings, ...judgeAgreed(file, approvals, what, policy)];
}

/** Judges whether the people of `[policy]` agree to what is done to a policy. */
function judgeAgreed(
  file: string,
  approvals: PolicyFacts["approvals"],
  what: string,
  { change }: Policy,
): readonly Finding[] {
  if (change === null)
    return [
      refused(
        "POLICY_UNGUARDED",
        file,
        `[policy] in the base, which says who decides about ${what}`,
        "none",
        "nobody can approve it: change it where the base is kept, by hand",
      ),
    ];
  if (approvals === null)
    return [
      refused(
        "GATE_UNJUDGED",
        file,
        `who agrees to ${what} to be looked up`,
        "nothing",
        "run the gate in a checkout with its history",
      ),
    ];
  const isOpen =
    approvals.changes.length === 0 || approvals.changes.some(({ approved }) => !approved);
  if (!isOpen || isRefused(approvals.findings)) return approvals.findings;
  const missing = refused(
    "APPROVAL_MISSING",
    file,
    `${change.threshold} of the role ${change.role} to agree to ${what}`,
    "fewer",
    `look at it and approve it: lockseal approve ${quoteForShell(file)}`,
  );
  return [...approvals.findings, missing];
}

/** Whoever may add one decides for its folder from then on: it is a change of the policy that judges there until then. */
function sayNearer(file: string, judge: string): Finding {
  return {
    rule: "POLICY_NEARER",
    verdict: "noted",
    subject: file,
    message: `would judge its folder in place of ${judge}, whose people decide about it`,
    help: "look at every line of it: whom it names is trusted there, and nobody else",
  };
}

function judgeTools(tools: readonly ToolFacts[], policy: Policy): readonly Finding[] {
  const findings = tools.flatMap(({ name, version, findings: own }): readonly Finding[] => {
    const wanted = policy.tools.get(name);
    if (wanted === undefined)
      return [
        ...own,
        refused(
          "TOOL_UNWANTED",
          name,
          `[tools.${name}] in the policy`,
          "none",
          "take it out of lockseal-tools.lock, or say that it is wanted",
        ),
      ];
    if (wanted.version === version) return own;
    return [
      ...own,
      refused(
        "TOOL_VERSION_DIFFERS",
        name,
        `the version ${wanted.version} that is wanted`,
        version,
        `pin it anew: lockseal tool update ${name}`,
      ),
    ];
  });
  const pinned = new Set(tools.map(({ name }) => name));
  for (const name of policy.tools.keys())
    if (!pinned.has(name))
      findings.push(
        refused(
          "TOOL_PIN_NONE",
          name,
          "a pin in lockseal-tools.lock",
          "none",
          `pin it: lockseal tool add ${name}`,
        ),
      );
  return findings;
}

/** What nobody looked at does not hold, and neither does what nothing was found out about. */
function judgeLayout(
  { at, file, when }: LayoutSection,
  { mode, layouts }: GateFacts,
): readonly Finding[] {
  const own = layouts.find((one) => one.at === at)?.findings ?? [];
  if (own.length > 0) return own;
  if (when === "release" && mode === "change")
    return [
      {
        rule: "LAYOUT_AT_RELEASE",
        verdict: "noted",
        subject: `layout ${file}`,
        message: 'not judged here: its [[layout]] says when = "release"',
        help: "judge it where it is built: lockseal gate --release",
      },
    ];
  return [
    refused(
      "GATE_UNJUDGED",
      `layout ${file}`,
      "its links to be looked at",
      "nothing",
      "run the gate in a checkout that has them: lockseal gate",
    ),
  ];
}

/** It is of whoever asks for the change: it judges nothing before others have agreed to it. */
function unknownLayout(file: string): Finding {
  return {
    rule: "LAYOUT_NEW",
    verdict: "noted",
    subject: `layout ${file}`,
    message:
      "not judged: the policy of the base does not know this layout, so that it counts once it is merged",
  };
}

/** A rule can only deny; one that fails, or that nobody evaluated, denies as well. */
function judgeRule(
  { id, message, placeOf }: RuleSection,
  file: string,
  outcome: RuleOutcome | undefined,
): readonly Finding[] {
  const rule = `rule ${id}`;
  switch (outcome?.kind) {
    case "passed": {
      const asked = outcome.asked === 0 ? "is asked about nothing here" : "denies nothing";
      return [{ rule: "RULE", verdict: "passed", subject: rule, message: asked }];
    }
    case "denied": {
      const said = message === null ? "" : `: ${message}`;
      return [...Map.groupBy(outcome.denied, ({ subject }) => subject)].map(([subject, cases]) =>
        refused(
          "RULE_DENIES",
          subject,
          `nothing that ${rule} denies`,
          `${listSome(cases.map(({ what }) => what))}${said}`,
          "take the change back, or have the rule changed",
        ),
      );
    }
    default: {
      const { unit, expected, found, hint } = outcome?.problem ?? NOBODY;
      const help = hint ?? "mend deny_if of the rule: lockseal policy check";
      const finding = refused("RULE_FAILED", rule, expected, found, help);
      const message = `${rule}: ${finding.message}`;
      return [{ ...finding, message, where: { file, ...placeOf(unit) } }];
    }
  }
}

const NOBODY: RuleProblem = {
  unit: 0,
  expected: "true or false",
  found: "nobody who evaluated it",
  hint: "evaluate the rules first, and hand over what came of them",
};

/** As many as fit into a line. */
const SHOWN = 5;

function listSome(words: readonly string[]): string {
  const more = words.length - SHOWN;
  return `${words.slice(0, SHOWN).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
