import { describe, expect, test } from "vitest";
import { parseAnySignatures, parseSignatures } from "../../src/sigstore/detect.ts";
import { asBareEnvelope, asCosignBundle } from "../fakes/bare.ts";
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
      "ATTESTATION_NONE",
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

describe("parseAnySignatures", () => {
  const text = (...lines: Loose[]) =>
    Buffer.from(
      lines.map((one) => (typeof one === "string" ? one : JSON.stringify(one))).join("\n"),
    );
  const forms = (bytes: Uint8Array) =>
    parseAnySignatures(bytes, "file").map((one) => ("kind" in one ? one.form : one.content.kind));

  test.each([
    ["a bundle", text(BUNDLE), ["message"]],
    ["a bundle over several lines", text(JSON.stringify(BUNDLE, null, 2)), ["message"]],
    ["cosign's bundle", text(asCosignBundle(BUNDLE)), ["cosign's bundle"]],
    ["an envelope", text(asBareEnvelope(STATEMENT), ""), ["an envelope alone"]],
    [
      "an envelope over several lines that end in CRLF",
      text(JSON.stringify(asBareEnvelope(STATEMENT), null, 2).replaceAll("\n", "\r\n")),
      ["an envelope alone"],
    ],
    [
      "several lines of any form",
      text(asBareEnvelope(STATEMENT), "", STATEMENT, "\r", asCosignBundle(BUNDLE)),
      ["an envelope alone", "dsse", "cosign's bundle"],
    ],
    ["npm's set", text({ attestations: [{ bundle: STATEMENT }] }), ["dsse"]],
  ])("reads %s", (_why, bytes, expected) => {
    expect(forms(bytes)).toEqual(expected);
  });

  test.each([
    ["a line that is none", text(BUNDLE, "{}"), /^file:2: /],
    ["a line that is cut short", text(BUNDLE, "{x}"), /^file:2: /],
    ["text after the lines", text(BUNDLE, BUNDLE, "hello"), /^file: expected the end/],
    ["more lines than are read", text(...Array(65).fill(BUNDLE)), /at most 64 lines/],
    ["nothing", text(""), /^file: expected a value/],
  ])("refuses %s", (_why, bytes, message) => {
    expect(() => parseAnySignatures(bytes, "file")).toThrow(message);
  });

  test("reads as many lines as it says", () => {
    expect(forms(text(...Array(64).fill(BUNDLE)))).toHaveLength(64);
  });
});
