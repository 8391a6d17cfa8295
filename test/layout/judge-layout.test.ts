import { describe, expect, test } from "vitest";
import type { JsonValue } from "../../src/bytes/json.ts";
import type { Finding } from "../../src/finding.ts";
import { isRefused } from "../../src/finding.ts";
import type { InspectionResult, LayoutPolicy } from "../../src/layout/judge-context.ts";
import { verifyLayout } from "../../src/layout/verify-layout.ts";
import {
  dsse,
  type Functionary,
  fakeFunctionary,
  fakeLayout,
  fakeLink,
  fakeStep,
  hashOf,
  metablock,
} from "../fakes/layout.ts";

type Json = { readonly [name: string]: JsonValue };

const NOW = new Date("2026-11-24T12:00:00Z");
const [OWNER, ALICE, BOB] = [fakeFunctionary(), fakeFunctionary(), fakeFunctionary()];
const END = ["DISALLOW", "*"];

function verify(
  layout: Json,
  links: Readonly<Record<string, Uint8Array>>,
  policy: LayoutPolicy = {},
  parameters: Readonly<Record<string, string>> = {},
): readonly Finding[] {
  return verifyLayout(
    { name: "root.layout", bytes: metablock(layout, OWNER) },
    Object.entries(links).map(([name, bytes]) => ({ name, bytes })),
    [OWNER.key],
    new Map(Object.entries(parameters)),
    NOW,
    policy,
  ).findings;
}

function refusals(findings: readonly Finding[]): readonly string[] {
  return findings
    .filter(({ verdict }) => verdict === "refused")
    .map(({ rule, subject }) => `${subject}: ${rule}`);
}

function id(by: Functionary): string {
  return by.keyid.slice(0, 8);
}

