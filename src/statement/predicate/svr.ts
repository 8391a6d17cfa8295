import type { Statement } from "../statement.ts";
import {
  asDescriptor,
  asFields,
  asList,
  asText,
  asTimestamp,
  asUri,
  descriptorJson,
  openPredicate,
  type ResourceDescriptor,
} from "./field-types.ts";

export const SVR_V02 = "https://in-toto.io/attestation/svr/v0.2";

/** Which properties a verifier says that it verified. */
export interface Svr {
  readonly verifier: {
    readonly id: string;
    /** What was verified against; empty where the verifier has no policies but itself. */
    readonly policies: readonly ResourceDescriptor[];
  };
  /** RFC 3339 in UTC; a claim, never used as a clock. */
  readonly timeCreated: string;
  /** Those that hold; what is not among them is not said to fail. */
  readonly properties: readonly string[];
}

/**
 * Reads a simple verification result of version 0.2. Ignores unknown fields. Who may say so, and whether it suffices, is not
 * decided here.
 *
 * @throws Refusal `PREDICATE_TYPE_UNSUPPORTED` — another predicate or version.
 * @throws Refusal `PREDICATE_MALFORMED` — a required field is missing or of another type, the policies too.
 * @throws Refusal `DIGEST_MALFORMED`
 * @see https://github.com/in-toto/attestation/blob/main/spec/predicates/svr.md
 */
export function parseSvr(statement: Statement): Svr {
  const { fields } = openPredicate(statement, [SVR_V02]);
  const { id, policies } = asFields(fields.verifier, "predicate.verifier");
  return {
    verifier: {
      id: asUri(id, "predicate.verifier.id"),
      policies: asList(policies, "predicate.verifier.policies", 0, asDescriptor),
    },
    timeCreated: asTimestamp(fields.timeCreated, "predicate.timeCreated"),
    properties: asList(fields.properties, "predicate.properties", 0, asText),
  };
}

/** Writes the predicate, its fields in the order of the specification. */
export function formatSvr({ verifier, timeCreated, properties }: Svr): string {
  return JSON.stringify({
    verifier: { id: verifier.id, policies: verifier.policies.map(descriptorJson) },
    timeCreated,
    properties,
  });
}
