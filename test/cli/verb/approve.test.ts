import { describe, expect, test } from "vitest";
import { ChangedLock } from "../../fakes/changed-lock.ts";
import { ALICE, pin, sha256 } from "../../fakes/checkout.ts";
import { createInstance, SIGNED_AT } from "../../fakes/instance.ts";
import { Repository } from "../../fakes/repository.ts";
import { serveInstance } from "../../fakes/served.ts";
import { runAtTerminal } from "../../fakes/terminal-run.ts";

const digestIn = (text: string): string => /delta sha256:([0-9a-f]{64})/.exec(text)?.[1] ?? "";
const payloadOf = (bundle: string) =>
  JSON.parse(Buffer.from(JSON.parse(bundle).dsseEnvelope.payload, "base64").toString());
const result = (repository: Repository) => sha256(repository.read("requirements.txt")).slice(0, 12);

describe("shows, asks and signs exactly what it showed", () => {
  test("a person at a terminal says yes", async () => {
    const repository = new ChangedLock();
    const { stdout, stderr, exitCode } = await runAtTerminal(
      `approve requirements.txt --as alice --key ${repository.keys.at("alice.key")}`,
      repository.path,
      "yes\r",
    );
    expect(stderr).toBe("approve this change, as alice? type yes: yes\n");
    expect(stdout.replaceAll(repository.base.slice(0, 12), "BASE")).toBe(
      `requirements.txt: 1 change since BASE (refs/remotes/origin/main by the remote's HEAD), for refs/heads/main, +1/−1 lines
  ~ click 8.1.7 → 8.1.8: updated, 1 file; age, publisher and size unknown: no policy names an observer
delta sha256:${digestIn(stdout)}
requirements.txt: warning: neither the base nor this has a policy: nobody knows whose approval counts [POLICY_BOOTSTRAP]
    hint: let its owners agree on a first lockseal.toml, and take it in before anything else
requirements.txt: ok: approved 1 change as alice by key ${ALICE.key.publicKey.fingerprint.slice(0, 12)} into .lockseal/approvals/${result(repository)}/alice.sigstore.json
    hint: commit it with the change: git add .lockseal/approvals/${result(repository)}/alice.sigstore.json
`,
    );
    expect(exitCode).toBe(0);
    const { subject, predicate } = payloadOf(
      repository.read(`.lockseal/approvals/${result(repository)}/alice.sigstore.json`),
    );
    expect(subject).toEqual([
      { name: "requirements.txt", digest: { sha256: sha256(repository.read("requirements.txt")) } },
    ]);
    expect(predicate).toMatchObject({
      decision: "approve",
      scope: {
        repository: "git+https://github.com/acme/app",
        path: "requirements.txt",
        ref: "refs/heads/main",
      },
      base: { digest: { sha256: sha256(pin("click", "8.1.7") + pin("flask", "3.0.0")) } },
      sequence: 1,
      delta: {
        digest: { sha256: digestIn(stdout) },
        changes: [
          {
            kind: "update",
            name: "click",
            purl: "pkg:pypi/click@8.1.8",
            from: "8.1.7",
            to: "8.1.8",
            hashes: [`sha256:${sha256("click 8.1.8")}`],
          },
        ],
      },
      reviewer: "alice",
      emergency: null,
      expires: "2026-12-24T03:00:00Z",
      supersedes: [],
    });
  });

  test("a new name that looks like a popular one is said so in its line", async () => {
    const repository = new ChangedLock();
    const lock = repository.read("requirements.txt") + pin("requets", "2.31.0");
    repository.write("requirements.txt", lock).commit("one more");
    const { stdout } = await repository.run("approve requirements.txt");
    expect(stdout).toContain(
      "  + requets 2.31.0: new, 1 file; age, publisher and size unknown: no policy names an observer; requets looks like requests (1 letter missing; requests is rank 6, requets is not among 15,000)\n",
    );
  });

  test.each([
    ["no", "no\r"],
    ["y", "y\r"],
    ["yes, and then more", "yes please\r"],
    ["nothing", "\r"],
    ["the end of the input", "\u0004"],
    ["an interrupt after yes", "yes\u0003"],
  ])("a person at a terminal says %s", async (_why, typed) => {
    const repository = new ChangedLock();
    const before = repository.list();
    const { stderr, exitCode } = await runAtTerminal(
      `approve requirements.txt --as alice --key ${repository.keys.at("alice.key")}`,
      repository.path,
      typed,
    );
    expect(stderr).toContain("expected yes, found another answer; nothing was signed");
    expect([exitCode, repository.list()]).toEqual([2, before]);
  });

  test("a typing mistake can be mended", async () => {
    const repository = new ChangedLock();
    const { exitCode } = await runAtTerminal(
      `approve requirements.txt --as alice --key ${repository.keys.at("alice.key")}`,
      repository.path,
      "yez\u007fs\r",
    );
    expect(exitCode).toBe(0);
  });

  test.each<[string, (digest: string) => string, string]>([
    ["no terminal", () => "", "APPROVAL_UNCONFIRMED"],
    ["a digest of another change", () => ` --yes ${"0".repeat(64)}`, "APPROVAL_UNCONFIRMED"],
    ["too few digits", (digest) => ` --yes ${digest.slice(0, 11)}`, "APPROVAL_UNCONFIRMED"],
    ["more than the digest", (digest) => ` --yes ${digest}0`, "APPROVAL_UNCONFIRMED"],
  ])("signs nothing with %s", async (_why, more, rule) => {
    const repository = new ChangedLock();
    const line = `approve requirements.txt --as alice --key ${repository.keys.at("alice.key")}`;
    const look = await repository.run(line);
    const before = repository.list();
    const { stdout, exitCode } = await repository.run(
      `${line}${more(digestIn(look.stdout))} --json`,
    );
    expect(JSON.parse(stdout).findings).toMatchObject([{ rule }]);
    expect([exitCode, repository.list()]).toEqual([2, before]);
  });

  test("a digest that was looked at before is a yes, also by its first digits", async () => {
    const repository = new ChangedLock();
    const line = `approve requirements.txt --as alice --key ${repository.keys.at("alice.key")}`;
    const digest = digestIn((await repository.run(line)).stdout);
    expect((await repository.run(`${line} --yes ${digest}`)).exitCode).toBe(0);
    expect((await repository.run(`${line} --yes sha256:${digest.slice(0, 12)}`)).exitCode).toBe(0);
  });

  test("a lock that changes after it was looked at is not signed", async () => {
    const repository = new ChangedLock();
    const line = `approve requirements.txt --as alice --key ${repository.keys.at("alice.key")}`;
    const digest = digestIn((await repository.run(line)).stdout);
    repository.write("requirements.txt", pin("click", "8.1.8", "evil") + pin("flask", "3.0.0"));
    const { stderr, exitCode } = await repository.run(`${line} --yes ${digest}`);
    expect(stderr).toContain("found the digest of another change");
    expect(exitCode).toBe(2);
  });
});

