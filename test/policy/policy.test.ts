import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { Refusal } from "../../src/errors.ts";
import { checkInForce } from "../../src/policy/in-force.ts";
import { parsePolicy, readPolicy } from "../../src/policy/policy.ts";
import { POLICY } from "../fakes/policy.ts";
import { refusalOf } from "../fakes/refusal.ts";

const read = (text: string): ReturnType<typeof parsePolicy> =>
  parsePolicy(Buffer.from(text), "lockseal.toml");

describe("a policy", () => {
  const policy = read(POLICY);

  test("says who signs, as people and machines", () => {
    expect(policy.signers.get("alice")).toEqual({
      name: "alice",
      person: true,
      roles: ["reviewer", "owner"],
      keys: ["keys/alice.pub"],
      keyless: [
        { kind: "exact", issuer: "https://github.com/login/oauth", name: "alice@acme.example" },
      ],
      git: ["Alice", "alice@acme.example"],
      github: ["alice-acme"],
      from: Date.parse("2026-01-01T00:00:00Z"),
      until: null,
      revoked: null,
    });
    expect(policy.signers.get("release")).toMatchObject({
      person: false,
      keyless: [{ kind: "workflow", repositoryId: "1234567", ref: "refs/tags/v*" }],
    });
  });

  test("says what is asked of locks, by the kind of change", () => {
    const [lock, dev] = policy.locks;
    expect(lock).toMatchObject({
      path: "requirements*.txt",
      indexes: ["main"],
      signatures: { role: "releaser", threshold: 1 },
      authorMayApprove: false,
      ranges: false,
      emergency: { people: 2, roles: new Map([["security", 1]]), role: null, lastsMs: 259_200_000 },
    });
    expect(lock?.approval.get("new")).toEqual({
      people: 2,
      roles: new Map([["security", 1]]),
      role: null,
      holdMs: 86_400_000,
      deny: null,
    });
    expect(lock?.approval.get("rehash")?.deny).toBe("same version, other bytes");
    expect(lock?.approval.has("other")).toBe(false);
    expect(dev).toMatchObject({ ranges: true, signatures: null, approval: new Map() });
  });

  test("says the rest", () => {
    expect(policy).toMatchObject({
      name: "acme-app",
      expires: Date.parse("2027-06-30T00:00:00Z"),
      change: { role: "owner", threshold: 1 },
      trust: {
        sigstoreRoot: null,
        maxRootAgeMs: 15_552_000_000,
        clocks: ["rekor-v1", "rfc3161"],
        maxClockSkewMs: 300_000,
      },
      indexes: new Map([["main", "https://index.example/simple/"]]),
      rules: [{ id: "no-prereleases", on: "lock.change" }],
      exemptions: [{ path: "vendor/requirements.txt", until: Date.parse("2026-12-24T00:00:00Z") }],
    });
    expect(policy.provenance.get("app")).toEqual({
      name: "app",
      subjects: ["dist/*"],
      signers: ["release"],
    });
    expect(policy.tools.get("trivy")?.deny).toEqual(["0.69.4", "0.69.5", "0.69.6"]);
  });

  test("that says nothing trusts nobody and asks for nothing", () => {
    expect(read("version = 1")).toMatchObject({
      change: null,
      signers: new Map(),
      locks: [],
      tools: new Map(),
      indexes: new Map(),
      exemptions: [],
      allowedNames: [],
    });
  });
});

/** Gives the place of `^` in a part of the policy, to say where a message has to point. */
function at(marked: string): string {
  const start = POLICY.indexOf(marked.replace("^", ""));
  expect(start, marked).not.toBe(-1);
  const before = POLICY.slice(0, start + marked.indexOf("^")).split("\n");
  return `lockseal.toml:${before.length}:${(before.at(-1) ?? "").length + 1}: `;
}

test("a rule's parameters have a type each, and its letters a place", () => {
  const rule = `[[rule]]
id = "r"
on = "lock.delta"
deny_if = '''
a ||
b'''
[rule.parameters]
most = 5
names = ["a", "b"]
until = 2026-12-01T01:00:00+01:00
strict = true
none = []
`;
  const [found] = read(`version = 1\n${rule}`).rules;
  expect(found?.parameters).toEqual(
    new Map<string, unknown>([
      ["most", 5n],
      ["names", ["a", "b"]],
      ["until", new Date("2026-12-01T00:00:00Z")],
      ["strict", true],
      ["none", []],
    ]),
  );
  expect(found?.placeOf(5)).toEqual({ line: 7, column: 1 });
});

