import { describe, expect, test } from "vitest";
import { Folder, pin } from "../../fakes/checkout.ts";
import { event, gate } from "../../fakes/gated.ts";
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

/** Makes main of what the branch is now, in one commit of its own, as a forge squashes a request. */
function squash(way: Way): Way {
  const tree = way.git("rev-parse", "HEAD^{tree}");
  const tip = way.git("rev-parse", "refs/remotes/origin/main");
  const commit = way.git("commit-tree", tree, "-p", tip, "-m", "squashed");
  way.git("update-ref", "refs/remotes/origin/main", commit);
  way.git("reset", "-q", "--hard", commit);
  return way;
}

describe("what was taken out of the folder", () => {
  test("counts no more, for the base would not see that it has served", async () => {
    const way = await new Way().to(B).agreed();
    way.remove(".lockseal").commit("tidy");
    expect((await gate(way)).refused).toEqual(MISSING);
  });
});

test("in a shallow clone what the base itself has has served, whatever is new beside it", async () => {
  const way = squash(await new Way().to(B).agreed());
  squash(await way.to(A).agreed());
  way.to(B).write(`${APPROVALS}/x/junk.sigstore.json`, "{}").commit("junk");
  expect((await gate(way)).refused).toEqual(MISSING);
  way.git("update-ref", "refs/heads/main", "refs/remotes/origin/main");
  const clone = new Folder();
  way.git("clone", "-q", "--depth", "3", "-b", "update", `file://${way.path}`, clone.at("c"));
  const path = clone.at("c");
  way.git("-C", path, "fetch", "-q", "--depth", "1", "origin", "main:refs/remotes/origin/main");
  way.git("-C", path, "remote", "set-url", "origin", way.git("remote", "get-url", "origin"));
  const shallow = await gate({ path }, "--base origin/main");
  expect(shallow.refused).toEqual(MISSING);
  expect(shallow.rules).toContain("APPROVAL_SPENT");
});

describe("a file that is larger than any approval", () => {
  const LARGE = `${APPROVALS}/x/large.sigstore.json`;
  const large = Buffer.alloc(50 * 1024 * 1024);

  test("is said with what to type where it is new, and hides no approval", async () => {
    const way = await new Way().to(B).agreed();
    way.write(LARGE, large).commit("large");
    const { exitCode, stderr } = await way.run("gate", { env: event() });
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(
      /large\.sigstore\.json,title=INPUT_TOO_LARGE::expected an approval of at most \d+ bytes, found more/,
    );
    expect(stderr).toContain(`git rm ${LARGE}`);
  });

  test.each<[where: string, then: (one: Way) => unknown]>([
    ["the base", (one) => one],
    ["the base's history", (one) => [one.remove(LARGE).commit("gone"), squash(one)]],
  ])("stops nobody where it is part of %s", async (_where, then) => {
    const way = new Way();
    way.write(LARGE, large).commit("large");
    then(squash(way));
    await way.to(B).agreed();
    expect(await gate(way)).toMatchObject({ exitCode: 0, refused: [] });
  });
});
