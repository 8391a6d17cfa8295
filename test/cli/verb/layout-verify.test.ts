import { generateKeyPairSync, sign } from "node:crypto";
import { rmSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Folder, type ReportedFinding } from "../../fakes/checkout.ts";
import {
  canonical,
  fakeFunctionary,
  fakeLayout,
  fakeLink,
  fakeStep,
  hashOf,
  metablock,
} from "../../fakes/layout.ts";

const NOW = new Date("2026-11-24T12:00:00Z");
const [OWNER, ALICE] = [fakeFunctionary("P-256"), fakeFunctionary()];
const END = ["DISALLOW", "*"];
const STEP = fakeStep("build", [ALICE], {
  expected_materials: [END],
  expected_products: [["CREATE", "app-{version}.bin"], END],
});
const LAYOUT = fakeLayout([STEP], [ALICE]);
const LINK = fakeLink("build", { products: { "app-1.bin": hashOf("app") } });
const FILE = `build.${ALICE.keyid.slice(0, 8)}.link`;
const VERIFY = "layout verify --layout root.layout --key owner.pub --links links";

/** A folder with a layout, its owner's key and the one link that it wants. */
function prepared(): Folder {
  const pem = OWNER.key.key.key.export({ format: "pem", type: "spki" });
  return new Folder()
    .write("owner.pub", String(pem))
    .write("root.layout", metablock(LAYOUT, OWNER))
    .write(`links/${FILE}`, metablock(LINK, ALICE));
}

async function findings(folder: Folder, line: string): Promise<readonly ReportedFinding[]> {
  const { stdout } = await folder.run(`${line} --json`, { now: NOW });
  return (JSON.parse(stdout) as { findings: ReportedFinding[] }).findings;
}

test("says who carried out each step", async () => {
  const { exitCode, stdout, stderr } = await prepared().run(`${VERIFY} --param version=1`, {
    now: NOW,
  });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout).toBe(
    [
      `root.layout: ok: key ${OWNER.key.key.fingerprint} signed this layout`,
      `step build: ok: ${FILE}: signed by 1 of its functionaries, of whom it wants 1: ${ALICE.key.key.fingerprint}`,
      "root.layout: ok: 1 step: who did what, and every artifact rule, is as the layout says",
      "",
    ].join("\n"),
  );
});

test("gives the same as JSON, with the evidence of each step", async () => {
  const { exitCode, stdout } = await prepared().run(`${VERIFY} --param version=1 --json`, {
    now: NOW,
  });
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    command: "layout verify",
    exitCode: 0,
    steps: [{ name: "build", threshold: 1, links: [FILE] }],
  });
});

test("a rule that does not hold says which, and the files", async () => {
  const found = await findings(prepared(), `${VERIFY} --param version=2`);
  expect(found).toContainEqual({
    rule: "ARTIFACT_RULE",
    verdict: "refused",
    subject: "step build",
    message: 'products: expected none that is left by rule 2 of 2, DISALLOW *, found "app-1.bin"',
    expected: "none that is left",
    found: '"app-1.bin"',
    help: "look at what the step did: its files are not those that the layout lets flow; show the flow with: lockseal layout explain --layout root.layout",
  });
});

