import { describe, expect, test } from "vitest";
import { type Files, lintFiles, ONE, TWO, verdictOf } from "./lint-files.ts";

const ALPHA = `alpha==1.0 --hash=${ONE}\n`;
const OTHER = `alpha==1.0 --hash=${TWO}\n`;
const URL = "https://x.example/alpha-1.0-py3-none-any.whl";

describe("a package locked twice", () => {
  test.each([
    ["d02 other hashes, the good first", ALPHA + OTHER, "LOCK_DUPLICATE 2:1"],
    ["d03 other hashes, the bad first", OTHER + ALPHA, "LOCK_DUPLICATE 2:1"],
    [
      "d04 then without a hash",
      `${ALPHA}alpha==1.0\n`,
      "LOCK_HASH_MISSING 2:1, LOCK_DUPLICATE 2:1",
    ],
    [
      "d05 first without a hash",
      `alpha==1.0\n${ALPHA}`,
      "LOCK_HASH_MISSING 1:1, LOCK_DUPLICATE 2:1",
    ],
    ["d06 two versions", `${ALPHA}alpha==1.1 --hash=${TWO}\n`, "LOCK_DUPLICATE 2:1"],
    [
      "d08 two versions under markers that exclude each other",
      `alpha==1.0 ; python_version < "3.9" --hash=${ONE}\nalpha==1.1 ; python_version >= "3.9" --hash=${TWO}\n`,
      "accepted",
    ],
    [
      "d09 two versions under markers that do not",
      `alpha==1.0 ; python_version < "3.10" --hash=${ONE}\nalpha==1.1 ; python_version >= "3.9" --hash=${TWO}\n`,
      "LOCK_DUPLICATE 2:1",
    ],
    [
      "d10 without a hash under a marker that is false here",
      `${ALPHA}beta==1.0 ; sys_platform == "win32"\n`,
      "LOCK_HASH_MISSING 2:1",
    ],
    [
      "d11 without a version under a marker that is false here",
      `${ALPHA}beta ; sys_platform == "win32" --hash=${ONE}\n`,
      "LOCK_NOT_PINNED 2:1",
    ],
    [
      "d19 with other extras and the same hashes",
      `alpha[x]==1.0 --hash=${ONE}\n${ALPHA}`,
      "accepted",
    ],
    [
      "d19 with other extras and other hashes",
      `alpha[x]==1.0 --hash=${ONE}\n${OTHER}`,
      "LOCK_DUPLICATE 2:1",
    ],
    [
      "d21 the same hashes in another order",
      `${ALPHA.trim()} --hash=${TWO}\n${OTHER.trim()} --hash=${ONE}\n`,
      "accepted",
    ],
    [
      "d22 under one marker",
      `alpha==1.0 ; os_name == "nt" --hash=${ONE}\nalpha==1.1 ; os_name == "nt" --hash=${TWO}\n`,
      "LOCK_DUPLICATE 2:1",
    ],
    ["d23 versions that are equal but spelt apart", `${ALPHA}alpha==1 --hash=${ONE}\n`, "accepted"],
    ["d24 a range beside the pin", `${ALPHA}alpha>=0.9 --hash=${ONE}\n`, "LOCK_NOT_PINNED 2:1"],
    ["d25 a subset of the hashes", `${ALPHA.trim()} --hash=${TWO}\n${ALPHA}`, "LOCK_DUPLICATE 2:1"],
    [
      "a local version beside its public one",
      `${ALPHA}alpha==1.0+x --hash=${ONE}\n`,
      "LOCK_DUPLICATE 2:1",
    ],
    [
      "a name spelt apart",
      `al-pha==1.0 --hash=${ONE}\nAl_Pha==1.1 --hash=${ONE}\n`,
      "LOCK_DUPLICATE 2:1",
    ],
    ["a reference beside a pin", `${ALPHA}alpha @ ${URL} --hash=${ONE}\n`, "LOCK_DUPLICATE 2:1"],
    [
      "two references",
      `alpha @ ${URL} --hash=${ONE}\nalpha @ ${URL}?x --hash=${ONE}\n`,
      "LOCK_DUPLICATE 2:1",
    ],
    [
      "the third beside the first",
      `${ALPHA}beta==1.0 --hash=${TWO}\n${OTHER}`,
      "LOCK_DUPLICATE 3:1",
    ],
  ])("%s", (_why, text, expected) => {
    expect(verdictOf(text)).toBe(expected);
  });

  test.each([
    ["d01 in the same words", ALPHA + ALPHA],
    ["d07 by two spellings of the name", `al-pha==1.0 --hash=${ONE}\nAL.pha==1.0 --hash=${ONE}\n`],
  ])("%s only warns", (_why, text) => {
    expect(lintFiles(text).problems).toMatchObject([
      { rule: "LOCK_DUPLICATE_LINE", verdict: "warned", where: { line: 2, column: 1 } },
    ]);
  });

  test("65 lines of one package are refused at the last, and 64 are not too many", () => {
    const lines = (count: number): string =>
      Array.from(
        { length: count },
        (_, at) => `alpha==${at} ; python_version == "3.${at}" --hash=${ONE}\n`,
      ).join("");
    expect(verdictOf(lines(64))).toBe("accepted");
    expect(verdictOf(lines(65))).toBe("LOCK_TOO_LARGE 65:1");
  });

  test("says both lines and both versions", () => {
    expect(lintFiles(`${ALPHA}alpha==1.1 --hash=${ONE}\n`).problems).toMatchObject([
      {
        message:
          "expected alpha as in requirements.txt:1, found it again and different, where both lines may apply",
        expected: "1.0",
        found: "1.1",
      },
    ]);
  });
});

