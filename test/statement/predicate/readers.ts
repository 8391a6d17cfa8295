import { CYCLONEDX, parseCycloneDx } from "../../../src/statement/predicate/cyclonedx.ts";
import { LINK_V03, parseLink } from "../../../src/statement/predicate/link.ts";
import { parseReference, REFERENCE_V01 } from "../../../src/statement/predicate/reference.ts";
import { parseRelease, RELEASE_V01 } from "../../../src/statement/predicate/release.ts";
import {
  parseRuntimeTrace,
  RUNTIME_TRACE_V02,
} from "../../../src/statement/predicate/runtime-trace.ts";
import { parseScai, SCAI_V03 } from "../../../src/statement/predicate/scai.ts";
import { parseSpdx, SPDX_V3, SPDX_V23 } from "../../../src/statement/predicate/spdx.ts";
import { parseSvr, SVR_V02 } from "../../../src/statement/predicate/svr.ts";
import { parseTestResult, TEST_RESULT_V01 } from "../../../src/statement/predicate/test-result.ts";
import { parseVsa, VSA_V1, VSA_V02 } from "../../../src/statement/predicate/vsa.ts";
import { parseVulns, VULNS_V01, VULNS_V02 } from "../../../src/statement/predicate/vulns.ts";
import { parseStatement, STATEMENT_V1, type Statement } from "../../../src/statement/statement.ts";

const HEX = "a".repeat(64);
export const COMMIT: string = "1".repeat(40);

/** The payload of a statement about one file. */
export function payloadOf(predicateType: string, predicate: unknown, name = "app.tar.gz"): Buffer {
  const subject = [{ name, digest: { sha256: HEX } }];
  return Buffer.from(JSON.stringify({ _type: STATEMENT_V1, subject, predicateType, predicate }));
}

export function statementOf(predicateType: string, predicate: unknown): Statement {
  return parsed(payloadOf(predicateType, predicate));
}

export function parsed(payload: Uint8Array): Statement {
  return parseStatement(payload, { what: "file", types: [STATEMENT_V1] });
}

/** A type, what is read of it, and a predicate that says whatever the type can say, written by hand from its document. */
export interface Example {
  readonly type: string;
  readonly parse: (statement: Statement) => unknown;
  readonly predicate: Readonly<Record<string, unknown>>;
}

const POLICY = { uri: "https://policies.example/release", digest: { sha256: HEX } };
const TIMES = {
  scanStartedOn: "2026-11-24T03:00:00Z",
  scanFinishedOn: "2026-11-24T03:05:00.5Z",
};

