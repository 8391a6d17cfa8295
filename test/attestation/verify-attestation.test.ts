import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { SLSA_GITHUB_GENERATOR } from "../../src/attestation/builder-set.ts";
import { type Expectations, NO_EXPECTATIONS } from "../../src/attestation/expectations.ts";
import { type Verdict, verifyAttestation } from "../../src/attestation/verify-attestation.ts";
import { digest, parseDigest } from "../../src/bytes/digest.ts";
import { parseTrustRoot } from "../../src/trust/trust-root.ts";
import { ALICE } from "../fakes/checkout.ts";
import {
  createInstance,
  IDENTITY,
  ISSUER,
  type Loose,
  NOW,
  signBundle,
  trustedRoot,
  written,
} from "../fakes/instance.ts";
import {
  ARTIFACT,
  BUILDER,
  COMMIT,
  DELEGATOR,
  delegatedProvenance,
  githubClaims,
  HOSTED,
  oldProvenance,
  SOURCE,
  signAs,
  statementOf,
  WORKFLOW_TYPE,
  workflowProvenance,
} from "../fakes/provenance.ts";

const instance = createInstance();
const root = parseTrustRoot(written(trustedRoot(instance)), "root");
const WORKFLOW = `${SOURCE}/.github/workflows/release.yml@refs/tags/v1.2.3`;
const PINNED = `${BUILDER}@refs/tags/v2.0.0`;
const BY_BUILDER: Partial<Expectations> = { builders: [BUILDER], sources: [SOURCE] };

async function judge(
  bundle: Loose,
  expected: Partial<Expectations>,
  sha256 = digest("sha256", ARTIFACT),
): Promise<Verdict> {
  const expectations = { ...NO_EXPECTATIONS, ...expected };
  return await verifyAttestation(sha256, written(bundle), expectations, root, NOW);
}

const refused = ({ ledger }: Verdict): readonly string[] =>
  ledger.filter(({ verdict }) => verdict === "refused").map(({ rule }) => rule);

/** Changes what a workflow of GitHub's own type says. */
function workflow(change: (predicate: Loose) => void, builder = PINNED): Loose {
  const statement = workflowProvenance(builder);
  change(statement.predicate);
  return statement;
}

function delegated(change: (predicate: Loose) => void, builder = PINNED): Loose {
  const statement = delegatedProvenance(builder);
  change(statement.predicate);
  return statement;
}

const signer = (change: Partial<Expectations["signer"]>): Expectations["signer"] => ({
  ...NO_EXPECTATIONS.signer,
  ...change,
});

type Row = readonly [
  why: string,
  bundle: () => Loose,
  expected: Partial<Expectations>,
  rules: readonly string[],
];
const byBuilder = (statement: Loose, claims = githubClaims()): Loose =>
  signAs(instance, PINNED, statement, claims);
const byDelegator = (statement: Loose, at = "refs/tags/v2.1.0"): Loose =>
  signAs(instance, `${DELEGATOR}@${at}`, statement);
const own = (statement: Loose, claims = githubClaims()): Loose =>
  signAs(instance, WORKFLOW, statement, claims);

/** What a delegator at its main branch signs for a repository. */
const byTrial = (name: string): Loose => {
  const at = (value: Loose): Loose =>
    JSON.parse(JSON.stringify(value).replaceAll("acme/app", name));
  return signAs(
    instance,
    `${DELEGATOR}@refs/heads/main`,
    at(delegatedProvenance()),
    at(githubClaims()),
  );
};

