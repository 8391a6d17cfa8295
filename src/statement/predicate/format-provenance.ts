import type { JsonObject } from "../../bytes/json.ts";
import { descriptorJson, type ResourceDescriptor } from "./field-types.ts";

/** What a build service, or who built by hand, says about one build. */
export interface Build {
  readonly buildType: string;
  readonly externalParameters: JsonObject;
  readonly internalParameters: JsonObject;
  /** The source first. */
  readonly resolvedDependencies: readonly ResourceDescriptor[];
  readonly builder: {
    readonly id: string;
    readonly version: Readonly<Record<string, string>>;
  };
  readonly metadata: {
    readonly invocationId?: string;
    readonly startedOn?: string;
    readonly finishedOn?: string;
  };
}

/**
 * Writes a build as the predicate of SLSA provenance, version 1. What is empty is left out, but for the external parameters,
 * which are required.
 * @see https://slsa.dev/spec/v1.2/build-provenance
 */
export function formatProvenance(build: Build): string {
  const { builder, metadata } = build;
  return JSON.stringify({
    buildDefinition: {
      buildType: build.buildType,
      externalParameters: build.externalParameters,
      internalParameters: unlessEmpty(build.internalParameters),
      resolvedDependencies:
        build.resolvedDependencies.length === 0
          ? undefined
          : build.resolvedDependencies.map(descriptorJson),
    },
    runDetails: {
      builder: { id: builder.id, version: unlessEmpty(builder.version) },
      metadata: unlessEmpty(metadata),
    },
  });
}

function unlessEmpty(object: object): object | undefined {
  return Object.values(object).every((value) => value === undefined) ? undefined : object;
}
