import { describe, expect, test } from "vitest";
import { parseTomlDocument, type TomlNode } from "../../../src/bytes/toml.ts";
import { policySchema } from "../../../src/operations/policy-schema.ts";
import { readPolicy } from "../../../src/policy/policy.ts";
import { Folder } from "../../fakes/checkout.ts";
import { POLICY } from "../../fakes/policy.ts";

type Schema = Readonly<Record<string, unknown>>;

const SCHEMA: Schema = policySchema();

/** What an editor's validator makes of a value, for the words that our schema uses; another word is an error of the test. */
function isValid(schema: Schema, node: TomlNode): boolean {
  const { value } = node;
  return Object.entries(schema).every(([word, wanted]) => {
    switch (word) {
      case "$schema":
      case "title":
      case "description":
        return true;
      case "type":
        return typeOf(node) === wanted || (wanted === "string" && typeOf(node) === "time");
      case "format":
        return typeOf(node) === "time";
      case "const":
        return value === wanted;
      case "enum":
        return (wanted as unknown[]).includes(value);
      case "pattern":
        return typeof value !== "string" || new RegExp(wanted as string, "u").test(value);
      case "maxLength":
        return typeof value !== "string" || value.length <= (wanted as number);
      case "minimum":
        return typeof value !== "number" || value >= (wanted as number);
      case "maximum":
        return typeof value !== "number" || value <= (wanted as number);
      case "minItems":
        return !Array.isArray(value) || value.length >= (wanted as number);
      case "maxItems":
        return !Array.isArray(value) || value.length <= (wanted as number);
      case "items":
        return !Array.isArray(value) || value.every((one) => isValid(wanted as Schema, one));
      case "anyOf":
        return (wanted as Schema[]).some((one) => isValid(one, node));
      case "required":
        return !(value instanceof Map) || (wanted as string[]).every((name) => value.has(name));
      case "propertyNames": {
        const { pattern } = wanted as { pattern: string };
        return (
          !(value instanceof Map) ||
          [...value.keys()].every((name) => new RegExp(pattern, "u").test(name))
        );
      }
      case "properties":
        return (
          !(value instanceof Map) ||
          Object.entries(wanted as Record<string, Schema>).every(([name, one]) => {
            const below = value.get(name);
            return below === undefined || isValid(one, below);
          })
        );
      case "additionalProperties": {
        const known = Object.keys((schema.properties as object | undefined) ?? {});
        return (
          !(value instanceof Map) ||
          [...value].every(
            ([name, one]) =>
              known.includes(name) || (wanted !== false && isValid(wanted as Schema, one)),
          )
        );
      }
      default:
        throw new Error(`a word of JSON Schema that this test does not know: ${word}`);
    }
  });
}

function typeOf({ value }: TomlNode): string {
  if (Array.isArray(value)) return "array";
  if (value instanceof Map) return "object";
  if (typeof value === "object") return "time";
  return Number.isInteger(value) ? "integer" : typeof value;
}

const judge = (text: string): boolean =>
  isValid(SCHEMA, parseTomlDocument(Buffer.from(text), { what: "p", maxBytes: 1 << 20 }).root);
const parses = (text: string): boolean => readPolicy(Buffer.from(text), "p").policy !== null;

test("prints the schema", async () => {
  const { exitCode, stdout } = await new Folder().run("policy schema");
  expect([exitCode, JSON.parse(stdout)]).toEqual([0, JSON.parse(JSON.stringify(SCHEMA))]);
  const { stdout: json } = await new Folder().run("policy schema --json");
  expect(JSON.parse(json)).toMatchObject({ command: "policy schema", schema: JSON.parse(stdout) });
});

test("the schema and the parser take a whole policy", () => {
  expect([judge(POLICY), parses(POLICY)]).toEqual([true, true]);
});

const LAYOUT = `${POLICY}
[[layout]]
file = "trust/root.layout"
owners = ["alice"]
keys = ["keys/owner.pub"]
links = "links"
artifacts = "dist"
parameters = { version = "1" }
allow_sublayout = ["build"]
allow_provenance = ["build/inner"]
skip_inspections = true
when = "release"
`;

test("the schema and the parser take a layout", () => {
  expect([judge(LAYOUT), parses(LAYOUT)]).toEqual([true, true]);
});

