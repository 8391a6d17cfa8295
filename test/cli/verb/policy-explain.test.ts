import { describe, expect, test } from "vitest";
import { CAROL, Folder, pin } from "../../fakes/checkout.ts";
import { POLICY, Policed, WITHOUT_BOT } from "../../fakes/policed.ts";

/** An event in which somebody opened the pull request. */
function eventOf(login: string): Record<string, string> {
  const folder = new Folder();
  folder.write("event.json", JSON.stringify({ pull_request: { user: { login } } }));
  return { GITHUB_ACTIONS: "true", GITHUB_EVENT_PATH: folder.at("event.json") };
}
const NO_HOLD = POLICY.replace(', hold = "24h"', "");
const explain = (repository: Policed, login = "mallory") =>
  repository.run("policy explain requirements.txt", { env: eventOf(login) });

describe("policy explain", () => {
  test("says what is missing, from whom, and what they type", async () => {
    const repository = new Policed();
    await repository.approve("alice");
    const { stdout, exitCode } = await explain(repository);
    expect(stdout).toContain(
      "update: click 8.1.7 → 8.1.8: expected approvals as the policy asks, found 1 of 2 people (alice) [APPROVAL_MISSING]",
    );
    expect(stdout).toContain(
      "note: click: could still be approved by bob (reviewer) [APPROVAL_FROM]",
    );
    expect(stdout).toContain("hint: bob types: lockseal approve requirements.txt --key bob.key");
    expect(stdout).toContain("[HOLD_UNKNOWN]");
    expect(stdout).toContain("lockseal observe requirements.txt");
    expect(exitCode).toBe(1);
  });

  test("says that nothing is", async () => {
    const repository = new Policed(NO_HOLD);
    await repository.approve("alice");
    await repository.approve("bob");
    const { stdout, exitCode } = await explain(repository);
    expect(stdout).toBe("requirements.txt: ok: 1 change approved by alice, bob\n");
    expect(exitCode).toBe(0);
  });

  test("leaves out who made the change", async () => {
    const repository = new Policed(
      NO_HOLD.replace("[signers.bob]\n", '[signers.bob]\ngithub = ["bob-acme"]\n'),
    );
    const { stdout } = await explain(repository, "bob-acme");
    expect(stdout).toContain("could still be approved by alice (reviewer, owner)\u0020");
    expect(stdout).not.toContain("bob (reviewer)");
  });

  test("names who made the change where the policy lets authors approve, and counts them once", async () => {
    const repository = new Policed(
      `${NO_HOLD.replace("[signers.bob]\n", '[signers.bob]\ngithub = ["bob-acme"]\n')}author_may_approve = true\n`,
    );
    await repository.approve("bob");
    const one = await explain(repository, "bob-acme");
    expect(one.stdout).toContain("found 1 of 2 people (bob)");
    expect(one.stdout).toContain("could still be approved by alice (reviewer, owner)\u0020");
    await repository.approve("alice");
    const two = await explain(repository, "bob-acme");
    expect(two.stdout).toBe("requirements.txt: ok: 1 change approved by alice, bob\n");
  });

  test("says where nobody is left", async () => {
    const repository = new Policed(
      NO_HOLD.replace("[signers.bob]\n", '[signers.bob]\ngithub = ["bob-acme"]\n'),
    );
    await repository.approve("alice");
    const { stdout } = await explain(repository, "bob-acme");
    expect(stdout).toContain("click: nobody is left who could approve it");
  });

  test("says what each of several people types, by how they sign", async () => {
    const keyless = '[{ issuer = "https://login.example", email = "bob@acme.example" }]';
    const repository = new Policed(
      NO_HOLD.replace('keys = ["keys/bob.pub"]', `keyless = ${keyless}`),
    );
    const { stdout } = await explain(repository);
    expect(
      stdout,
    ).toContain(`note: click: could still be approved by alice (reviewer, owner) [APPROVAL_FROM]
    hint: alice types: lockseal approve requirements.txt --key alice.key
requirements.txt: note: click: could still be approved by bob (reviewer) [APPROVAL_FROM]
    hint: bob types: lockseal approve requirements.txt, and signs in as bob@acme.example
`);
  });

  test("says that even all who could are too few", async () => {
    const repository = new Policed(
      WITHOUT_BOT.replace(', hold = "24h"', "")
        .replace("{ people = 2 }", "{ people = 2, roles = { owner = 1 } }")
        .replace("[signers.alice]\n", '[signers.alice]\ngithub = ["alice-acme"]\n'),
    );
    const { stdout } = await explain(repository, "alice-acme");
    expect(stdout).toContain("click: could still be approved by bob (reviewer)\u0020");
    expect(stdout).toContain(
      "click: even with all of them 1 person would be missing [APPROVAL_FROM]",
    );
    expect(stdout).toContain("hint: name more people in lockseal.toml, with its owners' approval");
  });

  test("names who records what is held, or that nobody may", async () => {
    const nobody = await explain(new Policed());
    expect(nobody.stdout).toContain(
      "hint: nobody may say so: let the policy's owners name a machine of the role observer under [signers]; it types: lockseal observe requirements.txt",
    );
    const observed = POLICY.replace(
      'person = false\nroles = ["reviewer"]',
      'person = false\nroles = ["observer"]',
    );
    const { stdout } = await explain(new Policed(observed));
    expect(stdout).toContain(
      "hint: let bot record them, and commit the record: lockseal observe requirements.txt",
    );
  });

  test("where a role alone is missing, names who has it", async () => {
    const asked = NO_HOLD.replace("{ people = 2 }", "{ people = 1, roles = { owner = 1 } }");
    const repository = new Policed(asked);
    await repository.approve("bob");
    const { stdout } = await explain(repository);
    expect(stdout).toContain("found 1 of 1 people, owner missing (bob)");
    expect(stdout).toContain("could still be approved by alice (reviewer, owner)\u0020");
  });

  test("an index's word does not end a hold where a record has no clock", async () => {
    const repository = new Policed();
    await repository.run(`observe requirements.txt --key ${repository.secret.at("carol.key")}`);
    const { stdout } = await explain(repository);
    expect(stdout).toContain("[HOLD_EVIDENCE]");
    expect(stdout).toContain("[HOLD_UNKNOWN]");
  });

  test.each<[string, (repository: Policed) => unknown, string, number]>([
    [
      "a lock that the policy does not speak of",
      (one) => one.write("dev.txt", pin("a", "1")),
      "APPROVAL_UNREGULATED",
      1,
    ],
    ["a lock that is not strict", (one) => one.write("dev.txt", "a>=1\n"), "LOCK_", 1],
  ])("refuses %s", async (_why, make, rule, code) => {
    const repository = new Policed();
    make(repository);
    const { stdout, exitCode } = await repository.run("policy explain dev.txt");
    expect(stdout).toContain(`[${rule}`);
    expect(exitCode).toBe(code);
  });

  test("explains a change of the policy, and counts its owners alone", async () => {
    const repository = new Policed(WITHOUT_BOT);
    repository.write("keys/bob.pub", CAROL.publicFile).commit("swap a key");
    const look = () => repository.run("policy explain lockseal.toml", { env: eventOf("mallory") });
    await repository.approve("bob", "lockseal.toml");
    const before = await look();
    expect(before.stdout).toContain(
      "found 0 of 1 people of the role owner (bob) [APPROVAL_MISSING]",
    );
    expect(before.stdout).toContain("could still be approved by alice (reviewer, owner)\u0020");
    expect(before.exitCode).toBe(1);
    await repository.approve("alice", "lockseal.toml");
    const after = await look();
    expect(after.stdout).toBe("lockseal.toml: ok: 1 change approved by alice, bob\n");
    expect(after.exitCode).toBe(0);
  });

  test("a policy without [policy] is nobody's to change", async () => {
    const repository = new Policed(POLICY.replace(/\[policy\][^[]*/, ""));
    repository.write("lockseal.toml", `${repository.read("lockseal.toml")}# more\n`);
    const { stdout, exitCode } = await repository.run("policy explain lockseal.toml --json");
    expect(JSON.parse(stdout).findings).toMatchObject([{ rule: "POLICY_UNGUARDED" }]);
    expect(exitCode).toBe(1);
  });

  test("refuses where there is no policy", async () => {
    const { stdout, exitCode } = await new Policed(null).run(
      "policy explain requirements.txt --json",
    );
    expect(JSON.parse(stdout).findings).toMatchObject([{ rule: "POLICY_NONE" }]);
    expect(exitCode).toBe(2);
  });
});
