import { describe, expect, test } from "vitest";
import { Folder } from "../../fakes/checkout.ts";
import { POLICY, Policed } from "../../fakes/policed.ts";

const NO_HOLD = POLICY.replace(', hold = "24h"', "");
const TEN = "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]";
const ENDLESS = [..."abcdefghijk"].reduceRight(
  (text, name) => `${TEN}.all(${name}, ${text})`,
  "a > 0",
);

const rule = (id: string, expression: string, more = ""): string =>
  `\n[[rule]]\nid = "${id}"\non = "lock.change"\ndeny_if = '${expression}'\n${more}`;

/** A repository in which an update is approved by both people, and rules judge it. */
async function approved(rules: string): Promise<Policed> {
  const repository = new Policed(NO_HOLD + rules);
  await repository.approve("alice");
  await repository.approve("bob");
  repository.commit("approvals");
  return repository;
}

/** An event in which somebody opened the pull request who approves nothing. */
function event(): Record<string, string> {
  const folder = new Folder();
  folder.write("event.json", JSON.stringify({ pull_request: { user: { login: "mallory" } } }));
  return { GITHUB_ACTIONS: "true", GITHUB_EVENT_PATH: folder.at("event.json") };
}

interface Judged {
  readonly exitCode: number;
  readonly findings: readonly Record<string, unknown>[];
}

async function judge(repository: Policed): Promise<Judged> {
  const { stdout, exitCode } = await repository.run("gate --json", { env: event() });
  const all: readonly Record<string, unknown>[] = JSON.parse(stdout).findings;
  return { exitCode, findings: all.filter(({ rule: name }) => String(name).startsWith("RULE")) };
}

/** Where an expression begins in the policy that `approved` writes with one rule. */
const LINE = NO_HOLD.split("\n").length + 4;
const COLUMN = "deny_if = '".length + 1;

describe("gate, of a rule", () => {
  test("that denies", async () => {
    const repository = await approved(
      rule("no-click", 'change.name == "click"', 'message = "click is out"\n'),
    );
    const { exitCode, stdout } = await repository.run("gate", { env: event() });
    expect(exitCode).toBe(1);
    expect(stdout).toContain(
      "requirements.txt: error: expected nothing that rule no-click denies, found click 8.1.8 (update): click is out",
    );
    expect((await judge(repository)).findings).toMatchObject([
      { rule: "RULE_DENIES", subject: "requirements.txt" },
    ]);
  });

  test("that denies nothing", async () => {
    const repository = await approved(
      rule("few", "parameters.most < 0 || change.people.size() < 2", "parameters = { most = 5 }\n"),
    );
    expect(await judge(repository)).toEqual({
      exitCode: 0,
      findings: [
        { rule: "RULE", verdict: "passed", subject: "rule few", message: "denies nothing" },
      ],
    });
  });

  test("that takes too long", async () => {
    const { exitCode, findings } = await judge(await approved(rule("slow", ENDLESS)));
    expect(exitCode).toBe(1);
    expect(findings).toMatchObject([
      {
        rule: "RULE_FAILED",
        subject: "rule slow",
        message:
          "rule slow: expected an answer within 5 s, found none yet: its evaluation was ended",
        help: expect.stringContaining("make deny_if simpler"),
      },
    ]);
  });

  test.each<[why: string, expression: string, at: number, message: string, help: string]>([
    [
      "an unknown variable",
      'change.is_new || chnge.name == "x"',
      17,
      'found "chnge"',
      "did you mean change?",
    ],
    ["no expression", 'change.name === "x"', 12, "found what cannot be read", "mend deny_if"],
    [
      "no truth",
      "change.name",
      6,
      "expected true or false, found a string",
      "lockseal policy check",
    ],
    [
      "an error in the one case that there is",
      'signers["eve"].person',
      0,
      '"field not found: eve", of requirements.txt: click 8.1.8 (update)',
      "lockseal policy check",
    ],
  ])("that is broken: %s", async (_why, expression, at, message, help) => {
    const known = expression.replace("change.is_new", "lock.is_new  ");
    const { exitCode, findings } = await judge(await approved(rule("broken", known)));
    expect(exitCode).toBe(1);
    expect(findings).toMatchObject([
      {
        rule: "RULE_FAILED",
        subject: "rule broken",
        message: expect.stringContaining(message),
        help: expect.stringContaining(help),
        where: { file: "lockseal.toml", line: LINE, column: COLUMN + at },
      },
    ]);
  });

  test("that is broken at the base can be mended, for no lock differs", async () => {
    const repository = new Policed(NO_HOLD + rule("broken", "chnge.name"));
    repository.git("reset", "-q", "--hard", repository.base);
    repository.write("lockseal.toml", NO_HOLD + rule("mended", "false")).commit("mended");
    await repository.approve("alice", "lockseal.toml");
    repository.commit("approval");
    const { exitCode, findings } = await judge(repository);
    expect(findings).toMatchObject([{ verdict: "passed", message: "is asked about nothing here" }]);
    expect(exitCode).toBe(0);
  });

  test("that is broken does not come in: it would refuse whatever comes after", async () => {
    const repository = new Policed(NO_HOLD);
    repository.git("reset", "-q", "--hard", repository.base);
    repository.write("lockseal.toml", NO_HOLD + rule("broken", "chnge.name")).commit("a rule");
    await repository.approve("alice", "lockseal.toml");
    repository.commit("approval");
    const { exitCode, findings } = await judge(repository);
    expect(findings).toMatchObject([
      {
        rule: "RULE_MALFORMED",
        verdict: "refused",
        where: { file: "lockseal.toml", line: LINE, column: COLUMN },
      },
    ]);
    expect(exitCode).toBe(2);
  });

  test("is that of the base: a change cannot take it out", async () => {
    const repository = await approved(rule("no-click", 'change.name == "click"'));
    repository.write("lockseal.toml", NO_HOLD).commit("without the rule");
    const { findings } = await judge(repository);
    expect(findings).toMatchObject([{ rule: "RULE_DENIES", subject: "requirements.txt" }]);
  });

  test("about a release sees who signed, and those about changes are asked nothing", async () => {
    const signed = `${NO_HOLD}signatures = { role = "owner", threshold = 1 }\n`;
    const release = rule("owner", '!("alice" in lock.signed_by) || lock.sequence + 1 != 2').replace(
      "lock.change",
      "lock.release",
    );
    const repository = new Policed(signed + release + rule("no-click", 'change.name == "click"'));
    await repository.run(`sign requirements.txt --key ${repository.secret.at("alice.key")}`);
    const { stdout, exitCode } = await repository.run("gate --release --json");
    expect(JSON.parse(stdout).findings).toEqual(
      expect.arrayContaining([
        { rule: "RULE", verdict: "passed", subject: "rule owner", message: "denies nothing" },
        expect.objectContaining({
          subject: "rule no-click",
          message: "is asked about nothing here",
        }),
      ]),
    );
    expect(exitCode).toBe(0);
  });
});
