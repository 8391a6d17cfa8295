import { constants, createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
  type Envelope,
  IN_TOTO_PAYLOAD_TYPE,
  MAX_KEYS,
  MAX_SIGNATURES,
  parseEnvelope,
  preAuthEncoding,
  signEnvelope,
  verifyEnvelope,
} from "../../src/envelope/dsse.ts";
import { generateKeyPair } from "../../src/key/private-key.ts";
import { parsePublicKey, publicKeyOf } from "../../src/key/public-key.ts";
import { signMessage, verifyMessage } from "../../src/key/signature.ts";
import { STATEMENT_V1 } from "../../src/statement/statement.ts";
import { verifiedStatement } from "../../src/statement/verified-statement.ts";
import { Checkout, pin } from "../fakes/checkout.ts";
import { refusalOf } from "../fakes/refusal.ts";

// Bad input that a table of such names by its row, 10 to 22: envelopes, signatures, keys and thresholds.

const PAYLOAD = Buffer.from(
  `{"_type":"${STATEMENT_V1}","subject":[{"digest":{"sha256":"${"0".repeat(64)}"}}],"predicateType":"a:b"}`,
);
const ALICE = generateKeyPair("ecdsa-p256");
const BOB = generateKeyPair("ed25519");
const SIGNED = signEnvelope(IN_TOTO_PAYLOAD_TYPE, PAYLOAD, [ALICE]);
const [GOOD = { sig: Buffer.alloc(0) }] = SIGNED.signatures;
const BOGUS = { sig: Buffer.alloc(GOOD.sig.length, 7) };
const verify = (envelope: Envelope, ...keys: (typeof ALICE)[]) =>
  verifyEnvelope(
    envelope,
    keys.map(({ publicKey }) => publicKey),
    "der-or-raw",
  );

describe("row 10: a payload type that is not in-toto's is refused, whoever signed it", () => {
  test.each([
    ["application/json"],
    ["Application/vnd.in-toto+json"],
    ["application/vnd.in-toto+JSON"],
    ["application/vnd.in-toto+json; charset=utf-8"],
    ["application/vnd.in-toto+json "],
    ["application/vnd.in-toto.+json"],
    [""],
  ])("%j", (type) => {
    expect(refusalOf(() => verify(signEnvelope(type, PAYLOAD, [ALICE]), ALICE)).code).toBe(
      "DSSE_PAYLOAD_TYPE",
    );
  });
});

test("row 11: the length of a payload type counts bytes", () => {
  expect(Buffer.from(preAuthEncoding("application/é", Buffer.from("é"))).toString()).toBe(
    "DSSEv1 14 application/é 2 é",
  );
});

test("row 12: a signature over the payload alone is none", () => {
  const signatures = [{ sig: signMessage(ALICE, PAYLOAD) }];
  expect(refusalOf(() => verify({ ...SIGNED, signatures }, ALICE)).code).toBe("SIGNATURE_INVALID");
});

test("row 13: a statement comes out of what was verified, never out of an envelope", () => {
  const options = { what: "statement", types: [STATEMENT_V1] as const };
  const verified = verify(SIGNED, ALICE);
  expect(verified.payload).toBe(SIGNED.payload);
  expect(verifiedStatement(verified, options).statement.predicateType).toBe("a:b");
  // @ts-expect-error: an envelope says not who signed it
  expect(verifiedStatement(SIGNED, options).signers).toBeUndefined();
});

test("row 14: no signature is refused, whatever stands for it", () => {
  for (const signatures of [[], undefined, null, {}, "YQ==", [null], [{}]]) {
    const json = { payload: "e30=", payloadType: IN_TOTO_PAYLOAD_TYPE, signatures };
    expect(refusalOf(() => parseEnvelope(Buffer.from(JSON.stringify(json)), "file")).code).toBe(
      "DSSE_MALFORMED",
    );
  }
  expect(refusalOf(() => verify({ ...SIGNED, signatures: [] }, ALICE)).code).toBe("DSSE_MALFORMED");
});

describe("row 15: whatever a keyid says, every key is tried", () => {
  test.each([[undefined], [""], ["wrong"], [BOB.publicKey.fingerprint]])("%j", (keyid) => {
    const signatures = [{ ...GOOD, ...(keyid === undefined ? {} : { keyid }) }];
    const { signers } = verify({ ...SIGNED, signatures }, BOB, ALICE);
    expect(signers).toEqual([ALICE.publicKey]);
  });

  test("as many as 32 by 32, and no more", () => {
    expect([MAX_SIGNATURES, MAX_KEYS]).toEqual([32, 32]);
    const signatures = Array<typeof GOOD>(33).fill(GOOD);
    expect(refusalOf(() => verify({ ...SIGNED, signatures }, ALICE)).code).toBe("DSSE_MALFORMED");
    expect(() => verify(SIGNED, ...Array<typeof ALICE>(33).fill(ALICE))).toThrow(RangeError);
  });
});

