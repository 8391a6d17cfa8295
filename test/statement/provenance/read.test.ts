import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { Refusal } from "../../../src/errors.ts";
import { readProvenance } from "../../../src/statement/provenance/read.ts";
import { parseStatement, STATEMENT_V1, STATEMENT_V01 } from "../../../src/statement/statement.ts";
import type { Loose } from "../../fakes/instance.ts";
import {
  COMMIT,
  delegatedProvenance,
  oldProvenance,
  SOURCE,
  statementOf,
  workflowProvenance,
} from "../../fakes/provenance.ts";
import { refusalOf } from "../../fakes/refusal.ts";

const TYPES = [STATEMENT_V1, STATEMENT_V01] as const;
const read = (statement: Loose) =>
  readProvenance(
    parseStatement(Buffer.from(JSON.stringify(statement)), { what: "statement", types: TYPES }),
  );
const REF = "refs/tags/v1.2.3";

describe("each version says the same", () => {
  const v01 = (): Loose =>
    statementOf("https://slsa.dev/provenance/v0.1", {
      builder: { id: "https://builder.test" },
      recipe: {
        type: "https://example.test/build@v1",
        definedInMaterial: 1,
        entryPoint: "build.sh",
        arguments: { target: "all" },
      },
      materials: [
        { uri: "pkg:oci/base", digest: { sha256: "00" } },
        { uri: `git+${SOURCE}@${REF}`, digest: { sha1: COMMIT } },
      ],
      metadata: { buildStartedOn: "2026-01-01T00:00:00Z", reproducible: true },
    });

  test("0.1: recipe and the material that it is defined in", () => {
    const found = read(v01());
    expect(found).toMatchObject({
      version: "v0.1",
      builder: { field: "predicate.builder.id", value: "https://builder.test" },
      buildType: { field: "predicate.recipe.type", value: "https://example.test/build@v1" },
      triggers: [{ field: "predicate.materials[1].uri", value: `git+${SOURCE}@${REF}` }],
      entryPoints: [{ field: "predicate.recipe.entryPoint", value: "build.sh" }],
      commits: [{ field: "predicate.materials[1].digest.sha1", value: COMMIT }],
      external: { field: "predicate.recipe.arguments", value: { target: "all" } },
      startedOn: { field: "predicate.metadata.buildStartedOn" },
      promises: [{ field: "predicate.metadata.reproducible", value: "true" }],
    });
  });

  test("0.1 by its older name", () => {
    const statement = { ...v01(), predicateType: "https://in-toto.io/Provenance/v0.1" };
    expect(read(statement).version).toBe("v0.1");
  });

  test("0.2: configuration, environment in lower case, materials", () => {
    expect(read(oldProvenance("https://builder.test"))).toMatchObject({
      version: "v0.2",
      builder: { field: "predicate.builder.id" },
      triggers: [{ field: "predicate.invocation.configSource.uri", value: `git+${SOURCE}@${REF}` }],
      refs: [{ field: "predicate.invocation.environment.github_ref", value: REF }],
      events: [{ field: "predicate.invocation.environment.github_event_name", value: "push" }],
      commits: [{ field: "predicate.invocation.configSource.digest.sha1", value: COMMIT }],
      invocations: [{ field: "predicate.metadata.buildInvocationID", value: "77-1" }],
      promises: [{ field: "predicate.metadata.completeness.parameters" }],
    });
  });

  test("1 of GitHub: the workflow among the parameters, and what certifies it", () => {
    expect(read(workflowProvenance())).toMatchObject({
      version: "v1",
      builder: { field: "predicate.runDetails.builder.id" },
      triggers: [
        {
          field: "predicate.buildDefinition.externalParameters.workflow.repository",
          value: `${SOURCE}@${REF}`,
        },
      ],
      dependencies: [
        {
          uri: {
            field: "predicate.buildDefinition.resolvedDependencies[0].uri",
            value: `git+${SOURCE}@${REF}`,
          },
        },
      ],
      repositoryIds: [
        {
          field: "predicate.buildDefinition.internalParameters.github.repository_id",
          value: "4242",
        },
      ],
      runners: [{ value: "github-hosted" }],
    });
  });

  test("1 of a delegated builder: every source of a field is kept", () => {
    const found = read(delegatedProvenance());
    expect(found.commits.map(({ field }) => field)).toEqual([
      "predicate.buildDefinition.resolvedDependencies[0].digest.gitCommit",
      "predicate.buildDefinition.internalParameters.GITHUB_SHA",
    ]);
    expect(found.triggers).toEqual([
      {
        field: "predicate.buildDefinition.internalParameters.GITHUB_WORKFLOW_REF",
        value: `git+${SOURCE}@${REF}`,
      },
    ]);
  });

  test.each([
    ["a URI", `git+${SOURCE}@${REF}`, "predicate.buildDefinition.externalParameters.source"],
    [
      "a descriptor",
      { uri: `git+${SOURCE}@${REF}` },
      "predicate.buildDefinition.externalParameters.source.uri",
    ],
  ])("1 of others: a source that is %s", (_, source, field) => {
    const statement = workflowProvenance();
    statement.predicate.buildDefinition.externalParameters = { source };
    expect(read(statement).sources).toEqual([{ field, value: `git+${SOURCE}@${REF}` }]);
  });

  test("the version of the statement is another thing than that of the predicate", () => {
    const statement = { ...workflowProvenance(), _type: STATEMENT_V01 };
    expect(read(statement).version).toBe("v1");
  });

  test("a number among the variables is its digits", () => {
    const statement = delegatedProvenance();
    statement.predicate.buildDefinition.internalParameters.GITHUB_REPOSITORY_ID = 13530999948;
    expect(read(statement).repositoryIds).toMatchObject([{ value: "13530999948" }]);
  });
});

