import { readFileSync } from "node:fs";
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { parseClearText } from "../../src/envelope/clear-text.ts";
import { parseSignerKey } from "../../src/envelope/signer-key.ts";
import { verifyText } from "../../src/envelope/verify-text.ts";
import { refusalFrom, refusalOf } from "../fakes/refusal.ts";

const read = (path: string) => readFileSync(new URL(`../../testdata/${path}`, import.meta.url));
const NOW = new Date("2026-11-24T03:00:00Z");
const CLEAR = read("openpgp/clear.asc").toString("latin1");
const EMBEDDED = read("signify/SHA256.sig").toString("latin1");
const PGP = "openpgp/signer.asc";
const SIGNIFY = "signify/signify.pub";

async function verify(text: string, path: string) {
  const key = await parseSignerKey(read(path), undefined, path);
  const expectation = { what: "SUMS.asc", namespace: "file", unsafeAllowLegacy: false };
  const { text: signed } = await verifyText(Buffer.from(text, "latin1"), key, expectation, NOW);
  return Buffer.from(signed).toString("latin1");
}

// gpg --decrypt clear.asc gives the same, but keeps the blanks behind the fourth line, which it does not sign either.
const SIGNED = "first line\n- dashed\nFrom here\nblanks behind\n\nlast line\n";

describe("gives the signed text and nothing else", () => {
  test.each<[string, string, string, string]>([
    ["OpenPGP", CLEAR, PGP, SIGNED],
    ["OpenPGP with CRLF", CLEAR.replaceAll("\n", "\r\n"), PGP, SIGNED],
    [
      "OpenPGP with blanks behind a line, which nobody signed",
      CLEAR.replace("first line", "first line \t "),
      PGP,
      SIGNED,
    ],
    [
      "OpenPGP with a line escaped that need not be",
      CLEAR.replace("first line", "- first line"),
      PGP,
      SIGNED,
    ],
    ["signify", EMBEDDED, SIGNIFY, read("signify/SHA256").toString("latin1")],
  ])("%s", async (_, text, key, signed) => {
    expect(await verify(text, key)).toBe(signed);
  });
});

describe("refuses", () => {
  test.each<[string, string, string, string]>([
    ["text before", `x\n${CLEAR}`, PGP, "SIGNATURE_FORMAT_UNKNOWN"],
    ["a blank line before", `\n${CLEAR}`, PGP, "SIGNATURE_FORMAT_UNKNOWN"],
    ["text behind", `${CLEAR}x\n`, PGP, "SIGNATURE_MALFORMED"],
    ["a second signed text behind", CLEAR + CLEAR, PGP, "SIGNATURE_MALFORMED"],
    [
      "a line in the text",
      CLEAR.replace("first line", "first line\nanother"),
      PGP,
      "SIGNATURE_INVALID",
    ],
    [
      "a blank line in the text",
      CLEAR.replace("first line", "first line\n"),
      PGP,
      "SIGNATURE_INVALID",
    ],
    ["a blank before a line", CLEAR.replace("first line", " first line"), PGP, "SIGNATURE_INVALID"],
    [
      "text among the headers",
      CLEAR.replace("Hash: SHA256\n", "Hash: SHA256\nevil  tool\n"),
      PGP,
      "SIGNATURE_MALFORMED",
    ],
    [
      "another header",
      CLEAR.replace("Hash: SHA256\n", "Hash: SHA256\nComment: x\n"),
      PGP,
      "SIGNATURE_MALFORMED",
    ],
    [
      "a header that is no name",
      CLEAR.replace("SHA256", "SHA256 evil"),
      PGP,
      "SIGNATURE_MALFORMED",
    ],
    ["another hash function", CLEAR.replace("SHA256", "SHA512"), PGP, "SIGNATURE_MALFORMED"],
    ["no hash function", CLEAR.replace("Hash: SHA256\n", ""), PGP, "SIGNATURE_MALFORMED"],
    [
      "a blank in the blank line",
      CLEAR.replace("SHA256\n\n", "SHA256\n \n"),
      PGP,
      "SIGNATURE_MALFORMED",
    ],
    [
      "a dash that is not escaped",
      CLEAR.replace("- - dashed", "-- dashed"),
      PGP,
      "SIGNATURE_MALFORMED",
    ],
    ["a lone CR in a line", CLEAR.replace("first line", "first\rline"), PGP, "SIGNATURE_MALFORMED"],
    [
      "no signature",
      CLEAR.slice(0, CLEAR.indexOf("-----BEGIN PGP SIGNATURE")),
      PGP,
      "SIGNATURE_MALFORMED",
    ],
    [
      "a detached signature",
      read("openpgp/good.asc").toString("latin1"),
      PGP,
      "SIGNATURE_FORMAT_MISMATCH",
    ],
    [
      "a signature over bytes around a text",
      CLEAR.slice(0, CLEAR.indexOf("-----BEGIN PGP SIGNATURE")) +
        read("openpgp/good.asc").toString("latin1"),
      PGP,
      "SIGNATURE_FORMAT_MISMATCH",
    ],
    ["signify's text by a key of OpenPGP", EMBEDDED, PGP, "SIGNATURE_FORMAT_MISMATCH"],
    ["OpenPGP's text by a key of signify", CLEAR, SIGNIFY, "SIGNATURE_FORMAT_MISMATCH"],
    ["OpenPGP's text by another key", CLEAR, "openpgp/other.asc", "SIGNATURE_KEY_MISMATCH"],
    ["signify's text by another key", EMBEDDED, "signify/other.pub", "SIGNATURE_KEY_MISMATCH"],
    ["a line more in signify's text", `${EMBEDDED}x\n`, SIGNIFY, "SIGNATURE_INVALID"],
    ["a line less in signify's text", EMBEDDED.trimEnd(), SIGNIFY, "SIGNATURE_INVALID"],
  ])("%s", async (_, text, key, code) => {
    expect(await refusalFrom(() => verify(text, key))).toMatchObject({
      code,
      message: expect.stringMatching(/^SUMS\.asc: expected .+, found .+/),
      hint: expect.any(String),
    });
  });
});

test("every changed character of the text is refused, but for blanks behind a line", async () => {
  const from = CLEAR.indexOf("first line");
  const to = CLEAR.indexOf("-----BEGIN PGP SIGNATURE") - 1;
  const blanks = CLEAR.indexOf("  \t\n");
  for (let at = from; at < to; at++) {
    if (at >= blanks && at < blanks + 3) continue;
    const changed =
      CLEAR.slice(0, at) + String.fromCharCode(CLEAR.charCodeAt(at) ^ 1) + CLEAR.slice(at + 1);
    const refusal = await refusalFrom(() => verify(changed, PGP));
    expect(refusal.code, `character ${at}`).toMatch(/^SIGNATURE_/);
  }
});

test("every prefix is refused", () => {
  for (let length = 0; length < CLEAR.length - 1; length += 7)
    refusalOf(() => parseClearText(Buffer.from(CLEAR.slice(0, length), "latin1"), "a"));
});

test.prop([
  fc.string({
    unit: fc.constantFrom(
      "-----BEGIN PGP SIGNATURE-----",
      "\n",
      "- ",
      "Hash: SHA256",
      "=AAAA",
      "a",
      "\r",
    ),
    maxLength: 30,
  }),
])("whatever follows its first line is refused", (text) => {
  refusalOf(() => parseClearText(Buffer.from(`-----BEGIN PGP SIGNED MESSAGE-----\n${text}`), "a"));
});