test("row 16: a bogus signature with the right keyid hides no good one", () => {
  const keyid = ALICE.publicKey.fingerprint;
  const signatures = [{ ...BOGUS, keyid }, { ...BOGUS, keyid }, GOOD];
  expect(verify({ ...SIGNED, signatures }, ALICE).signers).toEqual([ALICE.publicKey]);
});

describe("row 17: one key is one signer", () => {
  test("with the same signature twice, with two, and under two keyids", () => {
    const again = signEnvelope(IN_TOTO_PAYLOAD_TYPE, PAYLOAD, [ALICE]).signatures;
    const signatures = [{ ...GOOD, keyid: "a" }, { ...GOOD, keyid: "b" }, ...again];
    expect(verify({ ...SIGNED, signatures }, ALICE, ALICE).signers).toEqual([ALICE.publicKey]);
  });

  test("in two files, of which one is spelt with other line ends", async () => {
    const checkout = new Checkout().write("requirements.txt", pin("click", "8.1.7"));
    await checkout.sign("requirements.txt");
    const again = checkout.keys.read("alice.pub").replaceAll("\n", "\r\n");
    checkout.keys.write("again.pub", again);
    const { exitCode } = await checkout.verify(
      `requirements.txt --threshold 2 --key ${checkout.keys.at("again.pub")}`,
    );
    expect(exitCode).toBe(2);
  });
});

describe("row 19: a threshold that nobody could mean, or reach, is refused before anything is read", () => {
  test.each([["0"], ["-1"], ["true"], ["2x"], ["1.5"], ["1e1"], [""], ["4"]])(
    "%j",
    async (threshold) => {
      const checkout = new Checkout().write("requirements.txt", pin("click", "8.1.7"));
      await checkout.sign("requirements.txt");
      const line = `requirements.txt --threshold=${threshold} --key ${checkout.keys.at("bob.pub")}`;
      expect((await checkout.verify(line)).exitCode).toBe(2);
    },
  );
});

test("row 20: keyids that begin alike decide nothing", () => {
  const prefix = BOB.publicKey.fingerprint.slice(0, 8);
  const signatures = [
    { ...BOGUS, keyid: prefix },
    { ...GOOD, keyid: prefix },
  ];
  expect(verify({ ...SIGNED, signatures }, BOB, ALICE).signers).toEqual([ALICE.publicKey]);
});

describe("row 21: both spellings of an ECDSA signature are read, of the three curves alone", () => {
  const message = Buffer.from("message");

  test.each([
    ["P-256", "sha256"],
    ["P-384", "sha384"],
    ["P-521", "sha512"],
  ])("%s", (namedCurve, hash) => {
    const { publicKey, privateKey: key } = generateKeyPairSync("ec", { namedCurve });
    const ours = publicKeyOf(publicKey, "key");
    for (const dsaEncoding of ["der", "ieee-p1363"] as const) {
      const signature = sign(hash, message, { key, dsaEncoding });
      expect(verifyMessage(ours, message, signature, "der-or-raw").signedBy).toBe(ours);
      signature[signature.length - 1] = (signature.at(-1) ?? 0) ^ 1;
      expect(refusalOf(() => verifyMessage(ours, message, signature, "der-or-raw")).code).toBe(
        "SIGNATURE_INVALID",
      );
    }
  });

  test("another curve", () => {
    const { publicKey } = generateKeyPairSync("ec", { namedCurve: "secp256k1" });
    expect(refusalOf(() => publicKeyOf(publicKey, "key")).code).toBe("KEY_UNSUPPORTED");
  });
});

describe("row 22: RSA that is too short, or signs as another kind of RSA does, is refused", () => {
  const pem = (key: Parameters<typeof createPublicKey>[0]): Uint8Array =>
    Buffer.from(String(createPublicKey(key).export({ type: "spki", format: "pem" })));

  test("1024 bits", () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
    expect(refusalOf(() => parsePublicKey(pem(privateKey), "key")).code).toBe("KEY_UNSUPPORTED");
  });

  test("a key that declares PSS, for which PKCS#1 v1.5 would be taken", () => {
    const { publicKey } = generateKeyPairSync("rsa-pss", { modulusLength: 2048 });
    const file = Buffer.from(String(publicKey.export({ type: "spki", format: "pem" })));
    expect(refusalOf(() => parsePublicKey(file, "key")).code).toBe("KEY_UNSUPPORTED");
  });

  test("PSS where PKCS#1 v1.5 is declared", () => {
    const { publicKey, privateKey: key } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const message = Buffer.from("message");
    const padding = constants.RSA_PKCS1_PSS_PADDING;
    const signature = sign("sha256", message, { key, padding });
    const ours = publicKeyOf(publicKey, "key");
    expect(refusalOf(() => verifyMessage(ours, message, signature, "der-or-raw")).code).toBe(
      "SIGNATURE_INVALID",
    );
  });
});
