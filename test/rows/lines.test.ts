import { describe, expect, test } from "vitest";
import { parseToml } from "../../src/bytes/toml.ts";
import { findSigner, type PolicySigner } from "../../src/policy/signer.ts";
import { Folder } from "../fakes/checkout.ts";
import { createInstance, type Loose, NOW, trustedRoot, written } from "../fakes/instance.ts";
import { ARTIFACT, BUILDER, signAs, workflowProvenance } from "../fakes/provenance.ts";
import { refusalOf } from "../fakes/refusal.ts";

// Bad input that a table of such names by its row, 17, 18, 59 and 60: people, policies and files of many lines.

const person = (name: string, keys: readonly string[]): PolicySigner => ({
  name,
  person: true,
  roles: ["reviewer"],
  keys,
  sshKeys: [],
  identities: [{ kind: "exact", name: `${name}@acme.example`, issuer: "https://issuer.example" }],
  git: [],
  github: [],
  from: null,
  until: null,
  revoked: null,
});

test("row 17: two keys, and a key with an identity, of one person are that person", () => {
  const alice = person("alice", ["a", "b"]);
  const identity = { name: "alice@acme.example", issuer: "https://issuer.example", claims: {} };
  const found = [
    findSigner([alice], { kind: "key", fingerprint: "a" }),
    findSigner([alice], { kind: "key", fingerprint: "b" }),
    findSigner([alice], { kind: "identity", identity }),
  ];
  expect(new Set(found)).toEqual(new Set([alice]));
});

test("row 18: a key of two people is nobody's", () => {
  const people = [person("alice", ["a", "x"]), person("bob", ["b", "x"])];
  expect(findSigner(people, { kind: "key", fingerprint: "x" })).toBeUndefined();
  expect(findSigner(people, { kind: "key", fingerprint: "b" })?.name).toBe("bob");
});

describe("row 59: a policy that two readers could take differently is refused", () => {
  test.each([
    ["a name twice", "a = 1\na = 2"],
    ["a table twice", "[a]\n[a]"],
    ["a number that would be rounded", "a = 9007199254740993"],
    ["a number with a zero before it", "a = 00123"],
    ["a tag of another format", "a: !!js/function x"],
  ])("%s", (_, text) => {
    expect(
      refusalOf(() => parseToml(Buffer.from(text), { what: "lockseal.toml", maxBytes: 1024 })).code,
    ).toBe("TOML_MALFORMED");
  });

  test("and no name of it sets the prototype of anything", () => {
    const read = (): unknown =>
      parseToml(Buffer.from("[__proto__]\na = 1"), { what: "lockseal.toml", maxBytes: 1024 });
    try {
      expect(Object.getPrototypeOf(read())).not.toEqual({ a: 1 });
    } catch (error) {
      expect(error).toMatchObject({ code: expect.stringMatching(/_MALFORMED$/) });
    }
    expect(({} as { a?: number }).a).toBeUndefined();
  });
});

describe("row 60: a file of many lines is read to an end, and no line hides another", () => {
  const instance = createInstance();
  const GOOD = `${JSON.stringify(signAs(instance, `${BUILDER}@refs/tags/v2.0.0`, workflowProvenance()))}\n`;

  async function exitCodeOf(
    lines: string,
  ): Promise<readonly [exitCode: number, findings: Loose[]]> {
    const made = new Folder()
      .write("app", ARTIFACT)
      .write("a.jsonl", lines)
      .write("root.json", written(trustedRoot(instance)));
    const { exitCode, stdout } = await made.run(
      `attestation verify app --json --bundle a.jsonl --trusted-root root.json --builder-id ${BUILDER} --source-uri github.com/acme/app`,
      { now: NOW },
    );
    return [exitCode, (JSON.parse(stdout) as { findings: Loose[] }).findings];
  }

  test.each([
    ["junk", "junk\n"],
    ["an object that is none of ours", "{}\n"],
    ["an object that breaks off", `${GOOD.slice(0, 200)}\n`],
    ["bytes of no alphabet", "\u0000\u0007\n"],
    ["a deep one", `${"[".repeat(100_000)}\n`],
    ["blank lines", "\n \r\n"],
  ])("beside %s", async (_, line) => {
    for (const lines of [line + GOOD, GOOD + line, line + line + GOOD + line])
      expect((await exitCodeOf(lines))[0]).toBe(0);
  });

  test("a million and more: what follows is not read, and that is said", async () => {
    const blank = "\n".repeat(1_048_576);
    const [exitCode, findings] = await exitCodeOf(`{}\n${blank}${GOOD}`);
    expect(exitCode).toBe(1);
    expect(findings.length).toBeLessThan(10);
    expect(JSON.stringify(findings)).toContain("INPUT_TOO_LARGE");
  });
});
