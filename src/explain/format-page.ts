import { exitCodeOfRule } from "../exit-code.ts";
import type { Explanation } from "./area.ts";
import { AREAS } from "./explanations.ts";

const HEAD = `# Rules

What every finding and every refusal is about: what it says, why that matters, an attack that it stops or an accident that it catches, and what to do.
\`lockseal explain RULE\` prints the same text, and \`lockseal explain\` all names. Codes keep their meaning: scripts may match on them. Where a rule refuses, the exit code is 1 unless another is named.
This page is written by \`npm run docs\` from \`src/explain/\`.
`;

/** Writes the page of documentation. Every rule has an anchor of its own: its name in small letters. */
export function formatPage(): string {
  const list = AREAS.map(({ title }) => `- [${title}](#${anchorOf(title)})`).join("\n");
  const areas = AREAS.map(({ title, about, rules }) =>
    [`## ${title}\n`, `${about}\n`, ...Object.entries(rules).map(formatRule)].join("\n"),
  );
  return [HEAD, `${list}\n`, ...areas].join("\n");
}

function formatRule([rule, explanation]: [string, Explanation]): string {
  const { what, why, fix } = explanation;
  const story =
    "attack" in explanation
      ? `**Attack.** ${explanation.attack}`
      : `**Accident.** ${explanation.accident}`;
  const code = exitCodeOfRule(rule);
  return [
    `### ${rule}\n`,
    code === 1 ? `${what}\n` : `${what} Exit code ${code} where it refuses.\n`,
    `**Why.** ${why}\n`,
    `${story}\n`,
    `**Fix.** ${fix}\n`,
  ].join("\n");
}

/** As GitHub makes it of a title. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9 _-]/g, "")
    .replaceAll(" ", "-");
}
