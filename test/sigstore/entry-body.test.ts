import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { digestOfBytes } from "../../src/bytes/digest.ts";
import type { BundledContent } from "../../src/sigstore/bundle.ts";
import type { BundledEntry } from "../../src/sigstore/bundled-entry.ts";
import { checkEntryBody } from "../../src/sigstore/entry-body.ts";
import type { Loose } from "../fakes/instance.ts";

const SIGNER = Buffer.from("certificate");
const SIGNATURE = Buffer.from("signature");
const PAYLOAD = Buffer.from("{}");
const TYPE = "application/vnd.in-toto+json";
const sha256 = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest();
// DSSE protocol.md: "DSSEv1" SP LEN(type) SP type SP LEN(body) SP body
const PAE = sha256(Buffer.from(`DSSEv1 28 ${TYPE} 2 {}`));
const base64 = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString("base64");
const PEM = base64(`-----BEGIN CERTIFICATE-----\n${base64(SIGNER)}\n-----END CERTIFICATE-----\n`);

const message: BundledContent = {
  kind: "message",
  signature: SIGNATURE,
  digest: digestOfBytes("sha256", sha256(PAYLOAD)),
};
const dsse: BundledContent = {
  kind: "dsse",
  signature: SIGNATURE,
  envelope: { payload: PAYLOAD, payloadType: TYPE, signatures: [{ sig: SIGNATURE }] },
};
const verifier = {
  keyDetails: "PKIX_ECDSA_P256_SHA_256",
  x509Certificate: { rawBytes: base64(SIGNER) },
};
const hex = (bytes: Buffer): object => ({ algorithm: "sha256", value: bytes.toString("hex") });
const b64 = (bytes: Buffer): object => ({ algorithm: "SHA2_256", digest: base64(bytes) });

const hashedrekord = (of: Buffer): Loose => ({
  apiVersion: "0.0.1",
  kind: "hashedrekord",
  spec: {
    data: { hash: hex(of) },
    signature: { content: base64(SIGNATURE), publicKey: { content: PEM } },
  },
});
const hashedrekord2 = (of: Buffer): Loose => ({
  apiVersion: "0.0.2",
  kind: "hashedrekord",
  spec: {
    hashedRekordV002: { data: b64(of), signature: { content: base64(SIGNATURE), verifier } },
  },
});
const dsse1 = (): Loose => ({
  apiVersion: "0.0.1",
  kind: "dsse",
  spec: {
    envelopeHash: hex(sha256(PAE)),
    payloadHash: hex(sha256(PAYLOAD)),
    signatures: [{ signature: base64(SIGNATURE), verifier: PEM }],
  },
});
/** The oldest kind: of a text that was sent it keeps the digest, and the signer. */
const intoto1 = (sent: string): Loose => ({
  apiVersion: "0.0.1",
  kind: "intoto",
  spec: { content: { hash: hex(sha256(Buffer.from(sent))) }, publicKey: PEM },
});
const dsse2 = (): Loose => ({
  apiVersion: "0.0.2",
  kind: "dsse",
  spec: {
    dsseV002: {
      payloadHash: b64(sha256(PAYLOAD)),
      signatures: [{ content: base64(SIGNATURE), verifier }],
    },
  },
});
const intoto = (): Loose => ({
  apiVersion: "0.0.2",
  kind: "intoto",
  spec: {
    content: {
      envelope: {
        payloadType: TYPE,
        signatures: [{ sig: base64(base64(SIGNATURE)), publicKey: PEM }],
      },
      payloadHash: hex(sha256(PAYLOAD)),
    },
  },
});

function check(
  body: Loose | string,
  content: BundledContent,
  sort = `${body.kind} ${body.apiVersion}`,
): void {
  const [kind = "", version = ""] = sort.split(" ");
  const bytes = Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  const entry: BundledEntry = {
    logIndex: 7,
    logId: "",
    kind,
    version,
    integratedTime: 0,
    body: bytes,
  };
  checkEntryBody(entry, { content, signer: SIGNER });
}

