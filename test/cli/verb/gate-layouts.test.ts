import { existsSync, symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Folder, ALICE as PERSON, pin } from "../../fakes/checkout.ts";
import {
  dsse,
  type Functionary,
  fakeFunctionary,
  fakeLayout,
  fakeLink,
  fakeStep,
  hashOf,
  metablock,
} from "../../fakes/layout.ts";
import { Repository } from "../../fakes/repository.ts";

const [OWNER, BUILDER, MALLORY] = [
  fakeFunctionary("P-256"),
  fakeFunctionary(),
  fakeFunctionary(),
] as const;
const END = ["DISALLOW", "*"];
const STEP = fakeStep("build", [BUILDER], {
  expected_materials: [END],
  expected_products: [["CREATE", "app-{version}.bin"], END],
});
const LAYOUT = fakeLayout([STEP], [BUILDER]);
const LINK = fakeLink("build", { products: { "app-1.bin": hashOf("app") } });
const FILE = `links/build.${BUILDER.keyid.slice(0, 8)}.link`;
const NAME = "layout trust/root.layout";

const POLICY = `version = 1
expires = 2099-01-01T00:00:00Z

[policy]
role = "owner"
threshold = 1

[signers.alice]
person = true
roles = ["owner"]
keys = ["keys/alice.pub"]

[[lock]]
path = "requirements.txt"
format = "pip-requirements"
approval.update = { people = 1 }
`;

const SECTION = `
[[layout]]
file = "trust/root.layout"
keys = ["keys/owner.pub"]
links = "links"
parameters = { version = "1" }
`;

const pem = ({ key }: Functionary): string =>
  String(key.key.key.export({ format: "pem", type: "spki" }));

/** A repository whose base has a policy with a layout and its link, on a branch that changes something else. */
function prepared(section = SECTION, layout: Uint8Array = metablock(LAYOUT, OWNER)): Repository {
  const repository = new Repository()
    .write("lockseal.toml", POLICY + section)
    .write("keys/alice.pub", PERSON.publicFile)
    .write("keys/owner.pub", pem(OWNER))
    .write("trust/root.layout", layout)
    .write("requirements.txt", pin("click", "8.1.7"))
    .write(FILE, metablock(LINK, BUILDER));
  const base = repository.commit("base");
  repository.git("update-ref", "refs/remotes/origin/main", base);
  repository.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main");
  repository.git("checkout", "-q", "-b", "change");
  repository.write("README", "more").commit("docs");
  return repository;
}

interface Found {
  readonly exitCode: number;
  readonly refused: readonly string[];
  readonly text: string;
  readonly all: readonly {
    readonly rule: string;
    readonly subject: string;
    readonly verdict: string;
    readonly message: string;
    readonly help?: string;
  }[];
}

async function gate(repository: Repository, more = ""): Promise<Found> {
  const { stdout, exitCode } = await repository.run(`gate${more} --json`);
  const { findings: all } = JSON.parse(stdout);
  const { stdout: text } = await repository.run(`gate${more}`);
  const found = all as Found["all"];
  const refused = found
    .filter(({ verdict }) => verdict === "refused")
    .map(({ rule, subject }) => `${rule} ${subject}`);
  return { exitCode, refused, text, all: found };
}

test("a layout that holds is part of the one verdict", async () => {
  const { exitCode, text, all } = await gate(prepared());
  expect(exitCode).toBe(0);
  expect(text).toContain(`${NAME}: ok: keys/owner.pub, by key `);
  expect(text).toContain(`${NAME}: step build: ok: ${FILE.slice(6)}: signed by 1`);
  expect(text).toContain(`${NAME}: ok: 1 step: who did what`);
  expect(all.filter(({ subject }) => subject.startsWith(NAME)).map(({ rule }) => rule)).toEqual([
    "LAYOUT_SIGNATURE",
    "STEP",
    "LAYOUT",
  ]);
});

