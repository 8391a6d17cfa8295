import { describe, expect, test } from "vitest";
import { Refusal } from "../../src/errors.ts";
import { appendTables, setVersion } from "../../src/tool/edit-manifest.ts";

const TEXT = `# ours
version = 1

[tools.jq]
version = "1.7" # keep
[tools.trivy]   # the scanner
source = "https://h/{version}"
  version   =  "0.71.0"   # since May
platforms = ["linux-x64"]

[signers.x]
version = "no"
`;

describe("a version in a manifest", () => {
  test("is changed alone: every other byte stays", () => {
    expect(setVersion(TEXT, "trivy", "0.72.0")).toBe(TEXT.replace("0.71.0", "0.72.0"));
    expect(setVersion(TEXT, "jq", "1.8")).toBe(TEXT.replace("1.7", "1.8"));
  });

  test("keeps the line ends that are there", () => {
    const text = TEXT.replaceAll("\n", "\r\n");
    expect(setVersion(text, "trivy", "0.72.0")).toBe(text.replace("0.71.0", "0.72.0"));
  });

  test("may stand in single quotes, under a header in quotes, on the last line", () => {
    expect(setVersion(`[tools."trivy"]\nversion = '1'`, "trivy", "2")).toBe(
      `[tools."trivy"]\nversion = "2"`,
    );
  });

  test.each<[why: string, text: string, name: string]>([
    ["there is no such table", TEXT, "cosign"],
    ["the table has none", "[tools.trivy]\nsource = 'x'\n[tools.jq]\nversion = '1'\n", "trivy"],
    ["it is a string of several lines", '[tools.trivy]\nversion = """1"""\n', "trivy"],
    ["it has an escape", '[tools.trivy]\nversion = "\\u0031"\n', "trivy"],
    ["the tool is in a table in braces", "tools = { trivy = { version = '1' } }\n", "trivy"],
    ["another name begins alike", "[tools.trivy-db]\nversion = '1'\n", "trivy"],
  ])("is not changed where %s", (_, text, name) => {
    expect(() => setVersion(text, name, "2")).toThrow(Refusal);
    expect(() => setVersion(text, name, "2")).toThrow("expected a line version");
  });
});

test.each<[why: string, text: string, expected: string]>([
  ["after a line end", "a = 1\n", "a = 1\n\n[t]\nb = 2\n"],
  ["after a line without its end", "a = 1", "a = 1\n\n[t]\nb = 2\n"],
  ["with the line ends that are there", "a = 1\r\n", "a = 1\r\n\r\n[t]\r\nb = 2\r\n"],
])("a table is added at the end, %s", (_, text, expected) => {
  expect(appendTables(text, ["[t]\nb = 2\n"])).toBe(expected);
});
