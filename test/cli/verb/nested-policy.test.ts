import { describe, expect, test } from "vitest";
import { pin } from "../../fakes/checkout.ts";
import { gate } from "../../fakes/gated.ts";
import { POLICY, Policed } from "../../fakes/policed.ts";
import { run } from "../../fakes/streams.ts";

const RULES = POLICY.replace(', hold = "24h"', "");

/** A repository whose policy lies below its top, and a branch that changes the lock beside it. */
class Nested extends Policed {
  constructor() {
    super(null);
    for (const name of ["alice", "bob", "carol"])
      this.write(`app/keys/${name}.pub`, this.read(`keys/${name}.pub`));
    this.write("app/lockseal.toml", RULES).write("app/requirements.txt", pin("click", "8.1.7"));
    this.git("update-ref", "refs/remotes/origin/main", this.commit("nested"));
    this.write("app/requirements.txt", pin("click", "8.1.8")).commit("update below");
  }

  /** Runs a command in a folder. */
  async in(folder: string, line: string) {
    return run(line.split(" "), { cwd: this.at(folder) });
  }

  async agree(by: string, folder: string, file: string) {
    const look = await this.in(folder, `approve ${file}`);
    const [, digest = "none"] = /delta sha256:([0-9a-f]{64})/.exec(look.stdout) ?? [];
    const key = this.secret.at(`${by}.key`);
    return this.in(folder, `approve ${file} --key ${key} --yes ${digest}`);
  }
}

describe("a policy below the top of the checkout", () => {
  test.each([
    ["", "app/requirements.txt"],
    ["app", "requirements.txt"],
  ])("is found by approve, explain and the gate, in %j", async (folder, file) => {
    const nested = new Nested();
    expect((await gate({ path: nested.at("app") })).refused).toEqual([
      "APPROVAL_MISSING requirements.txt",
    ]);
    for (const by of ["alice", "bob"]) {
      const { stdout, exitCode } = await nested.agree(by, folder, file);
      expect(stdout).toContain(`approved 1 change as ${by}`);
      expect(exitCode).toBe(0);
    }
    const names = Object.keys(nested.list()).filter((name) => name.includes(".lockseal/"));
    expect(names.map((name) => name.replace(/[0-9a-f]{12}/, "DIGEST"))).toEqual([
      "app/.lockseal/approvals/DIGEST/alice.sigstore.json",
      "app/.lockseal/approvals/DIGEST/bob.sigstore.json",
    ]);
    const { findings } = JSON.parse(
      (await nested.in(folder, `policy explain ${file} --json`)).stdout,
    );
    expect(findings).not.toContainEqual(expect.objectContaining({ rule: "APPROVAL_UNREGULATED" }));
    nested.commit("approvals");
    expect(await gate({ path: nested.at("app") })).toMatchObject({ exitCode: 0, refused: [] });
  });

  test.each([
    ["", "app/lockseal.toml"],
    ["app", "lockseal.toml"],
  ])("is itself approved by its owners, in %j", async (folder, file) => {
    const nested = new Nested();
    nested.git("reset", "-q", "--hard", "origin/main");
    nested.write("app/lockseal.toml", `${RULES}# more\n`).commit("policy");
    expect((await nested.agree("alice", folder, file)).exitCode).toBe(0);
    nested.commit("approval");
    expect((await gate({ path: nested.at("app") })).refused).toEqual([]);
  });

  test("is the base's: one that a change puts nearer is not asked", async () => {
    const nested = new Nested();
    nested.write("app/deep/lockseal.toml", RULES.replace("people = 2", "people = 1"));
    nested.write("app/deep/requirements.txt", pin("click", "8.1.8")).commit("nearer");
    const { stdout } = await nested.in("app/deep", "policy explain requirements.txt --json");
    expect(JSON.parse(stdout).findings).toMatchObject([{ rule: "APPROVAL_UNREGULATED" }]);
  });

  test("is left where a root is named", async () => {
    const { stdout } = await new Nested().in("app", "approve requirements.txt --root ..");
    expect(stdout).toContain("app/requirements.txt: 1 change");
  });
});
