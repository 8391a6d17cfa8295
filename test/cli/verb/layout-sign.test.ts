import { chmodSync, symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { encryptPrivateKey } from "../../../src/key/private-key.ts";
import { formatPublicKey, publicKeyOf } from "../../../src/key/public-key.ts";
import { ALICE, BOB, CAROL, Folder, sha256 } from "../../fakes/checkout.ts";
import { fakeFunctionary } from "../../fakes/layout.ts";

const DRAFT = `expires = "90d"
readme = "how app is built"

[keys]
alice = "keys/alice.pub"
bob = "keys/bob.pub"

[[step]]
name = "write"
by = ["alice"]
products = ["CREATE src/*"]

[[step]]
name = "build"
by = ["alice", "bob"]
command = "cp src/a out"
materials = ["MATCH src/* WITH PRODUCTS FROM write"]
products = [["CREATE", "out"], "ALLOW src/*", "disallow *"]
`;
const VERIFY = "layout verify --layout root.layout --key keys/carol.pub";

function drafted(draft: string = DRAFT): Folder {
  const folder = new Folder().write("layout.toml", draft);
  for (const [name, signer] of [
    ["alice", ALICE],
    ["bob", BOB],
    ["carol", CAROL],
  ] as const)
    folder
      .write(`keys/${name}.key`, signer.privateFile)
      .write(`keys/${name}.pub`, signer.publicFile);
  return folder;
}

async function does(folder: Folder, ...lines: readonly string[]): Promise<void> {
  for (const line of lines) {
    const { exitCode, stdout, stderr } = await folder.run(line);
    expect({ line, exitCode, said: exitCode === 0 ? "" : stdout + stderr }).toEqual({
      line,
      exitCode: 0,
      said: "",
    });
  }
}

const SIGN = "layout sign --layout root.layout --key keys/carol.key";

describe("a layout from a draft", () => {
  test("is made, signed, carried out and verified", async () => {
    const folder = drafted();
    await does(folder, "layout create layout.toml", SIGN);
    await does(folder, "link record start --step write --key keys/alice.key --materials keys");
    folder.write("src/a", "text");
    // The materials of the first step are no part of its rules: keys has to be empty there.
    const { stdout, exitCode } = await folder.run(
      "link record stop --step write --key keys/alice.key --products src",
    );
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^write\.[0-9a-f]{8}\.link: ok: step write: 6 materials, 1 product, /);
    await does(
      folder,
      "link run --step build --key keys/bob.key --materials src --products src --products out -- cp src/a out",
    );
    const refused = await folder.run(VERIFY);
    expect(refused.exitCode).toBe(1);
    expect(refused.stdout).toContain(
      "step write: error: materials: expected none that is left by rule 1 of 1, DISALLOW *",
    );
  });

  test("holds once each step is as it says", async () => {
    const folder = drafted();
    await does(folder, "layout create layout.toml", SIGN);
    folder.write("src/a", "text");
    await does(
      folder,
      "link run --step write --key keys/alice.key --products src -- true",
      "link run --step build --key keys/bob.key --dsse --materials src --products src --products out -- cp src/a out",
      VERIFY,
    );
    const { stdout } = await folder.run(`${VERIFY} --json`);
    expect(JSON.parse(stdout).steps).toMatchObject([
      { name: "write", functionaries: [ALICE.key.publicKey.fingerprint] },
      { name: "build", functionaries: [BOB.key.publicKey.fingerprint] },
    ]);
  });

  test("ends each list of rules, unless the step is open", async () => {
    const folder = drafted(DRAFT.replace('by = ["alice"]\n', 'by = ["alice"]\nopen = true\n'));
    await does(folder, "layout create layout.toml -o open.layout");
    const { signed } = JSON.parse(folder.read("open.layout"));
    const end = ["DISALLOW", "*"];
    expect(signed.steps[0]).toMatchObject({
      threshold: 1,
      expected_materials: [],
      expected_products: [["CREATE", "src/*"]],
    });
    expect(signed.steps[1]).toMatchObject({
      expected_command: ["cp", "src/a", "out"],
      expected_materials: [["MATCH", "src/*", "WITH", "PRODUCTS", "FROM", "write"], end],
      expected_products: [
        ["CREATE", "out"],
        ["ALLOW", "src/*"],
        ["disallow", "*"],
      ],
    });
    expect(signed.expires).toBe("2027-02-22T03:00:00Z");
  });

  test("is no finding but LAYOUT_CREATED, and says what is next", async () => {
    const { stdout, stderr } = await drafted().run("layout create layout.toml --json");
    expect(JSON.parse(stdout).findings).toMatchObject([{ rule: "LAYOUT_CREATED" }]);
    expect(stderr).toContain("lockseal layout sign --layout root.layout --key OWNER.key");
  });

  test.each<[why: string, draft: string, exitCode: number, said: RegExp]>([
    ["is no TOML", "steps = ", 2, /TOML/],
    [
      "has an unknown field",
      `${DRAFT}\n[[step]]\nname = "x"\nby = ["bob"]\ntreshold = 2\n`,
      1,
      /the field "treshold"/,
    ],
    [
      "names a key that is not there",
      DRAFT.replace('"alice", "bob"', '"mallory"'),
      1,
      /expected one of alice, bob/,
    ],
    [
      "has a key file that is not there",
      DRAFT.replace("keys/bob.pub", "keys/x.pub"),
      4,
      /expected a key/,
    ],
    ["has no end", DRAFT.replace('expires = "90d"\n', ""), 1, /expires, found none/],
    ["has an end in the past", DRAFT.replace("90d", "2020-01-01T00:00:00Z"), 1, /a time to come/],
    ["has a rule that is none", DRAFT.replace("CREATE src/*", "MAKE src/*"), 1, /found "MAKE src/],
    [
      "matches from a step that is not there",
      DRAFT.replace("FROM write", "FROM wrote"),
      1,
      /"wrote"/,
    ],
    [
      "wants more functionaries than it names",
      DRAFT.replace('by = ["alice"]', 'by = ["alice"]\nthreshold = 2'),
      1,
      /at most 1/,
    ],
  ])("is refused where it %s", async (_why, draft, exitCode, said) => {
    const folder = drafted(draft);
    const before = folder.list();
    const result = await folder.run("layout create layout.toml");
    expect(result.exitCode).toBe(exitCode);
    expect(result.stderr).toMatch(said);
    expect(folder.list()).toEqual(before);
  });

  test("never overwrites one that is there", async () => {
    const folder = drafted().write("root.layout", "mine");
    expect((await folder.run("layout create layout.toml")).exitCode).toBe(2);
    expect(folder.read("root.layout")).toBe("mine");
  });
});

describe("sign", () => {
  test("adds a signature beside another owner's, in either form", async () => {
    for (const form of ["metablock", "dsse"]) {
      const folder = drafted();
      await does(
        folder,
        "layout create layout.toml",
        `${SIGN} --form ${form}`,
        "layout sign --layout root.layout --key keys/bob.key",
        // Signing again changes nothing about how many there are.
        "layout sign --layout root.layout --key keys/bob.key",
      );
      const { signatures } = JSON.parse(folder.read("root.layout"));
      expect(signatures.length).toBe(4);
      for (const name of ["a", "b"]) folder.write(`links/${name}`, "");
      const { stdout } = await folder.run(`${VERIFY} --key keys/bob.pub --links links`);
      expect(stdout.match(/signed this layout/g)?.length).toBe(2);
    }
  });

  test("leaves out what no longer holds, with another end or form", async () => {
    const folder = drafted();
    await does(folder, "layout create layout.toml", SIGN);
    const line = "layout sign --layout root.layout --key keys/bob.key --expires 7d --json";
    const { stdout } = await folder.run(line);
    expect(JSON.parse(stdout)).toMatchObject({
      findings: [{ rule: "LAYOUT_SIGNED" }],
      signed: { kept: 0, expires: "2026-12-01T03:00:00Z" },
    });
  });

  test("takes the body of a layout alone, and another file to write to", async () => {
    const folder = drafted();
    await does(folder, "layout create layout.toml");
    const { signed } = JSON.parse(folder.read("root.layout"));
    folder.write("body.json", JSON.stringify(signed));
    await does(folder, "layout sign --layout body.json --key keys/carol.key -o signed.layout");
    expect(JSON.parse(folder.read("body.json"))).toEqual(signed);
    expect(JSON.parse(folder.read("signed.layout")).signed).toEqual(signed);
  });

  test.each<
    [
      why: string,
      more: string,
      change: (signed: Record<string, unknown>) => unknown,
      exitCode: number,
      said: RegExp,
    ]
  >([
    [
      "a layout that expired",
      "",
      (signed) => ({ ...signed, expires: "2020-01-01T00:00:00Z" }),
      1,
      /expired at 2020/,
    ],
    ["a layout without steps", "", (signed) => ({ ...signed, steps: [] }), 1, /steps/],
    ["what is no layout", "", () => ({ _type: "link" }), 1, /"layout" at _type/],
    ["an end that is none", " --expires soon", (signed) => signed, 2, /expected --expires 90d/],
  ])("refuses %s", async (_why, more, change, exitCode, said) => {
    const folder = drafted();
    await does(folder, "layout create layout.toml");
    const file = JSON.parse(folder.read("root.layout"));
    folder.write("root.layout", JSON.stringify({ ...file, signed: change(file.signed) }));
    const before = folder.list();
    const result = await folder.run(`${SIGN}${more}`);
    expect(result.exitCode).toBe(exitCode);
    expect(result.stderr).toMatch(said);
    expect(folder.list()).toEqual(before);
  });

  test("by RSA and P-384 holds", async () => {
    for (const kind of ["rsa", "P-384"] as const) {
      const { key, privateKey } = fakeFunctionary(kind);
      const pair = { key: privateKey, publicKey: publicKeyOf(key.key.key, "test") };
      const file = await encryptPrivateKey(pair, Buffer.from("correct horse"), {
        N: 2,
        r: 1,
        p: 1,
      });
      const folder = drafted().write("o.key", file).write("o.pub", formatPublicKey(pair.publicKey));
      await does(
        folder,
        "layout create layout.toml",
        "layout sign --layout root.layout --key o.key",
      );
      const { stdout } = await folder.run("layout verify --layout root.layout --key o.pub");
      expect(stdout).toContain("signed this layout");
    }
  });
});

/** The file of a step that has begun. */
function unfinished(folder: Folder): string {
  return Object.keys(folder.list()).find((one) => one.endsWith("unfinished")) ?? "";
}

describe("link", () => {
  const RUN = "link run --step build --key keys/alice.key";

  test("records each file by its SHA-256, what links lead to, and not what is left out", async () => {
    const folder = drafted()
      .write("src/a", "a")
      .write("src/b.pyc", "x")
      .write("src/.git/config", "x")
      .write("src/deep/c", "c")
      .write("old.00000000.link", "{}");
    symlinkSync("a", folder.at("src/to-a"));
    symlinkSync("deep", folder.at("src/to-deep"));
    symlinkSync("nothing", folder.at("src/dangling"));
    folder.pipe("src/pipe");
    await does(folder, `${RUN} --materials ./src/ --products src -- true`);
    const name = Object.keys(folder.list()).find((one) => /^build\..*link$/.test(one)) ?? "";
    const { signed } = JSON.parse(folder.read(name));
    const files = {
      "src/a": { sha256: sha256("a") },
      "src/deep/c": { sha256: sha256("c") },
      "src/to-a": { sha256: sha256("a") },
    };
    expect(signed).toEqual({
      _type: "link",
      name: "build",
      command: ["true"],
      materials: files,
      products: files,
      byproducts: { "return-value": 0, stderr: "", stdout: "" },
      environment: {},
    });
  });

  test("is not written where the command fails, whose exit code is ours", async () => {
    const folder = drafted();
    const before = folder.list();
    const { exitCode, stderr } = await folder.run(`${RUN} -- false`);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("the command ended with 1, so no link was written");
    expect(folder.list()).toEqual(before);
  });

  test("does not hand the password to the command", async () => {
    const folder = drafted().write(
      "see.sh",
      '#!/bin/sh\necho "${LOCKSEAL_PASSWORD-none}" > seen\n',
    );
    chmodSync(folder.at("see.sh"), 0o755);
    const env = { PATH: "/usr/bin:/bin" };
    expect((await folder.run(`${RUN} -- ./see.sh`, { env })).exitCode).toBe(0);
    expect(folder.read("seen")).toBe("none\n");
  });

  test("that has only begun is none, whatever its file is called", async () => {
    const folder = drafted().write("src/a", "a");
    await does(
      folder,
      "layout create layout.toml",
      SIGN,
      "link record start --step write --key keys/alice.key --materials src",
    );
    const text = folder.read(unfinished(folder));
    folder.write(`links/write.00000000.link`, text);
    const { exitCode, stdout } = await folder.run(`${VERIFY} --links links`);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(
      /write\.00000000\.link: .*expected "link" at _type, found "unfinished-link"/,
    );
  });

  test("that is one ends no beginning", async () => {
    const folder = drafted().write("src/a", "a");
    const start = "link record start --step build --key keys/alice.key";
    await does(folder, start);
    const name = unfinished(folder);
    await does(folder, `${RUN} --materials src -- true`);
    const made = Object.keys(folder.list()).find((one) => /^build\..*link$/.test(one)) ?? "";
    folder.write(name, folder.read(made));
    const { exitCode, stderr } = await folder.run(start.replace("start", "stop"));
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/expected "unfinished-link" at _type, found "link"[\s\S]*hint: begin/);
  });

  test("is named as the layout names the key, and so is its signature", async () => {
    const folder = drafted();
    await does(folder, "layout create layout.toml");
    const other = "ab".repeat(32);
    const text = folder.read("root.layout");
    const { signed } = JSON.parse(text);
    folder.write("root.layout", text.replaceAll(signed.steps[0].pubkeys[0], other));
    await does(folder, `${RUN} --layout root.layout -- true`);
    const { signatures } = JSON.parse(folder.read("build.abababab.link"));
    const names = signatures.map(({ keyid }: { keyid: string }) => keyid);
    expect(new Set(names).size).toBe(3);
    expect(names).toContain(other);
  });

  test.each<[why: string, line: string, exitCode: number, said: RegExp]>([
    [
      "a key that is not the step's",
      "link run --step write --key keys/bob.key --layout root.layout -- true",
      2,
      /expected a step "write" that key .* may carry out, found other keys/,
    ],
    [
      "a step that is not the layout's",
      "link run --step test --key keys/bob.key --layout root.layout -- true",
      2,
      /found only "write", "build"/,
    ],
    ["no command", RUN, 2, /expected -- COMMAND/],
    ["a command that is not there", `${RUN} -- ./nothing`, 5, /ENOENT/],
    ["a material that is not there", `${RUN} --materials nothing -- true`, 2, /found nothing/],
    ["a name that leads elsewhere", "link run --step ../x --key keys/bob.key -- true", 2, /--step/],
    [
      "an end without a beginning",
      "link record stop --step build --key keys/alice.key",
      2,
      /expected a step that has begun/,
    ],
    [
      "neither start nor stop",
      "link record go --step build --key keys/alice.key",
      2,
      /expected start or stop, found go/,
    ],
    [
      "products at the beginning",
      "link record start --step build --key keys/alice.key --products a",
      2,
      /no --products/,
    ],
  ])("refuses %s", async (_why, line, exitCode, said) => {
    const folder = drafted();
    await does(folder, "layout create layout.toml");
    const before = folder.list();
    const result = await folder.run(line);
    expect(result.exitCode).toBe(exitCode);
    expect(result.stderr).toMatch(said);
    expect(folder.list()).toEqual(before);
  });

  test("the code of a foreign step is STEP_KEY_FOREIGN", async () => {
    const folder = drafted();
    await does(folder, "layout create layout.toml");
    const line = "link run --step write --key keys/bob.key --layout root.layout --json -- true";
    const { stdout } = await folder.run(line);
    expect(JSON.parse(stdout).findings).toMatchObject([{ rule: "STEP_KEY_FOREIGN" }]);
  });

  test("a beginning is for the key that made it, unchanged, and begun once", async () => {
    const folder = drafted().write("src/a", "a");
    const start = "link record start --step build --key keys/alice.key --materials src";
    const stop = "link record stop --step build --key keys/alice.key";
    await does(folder, start);
    expect((await folder.run(start)).exitCode).toBe(2);
    const name = unfinished(folder);
    const text = folder.read(name);
    folder.write(name, text.replace(sha256("a"), sha256("b")));
    const { exitCode, stderr } = await folder.run(stop);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("found none that holds");
    folder.write(name, text);
    const { stdout } = await folder.run(`${stop} --json`);
    expect(JSON.parse(stdout)).toMatchObject({
      findings: [{ rule: "LINK_WRITTEN" }],
      recorded: { materials: 1, products: 0 },
    });
    expect(Object.keys(folder.list())).not.toContain(name);
  });
});

