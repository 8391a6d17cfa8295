import { describe, expect, test } from "vitest";
import type { JsonValue } from "../../../src/bytes/json.ts";
import { Folder, type ReportedFinding } from "../../fakes/checkout.ts";
import { fakeFunctionary, fakeLayout, fakeStep, metablock } from "../../fakes/layout.ts";

type Json = { readonly [name: string]: JsonValue };

const NOW = new Date("2026-11-24T12:00:00Z");
const [OWNER, ALICE, BOB] = [fakeFunctionary(), fakeFunctionary(), fakeFunctionary()];
const END = ["DISALLOW", "*"];
const CLOSED = { expected_materials: [END], expected_products: [END] };
const GOOD = fakeLayout([fakeStep("build", [ALICE], CLOSED)], [ALICE]);

function written(layout: Json): Folder {
  return new Folder().write("root.layout", metablock(layout, OWNER));
}

async function lint(layout: Json): Promise<{
  readonly exitCode: number;
  readonly found: readonly string[];
  readonly text: string;
}> {
  const { exitCode, stdout } = await written(layout).run(
    "layout lint --layout root.layout --json",
    {
      now: NOW,
    },
  );
  const { findings } = JSON.parse(stdout) as { findings: ReportedFinding[] };
  return {
    exitCode,
    found: findings.map(({ verdict, rule }) => `${verdict} ${rule}`),
    text: findings.map(({ subject, message }) => `${subject}: ${message}\n`).join(""),
  };
}

function step(more: Json, by = [ALICE]): Json {
  return fakeLayout([fakeStep("build", by, { ...CLOSED, ...more })], by);
}

test("a layout that says what it looks like passes", async () => {
  expect(await lint(GOOD)).toMatchObject({ exitCode: 0, found: ["passed LAYOUT_LINT"] });
});

describe("says", () => {
  const twice = { ...ALICE.entry, keyid: "ab".repeat(32) };
  test.each<[why: string, layout: Json, found: string, text: RegExp]>([
    [
      "that it ends soon",
      { ...GOOD, expires: "2026-12-01T00:00:00Z" },
      "warned LAYOUT_ENDS",
      /in 7 days/,
    ],
    [
      "that a key stands there twice",
      { ...GOOD, keys: { [ALICE.keyid]: ALICE.entry, [twice.keyid]: twice } },
      "warned KEY_TWICE",
      /counts once/,
    ],
    [
      "that a key is for no step",
      { ...GOOD, keys: { [ALICE.keyid]: ALICE.entry, [BOB.keyid]: BOB.entry } },
      "noted KEY_UNUSED",
      /is for no step/,
    ],
    [
      "that a field says nothing",
      { ...GOOD, expire: "x" },
      "warned LAYOUT_FIELD_UNKNOWN",
      /"expire"/,
    ],
    [
      "that a step lists a key that is not there",
      fakeLayout([fakeStep("build", [ALICE, BOB], CLOSED)], [ALICE]),
      "warned STEP_KEY_UNKNOWN",
      /does not have/,
    ],
    [
      "that each functionary is wanted",
      step({ threshold: 2 }, [ALICE, BOB]),
      "noted STEP_NEEDS_ALL",
      /each of its 2/,
    ],
    [
      "that a list is open",
      step({ expected_products: [["ALLOW", "a"]] }),
      "warned RULES_OPEN",
      /step build: products: files/,
    ],
    [
      "that a rule stands behind one that leaves nothing",
      step({ expected_products: [["ALLOW", "*"], ["ALLOW", "a"], END] }),
      "warned RULE_UNREACHABLE",
      /rule 2 of 3, ALLOW a: ALLOW \* leaves nothing/,
    ],
    [
      "that a rule stands there twice",
      step({ expected_products: [["ALLOW", "a"], ["ALLOW", "a"], END] }),
      "warned RULE_UNREACHABLE",
      /rule 2 of 3, ALLOW a: the same rule/,
    ],
    [
      "that no material is created",
      step({ expected_materials: [["CREATE", "a"], END] }),
      "warned RULE_UNREACHABLE",
      /materials, rule 1 of 2/,
    ],
    [
      "that no product is deleted",
      step({ expected_products: [["DELETE", "a"], END] }),
      "warned RULE_UNREACHABLE",
      /products, rule 1 of 2/,
    ],
    [
      "that a file which was allowed cannot be required",
      step({ expected_products: [["ALLOW", "a*"], ["REQUIRE", "ab"], END] }),
      "warned RULE_UNREACHABLE",
      /always fails: ALLOW a\*/,
    ],
    [
      "that a file which was made cannot be required behind it",
      step({ expected_products: [["CREATE", "a*"], ["REQUIRE", "ab"], END] }),
      "warned RULE_UNREACHABLE",
      /rule 2 of 3, REQUIRE ab: it fails where CREATE a\* has taken the file/,
    ],
    [
      "that a file which came from another step cannot be required behind it",
      step({
        expected_materials: [
          ["MATCH", "*", "IN", "dir", "WITH", "PRODUCTS", "FROM", "build"],
          ["REQUIRE", "dir/a"],
          END,
        ],
      }),
      "warned RULE_UNREACHABLE",
      /it fails where MATCH \* IN dir WITH PRODUCTS FROM build has taken the file/,
    ],
    [
      "that Go reads a pattern otherwise",
      step({ expected_products: [["DISALLOW", "[x-]"], END] }),
      "warned GLOB_DIALECT",
      /Go implementation/,
    ],
    [
      "that parameters are wanted",
      step({ expected_products: [["ALLOW", "{x}"], END] }),
      "noted PARAMETER_LITERAL",
      /\{x\}/,
    ],
  ])("%s", async (_why, layout, expected, text) => {
    const { exitCode, found, text: said } = await lint(layout);
    expect(exitCode).toBe(0);
    expect(found).toContain(expected);
    expect(said).toMatch(text);
  });

  test("that nobody has signed it", async () => {
    const folder = new Folder().write(
      "root.layout",
      JSON.stringify({ signed: GOOD, signatures: [] }),
    );
    const { exitCode, stdout } = await folder.run("layout lint --layout root.layout", { now: NOW });
    expect(exitCode).toBe(0);
    expect(stdout).toContain("[LAYOUT_UNSIGNED]");
  });
});