describe("constraints", () => {
  const under = (constraint: string, lock: string = ALPHA): Files => ({
    "r.txt": `-c c.txt\n${lock}`,
    "c.txt": constraint,
  });
  test.each([
    ["that agree", under("alpha==1.0\n"), "accepted"],
    ["that agree, with the same hash", under(ALPHA), "accepted"],
    ["that agree in another spelling", under("Alpha==1.0.0\n"), "accepted"],
    ["f13 with another hash", under(OTHER), "LOCK_CONSTRAINT 2:1"],
    [
      "f14 with the only hash",
      under(ALPHA, "alpha==1.0\n"),
      "LOCK_HASH_MISSING 2:1, LOCK_CONSTRAINT 2:1",
    ],
    ["f17 of a package that is not locked", under(`beta==1.0 --hash=${TWO}\n`), "accepted"],
    ["f18 with extras", under("alpha[x]==1.0\n"), "LOCK_CONSTRAINT c.txt:1:1"],
    ["with a reference", under(`alpha @ ${URL} --hash=${ONE}\n`), "LOCK_CONSTRAINT c.txt:1:1"],
    [
      "c22 with the only version",
      under("alpha==1.0\n", `alpha --hash=${ONE}\n`),
      "LOCK_NOT_PINNED 2:1",
    ],
    ["of another version", under("alpha==1.1\n"), "LOCK_CONSTRAINT 2:1"],
    ["that are a range", under("alpha>=0.9\n"), "LOCK_NOT_PINNED c.txt:1:1"],
    [
      "of another version under a marker that excludes the pin's",
      under('alpha==1.1 ; os_name == "nt"\n', `alpha==1.0 ; os_name == "posix" --hash=${ONE}\n`),
      "accepted",
    ],
    ["of two versions", under("beta==1.0\nbeta==1.1\n"), "LOCK_CONSTRAINT c.txt:2:1"],
    ["that are editable", under("-e .\n"), "LOCK_EDITABLE c.txt:1:1"],
  ])("%s", (_why, files, expected) => {
    expect(verdictOf(files)).toBe(expected);
  });

  test("are no pins", () => {
    expect(lintFiles(under("alpha==1.0\nbeta==2.0\n")).pins).toHaveLength(1);
  });
});

describe("markers", () => {
  test("d14 that nobody can read are refused where their line starts", () => {
    expect(verdictOf(`${ALPHA}beta==1.0 ; python_versio >= "3" --hash=${ONE}\n`)).toBe(
      "LOCK_MARKER 2:1",
    );
  });
});
