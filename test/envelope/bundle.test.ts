import { readFileSync } from "node:fs";
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import {
  BUNDLE_MEDIA_TYPE,
  formatKeyBundle,
  type KeyBundle,
  MAX_BUNDLE_BYTES,
  parseKeyBundle,
} from "../../src/envelope/bundle.ts";
import {
  signDsseBundle,
  signMessageBundle,
  verifyDsseBundle,
  verifyMessageBundle,
} from "../../src/envelope/bundle-signature.ts";
import { IN_TOTO_PAYLOAD_TYPE } from "../../src/envelope/dsse.ts";
import { Refusal } from "../../src/errors.ts";
import { generateKeyPair } from "../../src/key/private-key.ts";
import { parsePublicKey } from "../../src/key/public-key.ts";

const read = (name: string) =>
  readFileSync(new URL(`../../testdata/cosign/${name}`, import.meta.url));
const ALICE = generateKeyPair("ecdsa-p256");
const MALLORY = generateKeyPair("ecdsa-p256");
const MESSAGE = Buffer.from("hello\n");
const DSSE = signDsseBundle(IN_TOTO_PAYLOAD_TYPE, Buffer.from('{"a":1}'), ALICE);
const SIGNED = signMessageBundle(MESSAGE, ALICE);
const parse = (bytes: Uint8Array | string) =>
  parseKeyBundle(Buffer.from(bytes), "lock.sigstore.json", "ours");
const jsonOf = (bundle: KeyBundle) => JSON.parse(Buffer.from(formatKeyBundle(bundle)).toString());
const refusal = (code: string, message = "") =>
  expect.objectContaining({ code, message: expect.stringContaining(message) });

function verify(bundle: KeyBundle): void {
  if (bundle.kind === "dsse") verifyDsseBundle(bundle, [ALICE.publicKey]);
  else verifyMessageBundle(bundle, [ALICE.publicKey], MESSAGE);
}

/** Sets a field deep in a copy of a document, or removes it. */
function changed(bundle: KeyBundle, path: readonly (string | number)[], value: unknown): string {
  const document = jsonOf(bundle);
  const last = path.at(-1) ?? "";
  const owner = path.slice(0, -1).reduce((object, name) => object[name], document);
  owner[last] = value;
  return `${JSON.stringify(document)}\n`;
}

describe.each<[string, KeyBundle]>([
  ["dsse", DSSE],
  ["message", SIGNED],
])("a bundle of a %s", (_kind, bundle) => {
  const bytes = Buffer.from(formatKeyBundle(bundle));

  test("reads back and verifies", () => {
    const again = parse(bytes);
    expect(again).toEqual(bundle);
    verify(again);
  });

  test("has no bit that could be another one", () => {
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => verify(parse(flipped)), `bit ${bit}`).toThrow(Refusal);
    }
  });

  test("has no byte too many or too few", () => {
    for (let at = 0; at <= bytes.length; at++) {
      for (const extra of [" ", "\n", "0"]) {
        const longer = Buffer.concat([
          bytes.subarray(0, at),
          Buffer.from(extra),
          bytes.subarray(at),
        ]);
        expect(() => verify(parse(longer)), `${JSON.stringify(extra)} at ${at}`).toThrow(Refusal);
      }
      expect(() => parse(bytes.subarray(0, at < bytes.length ? at : at - 1))).toThrow(Refusal);
    }
  });

  test("names a key that is not given", () => {
    const stranger = { ...bundle, hint: MALLORY.publicKey.hint };
    expect(() => verify(stranger)).toThrow(
      refusal("SIGNATURE_KEY_UNKNOWN", `found one by key ${MALLORY.publicKey.fingerprint}`),
    );
  });

  test("refuses an unknown field in every object", () => {
    const paths: (string | number)[][] = [];
    const walk = (value: unknown, path: (string | number)[]): void => {
      if (typeof value !== "object" || value === null) return;
      if (!Array.isArray(value)) paths.push([...path, "extra"]);
      for (const [name, below] of Object.entries(value)) walk(below, [...path, name]);
    };
    walk(jsonOf(bundle), []);
    expect(paths.length).toBeGreaterThan(3);
    for (const path of paths) {
      expect(() => parse(changed(bundle, path, 1)), path.join(".")).toThrow(
        refusal("BUNDLE_MALFORMED", 'found the field "extra"'),
      );
    }
  });
});

