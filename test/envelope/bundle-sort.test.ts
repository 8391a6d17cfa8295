import { describe, expect, test } from "vitest";
import { BUNDLE_MEDIA_TYPE, parseKeyBundle } from "../../src/envelope/bundle.ts";

const parse = (bytes: Uint8Array | string) =>
  parseKeyBundle(Buffer.from(bytes), "file", "cosign-too");
const material = (fields: object) => ({
  mediaType: BUNDLE_MEDIA_TYPE,
  verificationMaterial: fields,
});
const EARLIER = "application/vnd.dev.sigstore.bundle+json;version=0.";

describe("a signature file of another sort", () => {
  test.each<[string, object, string]>([
    [
      "a keyless bundle",
      material({ certificate: { rawBytes: "" } }),
      "a keyless bundle, signed by an identity",
    ],
    [
      "a keyless bundle of an early version",
      { ...material({ x509CertificateChain: {} }), mediaType: `${EARLIER}1` },
      "a keyless bundle, signed by an identity",
    ],
    [
      "a logged bundle",
      material({ publicKey: { hint: "" }, tlogEntries: [{}] }),
      "a bundle with entries of a transparency log",
    ],
    [
      "an empty list of entries",
      material({ publicKey: { hint: "" }, tlogEntries: [] }),
      "a bundle with entries of a transparency log",
    ],
    [
      "a timestamped bundle",
      material({ timestampVerificationData: {} }),
      "a bundle with timestamps",
    ],
    ["version 0.1", { mediaType: `${EARLIER}1` }, "a bundle of version 0.1"],
    ["version 0.2", { mediaType: `${EARLIER}2` }, "a bundle of version 0.2"],
    [
      "version 0.3, early",
      { mediaType: `${EARLIER}3` },
      "a bundle of version 0.3 under its first media type",
    ],
    [
      "a version to come",
      { mediaType: "application/vnd.dev.sigstore.bundle.v0.9+json" },
      'the media type "application/vnd.dev.sigstore.bundle.v0.9+json"',
    ],
    ["PEP 740", { version: 1, verification_material: {}, envelope: {} }, "a PEP 740 attestation"],
    [
      "cosign 2",
      { base64Signature: "", cert: "", rekorBundle: {} },
      "a bundle as cosign wrote before version 3",
    ],
    ["a bare envelope", { payload: "", payloadType: "", signatures: [] }, "a bare DSSE envelope"],
    [
      "a bare statement",
      { _type: "https://in-toto.io/Statement/v1" },
      "an in-toto statement without a signature",
    ],
  ])("%s", (_why, json, kind) => {
    expect(() => parse(JSON.stringify(json))).toThrow(
      expect.objectContaining({
        code: "BUNDLE_UNSUPPORTED",
        message: `file: expected a bundle v0.3 signed with a key alone, found ${kind}; this command verifies with --key`,
        details: { kind },
      }),
    );
  });

  test.each([
    ["an empty object", {}],
    [
      "a verification material that is text",
      { mediaType: BUNDLE_MEDIA_TYPE, verificationMaterial: "certificate" },
    ],
    ["a media type that is a number", { mediaType: 3 }],
  ])("but not %s", (_why, json) => {
    expect(() => parse(JSON.stringify(json))).toThrow(
      expect.objectContaining({ code: "BUNDLE_MALFORMED" }),
    );
  });
});