const BUILDERS: readonly Row[] = [
  ["a builder that is certified", () => byBuilder(workflowProvenance()), BY_BUILDER, []],
  [
    "the same with its version",
    () => byBuilder(workflowProvenance()),
    { ...BY_BUILDER, builders: [`${BUILDER}@v2.0.0`] },
    [],
  ],
  [
    "the same with its ref",
    () => byBuilder(workflowProvenance()),
    { ...BY_BUILDER, builders: [PINNED] },
    [],
  ],
  [
    "any of several",
    () => byBuilder(workflowProvenance()),
    { ...BY_BUILDER, builders: ["https://github.com/acme/other", BUILDER] },
    [],
  ],
  [
    "another version",
    () => byBuilder(workflowProvenance()),
    { ...BY_BUILDER, builders: [`${BUILDER}@v2.0.1`] },
    ["BUILDER_UNTRUSTED"],
  ],
  [
    "another workflow, although the provenance names the builder",
    () => own(workflowProvenance()),
    BY_BUILDER,
    ["BUILDER_UNTRUSTED"],
  ],
  [
    "a builder whose name goes on",
    () => byBuilder(workflowProvenance()),
    { ...BY_BUILDER, builders: [BUILDER.slice(0, -1)] },
    ["BUILDER_UNTRUSTED"],
  ],
  [
    "a branch of the builder",
    () =>
      signAs(
        instance,
        `${BUILDER}@refs/heads/main`,
        workflowProvenance(`${BUILDER}@refs/heads/main`),
      ),
    BY_BUILDER,
    ["BUILDER_REF"],
  ],
  [
    "a branch named like a tag",
    () =>
      signAs(
        instance,
        `${BUILDER}@refs/heads/v2.0.0`,
        workflowProvenance(`${BUILDER}@refs/heads/v2.0.0`),
      ),
    BY_BUILDER,
    ["BUILDER_REF"],
  ],
  [
    "a tag that moves",
    () =>
      signAs(instance, `${BUILDER}@refs/tags/v2`, workflowProvenance(`${BUILDER}@refs/tags/v2`)),
    BY_BUILDER,
    ["BUILDER_REF"],
  ],
  [
    "a version before its release",
    () =>
      signAs(
        instance,
        `${BUILDER}@refs/tags/v2.0.0-rc.1`,
        workflowProvenance(`${BUILDER}@refs/tags/v2.0.0-rc.1`),
      ),
    BY_BUILDER,
    ["BUILDER_REF"],
  ],
  [
    "provenance that names another ref than was certified",
    () => byBuilder(workflowProvenance(`${BUILDER}@refs/tags/v2.0.1`)),
    BY_BUILDER,
    ["BUILDER_MISMATCH"],
  ],
  [
    "provenance that names another builder",
    () => byBuilder(workflowProvenance("https://builder.test/other")),
    BY_BUILDER,
    ["BUILDER_MISMATCH"],
  ],
  ["a builder that was signed for", () => byDelegator(delegatedProvenance()), BY_BUILDER, []],
  [
    "another one that was signed for",
    () =>
      byDelegator(
        delegatedProvenance("https://github.com/evil/b/.github/workflows/b.yml@refs/tags/v2.0.0"),
      ),
    BY_BUILDER,
    ["BUILDER_MISMATCH"],
  ],
  [
    "a delegator at a branch",
    () => byDelegator(delegatedProvenance(), "refs/heads/main"),
    BY_BUILDER,
    ["BUILDER_REF"],
  ],
  [
    "a delegator at a branch, which its project tries on its own example",
    () => byTrial("slsa-framework/example-package"),
    { ...BY_BUILDER, sources: ["github.com/slsa-framework/example-package"] },
    [],
  ],
  [
    "the same on another repository of the project's",
    () => byTrial("slsa-framework/other"),
    { ...BY_BUILDER, sources: ["github.com/slsa-framework/other"] },
    ["BUILDER_REF"],
  ],
  [
    "a builder at a branch that was signed for",
    () => byDelegator(delegatedProvenance(`${BUILDER}@refs/heads/main`)),
    BY_BUILDER,
    ["BUILDER_REF"],
  ],
  [
    "a set's builder that was signed for",
    () =>
      byDelegator(
        delegatedProvenance(
          "https://github.com/slsa-framework/slsa-github-generator/.github/workflows/builder_x.yml@refs/tags/v2.1.0",
        ),
      ),
    { builderSets: [SLSA_GITHUB_GENERATOR], sources: [SOURCE] },
    [],
  ],
  [
    "one outside of the set",
    () => byDelegator(delegatedProvenance()),
    { builderSets: [SLSA_GITHUB_GENERATOR], sources: [SOURCE] },
    ["BUILDER_MISMATCH"],
  ],
  [
    "a builder that releases under tags of its own",
    () =>
      byDelegator(
        delegatedProvenance(
          "https://github.com/jreleaser/release-action/.github/workflows/builder_slsa3.yml@refs/tags/v1.2.3-java",
        ),
      ),
    {
      builders: ["https://github.com/jreleaser/release-action/.github/workflows/builder_slsa3.yml"],
      sources: [SOURCE],
    },
    [],
  ],
  [
    "the build type of another builder",
    () =>
      byDelegator(
        delegated(({ buildDefinition }) => {
          buildDefinition.buildType = WORKFLOW_TYPE;
        }),
      ),
    BY_BUILDER,
    ["BUILD_TYPE", "PROVENANCE_CERTIFICATE"],
  ],
  [
    "a machine of GitHub's",
    () => own(workflowProvenance(HOSTED)),
    { builders: [HOSTED], sources: [SOURCE] },
    [],
  ],
  [
    "a machine of one's own, where GitHub's is asked for",
    () => own(workflowProvenance(HOSTED), githubClaims({ 11: "self-hosted" })),
    { builders: [HOSTED], sources: [SOURCE] },
    ["BUILDER_RUNNER", "PROVENANCE_CERTIFICATE"],
  ],
  [
    "nobody says which machine",
    () => own(workflowProvenance(HOSTED), githubClaims({ 11: undefined })),
    { builders: [HOSTED], sources: [SOURCE] },
    ["BUILDER_RUNNER", "PROVENANCE_CERTIFICATE"],
  ],
  [
    "a machine by its old name, in new provenance",
    () => own(workflowProvenance(HOSTED)),
    { builders: ["https://github.com/actions/runner"], sources: [SOURCE] },
    ["BUILDER_MISMATCH"],
  ],
  [
    "a machine that nobody knows",
    () => own(workflowProvenance(`${HOSTED}2`)),
    { builders: [`${HOSTED}2`], sources: [SOURCE] },
    ["BUILDER_MISMATCH"],
  ],
  [
    "a machine, of another source",
    () => own(workflowProvenance(HOSTED)),
    { builders: [HOSTED], sources: ["https://github.com/acme/other"] },
    ["SOURCE_MISMATCH"],
  ],
  [
    "a claim that is no provenance, of a builder",
    () => byBuilder(statementOf("https://spdx.dev/Document", {})),
    { ...BY_BUILDER, predicateTypes: ["https://spdx.dev/Document"] },
    [],
  ],
  [
    "a claim that is no provenance, of a machine",
    () => own(statementOf("https://spdx.dev/Document", {})),
    { builders: [HOSTED], sources: [SOURCE], predicateTypes: ["https://spdx.dev/Document"] },
    ["BUILDER_MISMATCH"],
  ],
];

