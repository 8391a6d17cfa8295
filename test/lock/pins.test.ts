import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { digestPins, formatPinsTable, type Pin, sortedHashes } from "../../src/lock/pins.ts";
import { lintFiles, ONE, THREE, TWO } from "./lint-files.ts";

const PIN: Pin = {
  name: "alpha",
  version: "1.0",
  extras: [],
  marker: null,
  hashes: [ONE],
  url: null,
  file: "requirements.txt",
  line: 1,
};

describe("formatPinsTable", () => {
  test("writes name, version, extras, marker, hashes, URL and file of each line, sorted", () => {
    const { pins } = lintFiles({
      "requirements.txt": [
        `Zeta_B[y, X-]==1.0 --hash=${ONE}`.replace("X-", "X"),
        `alpha===v1.0 ; python_version>='3.9' and (os_name=="nt") --hash=${TWO} --hash=${ONE} --hash=${ONE}`,
        "-r sub/more.txt",
        `Beta @ https://x.example/beta-2.0-py3-none-any.whl#sha256=${THREE.slice(7)}`,
        "",
      ].join("\n"),
      "sub/more.txt": `./w/gamma-3.0-py3-none-any.whl --hash=${ONE}\n`,
    });
    expect(formatPinsTable(pins)).toBe(
      `${[
        `["alpha","v1.0",[],"python_version >= \\"3.9\\" and os_name == \\"nt\\"",["${ONE}","${TWO}"],null,"requirements.txt"]`,
        `["beta","2.0",[],null,["${THREE}"],"https://x.example/beta-2.0-py3-none-any.whl#sha256=${THREE.slice(7)}","requirements.txt"]`,
        `["gamma","3.0",[],null,["${ONE}"],"./w/gamma-3.0-py3-none-any.whl","sub/more.txt"]`,
        `["zeta-b","1.0",["x","y"],null,["${ONE}"],null,"requirements.txt"]`,
      ].join("\n")}\n`,
    );
  });

  test("sorts by code point, not by UTF-16 unit", () => {
    // U+FF5E comes before U+1F600, whose first unit is D83D.
    const table = formatPinsTable([
      { ...PIN, file: "\u{1f600}.txt" },
      { ...PIN, file: "\uff5e.txt" },
    ]);
    expect([...table.matchAll(/"([^"]*)\.txt"/g)].map((match) => match[1])).toEqual([
      "\uff5e",
      "\u{1f600}",
    ]);
  });

  test("keeps two lines that are equal", () => {
    expect(formatPinsTable([PIN, { ...PIN, line: 2 }]).split("\n")).toHaveLength(3);
  });

  test("is empty for no pins", () => {
    expect(formatPinsTable([])).toBe("");
  });

  test.each<[string, string, string]>([
    [
      "order of the lines",
      `a==1 --hash=${ONE}\nb==1 --hash=${ONE}\n`,
      `b==1 --hash=${ONE}\na==1 --hash=${ONE}\n`,
    ],
    [
      "order and repetition of hashes",
      `a==1 --hash=${ONE} --hash=${TWO}\n`,
      `a==1 --hash=${TWO} --hash=${ONE} --hash=${TWO}\n`,
    ],
    [
      "comments, layout and line ends",
      `a==1 --hash=${ONE}\n`,
      `# c\r\n  a == 1 \\\r\n --hash  ${ONE} # d\r\n`,
    ],
    ["spelling of the name", `a-b==1 --hash=${ONE}\n`, `A_b==1 --hash=${ONE}\n`],
    [
      "quotes and white space in a marker",
      `a==1 ; os_name=='nt' --hash=${ONE}\n`,
      `a==1;os_name  ==  "nt" --hash=${ONE}\n`,
    ],
  ])("says nothing of the %s", (_why, one, other) => {
    expect(formatPinsTable(lintFiles(one).pins)).toBe(formatPinsTable(lintFiles(other).pins));
  });
});

test("digestPins is the SHA-256 of the table", () => {
  const pins = [PIN, { ...PIN, name: "beta" }];
  const hex = createHash("sha256").update(formatPinsTable(pins)).digest("hex");
  expect(digestPins(pins)).toMatchObject({ count: 2, digest: { algorithm: "sha256", hex } });
});

test("sortedHashes sorts and drops what stands twice", () => {
  expect(sortedHashes({ ...PIN, hashes: [TWO, ONE, TWO] })).toEqual([ONE, TWO]);
});