describe("refuses", () => {
  test.each<[why: string, layout: Json, rule: string]>([
    ["what has expired", { ...GOOD, expires: "2020-01-01T00:00:00Z" }, "LAYOUT_EXPIRED"],
    [
      "a step that nobody can carry out, for its certificates have no root",
      step({ pubkeys: [], cert_constraints: [{ common_name: "*", roots: ["*"] }] }),
      "STEP_NOBODY",
    ],
    ["a threshold that is out of reach", step({ threshold: 2 }), "LAYOUT_MALFORMED"],
    [
      "a step that is not there",
      step({ expected_products: [["MATCH", "*", "WITH", "PRODUCTS", "FROM", "x"]] }),
      "LAYOUT_MALFORMED",
    ],
  ])("%s", async (_why, layout, rule) => {
    const { exitCode, found } = await lint(layout);
    expect(exitCode).toBe(1);
    expect(found).toContain(`refused ${rule}`);
  });
});

describe("explain", () => {
  const layout = fakeLayout(
    [
      fakeStep("write", [ALICE], { ...CLOSED, expected_products: [["CREATE", "src/*"], END] }),
      fakeStep('build "it"', [ALICE, BOB], {
        threshold: 2,
        expected_command: ["make"],
        expected_materials: [["MATCH", "src/*", "WITH", "PRODUCTS", "FROM", "write"], END],
      }),
    ],
    [ALICE, BOB],
    {
      readme: "how it\u202e is built",
      inspect: [
        {
          name: "look",
          run: ["tar", "tf"],
          expected_materials: [["MATCH", "*", "WITH", "PRODUCTS", "FROM", 'build "it"']],
        },
      ],
    },
  );

  test("says who signs what, and which files flow where", async () => {
    const { exitCode, stdout } = await written(layout).run("layout explain --layout root.layout");
    expect(exitCode).toBe(0);
    expect(stdout).toBe(
      `root.layout: until 2126-06-30T00:00:00.000Z; nothing of it is verified here
  how it\\u{202e} is built
step write: signed by 1 of 1
  key ${ALICE.key.key.fingerprint}
  materials 1. DISALLOW *
  products 1. CREATE src/*
  products 2. DISALLOW *
step build "it": signed by 2 of 2
  key ${ALICE.key.key.fingerprint}
  key ${BOB.key.key.fingerprint}
  command make
  materials 1. MATCH src/* WITH PRODUCTS FROM write
  materials 2. DISALLOW *
  products whatever is left
inspection look: runs tar tf
  materials 1. MATCH * WITH PRODUCTS FROM build "it"
  materials whatever is left
  products whatever is left
flow write → build "it": src/*
flow build "it" → look: *
`,
    );
  });

  test("draws it, and no name is markup", async () => {
    const { stdout } = await written(layout).run(
      "layout explain --layout root.layout --format mermaid",
    );
    expect(stdout).toBe(`flowchart LR
  s0["write<br>1 of 1"]
  s1["build #34;it#34;<br>2 of 2"]
  s2(["look<br>inspection"])
  s0 -- "src/#42;" --> s1
  s1 -- "#42;" --> s2
`);
  });

  test("gives both as JSON", async () => {
    const { stdout } = await written(layout).run("layout explain --layout root.layout --json");
    expect(JSON.parse(stdout)).toMatchObject({
      command: "layout explain",
      expires: "2126-06-30T00:00:00.000Z",
      flows: [{ from: "write", to: 'build "it"', what: "src/*" }, { to: "look" }],
      mermaid: expect.stringMatching(/^flowchart LR/),
    });
  });

  test("refuses what is no layout", async () => {
    const folder = new Folder().write("root.layout", "{}");
    expect((await folder.run("layout explain --layout root.layout")).exitCode).toBe(1);
  });
});
