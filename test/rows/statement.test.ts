import { describe, expect, test } from "vitest";
import { digest } from "../../src/bytes/digest.ts";
import { formatKeyBundle } from "../../src/envelope/bundle.ts";
import { signDsseBundle } from "../../src/envelope/bundle-signature.ts";
import { IN_TOTO_PAYLOAD_TYPE, signEnvelope, verifyEnvelope } from "../../src/envelope/dsse.ts";
import { generateKeyPair } from "../../src/key/private-key.ts";
import { verifyVsa } from "../../src/sigstore/verify-vsa.ts";
import { LOCK_PREDICATE_V01, parseLockStatement } from "../../src/statement/lock-statement.ts";
import {
  findSubject,
  parseStatement,
  STATEMENT_V1,
  STATEMENT_V01,
} from "../../src/statement/statement.ts";
import { verifiedStatement } from "../../src/statement/verified-statement.ts";
import { Folder } from "../fakes/checkout.ts";
import { createInstance, type Loose, NOW, trustedRoot, written } from "../fakes/instance.ts";
import { ARTIFACT, BUILDER, signAs, statementOf, workflowProvenance } from "../fakes/provenance.ts";
import { refusalOf } from "../fakes/refusal.ts";

// Bad input that a table of such names by its row, 24 to 35: what a statement is about, and what it claims.

const FILE = Buffer.from("a file\n");
const [SHA256, SHA512] = [digest("sha256", FILE).hex, digest("sha512", FILE).hex];
const OTHER = digest("sha256", Buffer.from("another\n")).hex;

const bytesOf = (subject: unknown, more: object = {}): Uint8Array =>
  Buffer.from(
    JSON.stringify({
      _type: STATEMENT_V1,
      subject,
      predicateType: "https://a.example/v1",
      ...more,
    }),
  );
const parse = (subject: unknown, more: object = {}) =>
  parseStatement(bytesOf(subject, more), { what: "statement", types: [STATEMENT_V1] });
const about = (...digests: object[]) => digests.map((one) => ({ name: "file", digest: one }));

test.each<[row: string, subject: unknown, code: string]>([
  ["row 24: no subject", [], "STATEMENT_MALFORMED"],
  ["row 24: a subject without digests", [{ name: "file" }], "STATEMENT_MALFORMED"],
  ["row 24: an empty set of digests", about({}), "STATEMENT_DIGEST_WEAK"],
  ["row 25: SHA-1 alone", about({ sha1: "0".repeat(40) }), "STATEMENT_DIGEST_WEAK"],
  ["row 25: MD5 alone", about({ md5: "0".repeat(32) }), "STATEMENT_DIGEST_WEAK"],
  ["row 27: another length", about({ sha256: "aa" }), "DIGEST_MALFORMED"],
  ["row 27: upper case", about({ sha256: SHA256.toUpperCase() }), "DIGEST_MALFORMED"],
  ["row 27: 0x", about({ sha256: `0x${SHA256.slice(2)}` }), "DIGEST_MALFORMED"],
])("%s is refused", (_, subject, code) => {
  expect(refusalOf(() => parse(subject)).code).toBe(code);
});

test("row 26: a right SHA-256 with a wrong SHA-512 is refused", () => {
  const wrong = `${SHA512.slice(0, -1)}${SHA512.endsWith("0") ? "1" : "0"}`;
  const statement = parse(about({ sha256: SHA256, sha512: wrong }));
  expect(refusalOf(() => findSubject(statement, FILE)).code).toBe("STATEMENT_DIGEST_CONFLICT");
});

test("row 28: ours among many subjects is found", () => {
  const statement = parse([...about({ sha256: OTHER }), { name: "b", digest: { sha256: SHA256 } }]);
  expect(findSubject(statement, FILE).name).toBe("b");
});

test("row 28: many subjects with one name are refused where each stands for a file", () => {
  const statement = parse(about({ sha256: SHA256 }, { sha256: OTHER }), {
    predicateType: LOCK_PREDICATE_V01,
    predicate: {},
  });
  expect(refusalOf(() => parseLockStatement(statement)).code).toBe("LOCK_STATEMENT_MALFORMED");
});

test("row 29: a name decides nothing, a digest does", () => {
  const named = parse([{ name: "another name", digest: { sha256: SHA256 } }]);
  expect(findSubject(named, FILE).name).toBe("another name");
  const other = parse(about({ sha256: OTHER }));
  expect(refusalOf(() => findSubject(other, FILE)).code).toBe("STATEMENT_SUBJECT_MISMATCH");
});

test("row 30: a statement about another file is refused with both digests", () => {
  const { message } = refusalOf(() => findSubject(parse(about({ sha256: OTHER })), FILE));
  expect(message).toContain(`expected a subject sha256:${SHA256}`);
  expect(message).toContain(`found sha256:${OTHER}`);
});