describe("refuses", () => {
  test.each<[why: string, change: (one: Repository) => unknown, refused: readonly string[]]>([
    ["a link that is gone", (one) => one.remove(FILE), [`STEP_THRESHOLD ${NAME}: step build`]],
    ["a folder of links that is gone", (one) => one.remove("links"), [`FILE_MISSING ${NAME}`]],
    [
      "a link that somebody else signed",
      (one) => one.write(FILE, metablock(LINK, MALLORY)),
      [`STEP_THRESHOLD ${NAME}: step build`],
    ],
    [
      "a link of other files",
      (one) =>
        one.write(
          FILE,
          metablock(fakeLink("build", { products: { evil: hashOf("evil") } }), BUILDER),
        ),
      [`ARTIFACT_RULE ${NAME}: step build`],
    ],
    [
      "a link of another step under its name",
      (one) => one.write(FILE, metablock({ ...LINK, name: "test" }, BUILDER)),
      [`LINK_NAME ${NAME}: ${FILE.slice(6)}`],
    ],
    [
      "a layout swapped under the policy's nose, and a key with it",
      (one) =>
        one
          .write("keys/owner.pub", pem(MALLORY))
          .write("trust/root.layout", metablock(fakeLayout([STEP], [MALLORY]), MALLORY))
          .remove(FILE)
          .write(`links/build.${MALLORY.keyid.slice(0, 8)}.link`, metablock(LINK, MALLORY)),
      ["APPROVAL_MISSING lockseal.toml", `STEP_THRESHOLD ${NAME}: step build`],
    ],
    [
      "a policy that lets the layout go",
      (one) => one.write("lockseal.toml", POLICY).remove(FILE),
      ["APPROVAL_MISSING lockseal.toml", `STEP_THRESHOLD ${NAME}: step build`],
    ],
  ])("%s", async (_why, change, refused) => {
    const repository = prepared();
    change(repository);
    repository.commit();
    const found = await gate(repository);
    expect(found.refused).toEqual(refused);
    expect(found.exitCode).not.toBe(0);
  });

  test.each<[why: string, section: string, layout: Uint8Array, refused: string, help: RegExp]>([
    [
      "an expired layout",
      SECTION,
      metablock({ ...LAYOUT, expires: "2026-11-24T02:59:59Z" }, OWNER),
      `LAYOUT_EXPIRED ${NAME}`,
      /^let its owner sign it anew: lockseal layout sign --layout trust\/root\.layout --key OWNER\.key --expires 90d$/,
    ],
    [
      "a layout that somebody else signed",
      SECTION,
      metablock(LAYOUT, MALLORY),
      `SIGNATURE_INVALID ${NAME}`,
      /name the key that the owner signs with: owners or keys under \[\[layout\]\]$/,
    ],
    [
      "a word in braces without its parameter",
      SECTION.replace("version =", "other ="),
      metablock(LAYOUT, OWNER),
      `LAYOUT_PARAMETER ${NAME}`,
      /^give it: parameters = \{ version = "VALUE" \} under \[\[layout\]\]$/,
    ],
    [
      "inspections, which never run here",
      SECTION,
      metablock(
        {
          ...LAYOUT,
          inspect: [
            {
              _type: "inspection",
              name: "look",
              run: ["touch", "ran"],
              expected_materials: [END],
              expected_products: [END],
            },
          ],
        },
        OWNER,
      ),
      `INSPECTION_NOT_RUN ${NAME}: inspection look`,
      /^the gate runs none: leave it out of the verdict: skip_inspections = true under \[\[layout\]\]$/,
    ],
    [
      "a functionary's own layout for a step",
      SECTION,
      metablock(LAYOUT, OWNER),
      `SUBLAYOUT_NOT_ALLOWED ${NAME}: ${FILE.slice(6)}`,
      /say so: allow_sublayout = \["build"\] under \[\[layout\]\]$/,
    ],
  ])("%s", async (why, section, layout, refused, help) => {
    const repository = prepared(section, layout);
    if (why.startsWith("a functionary"))
      repository.write(FILE, metablock(fakeLayout([STEP], [BUILDER]), BUILDER));
    const found = await gate(repository);
    expect(found.refused).toEqual([refused]);
    expect(found.all.find(({ verdict }) => verdict === "refused")?.help).toMatch(help);
    // Nobody who runs a gate can type what `layout verify` takes.
    for (const { message, help: said } of found.all)
      expect(`${message} ${said}`).not.toMatch(
        /--(?:param|skip|run-insp|allow|artifacts|key OWNER.pub)/,
      );
    expect(existsSync(repository.at("ran"))).toBe(false);
  });
});

