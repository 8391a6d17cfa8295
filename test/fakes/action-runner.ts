import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Ended, Released } from "./released.ts";

interface Step {
  readonly id?: string;
  readonly run: string;
  readonly shell: string;
  readonly env: Readonly<Record<string, string>>;
  readonly "working-directory"?: string;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: unknown }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

const ROOT = join(import.meta.dirname, "../..");

/** Reads our action as the forge does. */
export function readAction(): Action {
  return parse(readFileSync(join(ROOT, "action.yml"), "utf8"));
}

/** Runs each step of our action in the shell that the forge would start for it, until one fails. */
export async function runAction(
  released: Released,
  given: Readonly<Record<string, string>>,
  workspace: string,
): Promise<Ended> {
  const { inputs, runs } = readAction();
  const defaults = Object.entries(inputs).map(([name, { default: value }]) => [name, `${value}`]);
  const known = new Map([
    ...[...defaults, ...Object.entries(given)].map(([name, value]) => [`inputs.${name}`, value]),
    ["runner.temp", released.folder],
  ] as [string, string][]);
  let outcome: Ended = { status: 0, stdout: "", stderr: "" };
  for (const [index, step] of runs.steps.entries()) {
    const fill = (text: string): string =>
      text.replace(/\$\{\{ ([^}]*) \}\}/g, (_, name: string) => known.get(name) ?? "");
    // The forge replaces what stands in a line of shell, too, so that a test sees what that would do.
    const file = join(released.folder, `step-${index}.sh`);
    writeFileSync(file, fill(step.run));
    const output = join(released.folder, `output-${index}`);
    writeFileSync(output, "");
    const env = Object.fromEntries(
      Object.entries(step.env).map(([name, text]) => [name, fill(text)]),
    );
    const cwd = join(workspace, fill(step["working-directory"] ?? "."));
    mkdirSync(cwd, { recursive: true });
    outcome = await released.run(
      ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", file],
      { GITHUB_ACTIONS: "true", GITHUB_ACTION_PATH: ROOT, GITHUB_OUTPUT: output, ...env },
      cwd,
    );
    if (outcome.status !== 0) return outcome;
    for (const line of readFileSync(output, "utf8").split("\n")) {
      const [name, value] = line.split("=", 2);
      if (name && step.id) known.set(`steps.${step.id}.outputs.${name}`, value ?? "");
    }
  }
  return outcome;
}
