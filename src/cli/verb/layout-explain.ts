import { explainLayoutFile } from "../../operations/read-layout.ts";
import { escapeText } from "../../report/escape.ts";
import { formatJson } from "../../report/json.ts";
import type { Arguments } from "../command.ts";
import type { Streams } from "../streams.ts";

type Explained = ReturnType<typeof explainLayoutFile>["explained"];

/** Says who must sign what in a layout, and which files flow where. Verifies nothing. */
export async function layoutExplain(args: Arguments, streams: Streams): Promise<number> {
  const layout = args.text("layout") ?? "";
  const { explained, mermaid } = explainLayoutFile(layout, streams.cwd);
  if (args.flag("json"))
    streams.stdout.write(formatJson("layout explain", 0, { ...explained, mermaid }));
  else if (args.text("format") === "mermaid") streams.stdout.write(mermaid);
  else streams.stdout.write(textOf(layout, explained));
  return 0;
}

function textOf(layout: string, { expires, readme, steps, flows }: Explained): string {
  const lines = [`${layout}: until ${expires}; nothing of it is verified here`];
  if (readme !== "") lines.push(`  ${readme}`);
  for (const step of steps) {
    const count = `${step.threshold} of ${step.functionaries.length}`;
    lines.push(
      step.kind === "inspection"
        ? `inspection ${step.name}: runs ${step.command.join(" ")}`
        : `step ${step.name}: signed by ${count}${step.certificates ? ", or by certificates" : ""}`,
    );
    lines.push(...step.functionaries.map((one) => `  key ${one}`));
    if (step.kind === "step" && step.command.length > 0)
      lines.push(`  command ${step.command.join(" ")}`);
    for (const [side, rules] of [
      ["materials", step.materials],
      ["products", step.products],
    ] as const) {
      for (const [index, rule] of rules.entries()) lines.push(`  ${side} ${index + 1}. ${rule}`);
      if (!rules.at(-1)?.startsWith("DISALLOW *")) lines.push(`  ${side} whatever is left`);
    }
  }
  lines.push(...flows.map(({ from, to, what }) => `flow ${from} → ${to}: ${what}`));
  return lines.map((line) => `${escapeText(line)}\n`).join("");
}