test.each([
  ["a fraction", "1.5", "found 1.5"],
  ["a time without a zone", "2026-12-01T00:00:00", "which has no zone"],
  ["a table", "{ a = 1 }", "found a table"],
  ["a list of lists", "[[1]]", "found a list"],
  ["a list of two types", '["a", 1]', "expected a string as before"],
  ["a number that would be rounded", "9007199254740993", "9007199254740993"],
])("a parameter that is %s is refused", (_why, value, message) => {
  const rule = `[[rule]]\nid = "r"\non = "lock.delta"\ndeny_if = "true"\nparameters = { a = ${value} }\n`;
  expect(refusalOf(() => read(`version = 1\n${rule}`)).message).toContain(message);
});

describe("is refused, where it stands", () => {
  const LOCK = 'signatures = { role = "releaser", threshold = 1 }';
  test.each<[why: string, from: string, to: string, place: string, message: string]>([
    ["an unknown section", "[indexes]", "[indices]", at("[^indexes]"), 'the field "indices"'],
    [
      "a typo in a number of people",
      "threshold = 1\n\n[trust]",
      "treshold = 1\n\n[trust]",
      at("^threshold = 1\n\n[trust]"),
      'found the field "treshold"',
    ],
    [
      "an unknown key in an inline table",
      "threshold = 1 }",
      "threshhold = 1 }",
      at('"releaser", ^threshold = 1 }'),
      'the field "threshhold"',
    ],
    [
      "an unknown kind of change",
      "approval.downgrade",
      "approval.downgrades",
      at("approval.^downgrade"),
      'the field "downgrades"',
    ],
    [
      "a list of sections that nobody knows",
      "[[rule]]",
      "[[layouts]]",
      at("[[^rule]]"),
      'the field "layouts"',
    ],
    ["no version", "version = 1\n", "", "lockseal.toml:1:1: ", "expected a value at version"],
    [
      "another version",
      "version = 1\n",
      "version = 2\n",
      "lockseal.toml:1:11: ",
      "expected 1 at version",
    ],
    [
      "a threshold of 0",
      LOCK,
      LOCK.replace("1 }", "0 }"),
      at('"releaser", threshold = ^1 }'),
      "expected a whole number from 1 to 1000 at lock[0].signatures.threshold, found 0",
    ],
    [
      "a threshold of -1",
      LOCK,
      LOCK.replace("1 }", "-1 }"),
      at('"releaser", threshold = ^1 }'),
      "found -1",
    ],
    [
      "a threshold of true",
      LOCK,
      LOCK.replace("1 }", "true }"),
      at('"releaser", threshold = ^1 }'),
      "found true",
    ],
    [
      'a threshold of "1"',
      LOCK,
      LOCK.replace("1 }", '"1" }'),
      at('"releaser", threshold = ^1 }'),
      'found "1"',
    ],
    [
      "a threshold of 1.5",
      LOCK,
      LOCK.replace("1 }", "1.5 }"),
      at('"releaser", threshold = ^1 }'),
      "found 1.5",
    ],
    [
      "no threshold",
      LOCK,
      'signatures = { role = "releaser" }',
      at("^signatures = { role"),
      "expected a value at lock[0].signatures.threshold, found nothing",
    ],
    [
      "empty roles",
      'roles  = ["reviewer", "security"]\n',
      "roles  = []\n",
      at("[signers.sam]\nperson = true\nroles  = ^["),
      "expected 1 to 64 elements at signers.sam.roles",
    ],
    [
      "people as neither number nor deny",
      "{ people = 1 }",
      '{ hold = "1h" }',
      at("approval.remove    = ^{"),
      "expected people, or deny at lock[0].approval.remove",
    ],
    [
      "deny with people",
      '{ deny = "same version, other bytes" }',
      '{ deny = "x", people = 2 }',
      at("approval.rehash    = ^{"),
      "expected deny alone",
    ],
    [
      "an emergency without a reason",
      "reason = true",
      "reason = false",
      at("reason = ^true"),
      "expected true",
    ],
    [
      "an emergency for ever",
      ', lasts = "72h"',
      "",
      at("approval.^emergency"),
      "lock[0].approval.emergency.lasts",
    ],
    [
      "ranges that are signed",
      "ranges = true",
      `ranges = true\n${LOCK}`,
      at("ranges = ^true"),
      "expected ranges in requirements that nobody signs",
    ],
    [
      "a hold without a unit",
      'hold = "24h" }',
      'hold = "24" }',
      at('hold = ^"24h" }'),
      "expected a time such as 72h",
    ],
    [
      "a hold of nothing",
      'hold = "24h" }',
      'hold = "0s" }',
      at('hold = ^"24h" }'),
      "expected a time such as 72h",
    ],
    [
      "an expiry without a zone",
      "2027-06-30T00:00:00Z",
      "2027-06-30T00:00:00",
      "lockseal.toml:3:11: ",
      "which has no zone",
    ],
    [
      "an expiry as a string",
      "2027-06-30T00:00:00Z",
      '"2027-06-30T00:00:00Z"',
      "lockseal.toml:3:11: ",
      "expected a time such as",
    ],
    [
      "an index that nothing names",
      'index      = "main"',
      'index      = "mian"',
      at('index      = ^"main"'),
      'an index under [indexes] called "mian"',
    ],
    [
      "a format that is none",
      '"lockseal-tools"',
      '"lockseal-tool"',
      at('format     = ^"lockseal-tools"'),
      "expected pip-requirements or lockseal-tools",
    ],
    [
      "a pattern twice",
      '"dev-requirements.txt"',
      '"requirements*.txt"',
      at('path   = ^"dev'),
      "expected a pattern of its own",
    ],
    [
      "a pattern that leads out",
      '"dev-requirements.txt"',
      '"../r.txt"',
      at('path   = ^"dev'),
      "expected a path relative to the root",
    ],
    [
      "a pattern of another kind",
      '"dev-requirements.txt"',
      '"r[12].txt"',
      at('path   = ^"dev'),
      "expected a path relative to the root",
    ],
    [
      "a pattern for everything",
      '"dev-requirements.txt"',
      '"**"',
      at('path   = ^"dev'),
      "expected a pattern with a name in it",
    ],
    [
      "no issuer",
      'issuer = "https://github.com/login/oauth", ',
      "",
      at('^{ issuer = "https://github.com/login'),
      "signers.alice.keyless[0].issuer",
    ],
    [
      "a letter that looks like another",
      "alice@acme.example",
      "аlice@acme.example",
      at('email = ^"alice@'),
      '"\\u0430lice@acme.example"',
    ],
    [
      "a pattern in a repository",
      'repository = "acme/app"',
      'repository = "acme/*"',
      at('repository = ^"acme/app"'),
      "printable ASCII",
    ],
    [
      "a pattern in the middle of a ref",
      "refs/tags/v*",
      "refs/*/v1",
      at('ref = ^"refs/tags/v*"'),
      "refs/heads/… or refs/tags/…",
    ],
    [
      "any ref at all",
      "refs/tags/v*",
      "*",
      at('ref = ^"refs/tags/v*"'),
      "refs/heads/… or refs/tags/…",
    ],
    [
      "the ref of a pull request",
      "refs/tags/v*",
      "refs/pull/1/merge",
      at('ref = ^"refs/tags/v*"'),
      "refs/heads/… or refs/tags/…",
    ],
    [
      "a workflow without its repository",
      'repository = "acme/app", ',
      "",
      at('^{ issuer = "https://token.actions.githubusercontent.com", repository = "acme/app"'),
      "repository with workflow and ref",
    ],
    [
      "a key of two signers",
      'keys   = ["keys/sam.pub"]',
      'keys   = ["keys/bob.pub"]',
      at("[signers.^sam]"),
      'the key "keys/bob.pub" with one signer',
    ],
    [
      "an identity of two signers",
      'keys   = ["keys/sam.pub"]',
      'keyless = [{ issuer = "https://github.com/login/oauth", email = "alice@acme.example" }]',
      at("[signers.^sam]"),
      "an identity of",
    ],
    [
      "a period that ends before it begins",
      "from    = 2026-01-01T00:00:00Z",
      "from = 2026-01-01T00:00:00Z\nuntil = 2025-01-01T00:00:00Z",
      "lockseal.toml:22:9: ",
      "expected a time after from",
    ],
    [
      "provenance of a signer that nobody is",
      'signer     = "release"',
      'signer     = "releases"',
      at('signer     = ^"release"'),
      "expected a signer under [signers.releases]",
    ],
    [
      "a rule on what there is not",
      '"lock.change"',
      '"lock.chang"',
      at('on      = ^"lock.change"'),
      "expected lock.change or lock.delta",
    ],
    [
      "an exemption for ever",
      "until  = 2026-12-24T00:00:00Z\n",
      "",
      at("[[^exempt]]"),
      "exempt[0].until",
    ],
    [
      "an exemption of a pattern",
      '"vendor/requirements.txt"',
      '"vendor/*"',
      at('path   = ^"vendor'),
      "expected the path of a file",
    ],
    [
      "an exemption of a digest in capitals",
      "9f86d081",
      "9F86D081",
      at('sha256 = ^"9f'),
      "expected 64 hex digits",
    ],
    [
      "a name that is not normalised",
      "[[exempt]]",
      `[[allow_name]]\nname = "Py_Yaml"\nreason = "r"\nuntil = 2026-12-24T00:00:00Z\n[[exempt]]`,
      "",
      "expected a name as it is normalised",
    ],
    [
      "a name that is allowed twice",
      "[[exempt]]",
      `${'[[allow_name]]\nname = "pyyml"\nreason = "r"\nuntil = 2026-12-24T00:00:00Z\n'.repeat(2)}[[exempt]]`,
      "",
      "expected each name once at allow_name[1], found a second [[allow_name]] of pyyml",
    ],
    [
      "a name that is allowed for ever",
      "[[exempt]]",
      '[[allow_name]]\nname = "pyyml"\nreason = "r"\n[[exempt]]',
      "",
      "allow_name[0].until",
    ],
  ])("%s", (_, from, to, place, message) => {
    const changed = POLICY.replace(from, to);
    expect(changed).not.toBe(POLICY);
    expect(() => read(changed)).toThrow(expect.objectContaining({ code: "POLICY_MALFORMED" }));
    expect(() => read(changed)).toThrow(message);
    expect(() => read(changed)).toThrow(place);
  });

  test("with the name as it is normalised", () => {
    const table = '[[allow_name]]\nname = "Py_Yaml"\nreason = "r"\nuntil = 2026-12-24T00:00:00Z\n';
    expect(() => read(POLICY.replace("[[exempt]]", `${table}[[exempt]]`))).toThrow(
      expect.objectContaining({ hint: expect.stringContaining("py-yaml") }),
    );
  });

  test("with the nearest right word", () => {
    expect(() =>
      read(POLICY.replace("threshold = 1\n\n[trust]", "treshold = 1\n\n[trust]")),
    ).toThrow(
      expect.objectContaining({ hint: expect.stringContaining("did you mean threshold?") }),
    );
  });

  test("and all of it at once", () => {
    const changed = POLICY.replace("[indexes]", "[indices]")
      .replace("person  = false", "person  = 0")
      .replace('deny = "same', 'denied = "same');
    const { problems } = readPolicy(Buffer.from(changed), "p");
    expect(problems.map(({ at: where }) => where)).toEqual([
      "",
      "signers.release.person",
      "lock[0].approval.rehash",
    ]);
  });
});

describe("a day", () => {
  const policy = read(POLICY);
  test.each<[why: string, now: string, code: string | undefined]>([
    ["before the expiry", "2027-06-29T23:59:59.999Z", undefined],
    ["of the expiry", "2027-06-30T00:00:00Z", "POLICY_EXPIRED"],
  ])("%s", (_, now, code) => {
    const check = (): void => checkInForce(policy, "lockseal.toml", new Date(now));
    if (code === undefined) check();
    else expect(check).toThrow(expect.objectContaining({ code }));
  });
});

property.prop([fc.string(), fc.nat(POLICY.length), fc.nat(40)])(
  "whatever is put into a policy, it is read or refused",
  (text, from, length) => {
    const changed = POLICY.slice(0, from) + text + POLICY.slice(from + length);
    try {
      read(changed);
    } catch (error) {
      expect(error).toBeInstanceOf(Refusal);
    }
  },
);
