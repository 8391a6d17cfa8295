import type { JsonObject, JsonValue } from "../../bytes/json.ts";
import type { Statement } from "../statement.ts";
import {
  asFields,
  asList,
  asText,
  openPredicate,
  optional,
  optionalDescriptor,
  type ResourceDescriptor,
} from "./field-types.ts";

export const SCAI_V03 = "https://in-toto.io/attestation/scai/v0.3";

/** Attributes that a producer asserts of the subjects, or of what made them. */
export interface Scai {
  /** At least one. */
  readonly attributes: readonly ScaiAttribute[];
  readonly producer: ResourceDescriptor | null;
}

export interface ScaiAttribute {
  readonly attribute: string;
  readonly target: ResourceDescriptor | null;
  /** What they mean is between producer and consumer. */
  readonly conditions: JsonObject | null;
  readonly evidence: ResourceDescriptor | null;
}

/**
 * Reads an attribute report of SCAI, version 0.3. Ignores unknown fields. Looks at no evidence.
 *
 * @throws Refusal `PREDICATE_TYPE_UNSUPPORTED` — another predicate or version.
 * @throws Refusal `PREDICATE_MALFORMED` — no attribute, or a field of another type.
 * @throws Refusal `DIGEST_MALFORMED`
 * @see https://github.com/in-toto/attestation/blob/v1.1.0/spec/predicates/scai.md
 */
export function parseScai(statement: Statement): Scai {
  const { fields } = openPredicate(statement, [SCAI_V03]);
  return {
    attributes: asList(fields.attributes, "predicate.attributes", 1, readAttribute),
    producer: optionalDescriptor(fields.producer, "predicate.producer"),
  };
}

function readAttribute(value: JsonValue, at: string): ScaiAttribute {
  const fields = asFields(value, at);
  return {
    attribute: asText(fields.attribute, `${at}.attribute`),
    target: optionalDescriptor(fields.target, `${at}.target`),
    conditions: optional(fields.conditions, `${at}.conditions`, asFields),
    evidence: optionalDescriptor(fields.evidence, `${at}.evidence`),
  };
}
