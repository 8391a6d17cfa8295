import { describe, expect, test } from "vitest";
import { CAROL, pin } from "../../fakes/checkout.ts";
import { event, gate } from "../../fakes/gated.ts";
import { POLICY, Policed, WITHOUT_BOT } from "../../fakes/policed.ts";

const RULES = POLICY.replace(', hold = "24h"', "");
const MISSING = ["APPROVAL_MISSING requirements.txt"];
const MAIN = "refs/remotes/origin/main";

/** A branch of which the base may go on. */
class Behind extends Policed {
  constructor(policy: string | null = RULES) {
    super(policy);
  }

  /** Commits to the base what a function makes there, and comes back. */
  async onBase(make: () => unknown): Promise<this> {
    this.git("checkout", "-q", "--detach", MAIN);
    await make();
    this.git("update-ref", MAIN, this.commit("the base goes on"));
    this.git("checkout", "-q", "update");
    return this;
  }

  async agreed(): Promise<this> {
    for (const by of ["alice", "bob"]) await this.approve(by);
    this.commit("approvals");
    return this;
  }
}

/** Runs a command as its user types it, and gives the code that ends it and its words. */
async function refusal(
  one: Policed,
  command: string,
): Promise<{ readonly exitCode: number; readonly code: string; readonly stderr: string }> {
  const { exitCode, stderr, stdout } = await one.run(command, { env: event() });
  expect(stdout).toBe("");
  return { exitCode, code: /\[([A-Z_]+)\]/.exec(stderr)?.[1] ?? "", stderr };
}

describe("a name of git's that stands for several things is refused by every command", () => {
  const NAMED: readonly (readonly [why: string, make: (one: Policed) => unknown, name: string])[] =
    [
      [
        "a tag as the remote's branch",
        (one) => one.git("tag", "origin/main", "update"),
        "origin/main",
      ],
      [
        "a branch as the remote's",
        (one) => one.git("branch", "origin/main", "update"),
        "origin/main",
      ],
      ["a tag as a branch", (one) => one.git("tag", "main", "update"), "main"],
      ["a tag as a branch, and one before it", (one) => one.git("tag", "main", "update"), "main~0"],
    ];
  test.each(NAMED)("%s", async (_why, make, name) => {
    const one = new Behind();
    make(one);
    for (const command of ["gate", "policy explain requirements.txt", "approve requirements.txt"]) {
      const { exitCode, code, stderr } = await refusal(one, `${command} --base ${name}`);
      expect([command, exitCode, code]).toEqual([command, 2, "GIT_REF_AMBIGUOUS"]);
      const [, better = ""] = /--base (\S+)/.exec(stderr) ?? [];
      expect((await gate(one, `--base ${better}`)).refused).toEqual(MISSING);
    }
  });

  test("a tag does not take the place of a branch that is not at hand", async () => {
    const one = new Behind();
    one.git("update-ref", "-d", MAIN);
    one.git("tag", MAIN, "update");
    expect(await refusal(one, `gate --base ${MAIN}`)).toMatchObject({
      exitCode: 2,
      code: "GIT_COMMIT_UNKNOWN",
    });
  });

  test("one that is in use once, an id, and what git derives are as ever", async () => {
    const one = new Behind();
    one.git("tag", "v1", one.base);
    for (const name of ["v1", one.base, one.base.slice(0, 12), "HEAD~1", "origin", "origin/main"])
      expect([name, (await gate(one, `--base ${name}`)).refused]).toEqual([name, MISSING]);
  });
});

describe("of a base that went on since the branch began", () => {
  test.each<[why: string, before: string | null, make: (one: Policed) => unknown]>([
    ["the policy", RULES, (one) => one.write("lockseal.toml", `${RULES}# stricter\n`)],
    ["a key", WITHOUT_BOT, (one) => one.write("keys/bob.pub", CAROL.publicFile)],
    ["the first policy of all", null, (one) => one.write("lockseal.toml", RULES)],
    ["that there is none any more", RULES, (one) => one.remove("lockseal.toml")],
  ])("%s judges, and has to be taken in", async (_why, before, make) => {
    const one = new Behind(before);
    await one.onBase(() => make(one));
    if (before === null) one.write("lockseal.toml", RULES.replace("= 2", "= 1")).commit("own");
    const { exitCode, code, stderr } = await refusal(one, "gate");
    expect([exitCode, code]).toEqual([2, "POLICY_BEHIND"]);
    expect(stderr).toContain(`git merge ${MAIN}`);
  });

  test("what it did elsewhere does not matter", async () => {
    const one = await new Behind().agreed();
    await one.onBase(() => one.write("README", "more"));
    expect((await gate(one)).refused).toEqual([]);
  });

  test("a reject there blocks", async () => {
    const one = await new Behind().agreed();
    await one.approve("bob", "requirements.txt", " --reject --reason no");
    one.commit("reject");
    const reject = one.git("rev-parse", "HEAD");
    one.git("reset", "-q", "--hard", "HEAD~1");
    expect((await gate(one)).refused).toEqual([]);
    await one.onBase(() => one.git("checkout", "-q", reject, "--", ".lockseal"));
    expect((await gate(one)).refused).toContain("APPROVAL_REJECTED requirements.txt");
  });

  test("an approval there counts for nothing here", async () => {
    const one = await new Behind().agreed();
    const approvals = one.git("rev-parse", "HEAD");
    one.git("reset", "-q", "--hard", "HEAD~1");
    await one.onBase(() => one.git("checkout", "-q", approvals, "--", ".lockseal"));
    expect((await gate(one)).refused).toEqual(MISSING);
  });

  test("what served there, and was taken back, is not approved again by a branch from before", async () => {
    const one = await new Behind().agreed();
    one.git("update-ref", MAIN, "update");
    await one.onBase(() => one.write("requirements.txt", pin("click", "8.1.7")));
    one.git("checkout", "-q", "-b", "again", one.base);
    one.git("checkout", "-q", "update", "--", ".");
    one.commit("again");
    const { refused, rules } = await gate(one);
    expect(refused).toEqual(MISSING);
    expect(rules).toContain("APPROVAL_SPENT");
  });
});

test("a branch that began at two commits of the base has to take it in", async () => {
  const one = await new Behind().agreed();
  const made = one.git("rev-parse", "HEAD");
  one.git("checkout", "-q", "-b", "side", one.base);
  const side = one.write("README", "side").commit("side");
  one.git("checkout", "-q", "-b", "both", made);
  one.git("merge", "-q", "-m", "both", side);
  one.git("update-ref", MAIN, "HEAD");
  one.git("checkout", "-q", "-b", "crossed", side);
  // The same two, but with the lock from before the change that the base has.
  one.git("merge", "-q", "-s", "ours", "-m", "crossed", made);
  const { exitCode, code, stderr } = await refusal(one, "gate");
  expect([exitCode, code]).toEqual([2, "GIT_BASES_SEVERAL"]);
  expect(stderr).toContain(`git merge ${MAIN}`);
});
