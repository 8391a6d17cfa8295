import { exitCodeOfRule } from "../exit-code.ts";
import type { Rule } from "../rule.ts";
import { AREAS, EXPLANATIONS } from "./explanations.ts";

const WIDTH = 100;
const INDENT = " ".repeat(10);

/** Writes what a rule is about for a terminal. */
export function formatExplanation(rule: Rule): string {
  const explanation = EXPLANATIONS[rule];
  const code = exitCodeOfRule(rule);
  const [kind, story] =
    "attack" in explanation
      ? (["attack", explanation.attack] as const)
      : (["accident", explanation.accident] as const);
  return [
    code === 1 ? rule : `${rule} (exit code ${code} where it refuses)`,
    "",
    wrap("", explanation.what, ""),
    "",
    paragraph("why", explanation.why),
    paragraph(kind, story),
    paragraph("fix", explanation.fix),
    "",
  ].join("\n");
}

/** Writes all rules, a line each. */
export function formatRules(): string {
  return AREAS.map(({ title, about, rules }) =>
    [
      `${title}. ${about}`,
      ...Object.entries(rules).map(([rule, { what }]) => `  ${rule}: ${what}`),
      "",
    ].join("\n"),
  ).join("\n");
}

function paragraph(label: string, text: string): string {
  return wrap(label.padEnd(INDENT.length), text, INDENT);
}

/** Breaks lines at blanks, but never within a command: it is there to be copied. */
function wrap(first: string, text: string, indent: string): string {
  const words = text.match(/(?:`[^`]*`|\S)+/g) ?? [];
  const lines = [first];
  let isFresh = true;
  for (const word of words) {
    const line = lines.at(-1) ?? "";
    if (!isFresh && line.length + 1 + word.length > WIDTH) {
      lines.push(indent + word);
      continue;
    }
    lines[lines.length - 1] = isFresh ? line + word : `${line} ${word}`;
    isFresh = false;
  }
  return lines.join("\n");
}