describe("refuses", () => {
  test.each<[why: string, line: string, exitCode: number, said: RegExp]>([
    [
      "a layout that is not there",
      VERIFY.replace("root.", "other."),
      2,
      /FILE_MISSING|found nothing/,
    ],
    [
      "a folder of links that is not there",
      VERIFY.replace("links links", "links none"),
      2,
      /found nothing/,
    ],
    [
      "a folder of links that is a file",
      VERIFY.replace("links links", "links owner.pub"),
      2,
      /owner\.pub: expected a folder of links, found a file/,
    ],
    ["no key", "layout verify --layout root.layout", 2, /--key|key/],
    ["a key that is not there", VERIFY.replace("owner.pub", "no.pub"), 4, /expected a key/],
    ["a parameter without a value", `${VERIFY} --param version`, 2, /expected --param NAME=VALUE/],
    ["a parameter twice", `${VERIFY} --param a=1 --param a=2`, 2, /found it twice/],
    ["a parameter that is missing", `${VERIFY} --param other=1`, 1, /found none of that name/],
  ])("%s", async (_why, line, exitCode, said) => {
    const result = await prepared().run(line, { now: NOW });
    expect(result.exitCode).toBe(exitCode);
    expect(`${result.stdout}${result.stderr}`).toMatch(said);
  });

  test("a file that is required behind the rule that takes it, and says where to put that", async () => {
    const rules = [["CREATE", "*"], ["REQUIRE", "app-1.bin"], END];
    const step = { ...STEP, expected_products: rules };
    const folder = prepared().write("root.layout", metablock(fakeLayout([step], [ALICE]), OWNER));
    const found = await findings(folder, VERIFY);
    expect(found.find(({ rule }) => rule === "ARTIFACT_RULE")).toMatchObject({
      found: "none that is left",
      help: "a rule before it has taken the file: let the layout's owner put REQUIRE app-1.bin first",
    });
  });

  test("a step that nobody carried out, and says which file would do", async () => {
    const folder = prepared().write(`links/${FILE}`, metablock(LINK, OWNER));
    const found = await findings(folder, `${VERIFY} --param version=1`);
    expect(found.map(({ rule }) => rule)).toEqual([
      "LAYOUT_SIGNATURE",
      "LINK_SIGNATURE",
      "STEP_THRESHOLD",
    ]);
    expect(found.at(-1)?.help).toContain(`replace what is there and does not count: ${FILE}; `);
    rmSync(folder.at(`links/${FILE}`));
    const without = await findings(folder, `${VERIFY} --param version=1`);
    expect(without.at(-1)?.help).toContain(`put them into the folder of links: ${FILE}; `);
  });

  test("a key that has ended, and says that it has", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const { n = "", e = "" } = publicKey.export({ format: "jwk" });
    const hex = (text: string): string => Buffer.from(text, "base64url").toString("hex");
    const keyid = "cd".repeat(20);
    const key = {
      keyid,
      type: "rsa",
      method: "pgp+rsa-pkcsv1.5",
      hashes: ["pgp+SHA2"],
      creation_time: 1_600_000_000,
      validity_period: 86_400,
      keyval: { private: "", public: { n: hex(n), e: hex(e) } },
    };
    const step = { ...STEP, pubkeys: [keyid] };
    const layout = { ...fakeLayout([step], []), keys: { [keyid]: key } };
    const headers = Buffer.from([4, 0, 1, 8, 0, 0]);
    const signed = Buffer.concat([canonical(LINK), headers, Buffer.from([4, 0xff, 0, 0, 0, 6])]);
    const signature = {
      keyid,
      signature: sign("sha256", signed, privateKey).toString("hex"),
      other_headers: headers.toString("hex"),
    };
    const folder = prepared()
      .write("root.layout", metablock(layout, OWNER))
      .write(`links/${FILE}`, JSON.stringify({ signed: LINK, signatures: [signature] }));
    const found = await findings(folder, `${VERIFY} --param version=1`);
    expect(found.find(({ rule }) => rule === "LINK_SIGNATURE")).toMatchObject({
      found: expect.stringMatching(/^one by key [0-9a-f]{64}, which ended at 2020-09-14T12:26:40/),
      help: expect.stringMatching(/^let the layout's owner list a key that is in force/),
    });
  });

  test("a field that says what no owner can mean, and says to mend that", async () => {
    const folder = prepared().write(
      "root.layout",
      metablock(fakeLayout([{ ...STEP, threshold: 0 }], [ALICE]), OWNER),
    );
    const mend =
      "let its owner mend that field, and sign it again: lockseal layout sign --layout root.layout --key OWNER.key";
    const found = await findings(folder, VERIFY);
    expect(found.find(({ rule }) => rule === "LAYOUT_MALFORMED")?.help).toBe(mend);
    const { stderr } = await folder.run("layout explain --layout root.layout");
    expect(stderr).toContain(`hint: ${mend}\n`);
  });

  test("a word in braces that no parameter stands for", async () => {
    const found = await findings(prepared(), `${VERIFY} --param other=1`);
    expect(found.filter(({ verdict }) => verdict === "refused")).toMatchObject([
      { rule: "LAYOUT_PARAMETER", help: "give it: --param version=VALUE" },
    ]);
  });

  test("a key of another owner", async () => {
    const folder = prepared().write(
      "owner.pub",
      String(ALICE.key.key.key.export({ format: "pem", type: "spki" })),
    );
    const [first] = await findings(folder, VERIFY);
    expect(first).toMatchObject({ rule: "SIGNATURE_INVALID", verdict: "refused" });
  });

  test("a link that is no regular file", async () => {
    const folder = prepared();
    folder.pipe("links/build.00000000.link");
    const found = await findings(folder, `${VERIFY} --param version=1`);
    expect(found[0]).toMatchObject({ rule: "FILE_UNREADABLE", verdict: "refused" });
  });
});

