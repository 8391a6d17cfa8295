import { describe, expect, test } from "vitest";
import { lintFiles, ONE, THREE, TWO, verdictOf } from "../lint-files.ts";

const PIN = `alpha==1.0 --hash=${ONE}`;
const HEX = ONE.slice("sha256:".length);

describe("lines", () => {
  test.each([
    ["a01 one line", `${PIN}\n`, "accepted"],
    [
      "a02 a continuation before each of two hashes",
      `alpha==1.0 \\\n    --hash=${ONE} \\\n    --hash=${TWO}\n`,
      "accepted",
    ],
    ["a03 CR LF", `alpha==1.0 \\\r\n  --hash=${ONE}\r\n`, "accepted"],
    [
      "a04 a bare CR as line end",
      `${PIN}\rbeta==1.0 --hash=${TWO}\r`,
      "LOCK_HIDDEN_LINE 1:90 U+000D, LOCK_TRAILING_TEXT 1:91, LOCK_HIDDEN_LINE 1:179 U+000D",
    ],
    ["a05 no final line end", PIN, "accepted"],
    ["a06 a backslash at the end of the file", `${PIN} \\`, "LOCK_CONTINUATION 1:91"],
    [
      "a06 a backslash and a line end at the end of the file",
      `${PIN} \\\n`,
      "LOCK_CONTINUATION 1:91",
    ],
    [
      "a07 a space behind the backslash",
      `alpha==1.0 \\ \n    --hash=${ONE}\n`,
      "LOCK_CONTINUATION 1:12, LOCK_HASH_ORPHAN 2:5",
    ],
    [
      "a08 a comment inside a continuation",
      `alpha==1.0 \\\n# why\n    --hash=${ONE}\n`,
      "LOCK_CONTINUATION 1:12, LOCK_HASH_ORPHAN 3:5",
    ],
    [
      "a09 a comment that ends in a backslash and swallows a pin",
      `${PIN} # note \\\nbeta==1.0 --hash=${TWO}\n`,
      "LOCK_COMMENT_SWALLOWS 1:98",
    ],
    ["a10 a line of comment that ends in a backslash", `# note \\\n${PIN}\n`, "accepted"],
    ["a11 a hash in a comment", `alpha==1.0 # --hash=${ONE}\n`, "LOCK_HASH_MISSING 1:1"],
    [
      "a12 a comment glued to the version",
      `alpha==1.0#why --hash=${ONE}\n`,
      "LOCK_REQUIREMENT_MALFORMED 1:1",
    ],
    ["a13 a tab before --hash", `alpha==1.0\t--hash=${ONE}\n`, "LOCK_WHITESPACE 1:11"],
    [
      "a14 a continuation indented with a tab",
      `alpha==1.0 \\\n\t--hash=${ONE}\n`,
      "LOCK_WHITESPACE 2:1",
    ],
    [
      "a15 an empty line inside a continuation",
      `alpha==1.0 \\\n\n    --hash=${ONE}\n`,
      "LOCK_CONTINUATION 1:12, LOCK_HASH_ORPHAN 3:5",
    ],
    [
      "a16 a forgotten backslash",
      `alpha==1.0\n    --hash=${ONE}\n`,
      "LOCK_HASH_MISSING 1:1, LOCK_HASH_ORPHAN 2:5",
    ],
    ["a17 two backslashes", `alpha==1.0 \\\\\n    --hash=${ONE}\n`, "LOCK_CONTINUATION 1:12"],
    [
      "a18 a leading backslash on the continued line",
      `alpha==1.0 \\\n\\ --hash=${ONE} \\\n --hash=${TWO}\n`,
      "LOCK_CONTINUATION 2:1",
    ],
    [
      "a18 a leading backslash on the first line",
      `\\alpha==1.0 \\\n --hash=${ONE}\n`,
      "LOCK_CONTINUATION 1:1",
    ],
    ["a19 a word split over two lines", `alpha==1.0 --ha\\\nsh=${ONE}\n`, "LOCK_CONTINUATION 1:16"],
    [
      "a19 no space before the backslash",
      `alpha==1.0\\\n--hash=${ONE}\n`,
      "LOCK_CONTINUATION 1:11",
    ],
    [
      "a20 a digest split over two lines",
      `alpha==1.0 --hash=${ONE.slice(0, 30)}\\\n${ONE.slice(30)}\n`,
      "LOCK_CONTINUATION 1:49",
    ],
    ["a21 white space before the requirement", `   ${PIN}\n`, "accepted"],
    ["a21 a tab before the requirement", `\t${PIN}\n`, "accepted"],
    ["a22 an empty file", "", "LOCK_EMPTY"],
    ["a23 only comments", "# nothing\n\n   # to see\n", "LOCK_EMPTY"],
    ["a24 only white space", " \t \n\n", "LOCK_EMPTY"],
    ["a30 white space at the end of lines", `alpha==1.0 \\\n    --hash=${ONE}  \t\n`, "accepted"],
    ["a comment behind a hash", `${PIN} # why # and why\n`, "accepted"],
    ["a comment behind a hash and a tab", `${PIN}\t# why\n`, "accepted"],
    ["an empty comment behind a hash", `${PIN} #\n`, "accepted"],
    ["a continuation without an indent", `alpha==1.0 \\\n--hash=${ONE}\n`, "accepted"],
    [
      "no space between two hashes that a backslash parts",
      `alpha==1.0 --hash=${ONE}\\\n --hash=${TWO}\n`,
      "LOCK_CONTINUATION 1:90",
    ],
    [
      "a continuation inside the requirement",
      `alpha \\\n==1.0 --hash=${ONE}\n`,
      "LOCK_DIALECT 1:1",
    ],
    [
      "a comment between two hashes",
      `alpha==1.0 --hash=${ONE} \\\n  # why\n  --hash=${TWO}\n`,
      "LOCK_CONTINUATION 1:91, LOCK_HASH_ORPHAN 3:3",
    ],
    [
      "a comment of pip-compile below the hashes",
      `${PIN}\n    # via\n    #   -r requirements.in\n`,
      "accepted",
    ],
    ["CR CR LF", `${PIN}\r\r\n`, "LOCK_DIALECT 1:1, LOCK_HIDDEN_LINE 1:90 U+000D"],
    [
      "a backslash behind CR",
      `alpha==1.0 \\\r\r\n --hash=${ONE}\n`,
      "LOCK_REQUIREMENT_MALFORMED 1:1, LOCK_HIDDEN_LINE 1:13 U+000D, LOCK_HASH_ORPHAN 2:2",
    ],
  ])("%s", (_why, text, expected) => {
    expect(verdictOf(text)).toBe(expected);
  });
});