describe("is refused", () => {
  const changed = (change: (predicate: Loose) => void): Loose => {
    const statement = workflowProvenance();
    change(statement.predicate);
    return statement;
  };
  test.each<[string, Loose, string]>([
    [
      "an unknown version",
      { ...workflowProvenance(), predicateType: "https://slsa.dev/provenance/v2" },
      "PREDICATE_TYPE_UNSUPPORTED",
    ],
    [
      "a version with more behind it",
      { ...workflowProvenance(), predicateType: "https://slsa.dev/provenance/v1.0" },
      "PREDICATE_TYPE_UNSUPPORTED",
    ],
    ["no builder", changed(({ runDetails }) => delete runDetails.builder), "PROVENANCE_MALFORMED"],
    [
      "a builder without a name",
      changed(({ runDetails }) => {
        runDetails.builder.id = "";
      }),
      "PROVENANCE_MALFORMED",
    ],
    [
      "a build type that is a number",
      changed(({ buildDefinition }) => {
        buildDefinition.buildType = 1;
      }),
      "PROVENANCE_MALFORMED",
    ],
    [
      "parameters that are a list",
      changed(({ buildDefinition }) => {
        buildDefinition.externalParameters = [];
      }),
      "PROVENANCE_MALFORMED",
    ],
    [
      "a dependency that is a text",
      changed(({ buildDefinition }) => {
        buildDefinition.resolvedDependencies = ["git+https://x"];
      }),
      "PROVENANCE_MALFORMED",
    ],
    [
      "a digest that is a number",
      changed(({ buildDefinition }) => {
        buildDefinition.resolvedDependencies[0].digest.gitCommit = 1;
      }),
      "PROVENANCE_MALFORMED",
    ],
    [
      "a variable in both cases that says two things",
      changed(({ buildDefinition }) => {
        buildDefinition.internalParameters = {
          GITHUB_REF: "refs/tags/v1",
          github_ref: "refs/heads/a",
        };
      }),
      "PROVENANCE_MALFORMED",
    ],
    ["no predicate", { ...workflowProvenance(), predicate: undefined }, "PROVENANCE_MALFORMED"],
  ])("%s", (_, statement, code) => {
    expect(refusalOf(() => read(statement)).code).toBe(code);
  });
});

property.prop([fc.constantFrom(workflowProvenance, delegatedProvenance, oldProvenance), fc.json()])(
  "a predicate with any value in any place gives a value or a refusal",
  (make, text) => {
    const value: unknown = JSON.parse(text);
    const places = placesIn(make().predicate);
    for (const place of places) {
      const statement = make();
      set(statement.predicate, place, value);
      try {
        read(statement);
      } catch (error) {
        expect(error).toBeInstanceOf(Refusal);
      }
    }
  },
);

function placesIn(value: Loose, before: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.keys(value).flatMap((key) => [
    [...before, key],
    ...placesIn(value[key], [...before, key]),
  ]);
}

function set(root: Loose, [key = "", ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) root[key] = value;
  else set(root[key], rest, value);
}
