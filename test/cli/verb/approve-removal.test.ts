import { rmSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { pin } from "../../fakes/checkout.ts";
import { gate } from "../../fakes/gated.ts";
import { POLICY, Policed } from "../../fakes/policed.ts";

const RULES = `${POLICY.replace(', hold = "24h"', "").replace('"requirements.txt"', '"*requirements.txt"')}approval.remove = { people = 1 }
approval.new = { people = 1 }
`;
const BUNDLES = ".lockseal/approvals";

/** A repository whose branch removes a lock, or whatever else. */
class Removed extends Policed {
  constructor(file = "requirements.txt", policy = RULES) {
    super(policy);
    this.onto(this.base);
    this.remove(file).commit(`remove ${file}`);
  }

  /** Begins the branch anew, from a commit that the remote has. */
  onto(commit: string): this {
    this.git("update-ref", "refs/remotes/origin/main", commit);
    this.git("reset", "-q", "--hard", commit);
    return this;
  }

  async agreed(by = "bob", file = "requirements.txt"): Promise<this> {
    const { exitCode, stdout, stderr } = await this.approve(by, file);
    if (exitCode !== 0) throw new Error(`cannot approve: ${stdout}${stderr}`);
    this.commit("approval");
    return this;
  }

  async rejected(by = "alice", file = "requirements.txt"): Promise<this> {
    await this.approve(by, file, " --reject --reason no");
    this.commit("reject");
    return this;
  }
}

describe("the removal of a lock", () => {
  test("is shown with all that goes", async () => {
    const repository = new Removed();
    const { stdout, exitCode } = await repository.run("approve requirements.txt");
    expect(stdout).toContain("requirements.txt: removed, 2 changes since");
    expect(stdout).toContain("- the lock itself: removed");
    expect(stdout).toContain("- click 8.1.7: removed");
    expect(exitCode).toBe(2);
  });

  test("is refused until people of the policy agree", async () => {
    const repository = new Removed();
    expect((await gate(repository)).refused).toEqual(["APPROVAL_MISSING requirements.txt"]);
    await repository.agreed();
    const { exitCode, refused, rules } = await gate(repository);
    expect([exitCode, refused]).toEqual([0, []]);
    expect(rules).toContain("LOCK_REMOVED");
    expect((await repository.run("policy explain requirements.txt")).exitCode).not.toBe(2);
  });

  test("is signed as what was there, and nothing that came", async () => {
    const repository = await new Removed().agreed();
    const [path = ""] = Object.keys(repository.list()).filter((name) => name.startsWith(BUNDLES));
    expect(path).toMatch(/\/removed-[0-9a-f]{12}\/bob\.sigstore\.json$/);
    const { payload } = JSON.parse(repository.read(path)).dsseEnvelope;
    const { subject, predicate } = JSON.parse(Buffer.from(payload, "base64").toString());
    expect(subject[0].digest.sha256).toBe(predicate.base.digest.sha256);
    expect(predicate.delta.changes).toMatchObject([
      { kind: "remove", name: "(lock)", to: null, hashes: [] },
      { kind: "remove", name: "click", from: "8.1.7", to: null, hashes: [] },
    ]);
  });

  test("of a lock whose folder goes with it", async () => {
    const repository = new Removed();
    repository.git("reset", "-q", "--hard", repository.base);
    const base = repository.write("deep/down/requirements.txt", pin("idna", "3.7")).commit("deep");
    repository.onto(base).write("lockseal.toml", RULES.replace("*req", "**req"));
    repository.onto(repository.commit("policy")).remove("deep").commit("gone");
    await repository.agreed("bob", "deep/down/requirements.txt");
    expect((await gate(repository)).refused).toEqual([]);
  });

  test("that only is not here is not approved", async () => {
    const repository = new Removed();
    repository.onto(repository.base).remove("requirements.txt");
    const { stdout } = await repository.run("approve requirements.txt --json");
    expect(JSON.parse(stdout).findings).toMatchObject([{ rule: "FILE_MISSING" }]);
    expect((await gate(repository)).exitCode).not.toBe(0);
  });

  test("of which the policy does not speak is nobody's to approve", async () => {
    const repository = new Removed("requirements.txt", RULES.replace("approval.remove", "#"));
    await repository.agreed();
    expect((await gate(repository)).refused).toEqual(["APPROVAL_UNREGULATED requirements.txt"]);
  });

  test.each<[why: string, make: (one: Removed) => unknown, refused: readonly string[]]>([
    [
      "the removal of another lock that had the same in it",
      (one) => one.remove("dev-requirements.txt").commit("the other"),
      ["APPROVAL_MISSING dev-requirements.txt"],
    ],
    [
      "what is put there afterwards",
      (one) => {
        one.git("update-ref", "refs/remotes/origin/main", "HEAD");
        one.write("requirements.txt", pin("click", "8.1.7")).commit("back");
      },
      ["APPROVAL_MISSING requirements.txt"],
    ],
    [
      "another lock in its place",
      (one) => one.write("requirements.txt", pin("evil", "1")).commit("evil"),
      ["APPROVAL_MISSING requirements.txt"],
    ],
    [
      "the next removal",
      (one) => {
        one.write("requirements.txt", pin("click", "8.1.7"));
        one.git("update-ref", "refs/remotes/origin/main", one.commit("back"));
        one.remove("requirements.txt").commit("again");
      },
      ["APPROVAL_MISSING requirements.txt"],
    ],
    [
      "what came into it since, after a rebase",
      (one) => {
        const head = one.git("rev-parse", "HEAD");
        one.git("checkout", "-q", "--detach", "refs/remotes/origin/main");
        one.write("requirements.txt", pin("click", "8.1.7") + pin("idna", "3.7"));
        one.git("update-ref", "refs/remotes/origin/main", one.commit("idna"));
        one.remove("requirements.txt");
        one.git("checkout", "-q", head, "--", BUNDLES);
        one.commit("rebased");
      },
      ["APPROVAL_MISSING requirements.txt"],
    ],
  ])("approved does not let pass %s", async (_why, make, refused) => {
    const repository = new Removed();
    repository.onto(repository.base);
    repository.onto(
      repository.write("dev-requirements.txt", repository.read("requirements.txt")).commit("two"),
    );
    repository.remove("requirements.txt").commit("remove");
    await repository.agreed();
    expect((await gate(repository)).refused).toEqual([]);
    make(repository);
    expect((await gate(repository)).refused).toEqual(refused);
  });

  test("stays approved after a rebase onto what did not touch it", async () => {
    const repository = await new Removed().agreed();
    repository.git("checkout", "-q", "main");
    repository.git("reset", "-q", "--hard", repository.base);
    const moved = repository.write("README", "more").commit("docs");
    repository.git("update-ref", "refs/remotes/origin/main", moved);
    repository.git("checkout", "-q", "update");
    repository.git("rebase", "-q", "origin/main");
    expect((await gate(repository)).refused).toEqual([]);
  });

  test("is blocked by one reject, also by one that vanished", async () => {
    const repository = await (await new Removed().agreed()).rejected();
    expect((await gate(repository)).refused).toEqual(["APPROVAL_REJECTED requirements.txt"]);
    rmSync(repository.at(BUNDLES), { recursive: true });
    await repository.agreed();
    expect((await gate(repository)).refused).toEqual(["APPROVAL_REJECTED requirements.txt"]);
  });

  test("that somebody rejects leaves whatever else comes of the lock", async () => {
    const repository = await new Removed().rejected();
    repository.write("requirements.txt", pin("click", "8.1.8")).commit("an update instead");
    await repository.approve("alice");
    await repository.agreed();
    expect((await gate(repository)).refused).toEqual([]);
  });
});

describe("the removal of the policy", () => {
  test("is approved by its owners, and by nobody else", async () => {
    const repository = new Removed("lockseal.toml");
    expect((await gate(repository)).refused).toEqual(["APPROVAL_MISSING lockseal.toml"]);
    await repository.agreed("bob", "lockseal.toml");
    expect((await gate(repository)).refused).toEqual(["APPROVAL_MISSING lockseal.toml"]);
    const { stdout } = await repository.approve("alice", "lockseal.toml");
    expect(stdout).toContain("lockseal.toml: removed, 1 change since");
    repository.commit("owner");
    expect(await gate(repository)).toMatchObject({ exitCode: 0, refused: [] });
  });

  test("approved lets no other change of it pass, nor one of a key", async () => {
    const repository = await new Removed("lockseal.toml").agreed("alice", "lockseal.toml");
    repository.write("lockseal.toml", RULES.replace("people = 2", "people = 1")).commit("weaker");
    expect((await gate(repository)).refused).toEqual(["APPROVAL_MISSING lockseal.toml"]);
    repository.remove("lockseal.toml").remove("keys/bob.pub").commit("and a key");
    expect((await gate(repository)).refused).toEqual(["APPROVAL_MISSING lockseal.toml"]);
  });

  test("is blocked by one reject, also by one that vanished", async () => {
    const repository = await new Removed("lockseal.toml").agreed("alice", "lockseal.toml");
    await repository.rejected("bob", "lockseal.toml");
    rmSync(repository.at(BUNDLES), { recursive: true });
    await repository.agreed("alice", "lockseal.toml");
    expect((await gate(repository)).refused).toEqual(["APPROVAL_REJECTED lockseal.toml"]);
  });

  test("is not what a link that leads nowhere is", async () => {
    const repository = await new Removed("lockseal.toml").agreed("alice", "lockseal.toml");
    repository.git(
      "update-index",
      "--add",
      "--cacheinfo",
      `120000,${repository.git("rev-parse", "HEAD:requirements.txt")},lockseal.toml`,
    );
    repository.git("commit", "-q", "-m", "link");
    const { exitCode } = await gate(repository);
    expect(exitCode).not.toBe(0);
  });
});
