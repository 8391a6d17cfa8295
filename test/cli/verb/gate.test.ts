import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { CAROL, Folder, pin, sha256 } from "../../fakes/checkout.ts";
import { event, gate } from "../../fakes/gated.ts";
import { POLICY, Policed, WITHOUT_BOT } from "../../fakes/policed.ts";
import { publicKeyPem } from "../../fakes/policy.ts";
import { run } from "../../fakes/streams.ts";
import { TRIVY_LOCK } from "../../fakes/tool-lock.ts";

const NO_HOLD = POLICY.replace(', hold = "24h"', "");
const SIGNED = `${NO_HOLD}signatures = { role = "owner", threshold = 1 }\n`;

/** Both people approve, and what they signed is committed. */
async function approved(policy: string, file = "requirements.txt"): Promise<Policed> {
  const repository = new Policed(policy);
  await repository.approve("alice", file);
  await repository.approve("bob", file);
  repository.commit("approvals");
  return repository;
}

describe("gate, of a change", () => {
  test("refuses what nobody approved and nobody knows the age of", async () => {
    const { exitCode, refused, install } = await gate(new Policed());
    expect(refused).toEqual(["APPROVAL_MISSING requirements.txt", "HOLD_UNKNOWN requirements.txt"]);
    expect([exitCode, install]).toEqual([1, []]);
  });

  test("lets pass what the people of the base's policy approved", async () => {
    const repository = await approved(NO_HOLD);
    const { stdout, exitCode } = await repository.run("gate", { env: event() });
    expect(stdout).toContain(`judged by lockseal.toml of ${repository.base.slice(0, 12)}`);
    expect(stdout).toContain("requirements.txt: ok: 1 change approved by alice, bob");
    expect(stdout).toContain("pip install");
    expect(exitCode).toBe(0);
  });

  test("refuses what nobody could approve, and nothing else", async () => {
    const repository = await approved(
      NO_HOLD.replace("threshold = 1", "threshold = 2").replace(
        "{ people = 2 }",
        "{ people = 2 }\napproval.new = { people = 9, roles = { security = 1 } }",
      ),
    );
    expect(await gate(repository)).toMatchObject({ refused: [], exitCode: 0 });
    repository
      .write("requirements.txt", repository.read("requirements.txt") + pin("flask", "3.0.0"))
      .commit();
    expect((await gate(repository)).refused).toEqual(["APPROVAL_MISSING requirements.txt"]);
  });

  test("counts no approval that is not committed", async () => {
    const repository = new Policed(NO_HOLD);
    await repository.approve("alice");
    await repository.approve("bob");
    expect((await gate(repository)).refused).toEqual(["APPROVAL_MISSING requirements.txt"]);
  });

  test("lets pass what is as at the base", async () => {
    const repository = new Policed();
    repository.git("reset", "-q", "--hard", repository.base);
    repository.write("README", "more").commit("docs");
    const { exitCode, rules } = await gate(repository);
    expect([exitCode, rules]).toEqual([0, ["GATE_BASE", "LOCK_UNCHANGED"]]);
  });

  test.each<[why: string, make: (one: Policed) => unknown, refused: readonly string[]]>([
    [
      "a lock that is not strict",
      (one) => one.write("requirements.txt", "click>=8\n").commit(),
      ["LOCK_NOT_PINNED requirements.txt"],
    ],
    [
      "a lock that is gone",
      (one) => one.remove("requirements.txt").commit(),
      ["APPROVAL_UNREGULATED requirements.txt"],
    ],
    [
      "a policy that lets its author through",
      (one) =>
        one
          .write("lockseal.toml", one.read("lockseal.toml").replace("people = 2", "people = 1"))
          .commit(),
      ["APPROVAL_MISSING lockseal.toml", "APPROVAL_MISSING requirements.txt"],
    ],
    [
      "a lock that is new in a hidden folder",
      (one) =>
        one
          .git("reset", "-q", "--hard", one.base)
          .concat(one.write(".ci/requirements.txt", pin("evil", "1")).commit()),
      ["APPROVAL_UNREGULATED .ci/requirements.txt"],
    ],
    [
      "a link by the name of a lock in a hidden folder",
      (one) => {
        one.git("reset", "-q", "--hard", one.base);
        one.write(".ci/x.txt", pin("evil", "1"));
        symlinkSync("x.txt", one.at(".ci/requirements.txt"));
        one.commit();
      },
      ["APPROVAL_UNREGULATED .ci/requirements.txt"],
    ],
    [
      "a policy that is gone",
      (one) => one.remove("lockseal.toml").commit(),
      ["APPROVAL_MISSING lockseal.toml", "APPROVAL_MISSING requirements.txt"],
    ],
  ])("refuses %s", async (_why, make, refused) => {
    const repository = new Policed(NO_HOLD.replace('"requirements.txt"', '"**requirements.txt"'));
    make(repository);
    const found = await gate(repository);
    expect(found.refused).toEqual(refused);
    expect(found.exitCode).not.toBe(0);
  });

  test("gives no command that does what a change has called its lock", async () => {
    const repository = new Policed(NO_HOLD.replace('"requirements.txt"', '"**requirements.txt"'));
    const name = "a b;$(touch x)/requirements.txt";
    repository.git("reset", "-q", "--hard", repository.base);
    repository.write(name, pin("click", "8.1.7"));
    repository.git("update-ref", "refs/remotes/origin/main", repository.commit("names"));
    repository.write(name, pin("click", "8.1.8")).commit("update");
    const { stdout } = await repository.run("gate", { env: event() });
    expect(stdout).toContain(`: lockseal approve '${name}'\n`);
    expect(stdout).not.toContain(`approve ${name}`);
  });

  test("refuses a key swapped under the policy's nose", async () => {
    const repository = new Policed(WITHOUT_BOT.replace(', hold = "24h"', ""));
    repository.write("keys/bob.pub", CAROL.publicFile).commit("a file that nobody looks at");
    const { refused } = await gate(repository);
    expect(refused).toEqual([
      "APPROVAL_MISSING lockseal.toml",
      "APPROVAL_MISSING requirements.txt",
    ]);
  });

  test("judges a lock of tools by what the policy wants and denies", async () => {
    const repository = await approved(NO_HOLD);
    repository
      .write("lockseal-tools.lock", TRIVY_LOCK.replace(/version = "[0-9.]+"/, 'version = "0.69.4"'))
      .commit();
    const { refused } = await gate(repository);
    expect(refused).toEqual(["TOOL_KNOWN_BAD trivy", "TOOL_UNWANTED trivy"]);
  });

  test("a policy that a change puts nearer does not judge it", async () => {
    const repository = new Policed(NO_HOLD);
    repository.write("services/lockseal.toml", NO_HOLD.replace("people = 2", "people = 1"));
    for (const name of ["alice", "bob", "carol"])
      repository.write(`services/keys/${name}.pub`, publicKeyPem());
    repository.write("services/requirements.txt", pin("click", "8.1.8")).commit("nearer");
    const { exitCode, stdout } = await run(["gate", "--json"], {
      cwd: repository.at("services"),
      env: event(),
    });
    expect(exitCode).toBe(1);
    expect(stdout).toContain(`judged by lockseal.toml of ${repository.base.slice(0, 12)}`);
    expect(stdout).not.toContain("POLICY_BOOTSTRAP");
    expect(stdout).toContain('"POLICY_NEARER"');
  });

  test.each([
    ["as everybody writes it", "-r more.txt\n"],
    ["over two lines", "-\\\nr more.txt\n"],
    ["in its long form", "--requirement=more.txt\n"],
    ["behind a form feed", `${pin("a", "1").trimEnd()}\f-r more.txt\n`],
    ["behind a comment", "# via -c other.txt\n-r more.txt\n"],
    [
      "behind a comment that ends a line which went on",
      `${pin("a", "1").trimEnd()} \\\n  # via \\\n-r more.txt\n`,
    ],
    ["cut short, behind hashes", `${pin("a", "1")}--requirem=more.txt\n`],
  ])("sees what changes in an included file, %s", async (_why, line) => {
    const repository = new Policed(NO_HOLD);
    repository.git("checkout", "-q", "main");
    repository.git("reset", "-q", "--hard", repository.base);
    repository.write("requirements.txt", line).write("more.txt", pin("click", "8.1.7"));
    repository.git("update-ref", "refs/remotes/origin/main", repository.commit("includes"));
    repository.write("more.txt", pin("click", "6.6.6")).commit("under its nose");
    const { exitCode, rules } = await gate(repository);
    expect(rules).not.toContain("LOCK_UNCHANGED");
    expect(exitCode).toBe(1);
  });

  test.each<[why: string, before: string, after: string]>([
    [
      "two indexes that change places",
      "--index-url https://a.example/\n--index-url https://b.example/\n",
      "--index-url https://b.example/\n--index-url https://a.example/\n",
    ],
    ["other packages as wheels alone", "--only-binary a\n", "--only-binary b\n"],
  ])("asks who agrees to %s", async (_why, before, after) => {
    const one = new Policed(NO_HOLD);
    one.write("requirements.txt", before + pin("click", "8.1.7"));
    one.git("update-ref", "refs/remotes/origin/main", one.commit("options"));
    one.write("requirements.txt", after + pin("click", "8.1.7")).commit("others");
    expect((await gate(one)).refused).toEqual(["APPROVAL_MISSING requirements.txt"]);
  });

  test("calls nothing verified that is not hash-locked, where it is as at the base", async () => {
    const over = `${NO_HOLD}\n[[exempt]]\npath = "requirements.txt"\nsha256 = "${sha256("flask==3.0.0\n")}"\nreason = "r"\nuntil = 2020-01-01T00:00:00Z\n`;
    const one = new Policed(over);
    one.write("requirements.txt", "flask==3.0.0\n");
    one.git("update-ref", "refs/remotes/origin/main", one.commit("unhashed"));
    const { stdout, exitCode } = await one.run("gate", { env: event() });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/requirements\.txt: warning: .*it is over.*\[EXEMPTION_NOT_MET\]/);
    expect(stdout).not.toContain("verified; install");
  });

  test("a policy that is about nothing here is no success", async () => {
    const repository = new Policed(NO_HOLD.replace('"requirements.txt"', '"locks/*.txt"'));
    expect(await gate(repository)).toMatchObject({
      exitCode: 3,
      refused: ["GATE_NOTHING lockseal.toml"],
    });
  });

  test("an exemption is not about what the file includes", async () => {
    const lock = `-r more.txt\n${pin("click", "8.1.7")}`;
    const table = (path: string, text: string) =>
      `\n[[exempt]]\npath = "${path}"\nsha256 = "${sha256(text)}"\nreason = "r"\nuntil = 2027-01-01T00:00:00Z\n`;
    const one = new Policed(
      NO_HOLD + table("requirements.txt", lock) + table("more.txt", pin("idna", "3.7")),
    );
    const change = async (more: string) => {
      one.write("requirements.txt", lock).write("more.txt", more).commit("change");
      return gate(one);
    };
    expect((await change(pin("idna", "3.7"))).rules).toEqual(["GATE_BASE", "EXEMPTED"]);
    const { refused, rules } = await change(pin("evil", "1"));
    expect(rules).toContain("EXEMPTION_NOT_MET");
    expect(refused).toContain("APPROVAL_UNREGULATED requirements.txt");
  });

  test.each<[why: string, line: string]>([
    ["by a detour", "-r sub/../more.txt"],
    ["by two slashes", "-r .//more.txt"],
    ["by an address of a file", "-r file:more.txt"],
    ["by a variable", `-r $${"{HERE}"}/more.txt`],
    ["by a link that leaves the policy's folder", "-r link.txt"],
    ["by a line that not every pip reads", "-r more.txt --unknown-option"],
  ])("an exemption counts for nothing of a file that includes another %s", async (_why, line) => {
    const lock = `${line}\n${pin("click", "8.1.7")}`;
    const table = `\n[[exempt]]\npath = "requirements.txt"\nsha256 = "${sha256(lock)}"\nreason = "r"\nuntil = 2027-01-01T00:00:00Z\n`;
    const one = new Policed(NO_HOLD + table, "svc/");
    one.write("svc/requirements.txt", lock).write("svc/sub/x", "x");
    one.write("svc/more.txt", pin("idna", "3.7")).write("more.txt", pin("idna", "3.7"));
    symlinkSync("../more.txt", one.at("svc/link.txt"));
    one.git("update-ref", "refs/remotes/origin/main", one.commit("includes"));
    one.write("svc/more.txt", pin("evil", "6.6.6")).write("more.txt", pin("evil", "6.6.6"));
    one.commit("under its nose");
    const { exitCode, rules } = await gate({ path: one.at("svc") });
    expect(rules).toContain("EXEMPTION_NOT_MET");
    expect(rules).not.toContain("LOCK_UNCHANGED");
    expect(exitCode).toBe(1);
  });

  test("an exemption counts for a file that constrains by what another server has", async () => {
    const lock = "-c https://index.example/constraints.txt\nclick\n";
    const table = `\n[[exempt]]\npath = "requirements.txt"\nsha256 = "${sha256(lock)}"\nreason = "r"\nuntil = 2027-01-01T00:00:00Z\n`;
    const one = new Policed(NO_HOLD + table);
    one.write("requirements.txt", lock).commit("constrained");
    expect(await gate(one)).toMatchObject({ exitCode: 0, rules: ["GATE_BASE", "EXEMPTED"] });
  });

  test("an exemption is these exact bytes, and every report says so", async () => {
    const bytes = pin("click", "8.1.8");
    const exempt = (digest: string) =>
      `${NO_HOLD}\n[[exempt]]\npath = "requirements.txt"\nsha256 = "${digest}"\nreason = "first run"\nuntil = 2027-01-01T00:00:00Z\n`;
    const met = await gate(new Policed(exempt(sha256(bytes))));
    expect([met.exitCode, met.rules]).toEqual([0, ["GATE_BASE", "EXEMPTED"]]);
    const other = await gate(new Policed(exempt(sha256("other"))));
    expect(other.refused).toEqual(["APPROVAL_MISSING requirements.txt"]);
  });

  test("a new name that is nearly a popular one is refused, whoever approved it", async () => {
    const open = `${NO_HOLD}approval.new = { people = 1 }\n`;
    const add = async (name: string, policy = open): Promise<Policed> => {
      const one = new Policed(policy);
      one.write("requirements.txt", pin("click", "8.1.7") + pin(name, "1.0")).commit(name);
      await one.approve("bob");
      one.commit("approvals");
      return one;
    };
    const squat = await gate(await add("requets"));
    expect([squat.exitCode, squat.refused]).toEqual([1, ["NAME_IMPERSONATES requirements.txt"]]);
    const other = await gate(await add("acme-internal"));
    expect([other.exitCode, other.rules]).toEqual([0, ["GATE_BASE", "NAMES", "APPROVALS"]]);
    const allowed = `${open}\n[[allow_name]]\nname = "requets"\nreason = "our own"\nuntil = 2027-01-01T00:00:00Z\n`;
    const leave = await gate(await add("requets", allowed));
    expect([leave.exitCode, leave.rules]).toEqual([0, ["GATE_BASE", "NAME_ALLOWED", "APPROVALS"]]);
  });

  test("a new name in a file with ranges is compared as pip reads it", async () => {
    const ranges = `${NO_HOLD}\n[[lock]]\npath = "dev.txt"\nformat = "pip-requirements"\nranges = true\n`;
    const one = new Policed(ranges);
    one.git("reset", "-q", "--hard", one.base);
    one.write("dev.txt", "click>=8\nreqeusts>=2\n").commit("dev");
    expect((await gate(one)).refused).toEqual(["NAME_IMPERSONATES dev.txt"]);
    one.git("update-ref", "refs/remotes/origin/main", "HEAD");
    one.write("dev.txt", "click>=8\nreqeusts>=3\nflask>=2\n").commit("dev");
    expect(await gate(one)).toMatchObject({
      exitCode: 0,
      rules: expect.arrayContaining(["NAMES"]),
    });
  });

  test("without a policy at the base says so first, and goes by the head's", async () => {
    const repository = new Policed(null);
    repository.write("lockseal.toml", NO_HOLD).commit("policy");
    await repository.approve("alice");
    await repository.approve("bob");
    repository.commit("approvals");
    const { rules, exitCode } = await gate(repository);
    expect(rules.slice(0, 2)).toEqual(["GATE_BASE", "POLICY_BOOTSTRAP"]);
    expect(exitCode).toBe(0);
  });
});

