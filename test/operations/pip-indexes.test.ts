import { symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readPipIndexes } from "../../src/operations/pip-indexes.ts";
import { Folder } from "../fakes/checkout.ts";

const says = (url: string): string => `[global]\nindex-url = ${url}\n`;
const A = "https://a.example/";
const B = "https://b.example/";

/** Reads what pip is told on a machine that is one folder; `HERE` in a variable is that folder. */
function read(machine: Folder, env: Readonly<Record<string, string>>) {
  const here = Object.entries(env).map(([name, value]) => [
    name,
    value.replaceAll("HERE", machine.path),
  ]);
  const tree = machine.at("checkout");
  const places = { env: Object.fromEntries(here), system: machine.at("etc"), cwd: tree };
  const root = { path: tree, gitTop: tree };
  const { indexes, findings } = readPipIndexes("requirements.txt", root, places);
  return {
    indexes: indexes.map(({ url, source }) => `${url} ${source.replace(machine.path, "HERE")}`),
    found: findings.map(
      ({ verdict, message }) => `${verdict} ${message.replaceAll(machine.path, "HERE")}`,
    ),
  };
}

describe("the files of pip", () => {
  test.each<
    [
      why: string,
      files: readonly string[],
      env: Readonly<Record<string, string>>,
      strongest: string,
    ]
  >([
    ["the machine's", ["etc/xdg/pip/pip.conf", "etc/pip.conf"], {}, "etc/pip.conf"],
    [
      "the user's",
      ["etc/pip.conf", "home/.pip/pip.conf"],
      { HOME: "HERE/home" },
      "home/.pip/pip.conf",
    ],
    [
      "the user's newer one",
      ["home/.pip/pip.conf", "home/.config/pip/pip.conf"],
      { HOME: "HERE/home" },
      "home/.config/pip/pip.conf",
    ],
    [
      "the environment's",
      ["home/.config/pip/pip.conf", "venv/pip.conf"],
      { HOME: "HERE/home", VIRTUAL_ENV: "HERE/venv" },
      "venv/pip.conf",
    ],
    [
      "one that a variable names",
      ["etc/pip.conf", "home/.config/pip/pip.conf", "venv/pip.conf", "own.conf"],
      { HOME: "HERE/home", VIRTUAL_ENV: "HERE/venv", PIP_CONFIG_FILE: "HERE/own.conf" },
      "own.conf",
    ],
    [
      "one that a variable names from here",
      ["etc/pip.conf", "own.conf"],
      { PIP_CONFIG_FILE: "../own.conf" },
      "own.conf",
    ],
  ])("%s", (_why, files, env, strongest) => {
    const machine = new Folder().write("checkout/x", "");
    for (const file of files) machine.write(file, says(file === strongest ? B : A));
    expect(read(machine, env)).toEqual({ indexes: [`${B} HERE/${strongest}`], found: [] });
  });

  test("none where the variable says so", () => {
    const machine = new Folder().write("checkout/x", "").write("etc/pip.conf", says(A));
    expect(read(machine, { PIP_CONFIG_FILE: "/dev/null" })).toEqual({ indexes: [], found: [] });
  });

  test("where one is named that is there, the user's others do not count", () => {
    const machine = new Folder().write("checkout/x", "").write("own.conf", "[global]\npre = 1\n");
    machine.write("home/.config/pip/pip.conf", says(A));
    const env = { HOME: "HERE/home", PIP_CONFIG_FILE: "HERE/own.conf" };
    expect(read(machine, env).indexes).toEqual([]);
    expect(read(machine, { ...env, PIP_CONFIG_FILE: "HERE/gone.conf" }).indexes).toHaveLength(1);
  });

  test("one in the checkout is its author's, and is not asked", () => {
    const machine = new Folder().write("checkout/.venv/pip.conf", says("https://evil.example/"));
    machine.write("etc/pip.conf", says(A));
    const found = [
      "warned HERE/checkout/.venv/pip.conf: expected a file of pip's outside of the checkout, found one in it",
    ];
    const expected = { indexes: [`${A} HERE/etc/pip.conf`], found };
    expect(read(machine, { VIRTUAL_ENV: "HERE/checkout/.venv" })).toEqual(expected);
    symlinkSync(machine.at("checkout/.venv"), machine.at("venv"));
    expect(read(machine, { VIRTUAL_ENV: "HERE/venv" }).indexes).toEqual(expected.indexes);
  });

  test("one that pip would refuse is said", () => {
    const machine = new Folder().write("checkout/x", "").write("etc/pip.conf", "index-url = x\n");
    expect(read(machine, {})).toEqual({
      indexes: [],
      found: ["warned HERE/etc/pip.conf: expected settings of pip, found what it refuses"],
    });
    const folder = new Folder().write("checkout/x", "").write("etc/pip.conf/x", "");
    expect(read(folder, {}).found).toMatchObject([/^warned HERE\/etc\/pip.conf: /]);
  });
});
