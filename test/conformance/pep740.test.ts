import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Refusal } from "../../src/errors.ts";
import { type Bundle, parseBundle } from "../../src/sigstore/bundle.ts";
import { parseAttestation, parseProvenance } from "../../src/sigstore/pep740.ts";
import { verifyBundle } from "../../src/sigstore/verify.ts";
import { parseStatement, STATEMENT_V1 } from "../../src/statement/statement.ts";
import { productionRoot } from "../../src/trust/production-root.ts";
import { ACTIONS, NOW } from "./bundles.ts";
import { CASES } from "./cases.ts";

const FILES = join(CASES, "pep740");

const MODELS =
  "https://github.com/trailofbits/pypi-attestation-models/.github/workflows/release.yml@refs/tags/v0.0.4a2";
const ATTESTATIONS =
  "https://github.com/trailofbits/pypi-attestations/.github/workflows/release.yml@refs/tags/v0.0.19";
const GITLAB = "https://gitlab.com/facutuesca/gitlab-oidc-project//.gitlab-ci.yml@refs/heads/main";

/** Which file is about which artifact, by whom, and what becomes of it with the production root. */
const ATTESTED: readonly (readonly [
  file: string,
  artifact: string,
  name: string,
  issuer: string,
  outcome: string,
])[] = [
  [
    "gitlab_oidc_project-0.0.3.tar.gz.publish.attestation",
    "gitlab_oidc_project-0.0.3.tar.gz",
    GITLAB,
    "https://gitlab.com",
    "verified",
  ],
  [
    "pypi_attestation_models-0.0.4a2.tar.gz.attestation",
    "pypi_attestation_models-0.0.4a2.tar.gz",
    MODELS,
    ACTIONS,
    "verified",
  ],
  [
    "pypi_attestation_models-0.0.4a2.tar.gz.sigstore",
    "pypi_attestation_models-0.0.4a2.tar.gz",
    MODELS,
    ACTIONS,
    "verified",
  ],
  [
    "pypi_attestations-0.0.19.tar.gz.provenance",
    "pypi_attestations-0.0.19.tar.gz",
    ATTESTATIONS,
    ACTIONS,
    "verified",
  ],
  [
    "pypi_attestations-0.0.19.tar.gz.publish.attestation",
    "pypi_attestations-0.0.19.tar.gz",
    ATTESTATIONS,
    ACTIONS,
    "verified",
  ],
  [
    "pypi_attestations-0.0.19.tar.gz.slsa.attestation",
    "pypi_attestations-0.0.19.tar.gz",
    ATTESTATIONS,
    ACTIONS,
    "verified",
  ],
  // From the staging instance.
  [
    "rfc8785-0.1.2-py3-none-any.whl.attestation",
    "rfc8785-0.1.2-py3-none-any.whl",
    "william@yossarian.net",
    "https://github.com/login/oauth",
    "TLOG_LOG_UNKNOWN",
  ],
  [
    "rfc8785-0.1.2-py3-none-any.whl.publish.attestation",
    "rfc8785-0.1.2-py3-none-any.whl",
    "william@yossarian.net",
    "https://github.com/login/oauth",
    "TLOG_LOG_UNKNOWN",
  ],
  [
    "rfc8785-0.1.2-py3-none-any.whl.sigstore",
    "rfc8785-0.1.2-py3-none-any.whl",
    "william@yossarian.net",
    "https://github.com/login/oauth",
    "TLOG_LOG_UNKNOWN",
  ],
  [
    "spt3g-1.0-cp310-cp310-manylinux_2_17_x86_64.manylinux2014_x86_64.whl.publish.attestation",
    "",
    "",
    ACTIONS,
    "TLOG_LOG_UNKNOWN",
  ],
];

describe("pep740", () => {
  for (const [file, artifact, name, issuer, expected] of ATTESTED) {
    test(`${file}: ${expected}`, async () => {
      const bytes = readFileSync(join(FILES, file));
      const outcomes = await Promise.all(
        readBundles(file, bytes).map((bundle) => outcome(bundle, artifact, name, issuer)),
      );
      expect(outcomes.length).toBeGreaterThan(0);
      expect(new Set(outcomes)).toEqual(new Set([expected]));
    });
  }
});

function readBundles(file: string, bytes: Uint8Array): readonly Bundle[] {
  if (file.endsWith(".sigstore")) return [parseBundle(bytes, file)];
  if (file.endsWith(".provenance"))
    return parseProvenance(bytes, file).flatMap(({ attestations }) => attestations);
  return [parseAttestation(bytes, file)];
}

async function outcome(
  bundle: Bundle,
  artifact: string,
  name: string,
  issuer: string,
): Promise<string> {
  try {
    const evidence = await verifyBundle(
      artifact === ""
        ? { name: "subject", digests: digestsOfSubject(bundle) }
        : { name: artifact, bytes: readFileSync(join(FILES, artifact)) },
      bundle,
      {
        signer: { kind: "identity", identity: { kind: "exact", name, issuer } },
        predicateType: null,
      },
      productionRoot(),
      NOW,
    );
    return evidence.digests.length > 0 ? "verified" : "nothing verified";
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

/** For a file whose artifact is not there: so that it fails for another reason than that. */
function digestsOfSubject({ content }: Bundle) {
  if (content.kind === "message") return new Map();
  const options = { what: "statement", types: [STATEMENT_V1] as const };
  return parseStatement(content.envelope.payload, options).subjects[0]?.digests ?? new Map();
}
