import { fc } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { applyRules, type StepArtifacts } from "../../src/layout/apply-rules.ts";
import { type Artifacts, artifactsOf } from "../../src/layout/artifacts.ts";
import { failLayout } from "../../src/layout/layout-failure.ts";
import {
  type ArtifactRule,
  formatRule,
  type MatchRule,
  parseArtifactRule,
  parseRule,
} from "../../src/layout/rule.ts";

import { refusalOf } from "../fakes/refusal.ts";

/** Files by their paths, each with a word for its digests; one that begins with `weak` is equal to none. */
type Files = Readonly<Record<string, string>>;

function artifacts(files: Files): Artifacts {
  return new Map(
    Object.entries(files).map(([path, hashes]) => [
      path,
      { hashes, strong: !hashes.startsWith("weak") },
    ]),
  );
}

function rules(...lines: readonly string[]): ArtifactRule[] {
  return lines.map((line, index) =>
    parseRule(line.split(" "), `rule[${index}]`, failLayout("layout")),
  );
}

interface Case {
  readonly materials?: Files;
  readonly products?: Files;
  readonly other?: Partial<Record<"materials" | "products", Files>>;
}

/** Applies rules to the products, and says which broke, with what. */
function broken(lines: readonly string[], files: Case): string {
  const steps = new Map<string, StepArtifacts>([
    [
      "other",
      {
        materials: artifacts(files.other?.materials ?? {}),
        products: artifacts(files.other?.products ?? {}),
      },
    ],
  ]);
  const found = applyRules(
    { expectedMaterials: [], expectedProducts: rules(...lines) },
    artifacts(files.materials ?? {}),
    artifacts(files.products ?? {}),
    steps,
  );
  return found.map(({ rule, paths }) => `${formatRule(rule)}: ${paths.join(" ")}`).join("; ");
}

describe("each rule takes what it says, and nothing else", () => {
  // In each, what is left is forbidden: the paths behind the colon are what the rule did not take.
  test.each<[rule: string, files: Case, left: string]>([
    ["CREATE *", { materials: { a: "1" }, products: { a: "1", b: "1" } }, "a"],
    ["CREATE b", { products: { a: "1", b: "1" } }, "a"],
    ["DELETE *", { materials: { a: "1" }, products: { b: "1" } }, "b"],
    ["MODIFY *", { materials: { a: "1", b: "1" }, products: { a: "1", b: "2", c: "1" } }, "a c"],
    ["ALLOW a*", { products: { a: "1", "a/b": "1", b: "1" } }, "b"],
    ["DISALLOW x", { products: { a: "1" } }, "a"],
    ["REQUIRE a", { products: { a: "1" } }, "a"],
    [
      "MATCH * WITH PRODUCTS FROM other",
      {
        products: { a: "1", b: "1", c: "1" },
        other: { products: { a: "1", b: "2" }, materials: { c: "1" } },
      },
      "b c",
    ],
    [
      "MATCH * WITH MATERIALS FROM other",
      { products: { a: "1" }, other: { products: { a: "1" } } },
      "a",
    ],
    [
      "MATCH * IN src WITH PRODUCTS FROM other",
      { products: { a: "1", "src/a": "1", srca: "1" }, other: { products: { a: "1" } } },
      "a srca",
    ],
    [
      "MATCH * WITH PRODUCTS IN out FROM other",
      { products: { a: "1", b: "1" }, other: { products: { "out/a": "1", b: "1" } } },
      "b",
    ],
    [
      "MATCH a* IN src WITH PRODUCTS IN out FROM other",
      {
        products: { "src/a": "1", "src/b": "1" },
        other: { products: { "out/a": "1", "out/b": "1" } },
      },
      "src/b",
    ],
    [
      "MATCH * WITH PRODUCTS FROM other",
      { products: { a: "weak" }, other: { products: { a: "weak" } } },
      "a",
    ],
    ["MATCH * WITH PRODUCTS FROM nobody", { products: { a: "1" } }, "a"],
  ])("%s", (rule, files, left) => {
    expect(broken([rule, "DISALLOW *"], files)).toBe(`DISALLOW *: ${left}`);
  });

  test("takes materials that are gone from the queue of materials", () => {
    const found = applyRules(
      { expectedMaterials: rules("DELETE *", "DISALLOW *"), expectedProducts: [] },
      artifacts({ gone: "1", kept: "1" }),
      artifacts({ kept: "1" }),
      new Map(),
    );
    expect(found).toMatchObject([{ side: "materials", index: 1, paths: ["kept"] }]);
  });
});