describe("the schema refuses a layout as the parser does", () => {
  test.each<[why: string, from: string, to: string]>([
    ["an unknown key", "skip_inspections", "skip_inspection"],
    ["no file", 'file = "trust/root.layout"\n', ""],
    ["a file elsewhere", '"trust/root.layout"', '"../root.layout"'],
    ["no links", 'links = "links"\n', ""],
    ["owners that are nobody", 'owners = ["alice"]', "owners = []"],
    ["an owner alone", 'owners = ["alice"]', 'owners = "alice"'],
    ["a number as a parameter", 'version = "1"', "version = 1"],
    ["a parameter's odd name", 'version = "1"', '"a b" = "1"'],
    ["a step that is none", '["build"]', "[1]"],
    ["another time", '"release"', '"never"'],
    ["a flag as a string", "skip_inspections = true", 'skip_inspections = "true"'],
  ])("%s", (_, from, to) => {
    const [before = "", after = ""] = LAYOUT.split("[[layout]]");
    const changed = `${before}[[layout]]${after.replace(from, to)}`;
    expect(changed).not.toBe(LAYOUT);
    expect([judge(changed), parses(changed)]).toEqual([false, false]);
  });
});

describe("the schema refuses as the parser does", () => {
  test.each<[why: string, from: string, to: string]>([
    ["an unknown section", "[indexes]", "[indices]"],
    ["an unknown key", "threshold = 1 }", "treshold = 1 }"],
    ["no version", "version = 1\n", ""],
    ["another version", "version = 1\n", "version = 2\n"],
    ["a threshold of 0", "threshold = 1 }", "threshold = 0 }"],
    ["a threshold of true", "threshold = 1 }", "threshold = true }"],
    ["a threshold as a string", "threshold = 1 }", 'threshold = "1" }'],
    ["a letter that looks like another", 'alice@acme.example" }', 'аlice@acme.example" }'],
    ["a pattern in the middle of a ref", "refs/tags/v*", "refs/*/v1"],
    ["a hold without a unit", 'hold = "24h" }', 'hold = "24" }'],
    ["a format that is none", '"lockseal-tools"', '"lockseal-tool"'],
    ["a pattern that leads out", '"dev-requirements.txt"', '"../r.txt"'],
    ["an exemption for ever", "until  = 2026-12-24T00:00:00Z\n", ""],
    ["a string as an expiry", "expires = 2027-06-30T00:00:00Z", 'expires = "soon"'],
    ["a signer's odd name", "[signers.sam]", '[signers."s m"]'],
    ["a number as a tool's version", 'version   = "0.71.0"', "version   = 0.71"],
    ["empty roles", 'roles   = ["releaser"]', "roles   = []"],
  ])("%s", (_, from, to) => {
    const changed = POLICY.replace(from, to);
    expect(changed).not.toBe(POLICY);
    expect([judge(changed), parses(changed)]).toEqual([false, false]);
  });
});

describe("every key of the schema is one of the parser's", () => {
  test.each(keysOf(SCHEMA, []).map((path) => [path.join("."), path] as const))("%s", (_, path) => {
    // A value of the wrong kind is refused as that, and not as a key that nobody knows.
    const { problems } = readPolicy(Buffer.from(documentWith(path)), "p");
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.filter(({ found }) => found.startsWith("the field"))).toEqual([]);
  });

  test("and there are many", () => {
    expect(keysOf(SCHEMA, []).length).toBeGreaterThan(70);
  });
});

/** Every path of names; `*` is a name of one's own, and `[]` an element of a list. */
function keysOf(schema: Schema, path: readonly string[]): readonly (readonly string[])[] {
  const found: (readonly string[])[] = [];
  for (const [name, below] of Object.entries((schema.properties ?? {}) as Record<string, Schema>))
    found.push([...path, name], ...keysOf(below, [...path, name]));
  if (typeof schema.additionalProperties === "object")
    found.push(...keysOf(schema.additionalProperties as Schema, [...path, "*"]));
  if (schema.items !== undefined) found.push(...keysOf(schema.items as Schema, [...path, "[]"]));
  return found;
}

/** Writes a document whose value at a path is of a kind that nothing is. */
function documentWith(path: readonly string[]): string {
  const inline = path
    .toReversed()
    .reduce(
      (value, name) =>
        name === "[]" ? `[${value}]` : `{ ${name === "*" ? "some-1" : name} = ${value} }`,
      "1.5",
    );
  return inline.slice(2, -2);
}