describe("says more than yes", () => {
  test("a reject with its reason, taken back later by the same person", async () => {
    const repository = new ChangedLock();
    const words = (reason: string) => [
      ...`approve requirements.txt --as alice --key ${repository.keys.at("alice.key")}`.split(" "),
      ...["--reject", "--reason", reason],
    ];
    const { run } = await import("../../fakes/streams.ts");
    const around = { cwd: repository.path };
    const look = await run(words("opens a socket"), around);
    const digest = digestIn(look.stdout);
    const { stdout } = await run([...words("opens a socket"), "--yes", digest, "--json"], around);
    const [finding] = JSON.parse(stdout).findings.slice(-1);
    expect(finding).toMatchObject({ rule: "CHANGE_REJECTED", verdict: "passed" });
    expect(finding.message).toContain("rejected 1 change as alice");
    const path = `.lockseal/approvals/${result(repository)}/alice.sigstore.json`;
    const reject = repository.read(path);
    expect(payloadOf(reject).predicate).toMatchObject({
      decision: "reject",
      review: { notes: "opens a socket" },
    });
    await repository.approve("alice");
    const payload = Buffer.from(JSON.parse(reject).dsseEnvelope.payload, "base64");
    expect(payloadOf(repository.read(path)).predicate).toMatchObject({
      decision: "approve",
      supersedes: [{ sha256: sha256(payload) }],
    });
  });

  test("an emergency, for 72 hours", async () => {
    const repository = new ChangedLock();
    const said = await repository.approve("alice", " --emergency --reason rce --advisory GHSA-1");
    expect(said).toContain("EMERGENCY: rce (GHSA-1)");
    const path = `.lockseal/approvals/${result(repository)}/alice.sigstore.json`;
    expect(payloadOf(repository.read(path)).predicate).toMatchObject({
      emergency: { reason: "rce", advisory: "GHSA-1" },
      expires: "2026-11-27T03:00:00Z",
    });
  });

  test.each<[string, string]>([
    ["--reject", "expected --reason TEXT with --reject"],
    ["--emergency", "expected --reason TEXT with --emergency"],
    ["--emergency --reason x", "expected --advisory ID with --emergency"],
    ["--reject --emergency --reason x", "expected --reject or --emergency, found both"],
    ["--reason x", "expected no --reason without"],
    ["--advisory x", "expected no --advisory without"],
    ["--reject --reason x --notes y", "expected --reason alone"],
  ])("refuses %s", async (words, message) => {
    const { stderr, exitCode } = await new ChangedLock().run(
      `approve requirements.txt --as alice ${words}`,
    );
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
  });

  test.each<[string, string]>([
    ["--expires soon", "EXPIRY_MALFORMED"],
    ["--expires 2020-01-01T00:00:00Z", "EXPIRY_MALFORMED"],
    ["--supersede abc", "DIGEST_MALFORMED"],
  ])("refuses %s", async (words, code) => {
    const repository = new ChangedLock();
    const line = `approve requirements.txt --as alice --key ${repository.keys.at("alice.key")}`;
    const digest = digestIn((await repository.run(line)).stdout);
    const { stdout, exitCode } = await repository.run(`${line} --yes ${digest} ${words} --json`);
    expect(JSON.parse(stdout).findings).toMatchObject([{ rule: code }]);
    expect(exitCode).not.toBe(0);
  });
});

