import { quote } from "../bytes/quote.ts";
import type { Finding } from "../finding.ts";
import { applyRules, type BrokenRule, type StepArtifacts } from "./apply-rules.ts";
import type { Artifacts } from "./artifacts.ts";
import type { JudgeContext } from "./judge-context.ts";
import { type ArtifactRule, formatRule, type StepRules } from "./rule.ts";

/** Applies the rules of a step or an inspection that is among those done, and makes findings of those that do not hold. */
export function judgeRules(
  one: StepRules & { readonly name: string },
  kind: "step" | "inspection",
  done: ReadonlyMap<string, StepArtifacts>,
  { steps }: JudgeContext,
): readonly Finding[] {
  const own = done.get(one.name);
  if (own === undefined) return [];
  return applyRules(one, own.materials, own.products, done).map((broken) =>
    brokenRule(`${kind} ${steps}${one.name}`, one, broken, own[broken.side]),
  );
}

function brokenRule(
  subject: string,
  rules: StepRules,
  broken: BrokenRule,
  all: Artifacts,
): Finding {
  const { side, index, rule, paths } = broken;
  const count = (side === "materials" ? rules.expectedMaterials : rules.expectedProducts).length;
  const shown = paths.slice(0, 3).map(quote).join(", ");
  const more = paths.length > 3 ? ` and ${paths.length - 3} more` : "";
  const [expected, found] =
    rule.kind === "REQUIRE"
      ? [quote(rule.path), "none that is left"]
      : ["none that is left", `${shown}${more}`];
  return {
    rule: "ARTIFACT_RULE",
    verdict: "refused",
    subject,
    message: `${side}: expected ${expected} by rule ${index + 1} of ${count}, ${formatRule(rule)}, found ${found}`,
    expected,
    found,
    help: helpOf(rule, all),
  };
}

/** People take REQUIRE for a rule about the step, and not about what the rules before it have left. */
function helpOf(rule: ArtifactRule, all: Artifacts): string {
  if (rule.kind === "REQUIRE" && all.has(rule.path))
    return `a rule before it has taken the file: let the layout's owner put ${formatRule(rule)} first`;
  return "look at what the step did: its files are not those that the layout lets flow; show the flow with: lockseal layout explain --layout FILE";
}
