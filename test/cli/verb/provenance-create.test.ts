import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { Checkout, Folder, sha256 } from "../../fakes/checkout.ts";
import { createInstance, NOW, trustedRoot, written } from "../../fakes/instance.ts";
import {
  ARTIFACT,
  COMMIT as BUILT_COMMIT,
  signAs,
  workflowProvenance,
} from "../../fakes/provenance.ts";
import { COMMIT } from "../../statement/predicate/readers.ts";

const GITHUB: Readonly<Record<string, string>> = {
  GITHUB_ACTIONS: "true",
  GITHUB_SERVER_URL: "https://github.com",
  GITHUB_REPOSITORY: "octocat/hello-world",
  GITHUB_REPOSITORY_ID: "1296269",
  GITHUB_REPOSITORY_OWNER_ID: "583231",
  GITHUB_REF: "refs/heads/main",
  GITHUB_SHA: COMMIT,
  GITHUB_WORKFLOW_REF: "octocat/hello-world/.github/workflows/release.yml@refs/heads/main",
  GITHUB_EVENT_NAME: "workflow_dispatch",
  GITHUB_RUN_ID: "1536140711",
  GITHUB_RUN_ATTEMPT: "1",
  RUNNER_ENVIRONMENT: "github-hosted",
  // What a job has besides, and nobody may see.
  GITHUB_TOKEN: "ghs_secret",
  DEPLOY_KEY: "hunter2",
};

const GITLAB: Readonly<Record<string, string>> = {
  GITLAB_CI: "true",
  CI_PROJECT_URL: "https://gitlab.example/group/app",
  CI_PROJECT_ID: "7",
  CI_PROJECT_PATH: "group/app",
  CI_JOB_ID: "412",
  CI_JOB_NAME: "build-job",
  CI_JOB_STARTED_AT: "2026-11-24T02:59:00Z",
  CI_RUNNER_ID: "33",
  CI_RUNNER_DESCRIPTION: "9-mfdkBG",
  CI_RUNNER_EXECUTABLE_ARCH: "linux/arm64",
  CI_RUNNER_REVISION: "4d7093e1",
  CI_COMMIT_SHA: COMMIT,
  CI_COMMIT_REF_NAME: "main",
  CI_PIPELINE_ID: "576",
  CI_JOB_TOKEN: "glcbt-secret",
  DEPLOY_KEY: "hunter2",
};

/** A folder with a file that was built. */
function built(folder: Folder = new Folder()): Folder {
  return folder.write("app.tar.gz", "app");
}

const SUBJECT = [{ name: "app.tar.gz", digest: { sha256: sha256("app") } }];
const without = (env: Readonly<Record<string, string>>, name: string) =>
  Object.fromEntries(Object.entries(env).filter(([one]) => one !== name));

