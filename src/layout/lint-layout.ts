import { quote } from "../bytes/quote.ts";
import type { Finding, FindingVerdict } from "../finding.ts";
import type { Rule } from "../rule.ts";
import { quoteWord } from "../shell-word.ts";
import { functionariesOf, strangersOf } from "./functionaries.ts";
import { compileGlob } from "./glob.ts";
import type { Inspection, Layout, Step } from "./layout.ts";
import { type ArtifactRule, formatRule, type Side } from "./rule.ts";

/** Shorter than that, and whoever has to sign it anew may not be there. */
const SOON_MS = 30 * 86_400_000;

/**
 * Says what of a layout its owner may not have meant. What no verifier takes is refused by `parseLayout` already; here are
 * rules that never take anything, lists that allow the rest, keys that count once though they stand there twice, and ends
 * that are near. Does not look at signatures.
 */
export function lintLayout(layout: Layout, what: string, now: Date): readonly Finding[] {
  const say = (rule: Rule, verdict: FindingVerdict, message: string, help: string): Finding => ({
    rule,
    verdict,
    subject: what,
    message,
    help,
  });
  return [
    ...lintExpiry(layout, what, now, say),
    ...lintKeys(layout, say),
    ...layout.unknownFields.map((field) =>
      say(
        "LAYOUT_FIELD_UNKNOWN",
        "warned",
        `${quote(field)} says nothing: no field has that name`,
        "check the spelling of the field",
      ),
    ),
    ...layout.steps.flatMap((step) => lintStep(step, layout)),
    ...[...layout.steps, ...layout.inspections].flatMap(lintRules),
  ];
}

type Say = (rule: Rule, verdict: FindingVerdict, message: string, help: string) => Finding;

function lintExpiry({ expires }: Layout, what: string, now: Date, say: Say): readonly Finding[] {
  const left = expires - now.getTime();
  const end = new Date(expires).toISOString();
  const help = `sign it with another end: lockseal layout sign --layout ${quoteWord(what)} --key OWNER.key --expires 90d`;
  if (left <= 0)
    return [
      say(
        "LAYOUT_EXPIRED",
        "refused",
        `expected a layout in force, found one that expired at ${end}`,
        help,
      ),
    ];
  if (left > SOON_MS) return [];
  return [
    say("LAYOUT_ENDS", "warned", `ends at ${end}, in ${Math.ceil(left / 86_400_000)} days`, help),
  ];
}

function lintKeys({ keys, steps }: Layout, say: Say): readonly Finding[] {
  const names = new Map<string, string[]>();
  for (const [keyid, { key }] of keys)
    names.set(key.fingerprint, [...(names.get(key.fingerprint) ?? []), keyid]);
  const listed = new Set(steps.flatMap(({ pubkeys }) => pubkeys));
  return [
    ...[...names]
      .filter(([, keyids]) => keyids.length > 1)
      .map(([fingerprint, keyids]) =>
        say(
          "KEY_TWICE",
          "warned",
          `key ${fingerprint} stands there as ${keyids.map((one) => one.slice(0, 8)).join(" and ")}, and counts once`,
          "keep one of the entries",
        ),
      ),
    ...[...keys]
      .filter(
        ([keyid, { subkeys }]) =>
          ![keyid, ...subkeys.map((one) => one.keyid)].some((one) => listed.has(one)),
      )
      .map(([keyid]) =>
        say(
          "KEY_UNUSED",
          "noted",
          `key ${keyid.slice(0, 8)} is for no step`,
          "name it in a step, or take it out",
        ),
      ),
  ];
}

