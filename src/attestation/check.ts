import type { Rule } from "../rule.ts";

/** What is checked of an attestation. Stable: scripts match on it. */
export type CheckRule =
  | "ATTESTATION_SUBJECT"
  | "ATTESTATION_PREDICATE"
  | "ATTESTATION_SIGNER"
  | "ATTESTATION_PUBLISH"
  | "BUILDER_UNTRUSTED"
  | "BUILDER_MISMATCH"
  | "BUILDER_REF"
  | "BUILDER_RUNNER"
  | "BUILD_TYPE"
  | "CERTIFICATE_CLAIMS"
  | "PROVENANCE_CERTIFICATE"
  | "PROVENANCE_UNVERIFIABLE"
  | "SOURCE_MISMATCH"
  | "SOURCE_UNASKED"
  | "SOURCE_REF"
  | "SOURCE_DIGEST"
  | "SOURCE_BRANCH"
  | "SOURCE_TAG"
  | "SOURCE_VERSIONED_TAG"
  | "SOURCE_REF_KIND"
  | "BUILD_INPUT"
  | "EXTERNAL_PARAMETER"
  | "PACKAGE_NAME"
  | "PACKAGE_VERSION";

/** Where a value was read. */
export interface Reading {
  readonly document: "certificate" | "predicate" | "statement" | "key";
  /** Of a certificate Fulcio's name for it, of a document its path. */
  readonly field: string;
  readonly value: string;
}

/** One entry of the ledger: what was expected, what was found, and where. */
export interface Check {
  /** A rule of ours, or the code of a refusal. */
  readonly rule: Rule;
  readonly verdict: "passed" | "refused" | "noted" | "warned";
  readonly expected: string;
  readonly found: string;
  readonly read: readonly Reading[];
  /** Whether all that was read says the same; null where it was said once, or nowhere. */
  readonly agree: boolean | null;
  readonly help?: string;
}

/** Makes an entry; it passes where `holds` does. */
export function check(
  rule: CheckRule,
  holds: boolean,
  expected: string,
  found: string,
  read: readonly Reading[],
  more: { readonly agree?: boolean; readonly help?: string } = {},
): Check {
  const { agree, help } = more;
  return {
    rule,
    verdict: holds ? "passed" : "refused",
    expected,
    found,
    read,
    agree: agree ?? (read.length < 2 ? null : holds),
    ...(holds || help === undefined ? {} : { help }),
  };
}

/** Joins alternatives for a person. */
export function anyOf(values: readonly string[]): string {
  return values.length === 0 ? "none" : values.join(" or ");
}

/** Says what was read, each value once. */
export function foundIn(read: readonly Reading[]): string {
  return read.length === 0 ? "nothing" : [...new Set(read.map(({ value }) => value))].join(" and ");
}
