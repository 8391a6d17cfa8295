import { createPrivateKey, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { contentOfBytes } from "../../src/bytes/signed-content.ts";
import { parseMinisign, verifyMinisign } from "../../src/envelope/minisign.ts";
import { parseNumberedKey } from "../../src/key/numbered-key.ts";
import { refusalOf } from "../fakes/refusal.ts";

const read = (name: string) =>
  readFileSync(new URL(`../../testdata/minisign/${name}`, import.meta.url));
const ARTIFACT = read("artifact.txt");
const GOOD = read("artifact.txt.minisig").toString("latin1");
const SECOND = read("second.minisig").toString("latin1");
const LEGACY = read("legacy.minisig").toString("latin1");
const KEY = parseNumberedKey(read("minisign.pub"), "minisign.pub");
const OTHER = parseNumberedKey(read("other.pub"), "other.pub");
const [UNTRUSTED = "", SIGNATURE = "", TRUSTED = "", GLOBAL = ""] = GOOD.split("\n");

/** minisign's secret key without a password: its 64 bytes of Ed25519 stand behind number and costs, in the clear. */
const SEED = Buffer.from(read("minisign.key").toString().split("\n")[1] ?? "", "base64").subarray(
  62,
  94,
);
const SECRET = createPrivateKey({
  key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), SEED]),
  format: "der",
  type: "pkcs8",
});

function verify(
  text: string,
  more: { artifact?: Uint8Array; key?: typeof KEY; unsafe?: boolean } = {},
) {
  const signature = parseMinisign(Buffer.from(text, "latin1"), "a.minisig");
  const options = { what: "a.minisig", unsafeAllowLegacy: more.unsafe ?? false };
  verifyMinisign(contentOfBytes(more.artifact ?? ARTIFACT), signature, more.key ?? KEY, options);
  return signature.trustedComment;
}

/** A file with another trusted comment, which the key signs. */
function withComment(comment: string): string {
  const signed = Buffer.concat([
    Buffer.from(SIGNATURE, "base64").subarray(10),
    Buffer.from(comment, "latin1"),
  ]);
  return [
    UNTRUSTED,
    SIGNATURE,
    `trusted comment: ${comment}`,
    sign(null, signed, SECRET).toString("base64"),
    "",
  ].join("\n");
}

