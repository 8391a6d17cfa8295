import { sign } from "node:crypto";
import { describe, expect, test } from "vitest";
import { digest } from "../../src/bytes/digest.ts";
import { formatKeyBundle } from "../../src/envelope/bundle.ts";
import { signDsseBundle } from "../../src/envelope/bundle-signature.ts";
import { IN_TOTO_PAYLOAD_TYPE, preAuthEncoding } from "../../src/envelope/dsse.ts";
import type { VsaSubject } from "../../src/sigstore/judge-vsa.ts";
import { type VsaExpectation, verifyVsa } from "../../src/sigstore/verify-vsa.ts";
import { parseTrustRoot } from "../../src/trust/trust-root.ts";
import { ALICE, BOB } from "../fakes/checkout.ts";
import {
  createInstance,
  IDENTITY,
  ISSUER,
  NOW,
  signBundle,
  trustedRoot,
  written,
} from "../fakes/instance.ts";

const RESOURCE = "https://downloads.example/app.tar.gz";
const VERIFIER = "https://verifier.example/v1";
const APP = digest("sha256", Buffer.from("app"));
const SUBJECT: VsaSubject = { digests: new Map([["sha256", APP]]) };
const PREDICATE = {
  verifier: { id: VERIFIER },
  timeVerified: "2026-01-15T12:00:00Z",
  resourceUri: RESOURCE,
  policy: { uri: "https://policies.example/release" },
  verificationResult: "PASSED",
  verifiedLevels: ["SLSA_BUILD_LEVEL_2", "ACME_REVIEWED"],
};
const BY_ALICE: VsaExpectation = {
  pairs: [{ signer: { kind: "key", key: ALICE.key.publicKey }, verifierId: VERIFIER }],
  resourceUri: RESOURCE,
  levels: ["SLSA_BUILD_LEVEL_2"],
};

type Change = Readonly<Record<string, unknown>>;

const statementOf = (predicate: Change = {}, more: Change = {}) => ({
  _type: "https://in-toto.io/Statement/v1",
  subject: [{ name: "app.tar.gz", digest: { sha256: APP.hex } }],
  predicateType: "https://slsa.dev/verification_summary/v1",
  predicate: { ...PREDICATE, ...predicate },
  ...more,
});

/** A bundle with a summary that Alice's key signed. */
function summary(predicate: Change = {}, more: Change = {}, by = ALICE): Uint8Array {
  const payload = Buffer.from(JSON.stringify(statementOf(predicate, more)));
  return formatKeyBundle(signDsseBundle(IN_TOTO_PAYLOAD_TYPE, payload, by.key));
}

async function verdictOf(
  bytes: Uint8Array,
  expected: Partial<VsaExpectation> = {},
  subject: VsaSubject = SUBJECT,
): Promise<{ readonly verdict: string; readonly refused: readonly string[] }> {
  const { verdict, checks } = await verifyVsa(
    subject,
    bytes,
    { ...BY_ALICE, ...expected },
    null,
    NOW,
  );
  const refused = checks.filter((one) => one.verdict === "refused").map(({ rule }) => rule);
  return { verdict, refused };
}

const PASSED = { verdict: "passed", refused: [] };

