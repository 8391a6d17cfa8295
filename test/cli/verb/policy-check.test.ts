import { rmSync, symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { sha256Hex } from "../../../src/bytes/digest.ts";
import { parsePolicy } from "../../../src/policy/policy.ts";
import { Folder } from "../../fakes/checkout.ts";
import { createInstance, trustedRoot, written } from "../../fakes/instance.ts";
import { fakeFunctionary, fakeLayout, fakeStep, metablock } from "../../fakes/layout.ts";
import { POLICY, publicKeyPem } from "../../fakes/policy.ts";
import { wire } from "../../fakes/ssh.ts";

const KEYS = ["alice", "bob", "sam", "release"].map((name) => [name, publicKeyPem()] as const);
const ROOT = written(trustedRoot(createInstance()));
const END = ["DISALLOW", "*"];
const EMPTY = "version = 1\nexpires = 2099-01-01T00:00:00Z\n";

/** A folder in which the policy has nothing wrong with it. */
function sound(): Folder {
  const folder = new Folder().write("lockseal.toml", POLICY);
  for (const [name, pem] of KEYS) folder.write(`keys/${name}.pub`, pem);
  for (const name of ["requirements.txt", "dev-requirements.txt", "lockseal-tools.lock"])
    folder.write(name, "");
  return folder.write("vendor/requirements.txt", "test");
}

/** Spells an Ed25519 key as ssh-keygen does. */
function sshLineOf(pem: string): string {
  const point = Buffer.from(pem.replace(/-.*-/g, ""), "base64").subarray(-32);
  return `ssh-ed25519 ${wire("ssh-ed25519", point).toString("base64")}\n`;
}

/** The same with a login of everybody. */
const NAMED = POLICY.replace(/^(\[signers\.(bob|sam)\])$/gm, '$1\ngithub = ["$2-acme"]');

test("a sound policy is bound with its files by one digest", async () => {
  const folder = sound().write("lockseal.toml", NAMED);
  // By the definition: an array of the format's name, and of paths with their digests, the policy first.
  const files = ["lockseal.toml", ...KEYS.map(([name]) => `keys/${name}.pub`).sort()];
  const text = JSON.stringify([
    "https://lockseal.dev/policy/v0.1",
    files.map((name) => [name, sha256Hex(Buffer.from(folder.read(name)))]),
  ]);
  const digest = sha256Hex(Buffer.from(text));
  expect(await folder.transcript("policy check")).toBe(
    `$ lockseal policy check\nlockseal.toml: ok: 5 signers, 3 [[lock]]s, 1 tool, bound with 4 files by sha256:${digest}\nexit 0`,
  );
  const { stdout } = await folder.run("policy check lockseal.toml --json");
  expect(JSON.parse(stdout)).toMatchObject({
    command: "policy check",
    findings: [{ rule: "POLICY_SOUND", verdict: "passed" }],
    digest,
    files: { "keys/alice.pub": sha256Hex(Buffer.from(folder.read("keys/alice.pub"))) },
  });
});

test("a person whom the forge's event cannot name is said", async () => {
  const { exitCode, stdout } = await sound().run("policy check");
  expect(exitCode).toBe(0);
  expect(stdout.match(/^.*\[SIGNER_LOGIN_NONE\]$/gm)).toEqual([
    expect.stringMatching(/^lockseal\.toml:23:10: note: bob: expected github, found none: /),
    expect.stringMatching(/^lockseal\.toml:28:10: note: sam: /),
  ]);
  const free = POLICY.replace("author_may_approve = false\n", "").replace(
    /^approval\.update /gm,
    "author_may_approve = true\n$&",
  );
  const said = await sound().write("lockseal.toml", free).run("policy check");
  expect([said.exitCode, said.stdout.includes("SIGNER_LOGIN_NONE")]).toEqual([0, false]);
});

test("everything that is wrong is named at once, with its place and the nearest right word", async () => {
  const text = POLICY.replace("[indexes]", "[indexs]").replace('hold = "24h" }', 'holds = "24h" }');
  const { exitCode, stdout } = await sound().write("lockseal.toml", text).run("policy check");
  expect(exitCode).toBe(2);
  expect(stdout).toMatch(/^lockseal\.toml:44:2: error: .*"indexs".* \[POLICY_MALFORMED\]$/m);
  expect(stdout).toMatch(/hint: did you mean indexes\?/);
  expect(stdout).toMatch(/^lockseal\.toml:52:36: error: .*"holds"/m);
  expect(stdout).toMatch(/hint: did you mean hold\?/);
});

describe("refuses", () => {
  test.each<[why: string, change: (folder: Folder) => void, found: RegExp]>([
    [
      "a key that is not there",
      (folder) => rmSync(folder.at("keys/sam.pub")),
      /:31:1: error: expected a public key "keys\/sam\.pub" at signers\.sam\.keys, found nothing/,
    ],
    [
      "a file that is no key",
      (folder) => folder.write("keys/sam.pub", "x"),
      /keys\/sam\.pub: .*\[POLICY_MALFORMED\]/,
    ],
    [
      "one key of two people, in two files",
      (folder) => folder.write("keys/sam.pub", folder.read("keys/alice.pub")),
      /expected a key of sam alone at signers\.sam\.keys, found keys\/sam\.pub, which is keys\/alice\.pub of alice/,
    ],
    [
      "one key of two people, once as OpenSSH spells it",
      (folder) => folder.write("keys/sam.pub", sshLineOf(folder.read("keys/alice.pub"))),
      /expected a key of sam alone at signers\.sam\.keys, found keys\/sam\.pub, which is keys\/alice\.pub of alice/,
    ],
    [
      "a key of OpenSSH that is cut short",
      (folder) => folder.write("keys/sam.pub", "ssh-ed25519 AAAA\n"),
      /at signers\.sam\.keys, found keys\/sam\.pub: .*\[POLICY_MALFORMED\]/,
    ],
    [
      "a key that a link brings from elsewhere",
      (folder) => {
        rmSync(folder.at("keys/sam.pub"));
        symlinkSync("/etc/hostname", folder.at("keys/sam.pub"));
      },
      /found one outside or behind a symbolic link/,
    ],
    [
      "a key beside the folder",
      (folder) => folder.write("lockseal.toml", POLICY.replace("keys/sam.pub", "../sam.pub")),
      /expected the path of a public key below the policy/,
    ],
    [
      "a trust root of another digest",
      (folder) =>
        folder
          .write(
            "lockseal.toml",
            POLICY.replace(
              "[trust]",
              `[trust]\nsigstore_root = { file = "root.json", sha256 = "${"0".repeat(64)}" }`,
            ),
          )
          .write("root.json", "{}"),
      /expected a trust root "root\.json" with the SHA-256 0{64} at trust\.sigstore_root, found 44136fa3/,
    ],
    [
      "a file that two patterns match",
      (folder) =>
        folder.write(
          "lockseal.toml",
          POLICY.replace('"dev-requirements.txt"', '"*requirements.txt"'),
        ),
      /expected one \[\[lock\]\] for "requirements\.txt", found 2.*\[POLICY_LOCK_AMBIGUOUS\]/,
    ],
    [
      "an expired policy",
      (folder) => folder.write("lockseal.toml", POLICY.replace("2027-06-30", "2026-01-02")),
      /:3:1: error: expected a policy in force, found one that expired 2026-01-02T00:00:00Z.*\[POLICY_EXPIRED\]/,
    ],
    [
      "more signers than count today",
      (folder) =>
        folder.write(
          "lockseal.toml",
          POLICY.replace("[signers.trivy]", "revoked = 2026-02-01T00:00:00Z\n\n[signers.trivy]"),
        ),
      /expected 1 who count today, found 0: nobody.*\[THRESHOLD_OUT_OF_REACH\]/,
    ],
    [
      "a folder in place of the policy",
      (folder) => {
        rmSync(folder.at("lockseal.toml"));
        folder.write("lockseal.toml/x", "");
      },
      /FILE_UNREADABLE|found a folder/,
    ],
  ])("%s", async (_, change, found) => {
    const folder = sound();
    change(folder);
    const { exitCode, stdout, stderr } = await folder.run("policy check");
    expect(stdout + stderr).toMatch(found);
    expect(exitCode).toBe(2);
  });

  test("where there is no policy", async () => {
    const { exitCode, stdout } = await new Folder().run("policy check --json");
    expect([exitCode, JSON.parse(stdout).findings[0].rule]).toEqual([2, "POLICY_NONE"]);
  });
});

describe("refuses what nobody could reach, and nothing else does", () => {
  const LOCK = 'signatures = { role = "releaser", threshold = 1 }';
  const NEW = "new       = { people = 2, roles = { security = 1 }, hold";
  test.each<[why: string, from: string, to: string, found: string]>([
    [
      "more signers than there are",
      LOCK,
      LOCK.replace("1 }", "2 }"),
      ":51:35: error: expected 2 who count today, found 1: release [THRESHOLD_OUT_OF_REACH]",
    ],
    [
      "more people than there are",
      "{ people = 2, hold",
      "{ people = 4, hold",
      ":52:24: error: expected 4 who count today, found 3: alice, bob, sam [THRESHOLD_OUT_OF_REACH]",
    ],
    [
      "more of a role than there are",
      NEW,
      NEW.replace("security = 1", "security = 3"),
      ":53:46: error: expected 3 who count today, found 2: bob, sam [THRESHOLD_OUT_OF_REACH]",
    ],
    [
      "more people than there are, in an emergency",
      "emergency = { people = 2",
      "emergency = { people = 9",
      "expected 9 who count today, found 3: alice, bob, sam [THRESHOLD_OUT_OF_REACH]",
    ],
    [
      "more owners than there are",
      "threshold = 1\n\n[trust]",
      "threshold = 3\n\n[trust]",
      ":7:1: error: expected 3 who count today, found 2: alice, bob [THRESHOLD_OUT_OF_REACH]",
    ],
    [
      "a role that nobody has",
      'role = "owner"',
      'role = "owners"',
      ':6:1: error: expected a role that somebody has who can sign for this, found "owners" [POLICY_ROLE_NONE]\n    hint: did you mean owner?',
    ],
    [
      "a role that only a machine has, to approve",
      'role = "owner"',
      'role = "releaser"',
      'found "releaser" [POLICY_ROLE_NONE]\n    hint: give it to somebody: roles = ["releaser"] under [signers.',
    ],
    [
      "a role that nobody has, to sign",
      'signatures = { role = "releaser"',
      'signatures = { role = "relaeser"',
      'found "relaeser" [POLICY_ROLE_NONE]\n    hint: did you mean releaser?',
    ],
    [
      "a role that nobody has, among those who approve",
      NEW,
      NEW.replace("security", "securty"),
      'found "securty" [POLICY_ROLE_NONE]\n    hint: did you mean security?',
    ],
    [
      "a root that is pinned, and older than the policy takes it",
      "[trust]\n",
      `[trust]\nsigstore_root = { file = "root.json", sha256 = "${sha256Hex(ROOT)}" }\n`,
      "found one whose newest key is 692 days old: every keyless signature is refused [POLICY_ROOT_AGE]",
    ],
  ])("%s", async (_why, from, to, found) => {
    expect(POLICY).toContain(from);
    const text = POLICY.replace(from, to);
    const folder = sound().write("lockseal.toml", text).write("root.json", ROOT);
    const { exitCode, stdout } = await folder.run("policy check");
    expect(stdout).toContain(found);
    expect(exitCode).toBe(2);
    expect(() => parsePolicy(Buffer.from(text), "lockseal.toml")).not.toThrow();
  });
});

test("a root that is pinned and none is said before a signature is judged by it", async () => {
  const root = `sigstore_root = { file = "root.json", sha256 = "${sha256Hex(Buffer.from("{}"))}" }`;
  const folder = sound().write("lockseal.toml", POLICY.replace("[trust]\n", `[trust]\n${root}\n`));
  const { exitCode, stdout } = await folder.write("root.json", "{}").run("policy check");
  expect(stdout).toContain("[TRUST_ROOT_MALFORMED]");
  expect(exitCode).toBe(4);
});

test("JSON is no policy, whatever it is called", async () => {
  const folder = new Folder().write("lockseal.json", '{ "version": 1 }');
  const { exitCode, stdout, stderr } = await folder.run("policy check lockseal.json");
  expect(stdout + stderr).toContain("lockseal.json:1:1: expected a policy in TOML, found JSON");
  expect(exitCode).toBe(2);
});

describe("warns of", () => {
  test.each<[why: string, text: string, rule: string]>([
    ["no expiry", "version = 1\n", "POLICY_ENDLESS"],
    ["an expiry within a month", POLICY.replace("2027-06-30", "2026-12-01"), "POLICY_EXPIRES_SOON"],
    ["nobody who decides about the policy", EMPTY, "POLICY_UNGUARDED"],
    ["an exemption that is over", POLICY.replace("2026-12-24", "2026-11-01"), "EXEMPTION_OVER"],
    ["an exemption of a year", POLICY.replace("2026-12-24", "2027-11-01"), "EXEMPTION_LONG"],
    [
      "a name whose leave is over",
      `${POLICY}[[allow_name]]\nname = "pyyml"\nreason = "r"\nuntil = 2026-11-01T00:00:00Z\n`,
      "EXEMPTION_OVER",
    ],
    [
      "a name whose leave lasts for a year",
      `${POLICY}[[allow_name]]\nname = "pyyml"\nreason = "r"\nuntil = 2027-11-01T00:00:00Z\n`,
      "EXEMPTION_LONG",
    ],
    [
      "an exemption of nothing",
      POLICY.replace('"vendor/requirements.txt"', '"vendor/r.txt"'),
      "EXEMPTION_UNUSED",
    ],
    [
      "a repository by its name alone",
      POLICY.replace('repository_id = "1234567", ', ""),
      "REPOSITORY_ID_MISSING",
    ],
    ["any tag", POLICY.replace("refs/tags/v*", "refs/tags/*"), "IDENTITY_WIDE"],
    [
      "branches that begin alike",
      POLICY.replace("refs/tags/v*", "refs/heads/rel*"),
      "IDENTITY_WIDE",
    ],
    ["runners of any kind", POLICY.replace(', runner = "github-hosted"', ""), "RUNNER_ANY"],
    [
      "a signer who counts no more",
      POLICY.replace(
        "[signers.bob]",
        '[signers.old]\nkeys = ["keys/old.pub"]\nuntil = 2026-01-01T00:00:00Z\n\n[signers.bob]',
      ),
      "SIGNER_OVER",
    ],
    [
      "changes that need every owner",
      POLICY.replace("threshold = 1", "threshold = 2"),
      "AUTHOR_NEEDED",
    ],
    ["a tool that nobody signs", POLICY.replace('signer    = "trivy"\n', ""), "TOOL_SIGNER_NONE"],
    ["a lock that nobody may change", POLICY.replace("ranges = true", ""), "LOCK_UNREGULATED"],
    [
      "a pattern that nothing matches",
      POLICY.replace('"dev-requirements.txt"', '"develop.txt"'),
      "LOCK_PATTERN_UNUSED",
    ],
  ])("%s", async (_, text, rule) => {
    const folder = sound().write("lockseal.toml", text).write("keys/old.pub", publicKeyPem());
    const { exitCode, stdout } = await folder.run("policy check --json");
    const found = JSON.parse(stdout).findings.find((one: { rule: string }) => one.rule === rule);
    expect(found, stdout).toMatchObject({ where: { file: "lockseal.toml" } });
    expect(["warned", "noted"]).toContain(found.verdict);
    expect(exitCode).toBe(0);
  });
});

describe("of a layout", () => {
  const owner = fakeFunctionary("P-256");
  const builder = fakeFunctionary();
  const pem = String(owner.key.key.key.export({ format: "pem", type: "spki" }));
  const body = fakeLayout(
    [fakeStep("build", [builder], { expected_products: [["CREATE", "{name}"], END] })],
    [builder],
  );
  const inspect = [
    {
      ...{ _type: "inspection", name: "look", run: ["true"] },
      ...{ expected_materials: [END], expected_products: [END] },
    },
  ];
  const SECTION = `
[[layout]]
file = "trust/root.layout"
keys = ["keys/owner.pub"]
links = "links"
parameters = { name = "app" }
`;
  const check = async (more: string, layout: Uint8Array | null = metablock(body, owner)) => {
    const folder = sound()
      .write("lockseal.toml", POLICY + more)
      .write("keys/owner.pub", pem);
    if (layout !== null) folder.write("trust/root.layout", layout);
    const { exitCode, stdout } = await folder.run("policy check");
    return { exitCode, stdout };
  };

  test("that its owner signed, it is bound with the layout", async () => {
    const { exitCode, stdout } = await check(SECTION);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/1 tool, 1 layout, bound with 6 files/);
  });

  test.each<[why: string, more: string, layout: Uint8Array | null, exitCode: number, said: RegExp]>(
    [
      [
        "a layout that is not there",
        SECTION,
        null,
        2,
        /:\d+:\d+: error: expected a layout "trust\/root\.layout" at layout\[0\]\.file, found nothing/,
      ],
      [
        "owners nobody knows",
        SECTION.replace("keys =", 'owners = ["alise"]\nkeys ='),
        metablock(body, owner),
        2,
        /expected a signer under \[signers\.alise\] at layout\[0\]\.owners, found none[\s\S]*did you mean alice\?/,
      ],
      [
        "an owner without a key",
        SECTION.replace("keys =", 'owners = ["trivy"]\nkeys ='),
        metablock(body, owner),
        2,
        /expected a key of trivy, since layouts are signed by keys/,
      ],
      [
        "neither owners nor keys",
        SECTION.replace('keys = ["keys/owner.pub"]\n', ""),
        metablock(body, owner),
        2,
        /expected owners, or keys at layout\[0\], found neither[\s\S]*say who signs it: owners = /,
      ],
      [
        "a key that nobody knows",
        SECTION.replace("links =", "link ="),
        metablock(body, owner),
        2,
        /the field "link"[\s\S]*did you mean links\?/,
      ],
      [
        "two sections about the same",
        SECTION + SECTION,
        metablock(body, owner),
        2,
        /expected a layout or links of its own at layout\[1\]\.file/,
      ],
      [
        "a layout that somebody else signed",
        SECTION,
        metablock(body, builder),
        1,
        /error: expected a signature by keys\/owner\.pub, found 1 by other keys .*\[SIGNATURE_INVALID\]/,
      ],
      [
        "an expired layout",
        SECTION,
        metablock({ ...body, expires: "2026-01-01T00:00:00Z" }, owner),
        1,
        /\[LAYOUT_EXPIRED\]/,
      ],
      [
        "a word in braces without a value",
        SECTION.replace("name =", "nam ="),
        metablock(body, owner),
        1,
        /\[LAYOUT_PARAMETER\]/,
      ],
      [
        "a step that it does not have",
        `${SECTION}allow_sublayout = ["biuld"]\n`,
        metablock(body, owner),
        0,
        /warning: expected a step of the layout in allow_sublayout, found "biuld" \[LAYOUT_STEP_UNKNOWN\]\n.*did you mean build\?/,
      ],
      [
        "inspections that never run",
        SECTION,
        metablock({ ...body, inspect }, owner),
        0,
        /warning: expected a layout without inspections, found "look": .*\[LAYOUT_INSPECTIONS\]/,
      ],
      [
        "inspections that are not there",
        `${SECTION}skip_inspections = true\n`,
        metablock(body, owner),
        0,
        /\[LAYOUT_INSPECTIONS\]/,
      ],
    ],
  )("it names %s", async (_, more, layout, exitCode, said) => {
    const found = await check(more, layout);
    expect(found.stdout).toMatch(said);
    expect(found.exitCode).toBe(exitCode);
  });
});

