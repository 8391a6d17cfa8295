import { spawnSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { JsonValue } from "../../../src/bytes/json.ts";
import { Folder, type ReportedFinding, sha256 } from "../../fakes/checkout.ts";
import { fakeFunctionary, fakeLayout, fakeLink, fakeStep, metablock } from "../../fakes/layout.ts";

const NOW = new Date("2026-11-24T12:00:00Z");
const [OWNER, ALICE] = [fakeFunctionary("P-256"), fakeFunctionary()];
const END = ["DISALLOW", "*"];
const CAN =
  spawnSync("unshare", ["--user", "--map-root-user", "--mount", "--net", "true"]).status === 0;
const VERIFY = "layout verify --layout root.layout --key owner.pub --links links";

function prepared(
  inspections: readonly { readonly [name: string]: JsonValue }[] = [],
  made: readonly string[] = [],
): Folder {
  const pem = OWNER.key.key.key.export({ format: "pem", type: "spki" });
  const step = fakeStep("build", [ALICE]);
  const paths = ["app.bin", ...made];
  const products = Object.fromEntries(paths.map((path) => [path, { sha256: sha256("app") }]));
  const link = fakeLink("build", { products });
  return new Folder()
    .write("owner.pub", String(pem))
    .write("root.layout", metablock(fakeLayout([step], [ALICE], { inspect: inspections }), OWNER))
    .write(`links/build.${ALICE.keyid.slice(0, 8)}.link`, metablock(link, ALICE))
    .write("out/app.bin", "app");
}

async function verify(
  folder: Folder,
  more: string,
): Promise<{
  readonly exitCode: number;
  readonly found: readonly string[];
  readonly text: string;
}> {
  const { exitCode, stdout } = await folder.run(`${VERIFY} ${more} --json`, { now: NOW });
  const { findings } = JSON.parse(stdout) as { findings: ReportedFinding[] };
  const found = findings
    .filter(({ verdict, rule }) => verdict === "refused" || /^(?:ARTIFACT|INSPECTION)/.test(rule))
    .map(({ verdict, rule, subject }) => `${verdict} ${rule} ${subject}`);
  return { exitCode, found, text: findings.map(({ message }) => `${message}\n`).join("") };
}

describe("the files of a folder are held against the products", () => {
  test.each<
    [why: string, files: Readonly<Record<string, string>>, exitCode: number, found: string[]]
  >([
    ["equal", {}, 0, ["passed ARTIFACTS out"]],
    ["other bytes", { "out/app.bin": "evil" }, 1, ["refused ARTIFACT_DIFFERS app.bin"]],
    [
      "a file more",
      { "out/more": "x" },
      0,
      ["warned ARTIFACT_UNKNOWN more", "passed ARTIFACTS out"],
    ],
    ["links beside them", { "out/build.00000000.link": "x" }, 0, ["passed ARTIFACTS out"]],
  ])("%s", async (_why, files, exitCode, found) => {
    const folder = prepared();
    for (const [name, text] of Object.entries(files)) folder.write(name, text);
    expect(await verify(folder, "--artifacts out")).toMatchObject({ exitCode, found });
  });

  // Whoever can change the folder chooses what things are called, and where links lead.
  test.each<[path: string]>([["bin/app"], ["a.pyc"], ["app.link.js"], [".git/hooks/x"], ["run~"]])(
    "%s, by the path that the last step gave it",
    async (path) => {
      const equal = prepared([], [path]).write(`out/${path}`, "app");
      expect(await verify(equal, "--artifacts out")).toMatchObject({
        exitCode: 0,
        found: ["passed ARTIFACTS out"],
        text: expect.stringContaining("2 files are as the last step made them"),
      });
      const changed = prepared([], [path]).write(`out/${path}`, "evil");
      expect(await verify(changed, "--artifacts out")).toMatchObject({
        exitCode: 1,
        found: [`refused ARTIFACT_DIFFERS ${path}`, "passed ARTIFACTS out"],
      });
    },
  );

  test("through a link to a folder, and to a file", async () => {
    const folder = prepared([], ["bin/app", "lib.so"]).write("else/app", "evil");
    symlinkSync("../else", folder.at("out/bin"));
    symlinkSync("../else/app", folder.at("out/lib.so"));
    expect(await verify(folder, "--artifacts out")).toMatchObject({
      exitCode: 1,
      found: [
        "refused ARTIFACT_DIFFERS bin/app",
        "refused ARTIFACT_DIFFERS lib.so",
        "passed ARTIFACTS out",
      ],
    });
  });

  test("where a folder stands in place of a file", async () => {
    const folder = prepared([], ["run"]).write("out/run/x", "app");
    expect(await verify(folder, "--artifacts out")).toMatchObject({
      exitCode: 1,
      found: [
        "refused ARTIFACT_DIFFERS run",
        "warned ARTIFACT_UNKNOWN run/x",
        "passed ARTIFACTS out",
      ],
    });
  });

  test("and those that are not there are not missed, nor those beside the folder looked for", async () => {
    const folder = prepared([], ["gone", "app.bin/below", "../beside", "/etc/hostname"]);
    symlinkSync("nowhere", folder.at("out/gone"));
    folder.write("beside", "evil");
    expect(await verify(folder, "--artifacts out")).toMatchObject({
      exitCode: 0,
      found: ["passed ARTIFACTS out"],
    });
  });

  test("none of them is nothing verified", async () => {
    const folder = prepared().write("other/b", "x");
    expect(await verify(folder, "--artifacts other")).toMatchObject({
      exitCode: 3,
      found: ["warned ARTIFACT_UNKNOWN b", "refused ARTIFACT_NONE other"],
    });
  });

  test("a folder that is not there is refused", async () => {
    const { exitCode } = await verify(prepared(), "--artifacts nowhere");
    expect(exitCode).toBe(2);
  });
});

describe("usage", () => {
  test.each([
    ["--run-inspections", /expected --artifacts DIR/],
    ["--run-inspections --skip-inspections --artifacts out", /found both/],
    ["--max-seconds 86401", /from 1 to 86400/],
  ])("%s", async (more, said) => {
    const { exitCode, stderr } = await prepared().run(`${VERIFY} ${more}`, { now: NOW });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(said);
  });
});

const LOOK = {
  _type: "inspection",
  name: "look",
  run: ["sh", "-c", "cp app.bin copy && echo looked"],
  expected_materials: [["MATCH", "app.bin", "WITH", "PRODUCTS", "FROM", "build"], END],
  expected_products: [
    ["MATCH", "app.bin", "WITH", "PRODUCTS", "FROM", "build"],
    ["CREATE", "copy"],
    END,
  ],
};
const RUN = "--artifacts out --run-inspections";

describe.runIf(CAN)("inspections run in isolation", () => {
  test("in a copy, one after the other, and the output says how", async () => {
    const next = {
      ...LOOK,
      name: "next",
      run: ["sh", "-c", "cmp app.bin copy"],
      expected_materials: [["MATCH", "*", "WITH", "PRODUCTS", "FROM", "look"], END],
      expected_products: [["ALLOW", "*"]],
    };
    const folder = prepared([LOOK, next]);
    const before = folder.list();
    const { exitCode, found, text } = await verify(folder, RUN);
    expect({ exitCode, found }).toEqual({
      exitCode: 0,
      found: [
        "passed INSPECTION inspection look",
        "passed INSPECTION inspection next",
        "passed ARTIFACTS out",
        "noted INSPECTION_RAN inspection look",
        "noted INSPECTION_RAN inspection next",
      ],
    });
    expect(text).toMatch(
      /ran in namespaces of its own: no network, .*; ended with 0, its last line "looked"/,
    );
    expect(folder.list()).toEqual(before);
  });

  test.each<[why: string, change: object, found: string]>([
    ["fails", { run: ["false"] }, "refused INSPECTION_FAILED inspection look"],
    [
      "leaves a file that no rule allows",
      { run: ["touch", "copy", "more"] },
      "refused ARTIFACT_RULE inspection look",
    ],
    [
      "is no program",
      { run: ["nothing-of-that-name"] },
      "refused INSPECTION_FAILED inspection look",
    ],
    [
      "tries the network",
      { run: ["sh", "-c", "exec 3<>/dev/tcp/127.0.0.1/1"] },
      "refused INSPECTION_FAILED inspection look",
    ],
    ["takes too long", { run: ["sleep", "60"] }, "refused INSPECTION_FAILED inspection look"],
  ])("and refuse where the command %s", async (_why, change, expected) => {
    const { exitCode, found } = await verify(
      prepared([{ ...LOOK, ...change }]),
      `${RUN} --max-seconds 1`,
    );
    expect(exitCode).toBe(1);
    expect(found).toContain(expected);
  });

  test("and a link that leads out of the folder is none of what they left", async () => {
    const secret = new Folder().write("secret", "app");
    const folder = prepared([
      {
        ...LOOK,
        run: ["sh", "-c", `ln -s ${secret.at("secret")} host && ln -s app.bin near`],
        expected_materials: [],
        expected_products: [
          ["ALLOW", "near"],
          ["REQUIRE", "host"],
        ],
      },
    ]);
    const { exitCode, found, text } = await verify(folder, RUN);
    expect(exitCode).toBe(1);
    expect(found).toContain("refused ARTIFACT_RULE inspection look");
    expect(text).toContain('expected "host" by rule 2 of 2, REQUIRE host, found none that is left');
    expect(text).toContain('left out, as it leads out of the folder: "host"');
  });

  test.each<[why: string, run: string, said: RegExp]>([
    ["is not read in the time there is", "truncate -s 200G big", /found 1 of them read/],
    ["is twice the same to some disk", "touch a A", /each path once/],
  ])("and refuse where what they left %s", async (_why, run, said) => {
    const { exitCode, found, text } = await verify(
      prepared([{ ...LOOK, run: ["sh", "-c", run], expected_products: [] }]),
      `${RUN} --max-seconds 1`,
    );
    expect(exitCode).toBe(1);
    expect(found.filter((one) => one.startsWith("refused"))).toEqual([
      "refused INSPECTION_FAILED inspection look",
    ]);
    expect(text).toMatch(said);
    expect(text).not.toMatch(/lockseal-copy/);
  });

  test("not at all where something else is refused", async () => {
    const folder = prepared([LOOK]).write("out/app.bin", "evil");
    const { exitCode, found } = await verify(folder, RUN);
    expect(exitCode).toBe(1);
    expect(found).toEqual([
      "refused INSPECTION_NOT_RUN inspection look",
      "refused ARTIFACT_DIFFERS app.bin",
    ]);
  });
});

describe("a layout within that has an inspection", () => {
  const inner = fakeLayout([fakeStep("in", [ALICE])], [ALICE], {
    inspect: [{ ...LOOK, expected_materials: [], expected_products: [] }],
  });
  const id = ALICE.keyid.slice(0, 8);

  test("has nothing run, and hides nothing that does not hold", async () => {
    const outer = fakeLayout(
      [fakeStep("sub", [ALICE]), fakeStep("build", [ALICE], { expected_products: [END] })],
      [ALICE],
      { inspect: [LOOK] },
    );
    const folder = prepared()
      .write("root.layout", metablock(outer, OWNER))
      .write(`links/sub.${id}.link`, metablock(inner, ALICE))
      .write(`links/sub.${id}/in.${id}.link`, metablock(fakeLink("in"), ALICE))
      .write("out/app.bin", "evil");
    const { exitCode, stdout } = await folder.run(`${VERIFY} ${RUN} --allow-sublayout sub --json`, {
      now: NOW,
    });
    expect(exitCode).toBe(1);
    const { findings } = JSON.parse(stdout) as { findings: ReportedFinding[] };
    const rules = findings.filter(({ verdict }) => verdict !== "passed").map(({ rule }) => rule);
    expect(rules).toEqual([
      "RULES_OPEN",
      "RULES_OPEN",
      "INSPECTION_NOT_RUN",
      "ARTIFACT_RULE",
      "INSPECTION_NOT_RUN",
      "ARTIFACT_DIFFERS",
    ]);
    expect(findings.find(({ rule }) => rule === "INSPECTION_NOT_RUN")?.help).toMatch(
      /^let its functionary take the inspection out .*--skip-inspections leaves out the owner's, too$/,
    );
  });
});

test("without inspections there is nothing to run, and no jail is needed", async () => {
  expect(await verify(prepared(), RUN)).toMatchObject({ exitCode: 0 });
});

test("an inspection runs in isolation, or not at all", async () => {
  const { exitCode, found } = await verify(prepared([LOOK]), RUN);
  const isRefused = found.includes("refused ISOLATION_UNAVAILABLE root.layout");
  expect({ isRefused, isSix: exitCode === 6 }).toEqual({ isRefused: !CAN, isSix: !CAN });
});