test("a link that leads out of the checkout is not read", async () => {
  const repository = prepared();
  const outside = new Folder().write("token.json", '{"secret name":1}');
  symlinkSync(outside.at("token.json"), repository.at("links/build.00000000.link"));
  repository.commit();
  const found = await gate(repository);
  expect(found.refused).toEqual([`PATH_OUTSIDE_ROOT ${NAME}: build.00000000.link`]);
  expect(found.text).not.toContain("secret");
});

test("a link that leads to another in the checkout is read", async () => {
  const repository = prepared();
  repository.git("mv", FILE, "kept.link");
  symlinkSync("../kept.link", repository.at(FILE));
  repository.commit();
  expect((await gate(repository)).refused).toEqual([]);
});

test("inspections that are left out are named as such", async () => {
  const inspect = [
    {
      _type: "inspection",
      name: "look",
      run: ["touch", "ran"],
      expected_materials: [END],
      expected_products: [END],
    },
  ];
  const repository = prepared(
    `${SECTION}skip_inspections = true\n`,
    metablock({ ...LAYOUT, inspect }, OWNER),
  );
  const { exitCode, text } = await gate(repository);
  expect(exitCode).toBe(0);
  expect(text).toMatch(
    /inspection look: warning: inspection not run, as skip_inspections = true says: .*\[INSPECTION_SKIPPED\]/,
  );
});

test("a layout of the change alone is not judged, and the verdict says so", async () => {
  const repository = prepared("");
  repository
    .write("lockseal.toml", POLICY + SECTION)
    .remove(FILE)
    .commit();
  const { refused, all } = await gate(repository);
  // One for the policy that changes, one for the files that it names from now on.
  expect(refused).toEqual(["APPROVAL_MISSING lockseal.toml", "APPROVAL_MISSING lockseal.toml"]);
  expect(all).toContainEqual(
    expect.objectContaining({ rule: "LAYOUT_NEW", verdict: "noted", subject: NAME }),
  );
});

test("a signer owns a layout by any key of theirs, and within their time", async () => {
  const section = SECTION.replace('keys = ["keys/owner.pub"]', 'owners = ["carol"]').concat(
    '\n[signers.carol]\nperson = true\nroles = ["owner"]\nkeys = ["keys/owner.pub", "keys/new.pub"]\n',
  );
  const other = fakeFunctionary("P-384");
  const make = (text: string): Repository => {
    const one = prepared(text, dsse(LAYOUT, [other]));
    one.git("checkout", "-q", "main");
    one.write("keys/new.pub", pem(other)).commit();
    one.git("update-ref", "refs/remotes/origin/main", "main");
    one.git("checkout", "-q", "-b", "more");
    one.write("README", "again").commit();
    return one;
  };
  const { exitCode, text } = await gate(make(section));
  expect([exitCode, text.includes(`${NAME}: ok: carol, by key `)]).toEqual([0, true]);
  const late = await gate(make(`${section}until = 2026-11-01T00:00:00Z\n`));
  expect(late.refused).toEqual([`LAYOUT_OWNER_PERIOD ${NAME}`]);
});

describe("artifacts", () => {
  const section = `${SECTION}artifacts = "dist"\n`;
  test("are held against the products of the last step", async () => {
    const repository = prepared(section).write("dist/app-1.bin", "app");
    expect((await gate(repository)).exitCode).toBe(0);
    repository.write("dist/app-1.bin", "other");
    expect((await gate(repository)).refused).toEqual([`ARTIFACT_DIFFERS ${NAME}: app-1.bin`]);
    repository.remove("dist");
    expect((await gate(repository)).refused).toEqual([`FILE_MISSING ${NAME}`]);
  });
});

test("a layout of releases is judged by --release alone", async () => {
  const repository = prepared(`${SECTION}when = "release"\n`).remove(FILE);
  const { exitCode, all } = await gate(repository);
  expect(exitCode).toBe(0);
  expect(all).toContainEqual(
    expect.objectContaining({ rule: "LAYOUT_AT_RELEASE", verdict: "noted", subject: NAME }),
  );
  const released = await gate(repository, " --release");
  expect(released.refused).toContain(`STEP_THRESHOLD ${NAME}: step build`);
});
