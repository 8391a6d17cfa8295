import type { Provenance } from "../statement/provenance/provenance.ts";
import type { Statement } from "../statement/statement.ts";
import type { ClaimName } from "../trust/claim.ts";
import type { Identity } from "../trust/identity.ts";
import type { Reading } from "./check.ts";
import type { Expectations } from "./expectations.ts";

/** What a signature was found to hold for, and what it is held against. */
export interface Facts {
  readonly expectations: Expectations;
  readonly statement: Statement;
  /** Null for a statement of another kind. */
  readonly provenance: Provenance | null;
  /** Null where a key signed. */
  readonly certificate: Identity | null;
  /** How the builder was told: decides what else has to hold. */
  readonly isPackage: boolean;
}

/** Reads the first of these claims that a certificate has. */
export function certified(
  certificate: Identity | null,
  ...names: readonly ClaimName[]
): Reading | null {
  for (const field of names) {
    const value = certificate?.claims[field];
    if (value !== undefined) return { document: "certificate", field, value };
  }
  return null;
}

/** Makes readings of what a predicate claims. */
export function claimed(
  claims: readonly { readonly field: string; readonly value: string }[],
): readonly Reading[] {
  return claims.map(({ field, value }) => ({ document: "predicate", field, value }));
}

/** Leaves out what is not there. */
export function readings(...all: readonly (Reading | null)[]): readonly Reading[] {
  return all.filter((one) => one !== null);
}