describe("the queue", () => {
  test.each<[why: string, lines: string[], files: Case, expected: string]>([
    ["what is left is allowed", ["CREATE a"], { products: { a: "1", b: "1" } }, ""],
    ["no rule allows all", [], { products: { a: "1" } }, ""],
    ["what is taken is gone", ["ALLOW a", "DISALLOW a"], { products: { a: "1" } }, ""],
    [
      "rules go by their order",
      ["DISALLOW a", "ALLOW a"],
      { products: { a: "1" } },
      "DISALLOW a: a",
    ],
    [
      "what is required may not be taken before",
      ["ALLOW a", "REQUIRE a"],
      { products: { a: "1" } },
      "REQUIRE a: a",
    ],
    ["what is required is no pattern", ["REQUIRE *"], { products: { a: "1" } }, "REQUIRE *: *"],
    [
      "what is required stays",
      ["REQUIRE a", "DISALLOW a"],
      { products: { a: "1" } },
      "DISALLOW a: a",
    ],
    [
      "the first that breaks ends it",
      ["REQUIRE x", "DISALLOW *"],
      { products: { a: "1" } },
      "REQUIRE x: x",
    ],
    [
      "a star crosses folders and takes dotfiles",
      ["ALLOW *", "DISALLOW *"],
      { products: { "a/.b": "1" } },
      "",
    ],
  ])("%s", (_why, lines, files, expected) => {
    expect(broken(lines, files)).toBe(expected);
  });
});

/** The same by sets and no thrift: each rule as its sentence in the specification says it, over all paths there are. */
function model(
  lists: readonly ArtifactRule[],
  own: Record<"materials" | "products", Map<string, string>>,
  other: Record<"materials" | "products", Map<string, string>>,
): string | undefined {
  let queue = new Set(own.products.keys());
  for (const rule of lists) {
    if (rule.kind === "REQUIRE") {
      if (!queue.has(rule.path)) return formatRule(rule);
      continue;
    }
    const matching = new Set([...queue].filter((path) => modelGlob(rule.pattern, path)));
    if (rule.kind === "DISALLOW") {
      if (matching.size > 0) return formatRule(rule);
      continue;
    }
    const [before, after] = [new Set(own.materials.keys()), new Set(own.products.keys())];
    let taken = new Set<string>();
    if (rule.kind === "ALLOW") taken = matching;
    else if (rule.kind === "CREATE") taken = both(matching, minus(after, before));
    else if (rule.kind === "DELETE") taken = both(matching, minus(before, after));
    else if (rule.kind === "MODIFY") {
      const changed = [...both(before, after)].filter(
        (path) => own.materials.get(path) !== own.products.get(path),
      );
      taken = both(matching, new Set(changed));
    } else if (rule.kind === "MATCH") taken = matched(rule, queue, own.products, other);
    queue = minus(queue, taken);
  }
  return undefined;
}

function matched(
  rule: MatchRule,
  queue: ReadonlySet<string>,
  own: ReadonlyMap<string, string>,
  other: Record<"materials" | "products", Map<string, string>>,
): Set<string> {
  const taken = new Set<string>();
  if (rule.step !== "other") return taken;
  for (const [path, hash] of other[rule.otherSide]) {
    if (!path.startsWith(rule.otherPrefix)) continue;
    const rest = path.slice(rule.otherPrefix.length);
    const here = rule.prefix + rest;
    if (queue.has(here) && own.get(here) === hash && modelGlob(rule.pattern, rest)) taken.add(here);
  }
  return taken;
}

function both(one: ReadonlySet<string>, other: ReadonlySet<string>): Set<string> {
  return new Set([...one].filter((path) => other.has(path)));
}

function minus(one: ReadonlySet<string>, other: ReadonlySet<string>): Set<string> {
  return new Set([...one].filter((path) => !other.has(path)));
}

/** Tries every way, as the sentence goes: a star is nothing, or one character and a star. */
function modelGlob(pattern: string, name: string): boolean {
  if (pattern === "") return name === "";
  if (pattern[0] === "*")
    return modelGlob(pattern.slice(1), name) || (name !== "" && modelGlob(pattern, name.slice(1)));
  return name !== "" && (pattern[0] === "?" || pattern[0] === name[0])
    ? modelGlob(pattern.slice(1), name.slice(1))
    : false;
}

