import { describe, expect, test } from "vitest";
import { diagnoseOptions } from "../../../src/lock/strict/diagnose-options.ts";
import { ONE, TWO } from "../lint-files.ts";

const options = (text: string, ofRequirement = true) =>
  diagnoseOptions({ name: "r.txt", text, bom: false }, text, (at) => at, ofRequirement);

describe("diagnoseOptions", () => {
  test.each([
    [
      "a digest that is too short",
      "--hash=sha256:12ab",
      "expected 64 hex digits after sha256:, found 4",
    ],
    [
      "a digest with another letter",
      `--hash=sha384:${"a".repeat(95)}x`,
      'expected 96 hex digits after sha384:, found "x" as digit 96',
    ],
    ["no digest", "--hash=sha512:", "expected 128 hex digits after sha512:, found nothing"],
    [
      "upper-case hex",
      `--hash=${ONE.slice(0, 7)}${ONE.slice(7).toUpperCase()}`,
      "expected lower-case hex, found upper-case, which pip before 24.2 takes for another digest",
    ],
    ["a weak algorithm", "--hash=sha1:00", "expected sha256, sha384 or sha512, found sha1"],
    ["no algorithm", "--hash=:00", "expected sha256, sha384 or sha512, found no algorithm"],
    [
      "the name of what every object has",
      "--hash=constructor:00",
      "expected sha256, sha384 or sha512, found constructor",
    ],
    ["no colon", "--hash=00", "expected algorithm:hex, found no colon"],
    ["no value", "--hash", "expected algorithm:hex after --hash, found nothing"],
    [
      "text",
      `--hash=${ONE} more`,
      "expected only --hash after a requirement, found text that pip drops without a word",
    ],
    [
      "another option",
      `--hash=${ONE} --no-deps`,
      "expected only --hash after a requirement, found --no-deps, which uv refuses and pip ignores or refuses",
    ],
    [
      "a variable",
      "--hash=sha256:${X}",
      "expected a lock that says the same everywhere, found an environment variable",
    ],
  ])("says of %s", (_why, text, message) => {
    expect(options(text).map((problem) => problem.message)).toEqual([message]);
  });

  test("says of each hash what is wrong with it, and where", () => {
    const text = `--hash=md5:00 --hash=${ONE} --hash sha256:zz`;
    expect(options(text).map(({ rule, where }) => `${rule} ${where?.column}`)).toEqual([
      "LOCK_HASH_ALGORITHM 8",
      `LOCK_HASH_MALFORMED ${text.indexOf("sha256:zz") + 1}`,
    ]);
  });

  test("says of a hash without a requirement that nothing checks it", () => {
    expect(options(`--hash=${TWO}`, false)).toMatchObject([
      { rule: "LOCK_HASH_ORPHAN", found: `--hash=${TWO}` },
    ]);
  });

  test("has nothing to say of sound hashes", () => {
    expect(options(`--hash=${ONE} --hash="${TWO}" --hash '${TWO}'`)).toEqual([]);
  });
});