const SOURCES: readonly Row[] = [
  [
    "a source without a scheme",
    () => byBuilder(workflowProvenance()),
    { ...BY_BUILDER, sources: ["github.com/acme/app"] },
    [],
  ],
  [
    "a source as git has it",
    () => byBuilder(workflowProvenance()),
    { ...BY_BUILDER, sources: ["git+https://github.com/acme/app.git"] },
    [],
  ],
  [
    "any of several sources",
    () => byBuilder(workflowProvenance()),
    { ...BY_BUILDER, sources: ["github.com/acme/other", SOURCE] },
    [],
  ],
  [
    "another host",
    () => byBuilder(workflowProvenance()),
    { ...BY_BUILDER, sources: ["gitlab.com/acme/app"] },
    ["SOURCE_MISMATCH"],
  ],
  [
    "another case",
    () => byBuilder(workflowProvenance()),
    { ...BY_BUILDER, sources: ["github.com/Acme/app"] },
    ["SOURCE_MISMATCH"],
  ],
  [
    "a name that goes on",
    () => byBuilder(workflowProvenance()),
    { ...BY_BUILDER, sources: ["github.com/acme/ap"] },
    ["SOURCE_MISMATCH"],
  ],
  [
    "a source that only the certificate has",
    () =>
      byBuilder(
        workflow(({ buildDefinition }) => {
          buildDefinition.resolvedDependencies[0].uri =
            "git+https://github.com/evil/app@refs/tags/v1.2.3";
        }),
      ),
    BY_BUILDER,
    ["SOURCE_MISMATCH"],
  ],
  [
    "a trigger of another repository",
    () =>
      byDelegator(
        delegated(({ buildDefinition }) => {
          buildDefinition.internalParameters.GITHUB_WORKFLOW_REF =
            "evil/app/.github/workflows/release.yml@refs/tags/v1.2.3";
        }),
      ),
    BY_BUILDER,
    ["SOURCE_MISMATCH"],
  ],
  [
    "no material",
    () =>
      byDelegator(
        delegated(({ buildDefinition }) => {
          buildDefinition.resolvedDependencies = [];
        }),
      ),
    BY_BUILDER,
    ["SOURCE_MISMATCH"],
  ],
  [
    "a material of another ref",
    () =>
      byDelegator(
        delegated(({ buildDefinition }) => {
          buildDefinition.resolvedDependencies[0].uri = `git+${SOURCE}@refs/tags/v1.2.4`;
        }),
      ),
    BY_BUILDER,
    ["SOURCE_REF"],
  ],
  [
    "a material without a ref, of a builder that makes commits",
    () =>
      byDelegator(
        delegated(({ buildDefinition }) => {
          buildDefinition.resolvedDependencies[0].uri = `git+${SOURCE}`;
        }),
      ),
    BY_BUILDER,
    [],
  ],
  [
    "the same, where its tag is asked for",
    () =>
      byDelegator(
        delegated(({ buildDefinition }) => {
          buildDefinition.resolvedDependencies[0].uri = `git+${SOURCE}`;
        }),
      ),
    { ...BY_BUILDER, tag: "v1.2.3" },
    ["SOURCE_REF_KIND"],
  ],
  [
    "a material without a ref",
    () =>
      byBuilder(
        workflow(({ buildDefinition }) => {
          buildDefinition.resolvedDependencies[0].uri = `git+${SOURCE}`;
        }),
      ),
    BY_BUILDER,
    ["SOURCE_REF"],
  ],
  [
    "its commit",
    () => byBuilder(workflowProvenance()),
    { ...BY_BUILDER, sourceDigest: COMMIT },
    [],
  ],
  [
    "another commit",
    () => byBuilder(workflowProvenance()),
    { ...BY_BUILDER, sourceDigest: "f".repeat(40) },
    ["SOURCE_DIGEST"],
  ],
  ["0.2 with the same", () => byBuilder(oldProvenance()), BY_BUILDER, []],
  ["its tag", () => byBuilder(oldProvenance()), { ...BY_BUILDER, tag: "v1.2.3" }, []],
  ["another tag", () => byBuilder(oldProvenance()), { ...BY_BUILDER, tag: "v1.2" }, ["SOURCE_TAG"]],
  ["its version", () => byBuilder(oldProvenance()), { ...BY_BUILDER, versionedTag: "v1.2" }, []],
  [
    "another version",
    () => byBuilder(oldProvenance()),
    { ...BY_BUILDER, versionedTag: "v1.3" },
    ["SOURCE_VERSIONED_TAG"],
  ],
  [
    "the branch of its tag",
    () => byBuilder(oldProvenance()),
    { ...BY_BUILDER, branch: "main" },
    [],
  ],
  [
    "the branch of its tag, delegated",
    () => byDelegator(delegatedProvenance()),
    { ...BY_BUILDER, branch: "main" },
    [],
  ],
  [
    "another branch",
    () => byDelegator(delegatedProvenance()),
    { ...BY_BUILDER, branch: "dev" },
    ["SOURCE_BRANCH"],
  ],
  [
    "the branch of a release",
    () =>
      byDelegator(
        delegated(({ buildDefinition: { internalParameters } }) => {
          internalParameters.GITHUB_EVENT_NAME = "release";
          internalParameters.GITHUB_EVENT_PAYLOAD = { release: { target_commitish: "main" } };
        }),
      ),
    { ...BY_BUILDER, branch: "main" },
    [],
  ],
  [
    "a branch where nobody says it",
    () => byBuilder(workflowProvenance()),
    { ...BY_BUILDER, branch: "main" },
    ["SOURCE_REF_KIND"],
  ],
];

