import { describe, expect, test } from "vitest";
import { parseSignatures } from "../../src/sigstore/detect.ts";
import { createInstance, type Loose, signBundle, written } from "../fakes/instance.ts";

const INSTANCE = createInstance();
const BUNDLE = signBundle(INSTANCE, { message: Buffer.from("the bytes") });
const STATEMENT = signBundle(INSTANCE, { statement: { any: "thing" } });

/** The same signature under the names of PEP 740. */
function attestation(bundle: Loose): Loose {
  const { certificate, tlogEntries } = bundle.verificationMaterial;
  const { payload, signatures } = bundle.dsseEnvelope;
  return {
    version: 1,
    verification_material: { certificate: certificate.rawBytes, transparency_entries: tlogEntries },
    envelope: { statement: payload, signature: signatures[0].sig },
  };
}

describe("parseSignatures", () => {
  test.each([
    ["a bundle", BUNDLE, ["message"]],
    ["a bundle with a statement", STATEMENT, ["dsse"]],
    ["an attestation of PEP 740", attestation(STATEMENT), ["dsse"]],
    [
      "a provenance object of PEP 740",
      {
        version: 1,
        attestation_bundles: [
          {
            publisher: { kind: "GitHub" },
            attestations: [attestation(STATEMENT), attestation(STATEMENT)],
          },
        ],
      },
      ["dsse", "dsse"],
    ],
    [
      "npm's set of attestations",
      {
        attestations: [
          { predicateType: "x", bundle: STATEMENT },
          { predicateType: "y", bundle: BUNDLE },
        ],
      },
      ["dsse", "message"],
    ],
  ])("reads %s by what is in it", (_what, json, kinds) => {
    expect(parseSignatures(written(json), "file").map(({ content }) => content.kind)).toEqual(
      kinds,
    );
  });

  test.each([
    ["no attestation in npm's set", { attestations: [] }, "BUNDLE_MALFORMED"],
    [
      "more in it than anybody serves",
      { attestations: Array(33).fill({ bundle: BUNDLE }) },
      "BUNDLE_MALFORMED",
    ],
    [
      "an attestation without a bundle",
      { attestations: [{ predicateType: "x" }] },
      "BUNDLE_MALFORMED",
    ],
    ["an attestation that is none", { attestations: [7] }, "BUNDLE_MALFORMED"],
    [
      "no publisher in a provenance object",
      { version: 1, attestation_bundles: [] },
      "ATTESTATION_MALFORMED",
    ],
    [
      "an attestation of another version",
      { ...attestation(STATEMENT), version: 2 },
      "ATTESTATION_MALFORMED",
    ],
    ["a list", [BUNDLE], "BUNDLE_MALFORMED"],
    ["neither one nor the other", { mediaType: "text/plain" }, expect.stringMatching(/^BUNDLE_/)],
  ])("refuses %s", (_what, json, code) => {
    expect(() => parseSignatures(written(json), "file")).toThrow(expect.objectContaining({ code }));
  });
});
