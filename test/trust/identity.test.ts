import { expect, test } from "vitest";
import type { Claims } from "../../src/trust/claim.ts";
import {
  checkIdentity,
  type ExpectedIdentity,
  type Identity,
  type WorkflowIdentity,
} from "../../src/trust/identity.ts";

const ISSUER = "https://issuer.test";
const NAME = "https://forge.test/acme/app/.github/workflows/r.yml@refs/tags/v1";
const CLAIMS: Claims = {
  githubWorkflowRepository: "acme/app",
  githubWorkflowRef: "refs/tags/v1",
  githubWorkflowTrigger: "push",
  sourceRepositoryUri: "https://forge.test/acme/app",
  sourceRepositoryRef: "refs/tags/v1",
  sourceRepositoryIdentifier: "1",
  buildTrigger: "push",
  runnerEnvironment: "github-hosted",
};
const found: Identity = { name: NAME, issuer: ISSUER, claims: CLAIMS };
const workflow: WorkflowIdentity = {
  kind: "workflow",
  server: "https://forge.test",
  issuer: ISSUER,
  repository: "acme/app",
  workflow: ".github/workflows/r.yml",
  ref: "refs/tags/v1",
};
const exact: ExpectedIdentity = { kind: "exact", name: NAME, issuer: ISSUER };
const without = (...names: readonly (keyof Claims)[]): Identity => ({
  ...found,
  claims: Object.fromEntries(
    Object.entries(CLAIMS).filter(([name]) => !names.some((one) => one === name)),
  ),
});

test.each<[string, Identity, ExpectedIdentity]>([
  ["the same name and issuer", found, exact],
  ["a pattern", found, { kind: "pattern", pattern: "https://forge.test/acme/**", issuer: ISSUER }],
  ["the parts of a workflow", found, workflow],
  [
    "all parts of a workflow",
    found,
    { ...workflow, repositoryId: "1", trigger: "push", runner: "github-hosted" },
  ],
  [
    "the parts by the claims of before 2023",
    without("sourceRepositoryUri", "sourceRepositoryRef", "buildTrigger"),
    { ...workflow, trigger: "push" },
  ],
  ["a tag that begins as it has to", found, { ...workflow, ref: "refs/tags/v", isRefPrefix: true }],
])("takes %s", (_, identity, expected) => {
  expect(() => checkIdentity(identity, expected)).not.toThrow();
});

test.each<[string, Identity, ExpectedIdentity, string]>([
  [
    "another issuer",
    found,
    { ...exact, issuer: "https://issuer.test/" },
    "IDENTITY_ISSUER_MISMATCH",
  ],
  ["another case", found, { ...exact, name: NAME.toUpperCase() }, "IDENTITY_MISMATCH"],
  [
    "a pattern that ends early",
    found,
    { kind: "pattern", pattern: "https://forge.test/*", issuer: ISSUER },
    "IDENTITY_MISMATCH",
  ],
  ["another ref", found, { ...workflow, ref: "refs/tags/v" }, "IDENTITY_MISMATCH"],
  [
    "another repository of the workflow",
    found,
    { ...workflow, repository: "acme/ap" },
    "IDENTITY_MISMATCH",
  ],
  [
    "the workflow of this repository, run for another",
    { ...found, claims: { ...CLAIMS, sourceRepositoryUri: "https://forge.test/evil/app" } },
    workflow,
    "IDENTITY_CLAIM_MISMATCH",
  ],
  [
    "the source at another ref",
    { ...found, claims: { ...CLAIMS, sourceRepositoryRef: "refs/heads/evil" } },
    workflow,
    "IDENTITY_CLAIM_MISMATCH",
  ],
  [
    "no claim about the repository",
    without("sourceRepositoryUri", "githubWorkflowRepository"),
    workflow,
    "IDENTITY_CLAIM_MISMATCH",
  ],
  [
    "another repository under the old name",
    found,
    { ...workflow, repositoryId: "2" },
    "IDENTITY_CLAIM_MISMATCH",
  ],
  ["another trigger", found, { ...workflow, trigger: "pull_request" }, "IDENTITY_CLAIM_MISMATCH"],
  ["a runner of its own", found, { ...workflow, runner: "self-hosted" }, "IDENTITY_CLAIM_MISMATCH"],
  [
    "a tag where tags that begin otherwise are meant",
    found,
    { ...workflow, ref: "refs/tags/w", isRefPrefix: true },
    "IDENTITY_MISMATCH",
  ],
  [
    "a branch where tags are meant",
    { ...found, name: NAME.replace("tags", "heads") },
    { ...workflow, ref: "refs/tags/", isRefPrefix: true },
    "IDENTITY_MISMATCH",
  ],
  [
    "a workflow at such a tag, run from a branch",
    { ...found, claims: { ...CLAIMS, sourceRepositoryRef: "refs/heads/x" } },
    { ...workflow, ref: "refs/tags/v", isRefPrefix: true },
    "IDENTITY_CLAIM_MISMATCH",
  ],
  [
    "a workflow at such a tag whose run nobody names",
    without("sourceRepositoryRef", "githubWorkflowRef"),
    { ...workflow, ref: "refs/tags/v", isRefPrefix: true },
    "IDENTITY_CLAIM_MISMATCH",
  ],
  [
    "a star, which is none without its word",
    found,
    { ...workflow, ref: "refs/tags/v*" },
    "IDENTITY_MISMATCH",
  ],
])("refuses %s", (_, identity, expected, code) => {
  expect(() => checkIdentity(identity, expected)).toThrow(expect.objectContaining({ code }));
});

test("shows both identities", () => {
  expect(() => checkIdentity(found, { ...exact, name: "https://x.test" })).toThrow(
    `signer: expected "https://x.test", found "${NAME}"`,
  );
});