const PARAMETERS: readonly Row[] = [
  [
    "a parameter that nobody knows",
    () =>
      byBuilder(
        workflow(({ buildDefinition }) => {
          buildDefinition.externalParameters.evil = true;
        }),
      ),
    BY_BUILDER,
    ["EXTERNAL_PARAMETER"],
  ],
  [
    "the same, allowed by its value",
    () =>
      byBuilder(
        workflow(({ buildDefinition }) => {
          buildDefinition.externalParameters.mode = true;
        }),
      ),
    { ...BY_BUILDER, parameters: new Map([["mode", "true"]]) },
    [],
  ],
  [
    "the same, with another value",
    () =>
      byBuilder(
        workflow(({ buildDefinition }) => {
          buildDefinition.externalParameters.mode = true;
        }),
      ),
    { ...BY_BUILDER, parameters: new Map([["mode", "false"]]) },
    ["EXTERNAL_PARAMETER"],
  ],
  [
    "a value by its path",
    () => byBuilder(workflowProvenance()),
    { ...BY_BUILDER, parameters: new Map([["workflow.path", ".github/workflows/release.yml"]]) },
    [],
  ],
  [
    "a parameter that is not allowed, although its type has it",
    () => byDelegator(delegatedProvenance()),
    { ...BY_BUILDER, allowedParameters: ["inputs"] },
    ["EXTERNAL_PARAMETER"],
  ],
  [
    "a build type that nobody knows, with parameters",
    () =>
      byBuilder(
        workflow(({ buildDefinition }) => {
          buildDefinition.buildType = "https://example.test/build@v1";
        }),
      ),
    BY_BUILDER,
    ["EXTERNAL_PARAMETER"],
  ],
  [
    "its build type",
    () => byBuilder(workflowProvenance()),
    { ...BY_BUILDER, buildTypes: ["https://x.test", WORKFLOW_TYPE] },
    [],
  ],
  [
    "another build type",
    () => byBuilder(workflowProvenance()),
    { ...BY_BUILDER, buildTypes: ["https://x.test"] },
    ["BUILD_TYPE"],
  ],
  [
    "an input of what nobody started by hand",
    () => byDelegator(delegatedProvenance()),
    { ...BY_BUILDER, inputs: new Map([["a", "b"]]) },
    ["BUILD_INPUT"],
  ],
];

