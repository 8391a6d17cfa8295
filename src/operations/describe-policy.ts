import { parseTomlDocument } from "../bytes/toml.ts";
import {
  type ComparedPolicy,
  describePolicyChange,
  type PolicyChange,
} from "../policy/change/policy-change.ts";
import { MAX_POLICY_BYTES } from "../policy/policy.ts";
import type { PolicyClosure } from "../policy/policy-closure.ts";
import { POLICY_NAME } from "./policy-files.ts";
import { readPolicySigners } from "./policy-signers.ts";

/** Says by meaning how two policies differ, with the files that they name. Judges neither. */
export function describePolicies(
  before: PolicyClosure | undefined,
  after: PolicyClosure | undefined,
): readonly PolicyChange[] {
  return describePolicyChange(comparedPolicy(before), comparedPolicy(after));
}

function comparedPolicy(closure: PolicyClosure | undefined): ComparedPolicy | undefined {
  if (closure === undefined) return undefined;
  const bytes = closure.files.get(POLICY_NAME) ?? new Uint8Array();
  const digests = new Map(closure.digests);
  digests.delete(POLICY_NAME);
  return {
    root: parseTomlDocument(bytes, { what: POLICY_NAME, maxBytes: MAX_POLICY_BYTES }).root,
    digests,
    fingerprints: new Map(
      readPolicySigners(closure).keys.map(({ path, key }) => [path, key.fingerprint]),
    ),
  };
}
