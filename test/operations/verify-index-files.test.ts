import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Finding } from "../../src/finding.ts";
import { loadTrustRoot } from "../../src/operations/trust-source.ts";
import {
  type VerifyIndexFilesReport,
  verifyIndexFiles,
} from "../../src/operations/verify-index-files.ts";
import { parsePublisher } from "../../src/trust/publisher.ts";
import { Folder } from "../fakes/checkout.ts";
import { createInstance, type Loose, NOW, trustedRoot, written } from "../fakes/instance.ts";
import {
  asAttestation,
  PUBLISH_TYPE,
  PUBLISHER_CLAIMS,
  provenanceOf,
  publicationOf,
  signByAccount,
  signPublication,
} from "../fakes/pep740.ts";

const instance = createInstance();
const NAME = "app-1.2.3-py3-none-any.whl";
const BYTES = Buffer.from("a wheel\n");
const GITHUB = "github:acme/app/release.yml";
const SLSA = "https://slsa.dev/provenance/v1";

interface Given {
  readonly name?: string;
  readonly bytes?: Uint8Array;
  /** What lies beside the file, by ending. */
  readonly beside?: Readonly<Record<string, Loose>>;
  readonly publishers?: readonly [string, ...string[]];
  readonly attestations?: readonly string[];
}

async function verifyGiven(given: Given): Promise<VerifyIndexFilesReport> {
  const folder = new Folder();
  const { name = NAME, beside = {} } = given;
  folder.write(name, given.bytes ?? BYTES);
  folder.write("root.json", written(trustedRoot(instance)));
  for (const [ending, value] of Object.entries(beside))
    folder.write(name + ending, value instanceof Uint8Array ? value : written(value));
  const [first, ...rest] = given.publishers ?? [GITHUB];
  return verifyIndexFiles({
    files: [name],
    attestations: given.attestations,
    publishers: [parsePublisher(first), ...rest.map(parsePublisher)],
    publishType: PUBLISH_TYPE,
    trust: [loadTrustRoot("root.json", folder.path)],
    maxRootAgeMs: null,
    cwd: folder.path,
    now: NOW,
  });
}

const rulesOf = (findings: readonly Finding[], verdict: string): string[] =>
  findings.filter((one) => one.verdict === verdict).map(({ rule }) => rule);

/** A publication of the file, by claims, changed. */
function attest(
  change: (statement: Loose) => void = () => {},
  claims: Readonly<Record<number, string>> = PUBLISHER_CLAIMS,
): Loose {
  const statement = publicationOf(NAME, BYTES);
  change(statement);
  return asAttestation(signPublication(instance, statement, claims));
}

const GOOD = attest();
const BUILD = attest((one) => {
  one.predicateType = SLSA;
  one.predicate = {};
});
const EVIL = attest(undefined, {
  ...PUBLISHER_CLAIMS,
  12: "https://github.com/evil/app",
  18: "https://github.com/evil/app/.github/workflows/release.yml@refs/tags/v1.2.3",
});

