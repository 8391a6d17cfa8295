import type { JsonObject } from "../bytes/json.ts";
import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import type { Finding } from "../finding.ts";
import type { Rule } from "../rule.ts";
import { quoteWord } from "../shell-word.ts";
import type { StepArtifacts } from "./apply-rules.ts";
import type { JudgeContext, JudgedLayout } from "./judge-context.ts";
import { judgeInspections } from "./judge-inspections.ts";
import { judgeRules } from "./judge-rules.ts";
import { judgeStep, type StepOutcome } from "./judge-step.ts";
import { type Layout, parseLayout, type Step } from "./layout.ts";
import { failLayout } from "./layout-failure.ts";
import { Substitution } from "./parameters.ts";

const MAX_DEPTH = 8;

/**
 * Judges a layout by its links. **That its owner signed it was verified before.**
 *
 * @throws Refusal `LAYOUT_MALFORMED`, `LAYOUT_EXPIRED`, and see `parseLayout`.
 */
export function judgeLayout(body: JsonObject, context: JudgeContext): JudgedLayout {
  const { what, substitution, depth } = context;
  if (depth > MAX_DEPTH)
    failLayout(what)("", `at most ${MAX_DEPTH} layouts within each other`, "one more");
  const layout = readInForce(body, context);
  const brought = new Map<string, string>();
  const outcomes = layout.steps.map((step) =>
    judgeStep(step, layout, context, brought, (inner, folder, name) =>
      judgeLayout(inner, {
        ...context,
        what: name,
        folder,
        steps: `${context.steps}${step.name}/`,
        // What was said for this layout was not said for one that somebody else wrote.
        substitution: new Substitution(new Map()),
        depth: depth + 1,
      }),
    ),
  );
  const findings = [
    ...warningsOf(layout, what, substitution),
    ...outcomes.flatMap((one) => one.findings),
  ];
  const steps = outcomes.flatMap(({ evidence }) => evidence);
  const done = doneBy(outcomes);
  const { inspections } = layout;
  // Without all links a rule would complain of what only is not known.
  if (done === undefined) return { findings, steps, summary: null, inspections };
  for (const step of layout.steps) findings.push(...judgeRules(step, "step", done, context));
  findings.push(...judgeInspections(inspections, done, context));
  const [first, last] = [outcomes.at(0)?.link, outcomes.at(-1)?.link];
  if (first === undefined || last === undefined)
    return { findings, steps, summary: null, inspections };
  const { products, command } = last;
  return {
    findings,
    steps,
    inspections,
    summary: { materials: first.materials, products, command },
  };
}

/**
 * Reads a layout that is in force. **That its owner signed it was verified before.**
 * @throws Refusal `LAYOUT_MALFORMED`, `LAYOUT_EXPIRED`, and see `parseLayout`.
 */
export function readInForce(
  body: JsonObject,
  { what, substitution, now, depth }: Pick<JudgeContext, "what" | "substitution" | "now" | "depth">,
): Layout {
  const layout = parseLayout(body, substitution, failLayout(what));
  const sign = "sign it anew: lockseal layout sign --layout";
  const hint =
    depth === 0
      ? `let its owner ${sign} FILE --key OWNER.key --expires 90d`
      : `in the folder of links let its functionary ${sign} ${quoteWord(what)} --key KEY --expires 90d`;
  checkExpiry(layout, what, now, hint);
  return layout;
}

function checkExpiry({ expires }: Layout, what: string, now: Date, hint: string): void {
  if (expires > now.getTime()) return;
  const [end, time] = [new Date(expires).toISOString(), now.toISOString()];
  throw new Refusal(
    "LAYOUT_EXPIRED",
    `${what}: expected a layout in force at ${time}, found one that expired at ${end}`,
    { expires, now: now.getTime() },
    { hint },
  );
}

function doneBy(outcomes: readonly StepOutcome[]): ReadonlyMap<string, StepArtifacts> | undefined {
  const done = new Map<string, StepArtifacts>();
  for (const { name, link } of outcomes) {
    if (link === undefined) return undefined;
    done.set(name, link);
  }
  return done;
}

/** Says what of a layout its owner, or whoever gives its parameters, may not have meant. */
export function warningsOf(
  layout: Layout,
  what: string,
  substitution: Substitution,
): readonly Finding[] {
  const warned = (rule: Rule, message: string, help: string): Finding => ({
    rule,
    verdict: "warned",
    subject: what,
    message,
    help,
  });
  const findings: Finding[] = [];
  if (substitution.literal.length > 0)
    findings.push(
      warned(
        "PARAMETER_LITERAL",
        `no parameters are given, so ${substitution.literal.map(quote).join(", ")} mean themselves`,
        "give the values: --param NAME=VALUE",
      ),
    );
  if (substitution.unused.length > 0)
    findings.push(
      warned(
        "PARAMETER_UNUSED",
        `nothing in this layout has a place for ${substitution.unused.map(quote).join(", ")}`,
        "check the name of the parameter",
      ),
    );
  if (layout.unknownFields.length > 0)
    findings.push(
      warned(
        "LAYOUT_FIELD_UNKNOWN",
        `says nothing by ${layout.unknownFields.map(quote).join(", ")}`,
        "check the spelling: lockseal layout lint --layout FILE",
      ),
    );
  const open = layout.steps.filter(isOpen).map(({ name }) => quote(name));
  if (open.length > 0)
    findings.push(
      warned(
        "RULES_OPEN",
        `${open.join(", ")}: files that no rule speaks of are allowed`,
        'let its owner end each list of rules with ["DISALLOW", "*"]',
      ),
    );
  return findings;
}

function isOpen({ expectedMaterials, expectedProducts }: Step): boolean {
  return [expectedMaterials, expectedProducts].some((rules) => {
    const last = rules.at(-1);
    return last?.kind !== "DISALLOW" || last.pattern !== "*";
  });
}
