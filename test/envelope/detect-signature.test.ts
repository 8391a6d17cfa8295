import { readFileSync } from "node:fs";
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { detectSignature } from "../../src/envelope/detect-signature.ts";
import { Refusal } from "../../src/errors.ts";
import { refusalOf } from "../fakes/refusal.ts";

const read = (path: string) => readFileSync(new URL(`../../testdata/${path}`, import.meta.url));
const detect = (bytes: Uint8Array | string) =>
  detectSignature(Buffer.from(bytes as string, "latin1"), "a.sig");

describe("tells apart", () => {
  test.each<[string, Uint8Array | string, string]>([
    ["minisign", read("minisign/artifact.txt.minisig"), "minisign"],
    ["minisign's legacy format", read("minisign/legacy.minisig"), "minisign"],
    ["signify", read("signify/artifact.txt.sig"), "signify"],
    ["signify around a text", read("signify/SHA256.sig"), "signify-embedded"],
    ["ssh-keygen", "-----BEGIN SSH SIGNATURE-----\n", "ssh"],
    ["OpenPGP in armor", "-----BEGIN PGP SIGNATURE-----\n", "openpgp"],
    ["OpenPGP in binary, a packet in the old format", "\x89\x02\x33\x04", "openpgp"],
    ["OpenPGP in binary, a packet in the new format", "\xc2\x75\x04", "openpgp"],
    ["OpenPGP around a text", "-----BEGIN PGP SIGNED MESSAGE-----\n", "openpgp-clearsigned"],
  ])("%s", (_, bytes, format) => {
    expect(detect(bytes)).toBe(format);
  });
});

describe("says what else it is", () => {
  test.each<[string, string, RegExp]>([
    ["a bundle", '{"mediaType":', /found JSON, such as a Sigstore bundle$/],
    ["an OpenPGP message in armor", "-----BEGIN PGP MESSAGE-----\n", /inside an OpenPGP message$/],
    ["an OpenPGP message in binary", "\xa3\x01", /inside an OpenPGP message$/],
    ["an OpenPGP key", "-----BEGIN PGP PUBLIC KEY BLOCK-----\n", /found an OpenPGP key$/],
    ["a certificate", "-----BEGIN CERTIFICATE-----\n", /found a PEM block$/],
    ["cosign's base64", `${"MEUC".repeat(24)}\n`, /found base64 alone, as cosign writes it$/],
    ["nothing", "", /found an empty file$/],
    ["something else", "<!DOCTYPE html>", /found "<!DOCTYPE html>"$/],
    [
      "a blank line before a good beginning",
      "\n-----BEGIN SSH SIGNATURE-----",
      /found "\\n-----BEGIN/,
    ],
  ])("%s", (_, text, message) => {
    expect(refusalOf(() => detect(text))).toMatchObject({
      code: "SIGNATURE_FORMAT_UNKNOWN",
      message: expect.stringMatching(message),
      hint: expect.any(String),
    });
  });
});

test.prop([fc.uint8Array({ maxLength: 200 })])(
  "random bytes are a format or a refusal",
  (bytes) => {
    try {
      expect(detect(bytes)).toMatch(/^(openpgp|minisign|signify|ssh)/);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  },
);