describe("verifyVsa, by its seven steps", () => {
  test("takes a summary, and says what was found in each", async () => {
    const { verdict, checks, vsa } = await verifyVsa(SUBJECT, summary(), BY_ALICE, null, NOW);
    expect(verdict).toBe("passed");
    expect(checks.map(({ rule, found }) => [rule, found])).toEqual([
      ["VSA_SIGNATURE", `key ${ALICE.key.publicKey.fingerprint.slice(0, 12)}`],
      ["VSA_SUBJECT", `sha256:${APP.hex}`],
      ["VSA_TYPE", "https://slsa.dev/verification_summary/v1"],
      ["VSA_VERIFIER", VERIFIER],
      ["VSA_RESOURCE", RESOURCE],
      ["VSA_RESULT", "PASSED"],
      ["VSA_LEVEL", "SLSA_BUILD_LEVEL_2, ACME_REVIEWED"],
    ]);
    expect(vsa?.timeVerified).toBe("2026-01-15T12:00:00Z");
  });

  const CHANGES: readonly (readonly [why: string, rule: string, predicate: Change])[] = [
    ["another verifier", "VSA_VERIFIER", { verifier: { id: "https://verifier.example/v2" } }],
    ["a verifier that goes on", "VSA_VERIFIER", { verifier: { id: `${VERIFIER}0` } }],
    ["another resource", "VSA_RESOURCE", { resourceUri: `${RESOURCE}?x` }],
    ["a resource in other letters", "VSA_RESOURCE", { resourceUri: RESOURCE.toUpperCase() }],
    ["FAILED", "VSA_RESULT", { verificationResult: "FAILED" }],
    [
      "PASSED with the level FAILED",
      "VSA_RESULT",
      { verifiedLevels: ["FAILED", "SLSA_BUILD_LEVEL_2"] },
    ],
    ["a lower level", "VSA_LEVEL", { verifiedLevels: ["SLSA_BUILD_LEVEL_1"] }],
    ["a level of another track", "VSA_LEVEL", { verifiedLevels: ["SLSA_SOURCE_LEVEL_3"] }],
    ["a level not evaluated", "VSA_LEVEL", { verifiedLevels: ["SLSA_BUILD_LEVEL_UNEVALUATED"] }],
    ["no level", "VSA_LEVEL", { verifiedLevels: [] }],
    ["a malformed predicate", "PREDICATE_MALFORMED", { policy: null }],
  ];
  test.each(CHANGES)("refuses %s", async (_why, rule, predicate) => {
    expect(await verdictOf(summary(predicate))).toEqual({ verdict: "refused", refused: [rule] });
  });

  test("says all that is wrong at once", async () => {
    const all = { verifier: { id: "a:b" }, resourceUri: "a:b", verificationResult: "FAILED" };
    expect((await verdictOf(summary({ ...all, verifiedLevels: [] }))).refused).toEqual([
      "VSA_VERIFIER",
      "VSA_RESOURCE",
      "VSA_RESULT",
      "VSA_LEVEL",
    ]);
  });

  test.each<[string, Change, string]>([
    ["version 0.2", { predicateType: "https://slsa.dev/verification_summary/v0.2" }, "VSA_TYPE"],
    [
      "a version to come",
      { predicateType: "https://slsa.dev/verification_summary/v2" },
      "VSA_TYPE",
    ],
    ["provenance", { predicateType: "https://slsa.dev/provenance/v1" }, "VSA_TYPE"],
    [
      "another artifact",
      { subject: [{ digest: { sha256: "0".repeat(64) } }] },
      "STATEMENT_SUBJECT_MISMATCH",
    ],
    [
      "two digests that contradict each other",
      { subject: [{ digest: { sha256: APP.hex, sha512: "0".repeat(128) } }] },
      "STATEMENT_DIGEST_CONFLICT",
    ],
    ["MD5", { subject: [{ digest: { md5: "aa" } }] }, "STATEMENT_DIGEST_WEAK"],
    ["no subject", { subject: [] }, "STATEMENT_MALFORMED"],
    [
      "a statement to come",
      { _type: "https://in-toto.io/Statement/v2" },
      "STATEMENT_TYPE_UNSUPPORTED",
    ],
  ])("refuses %s", async (_why, more, rule) => {
    const digests = new Map([
      ["sha256", APP],
      ["sha512", digest("sha512", Buffer.from("app"))],
    ] as const);
    expect(await verdictOf(summary({}, more), {}, { digests })).toEqual({
      verdict: "refused",
      refused: [rule],
    });
  });

  test.each<[string, readonly string[], readonly string[], boolean]>([
    ["the level itself", ["SLSA_BUILD_LEVEL_2"], ["SLSA_BUILD_LEVEL_2"], true],
    ["a higher one", ["SLSA_BUILD_LEVEL_3"], ["SLSA_BUILD_LEVEL_2"], true],
    ["a verifier's own word", ["ACME_REVIEWED"], ["ACME_REVIEWED"], true],
    ["a word that begins alike", ["ACME_REVIEWED_2"], ["ACME_REVIEWED"], false],
    ["both", ["SLSA_BUILD_LEVEL_3", "ACME"], ["SLSA_BUILD_LEVEL_1", "ACME"], true],
    ["one of two", ["SLSA_BUILD_LEVEL_3"], ["SLSA_BUILD_LEVEL_1", "ACME"], false],
    [
      "the word for not evaluated",
      ["SLSA_BUILD_LEVEL_UNEVALUATED"],
      ["SLSA_BUILD_LEVEL_UNEVALUATED"],
      true,
    ],
    [
      "level 0, which a level that was not evaluated is not",
      ["SLSA_BUILD_LEVEL_UNEVALUATED"],
      ["SLSA_BUILD_LEVEL_0"],
      false,
    ],
    ["any", [], [], true],
  ])("asked for a level, takes %s", async (_why, verifiedLevels, levels, holds) => {
    const { verdict } = await verdictOf(summary({ verifiedLevels }), { levels });
    expect(verdict).toBe(holds ? "passed" : "refused");
  });

  test("notes that no level was asked for", async () => {
    const { checks } = await verifyVsa(SUBJECT, summary(), { ...BY_ALICE, levels: [] }, null, NOW);
    expect(checks.at(-1)).toMatchObject({ rule: "VSA_LEVEL", verdict: "noted" });
  });
});

