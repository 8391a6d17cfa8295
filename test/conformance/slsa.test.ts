import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { run } from "../fakes/streams.ts";
import { CASES } from "./cases.ts";

/** A case as slsa-verifier's own regression test has it. */
interface Case {
  readonly id: string;
  readonly kind: "artifact" | "attest" | "npm";
  readonly name: string;
  readonly artifacts: readonly string[];
  readonly bundle: string;
  readonly source: string;
  readonly builder?: string;
  readonly branch?: string;
  readonly tag?: string;
  readonly versionedTag?: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly package?: string;
  readonly packageVersion?: string;
  readonly expect: "accept" | "reject";
  readonly reason?: string;
}

const FOLDER = join(CASES, "slsa");

/** Which of our rules says the same as an error of slsa-verifier. */
const RULES: Readonly<Record<string, readonly string[]>> = {
  ErrorInvalidBuilderID: ["BUILDER_UNTRUSTED", "BUILDER_MISMATCH"],
  ErrorInvalidRef: ["SOURCE_REF_KIND", "BUILDER_REF"],
  ErrorInvalidSignature: ["SIGNATURE_INVALID"],
  ErrorMismatchBranch: ["SOURCE_BRANCH"],
  ErrorMismatchBuilderID: ["BUILDER_MISMATCH", "BUILDER_RUNNER"],
  ErrorMismatchCertificate: ["PROVENANCE_CERTIFICATE", "CERTIFICATE_CLAIMS"],
  ErrorMismatchHash: ["STATEMENT_SUBJECT_MISMATCH"],
  ErrorMismatchPackageName: ["PACKAGE_NAME"],
  ErrorMismatchPackageVersion: ["PACKAGE_VERSION"],
  ErrorMismatchSource: ["SOURCE_MISMATCH"],
  ErrorMismatchTag: ["SOURCE_TAG"],
  ErrorMismatchVersionedTag: ["SOURCE_VERSIONED_TAG"],
  ErrorMismatchWorkflowInputs: ["BUILD_INPUT"],
  // It knows three machines that run a workflow, and gives up on any other name.
  ErrorNotSupported: ["BUILDER_MISMATCH"],
  ErrorUntrustedReusableWorkflow: ["BUILDER_UNTRUSTED"],
};

const { cases } = JSON.parse(readFileSync(join(FOLDER, "cases.json"), "utf8")) as {
  readonly cases: readonly Case[];
};

describe("slsa", () => {
  for (const one of cases) {
    test(`${one.id} ${one.name}: ${one.expect} ${one.reason ?? ""}`, async () => {
      const { exitCode, stdout } = await run(wordsOf(one), { cwd: join(FOLDER, "testdata") });
      const { findings } = JSON.parse(stdout) as { findings: readonly Loose[] };
      const refused = findings.filter(({ verdict }) => verdict === "refused");
      if (one.expect === "accept") {
        expect({ exitCode, refused }).toEqual({ exitCode: 0, refused: [] });
        return;
      }
      const rules = RULES[one.reason ?? ""] ?? [];
      expect(exitCode, stdout).toBe(1);
      expect(rules, one.reason).not.toEqual([]);
      expect(refused.map(({ rule }) => rule).filter((rule) => rules.includes(rule))).not.toEqual(
        [],
      );
    });
  }
});

interface Loose {
  readonly rule: string;
  readonly verdict: string;
}

/** The command line of a case: what it has no builder for is judged by that project's default builders. */
function wordsOf(one: Case): readonly string[] {
  const option = (name: string, value: string | undefined): readonly string[] =>
    value === undefined || value === "" ? [] : [`--${name}`, value];
  return [
    "attestation",
    "verify",
    ...one.artifacts,
    ...option(one.kind === "npm" ? "attestations" : "bundle", one.bundle),
    ...option("source-uri", one.source),
    ...(one.builder === undefined || one.builder === ""
      ? ["--builders", "slsa-github-generator"]
      : ["--builder-id", one.builder]),
    ...option("source-branch", one.branch),
    ...option("source-tag", one.tag),
    ...option("source-versioned-tag", one.versionedTag),
    ...Object.entries(one.inputs ?? {}).flatMap(([name, value]) =>
      option("build-workflow-input", `${name}=${value}`),
    ),
    ...option("package-name", one.package),
    ...option("package-version", one.packageVersion),
    "--json",
  ];
}
