import { type JsonValue, parseJson } from "../bytes/json.ts";
import { asArray, asObject } from "../bytes/json-shape.ts";
import { isBareEnvelope, readBareEnvelope } from "./bare-envelope.ts";
import type { BareSignature } from "./bare-signature.ts";
import { type Bundle, bundleFailure, readBundle } from "./bundle.ts";
import { MAX_SIGSTORE_BUNDLE_BYTES } from "./bundle-limit.ts";
import { isCosignBundle, readCosignBundle } from "./cosign-bundle.ts";
import { parseAttestation, parseProvenance } from "./pep740.ts";

/** A registry serves a handful for one package: provenance, publication. */
const MAX_ATTESTATIONS = 32;
/** More than one build attests for one file. */
const MAX_LINES = 64;

/**
 * Reads a signature file by what is in it, whatever its name: a Sigstore bundle of any version, a PEP 740 attestation or
 * provenance, or npm's set of attestations. Checks shape only: **no signature is verified**.
 *
 * @param what names the file in a refusal.
 * @returns at least one bundle.
 * @throws Refusal `BUNDLE_MALFORMED`, `ATTESTATION_MALFORMED` and others — see `parseBundle`, `parseAttestation`, `parseProvenance`.
 */
export function parseSignatures(bytes: Uint8Array, what: string): readonly Bundle[] {
  const json = parseJson(bytes, { what, maxBytes: MAX_SIGSTORE_BUNDLE_BYTES });
  return readBundles(json, bytes, what);
}

/** What a signature file holds: bundles, or what came before them. */
export type FoundSignature = Bundle | BareSignature;

/**
 * Reads a signature file of any form as `parseSignatures` does, and also cosign's bundle from before bundles, envelopes that
 * stand alone, and a line for each of several. Checks shape only: **no signature is verified**.
 *
 * @param what names the file in a refusal; of several lines with the number of the line.
 * @returns at least one.
 * @throws Refusal see `parseSignatures`, `readCosignBundle`, `readBareEnvelope`; `BUNDLE_MALFORMED` — more lines than are read.
 */
export function parseAnySignatures(bytes: Uint8Array, what: string): readonly FoundSignature[] {
  const lines = linesOf(bytes);
  if (lines.length > MAX_LINES)
    bundleFailure(what)("", `at most ${MAX_LINES} lines`, `${lines.length}`);
  if (lines.length < 2) return readAny(bytes, what);
  return lines.flatMap(({ bytes: line, number }) => readAny(line, `${what}:${number}`));
}

function readAny(bytes: Uint8Array, what: string): readonly FoundSignature[] {
  const json = parseJson(bytes, { what, maxBytes: MAX_SIGSTORE_BUNDLE_BYTES });
  if (isCosignBundle(json)) return [readCosignBundle(json, what)];
  if (isBareEnvelope(json))
    return [{ ...readBareEnvelope(json, what), text: Buffer.from(bytes).toString().trimEnd() }];
  return readBundles(json, bytes, what);
}

/** Each line an object of its own; none where one document goes over several lines. */
function linesOf(bytes: Uint8Array): readonly { bytes: Uint8Array; number: number }[] {
  const lines: { bytes: Uint8Array; number: number }[] = [];
  for (let start = 0, number = 1; start < bytes.length; number++) {
    const end = bytes.indexOf(0x0a, start);
    const line = bytes.subarray(start, end === -1 ? bytes.length : end);
    start = end === -1 ? bytes.length : end + 1;
    const last = line.findLast((byte) => byte !== 0x20 && byte !== 0x09 && byte !== 0x0d);
    if (last === undefined) continue;
    if (line[0] !== 0x7b || last !== 0x7d) return [];
    lines.push({ bytes: line, number });
    if (lines.length > MAX_LINES) break;
  }
  return lines;
}

function readBundles(json: JsonValue, bytes: Uint8Array, what: string): readonly Bundle[] {
  const fail = bundleFailure(what);
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
