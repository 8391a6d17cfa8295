import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { UNPINNED_LIMITS } from "../../src/archive/limits.ts";
import { decodeName, parseEntryName } from "../../src/archive/names.ts";
import { Refusal } from "../../src/errors.ts";

const PLACE = { archive: "a.tar", entry: "shown", at: 512 };
const parse = (name: string) => parseEntryName(name, PLACE, UNPINNED_LIMITS);

describe("parseEntryName reads", () => {
  test.each<[why: string, name: string, path: string, isFolder: boolean]>([
    ["a plain name", "bin/trivy", "bin/trivy", false],
    ["a leading ./", "./bin/trivy", "bin/trivy", false],
    ["a folder's slash", "bin/", "bin", true],
    ["the root", "./", "", true],
    ["the root without a slash", ".", "", true],
    ["a doubled slash", "bin//trivy", "bin/trivy", false],
    ["a dot between", "bin/./trivy", "bin/trivy", false],
    ["a dot at the end", "bin/.", "bin", true],
    ["dots that are no ending", "a..b/.hidden", "a..b/.hidden", false],
    ["letters of any language", "ü/日本", "ü/日本", false],
    ["a name that begins like a device", "console/nullable", "console/nullable", false],
    ["a component as long as can be", "x".repeat(255), "x".repeat(255), false],
    ["a path as deep as can be", `${"d/".repeat(63)}f`, `${"d/".repeat(63)}f`, false],
    [
      "a path as long as can be",
      `${`${"x".repeat(255)}/`.repeat(3)}${"x".repeat(256 - 2)}/y`.slice(0, 1024),
      `${`${"x".repeat(255)}/`.repeat(3)}${"x".repeat(254)}/y`,
      false,
    ],
  ])("%s", (_why, name, path, isFolder) => {
    expect(parse(name)).toEqual({ path, isFolder });
  });
});

describe("parseEntryName refuses", () => {
  test.each<[why: string, name: string, found: string]>([
    ["nothing", "", "none"],
    ["a root", "/etc/passwd", "an absolute one"],
    ["many roots", "////etc/passwd", "an absolute one"],
    ["what leads out", "../x", '".."'],
    ["what leads out later", "a/b/../../../x", '".."'],
    ["what leads out and back", "a/../b", '".."'],
    ["what leads out at the end", "a/..", '".."'],
    ["a drive", "C:/x", "a drive letter"],
    ["a drive without a slash", "c:x", "a drive letter"],
    ["a backslash", "a\\..\\x", "a backslash"],
    ["a hidden stream", "a.txt:b", "which names a hidden stream"],
    ["NUL", "a\0b", "U+0000"],
    ["a line end", "a\nb", "U+000A"],
    ["an escape", "a\u001b[2J", "U+001B"],
    ["delete", "a\u007f", "U+007F"],
    ["a C1 control", "a\u009b2J", "U+009B"],
    ["a mark that turns text", "a\u202egnp.exe", "U+202E"],
    ["an isolate", "a\u2066b", "U+2066"],
    ["a space of no width", "a\u200bb", "U+200B"],
    ["a byte order mark", "\ufeffa", "U+FEFF"],
    ["a line separator", "a\u2028b", "U+2028"],
    ["half a character", "a\ud800", "U+D800"],
    ["a device", "nul", "a device"],
    ["a device in capitals with an extension", "x/AUX.txt", "a device"],
    ["a device with spaces", "con .txt", "a device"],
    ["a port", "com1", "a device"],
    ["a port with a superscript", "LPT²", "a device"],
    ["a dot at the end", "a./b", "whose ending Windows drops"],
    ["a space at the end", "a ", "whose ending Windows drops"],
    ["three dots", "a/.../b", "whose ending Windows drops"],
    ["too long a component", "x".repeat(256), "256"],
    ["too many bytes in a component", "ü".repeat(128), "256"],
    ["too deep a path", `${"d/".repeat(64)}f`, "65"],
    ["too long a path", `${`${"x".repeat(255)}/`.repeat(4)}y`, "1025"],
  ])("%s", (_why, name, found) => {
    expect(() => parse(name)).toThrow(
      expect.objectContaining({ code: "ARCHIVE_NAME", message: expect.stringContaining(found) }),
    );
  });

  test("and shows the name in escapes, with its place", () => {
    const place = { ...PLACE, entry: "\u001b]0;x\u0007" };
    expect(() => parseEntryName("/x", place, UNPINNED_LIMITS)).toThrow(
      'a.tar: entry "\\u001b]0;x\\u0007" at offset 512: expected a relative name, found an absolute one',
    );
  });
});

test.prop([fc.string({ unit: "binary" })])(
  "parseEntryName gives a clean path or refuses",
  (name) => {
    try {
      const { path } = parse(name);
      expect(parse(path === "" ? "." : path).path).toBe(path);
      expect(path).not.toMatch(/(^|\/)(\.{0,2})(\/|$)./);
    } catch (error) {
      expect(error).toBeInstanceOf(Refusal);
    }
  },
);

test("decodeName takes UTF-8 and refuses other bytes", () => {
  expect(decodeName(Buffer.from("ü"), PLACE)).toBe("ü");
  expect(() => decodeName(Buffer.from([0x61, 0xff]), PLACE)).toThrow(
    'a.tar: entry "a\\u00ff" at offset 512: expected a name in UTF-8, found other bytes',
  );
});
