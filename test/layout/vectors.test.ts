import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "../fakes/streams.ts";

const FOLDER = join(import.meta.dirname, "../../testdata/layouts");

const CASES = readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith("case.txt"))
  .map((name) => name.replace(/\/case\.txt$/, ""))
  .sort();

function headersOf(name: string): ReadonlyMap<string, readonly string[]> {
  const headers = new Map<string, string[]>();
  for (const line of readFileSync(join(FOLDER, name, "case.txt"), "utf8").split("\n")) {
    const [, header = "", value = ""] = /^([a-z]+): (.*)$/.exec(line) ?? [];
    if (header !== "") headers.set(header, [...(headers.get(header) ?? []), value]);
  }
  return headers;
}

test("the vectors are there", () => {
  expect(CASES.length).toBeGreaterThan(70);
});

test.each(CASES)("%s", async (name) => {
  const headers = headersOf(name);
  const cwd = join(FOLDER, name);
  const links = existsSync(join(cwd, "links")) ? "links" : ".";
  const parameters = (headers.get("param") ?? []).flatMap((one) => ["--param", one]);
  const words = ["--layout", "root.layout", "--key", "../../owner.pub", "--links", links, "--json"];
  const { exitCode, stdout } = await run(["layout", "verify", ...words, ...parameters], {
    cwd,
    now: new Date(headers.get("now")?.[0] ?? ""),
  });
  const { findings } = JSON.parse(stdout) as { findings: { verdict: string; rule: string }[] };
  const rules = findings.filter(({ verdict }) => verdict === "refused").map(({ rule }) => rule);
  expect({ exitCode, rules: [...new Set(rules)] }).toEqual(
    headers.get("expect")?.[0] === "accept"
      ? { exitCode: 0, rules: [] }
      : { exitCode: 1, rules: headers.get("rule") },
  );
});
