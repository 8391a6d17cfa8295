import { expect, test } from "vitest";
import { createProvenance } from "../../src/operations/create-provenance.ts";
import { readProvenance } from "../../src/statement/provenance/read.ts";
import { Folder } from "../fakes/checkout.ts";
import { parsed } from "../statement/predicate/readers.ts";

const CALLER = "acme/app/.github/workflows/release.yml@refs/heads/main";
const CALLED = "acme/builders/.github/workflows/build.yml@refs/tags/v1.0.0";
const ENV = {
  GITHUB_ACTIONS: "true",
  GITHUB_SERVER_URL: "https://github.example",
  GITHUB_REPOSITORY: "acme/app",
  GITHUB_REPOSITORY_ID: "1",
  GITHUB_REPOSITORY_OWNER_ID: "2",
  GITHUB_REF: "refs/heads/main",
  GITHUB_SHA: "0".repeat(40),
  GITHUB_WORKFLOW_REF: CALLER,
  GITHUB_EVENT_NAME: "push",
  GITHUB_RUN_ID: "3",
  GITHUB_RUN_ATTEMPT: "4",
};

test("a job of a reusable workflow is built by that, and was started by its caller", async () => {
  const { path: cwd } = new Folder().write("app", "app");
  const { payload, findings } = await createProvenance({
    files: ["app"],
    cwd,
    env: ENV,
    now: new Date(),
    jobWorkflow: async () => CALLED,
  });
  expect(findings.map(({ rule }) => rule)).toEqual(["PROVENANCE_CREATED"]);
  // Read as whoever verifies it reads it.
  expect(readProvenance(parsed(payload))).toMatchObject({
    version: "v1",
    builder: { value: `https://github.example/${CALLED}` },
    buildType: { value: "https://actions.github.io/buildtypes/workflow/v1" },
    entryPoints: [{ value: ".github/workflows/release.yml" }],
    commits: [{ value: "0".repeat(40) }],
    refs: [{ value: "refs/heads/main" }],
    events: [{ value: "push" }],
    repositoryIds: [{ value: "1" }],
    ownerIds: [{ value: "2" }],
    invocations: [{ value: "https://github.example/acme/app/actions/runs/3/attempts/4" }],
  });
  expect(parsed(payload).predicate).toMatchObject({
    buildDefinition: {
      externalParameters: { workflow: { path: ".github/workflows/release.yml" } },
    },
    runDetails: { builder: { id: `https://github.example/${CALLED}` } },
  });
});

test("nothing is described of no file", async () => {
  const options = { files: [], cwd: "/", env: ENV, now: new Date(), jobWorkflow: async () => null };
  await expect(createProvenance(options)).rejects.toThrow(RangeError);
});