describe("hashes", () => {
  test.each([
    ["b01 a space instead of the equals sign", `alpha==1.0 --hash ${ONE}\n`, "accepted"],
    ["b01 several spaces", `alpha==1.0  --hash  ${ONE}\n`, "accepted"],
    ["b02 double quotes", `alpha==1.0 --hash="${ONE}"\n`, "accepted"],
    ["b02 single quotes", `alpha==1.0 --hash='${ONE}'\n`, "accepted"],
    ["b02 quotes behind a space", `alpha==1.0 --hash '${ONE}'\n`, "accepted"],
    ["quotes that differ", `alpha==1.0 --hash='${ONE}"\n`, "LOCK_HASH_ALGORITHM 1:19"],
    ["quotes around the option", `alpha==1.0 "--hash=${ONE}"\n`, "LOCK_REQUIREMENT_MALFORMED 1:1"],
    ["b03 --has", `alpha==1.0 --has=${ONE}\n`, "LOCK_OPTION_ABBREVIATED 1:12"],
    ["b04 --h", `alpha==1.0 --h=${ONE}\n`, "LOCK_OPTION_ABBREVIATED 1:12"],
    ["b04 --h and a space", `alpha==1.0 --h ${ONE}\n`, "LOCK_OPTION_ABBREVIATED 1:12"],
    ["b05 SHA256", `alpha==1.0 --hash=SHA256:${HEX}\n`, "LOCK_HASH_ALGORITHM 1:19"],
    [
      "b06 upper-case hex",
      `alpha==1.0 --hash=sha256:${HEX.toUpperCase()}\n`,
      "LOCK_HASH_MALFORMED 1:19",
    ],
    ["b07 md5", `alpha==1.0 --hash=md5:${"a".repeat(32)}\n`, "LOCK_HASH_ALGORITHM 1:19"],
    ["b08 sha1", `alpha==1.0 --hash=sha1:${"a".repeat(40)}\n`, "LOCK_HASH_ALGORITHM 1:19"],
    ["b09 sha224", `alpha==1.0 --hash=sha224:${"a".repeat(56)}\n`, "LOCK_HASH_ALGORITHM 1:19"],
    ["b10 sha384", `alpha==1.0 --hash=sha384:${"a".repeat(96)}\n`, "accepted"],
    ["b11 sha512", `alpha==1.0 --hash=sha512:${"a".repeat(128)}\n`, "accepted"],
    ["b12 sha256 and sha512", `${PIN} --hash=sha512:${"a".repeat(128)}\n`, "accepted"],
    ["b13 63 digits", `alpha==1.0 --hash=${ONE.slice(0, -1)}\n`, "LOCK_HASH_MALFORMED 1:19"],
    ["b13 65 digits", `alpha==1.0 --hash=${ONE}0\n`, "LOCK_HASH_MALFORMED 1:19"],
    [
      "b14 a digit that is not hex",
      `alpha==1.0 --hash=${ONE.slice(0, -1)}g\n`,
      "LOCK_HASH_MALFORMED 1:19",
    ],
    ["b15 no digest", "alpha==1.0 --hash=sha256:\n", "LOCK_HASH_MALFORMED 1:19"],
    ["b16 no colon", `alpha==1.0 --hash=${HEX}\n`, "LOCK_HASH_MALFORMED 1:19"],
    ["b17 a dash for the colon", `alpha==1.0 --hash=sha256-${HEX}\n`, "LOCK_HASH_MALFORMED 1:19"],
    [
      "b18 base64 behind a dash",
      `alpha==1.0 --hash=sha256-${Buffer.from(HEX, "hex").toString("base64")}\n`,
      "LOCK_HASH_MALFORMED 1:19",
    ],
    ["b19 the same hash twice", `${PIN} --hash=${ONE}\n`, "accepted"],
    ["b20 many hashes on one line", `${PIN} --hash=${TWO} --hash=${THREE}\n`, "accepted"],
    [
      "b21 a space behind the colon",
      `alpha==1.0 --hash=sha256: ${HEX}\n`,
      "LOCK_HASH_MALFORMED 1:19, LOCK_TRAILING_TEXT 1:27",
    ],
    [
      "b21 a space behind the equals sign",
      `alpha==1.0 --hash= ${ONE}\n`,
      "LOCK_HASH_MALFORMED 1:19, LOCK_TRAILING_TEXT 1:20",
    ],
    [
      "b22 another requirement behind the hash",
      `${PIN} beta==2.0 junk\n`,
      "LOCK_TRAILING_TEXT 1:91",
    ],
    ["b23 a marker behind the hash", `${PIN} ; python_version < "3"\n`, "LOCK_TRAILING_TEXT 1:91"],
    ["b24 a marker glued to the hash", `${PIN};python_version<"3"\n`, "LOCK_HASH_MALFORMED 1:19"],
    ["b25 a quote that nothing closes", `alpha==1.0 --hash="${ONE}\n`, "LOCK_HASH_ALGORITHM 1:19"],
    ["b26 a hash without a value", "alpha==1.0 --hash\n", "LOCK_HASH_MALFORMED 1:17"],
    ["b26 a hash with an empty value", "alpha==1.0 --hash=\n", "LOCK_HASH_MALFORMED 1:19"],
    [
      "b27 two digests with a comma",
      `alpha==1.0 --hash=${ONE},${TWO}\n`,
      "LOCK_HASH_MALFORMED 1:19",
    ],
    [
      "b28 a comment glued to the hash",
      `${PIN}# why\n`,
      "LOCK_HASH_MALFORMED 1:19, LOCK_TRAILING_TEXT 1:92",
    ],
    [
      "b29 two dashes before the option",
      `alpha==1.0 -- --hash=${ONE}\n`,
      "LOCK_OPTION_UNKNOWN 1:12",
    ],
    ["b30 the hash before its requirement", `--hash=${ONE} alpha==1.0\n`, "LOCK_HASH_ORPHAN 1:1"],
    [
      "b31 a backslash inside the digest",
      `alpha==1.0 --hash=sha256:\\${HEX}\n`,
      "LOCK_HASH_MALFORMED 1:19",
    ],
    ["b32 two equals signs", `alpha==1.0 --hash==${ONE}\n`, "LOCK_HASH_ALGORITHM 1:19"],
    ["one dash", `alpha==1.0 -hash=${ONE}\n`, "LOCK_OPTION_UNKNOWN 1:12"],
    ["HASH", `alpha==1.0 --HASH=${ONE}\n`, "LOCK_OPTION_UNKNOWN 1:12"],
    [
      "a quote in the middle of the value",
      `alpha==1.0 --hash=sha256:"${HEX}"\n`,
      "LOCK_HASH_MALFORMED 1:19",
    ],
    ["text glued to a closing quote", `alpha==1.0 --hash="${ONE}"x\n`, "LOCK_HASH_ALGORITHM 1:19"],
    [
      "an option of pip behind the requirement",
      `alpha==1.0 --config-settings a=b --hash=${ONE}\n`,
      "LOCK_OPTION_UNKNOWN 1:12",
    ],
    ["an option of pip behind the hash", `${PIN} --no-deps\n`, "LOCK_OPTION_UNKNOWN 1:91"],
    [
      "an option that ends the mode behind the hash",
      `${PIN} --no-require-hashes\n`,
      "LOCK_OPTION_UNKNOWN 1:91",
    ],
    ["e01 no hash", `${PIN}\nbeta==2.0\n`, "LOCK_HASH_MISSING 2:1"],
    [
      "e02 no hash at all",
      "alpha==1.0\nbeta==2.0\n",
      "LOCK_HASH_MISSING 1:1, LOCK_HASH_MISSING 2:1",
    ],
  ])("%s", (_why, text, expected) => {
    expect(verdictOf(text)).toBe(expected);
  });

  test("are those of the line above when a line is read on", () => {
    const { pins } = lintFiles(
      `alpha==1.0 --hash=${TWO} \\\n --hash=${ONE}\nbeta==2.0 --hash=${THREE}\n`,
    );
    expect(pins.map(({ name, hashes }) => [name, hashes])).toEqual([
      ["alpha", [TWO, ONE]],
      ["beta", [THREE]],
    ]);
  });
});
