import { describe, expect, test } from "vitest";
import {
  optionsOfPipFile,
  optionsOfUvFile,
  optionsOfVariables,
} from "../../src/lock/ambient-options.ts";

const brief = (options: ReturnType<typeof optionsOfVariables>): string[] =>
  options.map(({ program, name, value, line }) => `${program} ${name} ${value} ${line}`);

test.each<[env: Record<string, string>, options: readonly string[]]>([
  [{ PIP_EXTRA_INDEX_URL: "https://a.example/" }, ["pip extra-index-url https://a.example/ null"]],
  [{ PIP_INDEX_URL: "https://me:token@a.example/s" }, ["pip index-url https://…@a.example/s null"]],
  [{ UV_INDEX_STRATEGY: "unsafe-best-match" }, ["uv index-strategy unsafe-best-match null"]],
  [{ PIP_PRE: "0", PIP_FIND_LINKS: "", PIP_CACHE_DIR: "/x", PIPX: "1" }, []],
])("finds in variables %j", (env, options) => {
  expect(brief(optionsOfVariables(env))).toEqual(options);
});

describe("finds in a file of pip's", () => {
  test.each<[why: string, text: string, options: readonly string[]]>([
    [
      "a key, in any section and spelling",
      "[global]\nExtra_Index_URL = https://a.example\n[install]\nfind-links: /x\n",
      ["pip extra-index-url https://a.example 2", "pip find-links /x 4"],
    ],
    [
      "values over several lines",
      "[global]\nextra-index-url =\n    https://a.example\n    https://b.example\n",
      ["pip extra-index-url https://a.example 3", "pip extra-index-url https://b.example 4"],
    ],
    ["no comment", "[global]\n# index-url = x\n; find-links = y\ntimeout = 60\n", []],
    ["nothing that is switched off", "[global]\npre = false\n", []],
    ["nothing in what is no such file", "\u0000[[[\n=\n:\n", []],
  ])("%s", (_why, text, options) => {
    expect(brief(optionsOfPipFile(text, "pip.conf"))).toEqual(options);
  });
});

describe("finds in a file of uv's", () => {
  test.each<
    [why: string, text: string, kind: "uv.toml" | "pyproject.toml", options: readonly string[]]
  >([
    [
      "a list of tables",
      '[[index]]\nname = "x"\nurl = "https://u:p@a.example"\n',
      "uv.toml",
      ["uv index https://…@a.example 1"],
    ],
    [
      "what is for pip",
      '[pip]\nextra-index-url = ["https://a.example"]\n',
      "uv.toml",
      ["uv extra-index-url https://a.example 2"],
    ],
    [
      "the table of a project",
      '[project]\nname = "x"\n[tool.uv]\nfind-links = ["w"]\nprerelease = "allow"\n',
      "pyproject.toml",
      ["uv find-links w 4", "uv prerelease allow 5"],
    ],
    ["nothing of other tools", '[tool.other]\nindex = "x"\n', "pyproject.toml", []],
    ["nothing where tool is no table", "tool = 1\n", "pyproject.toml", []],
  ])("%s", (_why, text, kind, options) => {
    expect(brief(optionsOfUvFile(Buffer.from(text), "f", kind))).toEqual(options);
  });
});