export const EXAMPLES: Readonly<Record<string, Example>> = {
  vsa: {
    type: VSA_V1,
    parse: parseVsa,
    predicate: {
      verifier: { id: "https://verifier.example/v1", version: { gate: "1.2" } },
      timeVerified: "2026-11-24T03:00:00.351608Z",
      resourceUri: "https://downloads.example/app.tar.gz",
      policy: POLICY,
      inputAttestations: [{ uri: "https://downloads.example/p.jsonl", digest: { sha256: HEX } }],
      verificationResult: "PASSED",
      verifiedLevels: ["SLSA_BUILD_LEVEL_3", "SLSA_SOURCE_LEVEL_2", "ACME_REVIEWED"],
      dependencyLevels: { SLSA_BUILD_LEVEL_3: 5, SLSA_BUILD_LEVEL_0: 0 },
      slsaVersion: "1.2",
    },
  },
  "vsa of 0.2": {
    type: VSA_V02,
    parse: parseVsa,
    predicate: {
      verifier: { id: "https://verifier.example/v1" },
      time_verified: "2026-11-24T03:00:00Z",
      resource_uri: "https://downloads.example/app.tar.gz",
      policy: { uri: "https://policies.example/release" },
      input_attestations: [{ digest: { sha256: HEX } }],
      verification_result: "PASSED",
      policy_level: "SLSA_LEVEL_3",
      dependency_levels: { SLSA_LEVEL_4: 1 },
    },
  },
  svr: {
    type: SVR_V02,
    parse: parseSvr,
    predicate: {
      verifier: { id: "https://verifier.example/v1", policies: [POLICY] },
      timeCreated: "2026-11-24T03:00:00Z",
      properties: ["SLSA_BUILD_LEVEL_3", "ACME_REVIEWED"],
    },
  },
  link: {
    type: LINK_V03,
    parse: parseLink,
    predicate: {
      name: "build",
      command: ["make", ""],
      materials: [{ name: "a.c", digest: { sha256: HEX } }],
      byproducts: { "return-value": 0 },
      environment: {},
    },
  },
  "test result": {
    type: TEST_RESULT_V01,
    parse: parseTestResult,
    predicate: {
      result: "WARNED",
      configuration: [{ name: "ci.yml", digest: { gitBlob: COMMIT } }],
      url: "https://ci.example/runs/1",
      passedTests: ["a"],
      warnedTests: ["b"],
      failedTests: ["c"],
    },
  },
  release: {
    type: RELEASE_V01,
    parse: parseRelease,
    predicate: { purl: "pkg:npm/%40acme/app@1.2.3", packageId: "1234" },
  },
  reference: {
    type: REFERENCE_V01,
    parse: parseReference,
    predicate: {
      attester: { id: "https://builder.example/v1" },
      references: [
        {
          downloadLocation: "https://sboms.example/app.spdx.json",
          digest: { sha256: HEX },
          mediaType: "application/spdx+json",
        },
      ],
    },
  },
  scai: {
    type: SCAI_V03,
    parse: parseScai,
    predicate: {
      attributes: [
        {
          attribute: "REPRODUCIBLE",
          target: { name: "lib.so", digest: { sha256: HEX } },
          conditions: { flags: "-fstack-protector*" },
          evidence: { content: "AAECAw==", mediaType: "application/x.dsse+json" },
        },
      ],
      producer: { uri: "file:///usr/bin/gcc", annotations: { a: 1 } },
    },
  },
  "runtime trace": {
    type: RUNTIME_TRACE_V02,
    parse: parseRuntimeTrace,
    predicate: {
      monitor: {
        type: "https://monitor.example/v1",
        configSource: {},
        tracePolicy: { policies: [] },
      },
      monitoredProcess: {
        hostID: "https://ci.example",
        type: "https://actions.github.io/buildtypes/workflow/v1",
        event: "https://ci.example/runs/1",
      },
      monitorLog: {
        process: [{ pid: 1 }],
        network: [{ ip: "192.0.2.1", port: 443, protocol: "tcp" }],
        fileAccess: [{ name: "/etc/hosts" }],
      },
      metadata: { buildStartedOn: "2026-11-24T03:00:00Z", buildFinishedOn: null },
    },
  },
  vulns: {
    type: VULNS_V02,
    parse: parseVulns,
    predicate: {
      scanner: {
        uri: "pkg:github/acme/scanner@1",
        version: "1",
        db: { uri: "pkg:github/acme/db", version: "2", lastUpdate: "2026-11-23T00:00:00Z" },
        result: [{ id: "CVE-2026-1", severity: [{ method: "nvd", score: "medium" }] }],
      },
      metadata: TIMES,
    },
  },
  "vulns of 0.1": {
    type: VULNS_V01,
    parse: parseVulns,
    predicate: {
      scanner: {
        uri: "pkg:github/acme/scanner@1",
        db: { lastUpdate: "2026-11-23T00:00:00Z" },
        result: [{ vulnerability: { id: "CVE-2026-1", severity: [] } }],
      },
      metadata: TIMES,
    },
  },
  spdx: {
    type: SPDX_V23,
    parse: parseSpdx,
    predicate: {
      spdxVersion: "SPDX-2.3",
      SPDXID: "SPDXRef-DOCUMENT",
      dataLicense: "CC0-1.0",
      name: "app",
      documentNamespace: "https://sboms.example/app-1",
      creationInfo: { creators: ["Tool: acme-1"], created: "2026-11-24T03:00:00Z" },
      packages: [{ SPDXID: "SPDXRef-a", name: "a", versionInfo: "1", downloadLocation: "NONE" }],
    },
  },
  "spdx of 3": {
    type: SPDX_V3,
    parse: parseSpdx,
    predicate: {
      "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
      "@graph": [{ type: "SpdxDocument", spdxId: "https://sboms.example/app" }],
    },
  },
  cyclonedx: {
    type: CYCLONEDX,
    parse: parseCycloneDx,
    predicate: {
      bomFormat: "CycloneDX",
      specVersion: "1.6",
      serialNumber: "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
      version: 2,
      components: [{ type: "library", name: "a", version: "1", purl: "pkg:pypi/a@1" }],
    },
  },
};
