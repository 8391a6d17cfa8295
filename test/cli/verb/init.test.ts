import { execFileSync } from "node:child_process";
import { chmodSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { ALICE, BOB, Folder, pin, sha256 } from "../../fakes/checkout.ts";
import { Repository } from "../../fakes/repository.ts";
import { type Outcome, run } from "../../fakes/streams.ts";
import { TRIVY_LOCK } from "../../fakes/tool-lock.ts";

const TRIVY =
  "https://github.com/aquasecurity/trivy/releases/download/v0.71.0/trivy_0.71.0_Linux-64bit.tar.gz";

/** A fresh repository of somebody who has a key, and nothing of ours. */
class Fresh extends Repository {
  constructor(
    files: Readonly<Record<string, string>> = { "requirements.txt": pin("click", "8.1.7") },
  ) {
    super();
    this.git("config", "user.name", "Alice Example");
    this.git("config", "user.email", "alice@acme.example");
    for (const [name, text] of Object.entries(files)) this.write(name, text);
  }

  /** With a key of her own at the top. */
  keyed(): this {
    return this.write("lockseal.pub", ALICE.publicFile);
  }

  async init(more = ""): Promise<Report> {
    const { stdout, exitCode, stderr } = await this.run(`init --json${more}`);
    const report = JSON.parse(stdout);
    return { ...report, exitCode, stderr, rules: report.findings.map(ruleOf) };
  }
}

/** A step of a job, as GitHub reads it. */
interface Step {
  readonly name?: string;
  readonly run: string;
  readonly "working-directory"?: string;
}

interface Report {
  readonly exitCode: number;
  readonly stderr: string;
  readonly rules: readonly string[];
  readonly findings: readonly { rule: string; subject: string; message: string; help?: string }[];
  readonly files: readonly { path: string; action: string; text: string }[];
  readonly next: readonly string[];
}

const ruleOf = ({ rule, subject }: { rule: string; subject: string }): string =>
  `${rule} ${subject}`;

const WROTE = ["INIT_WROTE lockseal.toml", "INIT_WROTE .gitattributes"];

test("keygen, init, sign and gate: a fresh repository is green, and the next change of its lock is not", async () => {
  const repository = new Fresh();
  repository.commit("what was there before");
  const type = (line: string): Promise<string> => repository.transcript(line);
  expect(await type("keygen")).toContain("exit 0");
  expect(await type("init")).toBe(`$ lockseal init
requirements.txt: ok: hash-locked: 1 pin with 1 hash
lockseal.toml: ok: wrote it
.gitattributes: ok: wrote it
.github/workflows/lockseal.yml: ok: wrote it
.gitignore: ok: wrote it
next: lockseal sign requirements.txt --key lockseal.key
      git add lockseal.toml .gitattributes .github/workflows/lockseal.yml .gitignore lockseal.pub requirements.txt.sigstore.json
      git commit -m "Let lockseal judge what is installed"
      lockseal gate
exit 0`);
  expect((await repository.run("policy check")).exitCode).toBe(0);
  expect(await type("sign requirements.txt --key lockseal.key")).toContain("exit 0");
  repository.commit("Let lockseal judge what is installed");
  expect(repository.git("ls-files")).not.toContain("lockseal.key");
  const green = await repository.run("gate");
  expect(green.stdout).toContain("requirements.txt: ok: as at the base");
  expect(green.exitCode).toBe(0);
  expect((await repository.run("gate --release")).exitCode).toBe(0);

  repository.git("checkout", "-q", "-b", "update");
  repository.write("requirements.txt", pin("click", "8.1.8")).commit("update");
  const red = await repository.run("gate");
  expect(red.exitCode).toBe(1);
  expect(red.stdout).toContain("APPROVAL_MISSING");
  expect(red.stdout).toContain("lockseal approve requirements.txt");

  const look = await repository.run("approve requirements.txt");
  const [, digest = ""] = /delta sha256:([0-9a-f]{64})/.exec(look.stdout) ?? [];
  const line = `approve requirements.txt --key lockseal.key --yes ${digest}`;
  expect((await repository.run(line)).exitCode).toBe(0);
  repository.commit("approval");
  expect((await repository.run("gate")).exitCode).toBe(0);
  const unsigned = await repository.run("gate --release");
  expect(unsigned.exitCode).not.toBe(0);
});

describe("the policy", () => {
  test("says what is there, and passes its own check", async () => {
    const repository = new Fresh({
      "requirements.txt": pin("click", "8.1.7"),
      "dev-requirements.txt": "pytest>=8\n",
      "locks/app.txt": pin("flask", "3.0.0"),
    }).keyed();
    const { exitCode, rules } = await repository.init();
    expect(exitCode).toBe(0);
    expect(rules).toEqual([
      "INIT_UNLOCKED dev-requirements.txt",
      "INIT_LOCK locks/app.txt",
      "INIT_LOCK requirements.txt",
      ...WROTE,
      "INIT_WROTE .github/workflows/lockseal.yml",
    ]);
    expect(
      repository.read("lockseal.toml"),
    ).toBe(`# Who is trusted, and what is asked for. What is not said here is not allowed.
# lockseal policy check finds what is wrong with it; lockseal policy schema lists every key.
version = 1
name    = "app"
expires = 2027-11-24T00:00:00Z   # from then on it allows nothing: review it before

[policy]                          # who decides about this file, and about the keys that it names
role      = "owner"
threshold = 1                     # with a second owner: 2
author_may_approve = true         # there is one person: with a second one, take this line out

[signers.alice-example]
person = true
roles  = ["owner", "reviewer", "releaser"]
keys   = ["lockseal.pub"]
git    = ["alice@acme.example"]

[[lock]]
path       = "**requirements*.txt"
format     = "pip-requirements"
signatures = { role = "releaser", threshold = 1 }
author_may_approve = true         # there is one person: with a second one, take this line out
approval.new       = { people = 1 }   # with an observer, see lockseal observe: hold = "72h"
approval.update    = { people = 1 }
approval.downgrade = { people = 1, role = "owner" }
approval.rehash    = { deny = "the same version with other bytes" }
approval.remove    = { people = 1 }
approval.other     = { people = 1 }

[[lock]]
path       = "locks/app.txt"
format     = "pip-requirements"
signatures = { role = "releaser", threshold = 1 }
author_may_approve = true         # there is one person: with a second one, take this line out
approval.new       = { people = 1 }   # with an observer, see lockseal observe: hold = "72h"
approval.update    = { people = 1 }
approval.downgrade = { people = 1, role = "owner" }
approval.rehash    = { deny = "the same version with other bytes" }
approval.remove    = { people = 1 }
approval.other     = { people = 1 }

[[exempt]]                        # these very bytes, until that day, and in every report
path   = "dev-requirements.txt"
sha256 = "${sha256("pytest>=8\n")}"
reason = "not hash-locked when the policy began"
until  = 2026-12-24T00:00:00Z
`);
    const check = await repository.run("policy check --json");
    expect(JSON.parse(check.stdout).findings.map(({ rule }: { rule: string }) => rule)).toEqual([
      "POLICY_SOUND",
    ]);
  });

  test("exempts what the base does not have, so that the first gate of a branch is green", async () => {
    const repository = new Fresh({ README: "old" }).keyed();
    repository.git("update-ref", "refs/remotes/origin/main", repository.commit("base"));
    repository.git("checkout", "-q", "-b", "locks");
    repository.write("requirements.txt", pin("click", "8.1.7"));
    const { next, files } = await repository.init();
    expect(files[0]?.text).toContain(`sha256 = "${sha256(pin("click", "8.1.7"))}"`);
    expect(next.at(-1)).toBe("lockseal gate --base origin/main");
    repository.commit("begin");
    const { exitCode, stdout } = await repository.run("gate --base origin/main");
    expect(stdout).toContain("BOOTSTRAP");
    expect(stdout).toContain("EXEMPT");
    expect(exitCode).toBe(0);
    repository.write("requirements.txt", pin("click", "8.1.8"));
    expect((await repository.run("gate --base origin/main")).exitCode).toBe(1);
  });

  test("an exempted file passes in these bytes, and in no others", async () => {
    const repository = new Fresh({ "requirements.txt": "click>=8\n" }).keyed();
    const { next } = await repository.init();
    expect(next.some((line) => line.startsWith("lockseal sign"))).toBe(false);
    repository.commit("begin");
    const passed = await repository.run("gate --base main");
    expect(passed.exitCode).toBe(0);
    // pip would install none of it with hashes, and nobody has verified it.
    expect(passed.stdout).not.toContain("install");
    expect((await repository.run("gate --release --base main")).exitCode).toBe(0);
    repository.write("requirements.txt", "click>=7\n");
    expect((await repository.run("gate --base main")).exitCode).toBe(1);
  });

  test.each<[why: string, name: string, email: string, signer: string, more: string]>([
    ["letters of other scripts", "Łucja Żółć", "lucja@x.example", "[signers.ucja-zoc]", "lucja@x"],
    ["no Latin letter", "李", "li@x.example", "[signers.li]", "li@x.example"],
    ["nothing to go by", "", "", "[signers.owner]", "roles"],
    [
      "the address that a forge hides another behind",
      "A",
      "12+alice-acme@users.noreply.github.com",
      "[signers.a]",
      'github = ["alice-acme"]',
    ],
    ["quotes and a new table", 'a"]\n[policy]', '"x\\y@z"', "[signers.a-policy]", '\\"x\\\\y@z\\"'],
  ])("names its signer by git's user: %s", async (_why, name, email, signer, more) => {
    const repository = new Fresh().keyed();
    repository.git("config", "user.name", name);
    repository.git("config", "user.email", email);
    await repository.init();
    expect(repository.read("lockseal.toml")).toContain(`${signer}\n`);
    expect(repository.read("lockseal.toml")).toContain(more);
    expect((await repository.run("policy check")).exitCode).toBe(0);
  });
});

describe("the key", () => {
  test.each<[why: string, make: (one: Fresh) => unknown, found: RegExp]>([
    ["none", () => {}, /found none/],
    [
      "several",
      (one) => one.write("a.pub", ALICE.publicFile).write("keys/b.pub", BOB.publicFile),
      /found a\.pub, b\.pub/,
    ],
    ["another program's", (one) => one.write("id.pub", "ssh-rsa AAAA x\n"), /found none/],
  ])("is asked for where there is %s", async (_why, make, found) => {
    const repository = new Fresh();
    make(repository);
    const before = repository.list();
    const { exitCode, stderr, stdout } = await repository.run("init");
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(found);
    expect(stderr).toMatch(/hint: (?:make a pair|name yours)/);
    expect(repository.list()).toEqual(before);
    const json = await repository.run("init --json");
    expect(JSON.parse(json.stdout).findings[0].rule).toBe("INIT_KEY_UNCLEAR");
  });

  test("from elsewhere is written into the checkout, and signs from where it is", async () => {
    const repository = new Fresh();
    const keys = new Folder().write("me.pub", ALICE.publicFile).write("me.key", ALICE.privateFile);
    const { next, rules } = await repository.init(` --key ${keys.at("me.pub")}`);
    expect(rules).toContain("INIT_WROTE keys/alice-example.pub");
    expect(repository.read("keys/alice-example.pub")).toBe(
      Buffer.from(ALICE.publicFile).toString(),
    );
    expect(next[0]).toMatch(/^lockseal sign requirements\.txt --key \S+me\.key$/);
    expect((await repository.run("policy check")).exitCode).toBe(0);
  });

  test("that cannot be read ends it", async () => {
    const { exitCode, stderr } = await new Fresh().run("init --key none.pub");
    expect(exitCode).toBe(4);
    expect(stderr).toContain("none.pub: expected a key");
  });
});

describe("what a build downloads", () => {
  const workflow = (line: string): Fresh =>
    new Fresh({
      "requirements.txt": pin("click", "8.1.7"),
      ".github/workflows/scan.yml": `jobs:\n  scan:\n    steps:\n      - run: ${line}\n`,
    }).keyed();

  test("is said with the command that pins it", async () => {
    const { findings, exitCode } = await workflow(`curl -sSfL ${TRIVY} | tar xz`).init();
    expect(findings.find(({ rule }) => rule === "INIT_DOWNLOAD")).toMatchObject({
      subject: ".github/workflows/scan.yml",
      where: { file: ".github/workflows/scan.yml", line: 4 },
      message: "downloads trivy 0.71.0, which no lockseal-tools.lock pins",
      help: "pin it: lockseal tool add trivy --version 0.71.0 --url 'https://github.com/aquasecurity/trivy/releases/download/v{version}/trivy_{version}_{platform}.tar.gz' --platform linux-x64=Linux-64bit, and say who signs it: --repository, --workflow and --ref, or --key",
    });
    expect(exitCode).toBe(0);
  });

  test.each<[line: string, rule: string]>([
    [`curl -sSfL ${TRIVY.replaceAll("0.71.0", "0.69.4")} | tar xz`, "TOOL_KNOWN_BAD"],
    ["curl -sfL https://get.example/install.sh | sh -s -- v1.2.3", "INIT_DOWNLOAD_PIPED"],
  ])("is warned of: %s", async (line, rule) => {
    const { findings } = await workflow(line).init();
    expect(
      findings.filter((one) => one.subject.includes("scan.yml")).map((one) => one.rule),
    ).toEqual([rule]);
  });

  test("leads to a section about pinned tools, and the first gate is green all the same", async () => {
    const repository = workflow(`curl -LO ${TRIVY}`);
    await repository.init();
    expect(repository.read("lockseal.toml")).toContain('path       = "lockseal-tools.lock"');
    repository.commit("begin");
    expect((await repository.run("gate --base main")).exitCode).toBe(0);
  });

  test("and nothing else: it is pinned first, and then the gate is green", async () => {
    const text = `jobs:\n  scan:\n    steps:\n      - run: curl -LO ${TRIVY}\n`;
    const repository = new Fresh({ ".github/workflows/scan.yml": text }).keyed();
    const { next } = await repository.init();
    expect(next).toEqual([
      "lockseal tool add trivy --version 0.71.0 --url 'https://github.com/aquasecurity/trivy/releases/download/v{version}/trivy_{version}_{platform}.tar.gz' --platform linux-x64=Linux-64bit",
      "lockseal init",
    ]);
    // As the command writes both.
    const wanted = `\n[tools.trivy]\nversion = "0.71.0"\nsource = "https://host.example/v{version}/trivy_{version}_{platform}.tar.gz"\nplatforms = { "linux-x64" = "Linux-64bit" }\n`;
    repository
      .write("lockseal-tools.lock", TRIVY_LOCK)
      .write("lockseal.toml", repository.read("lockseal.toml") + wanted);
    const then = await repository.init();
    expect(then.next).toEqual([
      "lockseal sign lockseal-tools.lock --key YOUR.key",
      "git add lockseal.toml lockseal.pub .gitattributes .github/workflows/lockseal.yml lockseal-tools.lock lockseal-tools.lock.sigstore.json",
      'git commit -m "Let lockseal judge what is installed"',
      "lockseal gate",
    ]);
    repository.commit("begin");
    expect((await repository.run("gate --base main")).exitCode).toBe(0);
  });

  test("leads nowhere where it is known to be bad", async () => {
    const url = TRIVY.replaceAll("0.71.0", "0.69.4");
    const text = `jobs:\n  scan:\n    steps:\n      - run: curl -LO ${url}\n`;
    const repository = new Fresh({ ".github/workflows/scan.yml": text }).keyed();
    expect((await repository.init()).next[0]).toBe("lockseal tool add --help");
  });

  test.each<[why: string, text: string | Uint8Array, rule: string | null]>([
    ["that is no YAML", "jobs: [}\n\t- x: {{{\n", null],
    ["that is no text", Buffer.from([0xff, 0xfe, 0]), "INIT_UNREAD"],
    ["that is too large", "#\n".repeat(600_000), "INIT_UNREAD"],
    ["that is empty", "", null],
  ])("is looked for in a workflow %s", async (_why, text, rule) => {
    const repository = new Fresh().keyed().write(".github/workflows/odd.yml", text);
    const { findings, exitCode } = await repository.init();
    expect(exitCode).toBe(0);
    const own = findings.filter(({ subject }) => subject.includes("odd.yml"));
    expect(own.map((one) => one.rule)).toEqual(rule === null ? [] : [rule]);
  });
});

describe("the workflow", () => {
  test("of GitHub installs before it checks out, and reads alone", async () => {
    const repository = new Fresh().keyed();
    await repository.init();
    const text = repository.read(".github/workflows/lockseal.yml");
    expect(text).toContain("permissions:\n  contents: read\n");
    expect(text).toContain("lockseal@0.1.0");
    expect(text.indexOf("npm install")).toBeLessThan(text.indexOf("actions/checkout@"));
    expect(text).toContain("fetch-depth: 0");
    expect(text).not.toMatch(/\$\{\{|uses: \S+@(?![0-9a-f]{40} )/);
    // In full: git would take a tag of the name origin/main for the branch.
    expect(text).toContain("gate --release --base refs/remotes/origin/main");
    const { on } = parse(text);
    // A check that was green for another branch would be so for this one, too.
    expect(on.pull_request).toEqual({ branches: ["main"] });
    expect(Object.keys(on)).toContain("merge_group");
  });

  test.each([
    ["at the top", "", "."],
    ["where a policy lies below it", "services/api", "services/api"],
  ])("of GitHub, %s, is YAML whose steps run the gate there", async (_why, folder, where) => {
    const repository = new Fresh();
    repository.write(join(folder, "lockseal.pub"), ALICE.publicFile);
    repository.write(join(folder, "requirements.txt"), pin("click", "8.1.7"));
    if (folder !== "") repository.write(join(folder, "lockseal.toml"), "version = 1\n");
    const { exitCode } = await run(["init"], { cwd: join(repository.path, folder) });
    expect(exitCode).toBe(0);
    const { jobs } = parse(repository.read(".github/workflows/lockseal.yml"));
    const steps: readonly Step[] = jobs.lockseal.steps;
    repository.write("runner/lockseal/node_modules/.bin/lockseal", '#!/bin/sh\necho "$PWD: $*"\n');
    chmodSync(repository.at("runner/lockseal/node_modules/.bin/lockseal"), 0o755);
    const said = steps
      .filter(({ name }) => name !== undefined)
      .map((step) =>
        execFileSync("bash", ["-e", "-o", "pipefail", "-c", step.run], {
          cwd: join(repository.path, step["working-directory"] ?? "."),
          env: { PATH: process.env.PATH, RUNNER_TEMP: repository.at("runner") },
          encoding: "utf8",
        }),
      );
    const there = join(repository.path, where);
    expect(said).toEqual([
      `${there}: gate\n`,
      `${there}: gate --release --base refs/remotes/origin/main\n`,
    ]);
  });

  test("of GitLab is YAML, too, and its jobs run the gate", async () => {
    const repository = new Fresh().keyed();
    repository.git("remote", "set-url", "origin", "git@gitlab.example:acme/app.git");
    await repository.init();
    const jobs = parse(repository.read(".gitlab/lockseal.gitlab-ci.yml"));
    const program = "/opt/lockseal/node_modules/.bin/lockseal";
    expect(jobs.lockseal.script.at(-1)).toBe(`${program} gate`);
    expect(jobs["lockseal-release"].script).toEqual([`${program} gate --release --base HEAD`]);
    expect(parse(repository.read(".gitlab-ci.yml"))).toEqual({
      include: [{ local: ".gitlab/lockseal.gitlab-ci.yml" }],
    });
  });

  test.each<[why: string, make: () => Fresh, files: readonly string[], said: readonly string[]]>([
    [
      "of GitLab, by its remote",
      () => {
        const one = new Fresh().keyed();
        one.git("remote", "set-url", "origin", "git@gitlab.example:acme/app.git");
        return one;
      },
      [".gitlab/lockseal.gitlab-ci.yml", ".gitlab-ci.yml"],
      [],
    ],
    [
      "of GitLab, where there is a pipeline already",
      () =>
        new Fresh({
          "requirements.txt": pin("a", "1"),
          ".gitlab-ci.yml": "test:\n  script: [x]\n",
        }).keyed(),
      [".gitlab/lockseal.gitlab-ci.yml"],
      ["INIT_KEPT .gitlab-ci.yml"],
    ],
    [
      "of nobody, where nothing says who builds",
      () => {
        const one = new Fresh().keyed();
        one.git("remote", "remove", "origin");
        return one;
      },
      [],
      ["INIT_SERVICE_NONE builds"],
    ],
    [
      "that is there already under another name",
      () =>
        new Fresh({
          "requirements.txt": pin("a", "1"),
          ".github/workflows/ci.yml":
            "jobs:\n  a:\n    steps:\n      - run: npx lockseal@0.1.0 gate\n",
        }).keyed(),
      [],
      ["INIT_WORKFLOW .github/workflows/ci.yml"],
    ],
  ])("%s", async (_why, make, files, said) => {
    const { files: all, rules, exitCode } = await make().init();
    expect(exitCode).toBe(0);
    const written = all.filter(({ action }) => action === "wrote").map(({ path }) => path);
    expect(written).toEqual(["lockseal.toml", ".gitattributes", ...files]);
    expect(rules.filter((rule) => /INIT_(?:KEPT|SERVICE_NONE|WORKFLOW)/.test(rule))).toEqual(said);
  });
});

describe("what is there", () => {
  test("is left as it is, and said", async () => {
    const repository = new Fresh().keyed();
    repository.write("lockseal.toml", "version = 1\n").write(".gitattributes", "*.png binary\n");
    repository.write(".github/workflows/lockseal.yml", "mine\n");
    const before = repository.list();
    const { rules, findings, exitCode } = await repository.init();
    expect(rules.filter((rule) => rule.startsWith("INIT_KEPT"))).toEqual([
      "INIT_KEPT lockseal.toml",
      "INIT_KEPT .gitattributes",
      "INIT_KEPT .github/workflows/lockseal.yml",
    ]);
    expect(findings.find(({ subject }) => subject === ".gitattributes")?.help).toContain(
      "*.sigstore.json -text",
    );
    expect(exitCode).toBe(0);
    expect(repository.list()).toEqual(before);
  });

  test("twice writes nothing the second time", async () => {
    const repository = new Fresh().keyed();
    await repository.init();
    const before = repository.list();
    const { rules } = await repository.init();
    expect(rules.filter((rule) => rule.startsWith("INIT_WROTE"))).toEqual([]);
    expect(rules).toContain("INIT_WORKFLOW .github/workflows/lockseal.yml");
    expect(repository.list()).toEqual(before);
  });

  test("twice says what is still to do, and nothing that is done", async () => {
    const repository = new Fresh();
    repository.commit();
    await repository.run("keygen -o lockseal");
    await repository.init();
    const signs = "lockseal sign requirements.txt --key lockseal.key";
    const again = await repository.init();
    expect(again.next).toEqual([
      signs,
      "git add lockseal.toml lockseal.pub .gitattributes .github/workflows/lockseal.yml .gitignore requirements.txt.sigstore.json",
      'git commit -m "Let lockseal judge what is installed"',
      "lockseal gate",
    ]);
    expect(again.findings.find(({ subject }) => subject === ".gitattributes")).toMatchObject({
      rule: "INIT_KEPT",
      message: "is there, and has what it needs",
    });
    await repository.run(signs.slice("lockseal ".length));
    repository.commit();
    expect((await repository.init()).next).toEqual(["lockseal gate"]);
  });

  test("of attributes lacks some lines: only those are to be added", async () => {
    const repository = new Fresh().keyed();
    repository.write(".gitattributes", "lockseal.toml  -text\r\n*.pub -text\r\n");
    const { findings } = await repository.init();
    expect(findings.find(({ subject }) => subject === ".gitattributes")?.help).toBe(
      "add to it: lockseal-tools.lock -text; *.sigstore.json -text; .lockseal/** -text; *requirements*.txt -text",
    );
  });

  test("with --dry-run nothing is written, and everything is shown", async () => {
    const repository = new Fresh().keyed();
    const before = repository.list();
    const { stdout, exitCode } = await repository.run("init --dry-run");
    expect(exitCode).toBe(0);
    expect(stdout).toContain("lockseal.toml: note: would write it [INIT_WOULD_WRITE]");
    expect(stdout).toContain("\n==> lockseal.toml\n# Who is trusted");
    expect(stdout).toContain("\n==> .github/workflows/lockseal.yml\n");
    expect(repository.list()).toEqual(before);
    await repository.run("init");
    for (const name of ["lockseal.toml", ".gitattributes"])
      expect(stdout).toContain(readFileSync(repository.at(name), "utf8"));
  });

  test("in a folder below the policy stands at the top, and the commands are for here", async () => {
    const repository = new Fresh({ "services/api/requirements.txt": pin("a", "1") }).keyed();
    const { stdout, exitCode } = await run(["init"], { cwd: repository.at("services/api") });
    expect(exitCode).toBe(0);
    expect(repository.read("lockseal.toml")).toContain("**requirements*.txt");
    expect(stdout).toContain("next: lockseal sign requirements.txt --key YOUR.key\n");
    expect(stdout).toContain("git add ../../lockseal.toml");
  });

  test("in a folder below with a policy of its own, the workflow runs there", async () => {
    const repository = new Fresh({
      "api/requirements.txt": pin("a", "1"),
      "api/lockseal.toml": "version = 1\n",
    });
    const { stdout, exitCode } = await run(["init"], { cwd: repository.at("api") });
    expect(exitCode).toBe(0);
    expect(stdout).toContain("api/lockseal.toml: note: is there, and left as it is");
    expect(repository.read(".github/workflows/lockseal.yml")).toContain("working-directory: api\n");
  });
});

describe("init refuses", () => {
  test("outside of git", async () => {
    const { exitCode, stderr } = await new Folder().write("requirements.txt", "a\n").run("init");
    expect([exitCode, stderr.includes("git init")]).toEqual([2, true]);
  });

  test("where there is nothing to protect", async () => {
    const repository = new Fresh({ README: "x", "uv.lock": "version = 1\n" }).keyed();
    const before = repository.list();
    const { rules, exitCode } = await repository.init();
    expect([exitCode, rules]).toEqual([3, ["INIT_LOCK_OTHER uv.lock", "INIT_NOTHING checkout"]]);
    expect(repository.list()).toEqual(before);
  });

  test.each<[why: string, link: string, to: string]>([
    ["a folder that is a link", ".github", "elsewhere"],
    ["a folder that is a link to nothing", ".github", "nowhere"],
    ["a folder that is a link within the checkout", ".github", "inside"],
  ])("to write through %s, and writes nothing else either", async (_why, link, to) => {
    const repository = new Fresh().keyed().write("inside/x", "");
    const elsewhere = new Folder();
    symlinkSync(
      to === "elsewhere" ? elsewhere.path : join(repository.path, to),
      repository.at(link),
    );
    const before = repository.list();
    const { exitCode, stdout } = await repository.run("init --json");
    expect(JSON.parse(stdout).findings[0].rule).toBe("PATH_OUTSIDE_ROOT");
    expect(exitCode).toBe(1);
    expect(repository.list()).toEqual(before);
    expect(elsewhere.list()).toEqual({});
  });

  test("to follow a link in place of a file: it is there, and left", async () => {
    const repository = new Fresh().keyed();
    const elsewhere = new Folder();
    symlinkSync(elsewhere.at("attributes"), repository.at(".gitattributes"));
    expect((await repository.init()).rules).toContain("INIT_KEPT .gitattributes");
    expect(elsewhere.list()).toEqual({});
  });

  test("to write some of the files: where one cannot be, none is", async () => {
    const repository = new Fresh().keyed().write(".github", "a file");
    const before = repository.list();
    expect((await repository.run("init")).exitCode).toBe(1);
    expect(repository.list()).toEqual(before);
  });
});

describe("names that somebody chose to hurt", () => {
  test.each([
    ["a line break", "a\nrequirements.txt"],
    ["a terminal's escape", "\u001b[31mrequirements.txt"],
    ["text that is turned round", "\u202erequirements.txt"],
    ["a quote that ends a string", '"]requirements.txt'],
    ["a star", "requirements*.txt"],
    ["a command of a build service", "::error::requirements.txt"],
    ["a dash", "-requirements.txt"],
    ["a shell's words", "$(id);requirements.txt"],
  ])("%s", async (_why, name) => {
    const repository = new Fresh({
      "requirements.txt": pin("a", "1"),
      [name]: pin("b", "1"),
    }).keyed();
    const { exitCode, stdout }: Outcome = await repository.run("init");
    expect(exitCode).toBe(0);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be printed
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]|^::/m);
    expect((await repository.run("policy check")).exitCode).toBe(0);
    repository.commit("begin");
    expect((await repository.run("gate --base main")).exitCode).toBe(0);
  });

  test("what is installed, and what git ignores, is nobody's lock", async () => {
    const repository = new Fresh({
      "requirements.txt": pin("a", "1"),
      "venv/pyvenv.cfg": "",
      "venv/share/requirements.txt": "a\n",
      "build/requirements.txt": "a\n",
      ".gitignore": "build/\n",
    }).keyed();
    const { findings, exitCode, files } = await repository.init();
    const locks = findings.filter(({ rule }) => /INIT_(?:UN)?LOCK/.test(rule));
    expect(locks.map(({ subject }) => subject)).toEqual(["requirements.txt"]);
    expect(files[0]?.text).toContain('path       = "requirements.txt"');
    expect(exitCode).toBe(0);
    repository.commit("begin");
    expect((await repository.run("gate --base main")).exitCode).toBe(0);
  });

  test.each(["requirements.txt", "nowhere.txt", "/etc/hostname"])(
    "a link to %s is left out and said, and the first gate is green",
    async (target) => {
      const repository = new Fresh().keyed();
      symlinkSync(target, repository.at("requirements-x.txt"));
      repository.commit();
      const { findings } = await repository.init();
      expect(findings.find(({ subject }) => subject === "requirements-x.txt")).toMatchObject({
        rule: "INIT_LEFT_OUT",
        message: "is in no [[lock]]: it is a symbolic link, and a gate compares files",
      });
      expect(repository.read("lockseal.toml")).toContain('path       = "requirements.txt"');
      repository.commit("begin");
      expect((await repository.run("gate --base main")).exitCode).toBe(0);
    },
  );

  test("a name that no policy can say is left out, and said", async () => {
    const repository = new Fresh({
      "requirements.txt": pin("a", "1"),
      "x[1]-requirements.txt": "a\n",
    }).keyed();
    expect((await repository.init()).rules).toContain("INIT_LEFT_OUT x[1]-requirements.txt");
  });
});
