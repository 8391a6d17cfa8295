import { describe, expect, test } from "vitest";
import { Refusal } from "../../src/errors.ts";
import { exitCodeOfRule } from "../../src/exit-code.ts";
import { parseBundle } from "../../src/sigstore/bundle.ts";
import { parseAttestation, parseProvenance } from "../../src/sigstore/pep740.ts";
import { createInstance, type Loose, signBundle, written } from "../fakes/instance.ts";

const bundle = signBundle(createInstance(), { statement: { a: 1 } });

/** The same under the names of PEP 740. */
function attestation(): Loose {
  return structuredClone({
    version: 1,
    verification_material: {
      certificate: bundle.verificationMaterial.certificate.rawBytes,
      transparency_entries: bundle.verificationMaterial.tlogEntries,
    },
    envelope: {
      statement: bundle.dsseEnvelope.payload,
      signature: bundle.dsseEnvelope.signatures[0].sig,
    },
  });
}

test("an attestation is the bundle that it is under other names", () => {
  expect(parseAttestation(written(attestation()), "a")).toEqual(parseBundle(written(bundle), "b"));
});

test("provenance has who published, and what they attest", () => {
  const publisher = { kind: "GitHub", repository: "acme/app" };
  const provenance = {
    version: 1,
    attestation_bundles: [{ publisher, attestations: [attestation(), attestation()] }],
  };
  const [first] = parseProvenance(written(provenance), "p");
  expect(first?.publisher).toEqual(expect.objectContaining(publisher));
  expect(first?.attestations.length).toBe(2);
});

describe("refuses", () => {
  test.each<[string, (one: Loose) => void, string]>([
    [
      "another version",
      (one) => {
        one.version = 2;
      },
      "version",
    ],
    [
      "a version in quotes",
      (one) => {
        one.version = "1";
      },
      "version",
    ],
    [
      "no entry",
      (one) => {
        one.verification_material.transparency_entries = [];
      },
      "verification_material.transparency_entries",
    ],
    [
      "no certificate",
      (one) => {
        delete one.verification_material.certificate;
      },
      "verification_material.certificate",
    ],
    [
      "no signature",
      (one) => {
        delete one.envelope.signature;
      },
      "envelope.signature",
    ],
    [
      "an unknown field",
      (one) => {
        one.more = 1;
      },
      "",
    ],
    [
      "base64 that is none",
      (one) => {
        one.envelope.statement = "A";
      },
      "envelope.statement",
    ],
  ])("an attestation with %s", (_, change, at) => {
    const one = attestation();
    change(one);
    expect(() => parseAttestation(written(one), "a")).toThrow(
      expect.objectContaining({ code: "ATTESTATION_MALFORMED", details: { at } }),
    );
  });

  test.each<[string, object, string]>([
    ["no list", { version: 1, attestation_bundles: {} }, "attestation_bundles"],
    [
      "no publisher",
      { version: 1, attestation_bundles: [{ attestations: [] }] },
      "attestation_bundles[0].publisher",
    ],
    ["another version", { version: 0, attestation_bundles: [] }, "version"],
    [
      "a bad attestation",
      { version: 1, attestation_bundles: [{ publisher: {}, attestations: [{}] }] },
      "attestation_bundles[0].attestations[0].version",
    ],
  ])("provenance with %s", (_, provenance, at) => {
    expect(() => parseProvenance(written(provenance), "p")).toThrow(
      expect.objectContaining({ code: "ATTESTATION_MALFORMED", details: { at } }),
    );
  });

  test.each<[why: string, bundles: object[], found: RegExp]>([
    ["an empty list", [], /found no publisher$/],
    ["a publisher alone", [{ publisher: {}, attestations: [] }], /found a publisher without one$/],
  ])("provenance with %s: there is nothing to verify", (_, bundles, found) => {
    const provenance = written({ version: 1, attestation_bundles: bundles });
    expect(() => parseProvenance(provenance, "p")).toThrow(
      expect.objectContaining({
        code: "ATTESTATION_NONE",
        message: expect.stringMatching(found),
      }),
    );
    expect(exitCodeOfRule("ATTESTATION_NONE")).toBe(3);
  });

  test("every prefix", () => {
    const bytes = written(attestation());
    for (let length = 0; length < bytes.length; length += 11)
      expect(() => parseAttestation(bytes.subarray(0, length), "a")).toThrow(Refusal);
  });
});
