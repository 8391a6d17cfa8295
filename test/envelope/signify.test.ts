import { createHash, createPrivateKey, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { contentOfBytes } from "../../src/bytes/signed-content.ts";
import { parseSignify, verifySignify } from "../../src/envelope/signify.ts";
import { parseNumberedKey } from "../../src/key/numbered-key.ts";
import { refusalOf } from "../fakes/refusal.ts";

const read = (path: string) => readFileSync(new URL(`../../testdata/${path}`, import.meta.url));
const ARTIFACT = read("signify/artifact.txt");
const GOOD = read("signify/artifact.txt.sig").toString("latin1");
const EMBEDDED = read("signify/SHA256.sig");
const KEY = parseNumberedKey(read("signify/signify.pub"), "signify.pub");
const OTHER = parseNumberedKey(read("signify/other.pub"), "other.pub");
const [COMMENT = "", SIGNATURE = ""] = GOOD.split("\n");

/** signify's secret key without a password: the 64 bytes of Ed25519 end the file. */
const SEED = Buffer.from(
  read("signify/signify.sec").toString().split("\n")[1] ?? "",
  "base64",
).subarray(40, 72);
const SECRET = createPrivateKey({
  key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), SEED]),
  format: "der",
  type: "pkcs8",
});

function verify(
  text: string,
  more: { artifact?: Uint8Array; key?: typeof KEY; unsafe?: boolean } = {},
) {
  const signature = parseSignify(Buffer.from(text, "latin1"), "a.sig");
  const options = { what: "a.sig", unsafeAllowLegacy: more.unsafe ?? false };
  verifySignify(contentOfBytes(more.artifact ?? ARTIFACT), signature, more.key ?? KEY, options);
}

/** What signify would write about other bytes. */
function signed(bytes: Uint8Array): string {
  const head = Buffer.from(SIGNATURE, "base64").subarray(0, 10);
  return `${COMMENT}\n${Buffer.concat([head, sign(null, bytes, SECRET)]).toString("base64")}\n`;
}

describe("accepts what signify accepts", () => {
  test.each<[string, string]>([
    ["its own file", GOOD],
    ["another comment", GOOD.replace(COMMENT, "untrusted comment: x")],
    ["CRLF", GOOD.replaceAll("\n", "\r\n")],
  ])("%s", (_, text) => {
    expect(parseSignify(Buffer.from(text, "latin1"), "a").embedded).toBeNull();
    expect(() => verify(text)).not.toThrow();
  });

  test("a text with its signature, of which only the text is given", () => {
    const { embedded, ...signature } = parseSignify(EMBEDDED, "SHA256.sig");
    expect(Buffer.from(embedded ?? [])).toEqual(read("signify/SHA256"));
    verifySignify(contentOfBytes(embedded ?? Buffer.of()), { ...signature, embedded }, KEY, {
      what: "SHA256.sig",
      unsafeAllowLegacy: false,
    });
  });
});

describe("refuses", () => {
  test.each<[string, () => unknown, string]>([
    ["another file", () => verify(GOOD, { artifact: Buffer.from("other") }), "SIGNATURE_INVALID"],
    ["another key", () => verify(GOOD, { key: OTHER }), "SIGNATURE_KEY_MISMATCH"],
    [
      "another key that claims the number",
      () => verify(GOOD, { key: { ...OTHER, id: KEY.id } }),
      "SIGNATURE_INVALID",
    ],
    [
      "a line that does not end, as signify does",
      () => verify(GOOD.trimEnd()),
      "SIGNATURE_MALFORMED",
    ],
    [
      "a space behind the signature",
      () => verify(GOOD.replace(SIGNATURE, `${SIGNATURE} `)),
      "SIGNATURE_MALFORMED",
    ],
    [
      "minisign's signature",
      () => verify(read("minisign/artifact.txt.minisig").toString("latin1")),
      "SIGNATURE_MALFORMED",
    ],
    [
      "a comment without its space",
      () => verify(GOOD.replace(COMMENT, "untrusted comment:")),
      "SIGNATURE_MALFORMED",
    ],
    ["more than can be held", () => verifyTooMuch(), "INPUT_TOO_LARGE"],
    [
      "a key of minisign",
      () => verify(GOOD, { key: { ...KEY, tool: "minisign" } }),
      "SIGNATURE_LEGACY",
    ],
  ])("%s", (_, run, code) => {
    expect(refusalOf(run)).toMatchObject({
      code,
      message: expect.stringMatching(/^a\.sig: expected .+, found .+/),
      hint: expect.any(String),
    });
  });

  function verifyTooMuch(): void {
    const piece = new Uint8Array(1024 * 1024);
    function* chunks() {
      for (let mebibyte = 0; mebibyte <= 256; mebibyte++) yield piece;
    }
    const content = { digests: () => new Map(), chunks };
    // No copy of a piece is needed to see that there are too many.
    verifySignify(content, parseSignify(Buffer.from(GOOD, "latin1"), "a.sig"), KEY, {
      what: "a.sig",
      unsafeAllowLegacy: false,
    });
  }
});

// minisign's key signs such digests: under signify's format they would be files.
test("64 bytes only by a key that is signify's for certain", () => {
  const artifact = createHash("blake2b512").update(ARTIFACT).digest();
  const text = signed(artifact);
  expect(() => verify(text, { artifact })).not.toThrow();
  const unsaid = { ...KEY, tool: null };
  expect(refusalOf(() => verify(text, { artifact, key: unsaid }))).toMatchObject({
    code: "SIGNATURE_LEGACY",
  });
  expect(() => verify(text, { artifact, key: unsaid, unsafe: true })).not.toThrow();
  expect(() => verify(GOOD, { key: unsaid })).not.toThrow();
});

test("every changed byte is refused, but for those of the comment that nobody signed", () => {
  const unread = "untrusted comment: ".length;
  const end = GOOD.indexOf("\n");
  for (let at = 0; at < GOOD.length; at++) {
    for (const flip of [0x01, 0x02, 0x80]) {
      const changed = Buffer.from(GOOD, "latin1");
      changed[at] = (changed[at] ?? 0) ^ flip;
      const run = () => verify(changed.toString("latin1"));
      if (at >= unread && at < end) run();
      else expect(refusalOf(run).code, `byte ${at}`).toMatch(/^SIGNATURE_/);
    }
  }
});

test("every changed byte of an embedded text is refused", () => {
  for (let at = EMBEDDED.indexOf("\n") + 1; at < EMBEDDED.length; at++) {
    const changed = Buffer.from(EMBEDDED);
    changed[at] = (changed[at] ?? 0) ^ 1;
    const run = () => {
      const signature = parseSignify(changed, "SHA256.sig");
      verifySignify(contentOfBytes(signature.embedded ?? Buffer.of()), signature, KEY, {
        what: "SHA256.sig",
        unsafeAllowLegacy: false,
      });
    };
    expect(refusalOf(run).code, `byte ${at}`).toMatch(/^SIGNATURE_/);
  }
});

test("every prefix is refused", () => {
  for (let length = 0; length < GOOD.length; length++)
    expect(refusalOf(() => verify(GOOD.slice(0, length))).code).toBe("SIGNATURE_MALFORMED");
});

test.prop([fc.uint8Array({ maxLength: 400 })])("random bytes are refused", (bytes) => {
  refusalOf(() => parseSignify(bytes, "a.sig"));
});