describe("gate hands on", () => {
  test("the verified bytes, and only those of a verdict that passes", async () => {
    const repository = await approved(NO_HOLD);
    const { install, exitCode } = await gate(repository, "--copy-to verified");
    expect(exitCode).toBe(0);
    expect(install).toHaveLength(1);
    expect(install[0]).toContain("verified/requirements.txt");
    expect(readFileSync(repository.at("verified/requirements.txt"), "utf8")).toBe(
      pin("click", "8.1.8"),
    );
    const refused = new Policed();
    await gate(refused, "--copy-to verified");
    expect(existsSync(refused.at("verified"))).toBe(false);
  });
});

describe("gate --release", () => {
  const sign = (one: Policed, by = "alice") =>
    one.run(`sign requirements.txt --key ${one.secret.at(`${by}.key`)}`);

  test("asks for the signature of the policy's role", async () => {
    const repository = new Policed(SIGNED);
    expect(await gate(repository, "--release")).toMatchObject({
      exitCode: 3,
      refused: ["SIGNATURE_NONE requirements.txt"],
    });
    await sign(repository, "bob");
    expect((await gate(repository, "--release")).exitCode).not.toBe(0);
    repository.remove("requirements.txt.sigstore.json");
    await sign(repository);
    expect(await gate(repository, "--release")).toMatchObject({ exitCode: 0, refused: [] });
  });

  test("refuses an older lock with its own signature", async () => {
    const repository = new Policed(SIGNED);
    await sign(repository);
    const [lock, bundle] = ["requirements.txt", "requirements.txt.sigstore.json"].map((name) =>
      repository.read(name),
    );
    repository.write("requirements.txt", pin("click", "8.1.9"));
    await sign(repository);
    const newest = repository.commit("newest");
    repository.git("update-ref", "refs/remotes/origin/main", newest);
    repository.write("requirements.txt", lock ?? "");
    repository.write("requirements.txt.sigstore.json", bundle ?? "").commit("older");
    const { refused } = await gate(repository, "--release");
    expect(refused).toEqual(["SEQUENCE requirements.txt"]);
  });

  test("refuses a lock that is gone, whatever lies there by another name", async () => {
    const repository = new Policed(`${SIGNED}approval.remove = { people = 1 }\n`);
    await sign(repository);
    repository.git("update-ref", "refs/remotes/origin/main", repository.commit("signed"));
    repository.git("mv", "requirements.txt", "reqs.txt");
    repository.remove("requirements.txt.sigstore.json");
    repository.write("reqs.txt", pin("evil", "6.6.6")).commit("moved");
    const before = await gate(repository, "--release");
    expect(before.rules).toContain("LOCK_REMOVED");
    expect(before.refused).toEqual(["APPROVAL_MISSING requirements.txt"].concat(NOTHING));
    expect((await repository.approve("bob")).exitCode).toBe(0);
    repository.commit("agreed");
    // Its removal is agreed to, and nothing is left that a release could be of.
    expect(await gate(repository, "--release")).toMatchObject({ exitCode: 3, refused: NOTHING });
  });

  const NOTHING = ["GATE_NOTHING lockseal.toml"];

  describe("knows what was signed before, whatever lies beside the lock at the base", () => {
    const BUNDLE = "requirements.txt.sigstore.json";

    /** A base at which a second lock was signed, and what it had of the first. */
    async function twice(): Promise<{ one: Policed; lock: string; bundle: string }> {
      const one = new Policed(SIGNED);
      await sign(one);
      const [lock = "", bundle = ""] = ["requirements.txt", BUNDLE].map((name) => one.read(name));
      one.commit("first");
      await sign(one.write("requirements.txt", pin("click", "8.1.9")));
      merge(one);
      return { one, lock, bundle };
    }

    const merge = (one: Policed): void => {
      one.git("update-ref", "refs/remotes/origin/main", one.commit("merged"));
    };

    test.each<[why: string, hide: (one: Policed, bundle: string) => unknown]>([
      ["dropped", (one) => one.remove(BUNDLE)],
      ["replaced by the one before", (one, bundle) => one.write(BUNDLE, bundle)],
      ["damaged", (one) => one.write(BUNDLE, "{}")],
    ])("where a change has %s it, and says that", async (_why, hide) => {
      const { one, lock, bundle } = await twice();
      const signed = one.git("rev-parse", "HEAD");
      hide(one, bundle);
      one.write("README", "docs").commit("docs");
      const { rules, exitCode } = await gate(one);
      expect([exitCode, rules.includes("BUNDLE_BACK")]).toEqual([0, true]);
      merge(one);
      one.write("requirements.txt", lock).write(BUNDLE, bundle).commit("older");
      const { stdout } = await one.run("gate --release --json", { env: event() });
      const found = JSON.parse(stdout).findings.filter(
        ({ verdict }: { verdict: string }) => verdict === "refused",
      );
      expect(found).toMatchObject([
        { rule: "SEQUENCE", expected: "the sequence 3", found: "1", subject: "requirements.txt" },
      ]);
      expect(found[0].help).toContain(`git checkout ${signed.slice(0, 12)} -- ${BUNDLE}`);
      // As it says: the sequence goes on from there.
      one.git("checkout", signed, "--", BUNDLE);
      await sign(one);
      one.commit("signed again");
      expect((await gate(one, "--release")).refused).toEqual([]);
    });

    test("by nobody of the policy does not count", async () => {
      const { one, lock, bundle } = await twice();
      one.remove(BUNDLE);
      const mine = `sign requirements.txt --key ${one.secret.at("carol.key")}`;
      for (const version of ["9.0.0", "9.0.1", "9.0.2"])
        await one.write("requirements.txt", pin("click", version)).run(mine);
      merge(one);
      one.remove(BUNDLE);
      merge(one);
      one.write("requirements.txt", lock).write(BUNDLE, bundle).commit("older");
      const { stdout } = await one.run("gate --release --json", { env: event() });
      expect(stdout).toContain('"expected": "the sequence 3"');
    });

    test("a bundle that goes with its lock, or on, is not said", async () => {
      const { one } = await twice();
      await sign(one.write("requirements.txt", pin("click", "9.0.0")));
      one.commit("signed");
      expect((await gate(one)).rules).not.toContain("BUNDLE_BACK");
      one.remove("requirements.txt").remove(BUNDLE).commit("gone");
      expect((await gate(one)).rules).not.toContain("BUNDLE_BACK");
    });
  });
});