describe("verifyVsa, by who signed", () => {
  const pair = (key: typeof ALICE, verifierId: string) =>
    ({ signer: { kind: "key", key: key.key.publicKey }, verifierId }) as const;

  test("refuses another's key, and says whose it expected", async () => {
    const { checks } = await verifyVsa(SUBJECT, summary({}, {}, BOB), BY_ALICE, null, NOW);
    expect(checks).toMatchObject([{ rule: "SIGNATURE_INVALID", verdict: "refused" }]);
    expect(checks[0]?.expected).toContain(ALICE.key.publicKey.fingerprint);
  });

  test("lets nobody speak for another's verifier", async () => {
    const pairs = [pair(ALICE, "https://a.example/v1"), pair(BOB, VERIFIER)];
    expect((await verdictOf(summary(), { pairs })).refused).toEqual(["VSA_VERIFIER"]);
    expect(await verdictOf(summary({}, {}, BOB), { pairs })).toEqual(PASSED);
  });

  test("lets one key speak for each of its verifiers", async () => {
    const pairs = [pair(ALICE, "https://a.example/v1"), pair(ALICE, VERIFIER)];
    expect(await verdictOf(summary(), { pairs })).toEqual(PASSED);
  });

  test("needs somebody to trust", async () => {
    const expected = { ...BY_ALICE, pairs: [] };
    await expect(verifyVsa(SUBJECT, summary(), expected, null, NOW)).rejects.toThrow(RangeError);
  });

  test("takes r and s as they are in an envelope alone, behind a bogus signature with the right name", async () => {
    const payload = Buffer.from(JSON.stringify(statementOf()));
    const key = ALICE.key.key;
    const raw = sign("sha256", preAuthEncoding(IN_TOTO_PAYLOAD_TYPE, payload), {
      key,
      dsaEncoding: "ieee-p1363",
    });
    const envelope = {
      payload: payload.toString("base64"),
      payloadType: IN_TOTO_PAYLOAD_TYPE,
      signatures: [
        { keyid: "alice", sig: Buffer.alloc(64, 1).toString("base64") },
        { keyid: "somebody", sig: raw.toString("base64") },
      ],
    };
    expect(await verdictOf(Buffer.from(JSON.stringify(envelope)))).toEqual(PASSED);
    const unsigned = { ...envelope, signatures: envelope.signatures.slice(0, 1) };
    expect((await verdictOf(Buffer.from(JSON.stringify(unsigned)))).refused).toEqual([
      "SIGNATURE_INVALID",
    ]);
  });

  test("refuses a payload of another type, and one signed as it is", async () => {
    const payload = Buffer.from(JSON.stringify(statementOf()));
    const bundle = formatKeyBundle(signDsseBundle("application/json", payload, ALICE.key));
    expect((await verdictOf(bundle)).refused).toEqual(["DSSE_PAYLOAD_TYPE"]);
    const plain = {
      payload: payload.toString("base64"),
      payloadType: IN_TOTO_PAYLOAD_TYPE,
      signatures: [{ sig: sign("sha256", payload, ALICE.key.key).toString("base64") }],
    };
    expect((await verdictOf(Buffer.from(JSON.stringify(plain)))).refused).toEqual([
      "SIGNATURE_INVALID",
    ]);
  });

  test("takes an identity for the verifiers that it may speak for", async () => {
    const instance = createInstance();
    const trust = parseTrustRoot(written(trustedRoot(instance)), "root.json");
    const identity = { kind: "exact", name: IDENTITY, issuer: ISSUER } as const;
    const bundle = written(signBundle(instance, { statement: statementOf() }));
    const by = (verifierId: string, more: VsaExpectation["pairs"] = []) =>
      verifyVsa(
        SUBJECT,
        bundle,
        { ...BY_ALICE, pairs: [{ signer: { kind: "identity", identity }, verifierId }, ...more] },
        trust,
        NOW,
      );
    const taken = await by(VERIFIER, BY_ALICE.pairs);
    expect(taken.verdict).toBe("passed");
    expect(taken.checks[0]?.found).toContain(`${IDENTITY} (${ISSUER}) at 2026-01-15T12:00:00.000Z`);
    // Alice's key may speak for it, and did not sign.
    const other = await by("https://a.example/v1", BY_ALICE.pairs);
    expect(other.checks.filter(({ verdict }) => verdict === "refused")).toMatchObject([
      { rule: "VSA_VERIFIER", expected: "https://a.example/v1" },
    ]);
    expect((await verdictOf(bundle)).refused).toEqual(["SIGNER_KIND_MISMATCH"]);
    const wrong = { ...identity, name: `${IDENTITY}-evil` };
    const pairs = [
      { signer: { kind: "identity", identity: wrong }, verifierId: VERIFIER },
    ] as const;
    const { checks } = await verifyVsa(SUBJECT, bundle, { ...BY_ALICE, pairs }, trust, NOW);
    expect(checks).toMatchObject([{ rule: "IDENTITY_MISMATCH", verdict: "refused" }]);
  });
});

