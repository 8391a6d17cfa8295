import { describe, expect, test } from "vitest";
import { CommitFiles } from "../../../src/io/commit-files.ts";
import { judgeApprovals } from "../../../src/operations/judge-approvals.ts";
import { approvalsOf, readPolicyAt } from "../../../src/operations/judging-policy.ts";
import { BOB, CAROL, Folder } from "../../fakes/checkout.ts";
import { POLICY, Policed, WITHOUT_BOT } from "../../fakes/policed.ts";
import { NOW } from "../../fakes/streams.ts";

const payloadOf = (bundle: string) =>
  JSON.parse(Buffer.from(JSON.parse(bundle).dsseEnvelope.payload, "base64").toString());
const approvals = (repository: Policed) =>
  Object.keys(repository.list()).filter((name) => name.startsWith(".lockseal/approvals/"));

function judge(repository: Policed, file = "requirements.txt") {
  const policy = readPolicyAt(new CommitFiles(repository.path, repository.base), "", NOW);
  const asked = policy === undefined ? undefined : approvalsOf(policy, file);
  if (policy === undefined || asked === undefined) throw new Error("no policy");
  const event = new Folder();
  event.write("event.json", JSON.stringify({ pull_request: { user: { login: "mallory" } } }));
  return judgeApprovals({
    file,
    cwd: repository.path,
    env: { GITHUB_ACTIONS: "true", GITHUB_EVENT_PATH: event.at("event.json") },
    policy: asked,
    trust: { signers: policy.signers, keys: policy.keys, roots: null },
    now: NOW,
    isWorkingTree: true,
  });
}

describe("with a policy at the base", () => {
  test("the person is the one whose key it is, and the approval is bound to the policy", async () => {
    const repository = new Policed();
    const { stdout, exitCode } = await repository.approve("alice");
    expect(stdout).toContain(
      "~ click 8.1.7 → 8.1.8: updated, 1 file; age unknown, publisher unknown: no attestation recorded, size unknown",
    );
    expect(stdout).toContain("approved 1 change as alice");
    expect(exitCode).toBe(0);
    const [path = ""] = approvals(repository);
    const policy = readPolicyAt(new CommitFiles(repository.path, repository.base), "", NOW);
    expect(path).toMatch(/\/alice\.sigstore\.json$/);
    expect(payloadOf(repository.read(path)).predicate).toMatchObject({
      reviewer: "alice",
      policy: { digest: { sha256: policy?.closure.digest.hex } },
    });
  });

  test("whoever made the change learns that their word will not count", async () => {
    const repository = new Policed(
      POLICY.replace("[signers.bob]\n", '[signers.bob]\ngit = ["mallory@example.org"]\n'),
    );
    const own = await repository.approve("bob");
    expect(own.stdout).toContain(
      "does not count: expected somebody who did not make the change, found bob [APPROVAL_BY_AUTHOR]",
    );
    const other = await repository.approve("alice");
    expect(other.stdout).not.toContain("APPROVAL_BY_AUTHOR");
    const may = new Policed(
      `${POLICY.replace("[signers.bob]\n", '[signers.bob]\ngit = ["mallory@example.org"]\n')}author_may_approve = true\n`,
    );
    expect((await may.approve("bob")).stdout).not.toContain("APPROVAL_BY_AUTHOR");
  });

  test("two people make it, and one does not", async () => {
    const repository = new Policed();
    await repository.approve("alice");
    expect((await judge(repository)).exitCode).toBe(1);
    await repository.approve("bob");
    const judged = await judge(repository);
    expect(judged.findings).toMatchObject([{ rule: "APPROVALS", verdict: "passed" }]);
    expect(judged.verdict?.changes).toMatchObject([{ approved: true, holdMs: 24 * 3_600_000 }]);
  });

  test.each<[string, string, string]>([
    ["a machine", "carol", ""],
    ["somebody in another's name", "bob", " --as alice"],
  ])("refuses %s before anything is signed", async (_why, by, more) => {
    const repository = new Policed();
    const { stdout, exitCode } = await repository.approve(by, "requirements.txt", `${more} --json`);
    expect(JSON.parse(stdout).findings).toMatchObject([{ rule: "APPROVER_UNKNOWN" }]);
    expect([exitCode, approvals(repository)]).toEqual([1, []]);
  });

  test("refuses a key of nobody", async () => {
    const repository = new Policed(WITHOUT_BOT);
    const { stdout } = await repository.approve("carol", "requirements.txt", " --json");
    expect(JSON.parse(stdout).findings).toMatchObject([{ rule: "APPROVER_UNKNOWN" }]);
  });

  test("a key that the branch swaps counts for nobody: the base's policy judges", async () => {
    const repository = new Policed();
    repository.write("keys/bob.pub", CAROL.publicFile).commit("swap");
    await repository.approve("alice");
    const { stdout } = await repository.approve("carol", "requirements.txt", " --json");
    expect(JSON.parse(stdout).findings).toMatchObject([{ rule: "APPROVER_UNKNOWN" }]);
    expect((await judge(repository)).exitCode).toBe(1);
  });

  test("a policy that has changed asks anew", async () => {
    const repository = new Policed();
    await repository.approve("alice");
    await repository.approve("bob");
    const policy = readPolicyAt(new CommitFiles(repository.path, repository.base), "", NOW);
    const moved = { ...policy, closure: { ...policy?.closure } };
    expect(moved.closure.digest?.hex).toMatch(/^[0-9a-f]{64}$/);
    repository.git("stash", "-q", "-u");
    repository.git("checkout", "-q", "main");
    const next = repository.write("lockseal.toml", `${POLICY}\n# stricter\n`).commit("policy");
    repository.git("update-ref", "refs/remotes/origin/main", next);
    repository.git("checkout", "-q", "update");
    repository.git("rebase", "-q", "main");
    repository.git("stash", "pop", "-q");
    const asked = readPolicyAt(new CommitFiles(repository.path, next), "", NOW);
    if (asked === undefined) throw new Error("no policy");
    const rule = approvalsOf(asked, "requirements.txt");
    if (rule === undefined) throw new Error("no rule");
    const judged = await judgeApprovals({
      file: "requirements.txt",
      cwd: repository.path,
      env: {},
      policy: rule,
      trust: { signers: asked.signers, keys: asked.keys, roots: null },
      now: NOW,
      isWorkingTree: true,
    });
    expect(judged.findings.map(({ rule: name }) => name)).toEqual([
      "APPROVAL_POLICY",
      "APPROVAL_POLICY",
      "APPROVAL_AUTHOR_UNPROVEN",
      "APPROVAL_MISSING",
    ]);
  });
});

