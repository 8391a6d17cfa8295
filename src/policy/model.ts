import type { TextPlace } from "../bytes/toml.ts";
import type { WantedTool } from "../tool/manifest.ts";
import type { Signer } from "../trust/signers.ts";
import type { AllowedName } from "./table/allowed-names.ts";
import type { LayoutSection } from "./table/layouts.ts";
import type { LockSection } from "./table/locks.ts";
import type { ProvenanceSection } from "./table/provenance.ts";
import type { Exemption, RuleSection } from "./table/rules.ts";
import type { TrustSection } from "./table/trust.ts";

/** What is trusted, and what is asked for. What it does not say is not allowed. */
export interface Policy {
  readonly name: string | null;
  /** In milliseconds since 1970; null where it never lapses. */
  readonly expires: number | null;
  /** Who has to agree to a change of the policy itself; null for nobody who could. */
  readonly change: ChangeRule | null;
  readonly trust: TrustSection;
  readonly signers: ReadonlyMap<string, Signer>;
  /** Addresses by name. */
  readonly indexes: ReadonlyMap<string, string>;
  readonly locks: readonly LockSection[];
  readonly tools: ReadonlyMap<string, WantedTool>;
  readonly provenance: ReadonlyMap<string, ProvenanceSection>;
  readonly layouts: readonly LayoutSection[];
  readonly rules: readonly RuleSection[];
  readonly exemptions: readonly Exemption[];
  readonly allowedNames: readonly AllowedName[];
  /** Where the value of a name stands, such as `signers.alice.keys`; the beginning where there is none. */
  readonly placeOf: (at: string) => TextPlace;
}

export interface ChangeRule {
  readonly role: string;
  readonly threshold: number;
  /** Whether an owner's own change may be approved by themselves. */
  readonly authorMayApprove: boolean;
}