/** A claim that answers nothing that is asked of a build. */
const noBuild = (): Loose => byBuilder(statementOf("https://spdx.dev/Document", {}));
const AS_SPDX = { ...BY_BUILDER, predicateTypes: ["https://spdx.dev/Document"] };
const UNANSWERED: readonly Row[] = [
  ["a build type", noBuild, { ...AS_SPDX, buildTypes: [WORKFLOW_TYPE] }, ["BUILD_TYPE"]],
  ["parameters", noBuild, { ...AS_SPDX, allowedParameters: ["a"] }, ["EXTERNAL_PARAMETER"]],
  [
    "the value of one",
    noBuild,
    { ...AS_SPDX, parameters: new Map([["a", "b"]]) },
    ["EXTERNAL_PARAMETER"],
  ],
  ["an input", noBuild, { ...AS_SPDX, inputs: new Map([["a", "b"]]) }, ["BUILD_INPUT"]],
  ["a commit of another", noBuild, { ...AS_SPDX, sourceDigest: "f".repeat(40) }, ["SOURCE_DIGEST"]],
  ["a tag that is certified", noBuild, { ...AS_SPDX, tag: "v1.2.3" }, []],
];

/** Started by hand, with inputs. */
const byHand = (): Loose => {
  const statement = delegated(({ buildDefinition: { internalParameters } }) => {
    internalParameters.GITHUB_EVENT_NAME = "workflow_dispatch";
    internalParameters.GITHUB_EVENT_PAYLOAD = { inputs: { level: "a=b", on: "true" } };
  });
  const claims = githubClaims({ 2: "workflow_dispatch", 20: "workflow_dispatch" });
  return signAs(instance, `${DELEGATOR}@refs/tags/v2.1.0`, statement, claims);
};

const INPUTS: readonly Row[] = [
  [
    "inputs",
    byHand,
    {
      ...BY_BUILDER,
      inputs: new Map([
        ["level", "a=b"],
        ["on", "true"],
      ]),
    },
    [],
  ],
  ["another input", byHand, { ...BY_BUILDER, inputs: new Map([["level", "a"]]) }, ["BUILD_INPUT"]],
  [
    "an input that was not given",
    byHand,
    { ...BY_BUILDER, inputs: new Map([["other", "a"]]) },
    ["BUILD_INPUT"],
  ],
  [
    "what a builder was called with is no input",
    byHand,
    { ...BY_BUILDER, inputs: new Map([["directory", "."]]) },
    ["BUILD_INPUT"],
  ],
];

/** What a user's own workflow says that it was given. */
const claimedInput = (): Loose => {
  const statement = workflow(({ buildDefinition }) => {
    buildDefinition.externalParameters.inputs = { level: "3" };
    buildDefinition.internalParameters.github.event_name = "workflow_dispatch";
  }, HOSTED);
  return own(statement, githubClaims({ 2: "workflow_dispatch", 20: "workflow_dispatch" }));
};
const BY_OWN = { identities: [{ kind: "exact", name: WORKFLOW, issuer: ISSUER }] } as const;
/** Of what somebody asks to merge. */
const request = (): Loose => {
  const at = (value: Loose): Loose =>
    JSON.parse(JSON.stringify(value).replaceAll("refs/tags/v1.2.3", "refs/pull/7/merge"));
  return own(at(workflowProvenance(HOSTED)), at(githubClaims()));
};
const REQUESTS: readonly Row[] = [
  [
    "an input that nobody certifies",
    claimedInput,
    { builders: [HOSTED], sources: [SOURCE], inputs: new Map([["level", "3"]]) },
    ["BUILD_INPUT"],
  ],
  [
    "an input by a workflow that is trusted",
    claimedInput,
    { signer: signer(BY_OWN), inputs: new Map([["level", "3"]]) },
    [],
  ],
  [
    "a build of a request to merge",
    request,
    { builders: [HOSTED], sources: [SOURCE] },
    ["SOURCE_REF_KIND"],
  ],
  ["the same by a workflow that is named", request, { signer: signer(BY_OWN) }, []],
];