describe("accepts what minisign accepts", () => {
  test.each<[string, string, string]>([
    ["its own file", GOOD, "artifact.txt, version 1.2.3"],
    ["another trusted comment that is signed", SECOND, "artifact.txt, version 9"],
    [
      "another untrusted comment",
      GOOD.replace(UNTRUSTED, "untrusted comment: other"),
      "artifact.txt, version 1.2.3",
    ],
    ["CRLF", GOOD.replaceAll("\n", "\r\n"), "artifact.txt, version 1.2.3"],
    ["CRLF in one line", GOOD.replace("\n", "\r\n"), "artifact.txt, version 1.2.3"],
    ["no end of the last line", GOOD.trimEnd(), "artifact.txt, version 1.2.3"],
    ["a tab in the trusted comment", withComment("timestamp:1\tfile:a"), "timestamp:1\tfile:a"],
    ["an empty trusted comment", withComment(""), ""],
    ["a trusted comment in UTF-8", withComment("\xc3\xbc"), "ü"],
    ["a trusted comment of 8192 bytes", withComment("x".repeat(8192)), "x".repeat(8192)],
  ])("%s", (_, text, comment) => {
    expect(verify(text)).toBe(comment);
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
    ["the legacy format", () => verify(LEGACY), "SIGNATURE_LEGACY"],
    [
      "the trusted comment of another signature",
      () => verify([UNTRUSTED, SIGNATURE, SECOND.split("\n")[2], GLOBAL, ""].join("\n")),
      "SIGNATURE_COMMENT_INVALID",
    ],
    [
      "comment and global signature of the legacy one",
      () => verify([UNTRUSTED, SIGNATURE, ...LEGACY.split("\n").slice(2)].join("\n")),
      "SIGNATURE_COMMENT_INVALID",
    ],
    [
      "a space behind the trusted comment",
      () => verify(GOOD.replace(TRUSTED, `${TRUSTED} `)),
      "SIGNATURE_COMMENT_INVALID",
    ],
    ["text behind the fourth line", () => verify(`${GOOD}x`), "SIGNATURE_MALFORMED"],
    ["a blank line behind the fourth", () => verify(`${GOOD}\n`), "SIGNATURE_MALFORMED"],
    ["a blank line before the first", () => verify(`\n${GOOD}`), "SIGNATURE_MALFORMED"],
    ["a byte order mark", () => verify(`\xef\xbb\xbf${GOOD}`), "SIGNATURE_MALFORMED"],
    [
      "a space behind the signature",
      () => verify(GOOD.replace(SIGNATURE, `${SIGNATURE} `)),
      "SIGNATURE_MALFORMED",
    ],
    [
      "a space behind the global signature",
      () => verify(GOOD.replace(GLOBAL, `${GLOBAL} `)),
      "SIGNATURE_MALFORMED",
    ],
    ["a NUL in the trusted comment", () => verify(withComment("a\0b")), "SIGNATURE_MALFORMED"],
    ["a lone CR in the trusted comment", () => verify(withComment("a\rb")), "SIGNATURE_MALFORMED"],
    [
      "a trusted comment that is no UTF-8",
      () => verify(withComment("\xff")),
      "SIGNATURE_MALFORMED",
    ],
    [
      "a trusted comment of 8193 bytes",
      () => verify(withComment("x".repeat(8193))),
      "SIGNATURE_MALFORMED",
    ],
    [
      "an untrusted comment of 1025",
      () => verify(GOOD.replace(UNTRUSTED, `untrusted comment: ${"x".repeat(1025)}`)),
      "SIGNATURE_MALFORMED",
    ],
    ["lines that end in CR", () => verify(GOOD.replaceAll("\n", "\r")), "SIGNATURE_MALFORMED"],
    [
      "an algorithm that is none",
      () =>
        verify(
          GOOD.replace(
            SIGNATURE,
            Buffer.concat([
              Buffer.from("EE"),
              Buffer.from(SIGNATURE, "base64").subarray(2),
            ]).toString("base64"),
          ),
        ),
      "SIGNATURE_MALFORMED",
    ],
    [
      "a signature a byte short",
      () =>
        verify(
          GOOD.replace(
            SIGNATURE,
            Buffer.from(SIGNATURE, "base64").subarray(0, 73).toString("base64"),
          ),
        ),
      "SIGNATURE_MALFORMED",
    ],
    [
      "a public key in its place",
      () => verify(read("minisign.pub").toString("latin1")),
      "SIGNATURE_MALFORMED",
    ],
  ])("%s", (_, run, code) => {
    expect(refusalOf(run)).toMatchObject({
      code,
      message: expect.stringMatching(/^a\.minisig: expected .+, found .+/),
      hint: expect.any(String),
    });
  });

  test("a trusted comment that is not the signed one, although it is only the legacy format that is allowed", () => {
    const changed = LEGACY.replace("1.2.3", "1.2.4");
    expect(verify(LEGACY, { unsafe: true })).toBe("artifact.txt, version 1.2.3");
    expect(refusalOf(() => verify(changed, { unsafe: true }))).toMatchObject({
      code: "SIGNATURE_COMMENT_INVALID",
    });
  });

  // The reason why the legacy format is refused: 64 bytes that nobody meant to sign verify as a file.
  test("the digest of a signed file as a file of its own", async () => {
    const { createHash } = await import("node:crypto");
    const digest = createHash("blake2b512").update(ARTIFACT).digest();
    const bytes = Buffer.from(SIGNATURE, "base64");
    bytes[1] = 0x64;
    const passedOff = GOOD.replace(SIGNATURE, bytes.toString("base64"));
    expect(refusalOf(() => verify(passedOff, { artifact: digest }))).toMatchObject({
      code: "SIGNATURE_LEGACY",
    });
    expect(verify(passedOff, { artifact: digest, unsafe: true })).toBe(
      "artifact.txt, version 1.2.3",
    );
  });
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
      // The end of the last line is not signed either; where it is another character, that is text in the line.
      else expect(refusalOf(run).code, `byte ${at}`).toMatch(/^SIGNATURE_/);
    }
  }
});

test("every prefix is refused, but for the one that lacks the last line's end", () => {
  for (let length = 0; length < GOOD.length - 1; length++)
    expect(refusalOf(() => verify(GOOD.slice(0, length))).code).toBe("SIGNATURE_MALFORMED");
});

test.prop([fc.uint8Array({ maxLength: 400 })])("random bytes are refused", (bytes) => {
  refusalOf(() => parseMinisign(bytes, "a.minisig"));
});

test.prop([fc.string({ unit: "binary", maxLength: 40 })])(
  "what stands behind a good beginning is a value or a refusal",
  (tail) => {
    const text = Buffer.concat([
      Buffer.from([UNTRUSTED, SIGNATURE, ""].join("\n"), "latin1"),
      Buffer.from(tail),
    ]);
    refusalOf(() => parseMinisign(text, "a.minisig"));
  },
);