test.each<[string, Loose, BundledContent]>([
  ["hashedrekord 0.0.1 of a message", hashedrekord(sha256(PAYLOAD)), message],
  ["hashedrekord 0.0.2 of a message", hashedrekord2(sha256(PAYLOAD)), message],
  ["hashedrekord 0.0.2 of an envelope", hashedrekord2(PAE), dsse],
  ["dsse 0.0.1", dsse1(), dsse],
  ["dsse 0.0.2", dsse2(), dsse],
  ["intoto 0.0.2", intoto(), dsse],
])("takes %s", (_, body, content) => {
  expect(() => check(body, content)).not.toThrow();
});

const another = base64("another");
const changed = (body: Loose, change: (spec: Loose) => void): Loose => {
  change(body.spec);
  return body;
};

test.each<[string, Loose, BundledContent, string]>([
  [
    "hashedrekord 0.0.1",
    changed(hashedrekord(sha256(PAYLOAD)), (spec) => {
      spec.signature.content = another;
    }),
    message,
    "signature",
  ],
  [
    "hashedrekord 0.0.1",
    changed(hashedrekord(sha256(PAYLOAD)), (spec) => {
      spec.signature.publicKey.content = base64(
        `-----BEGIN PUBLIC KEY-----\n${another}\n-----END PUBLIC KEY-----`,
      );
    }),
    message,
    "signer",
  ],
  ["hashedrekord 0.0.1", hashedrekord(sha256(PAE)), message, "digest of the message"],
  [
    "hashedrekord 0.0.1 of an envelope, which only a file made to look like one has",
    hashedrekord(PAE),
    dsse,
    "digest of the message",
  ],
  [
    "hashedrekord 0.0.2 with an envelope's payload in place of what is signed",
    hashedrekord2(sha256(PAYLOAD)),
    dsse,
    "digest of the signed bytes",
  ],
  [
    "hashedrekord 0.0.1 by a weak hash",
    changed(hashedrekord(sha256(PAYLOAD)), (spec) => {
      spec.data.hash.algorithm = "sha1";
    }),
    message,
    "digest of the message",
  ],
  [
    "hashedrekord 0.0.2",
    changed(hashedrekord2(PAE), (spec) => {
      spec.hashedRekordV002.signature.content = another;
    }),
    dsse,
    "signature",
  ],
  [
    "hashedrekord 0.0.2",
    changed(hashedrekord2(PAE), (spec) => {
      spec.hashedRekordV002.signature.verifier = { publicKey: { rawBytes: another } };
    }),
    dsse,
    "signer",
  ],
  ["hashedrekord 0.0.2", hashedrekord2(sha256(PAE)), dsse, "digest of the signed bytes"],
  [
    "dsse 0.0.1",
    changed(dsse1(), (spec) => {
      spec.signatures[0].signature = another;
    }),
    dsse,
    "signature",
  ],
  [
    "dsse 0.0.1",
    changed(dsse1(), (spec) => {
      spec.payloadHash = hex(PAE);
    }),
    dsse,
    "digest of the payload",
  ],
  ["dsse 0.0.1 for a message", dsse1(), message, "digest of the payload"],
  [
    "dsse 0.0.2",
    changed(dsse2(), (spec) => {
      spec.dsseV002.payloadHash = b64(PAE);
    }),
    dsse,
    "digest of the payload",
  ],
  [
    "intoto 0.0.2",
    changed(intoto(), (spec) => {
      spec.content.envelope.signatures[0].sig = base64(another);
    }),
    dsse,
    "signature",
  ],
  [
    "intoto 0.0.2",
    changed(intoto(), (spec) => {
      spec.content.payloadHash = hex(PAE);
    }),
    dsse,
    "digest of the payload",
  ],
])("refuses %s of another signature, and says what differs: %4$s", (_, body, content, field) => {
  expect(() => check(body, content)).toThrow(
    expect.objectContaining({ code: "TLOG_ENTRY_MISMATCH", details: { field } }),
  );
});

