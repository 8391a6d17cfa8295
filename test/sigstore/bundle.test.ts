import { describe, expect, test } from "vitest";
import { type Bundle, parseBundle } from "../../src/sigstore/bundle.ts";
import { MAX_SIGSTORE_BUNDLE_BYTES } from "../../src/sigstore/bundle-limit.ts";
import {
  createInstance,
  type Loose,
  type SignOptions,
  signBundle,
  written,
} from "../fakes/instance.ts";

const instance = createInstance();
const MESSAGE = Buffer.from("a message\n");
const FULL: SignOptions = { message: MESSAGE, timestamp: true };

function parseChanged(change: (bundle: Loose) => void, options: SignOptions = FULL): Bundle {
  const bundle = signBundle(instance, options);
  change(bundle);
  return parseBundle(written(bundle), "bundle.json");
}

const entry = (bundle: Loose): Loose => bundle.verificationMaterial.tlogEntries[0];

test.each<[string, SignOptions, object]>([
  ["0.1", { ...FULL, version: "0.1" }, { version: "0.1", signer: { kind: "certificate" } }],
  ["0.2", { ...FULL, version: "0.2" }, { version: "0.2", signer: { kind: "certificate" } }],
  ["0.3", FULL, { version: "0.3", signer: { kind: "certificate" }, content: { kind: "message" } }],
  ["0.3 with a statement", { statement: {} }, { content: { kind: "dsse" }, timestamps: [] }],
  [
    "0.3 with a key",
    { ...FULL, managed: true, log: "none" },
    { signer: { kind: "key" }, entries: [] },
  ],
])("reads a bundle %s", (_, options, expected) => {
  expect(parseChanged(() => {}, options)).toMatchObject(expected);
});

test("takes the first media type of version 0.3", () => {
  expect(
    parseChanged((bundle) => {
      bundle.mediaType = "application/vnd.dev.sigstore.bundle+json;version=0.3";
    }).version,
  ).toBe("0.3");
});

test("takes null for what is absent, zeros that are left out, and integers as numbers", () => {
  const bundle = parseChanged((one) => {
    one.verificationMaterial.publicKey = null;
    one.verificationMaterial.timestampVerificationData = null;
    one.dsseEnvelope = null;
    entry(one).inclusionPromise = null;
    delete entry(one).integratedTime;
    delete entry(one).logIndex;
    entry(one).inclusionProof.treeSize = 11;
  });
  expect(bundle).toMatchObject({
    timestamps: [],
    entries: [{ logIndex: 0, integratedTime: 0, proof: { treeSize: 11 } }],
  });
  expect(bundle.entries[0]).not.toHaveProperty("promise");
});

describe("refuses", () => {
  const material = "verificationMaterial";
  const first = `${material}.tlogEntries[0]`;
  test.each<[string, (bundle: Loose) => void, string]>([
    [
      "an unknown field",
      (one) => {
        one.more = 1;
      },
      "",
    ],
    [
      "an unknown field within",
      (one) => {
        entry(one).inclusionProof.more = 1;
      },
      `${first}.inclusionProof`,
    ],
    [
      "neither message nor envelope",
      (one) => {
        delete one.messageSignature;
      },
      "",
    ],
    [
      "both message and envelope",
      (one) => {
        one.dsseEnvelope = {};
      },
      "",
    ],
    [
      "neither certificate nor key",
      (one) => {
        delete one[material].certificate;
      },
      material,
    ],
    [
      "both certificate and key",
      (one) => {
        one[material].publicKey = { hint: "" };
      },
      material,
    ],
    [
      "an empty chain",
      (one) => {
        delete one[material].certificate;
        one[material].x509CertificateChain = { certificates: [] };
      },
      `${material}.x509CertificateChain.certificates`,
    ],
    [
      "a certificate in PEM",
      (one) => {
        one[material].certificate.rawBytes = "-----BEGIN";
      },
      `${material}.certificate.rawBytes`,
    ],
    [
      "an empty certificate",
      (one) => {
        one[material].certificate.rawBytes = "";
      },
      `${material}.certificate.rawBytes`,
    ],
    [
      "base64 with line ends",
      (one) => {
        one.messageSignature.signature += "\n";
      },
      "messageSignature.signature",
    ],
    [
      "base64 with stray bits",
      (one) => {
        entry(one).canonicalizedBody = "AB==";
      },
      `${first}.canonicalizedBody`,
    ],
    [
      "an empty signature",
      (one) => {
        one.messageSignature.signature = "";
      },
      "messageSignature.signature",
    ],
    [
      "no digest",
      (one) => {
        delete one.messageSignature.messageDigest;
      },
      "messageSignature.messageDigest",
    ],
    [
      "SHA-1",
      (one) => {
        one.messageSignature.messageDigest.algorithm = "SHA1";
      },
      "messageSignature.messageDigest.algorithm",
    ],
    [
      "a negative index",
      (one) => {
        entry(one).logIndex = "-1";
      },
      `${first}.logIndex`,
    ],
    [
      "an index that no double holds",
      (one) => {
        entry(one).logIndex = "9007199254740993";
      },
      `${first}.logIndex`,
    ],
    [
      "an index with a zero before it",
      (one) => {
        entry(one).logIndex = "01";
      },
      `${first}.logIndex`,
    ],
    [
      "an index as a fraction",
      (one) => {
        entry(one).logIndex = 1.5;
      },
      `${first}.logIndex`,
    ],
    [
      "a hash of another length",
      (one) => {
        entry(one).inclusionProof.hashes[0] = "AAAA";
      },
      `${first}.inclusionProof.hashes[0]`,
    ],
    [
      "more hashes than a proof can have",
      (one) => {
        entry(one).inclusionProof.hashes = Array(65).fill(entry(one).inclusionProof.rootHash);
      },
      `${first}.inclusionProof.hashes`,
    ],
    [
      "more entries than anybody has",
      (one) => {
        one[material].tlogEntries = Array(17).fill(entry(one));
      },
      `${material}.tlogEntries`,
    ],
  ])("%s", (_, change, at) => {
    expect(() => parseChanged(change)).toThrow(
      expect.objectContaining({ code: "BUNDLE_MALFORMED", details: { at } }),
    );
  });

  test.each<[string, number]>([
    ["no signature", 0],
    ["two signatures", 2],
  ])("an envelope with %s", (_, count) => {
    const change = (one: Loose): void => {
      one.dsseEnvelope.signatures = Array(count).fill(one.dsseEnvelope.signatures[0]);
    };
    expect(() => parseChanged(change, { statement: {} })).toThrow(
      expect.objectContaining({
        code: "BUNDLE_MALFORMED",
        details: { at: "dsseEnvelope.signatures" },
      }),
    );
  });

  test("a digest of another length than its algorithm has", () => {
    const change = (one: Loose): void => {
      one.messageSignature.messageDigest.digest = "AAAA";
    };
    expect(() => parseChanged(change)).toThrow(
      expect.objectContaining({ code: "DIGEST_MALFORMED" }),
    );
  });

  test("more bytes than any has, before they are read", () => {
    expect(() => parseBundle(Buffer.alloc(MAX_SIGSTORE_BUNDLE_BYTES + 1), "bundle.json")).toThrow(
      expect.objectContaining({ code: "INPUT_TOO_LARGE" }),
    );
  });
});
