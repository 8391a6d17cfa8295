import { describe, expect, test } from "vitest";
import { comparisonsOf, parseStrictMarker } from "../../src/lock/marker-rules.ts";

describe("parseStrictMarker", () => {
  test.each([
    ["a version", 'python_version >= "3.9"'],
    ["a version in single quotes", "python_version < '3.12'"],
    ["a version behind its literal", '"3.9" <= python_version'],
    ["a wildcard", 'python_version == "3.9.*"'],
    ["~=", 'python_version ~= "3.9"'],
    ["a release candidate, of the full version", 'python_full_version < "3.14.0rc1"'],
    ["the implementation", 'implementation_version >= "7.3" and implementation_name == "pypy"'],
    ["a platform", "sys_platform != 'win32'"],
    ["a list of platforms", "sys_platform not in 'win32 cygwin'"],
    ["a part of a platform", "'linux' in sys_platform"],
    ["brackets", '(os_name == "nt" or os_name == "posix") and platform_machine == "x86_64"'],
    ["the old spelling with a dot", 'os.name == "posix"'],
    ["the old name of the implementation", 'python_implementation == "CPython"'],
  ])("takes %s", (_why, text) => {
    expect(parseStrictMarker(text)).toBeInstanceOf(Array);
  });

  // Each was given to both tools; the reason is why they part.
  test.each([
    ["a text as a version", 'python_version >= "foo"', "no version"],
    ["in with versions", 'python_version in "3.8 3.9"', "differently"],
    ["=== with versions", 'python_version === "3.9"', "differently"],
    ["a release candidate as python_version", 'python_version > "3.11rc1"', "differently"],
    ["a post release as python_version", 'python_version < "3.11.post1"', "differently"],
    ["a local version as python_version", 'python_version == "3.11+x"', "differently"],
    ["~= behind its literal", '"3.0" ~= python_version', "behind its literal"],
    ["a wildcard behind its literal", '"3.9.*" == python_version', "behind its literal"],
    ["an order of texts", 'sys_platform < "win32"', "differently"],
    ["a text that is a version", 'platform_release == "5.10"', "compared with a version"],
    ["two literals", '"a" == "a"', "two literals"],
    ["two variables", "os_name == sys_platform", "two variables"],
    ["extra", 'extra == "x"', "means nothing in a lock"],
    ["extra behind and", 'os_name == "nt" and extra == "x"', "means nothing in a lock"],
    ["dependency_groups", '"x" in dependency_groups', "means nothing in a lock"],
    ["an unknown variable", 'python_versio >= "3"', "no marker"],
    ["a backslash", 'os_name == "\\x6et"', "a backslash"],
    ["a quote of the other kind", `os_name == 'a"b'`, "a quote"],
    ["no operator", "os_name", "no marker"],
    ["and alone", 'os_name == "nt" and', "no marker"],
    ["a bracket that nothing closes", '(os_name == "nt"', "no marker"],
    ["what follows the marker", 'os_name == "nt" "x"', "no marker"],
    ["nothing", "", "no marker"],
    ["401 brackets", `${"(".repeat(402)}os_name == "nt"${")".repeat(402)}`, "no marker"],
  ])("refuses %s", (_why, text, reason) => {
    expect(parseStrictMarker(text)).toContain(reason);
  });
});

test("comparisonsOf lists them from left to right, out of every bracket", () => {
  const marker = parseStrictMarker('(os_name == "a" or (os_name == "b")) and os_name == "c"');
  if (typeof marker === "string") throw new Error(marker);
  expect(comparisonsOf(marker).map(({ right }) => right.value)).toEqual(["a", "b", "c"]);
});