test("signs keyless, as the holder of a token", async () => {
  const repository = new ChangedLock();
  const served = await serveInstance(createInstance(), SIGNED_AT, "v1");
  await using _ = served;
  repository
    .write("signing.json", served.signingConfig)
    .write("root.json", served.trustedRoot)
    .git("status");
  const line = `approve requirements.txt --as alice --identity-token ${served.token} --signing-config signing.json --trusted-root root.json`;
  const digest = digestIn((await repository.run(line, { now: SIGNED_AT })).stdout);
  const { stdout, stderr, exitCode } = await repository.run(`${line} --yes ${digest}`, {
    now: SIGNED_AT,
  });
  expect(stderr).toContain("become public for good");
  expect(stdout).toContain("approved 1 change as alice by ");
  expect(exitCode).toBe(0);
});

/** Approves as alice, and gives the findings. */
async function approved(repository: ChangedLock) {
  const line = `approve requirements.txt --as alice --key ${repository.keys.at("alice.key")}`;
  const digest = digestIn((await repository.run(line)).stdout);
  const { stdout } = await repository.run(`${line} --yes ${digest} --json`);
  return JSON.parse(stdout).findings as readonly { rule: string; message: string }[];
}

test("says in JSON that the change is approved", async () => {
  const rules = (await approved(new ChangedLock())).map(({ rule }) => rule);
  expect(rules).toContain("CHANGE_APPROVED");
});

test("says of lines of the base that cannot be read that nobody compared them", async () => {
  const before = `${pin("click", "8.1.7")}--bogus\n`;
  const findings = await approved(new ChangedLock(before, pin("click", "8.1.8")));
  const { message = "" } = findings.find(({ rule }) => rule === "APPROVAL_BASE_UNREAD") ?? {};
  expect(message).toMatch(/^at the base: requirements\.txt:2: .*; this line was not compared$/s);
});

describe("says why there is nothing to approve", () => {
  test("nothing differs", async () => {
    const repository = new ChangedLock();
    const same = `# a comment\n${pin("click", "8.1.7")}${pin("flask", "3.0.0")}`;
    repository.write("requirements.txt", same);
    const { stdout, exitCode } = await repository.run("approve requirements.txt --as a --json");
    expect(JSON.parse(stdout).findings).toMatchObject([{ rule: "APPROVAL_NOTHING" }]);
    expect(exitCode).toBe(3);
  });

  test("a lock that two tools read differently", async () => {
    const repository = new ChangedLock();
    repository.write("requirements.txt", "click>=8\n");
    const { stdout, exitCode } = await repository.run("approve requirements.txt --as a");
    expect(stdout).toContain("error");
    expect(exitCode).toBe(1);
  });

  test.each<[string, (repository: ChangedLock) => unknown, string, string]>([
    ["a base that git does not know", () => undefined, " --base nope", "GIT_COMMIT_UNKNOWN"],
    [
      "no base at all",
      (one) => one.git("symbolic-ref", "-d", "refs/remotes/origin/HEAD"),
      "",
      "GIT_COMMIT_UNKNOWN",
    ],
    [
      "a merge under way",
      (one) => one.write(".git/MERGE_HEAD", `${one.base}\n`),
      "",
      "GIT_UNFINISHED",
    ],
    ["a lock that is not there", (one) => one.remove("requirements.txt"), "", "FILE_MISSING"],
    [
      "a folder where the lock belongs",
      (one) => one.remove("requirements.txt").write("requirements.txt/a", ""),
      "",
      "FILE_UNREADABLE",
    ],
  ])("%s", async (_why, make, more, code) => {
    const repository = new ChangedLock();
    make(repository);
    const { stdout, stderr, exitCode } = await repository.run(
      `approve requirements.txt --as alice${more} --json`,
    );
    expect(JSON.parse(stdout).findings).toMatchObject([{ rule: code }]);
    expect(stderr).toContain("hint: ");
    expect(exitCode).toBe(2);
  });

  test("a folder that is in no checkout", async () => {
    const { Folder } = await import("../../fakes/checkout.ts");
    const folder = new Folder().write("requirements.txt", pin("click", "8.1.7"));
    const { stdout, exitCode } = await folder.run("approve requirements.txt --as a --json");
    expect(JSON.parse(stdout).findings).toMatchObject([{ rule: "GIT_CHECKOUT_NONE" }]);
    expect(exitCode).toBe(2);
  });
});

