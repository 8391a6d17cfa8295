import { describe, expect, test } from "vitest";
import { pin } from "../../fakes/checkout.ts";
import { gate } from "../../fakes/gated.ts";
import { POLICY, Policed } from "../../fakes/policed.ts";

const RULES = POLICY.replace(', hold = "24h"', "");
const APPROVALS = ".lockseal/approvals";
const [A, B, C] = [pin("click", "8.1.7"), pin("click", "8.1.8"), pin("click", "8.1.9")];
const MISSING = ["APPROVAL_MISSING requirements.txt"];

/** A branch on which a lock goes from one state to others. */
class Way extends Policed {
  constructor() {
    super(RULES);
    this.git("reset", "-q", "--hard", this.base);
  }

  to(lock: string): this {
    this.write("requirements.txt", lock).commit("lock");
    return this;
  }

  /** Both people look at what is here now, and that is committed. */
  async agreed(file = "requirements.txt"): Promise<this> {
    for (const by of ["alice", "bob"]) {
      const { exitCode, stdout, stderr } = await this.approve(by, file);
      if (exitCode !== 0) throw new Error(`cannot approve: ${stdout}${stderr}`);
    }
    this.commit("approvals");
    return this;
  }
}

describe("what was approved, made, taken back and made again on one branch", () => {
  test.each<[why: string, make: (one: Way) => Promise<unknown>]>([
    ["by hand", async (one) => (await one.to(B).agreed()).to(A).to(B)],
    ["by way of another version", async (one) => (await one.to(B).agreed()).to(C).to(B)],
    ["twice", async (one) => (await one.to(B).agreed()).to(A).to(B).to(A).to(B)],
    [
      "by taking the lock away",
      async (one) => {
        (await one.to(B).agreed()).remove("requirements.txt").commit("gone");
        one.to(B);
      },
    ],
    [
      "by git revert",
      async (one) => {
        const { base } = one;
        await one.to(B).agreed();
        one.git("revert", "-n", "HEAD~1");
        one.git("commit", "-q", "-m", "revert");
        expect(one.read("requirements.txt")).toBe(A);
        expect(base).toBe(one.base);
        one.to(B);
      },
    ],
    [
      "with approvals that went and came back with it",
      async (one) => {
        const made = (await one.to(B).agreed()).git("rev-parse", "HEAD");
        one.remove(".lockseal").to(A);
        one.git("checkout", "-q", made, "--", ".lockseal");
        one.to(B);
      },
    ],
    [
      "by a merge that took the other side",
      async (one) => {
        await one.to(B).agreed();
        one.git("checkout", "-q", "-b", "side", one.base);
        one.write("README", "side").commit("side");
        one.git("checkout", "-q", "update");
        one.git("merge", "-q", "--no-commit", "side");
        one.git("checkout", "-q", "side", "--", "requirements.txt");
        one.git("commit", "-q", "-m", "merge");
        one.to(B);
      },
    ],
  ])("%s has to be approved anew", async (_why, make) => {
    const way = new Way();
    await make(way);
    const { refused, rules } = await gate(way);
    expect(refused).toEqual(MISSING);
    expect(rules).toContain("APPROVAL_SPENT");
    await way.agreed();
    expect((await gate(way)).refused).toEqual([]);
  });

  test("and is again what it was, but not committed", async () => {
    const way = await new Way().to(B).agreed();
    way.to(A).write("requirements.txt", B);
    expect((await gate(way)).refused).toEqual(MISSING);
  });

  test.each<[why: string, make: (one: Way) => Promise<unknown>]>([
    [
      "what was never taken back",
      async (one) => (await one.to(B).agreed()).write("R", "").commit(),
    ],
    [
      "what was approved before it was committed",
      async (one) => {
        one.write("requirements.txt", B);
        await one.approve("alice");
        await one.approve("bob");
        one.git("add", ".lockseal");
        one.git("commit", "-q", "-m", "approvals");
        one.commit("lock");
      },
    ],
    ["what was taken back before anybody approved it", (one) => one.to(B).to(A).to(B).agreed()],
    [
      "what a side branch never had",
      async (one) => {
        await one.to(B).agreed();
        one.git("checkout", "-q", "-b", "side", one.base);
        one.write("README", "side").commit("side");
        one.git("checkout", "-q", "update");
        one.git("merge", "-q", "-m", "merge", "side");
        one.write("README", "more").commit("more");
      },
    ],
    [
      "what was made on top of a base that moved",
      async (one) => {
        await one.to(B).agreed();
        one.git("checkout", "-q", "main");
        one.git("reset", "-q", "--hard", one.base);
        one.git("update-ref", "refs/remotes/origin/main", one.write("README", "m").commit("main"));
        one.git("checkout", "-q", "update");
        one.git("merge", "-q", "-m", "merge", "main");
        one.write("MORE", "more").commit("more");
      },
    ],
  ])("%s stays approved", async (_why, make) => {
    const way = new Way();
    await make(way);
    expect(await gate(way)).toMatchObject({ exitCode: 0, refused: [] });
  });

  test("one package of two leaves the other approved", async () => {
    const way = new Way();
    way.to(A + pin("idna", "3.7"));
    way.git("update-ref", "refs/remotes/origin/main", "HEAD");
    await way.to(B + pin("idna", "3.8")).agreed();
    way.to(A + pin("idna", "3.8")).to(B + pin("idna", "3.8"));
    const { stdout } = await way.run("policy explain requirements.txt --json");
    const { changes } = JSON.parse(stdout);
    expect(changes).toMatchObject([
      { change: { name: "click" }, approved: false, people: [] },
      { change: { name: "idna" }, people: ["alice", "bob"] },
    ]);
    expect((await gate(way)).refused).toEqual(MISSING);
  });

  test("of the policy, too", async () => {
    const way = new Way();
    const other = `${RULES}# another\n`;
    const change = (text: string) => way.write("lockseal.toml", text).commit("policy");
    change(other);
    await way.approve("alice", "lockseal.toml");
    way.commit("approval");
    expect((await gate(way)).refused).toEqual([]);
    change(RULES);
    change(other);
    expect((await gate(way)).refused).toEqual(["APPROVAL_MISSING lockseal.toml"]);
    await way.approve("alice", "lockseal.toml");
    way.commit("again");
    expect((await gate(way)).refused).toEqual([]);
  });

  test("merged, taken back there and asked for again", async () => {
    const way = await new Way().to(B).agreed();
    way.to(A).git("update-ref", "refs/remotes/origin/main", "HEAD");
    way.to(B);
    expect((await gate(way)).refused).toEqual(MISSING);
    expect(Object.keys(way.list()).some((name) => name.startsWith(APPROVALS))).toBe(true);
  });
});
