import { expect, test } from "vitest";
import { RULES } from "../../../src/explain/find-rule.ts";
import { Folder } from "../../fakes/checkout.ts";

test("explains a rule, however it is spelt", async () => {
  const text = await new Folder().transcript("explain signature-undated");
  expect(text).toBe(`$ lockseal explain signature-undated
SIGNATURE_UNDATED (exit code 3 where it refuses)

A signature with a certificate has nothing beside it that says when it was made.

why       The certificate was valid for ten minutes; without a witness any time can be claimed, and
          a stolen key would sign for ever.
attack    Somebody who finds the key of a finished run on a disk signs with it years later.
fix       Ask the log once and verify offline from then on: \`lockseal bundle upgrade FILE\`.
exit 0`);
  const other = await new Folder().run("explain SIGNATURE_UNDATED");
  expect(text).toContain(other.stdout);
});

test("says of an accident that nobody attacks", async () => {
  const { stdout } = await new Folder().run("explain FILE_MISSING");
  expect(stdout).toMatch(/^accident {2}Paths are relative/m);
  expect(stdout).not.toContain("attack");
});

test("lists all rules, by area", async () => {
  const { exitCode, stdout } = await new Folder().run("explain");
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^Locks: characters and lines\. /);
  for (const rule of RULES) expect(stdout).toContain(`\n  ${rule}: `);
});

test("prints JSON: one rule, or all", async () => {
  const { stdout } = await new Folder().run("explain GATE_NOTHING --json");
  expect(JSON.parse(stdout)).toEqual({
    schemaVersion: 1,
    command: "explain",
    exitCode: 0,
    rules: [
      {
        rule: "GATE_NOTHING",
        area: "The gate and git",
        exitCode: 3,
        what: expect.stringMatching(/so nothing was judged\.$/),
        why: expect.any(String),
        attack: expect.any(String),
        fix: expect.stringContaining("`lockseal policy check`"),
      },
    ],
  });
  const all = await new Folder().run("explain --json");
  expect(JSON.parse(all.stdout).rules).toHaveLength(RULES.length);
});

test.each<[named: string, hint: string]>([
  ["LOCK_HIDEN_LINE", "did you mean LOCK_HIDDEN_LINE? lockseal explain LOCK_HIDDEN_LINE"],
  ["xyzzy", "see all names: lockseal explain"],
  ["__proto__", "see all names: lockseal explain"],
])("refuses %s, which is no rule", async (named, hint) => {
  const { exitCode, stdout, stderr } = await new Folder().run(`explain ${named}`);
  expect([exitCode, stdout]).toEqual([2, ""]);
  expect(stderr).toBe(
    `lockseal: error: explain: expected the name of a rule, found ${named}\nlockseal: hint: ${hint}\n`,
  );
});

test("a refusal says its code, and on a terminal where more is told", async () => {
  const line = "diff none.txt none.txt";
  const folder = new Folder();
  const { stderr } = await folder.run(line);
  expect(stderr).toMatch(/found nothing \[FILE_MISSING\]\nlockseal: hint: check the path[^\n]*\n$/);
  const terminal = await folder.run(line, { terminal: true, env: { NO_COLOR: "1" } });
  expect(terminal.stderr).toBe(`${stderr}lockseal: hint: lockseal explain FILE_MISSING\n`);
});

test("a verdict that refuses says on a terminal where more is told, of its first problem", async () => {
  const folder = new Folder().write("requirements.txt", "flask>=3\n");
  const { stderr } = await folder.run("lint requirements.txt", { terminal: true });
  expect(stderr).toMatch(/lockseal explain LOCK_NOT_PINNED\n$/);
  expect((await folder.run("lint requirements.txt")).stderr).not.toContain("explain");
});
