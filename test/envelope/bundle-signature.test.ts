import { describe, expect, test } from "vitest";
import {
  signDsseBundle,
  signMessageBundle,
  verifyDsseBundle,
  verifyMessageBundle,
} from "../../src/envelope/bundle-signature.ts";
import { IN_TOTO_PAYLOAD_TYPE } from "../../src/envelope/dsse.ts";
import { generateKeyPair } from "../../src/key/private-key.ts";

const ALICE = generateKeyPair("ecdsa-p256");
const MALLORY = generateKeyPair("ecdsa-p256");
const MESSAGE = Buffer.from("hello\n");
const DSSE = signDsseBundle(IN_TOTO_PAYLOAD_TYPE, Buffer.from('{"a":1}'), ALICE);
const SIGNED = signMessageBundle(MESSAGE, ALICE);
const refusal = (code: string, message = "") =>
  expect.objectContaining({ code, message: expect.stringContaining(message) });

describe("verifyMessageBundle", () => {
  test("refuses other bytes than the bundle states", () => {
    expect(() => verifyMessageBundle(SIGNED, [ALICE.publicKey], Buffer.from("hellp\n"))).toThrow(
      refusal("BUNDLE_DIGEST_MISMATCH", `found sha256:${SIGNED.digest.hex}`),
    );
  });

  test("refuses a stated digest that no signature covers", () => {
    const digest = { algorithm: "sha512", hex: "0".repeat(128) } as const;
    expect(() => verifyMessageBundle({ ...SIGNED, digest }, [ALICE.publicKey], MESSAGE)).toThrow(
      refusal("BUNDLE_DIGEST_MISMATCH", "found sha512:0000"),
    );
  });

  test("refuses a signature over other bytes", () => {
    const { signature } = signMessageBundle(Buffer.from("other"), ALICE);
    expect(() => verifyMessageBundle({ ...SIGNED, signature }, [ALICE.publicKey], MESSAGE)).toThrow(
      refusal("SIGNATURE_INVALID"),
    );
  });

  test("verifies Ed25519, whose bundle states SHA-256", () => {
    const key = generateKeyPair("ed25519");
    const bundle = signMessageBundle(MESSAGE, key);
    expect(bundle.digest.algorithm).toBe("sha256");
    expect(verifyMessageBundle(bundle, [ALICE.publicKey, key.publicKey], MESSAGE).signer).toBe(
      key.publicKey,
    );
  });
});

test("verifyDsseBundle does not try keys that the bundle does not name", () => {
  const forged = { ...DSSE, hint: MALLORY.publicKey.hint };
  const keys = [ALICE.publicKey, MALLORY.publicKey];
  expect(() => verifyDsseBundle(forged, keys)).toThrow(refusal("SIGNATURE_INVALID"));
  expect(() => verifyDsseBundle(forged, [])).toThrow(
    refusal("SIGNATURE_KEY_UNKNOWN", "by a given key"),
  );
});