describe("finds what to compare with", () => {
  test("the branch that the build service names", async () => {
    const repository = new ChangedLock();
    repository.git("update-ref", "refs/remotes/origin/release", repository.base);
    const { stdout } = await repository.run("approve requirements.txt --as a", {
      env: { GITHUB_BASE_REF: "release" },
    });
    expect(stdout).toContain("by GITHUB_BASE_REF), for refs/heads/release");
  });

  test("the newest commit in common: what happened on the branch since is no part of it", async () => {
    const repository = new ChangedLock();
    repository.git("checkout", "-q", "main");
    const moved = repository.write("requirements.txt", pin("idna", "3.7")).commit("main");
    repository.git("update-ref", "refs/remotes/origin/main", moved);
    repository.git("checkout", "-q", "update");
    const { stdout } = await repository.run("approve requirements.txt --as a");
    expect(stdout).toContain("1 change since ");
    expect(stdout).toContain("click 8.1.7 → 8.1.8");
  });

  test("a commit that no branch names holds for none, and says so", async () => {
    const repository = new ChangedLock();
    const { stdout } = await repository.run(
      `approve requirements.txt --as a --base ${repository.base} --json --yes 000000000000`,
    );
    expect(JSON.parse(stdout).findings).toMatchObject([{ rule: "APPROVAL_UNCONFIRMED" }]);
    const line = `approve requirements.txt --as alice --key ${repository.keys.at("alice.key")} --base ${repository.base}`;
    const digest = digestIn((await repository.run(line)).stdout);
    const signed = await repository.run(`${line} --yes ${digest}`);
    expect(signed.stdout).toContain("[APPROVAL_REF_NONE]");
    const into = await repository.run(`${line} --yes ${digest} --into refs/heads/main`);
    expect(into.stdout).not.toContain("APPROVAL_REF_NONE");
    const path = `.lockseal/approvals/${result(repository)}/alice.sigstore.json`;
    expect(payloadOf(repository.read(path)).predicate.scope.ref).toBe("refs/heads/main");
  });

  test("a lock that is new is new altogether", async () => {
    const repository = new ChangedLock();
    repository.write("dev.txt", pin("idna", "3.7"));
    const { stdout } = await repository.run("approve dev.txt --as a");
    expect(stdout).toContain("+ idna 3.7: new, 1 file");
  });

  test("the sequence goes on from the lock that was signed last", async () => {
    const repository = new ChangedLock();
    repository.git("checkout", "-q", "main");
    await repository.run(`sign requirements.txt --key ${repository.keys.at("bob.key")}`);
    const moved = repository.commit("signed");
    repository.git("update-ref", "refs/remotes/origin/main", moved);
    repository.git("checkout", "-q", "-b", "next");
    repository.write("requirements.txt", pin("click", "8.1.9"));
    await repository.approve("alice");
    const path = `.lockseal/approvals/${result(repository)}/alice.sigstore.json`;
    expect(payloadOf(repository.read(path)).predicate.sequence).toBe(2);
  });

  test("options and includes are part of it", async () => {
    const repository = new ChangedLock(
      `-r base.txt\n${pin("click", "8.1.7")}`,
      `-r base.txt\n--index-url https://index.example/simple/\n${pin("click", "8.1.7")}`,
    );
    repository.write("base.txt", pin("idna", "3.7"));
    const { stdout } = await repository.run("approve requirements.txt --as a");
    expect(stdout).toContain("~ (options): ");
    expect(stdout).toContain("--index-url https://index.example/simple/");
    expect(stdout).toContain("+ idna 3.7: new, 1 file");
  });
});

test("of a lock of tools a change a tool", async () => {
  const { published, Project } = await import("../../fakes/project.ts");
  await using server = await published();
  const project = new Project(server);
  const added = await project.add();
  expect(added.exitCode).toBe(0);
  const repository = new Repository();
  repository.write("README", "x");
  const base = repository.commit();
  repository.write("lockseal-tools.lock", project.read("lockseal-tools.lock"));
  const { stdout } = await repository.run(`approve lockseal-tools.lock --as a --base ${base}`);
  expect(stdout).toContain("lockseal-tools.lock: 1 change since");
  expect(stdout).toMatch(/^ {2}\+ trivy for .* 0\.71\.0: new/m);
});