test("row 31: the statement says what it claims, whatever the media type around it names", () => {
  const key = generateKeyPair("ecdsa-p256");
  const envelope = signEnvelope(
    "application/vnd.in-toto.link+json",
    bytesOf(about({ sha256: SHA256 })),
    [key],
  );
  const verified = verifyEnvelope(envelope, [key.publicKey], "der");
  const { statement } = verifiedStatement(verified, { what: "s", types: [STATEMENT_V1] });
  expect(statement.predicateType).toBe("https://a.example/v1");
});

test("row 32: a statement of version 0.1 is read only where that is listed", () => {
  const old = bytesOf(about({ sha256: SHA256 }), { _type: STATEMENT_V01 });
  const what = "statement";
  expect(refusalOf(() => parseStatement(old, { what, types: [STATEMENT_V1] })).code).toBe(
    "STATEMENT_TYPE_UNSUPPORTED",
  );
  const { type } = parseStatement(old, { what, types: [STATEMENT_V1, STATEMENT_V01] });
  expect(type).toBe(STATEMENT_V01);
  const next = bytesOf(about({ sha256: SHA256 }), { _type: "https://in-toto.io/Statement/v2" });
  expect(
    refusalOf(() => parseStatement(next, { what, types: [STATEMENT_V1, STATEMENT_V01] })).code,
  ).toBe("STATEMENT_TYPE_UNSUPPORTED");
});

describe("by attestation verify", () => {
  const instance = createInstance();
  const PINNED = `${BUILDER}@refs/tags/v2.0.0`;
  const BY = `--trusted-root root.json --builder-id ${BUILDER} --source-uri github.com/acme/app`;

  async function refused(statement: Loose, rest = ""): Promise<string> {
    const made = new Folder()
      .write("app", ARTIFACT)
      .write("app.intoto.jsonl", `${JSON.stringify(signAs(instance, PINNED, statement))}\n`)
      .write("root.json", written(trustedRoot(instance)));
    const line = `attestation verify app --json ${BY} ${rest}`.trim();
    const { exitCode, stdout } = await made.run(line, { now: NOW });
    const { findings } = JSON.parse(stdout) as { findings: readonly Loose[] };
    const rules = findings.filter(({ verdict }) => verdict === "refused").map(({ rule }) => rule);
    return exitCode === 0 ? "accepted" : rules.join();
  }

  test("row 33: an unknown version of a predicate is no evidence", async () => {
    for (const type of ["https://slsa.dev/provenance/v2", "https://slsa.dev/provenance/v1.1"])
      expect(await refused({ ...workflowProvenance(), predicateType: type })).toBe(
        "ATTESTATION_PREDICATE",
      );
    expect(await refused(statementOf("https://slsa.dev/provenance/v1/", {}))).toBe(
      "ATTESTATION_PREDICATE",
    );
  });

  test("row 34: an unknown field is passed over, but not among the parameters of a build", async () => {
    const more = workflowProvenance();
    more.predicate.later = { a: 1 };
    more.predicate.runDetails.later = 1;
    more.later = 1;
    expect(await refused(more)).toBe("accepted");
    const parameter = workflowProvenance();
    parameter.predicate.buildDefinition.externalParameters.later = "1";
    expect(await refused(parameter)).toBe("EXTERNAL_PARAMETER");
    expect(await refused(parameter, "--external-parameter later=1")).toBe("accepted");
  });
});

describe("row 35: a summary that says another thing, or of somebody who may not, is refused", () => {
  const [key, mallory] = [generateKeyPair("ecdsa-p256"), generateKeyPair("ecdsa-p256")];
  const verifierId = "https://verifier.example/v1";
  const resourceUri = "https://downloads.example/app";

  test.each<[why: string, predicate: object, by: typeof key, rule: string]>([
    ["none of these", {}, key, ""],
    ["FAILED", { verificationResult: "FAILED" }, key, "VSA_RESULT"],
    ["another resource", { resourceUri: `${resourceUri}2` }, key, "VSA_RESOURCE"],
    ["another verifier", { verifier: { id: `${verifierId}0` } }, key, "VSA_VERIFIER"],
    ["another signer", {}, mallory, "SIGNATURE_INVALID"],
  ])("%s", async (_, predicate, by, rule) => {
    const payload = bytesOf(about({ sha256: SHA256 }), {
      predicateType: "https://slsa.dev/verification_summary/v1",
      predicate: {
        verifier: { id: verifierId },
        timeVerified: "2026-01-15T12:00:00Z",
        resourceUri,
        policy: { uri: "https://policies.example/release" },
        verificationResult: "PASSED",
        verifiedLevels: ["SLSA_BUILD_LEVEL_2"],
        ...predicate,
      },
    });
    const { verdict, checks } = await verifyVsa(
      { digests: new Map([["sha256", digest("sha256", FILE)]]) },
      formatKeyBundle(signDsseBundle(IN_TOTO_PAYLOAD_TYPE, payload, by)),
      {
        pairs: [{ signer: { kind: "key", key: key.publicKey }, verifierId }],
        resourceUri,
        levels: [],
      },
      null,
      NOW,
    );
    const rules = checks.filter((one) => one.verdict === "refused").map((one) => one.rule);
    expect([verdict, rules.join()]).toEqual([rule === "" ? "passed" : "refused", rule]);
  });
});