describe("a layout within", () => {
  const outer = fakeLayout(
    [
      fakeStep("build", [ALICE], { expected_products: [["CREATE", "app"], END] }),
      fakeStep("pack", [ALICE], {
        expected_materials: [["MATCH", "app", "WITH", "PRODUCTS", "FROM", "build"], END],
      }),
    ],
    [ALICE],
  );
  const inner = fakeLayout(
    [
      fakeStep("compile", [BOB], { expected_products: [["CREATE", "app.o"], END] }),
      fakeStep("link", [BOB], {
        expected_materials: [["MATCH", "app.o", "WITH", "PRODUCTS", "FROM", "compile"], END],
      }),
    ],
    [BOB],
  );
  const folder = `build.${id(ALICE)}`;
  const app = { app: hashOf("app") };
  const object = { "app.o": hashOf("o") };
  const links = {
    [`${folder}.link`]: metablock(inner, ALICE),
    [`${folder}/compile.${id(BOB)}.link`]: metablock(
      fakeLink("compile", { products: object }),
      BOB,
    ),
    [`${folder}/link.${id(BOB)}.link`]: metablock(
      fakeLink("link", { materials: object, products: app }),
      BOB,
    ),
    [`pack.${id(ALICE)}.link`]: metablock(fakeLink("pack", { materials: app }), ALICE),
  };
  const allowed = { allowSublayouts: ["build"] };

  test("is refused unless its step may bring one", () => {
    expect(refusals(verify(outer, links))).toEqual([`${folder}.link: SUBLAYOUT_NOT_ALLOWED`]);
    expect(refusals(verify(outer, links, { allowSublayouts: ["pack"] }))).toEqual([
      `${folder}.link: SUBLAYOUT_NOT_ALLOWED`,
    ]);
  });

  test("holds where it may, and stands for the step with the products of its last one", () => {
    expect(refusals(verify(outer, links, allowed))).toEqual([]);
  });

  test("says who carried out its steps, too", () => {
    const { steps } = verifyLayout(
      { name: "root.layout", bytes: metablock(outer, OWNER) },
      Object.entries(links).map(([name, bytes]) => ({ name, bytes })),
      [OWNER.key],
      new Map(),
      NOW,
      allowed,
    );
    expect(steps.map(({ name, functionaries }) => [name, functionaries])).toEqual([
      ["build/compile", [BOB.key.key.fingerprint]],
      ["build/link", [BOB.key.key.fingerprint]],
      ["build", [ALICE.key.key.fingerprint]],
      ["pack", [ALICE.key.key.fingerprint]],
    ]);
  });

  test("is refused where its links lie beside those of the layout above", () => {
    const beside = Object.fromEntries(
      Object.entries(links).map(([name, bytes]) => [name.replace(`${folder}/`, ""), bytes]),
    );
    expect(refusals(verify(outer, beside, allowed))).toContain(
      "step build/compile: STEP_THRESHOLD",
    );
  });

  test.each<[why: string, layout: Json, expected: string]>([
    [
      "has expired",
      { ...inner, expires: "2026-01-01T00:00:00Z" },
      `${folder}.link: LAYOUT_EXPIRED`,
    ],
    ["is malformed", { ...inner, steps: [] }, `${folder}.link: LAYOUT_MALFORMED`],
    [
      "has an inspection, which is a functionary's command",
      { ...inner, inspect: [{ name: "look", run: ["sh"] }] },
      "inspection build/look: INSPECTION_NOT_RUN",
    ],
    [
      "brings another layout within",
      { ...inner, steps: [fakeStep("build", [BOB])] },
      "step build/build: STEP_THRESHOLD",
    ],
  ])("is refused where it %s", (_why, layout, expected) => {
    const changed = { ...links, [`${folder}.link`]: metablock(layout, ALICE) };
    expect(refusals(verify(outer, changed, allowed))).toEqual([expected]);
    // What came of the inspections of the layout above says nothing about those of one within.
    const inspections = new Map([
      ["look", { exitCode: 0, materials: new Map(), products: new Map() }],
    ]);
    expect(refusals(verify(outer, changed, { ...allowed, inspections }))).toEqual([expected]);
  });

  // It says no step's name: like a link that is renamed, one signed for a test would stand for a release.
  test("is for one step, whoever copies it with its links", () => {
    const both = fakeLayout([fakeStep("test", [ALICE]), fakeStep("release", [ALICE])], [ALICE]);
    const own = fakeLayout([fakeStep("in", [BOB])], [BOB]);
    const of = (step: string, layout: Json): Record<string, Uint8Array> => ({
      [`${step}.${id(ALICE)}.link`]: metablock(layout, ALICE),
      [`${step}.${id(ALICE)}/in.${id(BOB)}.link`]: metablock(fakeLink("in"), BOB),
    });
    const may = { allowSublayouts: ["test", "release"] };
    const copied = { ...of("test", own), ...of("release", own) };
    expect(refusals(verify(both, copied, may))).toEqual([`release.${id(ALICE)}.link: LINK_NAME`]);
    const made = { ...of("test", own), ...of("release", { ...own, readme: "release" }) };
    expect(refusals(verify(both, made, may))).toEqual([]);
  });

  test("that has expired is for its functionary to sign anew", () => {
    const changed = {
      ...links,
      [`${folder}.link`]: metablock({ ...inner, expires: "2026-01-01T00:00:00Z" }, ALICE),
    };
    const found = verify(outer, changed, allowed).find(({ rule }) => rule === "LAYOUT_EXPIRED");
    expect(found?.help).toBe(
      `in the folder of links let its functionary sign it anew: lockseal layout sign --layout ${folder}.link --key KEY --expires 90d`,
    );
  });

  test("gets no parameters of the layout above", () => {
    const step = fakeStep("compile", [BOB], { expected_products: [["ALLOW", "{x}"], END] });
    const changed = {
      ...links,
      [`${folder}.link`]: metablock({ ...inner, steps: [step] }, ALICE),
    };
    const withParameter = {
      ...outer,
      steps: [fakeStep("build", [ALICE], { expected_command: ["{x}"] })],
    };
    const findings = verify(withParameter, changed, allowed, { x: "app.o" });
    expect(refusals(findings)).toEqual(["step build/compile: ARTIFACT_RULE"]);
  });

  test("in a layout within needs a word of its own", () => {
    const deep = fakeLayout([fakeStep("compile", [BOB])], [BOB]);
    const name = `${folder}/compile.${id(BOB)}`;
    const changed = {
      ...links,
      [`${name}.link`]: metablock(deep, BOB),
      [`${name}/compile.${id(BOB)}.link`]: metablock(
        fakeLink("compile", { products: object }),
        BOB,
      ),
    };
    expect(refusals(verify(outer, changed, allowed))).toEqual([
      `${name}.link: SUBLAYOUT_NOT_ALLOWED`,
    ]);
    const both = { allowSublayouts: ["build", "build/compile"] };
    expect(refusals(verify(outer, changed, both))).toEqual([]);
  });
});

