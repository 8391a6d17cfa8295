import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Refusal } from "../../src/errors.ts";
import { loadTrustRoot } from "../../src/operations/trust-source.ts";
import { verifyIndexFiles } from "../../src/operations/verify-index-files.ts";
import { readIdentity } from "../../src/sigstore/certificate.ts";
import { parseProvenance } from "../../src/sigstore/pep740.ts";
import { parseStatement, STATEMENT_V1 } from "../../src/statement/statement.ts";
import { checkIdentity } from "../../src/trust/identity.ts";
import { issuerOfPublisher, parsePublisher } from "../../src/trust/publisher.ts";
import { parseCertificate } from "../../src/trust/x509.ts";
import { NOW } from "./bundles.ts";
import { CASES } from "./cases.ts";

const FILES = join(CASES, "pep740");
const GITLAB = "gitlab_oidc_project-0.0.3.tar.gz";
const MODELS = "pypi_attestation_models-0.0.4a2.tar.gz";
const ATTESTATIONS = "pypi_attestations-0.0.19.tar.gz";

/** Which file of an index, its attestations, an expected publisher, and what becomes of them with the production root. */
const PUBLISHED: readonly (readonly [
  file: string,
  attestations: readonly string[],
  publisher: string,
  outcome: string,
])[] = [
  [
    GITLAB,
    [`${GITLAB}.publish.attestation`],
    "gitlab:facutuesca/gitlab-oidc-project//.gitlab-ci.yml",
    "PUBLISHER",
  ],
  [
    GITLAB,
    [`${GITLAB}.publish.attestation`],
    "gitlab:facutuesca/gitlab-oidc-project//ci.yml",
    "IDENTITY_CLAIM_MISMATCH",
  ],
  [
    GITLAB,
    [`${GITLAB}.publish.attestation`],
    "gitlab:facutuesca/gitlab-oidc//.gitlab-ci.yml",
    "IDENTITY_CLAIM_MISMATCH",
  ],
  [
    GITLAB,
    [`${GITLAB}.publish.attestation`],
    "github:facutuesca/gitlab-oidc-project/release.yml",
    "IDENTITY_ISSUER_MISMATCH",
  ],
  [
    MODELS,
    [`${MODELS}.attestation`],
    "github:trailofbits/pypi-attestation-models/release.yml",
    "PUBLISHER",
  ],
  [
    MODELS,
    [`${MODELS}.attestation`],
    "github:trailofbits/pypi-attestations/release.yml",
    "IDENTITY_CLAIM_MISMATCH",
  ],
  [
    ATTESTATIONS,
    [`${ATTESTATIONS}.provenance`],
    "github:trailofbits/pypi-attestations/release.yml",
    "PUBLISHER",
  ],
  [
    ATTESTATIONS,
    [`${ATTESTATIONS}.publish.attestation`, `${ATTESTATIONS}.slsa.attestation`],
    "github:trailofbits/pypi-attestations/release.yml",
    "PUBLISHER ATTESTATION",
  ],
  [
    ATTESTATIONS,
    [`${ATTESTATIONS}.slsa.attestation`],
    "github:trailofbits/pypi-attestations/release.yml",
    "PREDICATE_TYPE_UNSUPPORTED",
  ],
  [
    ATTESTATIONS,
    [`${ATTESTATIONS}.provenance`],
    "github:trailofbits/pypi-attestations/ci.yml",
    "IDENTITY_CLAIM_MISMATCH",
  ],
  [
    ATTESTATIONS,
    [`${ATTESTATIONS}.provenance`],
    "github:trailofbits/pypi-attestations/release.yml@production",
    "IDENTITY_CLAIM_MISMATCH",
  ],
  [ATTESTATIONS, [`${ATTESTATIONS}.provenance`], "google:a@b.example", "IDENTITY_ISSUER_MISMATCH"],
  [
    ATTESTATIONS,
    [`${MODELS}.attestation`],
    "github:trailofbits/pypi-attestation-models/release.yml",
    "STATEMENT_SUBJECT_MISMATCH",
  ],
];

describe("publishers", () => {
  test.each(PUBLISHED)("%s with %j by %s: %s", async (file, attestations, publisher, outcome) => {
    const { findings, exitCode } = await verifyIndexFiles({
      files: [file],
      attestations,
      publishers: [parsePublisher(publisher)],
      publishType: publishTypeIn(`${ATTESTATIONS}.provenance`),
      trust: [loadTrustRoot(undefined, FILES)],
      maxRootAgeMs: null,
      cwd: FILES,
      now: NOW,
    });
    const accepted = outcome.startsWith("PUBLISHER");
    const told = new Set(["PUBLISHER", "ATTESTATION"]);
    const rules = findings
      .filter(({ verdict, rule }) => (accepted ? told.has(rule) : verdict === "refused"))
      .map(({ rule }) => rule);
    expect([exitCode, rules.join(" ")]).toEqual([accepted ? 0 : 1, outcome]);
  });

  test.each([
    [
      "no-source-repository-ref-extension.pem",
      "github:SWIFTSIM/swiftgalaxy/python-publish.yml",
      "accepted",
    ],
    [
      "no-source-repository-ref-extension.pem",
      "github:SWIFTSIM/swiftgalaxy/publish.yml",
      "IDENTITY_CLAIM_MISMATCH",
    ],
    ["200170367.pem", "github:SWIFTSIM/swiftgalaxy/python-publish.yml", "IDENTITY_ISSUER_MISMATCH"],
    ["200170367.pem", "google:a@b.example", "IDENTITY_MISMATCH"],
    ["200170367.pem", "google:919436158236-compute@developer.gserviceaccount.com", "accepted"],
  ])("the certificate %s by %s: %s", (file, text, outcome) => {
    const publisher = parsePublisher(text);
    const issuer = issuerOfPublisher(publisher);
    try {
      checkIdentity(identityIn(file), { kind: "publisher", publisher, issuer });
      expect("accepted").toBe(outcome);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      expect(error.code).toBe(outcome);
    }
  });
});

/** What the index of these files documents a publication by: the files alone say which index that is. */
function publishTypeIn(file: string): string {
  const bytes = readFileSync(join(FILES, file));
  const [
    {
      attestations: [bundle],
    } = { attestations: [] },
  ] = parseProvenance(bytes, file);
  if (bundle?.content.kind !== "dsse") throw new Error(`${file}: expected a statement`);
  const options = { what: file, types: [STATEMENT_V1] as const };
  const { predicateType } = parseStatement(bundle.content.envelope.payload, options);
  expect(predicateType).toMatch(/^https:\/\/docs\.[a-z.]+\/attestations\/publish\/v1$/);
  return predicateType;
}

function identityIn(file: string) {
  const der = new X509Certificate(readFileSync(join(FILES, file))).raw;
  return readIdentity(parseCertificate(der, file));
}
