import { generateKeyPairSync, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { Refusal } from "../../src/errors.ts";
import { MAX_SIGNATURE_TEXT_BYTES, parseSignatureText } from "../../src/sigstore/signature-text.ts";

const ECDSA = sign(
  "sha256",
  Buffer.from("x"),
  generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey,
);
const ED25519 = Buffer.alloc(64, 0x88);
const parse = (bytes: string | Uint8Array) => parseSignatureText(Buffer.from(bytes), "a.sig");

describe("parseSignatureText", () => {
  test.each<[why: string, bytes: string | Uint8Array, signature: Uint8Array]>([
    ["base64", ECDSA.toString("base64"), ECDSA],
    ["base64 with a line end", `${ECDSA.toString("base64")}\r\n`, ECDSA],
    ["the bytes of ECDSA in DER", ECDSA, ECDSA],
    ["the bytes of Ed25519, however they begin", ED25519, ED25519],
    ["the bytes of RSA", Buffer.alloc(256, 1), Buffer.alloc(256, 1)],
  ])("reads %s", (_why, bytes, signature) => {
    expect(Buffer.from(parse(bytes) ?? [])).toEqual(Buffer.from(signature));
  });

  test.each<[why: string, bytes: string | Uint8Array]>([
    ["OpenPGP in armor", "-----BEGIN PGP SIGNATURE-----\n\nx\n-----END PGP SIGNATURE-----\n"],
    ["OpenPGP in bytes", Buffer.concat([Buffer.from([0x88, 0x75]), Buffer.alloc(117)])],
    ["OpenPGP in bytes, by its other header", Buffer.from([0xc2, 0xc0, 0x73, 4])],
    ["SSH", "-----BEGIN SSH SIGNATURE-----\nx\n-----END SSH SIGNATURE-----\n"],
    ["minisign", "untrusted comment: x\nRWQ=\n"],
    [
      "signify with its list",
      readFileSync(new URL("../../testdata/checksums/SHA256.sig", import.meta.url)),
    ],
  ])("leaves %s to others", (_why, bytes) => {
    expect(parse(bytes)).toBeUndefined();
  });

  test.each<[why: string, bytes: string | Uint8Array]>([
    ["nothing", ""],
    ["a line end", "\n"],
    ["text", "not a signature"],
    ["base64 without its padding", ECDSA.toString("base64").replace(/=+$/, "").slice(0, 93)],
    ["base64 in the other alphabet", "-_-_"],
    ["two lines of base64", "AAAA\nAAAA"],
    ["DER that is cut short", ECDSA.subarray(0, -1)],
    ["DER with a byte after it", Buffer.concat([ECDSA, Buffer.from([0])])],
    ["more than a signature has", "A".repeat(MAX_SIGNATURE_TEXT_BYTES + 4)],
    ["more in base64 than a signature has", Buffer.alloc(2049).toString("base64")],
  ])("refuses %s", (_why, bytes) => {
    expect(() => parse(bytes)).toThrow(expect.objectContaining({ code: "SIGNATURE_MALFORMED" }));
  });

  test.prop([fc.uint8Array()])("gives a value or a refusal for any bytes", (bytes) => {
    try {
      parse(bytes);
    } catch (error) {
      expect(error).toBeInstanceOf(Refusal);
    }
  });
});
