import { expect, test } from "vitest";
import { Refusal } from "../../src/errors.ts";
import { parseTrustRoot } from "../../src/trust/trust-root.ts";
import { createInstance, type Loose, trustedRoot, written } from "../fakes/instance.ts";

const instance = createInstance();

function parseChanged(change: (root: Loose) => void) {
  const root = trustedRoot(instance);
  change(root);
  return parseTrustRoot(written(root), "root.json");
}

test("reads logs, authorities and their periods", () => {
  const root = parseChanged((one) => {
    one.tlogs[1].publicKey.validFor.end = "2026-01-01T00:00:00Z";
  });
  expect(root.logs.map(({ url, key }) => [url, key.type])).toEqual([
    ["https://log.fake", "ecdsa-p256"],
    ["https://log2.fake", "ed25519"],
  ]);
  expect(root.logs.map(({ validFor }) => validFor.end)).toEqual([
    Number.POSITIVE_INFINITY,
    Date.UTC(2026, 0, 1),
  ]);
  expect(root.certificateAuthorities[0]?.chain.length).toBe(2);
});

test("takes lists that are left out, and fields that it does not know", () => {
  const root = parseChanged((one) => {
    delete one.ctlogs;
    one.timestampAuthorities = null;
    one.tlogs[0].operator = "somebody";
    one.later = {};
  });
  expect(root).toMatchObject({ certificateLogs: [], timestampAuthorities: [] });
});

test("names a log by the id of its checkpoints where it has one", () => {
  const keyId = Buffer.alloc(32, 7);
  const root = parseChanged((one) => {
    one.tlogs[0].checkpointKeyId = { keyId: keyId.toString("base64") };
  });
  expect(root.logs[0]?.checkpointId).toBe(keyId.toString("hex"));
  expect(root.logs[1]?.checkpointId).toBe(root.logs[1]?.id);
});

test.each<[string, (root: Loose) => void, string]>([
  [
    "another media type",
    (root) => {
      root.mediaType = "application/vnd.dev.sigstore.trustedroot.v0.2+json";
    },
    "mediaType",
  ],
  [
    "a log's key without a start",
    (root) => {
      root.tlogs[0].publicKey.validFor = {};
    },
    "tlogs[0].publicKey.validFor.start",
  ],
  [
    "a log's key without a period",
    (root) => {
      delete root.ctlogs[0].publicKey.validFor;
    },
    "ctlogs[0].publicKey.validFor",
  ],
  [
    "an authority without a start",
    (root) => {
      root.certificateAuthorities[0].validFor = { end: null };
    },
    "certificateAuthorities[0].validFor.start",
  ],
  [
    "a timestamp authority without a period",
    (root) => {
      delete root.timestampAuthorities[0].validFor;
    },
    "timestampAuthorities[0].validFor",
  ],
  [
    "a misspelt end",
    (root) => {
      root.tlogs[0].publicKey.validFor.ends = "2026-01-01T00:00:00Z";
    },
    "tlogs[0].publicKey.validFor",
  ],
  [
    "an end before the start",
    (root) => {
      root.tlogs[0].publicKey.validFor.end = "2024-01-01T00:00:00Z";
    },
    "tlogs[0].publicKey.validFor",
  ],
  [
    "a time that is none",
    (root) => {
      root.tlogs[0].publicKey.validFor.start = "always";
    },
    "tlogs[0].publicKey.validFor",
  ],
  [
    "another kind of key than it says",
    (root) => {
      root.tlogs[1].publicKey.keyDetails = "PKIX_ECDSA_P256_SHA_256";
    },
    "tlogs[1].publicKey.keyDetails",
  ],
  [
    "a kind of key that nobody knows",
    (root) => {
      root.tlogs[0].publicKey.keyDetails = "PKIX_X";
    },
    "tlogs[0].publicKey.keyDetails",
  ],
  [
    "bytes that are no key",
    (root) => {
      root.tlogs[0].publicKey.rawBytes = "AAAA";
    },
    "tlogs[0]",
  ],
  [
    "base64 that is none",
    (root) => {
      root.tlogs[0].publicKey.rawBytes = "AAA";
    },
    "tlogs[0]",
  ],
  [
    "an id of another length",
    (root) => {
      root.tlogs[0].logId.keyId = "AAAA";
    },
    "tlogs[0].logId.keyId",
  ],
  [
    "another hash",
    (root) => {
      root.tlogs[0].hashAlgorithm = "SHA2_512";
    },
    "tlogs[0].hashAlgorithm",
  ],
  [
    "an empty chain",
    (root) => {
      root.certificateAuthorities[0].certChain.certificates = [];
    },
    "certificateAuthorities[0].certChain.certificates",
  ],
  [
    "a certificate that is none",
    (root) => {
      root.certificateAuthorities[0].certChain.certificates[0].rawBytes = "MAA=";
    },
    "certificateAuthorities[0]",
  ],
  [
    "more logs than anybody has",
    (root) => {
      root.tlogs = Array(65).fill(root.tlogs[0]);
    },
    "tlogs",
  ],
])("refuses %s, and says where", (_, change, at) => {
  expect(() => parseChanged(change)).toThrow(
    expect.objectContaining({ code: "TRUST_ROOT_MALFORMED", details: { at } }),
  );
});

test("gives a value or a refusal for every prefix", () => {
  const bytes = written(trustedRoot(instance));
  for (let length = 0; length < bytes.length; length += 13) {
    expect(() => parseTrustRoot(bytes.subarray(0, length), "root.json")).toThrow(Refusal);
  }
});