describe("verifies", () => {
  test.each<[string, Given]>([
    ["an attestation beside the file", { beside: { ".publish.attestation": GOOD } }],
    ["the provenance that an index serves", { beside: { ".provenance": provenanceOf(GOOD) } }],
    [
      "a publication beside provenance of the build",
      { beside: { ".publish.attestation": GOOD, ".slsa.attestation": BUILD } },
    ],
    ["one that is named", { beside: { ".elsewhere": GOOD }, attestations: [`${NAME}.elsewhere`] }],
    [
      "a publisher with its environment",
      { beside: { ".provenance": provenanceOf(GOOD) }, publishers: [`${GITHUB}@production`] },
    ],
    [
      "one of several publishers",
      {
        beside: { ".provenance": provenanceOf(GOOD) },
        publishers: ["google:builds@acme.iam.gserviceaccount.com", GITHUB],
      },
    ],
    [
      "an account",
      {
        beside: {
          ".provenance": provenanceOf(
            asAttestation(
              signByAccount(instance, publicationOf(NAME, BYTES), "builds@acme.example"),
            ),
          ),
        },
        publishers: ["google:builds@acme.example"],
      },
    ],
    [
      "GitLab",
      {
        beside: {
          ".provenance": provenanceOf(
            attest(undefined, {
              1: "https://gitlab.com",
              8: "https://gitlab.com",
              12: "https://gitlab.com/acme/tools/app",
              14: "refs/heads/main",
              18: "https://gitlab.com/acme/tools/app//.gitlab-ci.yml@refs/heads/main",
            }),
          ),
        },
        publishers: ["gitlab:acme/tools/app//.gitlab-ci.yml"],
      },
    ],
    [
      "ActiveState",
      {
        beside: {
          ".provenance": provenanceOf(
            attest(undefined, {
              1: "https://platform.activestate.com/api/v1/oauth/oidc",
              8: "https://platform.activestate.com/api/v1/oauth/oidc",
              24: "org:acme:project:app",
            }),
          ),
        },
        publishers: ["activestate:acme/app"],
      },
    ],
    [
      "a name in another spelling",
      {
        beside: {
          ".provenance": provenanceOf(
            attest((one) => {
              one.subject[0].name = "App-1.2.3-py3-none-any.whl";
            }),
          ),
        },
      },
    ],
  ])("%s", async (_, given) => {
    const { findings, exitCode, evidence } = await verifyGiven(given);
    expect([rulesOf(findings, "refused"), exitCode]).toEqual([[], 0]);
    expect(rulesOf(findings, "passed")).toContain("PUBLISHER");
    expect(evidence[0]?.predicateType).toBe(PUBLISH_TYPE);
  });

  test("provenance of the build says that nothing was compared", async () => {
    const { findings } = await verifyGiven({
      beside: { ".provenance": provenanceOf(GOOD, BUILD) },
    });
    expect(findings.find(({ rule }) => rule === "ATTESTATION")).toMatchObject({
      verdict: "passed",
      message: expect.stringContaining(`build provenance by ${GITHUB}, not compared with anything`),
    });
  });

  test.each<[why: string, rule: string, other: Loose]>([
    ["one by somebody else", "IDENTITY_CLAIM_MISMATCH", EVIL],
    [
      "one of another file",
      "STATEMENT_SUBJECT_MISMATCH",
      attest((one) => {
        one.subject[0].digest.sha256 = "0".repeat(64);
      }),
    ],
    [
      "one that claims what nobody knows",
      "ATTESTATION_OTHER",
      attest((one) => {
        one.predicateType = `${PUBLISH_TYPE}0`;
      }),
    ],
    [
      "one whose signature is of another",
      "SIGNATURE_INVALID",
      { ...GOOD, envelope: { ...GOOD.envelope, signature: BUILD.envelope.signature } },
    ],
  ])("a good one, whatever stands beside it: %s", async (_, rule, other) => {
    for (const provenance of [provenanceOf(other, GOOD), provenanceOf(GOOD, other)]) {
      const { findings, exitCode } = await verifyGiven({ beside: { ".provenance": provenance } });
      expect(exitCode).toBe(0);
      expect(rulesOf(findings, "noted")).toContain(rule);
    }
  });

  test("a good one beside a file that cannot be read", async () => {
    const { findings, exitCode } = await verifyGiven({
      beside: { ".provenance": { version: 9 }, ".publish.attestation": GOOD },
    });
    expect([exitCode, rulesOf(findings, "noted")]).toEqual([0, ["ATTESTATION_MALFORMED"]]);
  });
});

