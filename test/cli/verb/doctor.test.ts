import { chmodSync, symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { judgeNode } from "../../../src/operations/doctor-machine.ts";
import { ALICE, Folder, pin } from "../../fakes/checkout.ts";
import { Repository } from "../../fakes/repository.ts";
import { NOW, run } from "../../fakes/streams.ts";

interface Told {
  readonly exitCode: number;
  readonly states: Readonly<Record<string, number>>;
  /** `verdict RULE subject`. */
  readonly lines: readonly string[];
  readonly text: string;
}

/** A user with a home of their own, in whose surroundings nothing leaks. */
class Patient extends Repository {
  readonly home: Folder = new Folder();

  /** As `init` leaves a repository. */
  async begun(): Promise<this> {
    this.git("config", "user.email", "alice@acme.example");
    this.write("requirements.txt", pin("click", "8.1.7"));
    const keys = new Folder().write("a.pub", ALICE.publicFile).write("a.key", ALICE.privateFile);
    await this.run(`init --key ${keys.at("a.pub")}`);
    await this.run(`sign requirements.txt --key ${keys.at("a.key")}`);
    this.commit("begin");
    return this;
  }

  async doctor(
    env: Readonly<Record<string, string>> = {},
    now: Date = NOW,
    cwd: string = this.path,
  ): Promise<Told> {
    const around = {
      HOME: this.home.path,
      XDG_CONFIG_DIRS: this.home.at("xdg"),
      PIP_CONFIG_FILE: "",
      ...env,
    };
    const { stdout, exitCode } = await run(["doctor", "--json"], { cwd, now, env: around });
    const { findings, states } = JSON.parse(stdout) as {
      findings: {
        rule: string;
        verdict: string;
        subject: string;
        message: string;
        help?: string;
      }[];
      states: Record<string, number>;
    };
    return {
      exitCode,
      states,
      lines: findings.map(({ rule, verdict, subject }) => `${verdict} ${rule} ${subject}`),
      text: findings.map(({ message, help = "" }) => `${message}\n${help}\n`).join(""),
    };
  }
}

test("a repository that init began in: what is well, what is not, and what cannot be told", async () => {
  const repository = await new Patient().begun();
  const { lines, exitCode, states } = await repository.doctor();
  expect(lines.filter((line) => !line.includes("DOCTOR_INDEX"))).toEqual([
    "passed DOCTOR_NODE node",
    "passed DOCTOR_CLOCK clock",
    "passed DOCTOR_ROOT trust root",
    "passed POLICY_SOUND lockseal.toml",
    "passed DOCTOR_KEYS keys",
    "passed DOCTOR_BASE base",
    "warned DOCTOR_OWNERS CODEOWNERS",
    "passed DOCTOR_WORKFLOW .github/workflows/lockseal.yml",
    "noted DOCTOR_REQUIRED forge",
    "passed DOCTOR_GIT git",
    "passed DOCTOR_ATTRIBUTES .gitattributes",
  ]);
  expect([exitCode, states.fail, states["cannot tell"]]).toEqual([0, 0, 1]);
});

test("as text each line has its state and its next step", async () => {
  const repository = await new Patient().begun();
  const { stdout } = await repository.run("doctor", { env: { HOME: repository.home.path } });
  expect(stdout).toContain(
    "forge: note: cannot tell: whether it requires that check, and keeps branches from being rewritten, stands in its settings alone [DOCTOR_REQUIRED]\n    hint: look there: https://github.com/acme/app/settings/branches and https://github.com/acme/app/settings/rules\n",
  );
  expect(stdout).toMatch(/\n\d+ ok, \d+ warn, 0 fail, \d+ cannot tell\n$/);
});

describe("node", () => {
  test.each([
    ["24.15.0", "passed"],
    ["24.21.3", "passed"],
    ["26.0.0", "passed"],
    ["27.1.0", "passed"],
    ["24.14.9", "refused"],
    ["25.9.0", "refused"],
    ["22.12.0", "refused"],
    ["v24.15.0", "passed"],
    ["", "refused"],
  ])("%s is %s", (version, verdict) => {
    expect(judgeNode(version).verdict).toBe(verdict);
  });
});

describe("the machine", () => {
  test.each<[why: string, now: string, line: string, exitCode: number]>([
    ["behind the commit", "2026-11-10T00:00:00Z", "warned CLOCK_BEHIND clock", 0],
    ["behind this program", "2026-10-01T00:00:00Z", "refused CLOCK_BEHIND clock", 1],
    ["right", "2026-11-24T03:00:00Z", "passed DOCTOR_CLOCK clock", 0],
    ["far ahead, for the root is old then", "2027-09-01T00:00:00Z", "warned TRUST_ROOT_STALE", 0],
  ])("a clock that is %s", async (_why, now, line, exitCode) => {
    const told = await (await new Patient().begun()).doctor({}, new Date(now));
    expect(told.lines.some((one) => one.startsWith(line))).toBe(true);
    expect(told.exitCode).toBe(exitCode);
  });

  test("a trust root that is damaged", async () => {
    const repository = await new Patient().begun();
    repository.home.write(".local/share/lockseal/trust/added/x.json", "{}");
    const { lines, exitCode } = await repository.doctor();
    expect(lines).toContain("refused TRUST_STORE_DAMAGED trust root");
    expect(exitCode).toBe(4);
  });

  test("variables that bring an index in, without what is secret in them", async () => {
    const repository = await new Patient().begun();
    const { lines, text, exitCode } = await repository.doctor({
      PIP_EXTRA_INDEX_URL: "https://me:hunter2@index.example/simple",
      UV_FIND_LINKS: "wheels",
    });
    expect(lines).toContain("warned DOCTOR_INDEX_LEAK PIP_EXTRA_INDEX_URL");
    expect(lines).toContain("warned DOCTOR_INDEX_LEAK UV_FIND_LINKS");
    expect(text).toContain("pip takes extra-index-url = https://…@index.example/simple from here");
    expect(text).toContain("unset PIP_EXTRA_INDEX_URL");
    expect(text).not.toContain("hunter2");
    expect(exitCode).toBe(0);
  });

  test.each<[file: string, text: string]>([
    [".config/pip/pip.conf", "[global]\nextra-index-url = https://index.example\n"],
    [".pip/pip.conf", "[global]\nfind-links = /x\n"],
    ["xdg/pip/pip.conf", "[install]\ntrusted-host = index.example\n"],
    [".config/uv/uv.toml", '[[index]]\nurl = "https://index.example"\n'],
  ])("a file of the user's: %s", async (file, text) => {
    const repository = await new Patient().begun();
    repository.home.write(file, text);
    const { lines } = await repository.doctor();
    expect(lines).toContain(`warned DOCTOR_INDEX_LEAK ${repository.home.at(file)}`);
  });

  test.each<[file: string, text: string]>([
    ["uv.toml", 'extra-index-url = ["https://index.example"]\n'],
    ["pyproject.toml", '[tool.uv]\nindex-strategy = "unsafe-best-match"\n'],
  ])("a file of the project's: %s", async (file, text) => {
    const repository = await new Patient().begun();
    const { lines } = await repository.write(file, text).doctor();
    expect(lines).toContain(`warned DOCTOR_INDEX_LEAK ${repository.at(file)}`);
  });

  test("a file that cannot be understood: nobody can tell", async () => {
    const repository = await new Patient().begun();
    const { lines, states } = await repository.write("uv.toml", "[[[\n").doctor();
    expect(lines).toContain(`noted DOCTOR_INDEX_UNREAD ${repository.at("uv.toml")}`);
    expect(states["cannot tell"]).toBe(2);
  });
});

describe("keys", () => {
  test.each<[why: string, make: (one: Patient) => unknown, line: string, exitCode: number]>([
    [
      "that the next git add would take",
      (one) => one.write("my.key", ALICE.privateFile),
      "warned KEY_NOT_IGNORED my.key",
      0,
    ],
    [
      "that git has",
      (one) => one.write("my.key", ALICE.privateFile).commit(),
      "refused DOCTOR_KEY_COMMITTED my.key",
      1,
    ],
    [
      "that git has in a hidden folder",
      (one) => one.write(".x/my.key", ALICE.privateFile).commit(),
      "refused DOCTOR_KEY_COMMITTED .x/my.key",
      1,
    ],
    [
      "of others, that git has",
      (one) => one.write("t.pem", "-----BEGIN RSA PRIVATE KEY-----\nx\n").commit(),
      "warned DOCTOR_KEY_COMMITTED t.pem",
      0,
    ],
    [
      "that is ignored, and readable for others",
      (one) => {
        one.write(".gitignore", "*.key\n").write("my.key", ALICE.privateFile);
        chmodSync(one.at("my.key"), 0o644);
      },
      "warned DOCTOR_KEY_MODE my.key",
      0,
    ],
    [
      "that is ignored, and for its user alone",
      (one) => {
        one.write(".gitignore", "*.key\n").write("my.key", ALICE.privateFile);
        chmodSync(one.at("my.key"), 0o600);
      },
      "passed DOCTOR_KEYS my.key",
      0,
    ],
    ["that is none", (one) => one.write("my.key", "hello"), "passed DOCTOR_KEYS keys", 0],
  ])("a key %s", async (_why, make, line, exitCode) => {
    const repository = await new Patient().begun();
    make(repository);
    const told = await repository.doctor();
    expect(told.lines).toContain(line);
    expect(told.exitCode).toBe(exitCode);
  });
});

describe("a repository at GitLab", () => {
  const gitlab = (): Patient => {
    const repository = new Patient();
    repository.git("remote", "set-url", "origin", "https://gitlab.com/acme/app.git");
    return repository;
  };
  const help = (told: Told, message: RegExp): string =>
    told.text.split("\n")[told.text.split("\n").findIndex((line) => message.test(line)) + 1] ?? "";

  test("is well where init has written its jobs", async () => {
    const told = await (await gitlab().begun()).doctor();
    expect(told.lines).toContain("passed DOCTOR_WORKFLOW .gitlab/lockseal.gitlab-ci.yml");
  });

  test("is told to take the jobs in, where nothing does", async () => {
    const pipeline = "test:\n  script: [make]\n";
    const repository = await gitlab().write(".gitlab-ci.yml", pipeline).begun();
    const told = await repository.doctor();
    expect(told.lines).toContain("warned DOCTOR_WORKFLOW workflow");
    expect(help(told, /expected a workflow that runs/)).toBe(
      "take its jobs in: add  - local: .gitlab/lockseal.gitlab-ci.yml  to include: in .gitlab-ci.yml",
    );
    repository.write(".gitlab-ci.yml", `include: /.gitlab/lockseal.gitlab-ci.yml\n${pipeline}`);
    expect((await repository.doctor()).lines).toContain(
      "passed DOCTOR_WORKFLOW .gitlab/lockseal.gitlab-ci.yml",
    );
  });

  test("has its file of owners where GitLab reads it", async () => {
    const repository = await gitlab().begun();
    const told = await repository.doctor();
    expect(help(told, /found no file of owners/)).toMatch(/^write \.gitlab\/CODEOWNERS: /);
    repository.write(".github/CODEOWNERS", "* @alice\n");
    expect((await repository.doctor()).lines).toContain("warned DOCTOR_OWNERS CODEOWNERS");
    repository.write(".gitlab/CODEOWNERS", "* @alice\n");
    expect((await repository.doctor()).lines).toContain("passed DOCTOR_OWNERS .gitlab/CODEOWNERS");
  });
});

test("who builds with nobody that is known is told to run the gate, not to begin again", async () => {
  const repository = new Patient();
  repository.git("remote", "remove", "origin");
  const told = await (await repository.begun()).doctor();
  expect(told.text).toContain(
    "expected a workflow that runs lockseal gate or verify, found none\nrun lockseal gate --base BRANCH in your builds, before anything is installed\n",
  );
});

test("a tool that a workflow downloads leaves nothing to be warned of in the policy", async () => {
  const line =
    "curl -LO https://github.com/a/b/releases/download/v1.0.0/b_1.0.0_Linux-64bit.tar.gz";
  const repository = new Patient().write("get.sh", `${line}\n`);
  const { lines } = await (await repository.begun()).doctor();
  expect(repository.read("lockseal.toml")).toContain("lockseal-tools.lock");
  expect(lines.filter((one) => one.includes("LOCK_PATTERN_UNUSED"))).toEqual([]);
});

describe("the repository", () => {
  test.each([
    "uses: acme/lockseal@0123456789abcdef0123456789abcdef01234567 # v0.1.0",
    '- uses: "acme/lockseal@v1"',
    "run: npx lockseal@0.1.0 gate",
  ])("runs the gate by %s", async (step) => {
    const repository = await new Patient().begun();
    const text = `jobs:\n  a:\n    steps:\n      ${step}\n`;
    repository.remove(".github").write(".github/workflows/ci.yml", text);
    expect((await repository.doctor()).lines).toContain(
      "passed DOCTOR_WORKFLOW .github/workflows/ci.yml",
    );
    repository.write(".github/workflows/ci.yml", text.replace(step, `# ${step}`));
    expect((await repository.doctor()).lines).toContain("warned DOCTOR_WORKFLOW workflow");
  });

  test.each<[why: string, make: (one: Patient) => unknown, line: string]>([
    [
      "owners of all that decides",
      (one) => one.write(".github/CODEOWNERS", "* @alice\n"),
      "passed DOCTOR_OWNERS .github/CODEOWNERS",
    ],
    [
      "owners of some of it",
      (one) => one.write("CODEOWNERS", "/lockseal.toml @alice\n"),
      "warned DOCTOR_OWNERS CODEOWNERS",
    ],
    [
      "a file of owners that leads elsewhere",
      (one) => symlinkSync("/etc/hostname", one.at("CODEOWNERS")),
      "noted DOCTOR_OWNERS CODEOWNERS",
    ],
    ["no workflow", (one) => one.remove(".github"), "warned DOCTOR_WORKFLOW workflow"],
    [
      "no attributes",
      (one) => one.remove(".gitattributes").commit(),
      "warned DOCTOR_ATTRIBUTES .gitattributes",
    ],
    [
      "attributes that convert",
      (one) => one.write(".gitattributes", "* text=auto eol=crlf\n"),
      "warned DOCTOR_ATTRIBUTES .gitattributes",
    ],
    [
      "a program in the configuration",
      (one) => one.git("config", "core.fsmonitor", "./evil.sh"),
      "warned DOCTOR_GIT_SETTING .git/config",
    ],
    [
      "a filter in the configuration",
      (one) => one.git("config", "filter.x.smudge", "./evil.sh"),
      "warned DOCTOR_GIT_SETTING .git/config",
    ],
    [
      "another history put in place",
      (one) => one.write(".git/info/grafts", ""),
      "warned DOCTOR_GIT_REPLACED .git/info/grafts",
    ],
    [
      "a merge that is under way",
      (one) => one.write(".git/MERGE_HEAD", "x\n"),
      "refused GIT_UNFINISHED base",
    ],
    ["no policy", (one) => one.remove("lockseal.toml"), "refused POLICY_NONE lockseal.toml"],
    [
      "a policy that is malformed",
      (one) => one.write("lockseal.toml", "version = 2\n"),
      "refused POLICY_MALFORMED lockseal.toml",
    ],
    [
      "nothing signed, and no remote branch",
      (one) => one.remove("requirements.txt.sigstore.json").git("commit", "-qam", "x", "--amend"),
      "warned DOCTOR_BASE base",
    ],
  ])("%s", async (_why, make, line) => {
    const repository = await new Patient().begun();
    make(repository);
    expect((await repository.doctor()).lines).toContain(line);
  });

  test("says what would be the base, and who says so", async () => {
    const repository = await new Patient().begun();
    expect((await repository.doctor()).text).toContain("by the last signed lock, at ");
    repository.git("update-ref", "refs/remotes/origin/main", "HEAD");
    const { text } = await repository.doctor({ GITHUB_BASE_REF: "main" });
    expect(text).toContain("refs/remotes/origin/main by GITHUB_BASE_REF, at ");
  });

  test("a policy that is over fails as it does everywhere", async () => {
    const repository = await new Patient().begun();
    const { lines, exitCode } = await repository.doctor({}, new Date("2028-01-01T00:00:00Z"));
    expect(lines).toContain("refused POLICY_EXPIRED lockseal.toml");
    expect(exitCode).toBe(2);
  });

  test("in a folder below it is the same repository", async () => {
    const repository = await new Patient().begun();
    repository.write("a/b", "");
    const { exitCode, lines } = await repository.doctor({}, NOW, repository.at("a"));
    expect(exitCode).toBe(0);
    expect(lines).toContain("passed POLICY_SOUND lockseal.toml");
  });
});

test("outside of a checkout it is no success, and the machine is looked at all the same", async () => {
  const folder = new Folder();
  const { stdout, exitCode } = await folder.run("doctor --json", { env: { HOME: folder.path } });
  const rules = JSON.parse(stdout).findings.map(({ rule }: { rule: string }) => rule);
  expect(rules).toContain("DOCTOR_NODE");
  expect(rules).toContain("GIT_CHECKOUT_NONE");
  expect(exitCode).toBe(2);
});

test("changes nothing", async () => {
  const repository = await new Patient().begun();
  const before = repository.list();
  await repository.doctor();
  expect(repository.list()).toEqual(before);
});

test("shows hostile names as text", async () => {
  const repository = await new Patient().begun();
  repository.write("\u001b[31m::error::.key", ALICE.privateFile);
  const { stdout } = await repository.run("doctor", { env: { HOME: repository.home.path } });
  expect(stdout).toContain("\\x1b[31m\\x3a:error\\x3a:.key: warning");
});