test("a step of a layout within is quoted in a command: its name is a functionary's", () => {
  const name = "x $(id)";
  const outer = fakeLayout([fakeStep("build", [ALICE])], [ALICE]);
  const inner = fakeLayout([fakeStep(name, [BOB])], [BOB]);
  const folder = `build.${id(ALICE)}`;
  const findings = verify(
    outer,
    {
      [`${folder}.link`]: metablock(inner, ALICE),
      [`${folder}/${name}.${id(BOB)}.link`]: metablock(fakeLayout([], [BOB]), BOB),
    },
    { allowSublayouts: ["build"] },
  );
  expect(findings.find(({ rule }) => rule === "SUBLAYOUT_NOT_ALLOWED")?.help).toMatch(
    /: --allow-sublayout 'build\/x \$\(id\)'$/,
  );
});

describe("inspections that were run", () => {
  const layout = fakeLayout([fakeStep("build", [ALICE])], [ALICE], {
    inspect: [
      {
        _type: "inspection",
        name: "look",
        run: ["tar", "tf", "app"],
        expected_materials: [["MATCH", "app", "WITH", "PRODUCTS", "FROM", "build"], END],
        expected_products: [["MATCH", "app", "WITH", "MATERIALS", "FROM", "look"], END],
      },
    ],
  });
  const link = fakeLink("build", { products: { app: hashOf("app") } });
  const links = { [`build.${id(ALICE)}.link`]: metablock(link, ALICE) };
  const seen = (text: string) =>
    new Map([["app", { hashes: `sha256:${hashOf(text).sha256}`, strong: true }]]);
  const resultOf = (result: Partial<InspectionResult>) => {
    const whole = { exitCode: 0, materials: seen("app"), products: seen("app"), ...result };
    return refusals(verify(layout, links, { inspections: new Map([["look", whole]]) }));
  };

  test("hold where they ended with 0 and their rules do", () => {
    expect(resultOf({})).toEqual([]);
  });

  test("are refused where the command failed", () => {
    expect(resultOf({ exitCode: 1 })).toEqual(["inspection look: INSPECTION_FAILED"]);
  });

  test("are refused where a file is not the one of the step", () => {
    expect(resultOf({ materials: seen("evil") })).toEqual([
      "inspection look: ARTIFACT_RULE",
      "inspection look: ARTIFACT_RULE",
    ]);
  });

  test("are refused where one of them was not run", () => {
    expect(refusals(verify(layout, links, { inspections: new Map() }))).toEqual([
      "inspection look: INSPECTION_NOT_RUN",
    ]);
  });

  test("pass with a finding of their own", () => {
    const result = { exitCode: 0, materials: seen("app"), products: seen("app") };
    const findings = verify(layout, links, { inspections: new Map([["look", result]]) });
    expect(findings).toContainEqual(
      expect.objectContaining({ rule: "INSPECTION", verdict: "passed" }),
    );
  });
});

