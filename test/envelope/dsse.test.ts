import { createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import {
  type Envelope,
  formatEnvelope,
  IN_TOTO_PAYLOAD_TYPE,
  MAX_ENVELOPE_BYTES,
  MAX_KEYS,
  MAX_PAYLOAD_BYTES,
  MAX_SIGNATURES,
  parseEnvelope,
  preAuthEncoding,
  signEnvelope,
  verifyEnvelope,
} from "../../src/envelope/dsse.ts";
import { Refusal } from "../../src/errors.ts";
import { generateKeyPair, type PrivateKey } from "../../src/key/private-key.ts";
import { type PublicKey, publicKeyOf } from "../../src/key/public-key.ts";
import { signMessage, verifyMessage } from "../../src/key/signature.ts";

const PAYLOAD = Buffer.from('{"_type":"x"}');
const ALICE = generateKeyPair("ecdsa-p256");
const BOB = generateKeyPair("ed25519");
const MALLORY = generateKeyPair("ecdsa-p256");
const SIGNED = signEnvelope(IN_TOTO_PAYLOAD_TYPE, PAYLOAD, [ALICE]);
const parse = (json: unknown) =>
  parseEnvelope(Buffer.from(typeof json === "string" ? json : JSON.stringify(json)), "file");
const verify = (envelope: Envelope, ...keys: PrivateKey[]) =>
  verifyEnvelope(
    envelope,
    keys.map((key) => key.publicKey),
    "der-or-raw",
  );
const refusal = (code: string) => expect.objectContaining({ code });
const names = (keys: readonly PublicKey[]) => keys.map((key) => key.fingerprint);
const JSON_OF = {
  payload: "e30=",
  payloadType: IN_TOTO_PAYLOAD_TYPE,
  signatures: [{ sig: "YQ==" }],
};
const sigOf = (key: PrivateKey) => signEnvelope(IN_TOTO_PAYLOAD_TYPE, PAYLOAD, [key]).signatures;

describe("preAuthEncoding", () => {
  // DSSE v1.0.2, protocol.md; the second by hand: é has two bytes
  test.each([
    [
      "http://example.com/HelloWorld",
      "hello world",
      "DSSEv1 29 http://example.com/HelloWorld 11 hello world",
    ],
    ["application/é", "é", "DSSEv1 14 application/é 2 é"],
    ["", "", "DSSEv1 0  0 "],
  ])("of %j", (type, payload, expected) => {
    expect(Buffer.from(preAuthEncoding(type, Buffer.from(payload))).toString()).toBe(expected);
  });

  test.prop([fc.string(), fc.uint8Array(), fc.string(), fc.uint8Array()])(
    "gives different bytes for different input",
    (type1, payload1, type2, payload2) => {
      const same = type1 === type2 && Buffer.compare(payload1, payload2) === 0;
      const encoded = Buffer.from(preAuthEncoding(type1, payload1));
      expect(encoded.equals(preAuthEncoding(type2, payload2))).toBe(same);
    },
  );

  test("makes the example signature of the specification verify", () => {
    const coordinate = (n: bigint) =>
      Buffer.from(n.toString(16).padStart(64, "0"), "hex").toString("base64url");
    const x =
      coordinate(46950820868899156662930047687818585632848591499744589407958293238635476079160n);
    const y =
      coordinate(5640078356564379163099075877009565129882514886557779369047442380624545832820n);
    const key = publicKeyOf(
      createPublicKey({ format: "jwk", key: { kty: "EC", crv: "P-256", x, y } }),
      "x",
    );
    const { payloadType, payload, signatures } = parse({
      payload: "aGVsbG8gd29ybGQ=",
      payloadType: "http://example.com/HelloWorld",
      signatures: [
        {
          keyid: "66301bbf",
          sig: "A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==",
        },
      ],
    });
    const sig = signatures[0]?.sig ?? new Uint8Array(0);
    expect(
      verifyMessage(key, preAuthEncoding(payloadType, payload), sig, "der-or-raw").signedBy,
    ).toBe(key);
  });
});

describe("parseEnvelope", () => {
  test("reads base64 in the URL-safe alphabet", () => {
    expect(parse({ ...JSON_OF, payload: "-_8=" }).payload).toEqual(Buffer.from([0xfb, 0xff]));
  });

  test.each([
    ["a missing keyid", {}, undefined],
    ["an empty keyid", { keyid: "" }, undefined],
    ["a keyid of null", { keyid: null }, undefined],
    ["a keyid", { keyid: "k" }, "k"],
    ["a field that it does not know", { cert: "x" }, undefined],
  ])("takes %s", (_why, more, keyid) => {
    const read = parse({ ...JSON_OF, extra: 1, signatures: [{ sig: "YQ==", ...more }] });
    expect(read.signatures[0]?.keyid).toBe(keyid);
  });

  test.each<[string, unknown, string, string]>([
    ["a list", [], "DSSE_MALFORMED", "expected an object, found an array"],
    [
      "no payload",
      { ...JSON_OF, payload: undefined },
      "DSSE_MALFORMED",
      "expected a string at payload, found nothing",
    ],
    [
      "no payload type",
      { ...JSON_OF, payloadType: undefined },
      "DSSE_MALFORMED",
      "at payloadType, found nothing",
    ],
    [
      "no signatures",
      { ...JSON_OF, signatures: undefined },
      "DSSE_MALFORMED",
      "expected an array at signatures, found nothing",
    ],
    [
      "an empty list of signatures",
      { ...JSON_OF, signatures: [] },
      "DSSE_MALFORMED",
      "expected 1 to 32 elements at signatures, found 0",
    ],
    [
      "a signature without a sig",
      { ...JSON_OF, signatures: [{}] },
      "DSSE_MALFORMED",
      "at signatures[0].sig, found nothing",
    ],
    [
      "a keyid that is a number",
      { ...JSON_OF, signatures: [{ sig: "", keyid: 1 }] },
      "DSSE_MALFORMED",
      "at signatures[0].keyid, found 1",
    ],
    [
      "a payload that is an object",
      { ...JSON_OF, payload: {} },
      "DSSE_MALFORMED",
      "at payload, found an object",
    ],
    ["base64 with white space", { ...JSON_OF, payload: "e3 0=" }, "BASE64_MALFORMED", "offset 2"],
    ["base64 without padding", { ...JSON_OF, payload: "e30" }, "BASE64_MALFORMED", "the end"],
    ["base64 with stray bits", { ...JSON_OF, payload: "YR==" }, "BASE64_MALFORMED", '"R"'],
    [
      "both alphabets in one text",
      { ...JSON_OF, payload: "-/8=" },
      "BASE64_MALFORMED",
      "one alphabet",
    ],
    [
      "a duplicate field",
      JSON.stringify(JSON_OF).replace("{", '{"payload":"e30=",'),
      "JSON_MALFORMED",
      "each name once",
    ],
    [
      "__proto__",
      JSON.stringify(JSON_OF).replace("{", '{"__proto__":{},'),
      "JSON_MALFORMED",
      "__proto__",
    ],
    ["a byte order mark", `\ufeff${JSON.stringify(JSON_OF)}`, "UTF8_MALFORMED", "byte order mark"],
  ])("refuses %s", (_why, json, code, message) => {
    expect(() => parse(json)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    );
  });

  test("allows so many signatures and not one more", () => {
    const many = (length: number) => ({
      ...JSON_OF,
      signatures: Array.from({ length }, () => ({ sig: "YQ==" })),
    });
    expect(parse(many(MAX_SIGNATURES)).signatures).toHaveLength(MAX_SIGNATURES);
    expect(() => parse(many(MAX_SIGNATURES + 1))).toThrow(refusal("DSSE_MALFORMED"));
  });

  test("allows a payload of so many bytes and not one more", () => {
    const of = (length: number) => ({
      ...JSON_OF,
      payload: Buffer.alloc(length).toString("base64"),
    });
    expect(parse(of(MAX_PAYLOAD_BYTES)).payload).toHaveLength(MAX_PAYLOAD_BYTES);
    expect(() => parse(of(MAX_PAYLOAD_BYTES + 1))).toThrow(
      expect.objectContaining({
        code: "INPUT_TOO_LARGE",
        details: { bytes: MAX_PAYLOAD_BYTES + 1, limit: MAX_PAYLOAD_BYTES },
      }),
    );
    expect(() => parseEnvelope(Buffer.alloc(MAX_ENVELOPE_BYTES + 1, " "), "file")).toThrow(
      refusal("INPUT_TOO_LARGE"),
    );
  });

  test.prop([
    fc.record({
      payloadType: fc.string({ unit: "grapheme" }),
      payload: fc.uint8Array().map((bytes) => Buffer.from(bytes)),
      signatures: fc.array(
        fc.record(
          {
            keyid: fc.string({ minLength: 1 }),
            sig: fc.uint8Array().map((bytes) => Buffer.from(bytes)),
          },
          { requiredKeys: ["sig"] },
        ),
        { minLength: 1, maxLength: 3 },
      ),
    }),
  ])("reads back what was written", (envelope) => {
    expect(parseEnvelope(formatEnvelope(envelope as Envelope), "file")).toEqual(envelope);
  });

  test("gives a value or a refusal for every prefix", () => {
    const bytes = formatEnvelope(SIGNED);
    for (let end = 0; end < bytes.length - 1; end++) {
      expect(() => parseEnvelope(bytes.subarray(0, end), "file")).toThrow(Refusal);
    }
  });
});

describe("verifyEnvelope", () => {
  test("hands over the payload and who signed it", () => {
    const both = signEnvelope(IN_TOTO_PAYLOAD_TYPE, PAYLOAD, [ALICE, BOB]);
    const verified = verify(both, BOB, MALLORY, ALICE);
    expect(verified.payload).toBe(PAYLOAD);
    expect(names(verified.signers)).toEqual(names([BOB.publicKey, ALICE.publicKey]));
  });

  test("counts a key once, however often it signed and was given", () => {
    const twice = {
      ...SIGNED,
      signatures: [...sigOf(ALICE), ...sigOf(ALICE), ...SIGNED.signatures],
    };
    const again = { ...ALICE, publicKey: { ...ALICE.publicKey } };
    expect(verify(twice, ALICE, again, ALICE).signers).toHaveLength(1);
  });

  test.each<[string, Envelope["signatures"]]>([
    [
      "a bogus signature first, under the same keyid",
      [{ keyid: "a", sig: Buffer.alloc(70) }, ...sigOf(ALICE)],
    ],
    ["a wrong keyid", sigOf(ALICE).map(({ sig }) => ({ keyid: BOB.publicKey.fingerprint, sig }))],
    ["an empty signature beside a good one", [{ sig: Buffer.alloc(0) }, ...sigOf(ALICE)]],
    [
      "ECDSA as raw r‖s",
      [
        {
          sig: sign("sha256", preAuthEncoding(IN_TOTO_PAYLOAD_TYPE, PAYLOAD), {
            key: ALICE.key,
            dsaEncoding: "ieee-p1363",
          }),
        },
      ],
    ],
  ])("accepts %s", (_why, signatures) => {
    expect(names(verify({ ...SIGNED, signatures }, ALICE).signers)).toEqual(
      names([ALICE.publicKey]),
    );
  });

  test.each<[string, Envelope]>([
    ["a signature by another key", { ...SIGNED, signatures: sigOf(MALLORY) }],
    [
      "a signature over the payload alone",
      { ...SIGNED, signatures: [{ sig: signMessage(ALICE, PAYLOAD) }] },
    ],
    ["another payload", { ...SIGNED, payload: Buffer.from("{}") }],
    ["another payload type", { ...SIGNED, payloadType: "application/vnd.in-toto.link+json" }],
  ])("refuses %s", (_why, envelope) => {
    expect(() => verify(envelope, ALICE, BOB)).toThrow(
      expect.objectContaining({
        code: "SIGNATURE_INVALID",
        details: { keys: names([ALICE.publicKey, BOB.publicKey]) },
      }),
    );
  });

  test.each([IN_TOTO_PAYLOAD_TYPE, "application/vnd.in-toto.provenance+json"])(
    "takes the payload type %s",
    (type) => {
      expect(verify(signEnvelope(type, PAYLOAD, [ALICE]), ALICE).payloadType).toBe(type);
    },
  );

  test.each([
    "application/json",
    "text/plain",
    "Application/vnd.in-toto+json",
    "application/vnd.in-toto+json; charset=utf-8",
    "application/vnd.in-toto+json\n",
    " application/vnd.in-toto+json",
    "application/vnd.in-toto.+json",
    "application/vnd.in-toto.a,b+json",
    "application/vnd.in-totoX+json",
    "application/é",
    "",
  ])("refuses the payload type %j, though it is signed", (type) => {
    expect(() => verify(signEnvelope(type, PAYLOAD, [ALICE]), ALICE)).toThrow(
      expect.objectContaining({ code: "DSSE_PAYLOAD_TYPE", details: { found: type } }),
    );
  });

  test("refuses an envelope without a signature, however it was made", () => {
    expect(() => verify({ ...SIGNED, signatures: [] }, ALICE)).toThrow(refusal("DSSE_MALFORMED"));
  });

  test("takes so many keys and not one more", () => {
    const keys = Array.from({ length: MAX_KEYS }, () => BOB);
    expect(() => verify(SIGNED, ...keys.slice(1), ALICE)).not.toThrow();
    expect(() => verify(SIGNED, ...keys, ALICE)).toThrow(RangeError);
    expect(() => verify(SIGNED)).toThrow(RangeError);
    expect(() => signEnvelope(IN_TOTO_PAYLOAD_TYPE, PAYLOAD, [])).toThrow(RangeError);
  });

  test("refuses a raw signature where DER is asked for", () => {
    const message = preAuthEncoding(IN_TOTO_PAYLOAD_TYPE, PAYLOAD);
    const sig = sign("sha256", message, { key: ALICE.key, dsaEncoding: "ieee-p1363" });
    expect(() =>
      verifyEnvelope({ ...SIGNED, signatures: [{ sig }] }, [ALICE.publicKey], "der"),
    ).toThrow(refusal("SIGNATURE_INVALID"));
  });

  test("verifies with keys of every size", () => {
    for (const namedCurve of ["P-384", "P-521"]) {
      const { privateKey } = generateKeyPairSync("ec", { namedCurve });
      const key = { key: privateKey, publicKey: publicKeyOf(privateKey, "test") };
      expect(verify(signEnvelope(IN_TOTO_PAYLOAD_TYPE, PAYLOAD, [key]), key).signers).toHaveLength(
        1,
      );
    }
  });
});
