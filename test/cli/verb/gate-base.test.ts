import { describe, expect, test } from "vitest";
import { Folder, pin } from "../../fakes/checkout.ts";
import { event, gate } from "../../fakes/gated.ts";
import { POLICY, Policed } from "../../fakes/policed.ts";
import { Repository } from "../../fakes/repository.ts";

const SIGNED = `${POLICY.replace(', hold = "24h"', "")}signatures = { role = "owner", threshold = 1 }\n`;
const BUNDLE = "requirements.txt.sigstore.json";

/** A checkout that knows no branch of a remote. */
class Alone extends Policed {
  constructor(policy: string = SIGNED) {
    super(policy);
    this.git("checkout", "-q", "main");
    this.git("symbolic-ref", "-d", "refs/remotes/origin/HEAD");
    this.git("update-ref", "-d", "refs/remotes/origin/main");
  }

  /** Signs a version, and commits that. */
  async sign(version: string, by = "alice", file = "requirements.txt"): Promise<string> {
    this.write(file, pin("click", version));
    const { exitCode, stdout, stderr } = await this.run(
      `sign ${file} --key ${this.secret.at(`${by}.key`)}`,
    );
    if (exitCode !== 0) throw new Error(`cannot sign: ${stdout}${stderr}`);
    return this.commit(`sign ${version}`);
  }

  change(version: string): string {
    return this.write("requirements.txt", pin("click", version)).commit(`change to ${version}`);
  }
}

describe("without a branch to compare with, the gate takes the last signed lock", () => {
  test("and says so", async () => {
    const repository = new Alone();
    await repository.sign("8.1.7");
    const signed = await repository.sign("8.1.8");
    repository.write("README", "more").commit("docs");
    repository.change("8.1.9");
    const { base, refused } = await gate(repository);
    expect(base).toBe(
      `compared with ${signed.slice(0, 12)} (requirements.txt as sequence 2 by the last signed lock), judged by lockseal.toml of ${signed.slice(0, 12)}`,
    );
    expect(refused).toEqual(["APPROVAL_MISSING requirements.txt"]);
  });

  test("and lets pass what is as it was signed", async () => {
    const repository = new Alone();
    await repository.sign("8.1.8");
    repository.write("README", "more").commit("docs");
    expect(await gate(repository)).toMatchObject({
      exitCode: 0,
      rules: ["GATE_BASE", "LOCK_UNCHANGED"],
    });
  });

  test("where the remote's own branch has everything already", async () => {
    const repository = new Alone();
    const signed = await repository.sign("8.1.8");
    repository.git("update-ref", "refs/remotes/origin/main", repository.change("8.1.9"));
    repository.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main");
    const { base, refused } = await gate(repository);
    expect(base).toContain(`${signed.slice(0, 12)} (requirements.txt as sequence 1`);
    expect(refused).toEqual(["APPROVAL_MISSING requirements.txt"]);
  });

  test.each<[why: string, make: (one: Alone) => Promise<unknown>]>([
    ["by somebody without the role", (one) => one.sign("8.1.9", "bob")],
    ["by somebody whose time is over", (one) => one.sign("8.1.9", "carol")],
    [
      "of other bytes than those beside it",
      async (one) => {
        const bundle = await one.sign("8.1.9").then(() => one.read(BUNDLE));
        one.git("reset", "-q", "--hard", "HEAD~1");
        one.write("requirements.txt", pin("click", "6.6.6")).write(BUNDLE, bundle).commit("moved");
      },
    ],
    [
      "without a signature at all",
      async (one) => {
        one.write("requirements.txt", pin("click", "6.6.6")).write(BUNDLE, "{}").commit("damaged");
      },
    ],
  ])("not one %s", async (_why, make) => {
    const repository = new Alone(
      SIGNED.replace(
        'person = false\nroles = ["reviewer"]',
        'person = false\nroles = ["owner"]\nuntil = 2026-01-01T00:00:00Z',
      ),
    );
    const signed = await repository.sign("8.1.8");
    await make(repository);
    expect((await gate(repository)).base).toContain(signed.slice(0, 12));
  });

  test("not an older one that was put back", async () => {
    const repository = new Alone();
    await repository.sign("8.1.7");
    const [lock, bundle] = ["requirements.txt", BUNDLE].map((name) => repository.read(name));
    const newest = await repository.sign("8.1.8");
    repository
      .write("requirements.txt", lock ?? "")
      .write(BUNDLE, bundle ?? "")
      .commit("put back");
    expect((await gate(repository)).base).toContain(newest.slice(0, 12));
    expect((await gate(repository, "--release")).refused).toEqual(["SEQUENCE requirements.txt"]);
  });

  test("of several locks the commit at which all of them were signed", async () => {
    const repository = new Alone(SIGNED.replace('"requirements.txt"', '"*requirements.txt"'));
    repository.write("dev-requirements.txt", pin("click", "8.1.7"));
    await repository.sign("8.1.7");
    const both = await repository.sign("8.1.8", "alice", "dev-requirements.txt");
    repository.write("dev-requirements.txt", pin("click", "9.0.0"));
    await repository.sign("8.1.9");
    const { base, refused } = await gate(repository);
    expect(base).toContain(both.slice(0, 12));
    expect(refused).toEqual([
      "APPROVAL_MISSING dev-requirements.txt",
      "APPROVAL_MISSING requirements.txt",
    ]);
  });

  test("of the policy that is nearest, in a folder of its own", async () => {
    const repository = new Alone();
    await repository.sign("8.1.7");
    repository.write("sub/lockseal.toml", SIGNED).write("sub/requirements.txt", pin("click", "1"));
    for (const name of ["alice", "bob", "carol"])
      repository.write(`sub/keys/${name}.pub`, repository.read(`keys/${name}.pub`));
    await repository.run(
      `sign sub/requirements.txt --root sub --key ${repository.secret.at("alice.key")}`,
    );
    const signed = repository.commit("sub");
    repository.write("sub/requirements.txt", pin("click", "2")).commit("change below");
    const { base, refused } = await gate({ path: repository.at("sub") });
    expect(base).toContain(`${signed.slice(0, 12)} (requirements.txt as sequence 1`);
    expect(refused).toEqual(["APPROVAL_MISSING requirements.txt"]);
  });

  test("approve compares with the same", async () => {
    const repository = new Alone();
    const signed = await repository.sign("8.1.7");
    repository.change("8.1.9");
    const { stdout } = await repository.run("approve requirements.txt");
    expect(stdout).toContain(
      `1 change since ${signed.slice(0, 12)} (requirements.txt as sequence 1 by the last signed lock)`,
    );
  });
});

