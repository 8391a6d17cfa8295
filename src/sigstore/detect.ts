import { parseJson } from "../bytes/json.ts";
import { asArray, asObject } from "../bytes/json-shape.ts";
import { type Bundle, bundleFailure, MAX_SIGSTORE_BUNDLE_BYTES, readBundle } from "./bundle.ts";
import { parseAttestation, parseProvenance } from "./pep740.ts";

/** A registry serves a handful for one package: provenance, publication. */
const MAX_ATTESTATIONS = 32;

/**
 * Reads a signature file by what is in it, whatever its name: a Sigstore bundle of any version, a PEP 740 attestation or
 * provenance, or npm's set of attestations. Checks shape only: **no signature is verified**.
 *
 * @param what names the file in a refusal.
 * @returns at least one bundle.
 * @throws Refusal `BUNDLE_MALFORMED`, `ATTESTATION_MALFORMED` and others — see `parseBundle`, `parseAttestation`, `parseProvenance`.
 */
export function parseSignatures(bytes: Uint8Array, what: string): readonly Bundle[] {
  const fail = bundleFailure(what);
  const json = parseJson(bytes, { what, maxBytes: MAX_SIGSTORE_BUNDLE_BYTES });
  const root = asObject(json, "", fail);
  if (root.verification_material !== undefined) return [parseAttestation(bytes, what)];
  if (root.attestation_bundles !== undefined) {
    return parseProvenance(bytes, what).flatMap(({ attestations }) => attestations);
  }
  if (root.attestations === undefined) return [readBundle(json, what)];
  return asArray(root.attestations, "attestations", 1, MAX_ATTESTATIONS, fail).map((one, index) => {
    const { bundle } = asObject(one, `attestations[${index}]`, fail);
    return readBundle(bundle ?? null, `${what}: attestations[${index}]`);
  });
}