describe("parseKeyBundle", () => {
  const bytes = Buffer.from(formatKeyBundle(DSSE));

  test.each<[string, Buffer, number]>([
    ["no line end at the end", bytes.subarray(0, -1), bytes.length - 1],
    [
      "CRLF at the end",
      Buffer.concat([bytes.subarray(0, -1), Buffer.from("\r\n")]),
      bytes.length - 1,
    ],
    ["two line ends", Buffer.concat([bytes, Buffer.from("\n")]), bytes.length],
    [
      "a space after a comma",
      Buffer.from(bytes.toString().replace(",", ", ")),
      bytes.indexOf(",") + 1,
    ],
    ["an escaped letter", Buffer.from(bytes.toString().replace("mediaType", "\\u006dediaType")), 2],
    [
      "another order of the fields",
      Buffer.from(
        `${JSON.stringify({ verificationMaterial: 0, mediaType: 0, dsseEnvelope: 0, ...jsonOf(DSSE) })}\n`,
      ),
      2,
    ],
    ["indentation", Buffer.from(`${JSON.stringify(jsonOf(DSSE), null, 2)}\n`), 1],
  ])("refuses %s, and says where", (_why, other, at) => {
    expect(() => parse(other)).toThrow(
      expect.objectContaining({ code: "BUNDLE_NOT_CANONICAL", details: { at } }),
    );
  });

  test("shows both spellings", () => {
    expect(() => parse(bytes.toString().replace(",", ", "))).toThrow(
      'lock.sigstore.json: expected "\\"verificationMat" at offset 61, found " \\"verificationMa"',
    );
  });

  test.each<[string, KeyBundle, (string | number)[], unknown, string]>([
    ["no media type", DSSE, ["mediaType"], undefined, "expected a value at mediaType"],
    [
      "a hint of 31 bytes",
      DSSE,
      ["verificationMaterial", "publicKey", "hint"],
      Buffer.alloc(31).toString("base64"),
      "found 31 bytes",
    ],
    ["an empty hint", DSSE, ["verificationMaterial", "publicKey", "hint"], "", "found 0 bytes"],
    [
      "no key",
      DSSE,
      ["verificationMaterial", "publicKey"],
      undefined,
      "at verificationMaterial.publicKey, found nothing",
    ],
    ["no content", DSSE, ["dsseEnvelope"], undefined, "at messageSignature, found nothing"],
    ["two contents", DSSE, ["messageSignature"], {}, 'the field "messageSignature"'],
    ["a keyid", DSSE, ["dsseEnvelope", "signatures", 0, "keyid"], "", 'the field "keyid"'],
    ["no signature", DSSE, ["dsseEnvelope", "signatures"], [], "found 0"],
    ["two signatures", DSSE, ["dsseEnvelope", "signatures", 1], { sig: "YQ==" }, "found 2"],
    [
      "a digest by another name",
      SIGNED,
      ["messageSignature", "messageDigest", "algorithm"],
      "SHA2-256",
      'found "SHA2-256"',
    ],
    [
      "the digest's number in the enum",
      SIGNED,
      ["messageSignature", "messageDigest", "algorithm"],
      1,
      "found 1",
    ],
  ])("refuses %s", (_why, bundle, path, value, message) => {
    expect(() => parse(changed(bundle, path, value))).toThrow(refusal("BUNDLE_MALFORMED", message));
  });

  test.each<[string, KeyBundle, (string | number)[], unknown, string]>([
    ["the URL-safe alphabet", DSSE, ["dsseEnvelope", "payload"], "-_8=", "BASE64_MALFORMED"],
    [
      "a digest of another length",
      SIGNED,
      ["messageSignature", "messageDigest", "digest"],
      "YQ==",
      "DIGEST_MALFORMED",
    ],
  ])("refuses %s", (_why, bundle, path, value, code) => {
    expect(() => parse(changed(bundle, path, value))).toThrow(refusal(code));
  });

  test("allows so many bytes and not one more", () => {
    expect(() => parse(Buffer.alloc(MAX_BUNDLE_BYTES, " "))).toThrow(refusal("JSON_MALFORMED"));
    expect(() => parse(Buffer.alloc(MAX_BUNDLE_BYTES + 1, " "))).toThrow(
      refusal("INPUT_TOO_LARGE"),
    );
  });

  test.prop([fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ maxLength: 100 })])(
    "reads back what was written",
    (payload, sig) => {
      const signatures = [{ sig: Buffer.from(sig) }];
      const envelope = {
        payloadType: IN_TOTO_PAYLOAD_TYPE,
        payload: Buffer.from(payload),
        signatures,
      };
      for (const bundle of [
        { ...DSSE, envelope },
        { ...SIGNED, signature: Buffer.from(sig) },
      ]) {
        expect(parse(formatKeyBundle(bundle))).toEqual(bundle);
      }
    },
  );
});

describe("a bundle that cosign wrote", () => {
  const keys = [parsePublicKey(read("cosign.pub"), "cosign.pub")];

  test("verifies with its key: an attestation", () => {
    const bundle = parseKeyBundle(read("attestation.sigstore.json"), "file", "cosign-too");
    if (bundle.kind !== "dsse") throw new Error("expected an envelope");
    expect(Buffer.from(verifyDsseBundle(bundle, keys).payload)).toEqual(read("statement.json"));
  });

  test("verifies with its key: a message", () => {
    const bundle = parseKeyBundle(read("message.sigstore.json"), "file", "cosign-too");
    if (bundle.kind !== "message") throw new Error("expected a message");
    expect(verifyMessageBundle(bundle, keys, read("requirements.txt")).signer.fingerprint).toBe(
      keys[0]?.fingerprint,
    );
  });

  test.each(["attestation.sigstore.json", "message.sigstore.json"])(
    "has no free byte in %s",
    (name) => {
      const bytes = read(name);
      expect(() => parse(bytes)).toThrow(refusal("BUNDLE_NOT_CANONICAL"));
      const compact = bytes.toString().replaceAll(", ", ",");
      parseKeyBundle(Buffer.from(compact), name, "cosign-too");
      parseKeyBundle(Buffer.from(`${compact}\n`), name, "ours");
      for (const other of [
        `${bytes}\n`,
        ` ${bytes}`,
        bytes.toString().replace(", ", ","),
        compact.replace(":", ": "),
      ]) {
        expect(() => parseKeyBundle(Buffer.from(other), name, "cosign-too")).toThrow(
          refusal("BUNDLE_NOT_CANONICAL"),
        );
      }
    },
  );
});

test("the media type is that of version 0.3", () => {
  expect(jsonOf(DSSE).mediaType).toBe(BUNDLE_MEDIA_TYPE);
});
