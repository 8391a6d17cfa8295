import { parseJson } from "../bytes/json.ts";
import { Refusal } from "../errors.ts";
import type { Finding } from "../finding.ts";
import { findAttestations, nameBeside } from "../io/beside.ts";
import { readFile } from "../io/files.ts";
import { resolvePath } from "../io/root.ts";
import type { Bundle } from "../sigstore/bundle.ts";
import { MAX_SIGSTORE_BUNDLE_BYTES } from "../sigstore/bundle-limit.ts";
import { parseAttestation, parseProvenance } from "../sigstore/pep740.ts";
import { findingOfBundle } from "./bundle-help.ts";

/** An attestation, and where it was found. */
export interface ReadAttestation {
  readonly name: string;
  readonly bundle: Bundle;
}

/** What was read, and what could not be. */
interface ReadAttestations {
  readonly attestations: readonly ReadAttestation[];
  readonly findings: readonly Finding[];
}

/**
 * Reads every attestation of a file of an index: those in the files that are named, else in those beside it. What cannot
 * be read is an objection among the findings, and hides no other.
 */
export function readIndexAttestations(
  file: string,
  path: string,
  attestations: readonly string[] | undefined,
  cwd: string,
): ReadAttestations {
  const findings: Finding[] = [];
  const named = attestations?.map((name) => ({ name, at: resolvePath(cwd, name) }));
  const beside = (): { name: string; at: string }[] =>
    findAttestations(path).map((at) => ({ name: nameBeside(file, at), at }));
  const read = (named ?? beside()).flatMap(({ name, at }) => {
    try {
      return readAttestations(readFile(at, MAX_SIGSTORE_BUNDLE_BYTES), name);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      findings.push(findingOfBundle(error, file, name));
      return [];
    }
  });
  return { attestations: read, findings };
}

/**
 * Reads one attestation, or the provenance object with the attestations of every publisher.
 * @throws Refusal see `parseAttestation`, `parseProvenance`.
 */
export function readAttestations(bytes: Uint8Array, name: string): readonly ReadAttestation[] {
  const json = parseJson(bytes, { what: name, maxBytes: MAX_SIGSTORE_BUNDLE_BYTES });
  const isProvenance = typeof json === "object" && json !== null && "attestation_bundles" in json;
  if (!isProvenance) return [{ name, bundle: parseAttestation(bytes, name) }];
  return parseProvenance(bytes, name).flatMap(({ attestations }, publisher) =>
    attestations.map((bundle, index) => ({
      name: `${name}: attestation_bundles[${publisher}].attestations[${index}]`,
      bundle,
    })),
  );
}