describe("what was typed wrong is told with what to type", () => {
  test.each<[why: string, line: string, exitCode: number, said: RegExp]>([
    [
      "a draft in place of a layout",
      "layout verify --layout layout.toml --key keys/carol.pub",
      1,
      /\[JSON_MALFORMED\]\n {4}hint: name a layout .*: lockseal layout create DRAFT\.toml/,
    ],
    [
      "a draft to explain",
      "layout explain --layout layout.toml",
      1,
      /hint: name a layout as its owner signed it; .*lockseal layout create DRAFT\.toml/,
    ],
    [
      "a link in place of a layout",
      "layout lint --layout link.json",
      1,
      /expected "layout" at _type, found "link"[\s\S]*hint: name a layout/,
    ],
    [
      "a draft without keys",
      "layout create empty.toml",
      1,
      /hint: mend it in empty\.toml: \[keys\] has NAME = "FILE\.pub", each \[\[step\]\] name/,
    ],
    [
      "a folder of links that is not there",
      "layout verify --layout link.json --key keys/carol.pub --links nowhere",
      2,
      /nowhere: expected a folder of links, found nothing[\s\S]*hint: check the path, and put the links/,
    ],
  ])("%s", async (_, line, exitCode, said) => {
    const folder = drafted()
      .write("link.json", '{"signed": {"_type": "link"}, "signatures": []}')
      .write("empty.toml", 'expires = "90d"\n');
    const outcome = await folder.run(line);
    expect(outcome.stdout + outcome.stderr).toMatch(said);
    expect(outcome.exitCode).toBe(exitCode);
  });

  test("a step that is begun twice", async () => {
    const folder = drafted();
    const start = "link record start --step write --key keys/alice.key";
    await does(folder, start);
    const { exitCode, stderr } = await folder.run(start);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(
      /\.write\.[0-9a-f]{8}\.link-unfinished: expected a step that has not begun, found "write" under way \[FILE_EXISTS\]\n.*hint: end it: lockseal link record stop --step write --key KEY; or remove \.write\./,
    );
  });
});
