import { expect, test } from "vitest";
import { judgeIndexes } from "../../src/operations/doctor-indexes.ts";
import { Folder } from "../fakes/checkout.ts";

const LEAK = "[global]\nextra-index-url = https://index.example\n";
const UV = '[[index]]\nurl = "https://index.example"\n';

test("where nothing leaks, says so once", () => {
  const folder = new Folder().write("pip.conf", "[global]\ntimeout = 60\n");
  const found = judgeIndexes({ env: {}, system: folder.path, folders: [folder.path] });
  expect(found.map(({ rule, verdict }) => `${verdict} ${rule}`)).toEqual(["passed DOCTOR_INDEXES"]);
});

test.each<[file: string, text: string, env: Readonly<Record<string, string>>]>([
  ["pip.conf", LEAK, {}],
  ["xdg/pip/pip.conf", LEAK, {}],
  ["uv/uv.toml", UV, {}],
  ["xdg/uv/uv.toml", UV, {}],
  ["other/pip/pip.conf", LEAK, { XDG_CONFIG_DIRS: "/none:HERE/other" }],
  ["venv/pip.conf", LEAK, { VIRTUAL_ENV: "HERE/venv" }],
  ["mine.conf", LEAK, { PIP_CONFIG_FILE: "HERE/mine.conf" }],
  ["mine.toml", UV, { UV_CONFIG_FILE: "HERE/mine.toml" }],
  ["AppData/pip/pip.ini", LEAK, { APPDATA: "HERE/AppData" }],
  ["config/pip/pip.conf", LEAK, { XDG_CONFIG_HOME: "HERE/config", HOME: "HERE/home" }],
  ["home/.config/pip/pip.conf", LEAK, { HOME: "HERE/home" }],
])("finds what %s brings in, with its line", (file, text, env) => {
  const folder = new Folder().write(file, text);
  const here = Object.entries(env).map(([key, value]) => [
    key,
    value.replaceAll("HERE", folder.path),
  ]);
  const found = judgeIndexes({ env: Object.fromEntries(here), system: folder.path, folders: [] });
  expect(found).toMatchObject([
    {
      rule: "DOCTOR_INDEX_LEAK",
      verdict: "warned",
      subject: folder.at(file),
      where: { file: folder.at(file) },
    },
  ]);
});

test("a folder in place of a file: nobody can tell", () => {
  const folder = new Folder().write("pip.conf/x", "");
  const [found] = judgeIndexes({ env: {}, system: folder.path, folders: [] });
  expect([found?.rule, found?.verdict]).toEqual(["DOCTOR_INDEX_UNREAD", "noted"]);
});
