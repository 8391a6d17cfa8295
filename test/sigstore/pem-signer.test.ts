import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { Refusal } from "../../src/errors.ts";
import { MAX_PEM_SIGNER_BYTES, parsePemSigner } from "../../src/sigstore/pem-signer.ts";
import { createInstance } from "../fakes/instance.ts";
import { pemOf } from "../fakes/services.ts";

const { root, intermediate } = createInstance();
const PEM = pemOf(intermediate.der);
const ROOT = pemOf(root.der);
const KEY = root.key.publicKey.export({ format: "pem", type: "spki" }).toString();
const base64 = (text: string) => Buffer.from(text).toString("base64");
const parse = (text: string) => parsePemSigner(Buffer.from(text, "latin1"), "a.pem");

describe("parsePemSigner", () => {
  test.each<[why: string, text: string, length: number]>([
    ["a certificate", PEM, 1],
    ["one in lines that end in CRLF", PEM.replaceAll("\n", "\r\n"), 1],
    ["one without a line end", PEM.trimEnd(), 1],
    ["one in base64, as cosign writes it", base64(PEM), 1],
    ["one in base64 with a line end", `${base64(PEM)}\n`, 1],
    ["one twice in base64, as in cosign's bundles", base64(base64(PEM)), 1],
    ["a chain", `${PEM}${ROOT}`, 2],
    ["a chain with an empty line between", `${PEM}\n${ROOT}`, 2],
  ])("reads %s", (_why, text, length) => {
    const signer = parse(text);
    if (signer.kind !== "certificate") throw new Error("expected a certificate");
    expect(signer.chain).toHaveLength(length);
    expect(Buffer.from(signer.chain[0])).toEqual(intermediate.der);
  });

  test("reads a public key, as bundles name it", () => {
    expect(parse(KEY)).toEqual({
      kind: "key",
      hint: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
    });
  });

  test.each([
    ["nothing", ""],
    ["text", "hello"],
    ["base64 of nothing in PEM", "AAAA"],
    ["base64 three times", base64(base64(base64(PEM)))],
    ["text before it", `x\n${PEM}`],
    ["text after it", `${PEM}x`],
    ["a private key", PEM.replaceAll("CERTIFICATE", "PRIVATE KEY")],
    ["a key and a certificate", `${PEM}${KEY}`],
    ["nine certificates", PEM.repeat(9)],
    ["stray bits", "-----BEGIN CERTIFICATE-----\nYR==\n-----END CERTIFICATE-----\n"],
  ])("refuses %s", (_why, text) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code: "CERTIFICATE_MALFORMED" }));
  });

  test("refuses more than is read", () => {
    expect(() => parse(PEM.padEnd(MAX_PEM_SIGNER_BYTES, "\n"))).not.toThrow();
    expect(() => parse(PEM.padEnd(MAX_PEM_SIGNER_BYTES + 1, "\n"))).toThrow(
      expect.objectContaining({ code: "INPUT_TOO_LARGE" }),
    );
  });

  test.prop([fc.nat(PEM.length), fc.string()])("gives a value or a refusal", (at, text) => {
    for (const one of [PEM.slice(0, at), PEM.slice(0, at) + text, text]) {
      try {
        parse(one);
      } catch (error) {
        expect(error).toBeInstanceOf(Refusal);
      }
    }
  });
});