describe("provenance create, in GitHub Actions", () => {
  test("fills what the build type's document has", async () => {
    const { exitCode, stdout, stderr } = await built().run("provenance create app.tar.gz", {
      env: GITHUB,
    });
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(
      /note: https:.*release.yml@refs.heads.main: the builder is the workflow/,
    );
    // Its own example, but for the builder, which is the workflow itself here.
    expect(JSON.parse(stdout)).toEqual({
      _type: "https://in-toto.io/Statement/v1",
      subject: SUBJECT,
      predicateType: "https://slsa.dev/provenance/v1",
      predicate: {
        buildDefinition: {
          buildType: "https://actions.github.io/buildtypes/workflow/v1",
          externalParameters: {
            workflow: {
              ref: "refs/heads/main",
              repository: "https://github.com/octocat/hello-world",
              path: ".github/workflows/release.yml",
            },
          },
          internalParameters: {
            github: {
              event_name: "workflow_dispatch",
              repository_id: "1296269",
              repository_owner_id: "583231",
              runner_environment: "github-hosted",
            },
          },
          resolvedDependencies: [
            {
              uri: "git+https://github.com/octocat/hello-world@refs/heads/main",
              digest: { gitCommit: COMMIT },
            },
          ],
        },
        runDetails: {
          builder: {
            id: "https://github.com/octocat/hello-world/.github/workflows/release.yml@refs/heads/main",
          },
          metadata: {
            invocationId:
              "https://github.com/octocat/hello-world/actions/runs/1536140711/attempts/1",
          },
        },
      },
    });
    expect(`${stdout}${stderr}`).not.toMatch(/secret|hunter2/);
  });

  test("keeps an @ in the path and in the ref", async () => {
    const env = {
      ...GITHUB,
      GITHUB_REF: "refs/tags/@acme/app@1.2.3",
      GITHUB_WORKFLOW_REF:
        "octocat/hello-world/.github/workflows/r@1.yml@refs/tags/@acme/app@1.2.3",
    };
    const { stdout } = await built().run("provenance create app.tar.gz", { env });
    expect(JSON.parse(stdout).predicate.buildDefinition.externalParameters.workflow).toMatchObject({
      path: ".github/workflows/r@1.yml",
      ref: "refs/tags/@acme/app@1.2.3",
    });
  });

  const WRONG: readonly (readonly [name: string, value: string | undefined, said: RegExp])[] = [
    ["GITHUB_SHA", undefined, /expected a commit in GITHUB_SHA, found none/],
    ["GITHUB_SHA", "", /expected a commit in GITHUB_SHA, found none/],
    ["GITHUB_SHA", "main", /expected a commit in GITHUB_SHA, found "main"/],
    ["GITHUB_SERVER_URL", "https://github.com/", /expected a URL in GITHUB_SERVER_URL/],
    ["GITHUB_SERVER_URL", "javascript:alert(1)", /expected a URL in GITHUB_SERVER_URL/],
    ["GITHUB_REPOSITORY", "octocat", /expected owner\/name in GITHUB_REPOSITORY/],
    ["GITHUB_REF", "main", /expected a ref that begins with refs\//],
    ["GITHUB_REPOSITORY_ID", "1e3", /expected a number in GITHUB_REPOSITORY_ID/],
    ["RUNNER_ENVIRONMENT", "mine", /expected github-hosted or self-hosted in RUNNER_ENV/],
    [
      "GITHUB_WORKFLOW_REF",
      "evil/hello-world/.github/workflows/release.yml@refs/heads/main",
      /expected octocat\/hello-world\/PATH@refs\/heads\/main in GITHUB_WORKFLOW_REF, found "evil/,
    ],
    [
      "GITHUB_WORKFLOW_REF",
      "octocat/hello-world/.github/workflows/release.yml@refs/heads/other",
      /PATH@refs\/heads\/main in GITHUB_WORKFLOW_REF/,
    ],
  ];
  test.each(WRONG)("refuses %s as %s", async (name, value, said) => {
    const env = { ...GITHUB, [name]: value };
    const { exitCode, stdout, stderr } = await built().run("provenance create app.tar.gz", { env });
    expect(stderr).toMatch(said);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  });

  test.each(["pull_request", "pull_request_target", "repository_dispatch", "issues", "schedule"])(
    "does not describe a run by %s, which the build type forbids",
    async (event) => {
      const env = { ...GITHUB, GITHUB_EVENT_NAME: event };
      const line = "provenance create app.tar.gz --json";
      const { exitCode, stdout } = await built().run(line, { env });
      expect(exitCode).toBe(2);
      expect(JSON.parse(stdout).findings).toMatchObject([{ rule: "BUILD_EVENT_UNSUPPORTED" }]);
    },
  );
});

describe("provenance create, in GitLab", () => {
  test("fills what GitLab's build type has, and none of the job's own variables", async () => {
    const { exitCode, stdout, stderr } = await built().run("provenance create app.tar.gz", {
      env: GITLAB,
    });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(JSON.parse(stdout).predicate).toEqual({
      buildDefinition: {
        buildType: "https://docs.gitlab.com/ci/pipeline_security/slsa/provenance_v1",
        externalParameters: {
          source: "https://gitlab.example/group/app",
          entryPoint: "build-job",
          variables: {
            CI_COMMIT_REF_NAME: "main",
            CI_COMMIT_SHA: COMMIT,
            CI_JOB_ID: "412",
            CI_PIPELINE_ID: "576",
            CI_PROJECT_ID: "7",
            CI_PROJECT_PATH: "group/app",
          },
        },
        internalParameters: { architecture: "linux/arm64", job: 412, name: "9-mfdkBG" },
        resolvedDependencies: [
          { uri: "https://gitlab.example/group/app", digest: { gitCommit: COMMIT } },
        ],
      },
      runDetails: {
        builder: {
          id: "https://gitlab.example/group/app/-/runners/33",
          version: { "gitlab-runner": "4d7093e1" },
        },
        metadata: { invocationId: "412", startedOn: "2026-11-24T02:59:00Z" },
      },
    });
    expect(stdout).not.toMatch(/secret|hunter2/);
  });

  test.each(["CI_PROJECT_URL", "CI_JOB_ID", "CI_JOB_NAME", "CI_RUNNER_ID", "CI_COMMIT_SHA"])(
    "misses %s",
    async (name) => {
      const { exitCode, stdout } = await built().run("provenance create app.tar.gz --json", {
        env: without(GITLAB, name),
      });
      expect(exitCode).toBe(2);
      expect(JSON.parse(stdout).findings).toMatchObject([
        { rule: "BUILD_VARIABLE_MALFORMED", message: expect.stringContaining(name) },
      ]);
    },
  );
});

/** Commits what lies in a checkout, by git itself. */
function commit(checkout: Folder): string {
  const git = (...args: string[]): string =>
    execFileSync(
      "git",
      ["-C", checkout.path, "-c", "user.name=a", "-c", "user.email=a@b", ...args],
      {
        stdio: ["ignore", "pipe", "ignore"],
      },
    ).toString();
  git("init", "-q", "-b", "main");
  git("remote", "add", "origin", "https://github.com/acme/app.git");
  git("add", ".");
  git("commit", "-q", "-m", "a");
  return git("rev-parse", "HEAD").trim();
}

describe("provenance create, by hand", () => {
  test("says so, and names the commit of a clean checkout", async () => {
    const checkout = new Folder().write("a.c", "int main;");
    const head = commit(checkout);
    const { exitCode, stdout, stderr } = await built(checkout).run("provenance create app.tar.gz");
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/somebody built by hand, and proves nothing about how/);
    expect(JSON.parse(stdout).predicate).toEqual({
      buildDefinition: {
        buildType: "https://lockseal.dev/buildtypes/local/v1",
        externalParameters: { source: "git+https://github.com/acme/app" },
        resolvedDependencies: [
          { uri: "git+https://github.com/acme/app", digest: { gitCommit: head } },
        ],
      },
      runDetails: {
        builder: {
          id: "https://lockseal.dev/builders/local",
          version: { lockseal: expect.stringMatching(/^\d+\.\d+\.\d+/) },
        },
        metadata: { finishedOn: "2026-11-24T03:00:00Z" },
      },
    });
  });

  test("names no commit where a tracked file differs from it", async () => {
    const checkout = new Folder().write("a.c", "int main;");
    commit(checkout);
    checkout.write("a.c", "int other;");
    const { stdout, stderr } = await built(checkout).run("provenance create app.tar.gz");
    expect(stderr).toMatch(/no commit is named: files of the checkout differ from it/);
    expect(JSON.parse(stdout).predicate.buildDefinition).not.toHaveProperty("resolvedDependencies");
  });

  test("outside git says nothing of a source", async () => {
    const { exitCode, stdout } = await built().run("provenance create app.tar.gz --json");
    expect(exitCode).toBe(0);
    const { findings, builder, statement } = JSON.parse(stdout);
    expect(findings.map(({ rule }: { rule: string }) => rule)).toEqual([
      "PROVENANCE_CREATED",
      "BUILD_LOCAL",
      "BUILD_SOURCE_UNKNOWN",
    ]);
    expect(builder).toBe("https://lockseal.dev/builders/local");
    expect(statement.predicate.buildDefinition.externalParameters).toEqual({});
  });
});

