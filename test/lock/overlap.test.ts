import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { parseStrictMarker } from "../../src/lock/marker-rules.ts";
import { canOverlap } from "../../src/lock/overlap.ts";
import { evaluateMarker, type Marker } from "../../src/lock/requirements/marker.ts";

function marker(text: string): Marker {
  const parsed = parseStrictMarker(text);
  if (typeof parsed === "string") throw new TypeError(`${text}: ${parsed}`);
  return parsed;
}

describe("canOverlap", () => {
  test.each([
    ["versions that part", "python_version < '3.9'", "python_version >= '3.9'", false],
    ["versions that meet at one", "python_version <= '3.9'", "python_version >= '3.9'", true],
    ["a gap of one minor version", "python_version > '3.9'", "python_version < '3.10'", false],
    [
      "the full version and the short one",
      "python_full_version >= '3.9.2'",
      "python_version == '3.9'",
      true,
    ],
    [
      "the full version beyond the short one",
      "python_full_version >= '3.10'",
      "python_version == '3.9'",
      false,
    ],
    [
      "a wildcard and its neighbour",
      "python_version == '3.9.*'",
      "python_version == '3.10'",
      false,
    ],
    [
      "everything but a version, and it",
      "python_version != '3.9'",
      "python_version == '3.9'",
      false,
    ],
    [
      "alphas between two releases",
      "python_full_version > '3.14.0a1'",
      "python_full_version < '3.14.0b1'",
      true,
    ],
    [
      "one release candidate",
      "python_full_version >= '3.14.0rc1'",
      "python_full_version <= '3.14.0rc1'",
      true,
    ],
    ["~= and the next major version", "python_version ~= '3.9'", "python_version >= '4'", false],
    ["two platforms", "sys_platform == 'linux'", "sys_platform == 'win32'", false],
    ["a platform and everything else", "sys_platform == 'linux'", "sys_platform != 'linux'", false],
    [
      "a platform and another's name",
      "sys_platform == 'linux'",
      "platform_system == 'Windows'",
      false,
    ],
    ["a platform and its kind", "sys_platform == 'darwin'", "os_name == 'posix'", true],
    ["a platform that is in no table", "sys_platform == 'plan9'", "os_name == 'posix'", true],
    ["a platform and a machine", "sys_platform == 'linux'", "platform_machine == 'arm64'", true],
    [
      "an implementation and another's name",
      "implementation_name == 'pypy'",
      "platform_python_implementation == 'CPython'",
      false,
    ],
    [
      "a list and what is not in it",
      "sys_platform in 'linux darwin'",
      "sys_platform not in 'linux darwin'",
      false,
    ],
    [
      "a list and another platform",
      "sys_platform in 'linux darwin'",
      "sys_platform == 'win32'",
      false,
    ],
    ["a part of a text in a list", "sys_platform in 'linux2'", "sys_platform != 'linux2'", true],
    ["two parts that one platform has", "'win' in sys_platform", "'dar' in sys_platform", true],
    ["a part and its absence", "'linux' in sys_platform", "'linux' not in sys_platform", false],
    ["the absence of a short part", "os_name == 'nt'", "'o' not in platform_machine", true],
    [
      "and",
      "os_name == 'nt' and python_version < '3.9'",
      "os_name == 'nt' and python_version >= '3.9'",
      false,
    ],
    [
      "or",
      "os_name == 'nt' or python_version < '3.9'",
      "os_name == 'nt' or python_version >= '3.9'",
      true,
    ],
    [
      "a marker that never holds",
      "python_version < '3.9' and python_version > '3.9'",
      "os_name == 'nt'",
      false,
    ],
  ])("%s", (_why, one, other, expected) => {
    expect(canOverlap(marker(one), marker(other))).toBe(expected);
    expect(canOverlap(marker(other), marker(one))).toBe(expected);
  });

  test("no marker overlaps with any", () => {
    expect(canOverlap(null, marker("os_name == 'nt'"))).toBe(true);
    expect(canOverlap(null, null)).toBe(true);
  });

  test("too many values to try count as able to overlap", () => {
    const many = (from: number): string =>
      ["machine", "release", "version"]
        .map((name) =>
          Array.from({ length: 40 }, (_, at) => `platform_${name} == 'x${at + from}'`).join(" or "),
        )
        .map((text) => `(${text})`)
        .join(" and ");
    expect(canOverlap(marker(many(0)), marker(many(40)))).toBe(true);
  });
});

/** Interpreters as there are: what goes together does. */
const ENVIRONMENTS = [
  "3.8.20",
  "3.9.0",
  "3.9.7",
  "3.10.1",
  "3.14.0a2",
  "3.14.0rc1",
  "3.14.0",
  "4.0.0",
].flatMap((full) =>
  [
    ["posix", "linux", "Linux", "x86_64"],
    ["posix", "linux", "Linux", "aarch64"],
    ["posix", "darwin", "Darwin", "arm64"],
    ["nt", "win32", "Windows", "AMD64"],
    ["posix", "freebsd14", "FreeBSD", "amd64"],
    ["posix", "cygwin", "CYGWIN_NT-10.0", "x86_64"],
  ].map(([os_name = "", sys_platform = "", platform_system = "", platform_machine = ""]) => ({
    os_name,
    sys_platform,
    platform_system,
    platform_machine,
    python_full_version: full,
    python_version: full.split(".").slice(0, 2).join("."),
  })),
);

const texts = fc
  .tuple(
    fc.constantFrom("os_name", "sys_platform", "platform_system", "platform_machine"),
    fc.constantFrom("==", "!=", "in", "not in"),
    fc.constantFrom(
      "posix",
      "nt",
      "linux",
      "linux2",
      "darwin",
      "win",
      "win32",
      "linux darwin",
      "Linux",
      "x86_64",
      "arm64",
      "AMD64 x86_64",
      "freebsd14",
    ),
    fc.boolean(),
  )
  .map(([name, operator, value, reversed]) =>
    reversed ? `'${value}' ${operator} ${name}` : `${name} ${operator} '${value}'`,
  );
const versions = fc
  .tuple(
    fc.constantFrom("python_version", "python_full_version"),
    fc.constantFrom("==", "!=", "<", "<=", ">", ">=", "~="),
    fc.constantFrom("3.9", "3.9.7", "3.10", "3.14", "4.0"),
  )
  .map(([name, operator, value]) => `${name} ${operator} '${value}'`);
const early = fc
  .tuple(
    fc.constantFrom("==", "!=", "<", "<=", ">", ">="),
    fc.constantFrom("3.14.0a1", "3.14.0a2", "3.14.0b1", "3.14.0rc1"),
  )
  .map(([operator, value]) => `python_full_version ${operator} '${value}'`);
const comparison = fc.oneof(texts, versions, early);
const markers = fc
  .tuple(comparison, fc.array(fc.tuple(fc.constantFrom("and", "or"), comparison), { maxLength: 2 }))
  .map(([first, rest]) => [first, ...rest.flat()].join(" "));

property.prop([markers, markers], { numRuns: 2000 })(
  "two markers that hold together somewhere can overlap",
  (one, other) => {
    const [a, b] = [marker(one), marker(other)];
    const together = ENVIRONMENTS.some(
      (environment) =>
        evaluateMarker(a, environment) === true && evaluateMarker(b, environment) === true,
    );
    if (together) expect(canOverlap(a, b)).toBe(true);
  },
);
