import { expect, test } from "vitest";
import type { HttpRequest } from "../../src/io/http.ts";
import { findJobWorkflow } from "../../src/operations/job-workflow.ts";
import { fakeToken } from "../fakes/services.ts";

const NOW = new Date("2026-11-24T03:00:00Z");
const ASK = {
  ACTIONS_ID_TOKEN_REQUEST_URL: "https://token.example/ask?api-version=2",
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: "secret",
};
const WORKFLOW = "acme/builders/.github/workflows/build.yml@refs/tags/v1.0.0";

/** GitHub's token service, whose tokens have these claims. */
function service(claims: object) {
  const asked: string[] = [];
  const http = async ({ url }: HttpRequest) => {
    asked.push(url);
    const token = fakeToken({
      iss: "https://token.actions.githubusercontent.com",
      sub: "repo:acme/app:ref:refs/heads/main",
      aud: "lockseal-provenance",
      exp: NOW.getTime() / 1000 + 300,
      ...claims,
    });
    return {
      status: 200,
      body: Buffer.from(JSON.stringify({ value: token })),
      location: undefined,
      retryAfter: undefined,
    };
  };
  return { http, asked };
}

test("a job says whose steps it has by a token that is for nobody but us", async () => {
  const { http, asked } = service({ job_workflow_ref: WORKFLOW });
  expect(await findJobWorkflow(ASK, NOW, http)).toBe(WORKFLOW);
  expect(asked).toEqual(["https://token.example/ask?api-version=2&audience=lockseal-provenance"]);
});

test.each([
  ["no such claim", {}],
  ["a number", { job_workflow_ref: 7 }],
  ["no ref", { job_workflow_ref: "acme/builders/.github/workflows/build.yml" }],
  ["a line end", { job_workflow_ref: `${WORKFLOW}\n` }],
])("a token with %s says nothing", async (_why, claims) => {
  expect(await findJobWorkflow(ASK, NOW, service(claims).http)).toBeNull();
});

test("a job that may not ask is not asked", async () => {
  const { http, asked } = service({});
  expect(await findJobWorkflow({}, NOW, http)).toBeNull();
  expect(asked).toEqual([]);
});
