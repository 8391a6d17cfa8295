import { describe, expect, test } from "vitest";
import { Refusal } from "../../src/errors.ts";
import { parsePolicy } from "../../src/policy/policy.ts";

const MANIFEST = `version = 1
name = "acme"            # others' tables are left alone
[trust]
max_root_age = "180d"

[signers.trivy]
person = false
roles = ["publisher"]
keyless = [{ issuer = "https://token.actions.githubusercontent.com", repository = "aquasecurity/trivy", workflow = ".github/workflows/reusable-release.yaml", ref = "refs/tags/v{version}" }]

[signers.alice]
keys = ["keys/alice.pub"]
keyless = [{ issuer = "https://github.com/login/oauth", email = "alice@acme.example" }]

[tools.trivy]
version = "0.71.0"
source = "https://host/v{version}/trivy_{version}_{platform}.tar.gz"
mirrors = ["https://mirror.example/trivy_{version}_{platform}.tar.gz"]
platforms = { "linux-x64" = "Linux-64bit", "darwin-arm64" = "macOS-ARM64" }
signer = "trivy"
hold = "72h"
deny = ["0.69.4"]

[tools.jq]
version = "1.7"
source = "https://host/jq-{platform}"
platforms = ["linux-x64"]
`;

const read = (text: string): ReturnType<typeof parsePolicy> =>
  parsePolicy(Buffer.from(text), "lockseal.toml");

describe("the tools of a policy", () => {
  test("are read with who signs them", () => {
    const { tools, signers } = read(MANIFEST);
    expect(tools.get("trivy")).toEqual({
      name: "trivy",
      version: "0.71.0",
      sources: [
        "https://host/v{version}/trivy_{version}_{platform}.tar.gz",
        "https://mirror.example/trivy_{version}_{platform}.tar.gz",
      ],
      platforms: new Map([
        ["linux-x64", "Linux-64bit"],
        ["darwin-arm64", "macOS-ARM64"],
      ]),
      signer: "trivy",
      holdMs: 72 * 60 * 60 * 1000,
      deny: ["0.69.4"],
      bin: null,
      checksums: null,
    });
    expect(tools.get("jq")?.platforms).toEqual(new Map([["linux-x64", "linux-x64"]]));
    expect(signers.get("trivy")?.keyless).toEqual([
      {
        kind: "workflow",
        issuer: "https://token.actions.githubusercontent.com",
        server: "https://github.com",
        repository: "aquasecurity/trivy",
        workflow: ".github/workflows/reusable-release.yaml",
        ref: "refs/tags/v{version}",
      },
    ]);
    expect(signers.get("alice")).toMatchObject({
      keys: ["keys/alice.pub"],
      keyless: [{ kind: "exact", name: "alice@acme.example" }],
    });
  });

  test.each<[why: string, from: string, to: string, message: string]>([
    ["no TOML", "version = 1", "version 1", "lockseal.toml:1:"],
    ["a value twice", "version = 1", "version = 1\nversion = 1", "expected TOML"],
    ["another version", "version = 1", "version = 2", 'expected 1 at version, found "2"'],
    ["an unknown table", "[trust]", "[trusted]", 'the field "trusted"'],
    ["an unknown key of a tool", 'hold = "72h"', 'holds = "72h"', 'the field "holds"'],
    ["an unknown key of a signer", "person = false", "human = true", 'the field "human"'],
    ["a hold without a unit", '"72h"', '"72"', "expected a time such as 72h"],
    ["a hold as a number", '"72h"', "72", "expected a string at tools.trivy.hold"],
    [
      "a signer that nobody is",
      'signer = "trivy"',
      'signer = "trivvy"',
      "expected a signer under [signers.trivvy]",
    ],
    [
      "no platform",
      'platforms = ["linux-x64"]',
      "platforms = []",
      "expected at least one platform",
    ],
    [
      "a platform that is none",
      '["linux-x64"]',
      '["linux"]',
      "expected a platform such as linux-x64",
    ],
    ["a tool's odd name", "[tools.jq]", '[tools."j q"]', "expected a name of a-z"],
    ["a version with a slash", '"1.7"', '"1/7"', "expected a version at tools.jq.version"],
    ["no source", 'source = "https://host/jq-{platform}"\n', "", "tools.jq.source"],
    [
      "a signer with no way to sign",
      'keys = ["keys/alice.pub"]\nkeyless',
      'github = ["a"]\n#',
      "expected keys or keyless identities",
    ],
    [
      "an address with parts of a workflow",
      'email = "alice@acme.example"',
      'email = "a@b", ref = "refs/heads/x"',
      "issuer and email alone",
    ],
    ["a name of JavaScript's own", "[tools.jq]", "[tools.__proto__]", "lockseal.toml"],
  ])("refuse %s", (_, from, to, message) => {
    const changed = MANIFEST.replace(from, to);
    expect(changed).not.toBe(MANIFEST);
    expect(() => read(changed)).toThrow(Refusal);
    expect(() => read(changed)).toThrow(message);
  });
});

test.each<[why: string, from: string, to: string, code: string]>([
  ["is no TOML", "version = 1", "version", "TOML_MALFORMED"],
  ["is TOML and says what nobody knows", "version = 1", "versions = 1", "POLICY_MALFORMED"],
])("a policy that %s is refused by its own code", (_, from, to, code) => {
  expect(() => read(MANIFEST.replace(from, to))).toThrow(expect.objectContaining({ code }));
});