test("the lock under way is shown on a terminal, and nothing of it stays", async () => {
  const repository = await approved(NO_HOLD);
  const shown = "\r\u001b[K1 of 1: requirements.txt\r\u001b[K";
  const [terminal, log, json] = [
    await repository.run("gate", { env: { ...event(), GITHUB_ACTIONS: "" }, terminal: true }),
    await repository.run("gate", { env: { ...event(), GITHUB_ACTIONS: "" } }),
    await repository.run("gate --json", { env: event(), terminal: true }),
  ];
  expect(terminal.stderr.startsWith(shown)).toBe(true);
  expect(log.stderr).not.toContain("\r");
  expect(json.stderr).not.toContain("\r");
  expect(terminal.exitCode).toBe(log.exitCode);
});

describe("gate cannot judge", () => {
  test.each<[why: string, make: () => Policed | Folder, env: object, rule: string]>([
    ["outside of git", () => new Folder().write("lockseal.toml", POLICY), {}, "GIT_CHECKOUT_NONE"],
    ["without a policy", () => new Policed(null), {}, "POLICY_NONE"],
    [
      "by a policy that is not committed",
      () => new Policed(null).write("lockseal.toml", POLICY),
      {},
      "POLICY_NONE",
    ],
    [
      "a request to merge whose base is its head",
      () => {
        const one = new Policed();
        one.git("update-ref", "refs/remotes/origin/main", "HEAD");
        return one;
      },
      { GITHUB_BASE_REF: "main" },
      "GATE_BASE_IS_HEAD",
    ],
    [
      "by a policy that is over",
      () =>
        new Policed(
          POLICY.replace("version = 1\n", "version = 1\nexpires = 2026-01-01T00:00:00Z\n"),
        ),
      {},
      "POLICY_EXPIRED",
    ],
    [
      "a merge that is under way",
      () => {
        const one = new Policed();
        one.write(".git/MERGE_HEAD", `${one.base}\n`);
        return one;
      },
      {},
      "GIT_UNFINISHED",
    ],
    [
      "against a base that there is not",
      () => new Policed(),
      { base: "nowhere" },
      "GIT_COMMIT_UNKNOWN",
    ],
  ])("%s", async (_why, make, { base, ...env }: { base?: string }, rule) => {
    const words = base === undefined ? "gate --json" : `gate --base ${base} --json`;
    const { stdout, exitCode } = await make().run(words, { env });
    expect(JSON.parse(stdout).findings).toMatchObject([{ rule, verdict: "refused" }]);
    expect(exitCode).toBe(2);
  });
});