const PATH = fc.constantFrom("a", "b", "ab", "s/a", "s/b", "t/a", "s/t/a");
const PATTERN = fc.constantFrom("a", "*", "a*", "*a", "s/*", "?", "?b", "s/?", "*/a");
const FILES = fc.dictionary(PATH, fc.constantFrom("1", "2"), { maxKeys: 5 });
const PREFIX = fc.constantFrom("", " IN s", " IN t", " IN s/t");
const RULE = fc.oneof(
  fc
    .tuple(fc.constantFrom("CREATE", "DELETE", "MODIFY", "ALLOW", "DISALLOW"), PATTERN)
    .map((words) => words.join(" ")),
  PATH.map((path) => `REQUIRE ${path}`),
  fc
    .tuple(
      PATTERN,
      PREFIX,
      fc.constantFrom("MATERIALS", "PRODUCTS"),
      PREFIX,
      fc.constantFrom("other", "nobody"),
    )
    .map(
      ([pattern, prefix, side, otherPrefix, step]) =>
        `MATCH ${pattern}${prefix} WITH ${side}${otherPrefix} FROM ${step}`,
    ),
);

test("is what the slow model is, in 100,000 queues", async () => {
  let refused = 0;
  await fc.assert(
    fc.property(
      fc.array(RULE, { maxLength: 5 }),
      FILES,
      FILES,
      FILES,
      FILES,
      (lines, materials, products, before, after) => {
        const parsed = rules(...lines);
        const map = (files: Files) => new Map(Object.entries(files));
        const expected = model(
          parsed,
          { materials: map(materials), products: map(products) },
          { materials: map(before), products: map(after) },
        );
        const found = broken(lines, {
          materials,
          products,
          other: { materials: before, products: after },
        });
        if (expected !== undefined) refused++;
        return expected === undefined ? found === "" : found.startsWith(`${expected}: `);
      },
    ),
    { numRuns: 100_000 },
  );
  // Both verdicts have to occur, or the comparison says little.
  expect(refused).toBeGreaterThan(10_000);
  expect(refused).toBeLessThan(90_000);
});

test("10,000 artifacts and 50 rules ask each pattern once a path at most", () => {
  const files = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, at) => [`src/folder-${at % 100}/file-${at}.ts`, `${at}`]),
  );
  const lines = Array.from({ length: 49 }, (_, at) => `MATCH *-${at}x* WITH PRODUCTS FROM other`);
  const parsed = rules(...lines, "ALLOW *", "DISALLOW *");
  let asked = 0;
  const counted = parsed.map((rule) =>
    "glob" in rule
      ? {
          ...rule,
          glob: (name: string) => {
            asked++;
            return rule.glob(name);
          },
        }
      : rule,
  );
  const products = artifacts(files);
  const found = applyRules(
    { expectedMaterials: [], expectedProducts: counted },
    new Map(),
    products,
    new Map([["other", { materials: new Map(), products }]]),
  );
  expect(found).toEqual([]);
  expect(asked).toBeLessThanOrEqual(10_000 * 51);
});

test("can be asked alone, with rules and files as they are written", () => {
  const app = { app: { sha256: "ab".repeat(32) } };
  const rules = ["MATCH app WITH PRODUCTS FROM build", "DISALLOW *"].map((line) =>
    parseArtifactRule(line.split(" ")),
  );
  const ask = (materials: Parameters<typeof artifactsOf>[0]) =>
    applyRules(
      { expectedMaterials: rules, expectedProducts: [] },
      artifactsOf(materials),
      artifactsOf({}),
      new Map([["build", { materials: artifactsOf({}), products: artifactsOf(app) }]]),
    ).map(({ paths }) => paths);
  expect(ask(app)).toEqual([]);
  expect(ask({ app: { sha256: "cd".repeat(32) } })).toEqual([["app"]]);
  expect(refusalOf(() => artifactsOf({ app: { md5: "ab" } })).code).toBe("LINK_MALFORMED");
  expect(refusalOf(() => parseArtifactRule(["ALLOW"])).code).toBe("LAYOUT_MALFORMED");
});