describe("an attestation", () => {
  const app = { name: "app", digest: hashOf("app") };
  const source = { name: "main.c", digest: hashOf("c") };
  const statement = (predicateType: string, predicate: Json, more: Json = {}): Json => ({
    _type: "https://in-toto.io/Statement/v1",
    subject: [app],
    predicateType,
    predicate,
    ...more,
  });
  const link = statement("https://in-toto.io/attestation/link/v0.3", {
    name: "build",
    command: ["make"],
    materials: [source],
  });
  const provenance = statement("https://slsa.dev/provenance/v1", {
    buildDefinition: {
      buildType: "x",
      externalParameters: {},
      resolvedDependencies: [
        source,
        { uri: "git+https://github.com/acme/app@main", digest: { gitCommit: "ab".repeat(20) } },
      ],
    },
    runDetails: { builder: { id: "x" } },
  });
  const older = statement("https://slsa.dev/provenance/v0.2", {
    builder: { id: "x" },
    materials: [{ uri: "main.c", digest: hashOf("c") }],
  });
  const layout = fakeLayout(
    [
      fakeStep("build", [ALICE], {
        expected_materials: [["ALLOW", "main.c"], ["ALLOW", "git+https://github.com/acme/*"], END],
        expected_products: [["CREATE", "app"], END],
      }),
    ],
    [ALICE],
  );
  const judge = (body: Json, policy: LayoutPolicy = {}, file = `build.${id(ALICE)}.json`) =>
    refusals(verify(layout, { [file]: dsse(body, [ALICE]) }, policy)).map((one) =>
      one.replace(/^.*: /, ""),
    );
  const allowed = { allowProvenance: ["build"] };

  test("of the predicate of links stands for a link", () => {
    expect(judge(link)).toEqual([]);
    expect(judge(link, {}, `build.${id(ALICE)}.link`)).toEqual([]);
  });

  test("may name its predicate in the type of its payload, which a link may not", () => {
    const payloadType = "application/vnd.in-toto.link+json";
    const file = `build.${id(ALICE)}.json`;
    const named = (body: Json) =>
      refusals(verify(layout, { [file]: dsse(body, [ALICE], { payloadType }) }));
    expect(named(link)).toEqual([]);
    const older = fakeLink("build", { products: { app: hashOf("app") } });
    expect(named(older)).toEqual([`${file}: LINK_MALFORMED`]);
  });

  test("of SLSA provenance does where that was allowed", () => {
    expect(judge(provenance, allowed)).toEqual([]);
    expect(judge(older, allowed)).toEqual([]);
    expect(judge(provenance)).toEqual(["LINK_MALFORMED"]);
    expect(judge(provenance, { allowProvenance: ["other"] })).toEqual(["LINK_MALFORMED"]);
  });

  test.each<[why: string, body: Json, expected: string]>([
    ["of another step", statement(String(link.predicateType), { name: "test" }), "LINK_NAME"],
    ["of another predicate", statement("https://spdx.dev/Document", {}), "LINK_MALFORMED"],
    ["without a predicate", { ...link, predicate: null }, "LINK_MALFORMED"],
    ["row 24: without a subject", { ...link, subject: [] }, "LINK_MALFORMED"],
    [
      "row 24: with a subject without digest",
      { ...link, subject: [{ name: "app" }] },
      "LINK_MALFORMED",
    ],
    [
      "row 24: with digest {}",
      { ...link, subject: [{ name: "app", digest: {} }] },
      "LINK_MALFORMED",
    ],
    [
      "row 25: with a subject of sha1 alone",
      { ...link, subject: [{ name: "app", digest: { sha1: "ab".repeat(20) } }] },
      "LINK_MALFORMED",
    ],
    [
      "row 27: with an upper-case digest",
      { ...link, subject: [{ name: "app", digest: { sha256: "AB".repeat(32) } }] },
      "LINK_MALFORMED",
    ],
    [
      "with a subject without a name",
      { ...link, subject: [{ digest: hashOf("app") }] },
      "LINK_MALFORMED",
    ],
    [
      "of another version of statements",
      { ...link, _type: "https://in-toto.io/Statement/v2" },
      "LINK_MALFORMED",
    ],
    [
      "with a file that no rule allows",
      { ...link, subject: [app, { name: "evil", digest: hashOf("evil") }] },
      "ARTIFACT_RULE",
    ],
  ])("%s is refused", (_why, body, expected) => {
    expect(judge(body)).toEqual([expected]);
  });

  test("in a Metablock is none", () => {
    const links = { [`build.${id(ALICE)}.json`]: metablock(link, ALICE) };
    expect(refusals(verify(layout, links))).toEqual([`build.${id(ALICE)}.json: LINK_MALFORMED`]);
  });

  test("its weak dependency is matched by nothing", () => {
    const matching = fakeLayout(
      [
        fakeStep("build", [ALICE], {
          expected_materials: [["MATCH", "*", "WITH", "MATERIALS", "FROM", "build"], END],
        }),
      ],
      [ALICE],
    );
    const links = { [`build.${id(ALICE)}.json`]: dsse(provenance, [ALICE]) };
    const [broken] = verify(matching, links, allowed).filter(
      ({ rule }) => rule === "ARTIFACT_RULE",
    );
    expect(broken?.found).toContain("git+https://github.com/acme/app@main");
    expect(broken?.found).not.toContain("main.c");
  });
});

