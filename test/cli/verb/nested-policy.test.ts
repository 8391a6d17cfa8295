import { symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { BOB, pin } from "../../fakes/checkout.ts";
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

/** Names one person, who decides about everything. */
const OWN = `version = 1
[policy]
role = "owner"
threshold = 1
[signers.bob]
person = true
roles = ["reviewer", "owner"]
keys = ["keys/bob.pub"]
[[lock]]
path = "requirements.txt"
format = "pip-requirements"
approval.new = { people = 1 }
approval.update = { people = 1 }
`;

/** A repository with a policy at its top, and a branch that changes nothing yet. */
class Governed extends Policed {
  constructor(base: Readonly<Record<string, string>> = {}) {
    super(RULES);
    this.git("reset", "-q", "--hard", "origin/main");
    for (const [name, text] of Object.entries(base)) this.write(name, text);
    if (Object.keys(base).length === 0) return;
    this.git("update-ref", "refs/remotes/origin/main", this.commit("more"));
  }

  /** Puts a policy of Bob's alone into a folder. */
  add(folder: string): this {
    this.write(`${folder}/lockseal.toml`, OWN);
    this.write(`${folder}/keys/bob.pub`, this.read("keys/bob.pub")).commit("nearer");
    return this;
  }
}

const KEY = Buffer.from(BOB.publicFile).toString();
const FOLDER = "services/api";
const NEARER = `${FOLDER}/lockseal.toml`;

describe("a policy that a change puts below another", () => {
  test("is agreed to by the people of the other, or does not come in", async () => {
    const one = new Governed().add(FOLDER);
    const before = await gate(one);
    expect(before).toMatchObject({ exitCode: 1, refused: [`APPROVAL_MISSING ${NEARER}`] });
    expect(before.rules).toContain("POLICY_NEARER");
    const { stdout } = await one.run(`approve ${NEARER}`);
    expect(stdout).toContain(`${NEARER}: 2 changes since`);
    expect(stdout).toContain(`${FOLDER}/keys/bob.pub`);
    const explained = await one.run(`policy explain ${NEARER}`);
    expect(explained.stdout).toContain("could still be approved by alice (reviewer, owner)");
    // A reviewer of the outer policy is none of its owners, whatever the new one says of him.
    await one.approve("bob", NEARER);
    one.commit("his own word");
    expect((await gate(one)).refused).toEqual([`APPROVAL_MISSING ${NEARER}`]);
    expect((await one.approve("alice", NEARER)).exitCode).toBe(0);
    one.commit("her word");
    expect(await gate(one)).toMatchObject({ exitCode: 0, refused: [] });
    one.write(`${FOLDER}/keys/bob.pub`, one.read("keys/carol.pub")).commit("another key");
    expect((await gate(one)).refused).toEqual([`APPROVAL_MISSING ${NEARER}`]);
  });

  test("is approved in its folder, too", async () => {
    const one = new Governed().add(FOLDER);
    const cwd = one.at(FOLDER);
    const look = await run(["approve", "lockseal.toml"], { cwd });
    const [, digest = "none"] = /delta sha256:([0-9a-f]{64})/.exec(look.stdout) ?? [];
    const key = one.secret.at("alice.key");
    await run(["approve", "lockseal.toml", "--key", key, "--yes", digest], { cwd });
    one.commit("her word");
    expect((await gate({ path: cwd })).refused).toEqual([]);
  });

  test.each<[why: string, make: () => Policed, folder: string, refused: readonly string[]]>([
    [
      "is asked about in whatever folder below the gate runs",
      () => new Governed({ "services/web/note": "" }).add(FOLDER),
      "services/web",
      [`APPROVAL_MISSING ${NEARER}`],
    ],
    [
      "is each asked about, one in the other",
      () => new Governed().add("services").add(FOLDER),
      "",
      [`APPROVAL_MISSING ${NEARER}`, "APPROVAL_MISSING services/lockseal.toml"],
    ],
    [
      "that is hidden",
      () => new Governed().add(".github/x"),
      "",
      ["APPROVAL_MISSING .github/x/lockseal.toml"],
    ],
    [
      "that nobody could go by",
      () => {
        const one = new Governed();
        one.write(NEARER, `${OWN}more = 1\n`).commit("malformed");
        return one;
      },
      "",
      [`POLICY_MALFORMED ${NEARER}`],
    ],
    [
      "that is a link",
      () => {
        const one = new Governed();
        one.write(`${FOLDER}/mine.toml`, OWN);
        symlinkSync("mine.toml", one.at(NEARER));
        one.commit("a link");
        return one;
      },
      "",
      [`POLICY_NEARER ${NEARER}`],
    ],
    [
      "that only some disks take for one",
      () => {
        const one = new Governed();
        one.write(`${FOLDER}/LockSeal.toml`, OWN).commit("in other letters");
        return one;
      },
      "",
      [`POLICY_NEARER ${FOLDER}/LockSeal.toml`],
    ],
    [
      "is nobody's to approve where the other does not say who decides",
      () => {
        const text = RULES.replace(/\[policy\]\n(?:.+\n)+/, "");
        return new Governed({ "lockseal.toml": text }).add(FOLDER);
      },
      "",
      [`POLICY_UNGUARDED ${NEARER}`],
    ],
    [
      "below a third that the base has is for that one's people",
      () =>
        new Governed({ "services/lockseal.toml": OWN, "services/keys/bob.pub": KEY }).add(FOLDER),
      "",
      [],
    ],
    [
      "below a third that the base has is asked about there",
      () =>
        new Governed({ "services/lockseal.toml": OWN, "services/keys/bob.pub": KEY }).add(FOLDER),
      "services",
      ["APPROVAL_MISSING api/lockseal.toml", "GATE_NOTHING lockseal.toml"],
    ],
    [
      "where the base has none at all is a bootstrap",
      () => {
        const one = new Policed(null);
        one.write("lockseal.toml", RULES.replace("approval.update", "approval.new"));
        one.write(NEARER, OWN).write(`${FOLDER}/keys/bob.pub`, KEY);
        one.git("checkout", "-q", "origin/main", "--", "requirements.txt");
        one.commit("first");
        return one;
      },
      "",
      [],
    ],
  ])("%s", async (_why, make, folder, refused) => {
    const one = make();
    expect((await gate({ path: one.at(folder) })).refused).toEqual(refused);
  });

  test("that the base has is no matter of the other", async () => {
    const one = new Governed({ [NEARER]: OWN, [`${FOLDER}/keys/bob.pub`]: KEY });
    one.write(NEARER, `${OWN}# more\n`).commit("its own change");
    expect((await gate(one)).refused).toEqual([]);
    expect((await gate({ path: one.at(FOLDER) })).refused).toEqual([
      "APPROVAL_MISSING lockseal.toml",
      "GATE_NOTHING lockseal.toml",
    ]);
    const named = await one.run(`approve ${NEARER} --root .`);
    expect(named.stderr).toContain("expected the policy at the top of");
  });
});

describe("a policy that the base has put nearer by now", () => {
  /** A branch from before that, which changes what the nearer policy is about. */
  function behind(): Governed {
    const one = new Governed();
    const old = one.write(`${FOLDER}/requirements.txt`, pin("click", "8.1.7")).commit("a lock");
    one.add(FOLDER);
    one.git("update-ref", "refs/remotes/origin/main", "HEAD");
    one.git("checkout", "-q", "-B", "update", old);
    one.write(`${FOLDER}/requirements.txt`, pin("click", "8.1.8")).commit("from before");
    return one;
  }

  test.each(["gate", "approve requirements.txt", "policy explain requirements.txt"])(
    "judges, or the branch takes it in: %s",
    async (command) => {
      const one = behind();
      const cwd = one.at(FOLDER);
      const { exitCode, stderr } = await run(command.split(" "), { cwd });
      expect([exitCode, /\[([A-Z_]+)\]/.exec(stderr)?.[1]]).toEqual([2, "POLICY_BEHIND"]);
      expect(stderr).toContain(`${NEARER}: expected the policy that`);
      expect(stderr).toContain("git merge refs/remotes/origin/main");
      one.git("merge", "-q", "-m", "merge", "refs/remotes/origin/main");
      expect((await gate({ path: cwd })).refused).toEqual(["APPROVAL_MISSING requirements.txt"]);
    },
  );

  test("is no matter of another folder", async () => {
    expect((await gate(behind())).refused).toEqual([]);
  });
});

describe("a policy below another that a change takes away", () => {
  const base = {
    [NEARER]: OWN,
    [`${FOLDER}/keys/bob.pub`]: KEY,
    [`${FOLDER}/requirements.txt`]: pin("click", "8.1.7"),
  };

  test("with its folder is said by the other", async () => {
    const one = new Governed(base).remove(FOLDER);
    one.commit("no services");
    const { rules, refused, exitCode } = await gate(one);
    expect(rules).toContain("POLICY_GONE");
    expect([exitCode, refused]).toEqual([0, []]);
  });

  test.each<[why: string, replace: (one: Governed) => void]>([
    [
      "a submodule",
      (one) => {
        one.remove("services").write("services/api/.keep", "");
        one.git("rm", "-rq", "--cached", "services");
        const id = one.git("rev-parse", "HEAD");
        one.git("update-index", "--add", "--cacheinfo", `160000,${id},services/api`);
        one.git("commit", "-q", "-m", "a repository of its own");
      },
    ],
    [
      "a submodule in place of a folder above",
      (one) => {
        one.git("rm", "-rq", "services");
        one.git("update-index", "--add", "--cacheinfo", `160000,${one.base},services`);
        one.git("commit", "-q", "-m", "a repository of its own");
      },
    ],
    [
      "a link",
      (one) => {
        one.remove("services");
        one.write("elsewhere/requirements.txt", pin("evil", "6.6.6"));
        symlinkSync("elsewhere", one.at("services"));
        one.commit("elsewhere");
      },
    ],
  ])("and replaces by %s is refused by the other", async (_why, replace) => {
    const one = new Governed(base);
    replace(one);
    expect((await gate(one)).refused).toEqual([`POLICY_GONE ${NEARER}`]);
  });

  test("whose file alone goes is its own people's matter, which both say", async () => {
    const one = new Governed(base).remove(NEARER);
    one.commit("no policy");
    const { rules, refused } = await gate(one);
    expect([rules.includes("POLICY_GONE"), refused]).toEqual([true, []]);
    expect((await gate({ path: one.at(FOLDER) })).refused).toContain(
      "APPROVAL_MISSING lockseal.toml",
    );
  });
});
