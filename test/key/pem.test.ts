import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { Refusal } from "../../src/errors.ts";
import { formatPem, MAX_KEY_FILE_BYTES, parsePem } from "../../src/key/pem.ts";

const OPTIONS = { what: "key.pem", wanted: "public", labels: ["PUBLIC KEY"] } as const;
const parse = (text: string) => parsePem(Buffer.from(text, "latin1"), OPTIONS);
const block = (body: string, label = "PUBLIC KEY") =>
  `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`;

describe("parsePem", () => {
  test.each([
    ["a block", block("Zm9v")],
    ["lines that end in CRLF", block("Zm9v").replaceAll("\n", "\r\n")],
    ["no line end at the end", block("Zm9v").trimEnd()],
    ["short lines", block("Zm\n9v")],
    ["empty lines around it", `\n${block("Zm9v")}\n\n`],
  ])("reads %s", (_why, text) => {
    expect(Buffer.from(parse(text)).toString()).toBe("foo");
  });

  test.each([
    ["nothing", ""],
    ["text", "hello"],
    ["two blocks", block("Zm9v") + block("Zm9v")],
    ["text before the block", `mine:\n${block("Zm9v")}`],
    ["text after the block", `${block("Zm9v")}mine`],
    ["a no-break space before the block", `\xa0${block("Zm9v")}`],
    ["headers", block("Proc-Type: 4,ENCRYPTED\n\nZm9v")],
    ["an empty line within", block("Zm\n\n9v")],
    ["a space within", block("Zm 9v")],
    ["an empty block", block("")],
    ["stray bits", block("YR==")],
    ["no padding", block("YQ")],
    ["another label at the end", block("Zm9v").replace("END PUBLIC", "END PRIVATE")],
    ["four dashes", block("Zm9v").replace("KEY-----\nZ", "KEY----\nZ")],
  ])("refuses %s", (_why, text) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code: "KEY_MALFORMED" }));
  });

  test("allows so many bytes and not one more", () => {
    const file = block("Zm9v");
    expect(() => parse(file.padEnd(MAX_KEY_FILE_BYTES, "\n"))).not.toThrow();
    expect(() => parse(file.padEnd(MAX_KEY_FILE_BYTES + 1, "\n"))).toThrow(
      expect.objectContaining({ code: "INPUT_TOO_LARGE" }),
    );
  });

  test.prop([fc.uint8Array({ minLength: 1, maxLength: 300 })])(
    "reads back what was written",
    (bytes) => {
      const file = Buffer.from(formatPem("PUBLIC KEY", bytes));
      expect([...parsePem(file, OPTIONS)]).toEqual([...bytes]);
      for (const line of file.toString().trimEnd().split("\n").slice(1, -2))
        expect(line).toHaveLength(64);
    },
  );

  test.prop([fc.uint8Array()])("gives a value or a refusal for any bytes", (bytes) => {
    try {
      parsePem(bytes, OPTIONS);
    } catch (error) {
      expect(error).toBeInstanceOf(Refusal);
    }
  });
});
