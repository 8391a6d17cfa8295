import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseClearText } from "../../src/envelope/clear-text.ts";
import { Refusal } from "../../src/errors.ts";

const CLEAR = readFileSync(new URL("../../testdata/openpgp/clear.asc", import.meta.url), "latin1");
const withLine = (line: string): Uint8Array =>
  Buffer.from(CLEAR.replace("first line", line), "latin1");

test("a line of half a million blanks costs no more than its length", () => {
  const line = `${" \t\r".repeat(170_000)}x`;
  expect(() => parseClearText(withLine(line), "list")).toThrow(Refusal);
  const { text } = parseClearText(withLine(`${" ".repeat(500_000)}x`), "list");
  expect(text.length).toBeGreaterThan(500_000);
});

test.each<[why: string, end: string]>([
  ["before a no-break space", "\r\u00a0"],
  ["before a vertical tab", "\r\u000b"],
  ["before a letter", "\rx"],
])("a lone CR is refused %s", (_, end) => {
  expect(() => parseClearText(withLine(`first line${end}`), "list")).toThrow("a lone CR");
});

test("blanks at the end of a line are not signed", () => {
  expect(parseClearText(withLine("first line \t"), "list").text).toEqual(
    parseClearText(withLine("first line"), "list").text,
  );
});