describe("a change of the policy itself", () => {
  test("is shown file by file, the keys that it names among them", async () => {
    const repository = new Policed();
    repository
      .write("keys/bob.pub", CAROL.publicFile)
      .write("lockseal.toml", WITHOUT_BOT)
      .commit("swap a key");
    const { stdout } = await repository.run("approve lockseal.toml");
    expect(stdout).toContain("lockseal.toml: 2 changes since");
    expect(stdout).toMatch(/~ keys\/bob\.pub: sha256 [0-9a-f]{12}… → [0-9a-f]{12}…/);
    expect(stdout).toMatch(/~ lockseal\.toml: sha256 [0-9a-f]{12}… → [0-9a-f]{12}…/);
    // CAROL's key was the bot's at the base.
    const [bob, carol] = [BOB, CAROL].map(({ key }) => key.publicKey.fingerprint.slice(0, 12));
    expect(stdout).toContain(
      `! WEAKER: the key "keys/bob.pub" of bob is another one now: sha256:${bob}… → sha256:${carol}…`,
    );
    expect(stdout).toContain("+ stricter: bot: who signs is gone: was { keys = [");
    const { stdout: said, exitCode } = await repository.approve("alice", "lockseal.toml");
    expect(said).toContain("approved 2 changes as alice");
    expect(exitCode).toBe(0);
  });

  test("is shown by meaning, what allows more first, and said in JSON, too", async () => {
    const repository = new Policed(WITHOUT_BOT);
    const text = repository.read("lockseal.toml");
    repository.write(
      "lockseal.toml",
      `# looks harmless\n${text.replace('roles = ["reviewer"]', 'roles = ["reviewer", "owner"]').replace('people = 2, hold = "24h"', 'people = 3, hold = "1h"')}`.replace(
        "people = 3",
        'people = 2, role = "reviewer"',
      ),
    );
    const { stdout } = await repository.run("approve lockseal.toml");
    const lines = stdout.split("\n").filter((line) => /^ +[!+~=] [a-zA-Z]+:/.test(line));
    expect(lines.map((line) => line.trim())).toEqual([
      '! WEAKER: bob: gains the role "owner"',
      '! WEAKER: update in requirements.txt: its hold "24h" → "1h"',
      '+ stricter: update in requirements.txt: the role that approves it is new: "reviewer"',
    ]);
    repository.write("lockseal.toml", `# a comment alone\n${text}`);
    const { stdout: json } = await repository.run("approve lockseal.toml --json", {
      env: { LOCKSEAL_PASSWORD: "correct horse" },
    });
    expect(JSON.parse(json).findings).toMatchObject([{ rule: "APPROVAL_UNCONFIRMED" }]);
    const plain = await repository.run("approve lockseal.toml");
    expect(plain.stdout).toContain(
      "= the same: comments, order and layout alone: it says what it said",
    );
  });

  test("a key alone is a change of it, too", async () => {
    const repository = new Policed(WITHOUT_BOT);
    repository.write("keys/bob.pub", CAROL.publicFile);
    const { stdout } = await repository.run("approve lockseal.toml");
    expect(stdout).toContain("lockseal.toml: 1 change since");
    expect(stdout).toContain("~ keys/bob.pub: sha256");
  });

  test("one in which a key is two people's is nobody's to approve", async () => {
    const repository = new Policed();
    repository.write("keys/bob.pub", new Policed().read("keys/alice.pub"));
    const { stdout } = await repository.run("approve lockseal.toml --json");
    expect(JSON.parse(stdout).findings).toMatchObject([{ rule: "POLICY_MALFORMED" }]);
  });

  test("nothing that differs is nothing to approve", async () => {
    const { stdout, exitCode } = await new Policed().run("approve lockseal.toml --json");
    expect(JSON.parse(stdout).findings).toMatchObject([{ rule: "APPROVAL_NOTHING" }]);
    expect(exitCode).toBe(3);
  });

  test("a policy that comes into a folder below is looked at there, with the files that it names", async () => {
    const repository = new Policed();
    repository.write("sub/lockseal.toml", POLICY);
    const { stdout } = await repository.run("approve sub/lockseal.toml --json");
    expect(JSON.parse(stdout).findings).toMatchObject([
      { rule: "POLICY_MALFORMED", message: expect.stringContaining("keys/alice.pub") },
    ]);
  });

  test("what it asks is asked by [policy], and nobody is asked for what it does not speak of", () => {
    const repository = new Policed();
    const policy = readPolicyAt(new CommitFiles(repository.path, repository.base), "", NOW);
    if (policy === undefined) throw new Error("no policy");
    expect(approvalsOf(policy, "lockseal.toml")?.requirements.get("update")).toMatchObject({
      people: 1,
      role: "owner",
    });
    expect(approvalsOf(policy, "keys/bob.pub")?.requirements.get("remove")?.role).toBe("owner");
    expect(approvalsOf(policy, "dev.txt")).toBeUndefined();
  });
});