describe("what is allowed for a step that the layout does not have", () => {
  test.each([
    ["--allow-sublayout buld", "--allow-sublayout", "buld", "did you mean build?"],
    ["--allow-provenance buid", "--allow-provenance", "buid", "did you mean build?"],
    ["--allow-provenance publish/it", "--allow-provenance", "publish/it", "its steps: "],
  ])("%s is a mistake of whoever typed it", async (more, word, name, help) => {
    const line = `${VERIFY} --param version=1 ${more}`;
    const { stdout, exitCode } = await prepared().run(line, { now: NOW });
    expect(exitCode).toBe(2);
    expect(stdout).toContain(
      `root.layout: error: expected a step of the layout in ${word}, found "${name}" [LAYOUT_STEP_UNKNOWN]`,
    );
    expect(stdout).toContain(`hint: ${help}`);
  });

  test("its own steps, and those of layouts within, are none", async () => {
    const more = "--allow-sublayout build --allow-sublayout build/inner --allow-provenance build";
    const { exitCode } = await prepared().run(`${VERIFY} --param version=1 ${more}`, { now: NOW });
    expect(exitCode).toBe(0);
  });

  test("of a layout that its owner did not sign nothing is said of steps", async () => {
    const folder = prepared().write("root.layout", metablock(LAYOUT, ALICE));
    const found = await findings(folder, `${VERIFY} --param version=1 --allow-sublayout buld`);
    const refused = found.filter(({ verdict }) => verdict === "refused");
    expect(refused.map(({ rule }) => rule)).toEqual(["SIGNATURE_INVALID"]);
  });
});

describe("inspections", () => {
  const inspect = [{ _type: "inspection", name: "look", run: ["sh", "-c", "touch marker"] }];
  const inspected = (): Folder =>
    prepared().write("root.layout", metablock({ ...LAYOUT, inspect }, OWNER));

  test("refuse, for they are not run", async () => {
    const folder = inspected();
    const before = folder.list();
    const found = await findings(folder, `${VERIFY} --param version=1`);
    expect(found.filter(({ verdict }) => verdict === "refused")).toMatchObject([
      { rule: "INSPECTION_NOT_RUN", subject: "inspection look" },
    ]);
    expect(folder.list()).toEqual(before);
  });

  test("are skipped where that is said, and the verdict says so", async () => {
    const { exitCode, stdout } = await inspected().run(
      `${VERIFY} --param version=1 --skip-inspections`,
      { now: NOW },
    );
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      "inspection look: warning: inspection not run, as --skip-inspections says",
    );
    expect(stdout).toContain("[INSPECTION_SKIPPED]");
  });
});