describe("rules are read, and not evaluated", () => {
  const checked = async (expression: string, more = "", on = "lock.change") =>
    new Folder()
      .write(
        "lockseal.toml",
        `${EMPTY}[[rule]]\nid = "one"\non = "${on}"\ndeny_if = ${expression}\n${more}`,
      )
      .run("policy check --json");

  test.each<[why: string, expression: string, place: string, message: RegExp, on?: string]>([
    ["an unknown variable", `'chnge.name == "x"'`, "6:12", /rule one: .*found "chnge"/],
    ["behind a line break", `"""\nchange.name == 'x' ||\n  nobody"""`, "8:3", /"nobody"/],
    ["an unknown field", `'has(change.verson)'`, "6:12", /"verson"/],
    ["another event's variable", `'change.name == ""'`, "6:12", /"change"/, "lock.release"],
    ["no truth", `'size(change.from)'`, "6:12", /expected true or false, found an int/],
    ["a pattern that is none", `'change.name.matches("(")'`, "6:23", /missing closing/],
    ["no expression", `'change.name === "x"'`, "6:24", /expected an expression in CEL/],
    ["an undeclared parameter", `'parameters.most > 1'`, "6:22", /"most"/],
  ])("%s", async (_why, expression, place, message, on) => {
    const { stdout, exitCode } = await checked(expression, "", on);
    const found = JSON.parse(stdout).findings.filter(
      ({ rule }: { rule: string }) => rule === "RULE_MALFORMED",
    );
    const [line, column] = place.split(":").map(Number);
    expect(found).toMatchObject([
      {
        verdict: "refused",
        message: expect.stringMatching(message),
        where: { file: "lockseal.toml", line, column },
      },
    ]);
    expect(exitCode).toBe(2);
  });

  test.each([
    ["what would only fail", `'signers["eve"].person'`],
    ["what would never end", `'[1, 2].all(a, [1, 2].all(b, change.name != ""))'`],
    ["a declared parameter", `'size(change.from) > parameters.most'`],
  ])("%s passes", async (_why, expression) => {
    const { exitCode } = await checked(expression, "parameters = { most = 3 }\n");
    expect(exitCode).toBe(0);
  });
});