function lintStep(step: Step, { keys, roots }: Layout): readonly Finding[] {
  const subject = `step ${step.name}`;
  const findings: Finding[] = strangersOf(step, keys).map((keyid) => ({
    rule: "STEP_KEY_UNKNOWN",
    verdict: "warned",
    subject,
    message: `lists the key ${quote(keyid)}, which the layout does not have`,
    help: "put the key into the layout, or take its name out",
  }));
  const count = functionariesOf(step, keys).length;
  const certified = step.constraints.some((constraint) =>
    constraint.roots.some((root) => (root === "*" ? roots.size > 0 : roots.has(root))),
  );
  if (count < step.threshold && !certified)
    findings.push({
      rule: "STEP_NOBODY",
      verdict: "refused",
      subject,
      message: `expected ${step.threshold} who can carry it out, found ${count} keys, and no root for its certificates`,
      expected: `${step.threshold}`,
      found: `${count}`,
      help: "put the roots that its constraints name into rootcas",
    });
  else if (count === step.threshold && count > 1 && step.constraints.length === 0)
    findings.push({
      rule: "STEP_NEEDS_ALL",
      verdict: "noted",
      subject,
      message: `wants each of its ${count} functionaries: with one key lost nobody can carry it out`,
    });
  return findings;
}

function lintRules(one: Step | Inspection): readonly Finding[] {
  const subject = `${"run" in one ? "inspection" : "step"} ${one.name}`;
  return [
    ...lintList(subject, "materials", one.expectedMaterials),
    ...lintList(subject, "products", one.expectedProducts),
  ];
}

function lintList(subject: string, side: Side, rules: readonly ArtifactRule[]): readonly Finding[] {
  const findings: Finding[] = [];
  for (const [index, rule] of rules.entries()) {
    const shown = `${side}, rule ${index + 1} of ${rules.length}, ${formatRule(rule)}`;
    const why = idleness(side, rule, rules.slice(0, index));
    if (why !== undefined)
      findings.push({
        rule: "RULE_UNREACHABLE",
        verdict: "warned",
        subject,
        message: `${shown}: ${why}`,
        help: "take the rule out, or put it where it takes something",
      });
    if ("pattern" in rule && isReadOtherwiseByGo(rule.pattern))
      findings.push({
        rule: "GLOB_DIALECT",
        verdict: "warned",
        subject,
        message: `${shown}: the Go implementation takes this pattern for none, and lets everything pass`,
        help: "write the set without a hyphen at its ends, and without a bracket first",
      });
  }
  const last = rules.at(-1);
  if (last?.kind !== "DISALLOW" || last.pattern !== "*")
    findings.push({
      rule: "RULES_OPEN",
      verdict: "warned",
      subject,
      message: `${side}: files that no rule speaks of are allowed`,
      help: 'end the list with ["DISALLOW", "*"]',
    });
  return findings;
}

/** Says why a rule can take nothing and fail on nothing, whatever the files. */
function idleness(
  side: Side,
  rule: ArtifactRule,
  before: readonly ArtifactRule[],
): string | undefined {
  if (side === "materials" && rule.kind === "CREATE") return "what is created is no material";
  if (side === "products" && rule.kind === "DELETE") return "what is deleted is no product";
  const closing = before.find(
    (one) => (one.kind === "ALLOW" || one.kind === "DISALLOW") && one.pattern === "*",
  );
  if (rule.kind === "REQUIRE") {
    const taker = before.find(
      (one) =>
        (one.kind === "ALLOW" || one.kind === "DISALLOW") && compileGlob(one.pattern)(rule.path),
    );
    if (taker !== undefined) return `it always fails: ${formatRule(taker)} leaves no such file`;
    const other = before.find((one) => mayTake(one, rule.path));
    return other && `it fails where ${formatRule(other)} has taken the file before it`;
  }
  if (closing !== undefined) return `${formatRule(closing)} leaves nothing`;
  const same = before.find((one) => formatRule(one) === formatRule(rule));
  return same === undefined ? undefined : "the same rule stands before it";
}

function mayTake(rule: ArtifactRule, path: string): boolean {
  if (rule.kind === "REQUIRE") return false;
  if (rule.kind !== "MATCH") return rule.glob(path);
  return path.startsWith(rule.prefix) && rule.glob(path.slice(rule.prefix.length));
}

function isReadOtherwiseByGo(pattern: string): boolean {
  return [...pattern.matchAll(/\[!?(\]?[^\]]*)\]/g)].some(([, inside = ""]) =>
    /^[-\]]|-$|[^-]-[^-]-/.test(inside),
  );
}
