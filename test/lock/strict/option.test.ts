import { describe, expect, test } from "vitest";
import { completeOption, parseOption } from "../../../src/lock/strict/option.ts";
import { lintFiles, ONE, TWO, verdictOf } from "../lint-files.ts";

const PIN = `alpha==1.0 --hash=${ONE}\n`;
const BASE = { "base.txt": `beta==1.0 --hash=${TWO}\n` };

describe("option lines", () => {
  test.each([
    [
      "f22 what pip and uv both know",
      "--no-index\n--find-links /srv/w\n--only-binary :all:\n--prefer-binary\n--pre\n--trusted-host example.org",
      "accepted",
    ],
    [
      "an index",
      "-i https://x.example/simple\n--extra-index-url=https://y.example/simple",
      "accepted",
    ],
    ["an index on disk", "--index-url file:///srv/simple", "accepted"],
    ["an index that is a path, which uv refuses", "-i ./simple", "LOCK_OPTION_SPELLING 1:1"],
    [
      "h04 credentials of an index",
      "--index-url https://${USER}:${PASS}@x.example/simple",
      "accepted",
    ],
    [
      "h08 a variable for the host of an index",
      "--index-url https://${HOST}/simple",
      "LOCK_ENVIRONMENT 1:1",
    ],
    [
      "h08 a variable for host and credentials",
      "--index-url https://${A}@${HOST}/simple",
      "LOCK_ENVIRONMENT 1:1",
    ],
    ["h07 a variable for all options", "${OPTS}", "LOCK_ENVIRONMENT 1:1"],
    [
      "h07 a variable in find-links",
      "--find-links https://${A}@x.example/w",
      "LOCK_ENVIRONMENT 1:1",
    ],
    ["e07 --require-hashes", "--require-hashes", "accepted"],
    ["e09 --no-require-hashes", "--no-require-hashes", "LOCK_OPTION_FORBIDDEN 1:1"],
    ["e10 --no-req", "--no-req", "LOCK_OPTION_ABBREVIATED 1:1"],
    ["e12 --require-h", "--require-h", "LOCK_OPTION_ABBREVIATED 1:1"],
    ["e13 --no-binary", "--no-binary :all:", "LOCK_OPTION_FORBIDDEN 1:1"],
    ["e13 --no-binary of one package", "--no-binary=alpha", "LOCK_OPTION_FORBIDDEN 1:1"],
    ["e16 --only-binary", "--only-binary=:all:", "accepted"],
    ["--only-binary of one package", "--only-binary alpha", "accepted"],
    ["--only-binary :none:", "--only-binary :none:", "LOCK_OPTION_FORBIDDEN 1:1"],
    [
      "--only-binary of a list, which uv refuses",
      "--only-binary alpha,beta",
      "LOCK_OPTION_SPELLING 1:1",
    ],
    ["--only-binary of what is no name", "--only-binary :al", "LOCK_OPTION_SPELLING 1:1"],
    [
      "--only-binary with :none: behind a comma",
      "--only-binary :all:,:none:",
      "LOCK_OPTION_SPELLING 1:1",
    ],
    ["f01 -r", "-r base.txt", "accepted"],
    ["f01 --requirement=", "--requirement=base.txt", "accepted"],
    ["f01 a comment behind it", "-r base.txt # why", "accepted"],
    ["f02 another option behind -r", "-r base.txt --require-hashes", "LOCK_OPTION_SPELLING 1:1"],
    ["f03 two -r", "-r base.txt -r other.txt", "LOCK_OPTION_SPELLING 1:1"],
    ["f04 the file glued to -r", "-rbase.txt", "LOCK_OPTION_SPELLING 1:1"],
    ["f05 the file in quotes", "-r 'base.txt'", "LOCK_OPTION_SPELLING 1:1"],
    ["f05 the file behind a backslash", "-r base\\.txt", "LOCK_OPTION_SPELLING 1:1"],
    ["f06 -r=", "-r=base.txt", "LOCK_OPTION_SPELLING 1:1"],
    ["f06 -r without a file", "-r", "LOCK_OPTION_SPELLING 1:1"],
    ["f06 a tab behind -r", "-r\tbase.txt", "LOCK_OPTION_SPELLING 1:1"],
    ["f12 a variable in an include", "-r ${INC}", "LOCK_ENVIRONMENT 1:1"],
    ["f15 --req", "--req base.txt", "LOCK_OPTION_UNKNOWN 1:1"],
    ["f20 an unknown option", "--banana", "LOCK_OPTION_UNKNOWN 1:1"],
    ["f21 a short option of pip's command line", "-q", "LOCK_OPTION_UNKNOWN 1:1"],
    ["f23 --config-settings", "--config-settings a=b", "LOCK_OPTION_UNKNOWN 1:1"],
    ["f24 --global-option", "--global-option=x", "LOCK_OPTION_UNKNOWN 1:1"],
    ["f25 -e", "-e .", "LOCK_EDITABLE 1:1"],
    ["f25 --editable with a hash", `--editable ./alpha --hash=${ONE}`, "LOCK_EDITABLE 1:1"],
    ["f26 -e glued", "-e./alpha", "LOCK_EDITABLE 1:1"],
    [
      "f50 a hash behind find-links",
      `--find-links /srv/w --hash=${ONE}`,
      "LOCK_OPTION_SPELLING 1:1",
    ],
    ["f51 a hash alone", `--hash=${ONE}`, "LOCK_HASH_ORPHAN 1:1"],
    ["f53 --uploaded-prior-to", "--uploaded-prior-to 2026-01-01", "LOCK_OPTION_UNKNOWN 1:1"],
    ["f54 --only-b", "--only-b :all:", "LOCK_OPTION_ABBREVIATED 1:1"],
    ["f55 a flag with a value", "--no-index=yes", "LOCK_OPTION_UNKNOWN 1:1"],
    ["f57 two flags on one line", "--no-index --pre", "LOCK_OPTION_UNKNOWN 1:1"],
    ["f57 --all-releases, which only pip knows", "--all-releases :all:", "LOCK_OPTION_UNKNOWN 1:1"],
    [
      "f57 --pypi-url, which uv does not know",
      "--pypi-url https://x.example",
      "LOCK_OPTION_UNKNOWN 1:1",
    ],
    ["f57 two dashes alone", "--", "LOCK_OPTION_UNKNOWN 1:1"],
    ["an option over two lines", "--only-binary \\\n  :all:", "LOCK_DIALECT 1:1"],
    ["an option that the next line would continue", "--pre \\", "LOCK_DIALECT 1:1"],
  ])("%s", (_why, line, expected) => {
    expect(verdictOf({ "requirements.txt": `${line}\n${PIN}`, ...BASE })).toBe(expected);
  });

  test("f59 --no-require-hashes in an included file", () => {
    const files = {
      "requirements.txt": "-r base.txt\n",
      "base.txt": `--no-require-hashes\n${PIN}`,
    };
    expect(verdictOf(files)).toBe("LOCK_OPTION_FORBIDDEN base.txt:1:1");
  });

  test("of a refused kind say why and what was found", () => {
    const [problem] = lintFiles(`--no-binary alpha\n${PIN}`).problems;
    expect(problem).toMatchObject({
      message: expect.stringContaining("--only-binary on the command line"),
      expected: "no --no-binary",
      found: "--no-binary alpha",
    });
  });
});

describe("parseOption", () => {
  const source = { name: "requirements.txt", text: "", bom: false };
  test.each([
    [
      "a short one by its long name",
      "-r base.txt",
      { name: "--requirement", value: "base.txt", offset: 7 },
    ],
    ["several spaces", "--find-links   w", { name: "--find-links", value: "w", offset: 7 }],
    ["a flag", "--pre", { name: "--pre", value: null, offset: 7 }],
  ])("gives %s", (_why, text, expected) => {
    expect(parseOption(source, text, 7)).toEqual(expected);
  });
});

describe("completeOption", () => {
  // optparse takes a prefix that only one option has.
  test.each([
    ["one option", "--has", "--hash"],
    ["a prefix of several", "--only", undefined],
    ["a prefix of two, one of them with a dash more", "--require", undefined],
    ["all of it", "--hash", undefined],
    ["no option", "--banana", undefined],
    ["two dashes", "--", undefined],
  ])("completes %s", (_why, written, expected) => {
    expect(completeOption(written)).toBe(expected);
  });
});