describe("warns", () => {
  const link = fakeLink("build", { command: ["make", "all"] });
  const links = { [`build.${id(ALICE)}.link`]: metablock(link, ALICE) };
  test.each<[rule: string, layout: Json, parameters?: Readonly<Record<string, string>>]>([
    [
      "STEP_COMMAND",
      fakeLayout([fakeStep("build", [ALICE], { expected_command: ["make"] })], [ALICE]),
    ],
    ["STEP_KEY_UNKNOWN", fakeLayout([fakeStep("build", [ALICE, BOB])], [ALICE])],
    ["LAYOUT_FIELD_UNKNOWN", fakeLayout([fakeStep("build", [ALICE], { treshold: 2 })], [ALICE])],
    ["PARAMETER_UNUSED", fakeLayout([fakeStep("build", [ALICE])], [ALICE]), { x: "y" }],
    ["RULES_OPEN", fakeLayout([fakeStep("build", [ALICE])], [ALICE])],
  ])("%s", (rule, layout, parameters) => {
    const findings = verify(layout, links, {}, parameters);
    expect(isRefused(findings)).toBe(false);
    expect(findings.filter(({ verdict }) => verdict === "warned").map((one) => one.rule)).toContain(
      rule,
    );
  });
});

test("more files of a step than anybody keeps are refused before they are read", () => {
  const layout = fakeLayout([fakeStep("build", [ALICE])], [ALICE]);
  const links = Object.fromEntries(
    Array.from({ length: 257 }, (_, at) => [
      `build.${at.toString(16).padStart(8, "0")}.link`,
      Buffer.from("{"),
    ]),
  );
  expect(refusals(verify(layout, links))).toEqual(["step build: STEP_FILES"]);
});

test("a good signature counts behind bogus ones, and tries are bounded", () => {
  const many = Array.from({ length: 40 }, () => fakeFunctionary());
  const last = many.at(-1) ?? ALICE;
  const layout = fakeLayout([fakeStep("build", many)], many);
  const signed = JSON.parse(String(metablock(fakeLink("build"), last)));
  const bogus = (keyid: string) => Array(31).fill({ keyid, sig: "00".repeat(64) });
  const judge = (keyid: string, own: string) => {
    const [signature] = signed.signatures;
    const signatures = [...bogus(keyid), { ...signature, keyid: own }];
    const bytes = Buffer.from(JSON.stringify({ ...signed, signatures }));
    return refusals(verify(layout, { "build.00000000.link": bytes }));
  };
  expect(judge("ab".repeat(32), last.keyid)).toEqual([]);
  expect(judge(last.keyid, last.keyid)).toEqual([]);
  // 40 keys by 32 signatures are more than are tried where no name says which is whose.
  expect(judge("ab".repeat(32), "cd".repeat(32))).toEqual(["step build: STEP_THRESHOLD"]);
  expect(
    refusals(verify(layout, { "build.00000000.link": metablock(fakeLink("build"), last) })),
  ).toEqual([]);
});

test("layouts within layouts end somewhere", () => {
  // Each is signed by the one functionary, who may bring layouts as deep as is said.
  let body: Json = fakeLayout([fakeStep("s", [ALICE])], [ALICE]);
  const step = `s.${id(ALICE)}`;
  const links: Record<string, Uint8Array> = {};
  for (let depth = 10; depth > 0; depth--) {
    links[`${`${step}/`.repeat(depth - 1)}${step}.link`] = metablock(body, ALICE);
    body = fakeLayout([fakeStep("s", [ALICE])], [ALICE]);
  }
  const allowSublayouts = Array.from({ length: 12 }, (_, at) =>
    Array(at + 1)
      .fill("s")
      .join("/"),
  );
  const found = verify(body, links, { allowSublayouts });
  expect(found.find(({ verdict }) => verdict === "refused")).toMatchObject({
    rule: "LAYOUT_MALFORMED",
    message: expect.stringContaining("at most 8 layouts within each other"),
  });
});