describe("verifyVsa, of what has no digest of ours", () => {
  const IMAGE = { name: "gce_image_id", value: "8970095005306000053" };
  const image = (digests: Change = { gce_image_id: IMAGE.value }) =>
    summary({}, { subject: [{ name: "_", digest: digests }] });

  test("compares what is named, to the letter", async () => {
    expect(await verdictOf(image(), {}, { identifier: IMAGE })).toEqual(PASSED);
    const other = { ...IMAGE, value: "8970095005306000054" };
    expect((await verdictOf(image(), {}, { identifier: other })).refused).toEqual(["VSA_SUBJECT"]);
    const longer = { ...IMAGE, value: `${IMAGE.value}0` };
    expect((await verdictOf(image(), {}, { identifier: longer })).refused).toEqual(["VSA_SUBJECT"]);
  });

  test("takes no other name's value for it", async () => {
    const elsewhere = image({ sha1: IMAGE.value, md5: IMAGE.value });
    expect((await verdictOf(elsewhere, {}, { identifier: IMAGE })).refused).toEqual([
      "STATEMENT_DIGEST_WEAK",
    ]);
    const byDigest = image({ sha256: APP.hex });
    expect((await verdictOf(byDigest, {}, { identifier: IMAGE })).refused).toEqual(["VSA_SUBJECT"]);
  });

  test("asked by a digest, takes no identifier", async () => {
    expect((await verdictOf(image())).refused).toEqual(["STATEMENT_DIGEST_WEAK"]);
  });
});

describe("verifyVsa, of hostile bytes", () => {
  const GOOD = summary();

  test("refuses every mutated byte", async () => {
    for (let at = 0; at < GOOD.length - 1; at += 7) {
      const bytes = Buffer.from(GOOD);
      bytes[at] = (bytes[at] ?? 0) ^ 0x01;
      const { verdict, refused } = await verdictOf(bytes);
      // The hint names a key, which decides nothing; all else is signed, or has one spelling.
      if (verdict === "passed")
        expect(Buffer.from(GOOD.subarray(0, at)).toString()).toMatch(/"hint":"[^"]*$/);
      else expect(refused.length).toBeGreaterThan(0);
    }
  });

  test("refuses every prefix, nothing, and several", async () => {
    for (let at = 0; at < GOOD.length - 2; at += 13)
      expect((await verdictOf(GOOD.subarray(0, at))).verdict).toBe("refused");
    expect((await verdictOf(Buffer.concat([GOOD, GOOD]))).refused).toEqual(["BUNDLE_MALFORMED"]);
  });
});