const forged =
  (change: (predicate: Loose) => void): (() => Loose) =>
  () =>
    own(workflow(change, HOSTED));
const BY_MACHINE: Partial<Expectations> = { builders: [HOSTED], sources: [SOURCE] };
const CERTIFICATES: readonly Row[] = [
  [
    "a commit that differs from its certificate",
    forged(({ buildDefinition }) => {
      buildDefinition.resolvedDependencies[0].digest.gitCommit = "f".repeat(40);
    }),
    BY_MACHINE,
    ["PROVENANCE_CERTIFICATE"],
  ],
  [
    "another event",
    forged(({ buildDefinition }) => {
      buildDefinition.internalParameters.github.event_name = "release";
    }),
    BY_MACHINE,
    ["PROVENANCE_CERTIFICATE"],
  ],
  [
    "the number of another repository",
    forged(({ buildDefinition }) => {
      buildDefinition.internalParameters.github.repository_id = "1";
    }),
    BY_MACHINE,
    ["PROVENANCE_CERTIFICATE"],
  ],
  [
    "a claim of GitHub's that nobody knows",
    forged(({ buildDefinition }) => {
      buildDefinition.internalParameters.github.actor = "alice";
    }),
    BY_MACHINE,
    ["PROVENANCE_CERTIFICATE"],
  ],
  [
    "another workflow",
    forged(({ buildDefinition }) => {
      buildDefinition.externalParameters.workflow.path = ".github/workflows/other.yml";
    }),
    BY_MACHINE,
    ["PROVENANCE_CERTIFICATE"],
  ],
  [
    "another run",
    forged(({ runDetails }) => {
      runDetails.metadata.invocationId = `${SOURCE}/actions/runs/78/attempts/1`;
    }),
    BY_MACHINE,
    ["PROVENANCE_CERTIFICATE"],
  ],
  [
    "a certificate whose old and new names of the event differ",
    () => byDelegatorWith(githubClaims({ 2: "release" })),
    BY_BUILDER,
    ["CERTIFICATE_CLAIMS"],
  ],
  [
    "one whose commits differ",
    () => byDelegatorWith(githubClaims({ 3: "f".repeat(40) })),
    BY_BUILDER,
    ["CERTIFICATE_CLAIMS"],
  ],
  [
    "one whose repositories differ",
    () => byDelegatorWith(githubClaims({ 5: "acme/other" })),
    BY_BUILDER,
    ["CERTIFICATE_CLAIMS"],
  ],
  [
    "one whose workflow is of another commit",
    () => byDelegatorWith(githubClaims({ 19: "f".repeat(40) })),
    BY_BUILDER,
    ["CERTIFICATE_CLAIMS"],
  ],
  [
    "a machine of one's own, which is denied",
    () => byDelegatorWith(githubClaims({ 11: "self-hosted" })),
    { ...BY_BUILDER, denySelfHosted: true },
    ["BUILDER_RUNNER"],
  ],
  [
    "a machine of GitHub's, where others are denied",
    () => byDelegatorWith(githubClaims()),
    { ...BY_BUILDER, denySelfHosted: true },
    [],
  ],
];

function byDelegatorWith(claims: Readonly<Record<number, string>>): Loose {
  return signAs(instance, `${DELEGATOR}@refs/tags/v2.1.0`, delegatedProvenance(), claims);
}

