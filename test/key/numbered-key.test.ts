import { readFileSync } from "node:fs";
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { parseNumberedKey } from "../../src/key/numbered-key.ts";
import { refusalOf } from "../fakes/refusal.ts";

const read = (path: string) => readFileSync(new URL(`../../testdata/${path}`, import.meta.url));
const MINISIGN = read("minisign/minisign.pub").toString("latin1");
const SIGNIFY = read("signify/signify.pub").toString("latin1");
const [COMMENT = "", BASE64 = ""] = MINISIGN.split("\n");
const parse = (text: string) => parseNumberedKey(Buffer.from(text, "latin1"), "key.pub");
const line = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
const KEY = Buffer.from(BASE64, "base64");

test("reads the number that minisign wrote into its own comment", () => {
  const id = /([0-9A-F]{16})$/.exec(COMMENT)?.[1];
  expect(parse(MINISIGN)).toMatchObject({ id, tool: "minisign", key: { type: "ed25519" } });
  expect(Buffer.from(parse(MINISIGN).key.spki.subarray(-32))).toEqual(KEY.subarray(10));
});

describe("accepts", () => {
  test.each<[string, string, "minisign" | "signify" | null]>([
    ["minisign's line alone, as its -P takes it", BASE64, "minisign"],
    ["the line alone and its end", `${BASE64}\n`, "minisign"],
    ["a file of signify", SIGNIFY, "signify"],
    [
      "signify's words behind its user's",
      `untrusted comment: tool 7 public key\n${BASE64}\n`,
      "signify",
    ],
    ["another comment", `untrusted comment: key of the tool\n${BASE64}\n`, null],
    ["CRLF", MINISIGN.replaceAll("\n", "\r\n"), "minisign"],
    ["no end of the last line", MINISIGN.trimEnd(), "minisign"],
    ["blank lines at the end", `${MINISIGN}\n\r\n`, "minisign"],
  ])("%s", (_, text, tool) => {
    expect(parse(text)).toMatchObject({ tool });
  });
});

describe("refuses", () => {
  test.each<[string, string, string]>([
    ["another key behind it", `${MINISIGN}${MINISIGN}`, "KEY_MALFORMED"],
    ["text behind it", `${MINISIGN}x`, "KEY_MALFORMED"],
    ["a blank line before it", `\n${MINISIGN}`, "KEY_MALFORMED"],
    ["a byte order mark", `\xef\xbb\xbf${MINISIGN}`, "KEY_MALFORMED"],
    ["a space behind the base64", `${COMMENT}\n${BASE64} \n`, "KEY_MALFORMED"],
    [
      "base64 without its padding",
      `${COMMENT}\n${line(KEY.subarray(0, 41)).replace("=", "")}`,
      "KEY_MALFORMED",
    ],
    ["no line of base64", `${COMMENT}\n`, "KEY_MALFORMED"],
    ["a byte less", `${COMMENT}\n${line(KEY.subarray(0, 41))}`, "KEY_MALFORMED"],
    ["a byte more", `${COMMENT}\n${line(Buffer.concat([KEY, Buffer.of(0)]))}`, "KEY_MALFORMED"],
    [
      "the letters of a prehashed signature",
      `${COMMENT}\n${line(Buffer.concat([Buffer.from("ED"), KEY.subarray(2)]))}`,
      "KEY_MALFORMED",
    ],
    ["a comment without its prefix", `comment: x\n${BASE64}\n`, "KEY_MALFORMED"],
    [
      "a comment of 1025 characters",
      `untrusted comment: ${"x".repeat(1025)}\n${BASE64}`,
      "KEY_MALFORMED",
    ],
    ["a NUL in the comment", `untrusted comment: a\0b\n${BASE64}`, "KEY_MALFORMED"],
    ["more than a key can be", `${MINISIGN}${"\n".repeat(4096)}`, "KEY_MALFORMED"],
    ["nothing", "", "KEY_MALFORMED"],
    ["minisign's secret key", read("minisign/minisign.key").toString("latin1"), "KEY_WRONG_KIND"],
    ["signify's secret key", read("signify/signify.sec").toString("latin1"), "KEY_WRONG_KIND"],
  ])("%s", (_, text, code) => {
    expect(refusalOf(() => parse(text))).toMatchObject({ code });
  });
});

test("a comment of 1024 characters is read", () => {
  expect(parse(`untrusted comment: ${"x".repeat(1024)}\n${BASE64}`).tool).toBeNull();
});

test("every prefix is the key, or a refusal", () => {
  for (let length = 0; length < MINISIGN.length - 1; length++)
    refusalOf(() => parse(MINISIGN.slice(0, length)));
});

test.prop([fc.uint8Array({ maxLength: 300 })])("random bytes are a refusal", (bytes) => {
  refusalOf(() => parseNumberedKey(bytes, "key.pub"));
});
