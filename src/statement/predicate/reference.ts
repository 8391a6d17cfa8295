import type { JsonValue } from "../../bytes/json.ts";
import type { Statement } from "../statement.ts";
import {
  asFields,
  asList,
  asUri,
  malformed,
  openPredicate,
  type ResourceDescriptor,
  readDescriptor,
} from "./field-types.ts";

export const REFERENCE_V01 = "https://in-toto.io/attestation/reference/v0.1";

/** Documents about the subjects that lie elsewhere. */
export interface Reference {
  readonly attester: { readonly id: string };
  /** At least one; each says where it lies, and of what media type it is. */
  readonly references: readonly ResourceDescriptor[];
}

/**
 * Reads a reference of version 0.1. Ignores unknown fields. Fetches nothing and compares nothing: a document counts where its
 * digest is held against the one here.
 *
 * @throws Refusal `PREDICATE_TYPE_UNSUPPORTED` — another predicate or version.
 * @throws Refusal `PREDICATE_MALFORMED` — a field is missing or of another type.
 * @throws Refusal `DIGEST_MALFORMED`
 * @see https://github.com/in-toto/attestation/blob/v1.1.0/spec/predicates/reference.md
 */
export function parseReference(statement: Statement): Reference {
  const { fields } = openPredicate(statement, [REFERENCE_V01]);
  const { id } = asFields(fields.attester, "predicate.attester");
  return {
    attester: { id: asUri(id, "predicate.attester.id") },
    references: asList(fields.references, "predicate.references", 1, readReference),
  };
}

function readReference(value: JsonValue, at: string): ResourceDescriptor {
  const reference = readDescriptor(value, at);
  if (reference.downloadLocation === undefined)
    malformed(`${at}.downloadLocation`, "a URI", "nothing");
  if (reference.mediaType === undefined) malformed(`${at}.mediaType`, "a media type", "nothing");
  return reference;
}