const NAME = WORKFLOW.split("@")[0] ?? "";
const SIGNERS: readonly Row[] = [
  [
    "an identity",
    () => own(workflowProvenance(HOSTED)),
    { signer: signer({ identities: [{ kind: "exact", name: WORKFLOW, issuer: ISSUER }] }) },
    [],
  ],
  [
    "another identity",
    () => own(workflowProvenance(HOSTED)),
    {
      signer: signer({
        identities: [{ kind: "exact", name: IDENTITY.replace("app", "other"), issuer: ISSUER }],
      }),
    },
    ["IDENTITY_MISMATCH"],
  ],
  [
    "any of several identities",
    () => own(workflowProvenance(HOSTED)),
    {
      signer: signer({
        identities: [
          { kind: "exact", name: "other", issuer: ISSUER },
          { kind: "exact", name: WORKFLOW, issuer: ISSUER },
        ],
      }),
    },
    [],
  ],
  [
    "a workflow at any ref",
    () => own(workflowProvenance(HOSTED)),
    { signer: signer({ workflows: [{ name: NAME, ref: null }] }) },
    [],
  ],
  [
    "a workflow at its ref",
    () => own(workflowProvenance(HOSTED)),
    { signer: signer({ workflows: [{ name: NAME, ref: "refs/tags/v1.2.3" }] }) },
    [],
  ],
  [
    "a workflow at another ref",
    () => own(workflowProvenance(HOSTED)),
    { signer: signer({ workflows: [{ name: NAME, ref: "refs/heads/main" }] }) },
    ["IDENTITY_MISMATCH"],
  ],
  [
    "a workflow whose name goes on",
    () => own(workflowProvenance(HOSTED)),
    { signer: signer({ workflows: [{ name: NAME.slice(0, -1), ref: null }] }) },
    ["IDENTITY_MISMATCH"],
  ],
  [
    "a trusted signer that names the builder",
    () => own(oldProvenance("https://builder.test")),
    {
      signer: signer({ workflows: [{ name: NAME, ref: null }] }),
      builders: ["https://builder.test"],
    },
    [],
  ],
  [
    "a trusted signer that names another",
    () => own(oldProvenance("https://builder.test/2")),
    {
      signer: signer({ workflows: [{ name: NAME, ref: null }] }),
      builders: ["https://builder.test"],
    },
    ["BUILDER_MISMATCH"],
  ],
  [
    "a key, where a certificate signed",
    () => own(workflowProvenance()),
    { signer: signer({ keys: [ALICE.key.publicKey] }) },
    ["SIGNER_KIND_MISMATCH"],
  ],
  [
    "a certificate, where a key signed",
    () => signBundle(instance, { statement: workflowProvenance(), managed: true }),
    BY_BUILDER,
    ["SIGNER_KIND_MISMATCH"],
  ],
  [
    "another key",
    () => signBundle(instance, { statement: workflowProvenance(), managed: true }),
    { signer: signer({ keys: [ALICE.key.publicKey] }) },
    ["SIGNATURE_INVALID"],
  ],
  [
    "a signature over the bytes",
    () => signBundle(instance, { message: ARTIFACT }),
    { signer: signer({ workflows: [{ name: IDENTITY.split("@")[0] ?? "", ref: null }] }) },
    ["ATTESTATION_PREDICATE"],
  ],
  [
    "another claim than the expected",
    () => byBuilder(statementOf("https://spdx.dev/Document", {})),
    BY_BUILDER,
    ["ATTESTATION_PREDICATE"],
  ],
  [
    "an unknown version of provenance",
    () => byBuilder({ ...workflowProvenance(), predicateType: "https://slsa.dev/provenance/v2" }),
    BY_BUILDER,
    ["ATTESTATION_PREDICATE"],
  ],
  [
    "provenance that is none",
    () => byBuilder(statementOf("https://slsa.dev/provenance/v1", {})),
    BY_BUILDER,
    ["PROVENANCE_MALFORMED"],
  ],
];

describe.each([
  ["builders", BUILDERS],
  ["sources", SOURCES],
  ["parameters", PARAMETERS],
  ["what a claim does not answer", UNANSWERED],
  ["inputs", INPUTS],
  ["requests", REQUESTS],
  ["certificates", CERTIFICATES],
  ["signers", SIGNERS],
])("%s", (_, rows) => {
  test.each(rows)("%s", async (_why, bundle, expected, rules) => {
    const verdict = await judge(bundle(), expected);
    expect(refused(verdict)).toEqual(rules);
    expect(verdict.verdict).toBe(rules.length === 0 ? "passed" : "refused");
  });
});

