import { describe, expect, test } from "vitest";
import {
  checkPredicate,
  PREDICATE_NAMES,
  predicateTypeOf,
  predicateWord,
} from "../../../src/statement/predicate/known-predicate.ts";
import { refusalOf } from "../../fakes/refusal.ts";
import { EXAMPLES, statementOf } from "./readers.ts";

describe("predicateTypeOf", () => {
  test.each<[string, string]>([
    // As cosign's documentation has them.
    ["slsaprovenance1", "https://slsa.dev/provenance/v1"],
    ["slsaprovenance02", "https://slsa.dev/provenance/v0.2"],
    ["spdx", "https://spdx.dev/Document"],
    ["spdxjson", "https://spdx.dev/Document"],
    ["cyclonedx", "https://cyclonedx.org/bom"],
    ["provenance", "https://slsa.dev/provenance/v1"],
    ["vsa", "https://slsa.dev/verification_summary/v1"],
    ["urn:acme:review", "urn:acme:review"],
    ["https://example.com/Review/v1", "https://example.com/Review/v1"],
  ])("%s is %s", (name, type) => {
    expect(predicateTypeOf(name, {})).toBe(type);
  });

  test("an SPDX document says itself of which version it is", () => {
    expect(predicateTypeOf("spdx", { "@context": "x" })).toBe("https://spdx.dev/Document/v3");
    expect(predicateTypeOf("spdxjson", { "@context": "x" })).toBe("https://spdx.dev/Document");
  });

  test.each(["", "sbom", "constructor", "__proto__", "toString", "/v1", "https://a b", "https:"])(
    "%s is none",
    (name) => {
      expect(refusalOf(() => predicateTypeOf(name, {})).code).toBe("PREDICATE_NAME_UNKNOWN");
    },
  );
});

describe("predicateWord", () => {
  test.each<[string, string]>([
    ["https://slsa.dev/provenance/v1", "provenance"],
    ["https://slsa.dev/verification_summary/v0.2", "vsa"],
    ["https://spdx.dev/Document/v3", "spdx"],
    ["https://cyclonedx.org/bom/v1.6", "cyclonedx"],
    ["https://in-toto.io/attestation/vulns/v0.1", "vulns"],
    ["https://example.com/Review/v1", "review-v1"],
    ["https://example.com/a/../../etc/passwd", "etc-passwd"],
    ["https://example.com/\u0000/x", "example.com-x"],
    ["x:..", "attestation"],
    // Twelve hex digits before the ending name a signer.
    ["deadbeef0123:", "attestation"],
    ["https://example.com/%2f%2f", "2f-2f"],
  ])("of %s is %s", (type, word) => {
    expect(predicateWord(type)).toBe(word);
  });

  test("of no type leads to another folder, or is taken for a signer's", () => {
    for (const name of PREDICATE_NAMES)
      expect(predicateWord(predicateTypeOf(name, {}))).toMatch(/^[a-z][a-z0-9-]*$/);
  });
});

describe("checkPredicate", () => {
  test.each(Object.entries(EXAMPLES))("knows %s", (_name, { type, predicate }) => {
    expect(checkPredicate(statementOf(type, predicate))).toBe(true);
  });

  test.each([
    "https://in-toto.io/attestation/release-notes/v1",
    "https://spdx.dev/Documents",
    "https://cyclonedx.org/bomb",
    "https://slsa.dev/provenance-of-sorts/v1",
    "https://example.com/review/v1",
  ])("leaves %s to those who know it", (type) => {
    expect(checkPredicate(statementOf(type, {}))).toBe(false);
  });

  test.each([
    "https://slsa.dev/provenance/v2",
    "https://slsa.dev/provenance",
    "https://slsa.dev/verification_summary/v1.1",
    "https://in-toto.io/Provenance/v0.9",
    "https://in-toto.io/Link/v1",
    "https://in-toto.io/attestation/link/v0.2",
    "https://in-toto.io/attestation/svr/v0.1",
    "https://in-toto.io/attestation/scai/attribute-report/v0.2",
    "https://spdx.dev/Document/v2.4",
    "https://cyclonedx.org/bom/v2.0",
  ])("takes %s for no evidence", (type) => {
    const refusal = refusalOf(() => checkPredicate(statementOf(type, {})));
    expect(refusal.code).toBe("PREDICATE_TYPE_UNSUPPORTED");
  });
});
