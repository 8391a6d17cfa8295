import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { formatGitlabComponent } from "../../scripts/gitlab-component.ts";
import { readAction } from "../fakes/action-runner.ts";
import { type Ended, type Released, releaseFake } from "../fakes/released.ts";

const FILE = join(import.meta.dirname, "../../templates/lockseal.yml");

interface Job {
  readonly script: readonly string[];
  readonly variables: Readonly<Record<string, string | { value: string; expand: boolean }>>;
  readonly artifacts: { readonly reports: Readonly<Record<string, string>> };
}

function split(): [spec: string, job: string] {
  const [spec, job] = readFileSync(FILE, "utf8").split("\n---\n");
  return [spec ?? "", job ?? ""];
}

/** Puts the inputs in, as GitLab does, and runs the job's lines as its runner does. */
async function runJob(released: Released, given: Readonly<Record<string, string>>): Promise<Ended> {
  const [spec, text] = split();
  const { inputs } = (parse(spec) as { spec: { inputs: Record<string, { default: string }> } })
    .spec;
  const filled = text.replace(/\$\[\[ inputs\.(\w+) \]\]/g, (_, name: string) =>
    JSON.stringify(given[name] ?? inputs[name]?.default),
  );
  const { lockseal } = parse(filled) as { lockseal: Job };
  const env = Object.fromEntries(
    Object.entries(lockseal.variables).map(([name, variable]) => [
      name,
      typeof variable === "string" ? variable : variable.value,
    ]),
  );
  return released.run(["bash", "-e", "-o", "pipefail", "-c", lockseal.script.join("\n")], {
    GITLAB_CI: "true",
    ...env,
  });
}

test("installs the release by its digest and runs the gate with the reports that it hands over", async () => {
  await using released = await releaseFake();
  const { integrity } = released;
  const { status, stdout, stderr } = await runJob(released, { version: "1.2.3", integrity });
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toEqual([
    "gate",
    "--report",
    "gitlab=gl-code-quality-report.json",
    "--report",
    "junit=lockseal-junit.xml",
  ]);
  expect(status).toBe(0);
});

test("runs nothing of another digest, and fails as the program does", async () => {
  await using released = await releaseFake();
  const other = `sha512-${"A".repeat(86)}==`;
  const refused = await runJob(released, { version: "1.2.3", integrity: other });
  expect(refused.stderr).toContain("nothing of it was run");
  expect(refused.stdout).toBe("");
  expect(refused.status).toBe(2);
  const { integrity } = released;
  const given = { version: "1.2.3", integrity, arguments: "gate refuse $(touch pwned) *" };
  const failed = await runJob(released, given);
  expect(JSON.parse(failed.stdout)).toEqual(["gate", "refuse", "$(touch", "pwned)", "*"]);
  expect(failed.status).toBe(1);
});

test("is what the scripts say today, with the version and the digest of the action", () => {
  const { inputs } = readAction();
  const [version, integrity] = [`${inputs.version?.default}`, `${inputs.integrity?.default}`];
  expect(readFileSync(FILE, "utf8")).toBe(formatGitlabComponent(version, integrity));
});

test("is two documents, and expands no variable in an input", () => {
  const documents = parseAllDocuments(readFileSync(FILE, "utf8"));
  expect(Array.isArray(documents) && documents.map(({ errors }) => errors.length)).toEqual([0, 0]);
  const [, job] = split();
  expect(job.match(/\$\[\[/g)).toHaveLength(5);
  expect(job.match(/expand: false/g)).toHaveLength(3);
});