describe("without a branch to compare with, and with no signed lock, it refuses and says what to type", () => {
  test.each<
    [why: string, make: () => Promise<Repository>, env: object, rule: string, hint: string]
  >([
    [
      "where nothing was ever signed",
      async () => new Alone(),
      {},
      "GIT_COMMIT_UNKNOWN",
      "--base origin/main",
    ],
    [
      "in a request to merge, whose author wrote its history",
      async () => {
        const one = new Alone();
        await one.sign("8.1.8");
        return one;
      },
      { CIRCLE_PULL_REQUEST: "https://github.com/acme/app/pull/7" },
      "GIT_COMMIT_UNKNOWN",
      "--base origin/main",
    ],
    [
      "in a clone of the last commit alone",
      async () => {
        const one = new Alone();
        await one.sign("8.1.8");
        const clone = new Repository();
        clone.git("fetch", "-q", "--depth=1", `file://${one.path}`, "main");
        clone.git("checkout", "-q", "FETCH_HEAD");
        return clone;
      },
      {},
      "GIT_SHALLOW",
      "git fetch --unshallow",
    ],
  ])("%s", async (_why, make, env, rule, hint) => {
    const repository = await make();
    const before = repository.list();
    const { stdout, exitCode } = await repository.run("gate --json", {
      env: { ...event(), ...env },
    });
    const { findings } = JSON.parse(stdout);
    expect(findings).toMatchObject([{ rule, verdict: "refused" }]);
    expect(findings[0].help).toContain(hint);
    expect(exitCode).toBe(2);
    expect(repository.list()).toEqual(before);
  });
});