describe("provenance create, signed by the workflow that it names", () => {
  // The run that the fake authority certifies.
  const env = {
    ...GITHUB,
    GITHUB_REPOSITORY: "acme/app",
    GITHUB_REPOSITORY_ID: "4242",
    GITHUB_REPOSITORY_OWNER_ID: "77",
    GITHUB_REF: "refs/tags/v1.2.3",
    GITHUB_SHA: BUILT_COMMIT,
    GITHUB_WORKFLOW_REF: "acme/app/.github/workflows/release.yml@refs/tags/v1.2.3",
    GITHUB_EVENT_NAME: "push",
    GITHUB_RUN_ID: "77",
  };
  const WORKFLOW = "https://github.com/acme/app/.github/workflows/release.yml";
  const PINNED = `${WORKFLOW}@refs/tags/v1.2.3`;

  test("says what GitHub's own action says of the run, and is verified by every rule", async () => {
    const instance = createInstance();
    const folder = new Folder()
      .write("app", ARTIFACT)
      .write("root.json", written(trustedRoot(instance)));
    const { stdout } = await folder.run("provenance create app", { env });
    const statement = JSON.parse(stdout);
    expect(statement).toEqual(workflowProvenance(PINNED));
    folder.write("app.sigstore.json", JSON.stringify(signAs(instance, PINNED, statement)));
    const by = `--trusted-root root.json --source-uri github.com/acme/app --source-tag v1.2.3 --source-digest ${BUILT_COMMIT} --deny-self-hosted-runners`;
    for (const [builder, exitCode] of [
      [WORKFLOW, 0],
      [PINNED, 0],
      [`${WORKFLOW}2`, 1],
      ["https://lockseal.dev/builders/local", 2],
    ] as const) {
      const line = `attestation verify app ${by} --builder-id ${builder}`;
      const verified = await folder.run(line, { now: NOW });
      expect({ builder, exitCode: verified.exitCode, said: verified.stdout }).toMatchObject({
        builder,
        exitCode,
      });
    }
    // Another run than the certified one: the provenance lies.
    const lie = JSON.parse(stdout.replace("runs/77", "runs/78"));
    folder.write("app.sigstore.json", JSON.stringify(signAs(instance, PINNED, lie)));
    const lied = await folder.run(`attestation verify app ${by} --builder-id ${WORKFLOW}`, {
      now: NOW,
    });
    expect(lied.exitCode).toBe(1);
    expect(lied.stdout).toContain("[PROVENANCE_CERTIFICATE]");
  });
});

