import { describe, expect, test } from "vitest";
import { parseOptions } from "../../../src/lock/requirements/options.ts";

const plain = (text: string) => {
  const { hashes, config_settings, ...rest } = parseOptions(text);
  return {
    ...rest,
    ...(hashes && { hashes: Object.fromEntries(hashes) }),
    ...(config_settings && { config_settings: Object.fromEntries(config_settings) }),
  };
};

describe("parseOptions", () => {
  test.each([
    ["a value behind an equals sign", "--hash=sha256:a", { hashes: { sha256: ["a"] } }],
    ["a value as the next word", "--hash sha256:a", { hashes: { sha256: ["a"] } }],
    [
      "several hashes, in order",
      "--hash=sha256:b --hash=sha512:c --hash=sha256:a",
      { hashes: { sha256: ["b", "a"], sha512: ["c"] } },
    ],
    [
      "an abbreviation",
      "--h=sha256:a --no-r",
      { hashes: { sha256: ["a"] }, no_require_hashes: true },
    ],
    ["a whole name that starts another", "--pre", { pre: true }],
    ["a value attached to a letter", "-rbase.txt", { requirements: ["base.txt"] }],
    [
      "an equals sign behind a letter, which is part of the value",
      "-r=base.txt",
      { requirements: ["=base.txt"] },
    ],
    ["a value that looks like an option", "-r --pre", { requirements: ["--pre"] }],
    ["another name of the index", "--pypi-url x", { index_url: "x" }],
    ["the last index", "-i x -i y", { index_url: "y" }],
    ["left-over words, dropped", "a --pre b", { pre: true }],
    ["a lone dash, dropped", "- --pre", { pre: true }],
    ["all behind two dashes, dropped", "-- --hash=md5:a --nonsense", {}],
    ["quotes within a value", `--hash="sha256:a b"`, { hashes: { sha256: ["a b"] } }],
    [
      "names normalised, sorted and in one list only",
      "--no-binary B_c,a --only-binary A",
      { format_control: { no_binary: ["b-c"], only_binary: ["a"] } },
    ],
    [
      ":all:, which covers what is around",
      "--no-binary a,:all:,b",
      { format_control: { no_binary: [":all:"], only_binary: [] } },
    ],
    [
      "names behind :none:",
      "--only-final :all:,x,:none:,y",
      { release_control: { all_releases: [], only_final: ["y"] } },
    ],
    [
      "settings, as a list once repeated",
      "-C a=1 -Ca=2 --config-settings b=",
      { config_settings: { a: ["1", "2"], b: "" } },
    ],
    [
      "a setting of a name that objects have",
      "-C __proto__=1",
      { config_settings: { ["__proto__"]: "1" } },
    ],
  ])("reads %s", (_why, text, expected) => {
    expect(plain(text)).toEqual(expected);
  });

  test.each([
    ["an unknown option", "--frobnicate", "pip: error: no such option: --frobnicate"],
    ["an unknown letter", "-hash=x", "pip: error: no such option: -h"],
    [
      "an ambiguous one",
      "--require",
      "pip: error: ambiguous option: --require (--require-hashes, --requirement?)",
    ],
    ["a value where none belongs", "--pre=1", "pip: error: --pre option does not take a value"],
    ["no value where one belongs", "--has", "pip: error: --hash option requires 1 argument"],
    ["no value behind a letter", "-r", "pip: error: -r option requires 1 argument"],
    [
      "a weak hash",
      "--hash=md5:a",
      "pip: error: Allowed hash algorithms for --hash are sha256, sha384, sha512.",
    ],
    [
      "an algorithm in upper case",
      "--hash=SHA256:a",
      "pip: error: Allowed hash algorithms for --hash are sha256, sha384, sha512.",
    ],
    [
      "a hash without an algorithm",
      "--hash=a",
      "pip: error: Arguments to --hash must be a hash name followed by a value, like --hash=sha256:abcde...",
    ],
    [
      "a setting without a value",
      "-C a",
      "pip: error: Arguments to -C must be of the form KEY=VAL",
    ],
    ["an open quote", "--hash='", "Could not split options: --hash='"],
    [
      "an option as the value of a list",
      "--no-binary -x",
      "--no-binary / --only-binary option requires 1 argument.",
    ],
    [
      "an unknown feature",
      "--use-feature=x",
      "pip: error: option --use-feature: invalid choice: 'x' (choose from 'fast-deps', 'inprocess-build-deps', 'venv-isolation', 'truststore', 'no-binary-enable-wheel-cache', 'build-constraint')",
    ],
    [
      "an option of the command line alone",
      "--uploaded-prior-to=P1D",
      "pip: error: no such option: --uploaded-prior-to",
    ],
    ["a name that objects have", "--constructor", "pip: error: no such option: --constructor"],
  ])("refuses %s", (_why, text, reason) => {
    expect(() => parseOptions(text)).toThrow(
      expect.objectContaining({
        code: "PIP_OPTION_MALFORMED",
        details: expect.objectContaining({ reason }),
      }),
    );
  });
});