describe("without a policy that judges", () => {
  test("a base without one is a bootstrap, and says so", async () => {
    const repository = new Policed(null);
    repository.write("lockseal.toml", POLICY).commit("first policy");
    const { stdout } = await repository.approve("alice");
    expect(stdout).toContain("[POLICY_BOOTSTRAP]");
    expect(stdout).toContain("the base has no policy: what counts is said by lockseal.toml of ");
    const first = await repository.approve("alice", "lockseal.toml");
    expect(first.stdout).toContain("approved 4 changes as alice");
  });

  test("where nobody has one, the person says who they are", async () => {
    const repository = new Policed(null);
    const named = await repository.approve("alice", "requirements.txt", " --as alice");
    expect(named.stdout).toContain("nobody knows whose approval counts");
    expect(named.exitCode).toBe(0);
    const unnamed = await repository.approve("alice", "requirements.txt", " --json");
    expect(JSON.parse(unnamed.stdout).findings).toMatchObject([{ rule: "APPROVER_UNKNOWN" }]);
  });

  test("an expired policy fails closed", async () => {
    const expired = `expires = 2026-01-01T00:00:00Z\n${POLICY}`;
    const one = new Policed(expired);
    const key = one.secret.at("alice.key");
    one.write("lockseal.toml", `expires = 2028-01-01T00:00:00Z\n${POLICY}`).commit("renewed");
    for (const line of [
      "approve lockseal.toml",
      "approve requirements.txt",
      "policy explain requirements.txt",
      `observe requirements.txt --key ${key}`,
      "gate",
    ]) {
      const { stdout, exitCode } = await one.run(`${line} --json`);
      expect(JSON.parse(stdout).findings, line).toMatchObject([
        { rule: "POLICY_EXPIRED", help: expect.stringContaining("lockseal policy check") },
      ]);
      expect(exitCode).toBe(2);
    }
  });
});
