import { createHash } from "node:crypto";
import { der } from "./der.ts";
import {
  fulcioExtensions,
  type Instance,
  ISSUER,
  type Loose,
  type SignOptions,
  signBundle,
} from "./instance.ts";

export const ARTIFACT: Uint8Array = Buffer.from("what was built\n");
export const SOURCE = "https://github.com/acme/app";
export const COMMIT = "0123456789abcdef0123456789abcdef01234567";
export const WORKFLOW_TYPE = "https://actions.github.io/buildtypes/workflow/v1";
export const BUILDER = "https://github.com/acme/builders/.github/workflows/build.yml";
export const DELEGATOR =
  "https://github.com/slsa-framework/slsa-github-generator/.github/workflows/delegator_generic_slsa3.yml";
export const HOSTED = "https://github.com/actions/runner/github-hosted";
const RUN = `${SOURCE}/actions/runs/77/attempts/1`;
const REF = "refs/tags/v1.2.3";

/** What GitHub has certified of a run of `acme/app` at a tag, by the last numbers of the extensions' names. */
export function githubClaims(
  change: Readonly<Record<number, string | undefined>> = {},
): Readonly<Record<number, string>> {
  const claims: Record<number, string | undefined> = {
    1: ISSUER,
    2: "push",
    3: COMMIT,
    5: "acme/app",
    6: REF,
    8: ISSUER,
    10: COMMIT,
    11: "github-hosted",
    12: SOURCE,
    13: COMMIT,
    14: REF,
    15: "4242",
    17: "77",
    18: `${SOURCE}/.github/workflows/release.yml@${REF}`,
    19: COMMIT,
    20: "push",
    21: RUN,
    ...change,
  };
  return Object.fromEntries(
    Object.entries(claims).flatMap(([number, text]) =>
      text === undefined ? [] : [[number, text]],
    ),
  ) as Record<number, string>;
}

/** States that `ARTIFACT` is a subject, with a predicate. */
export function statementOf(predicateType: string, predicate: object): Loose {
  const sha256 = createHash("sha256").update(ARTIFACT).digest("hex");
  return {
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ name: "app", digest: { sha256 } }],
    predicateType,
    predicate,
  };
}

/** What GitHub's own action writes of the same run: everything in it is certified. */
export function workflowProvenance(builder: string = `${BUILDER}@refs/tags/v2.0.0`): Loose {
  return statementOf("https://slsa.dev/provenance/v1", {
    buildDefinition: {
      buildType: WORKFLOW_TYPE,
      externalParameters: {
        workflow: { ref: REF, repository: SOURCE, path: ".github/workflows/release.yml" },
      },
      internalParameters: {
        github: {
          event_name: "push",
          repository_id: "4242",
          repository_owner_id: "77",
          runner_environment: "github-hosted",
        },
      },
      resolvedDependencies: [{ uri: `git+${SOURCE}@${REF}`, digest: { gitCommit: COMMIT } }],
    },
    runDetails: { builder: { id: builder }, metadata: { invocationId: RUN } },
  });
}

/** What a builder writes that a delegator signs for. */
export function delegatedProvenance(builder: string = `${BUILDER}@refs/tags/v2.0.0`): Loose {
  return statementOf("https://slsa.dev/provenance/v1", {
    buildDefinition: {
      buildType: "https://github.com/slsa-framework/slsa-github-generator/delegator-generic@v0",
      externalParameters: { inputs: { directory: "." }, vars: {} },
      internalParameters: {
        GITHUB_EVENT_NAME: "push",
        GITHUB_BASE_REF: "",
        GITHUB_REF: REF,
        GITHUB_REF_TYPE: "tag",
        GITHUB_SHA: COMMIT,
        GITHUB_WORKFLOW_REF: `acme/app/.github/workflows/release.yml@${REF}`,
        GITHUB_EVENT_PAYLOAD: { base_ref: "refs/heads/main" },
      },
      resolvedDependencies: [{ uri: `git+${SOURCE}@${REF}`, digest: { gitCommit: COMMIT } }],
    },
    runDetails: { builder: { id: builder } },
  });
}

/** What builders of the first years write, with variables in lower case. */
export function oldProvenance(builder: string = `${BUILDER}@refs/tags/v2.0.0`): Loose {
  return statementOf("https://slsa.dev/provenance/v0.2", {
    builder: { id: builder },
    buildType: "https://example.test/build@v1",
    invocation: {
      configSource: {
        uri: `git+${SOURCE}@${REF}`,
        digest: { sha1: COMMIT },
        entryPoint: ".github/workflows/release.yml",
      },
      parameters: {},
      environment: {
        github_event_name: "push",
        github_event_payload: { base_ref: "refs/heads/main" },
        github_ref: REF,
        github_ref_type: "tag",
      },
    },
    metadata: { buildInvocationID: "77-1", completeness: { parameters: true } },
    materials: [{ uri: `git+${SOURCE}@${REF}`, digest: { sha1: COMMIT } }],
  });
}

/** Signs a statement as a workflow. */
export function signAs(
  instance: Instance,
  workflow: string,
  statement: Loose,
  claims: Readonly<Record<number, string>> = githubClaims(),
  options: SignOptions = {},
): Loose {
  return signBundle(instance, {
    statement,
    ...options,
    leaf: {
      names: der.sequence(der.text(0x86, workflow)),
      extensions: fulcioExtensions(claims),
    },
  });
}