describe("in a job of a forge that names no branch to merge into", () => {
  /** A repository whose branch is all its author's: locks, policy and signatures. */
  async function own(): Promise<Policed> {
    const one = new Policed(SIGNED);
    one.git("symbolic-ref", "-d", "refs/remotes/origin/HEAD");
    one.write("lockseal.toml", SIGNED.replace("people = 2", "people = 1").replace("bob", "eve"));
    one.write("requirements.txt", pin("click", "8.1.9"));
    const { exitCode } = await one.run(`sign requirements.txt --key ${one.secret.at("alice.key")}`);
    expect(exitCode).toBe(0);
    one.commit("signed by whoever wrote the branch");
    return one;
  }

  const github = (more: object): Record<string, string> => {
    const folder = new Folder().write("event.json", JSON.stringify(more));
    return { GITHUB_ACTIONS: "true", GITHUB_EVENT_PATH: folder.at("event.json") };
  };
  const ofMain = { repository: { default_branch: "main" } };
  const PUSHED = { GITHUB_EVENT_NAME: "push", GITHUB_REF: "refs/heads/update" };
  const ON_MAIN = { GITHUB_REF: "refs/heads/main", GITHUB_SHA: "0".repeat(40) };
  const DRONE = { CI: "true", DRONE_TARGET_BRANCH: "main", DRONE_REPO_BRANCH: "main" };
  const WOODPECKER = { CI: "woodpecker", CI_REPO_DEFAULT_BRANCH: "main" };
  const QUEUED = { GITHUB_EVENT_NAME: "merge_group", GITHUB_REF: "refs/heads/gh-readonly-queue/x" };

  test.each<[why: string, env: () => Record<string, string>, source: string]>([
    [
      "a branch of GitLab",
      () => ({ CI_COMMIT_BRANCH: "update", CI_DEFAULT_BRANCH: "main" }),
      "CI_DEFAULT_BRANCH",
    ],
    [
      "a push to a branch of GitHub",
      () => ({ ...github({ ...ofMain, pusher: { name: "mallory" } }), ...PUSHED }),
      "the default branch of the event",
    ],
    [
      "the merge queue of GitHub",
      () => ({ ...github({ ...ofMain, merge_group: { base_ref: "refs/heads/main" } }), ...QUEUED }),
      "merge_group",
    ],
    [
      "a request of Drone",
      () => ({ ...DRONE, DRONE_BUILD_EVENT: "pull_request", DRONE_PULL_REQUEST: "5" }),
      "DRONE_TARGET_BRANCH",
    ],
    [
      "a push to a branch with Drone, which names that as the target",
      () => ({
        ...DRONE,
        DRONE_BUILD_EVENT: "push",
        DRONE_BRANCH: "update",
        DRONE_TARGET_BRANCH: "update",
      }),
      "DRONE_REPO_BRANCH",
    ],
    [
      "a request of Woodpecker, which names its target as the branch, too",
      () => ({
        ...WOODPECKER,
        CI_COMMIT_PULL_REQUEST: "5",
        CI_COMMIT_TARGET_BRANCH: "main",
        CI_COMMIT_BRANCH: "main",
      }),
      "CI_COMMIT_TARGET_BRANCH",
    ],
    [
      "a push to a branch with Woodpecker",
      () => ({ ...WOODPECKER, CI_COMMIT_BRANCH: "update" }),
      "CI_REPO_DEFAULT_BRANCH",
    ],
    [
      "a request of CodeBuild",
      () => ({
        CODEBUILD_WEBHOOK_BASE_REF: "refs/heads/main",
        CODEBUILD_WEBHOOK_EVENT: "PULL_REQUEST_CREATED",
      }),
      "CODEBUILD_WEBHOOK_BASE_REF",
    ],
    [
      "a request from another forge of GitLab",
      () => ({ CI: "true", CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_NAME: "main" }),
      "CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_NAME",
    ],
    [
      "a push to a branch of Buildkite",
      () => ({ BUILDKITE_PIPELINE_DEFAULT_BRANCH: "main", BUILDKITE_BRANCH: "update" }),
      "BUILDKITE_PIPELINE_DEFAULT_BRANCH",
    ],
    [
      "a request that a job for a comment on it has fetched",
      () => ({ ...github({ ...ofMain, issue: { number: 5 } }), ...ON_MAIN }),
      "the default branch of the event",
    ],
    [
      "a request that a job after another has fetched",
      () => ({ ...github({ ...ofMain, workflow_run: {} }), ...ON_MAIN }),
      "the default branch of the event",
    ],
    [
      "a review of a request of GitHub",
      () => ({
        ...github({ ...ofMain, pull_request: { base: { ref: "main" } } }),
        GITHUB_REF: "refs/pull/5/merge",
      }),
      "pull_request",
    ],
  ])("%s is compared with that, and not with what it signed itself", async (_why, make, source) => {
    const [one, env] = [await own(), make()];
    const { base, refused } = await gate(one, "", env);
    expect(base).toContain(`(refs/remotes/origin/main by ${source})`);
    expect(refused).toEqual([
      "APPROVAL_MISSING lockseal.toml",
      "APPROVAL_MISSING requirements.txt",
    ]);
    one.git("update-ref", "-d", "refs/remotes/origin/main");
    const { stderr, exitCode } = await one.run("gate", { env });
    expect([exitCode, stderr.includes("git fetch origin")]).toEqual([2, true]);
  });

  test("a merge queue whose event cannot be read is refused", async () => {
    const one = await own();
    const { stderr, exitCode } = await one.run("gate", { env: { ...github({}), ...QUEUED } });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("found none in the event of a merge_group");
    expect(stderr).toContain("--base origin/main");
  });

  test.each<[why: string, env: Record<string, string>, found: string]>([
    ["a service that says nothing of its branch", { CI: "true" }, "(CI)"],
    ["one that says only that it is one", { TF_BUILD: "True" }, "(TF_BUILD)"],
    [
      "a request of Drone that names no branch",
      { CI: "true", DRONE_PULL_REQUEST: "5" },
      "a request to merge (DRONE_PULL_REQUEST)",
    ],
    [
      "a request of CodeBuild that somebody started",
      { CODEBUILD_BUILD_ID: "b:1", CODEBUILD_SOURCE_VERSION: "pr/5" },
      "a request to merge (CODEBUILD_SOURCE_VERSION)",
    ],
  ])("%s does not take the last signed lock of a branch", async (_why, env, found) => {
    const one = await own();
    const { stderr, exitCode } = await one.run("gate", { env });
    expect([exitCode, stderr.includes(found), stderr.includes("--base origin/main")]).toEqual([
      2,
      true,
      true,
    ]);
    expect((await gate(one, "--base origin/main", env)).refused).toHaveLength(2);
  });

  test("a branch of the default one's usual name does not make it that one", async () => {
    const one = await own();
    one.git("update-ref", "refs/remotes/origin/master", "HEAD");
    expect((await one.run("gate", { env: { CI: "true" } })).exitCode).toBe(2);
  });

  test.each<[why: string, env: (head: string) => Record<string, string>]>([
    [
      "GitLab's default branch",
      (head) => ({ CI_COMMIT_BRANCH: "main", CI_DEFAULT_BRANCH: "main", CI_COMMIT_SHA: head }),
    ],
    ["a tag of GitLab", () => ({ CI_COMMIT_TAG: "v1", CI_DEFAULT_BRANCH: "main", CI: "true" })],
    [
      "GitHub's default branch",
      (head) => ({ ...github(ofMain), ...PUSHED, ...ON_MAIN, GITHUB_SHA: head, CI: "true" }),
    ],
    [
      "a tag of GitHub",
      () => ({ ...github(ofMain), ...PUSHED, GITHUB_REF: "refs/tags/v1", CI: "true" }),
    ],
    [
      "Drone's default branch",
      (head) => ({
        ...DRONE,
        DRONE_BUILD_EVENT: "push",
        DRONE_BRANCH: "main",
        DRONE_COMMIT_SHA: head,
      }),
    ],
    ["nobody's service", () => ({ CI: "false" })],
  ])("%s takes the last signed lock", async (_why, make) => {
    const one = new Alone();
    await one.sign("8.1.8");
    const env = make(one.write("README", "more").commit("docs"));
    const { base, exitCode, rules } = await gate(one, "--release", env);
    expect(base).toContain("by the last signed lock");
    expect(exitCode).toBe(0);
    // It is the base's policy that judges, and no option of the gate names another.
    expect(rules).not.toContain("POLICY_IN_TREE");
  });

  test.each<[why: string, env: () => Record<string, string>]>([
    ["of a service that says nothing of its branch", () => ({ CI: "true" })],
    ["that a job for a comment builds", () => ({ ...github(ofMain), ...ON_MAIN, CI: "true" })],
    [
      "of Woodpecker",
      () => ({ ...WOODPECKER, CI_COMMIT_BRANCH: "main", CI_PIPELINE_EVENT: "push" }),
    ],
    [
      "of CodeBuild, after a merge",
      () => ({
        CODEBUILD_BUILD_ID: "b:1",
        CODEBUILD_WEBHOOK_EVENT: "PULL_REQUEST_MERGED",
        CODEBUILD_WEBHOOK_BASE_REF: "refs/heads/main",
      }),
    ],
  ])("a commit of the remote's main %s takes it, too", async (_why, make) => {
    const one = new Alone();
    await one.sign("8.1.8");
    one.git("update-ref", "refs/remotes/origin/main", one.write("README", "more").commit("docs"));
    const { base, exitCode } = await gate(one, "--release", make());
    expect(base).toContain("by the last signed lock");
    expect(exitCode).toBe(0);
  });
});