describe("refuses", () => {
  test.each<[why: string, exit: number, rule: string, given: Given]>([
    ["nothing beside the file", 3, "ATTESTATION_NONE", {}],
    ["provenance of nobody", 3, "ATTESTATION_NONE", { beside: { ".provenance": provenanceOf() } }],
    [
      "an empty list of publishers",
      3,
      "ATTESTATION_NONE",
      { beside: { ".provenance": { version: 1, attestation_bundles: [] } } },
    ],
    [
      "another publisher",
      1,
      "IDENTITY_CLAIM_MISMATCH",
      { beside: { ".provenance": provenanceOf(EVIL) } },
    ],
    [
      "a publisher of another issuer",
      1,
      "IDENTITY_ISSUER_MISMATCH",
      {
        beside: { ".provenance": provenanceOf(GOOD) },
        publishers: ["gitlab:acme/app//.gitlab-ci.yml"],
      },
    ],
    [
      "another environment",
      1,
      "IDENTITY_CLAIM_MISMATCH",
      { beside: { ".provenance": provenanceOf(GOOD) }, publishers: [`${GITHUB}@staging`] },
    ],
    [
      "another file",
      1,
      "STATEMENT_SUBJECT_MISMATCH",
      { bytes: Buffer.from("another\n"), beside: { ".provenance": provenanceOf(GOOD) } },
    ],
    [
      "an older file under the name of a newer one",
      1,
      "ATTESTATION_FILE_NAME",
      { name: "app-1.2.4-py3-none-any.whl", beside: { ".provenance": provenanceOf(GOOD) } },
    ],
    [
      "a publication of another index",
      1,
      "PREDICATE_TYPE_UNSUPPORTED",
      {
        beside: {
          ".provenance": provenanceOf(
            attest((one) => {
              one.predicateType = "https://docs.index.example.evil.example/attestations/publish/v1";
            }),
          ),
        },
      },
    ],
    [
      "another version of the publication",
      1,
      "PREDICATE_TYPE_UNSUPPORTED",
      {
        beside: {
          ".provenance": provenanceOf(
            attest((one) => {
              one.predicateType = PUBLISH_TYPE.replace("/v1", "/v2");
            }),
          ),
        },
      },
    ],
    [
      "provenance of the build alone",
      1,
      "PREDICATE_TYPE_UNSUPPORTED",
      { beside: { ".provenance": provenanceOf(BUILD) } },
    ],
    [
      "two subjects",
      1,
      "ATTESTATION_FILE_NAME",
      {
        beside: { ".provenance": provenanceOf(attest((one) => one.subject.push(one.subject[0]))) },
      },
    ],
    [
      "a subject without a name",
      1,
      "ATTESTATION_FILE_NAME",
      { beside: { ".provenance": provenanceOf(attest((one) => delete one.subject[0].name)) } },
    ],
    [
      "a statement of version 0.1",
      1,
      "STATEMENT_TYPE_UNSUPPORTED",
      {
        beside: {
          ".provenance": provenanceOf(
            attest((one) => {
              one._type = "https://in-toto.io/Statement/v0.1";
            }),
          ),
        },
      },
    ],
    [
      "an instance that nobody trusts",
      1,
      "TLOG_LOG_UNKNOWN",
      {
        beside: {
          ".provenance": provenanceOf(
            asAttestation(signPublication(createInstance(), publicationOf(NAME, BYTES))),
          ),
        },
      },
    ],
    [
      "an attestation that is named and is not there",
      2,
      "FILE_MISSING",
      { attestations: [`${NAME}.provenance`] },
    ],
  ])("%s: exit %i", async (_, exit, rule, given) => {
    const { findings, exitCode, evidence } = await verifyGiven(given);
    expect([exitCode, rulesOf(findings, "refused")]).toEqual([exit, [rule]]);
    expect(rulesOf(findings, "passed")).not.toContain("PUBLISHER");
    if (rule !== "PREDICATE_TYPE_UNSUPPORTED") expect(evidence).toEqual([]);
  });
});

test("any prefix and any changed byte of a provenance is refused, or changes nothing that counts", async () => {
  const whole = Buffer.from(written(provenanceOf(GOOD)));
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), async (at, byte) => {
      const prefix = await verifyGiven({ beside: { ".provenance": whole.subarray(0, at) } });
      expect(prefix.exitCode).toBe(1);
      const changed = Buffer.from(whole);
      changed[at] = byte;
      const { exitCode, evidence } = await verifyGiven({ beside: { ".provenance": changed } });
      expect([0, 1]).toContain(exitCode);
      if (exitCode === 0) expect(evidence[0]?.digests).toHaveLength(1);
    }),
    { numRuns: 60 },
  );
});