describe("the ledger", () => {
  test("says where each value was read, and whether all agree", async () => {
    const { ledger } = await judge(byBuilder(workflowProvenance()), BY_BUILDER);
    expect(ledger.find(({ rule }) => rule === "SOURCE_MISMATCH")).toEqual({
      rule: "SOURCE_MISMATCH",
      verdict: "passed",
      expected: SOURCE,
      found: SOURCE,
      read: [
        { document: "certificate", field: "sourceRepositoryUri", value: SOURCE },
        {
          document: "predicate",
          field: "predicate.buildDefinition.externalParameters.workflow.repository",
          value: SOURCE,
        },
        {
          document: "predicate",
          field: "predicate.buildDefinition.resolvedDependencies[0].uri",
          value: SOURCE,
        },
      ],
      agree: true,
    });
  });

  test("warns of a builder that its project tries on a repository of its own", async () => {
    const sources = ["github.com/slsa-framework/example-package"];
    const { ledger } = await judge(byTrial("slsa-framework/example-package"), {
      ...BY_BUILDER,
      sources,
    });
    expect(ledger.find(({ rule }) => rule === "BUILDER_REF")).toMatchObject({
      verdict: "warned",
      found: "refs/heads/main",
    });
  });

  test("keeps statement and provenance of what passed", async () => {
    const found = await judge(byBuilder(oldProvenance()), BY_BUILDER);
    expect(found.statement?.predicateType).toBe("https://slsa.dev/provenance/v0.2");
    expect(found.provenance?.version).toBe("v0.2");
    expect(found.root).toBe(root);
  });
});

describe("an artifact", () => {
  test("by another digest is refused", async () => {
    const other = parseDigest("sha256", "0".repeat(64));
    const verdict = await judge(byBuilder(workflowProvenance()), BY_BUILDER, other);
    expect(refused(verdict)).toEqual(["STATEMENT_SUBJECT_MISMATCH"]);
    expect(verdict.statement).toBeNull();
  });

  test("by a digest that the statement has not is refused", async () => {
    const other = digest("sha512", ARTIFACT);
    const verdict = await judge(byBuilder(workflowProvenance()), BY_BUILDER, other);
    expect(refused(verdict)).toEqual(["ARTIFACT_DIGEST_MISSING"]);
  });

  test("whose digests contradict each other in the statement is refused", async () => {
    const statement = workflowProvenance();
    statement.subject[0].digest.sha512 = "0".repeat(128);
    const expectations = { ...NO_EXPECTATIONS, ...BY_BUILDER };
    const both = [digest("sha256", ARTIFACT), digest("sha512", ARTIFACT)];
    const found = await verifyAttestation(
      both,
      written(byBuilder(statement)),
      expectations,
      root,
      NOW,
    );
    expect(refused(found)).toEqual(["STATEMENT_DIGEST_CONFLICT"]);
  });
});

describe("a caller's mistake", () => {
  test.each<[string, Partial<Expectations>]>([
    ["nobody is trusted", { sources: [SOURCE] }],
    ["everybody's machine is, without a source", { builders: [HOSTED] }],
    ["a builder of a host that nobody vouches for", { builders: ["https://builder.test/x"] }],
  ])("%s", async (_, expected) => {
    await expect(judge(byBuilder(workflowProvenance()), expected)).rejects.toThrow(RangeError);
  });
});

describe("hostile bytes give a verdict", () => {
  const bytes = Buffer.from(written(byBuilder(workflowProvenance())));
  const expectations = { ...NO_EXPECTATIONS, ...BY_BUILDER };
  const sha256 = digest("sha256", ARTIFACT);

  property.prop([fc.nat(bytes.length - 1)], { numRuns: 200 })(
    "any prefix is refused",
    async (end) => {
      const found = await verifyAttestation(
        sha256,
        bytes.subarray(0, end),
        expectations,
        root,
        NOW,
      );
      expect(found.verdict).toBe("refused");
    },
  );

  property.prop([fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 })], { numRuns: 300 })(
    "any changed byte gives a verdict",
    async (at, mask) => {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ mask;
      const found = await verifyAttestation(sha256, changed, expectations, root, NOW);
      expect(["passed", "refused"]).toContain(found.verdict);
    },
  );
});

describe("a builder alone", () => {
  test.each<[why: string, expected: Partial<Expectations>, warned: readonly string[]]>([
    ["says nothing about whose it is", { builders: [BUILDER] }, ["SOURCE_UNASKED"]],
    ["with a source does", { builders: [BUILDER], sources: [SOURCE] }, []],
    ["with a commit does", { builders: [BUILDER], sourceDigest: COMMIT }, []],
  ])("%s", async (_why, expected, warned) => {
    const { ledger, verdict } = await judge(byBuilder(workflowProvenance()), expected);
    expect(verdict).toBe("passed");
    const rules = ledger.filter((one) => one.verdict === "warned").map(({ rule }) => rule);
    expect(rules).toEqual(warned);
  });
});
