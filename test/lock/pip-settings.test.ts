import { describe, expect, test } from "vitest";
import {
  indexesOfPip,
  type PipSource,
  parsePipFile,
  settingsOfVariables,
} from "../../src/lock/pip-settings.ts";

const A = "https://a.example/simple";
const B = "https://b.example/simple";

describe("a file of pip's is read as Python's own parser reads it", () => {
  test.each<[why: string, text: string, expected: Readonly<Record<string, string>> | null]>([
    ["nothing", "", {}],
    ["a key of a section", `[global]\nindex-url = ${A}\n`, { "global.index-url": A }],
    ["a colon, and no blanks", `[global]\nindex-url:${A}`, { "global.index-url": A }],
    ["any case, and lines below", `[install]\nINDEX_URL=${A}\r\n`, { "install.index-url": A }],
    ["two dashes before it", `[global]\n--index-url=${A}\n`, { "global.index-url": A }],
    [
      "a value that goes on, past a comment and an empty line",
      `[global]\nextra-index-url =\n  ${A}\n  # not this\n\n\t${B}\n`,
      { "global.extra-index-url": `\n${A}\n${B}` },
    ],
    [
      "what stands behind a value",
      `[global]\nindex-url = ${A} # x\n`,
      { "global.index-url": `${A} # x` },
    ],
    ["a key that is indented", `[global]\n  index-url = ${A}\n`, { "global.index-url": A }],
    [
      "what holds for every section",
      `[DEFAULT]\nindex-url = ${A}\n[install]\npre = 1\n[global]\nindex-url = ${B}\n`,
      { "install.index-url": A, "install.pre": "1", "global.index-url": B },
    ],
    [
      "a variable, which stands for itself",
      "[global]\nindex-url = $X\n",
      { "global.index-url": "$X" },
    ],
    ["a key before any section", `index-url = ${A}\n`, null],
    ["a line that is none", "[global]\nindex-url\n", null],
    ["a key twice", `[global]\nindex-url = ${A}\nindex-url = ${B}\n`, null],
    ["a section twice", "[global]\n[install]\n[global]\n", null],
  ])("%s", (_why, text, expected) => {
    const found = parsePipFile(text);
    expect(found === undefined ? null : Object.fromEntries(found)).toEqual(expected);
  });
});

describe("which indexes pip would ask", () => {
  const of = (name: string, text: string): PipSource => ({
    name,
    settings: parsePipFile(text) ?? new Map(),
  });
  const env = (variables: Readonly<Record<string, string>>): PipSource => ({
    name: "variables",
    settings: settingsOfVariables(variables),
  });
  const GLOBAL = of("/etc/pip.conf", `[global]\nindex-url = ${A}\n`);

  test.each<[why: string, sources: readonly PipSource[], expected: readonly string[]]>([
    ["none is assumed", [], []],
    ["of a file", [GLOBAL], [`${A} by /etc/pip.conf`]],
    ["the stronger file", [GLOBAL, of("own", `[global]\nindex-url = ${B}`)], [`${B} by own`]],
    [
      "the section of the command, in whichever file",
      [of("weak", `[install]\nindex-url = ${B}`), GLOBAL],
      [`${B} by weak`],
    ],
    [
      "not that of another command",
      [GLOBAL, of("own", `[download]\nindex-url = ${B}`)],
      [`${A} by /etc/pip.conf`],
    ],
    [
      "a variable before all files",
      [of("own", `[install]\nindex-url = ${A}`), env({ PIP_INDEX_URL: B })],
      [`${B} by PIP_INDEX_URL`],
    ],
    ["an empty variable is none", [GLOBAL, env({ PIP_INDEX_URL: "" })], [`${A} by /etc/pip.conf`]],
    ["an older name of it", [env({ PIP_PYPI_URL: B })], [`${B} by PIP_PYPI_URL`]],
    [
      "further ones, split at blanks",
      [GLOBAL, env({ PIP_EXTRA_INDEX_URL: `${B}  https://c.example/\nhttps://d.example/` })],
      [
        `${A} by /etc/pip.conf`,
        `${B} by PIP_EXTRA_INDEX_URL`,
        "https://c.example/ by PIP_EXTRA_INDEX_URL",
        "https://d.example/ by PIP_EXTRA_INDEX_URL",
      ],
    ],
    ["further ones alone", [of("own", `[global]\nextra-index-url = ${B}`)], [`${B} by own`]],
    ["none where it is to ask none", [GLOBAL, env({ PIP_NO_INDEX: "1" })], []],
    [
      "all where that is switched off",
      [GLOBAL, env({ PIP_NO_INDEX: "false" })],
      [`${A} by /etc/pip.conf`],
    ],
  ])("%s", (_why, sources, expected) => {
    expect(indexesOfPip(sources).map(({ url, source }) => `${url} by ${source}`)).toEqual(expected);
  });
});
