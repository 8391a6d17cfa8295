import { Folder } from "./checkout.ts";
import { run } from "./streams.ts";

/** What a gate found, in short. */
export interface Gated {
  readonly exitCode: number;
  /** `RULE subject` of what refuses. */
  readonly refused: readonly string[];
  readonly rules: readonly string[];
  readonly install: readonly string[];
  /** Of `GATE_BASE`: what was compared with what. */
  readonly base: string;
}

/** An event in which somebody opened the pull request who approves nothing. */
export function event(): Record<string, string> {
  const folder = new Folder();
  folder.write("event.json", JSON.stringify({ pull_request: { user: { login: "mallory" } } }));
  return { GITHUB_ACTIONS: "true", GITHUB_EVENT_PATH: folder.at("event.json") };
}

/** Runs the gate in a checkout. */
export async function gate(
  { path }: Pick<Folder, "path">,
  more = "",
  env: Readonly<Record<string, string>> = event(),
): Promise<Gated> {
  const words = ["gate", ...more.split(" "), "--json"].filter((word) => word !== "");
  const { stdout, exitCode } = await run(words, { cwd: path, env });
  const { findings, install = [] } = JSON.parse(stdout);
  const all = findings as readonly {
    rule: string;
    verdict: string;
    subject: string;
    message: string;
  }[];
  return {
    exitCode,
    refused: all
      .filter(({ verdict }) => verdict === "refused")
      .map(({ rule, subject }) => `${rule} ${subject}`),
    rules: all.map(({ rule }) => rule),
    install,
    base: all.find(({ rule }) => rule === "GATE_BASE")?.message ?? "",
  };
}