describe("provenance create", () => {
  test("writes what attest signs as it is", async () => {
    const checkout = new Checkout();
    built(checkout);
    const created = await checkout.run("provenance create app.tar.gz --out s.json", {
      env: GITHUB,
    });
    expect(created.exitCode).toBe(0);
    expect(created.stdout).toMatch(/app.tar.gz: ok: built by https:..github.com.octocat/);
    const key = checkout.keys.at("alice.key");
    const line = `attest app.tar.gz --statement s.json --key ${key}`;
    expect((await checkout.run(line)).exitCode).toBe(0);
    expect(Object.keys(checkout.list())).toContain("app.tar.gz.provenance.sigstore.json");
    // A file that was built anew since is not the one that the statement is about.
    checkout.write("app.tar.gz", "other");
    const other = await checkout.run(`${line} --bundle out.json`);
    expect(other.exitCode).toBe(1);
    expect(other.stderr).toMatch(/make the statement anew for the file as it is now/);
  });

  test("writes over nothing", async () => {
    const folder = built();
    folder.write("s.json", "mine");
    const { exitCode, stderr } = await folder.run("provenance create app.tar.gz --out s.json");
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/expected a free path/);
    expect(folder.read("s.json")).toBe("mine");
  });

  test("names BUILDER_ASSUMED where nobody says which workflow the job is in", async () => {
    const line = "provenance create app.tar.gz --json";
    const { stdout } = await built().run(line, { env: GITHUB });
    expect(JSON.parse(stdout).findings).toMatchObject([
      { rule: "PROVENANCE_CREATED" },
      { rule: "BUILDER_ASSUMED", verdict: "noted" },
    ]);
  });
});