describe("refuses", () => {
  test.each<[string, Loose | string, string | undefined]>([
    ["another kind than it says", hashedrekord(PAE), "hashedrekord 0.0.2"],
    ["no JSON", "{", "dsse 0.0.1"],
    ["a list", "[]", "dsse 0.0.1"],
    ["names twice", '{"kind":"dsse","kind":"dsse"}', "dsse 0.0.1"],
    ["no spec", { kind: "dsse", apiVersion: "0.0.1" }, undefined],
    [
      "two signatures",
      changed(dsse1(), (spec) => {
        spec.signatures.push(spec.signatures[0]);
      }),
      undefined,
    ],
    [
      "a signer that is no PEM",
      changed(dsse1(), (spec) => {
        spec.signatures[0].verifier = base64(SIGNER);
      }),
      undefined,
    ],
    [
      "base64 that is none",
      changed(dsse1(), (spec) => {
        spec.signatures[0].signature = "A";
      }),
      undefined,
    ],
    [
      "a signature that is encoded once",
      changed(intoto(), (spec) => {
        spec.content.envelope.signatures[0].sig = base64(Buffer.of(0xff, 1, 2));
      }),
      undefined,
    ],
  ])("%s", (_, body, sort) => {
    expect(() => check(body, dsse, sort)).toThrow(
      expect.objectContaining({ code: "TLOG_ENTRY_MALFORMED" }),
    );
  });

  test.each(["hashedrekord 0.0.3", "intoto 0.0.3", "rekord 0.0.1", "toString ", "dsse 0.0.10"])(
    "the kind %s",
    (sort) => {
      expect(() => check(dsse1(), dsse, sort)).toThrow(
        expect.objectContaining({ code: "TLOG_ENTRY_UNSUPPORTED" }),
      );
    },
  );
});

describe("an entry that keeps the digest of an envelope's text alone", () => {
  const cert = Buffer.from(PEM, "base64").toString();
  const [payload, sig] = [base64(PAYLOAD), base64(SIGNATURE)];
  const spelt = (signature: object, more: object = {}): string =>
    JSON.stringify({ payloadType: TYPE, payload, signatures: [signature], ...more });

  test.each([
    ["with the certificate, as provenance has it", spelt({ keyid: "", sig, cert })],
    ["without it", spelt({ keyid: "", sig })],
    ["without the name of a key", spelt({ sig })],
    [
      "with the payload first",
      JSON.stringify({ payload, payloadType: TYPE, signatures: [{ sig }] }),
    ],
  ])("is about the signature %s", (_why, text) => {
    expect(() => check(intoto1(text), dsse, "intoto 0.0.1")).not.toThrow();
  });

  test.each([
    ["another signature", spelt({ sig: base64("other") })],
    ["another payload", spelt({ sig }, { payload: base64("[]") })],
    ["another type", spelt({ sig }, { payloadType: "text/plain" })],
    ["two signatures", spelt({ sig }, { signatures: [{ sig }, { sig }] })],
    ["another text", `${spelt({ sig })}\n`],
  ])("is not about %s", (_why, text) => {
    expect(() => check(intoto1(text), dsse, "intoto 0.0.1")).toThrow(
      expect.objectContaining({
        code: "TLOG_ENTRY_MISMATCH",
        details: { field: "digest of the envelope" },
      }),
    );
  });

  test("is not about the bytes of a file", () => {
    expect(() => check(intoto1(spelt({ sig })), message, "intoto 0.0.1")).toThrow(
      expect.objectContaining({ code: "TLOG_ENTRY_MISMATCH" }),
    );
  });

  test("is not about another signer's", () => {
    const body = intoto1(spelt({ sig }));
    body.spec.publicKey = base64(cert.replace(base64(SIGNER), base64("certificats")));
    expect(() => check(body, dsse, "intoto 0.0.1")).toThrow(
      expect.objectContaining({ details: { field: "signer" } }),
    );
  });
});
