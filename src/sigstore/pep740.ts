import { type JsonObject, type JsonValue, parseJson } from "../bytes/json.ts";
import {
  asArray,
  asExactObject,
  asObject,
  nameJson,
  type ShapeFailure,
} from "../bytes/json-shape.ts";
import { IN_TOTO_PAYLOAD_TYPE, MAX_ENVELOPE_BYTES } from "../envelope/dsse.ts";
import { Refusal } from "../errors.ts";
import type { Bundle } from "./bundle.ts";
import { bytesAt, readEntry } from "./bundled-entry.ts";

/** What a package index says about a file: who published it, and their attestations. Nothing in it is verified. */
export interface Provenance {
  /** As the index has it; the identity of a certificate is what counts. */
  readonly publisher: JsonObject;
  readonly attestations: readonly Bundle[];
}

const MAX_ATTESTATION_BYTES: number = 2 * MAX_ENVELOPE_BYTES;
/** Each index signs for a file with one publisher; each publisher with a few attestations. */
const MAX_PUBLISHERS = 16;
const MAX_ATTESTATIONS = 32;

/**
 * Reads a PEP 740 attestation as the bundle that it is under other names. Checks shape and encoding only:
 * **no signature is verified**.
 *
 * @param what names the file in a refusal.
 * @throws Refusal `ATTESTATION_MALFORMED` — another version, a field missing, unknown or of another type.
 * @throws Refusal `JSON_MALFORMED`, `UTF8_MALFORMED`, `INPUT_TOO_LARGE` — see `parseJson`.
 * @see https://peps.python.org/pep-0740/#attestation-objects
 */
export function parseAttestation(bytes: Uint8Array, what: string): Bundle {
  const json = parseJson(bytes, { what, maxBytes: MAX_ATTESTATION_BYTES });
  return readAttestation(json, "", failure(what));
}

/**
 * Reads a PEP 740 provenance object, as an index serves it for a file.
 *
 * @throws Refusal see `parseAttestation`.
 * @throws Refusal `ATTESTATION_NONE` — no attestation by any publisher: verified is not what nobody attests.
 * @see https://peps.python.org/pep-0740/#provenance-objects
 */
export function parseProvenance(bytes: Uint8Array, what: string): readonly Provenance[] {
  const fail = failure(what);
  const json = parseJson(bytes, { what, maxBytes: MAX_ATTESTATION_BYTES });
  const root = asExactObject(json, "", ["version", "attestation_bundles"], fail);
  checkVersion(root.version, "version", fail);
  const at = "attestation_bundles";
  const provenance = asArray(root[at], at, 0, MAX_PUBLISHERS, fail).map((one, index) => {
    const oneAt = `${at}[${index}]`;
    const fields = asExactObject(one, oneAt, ["publisher", "attestations"], fail);
    const listAt = `${oneAt}.attestations`;
    return {
      publisher: asObject(fields.publisher, `${oneAt}.publisher`, fail),
      attestations: asArray(fields.attestations, listAt, 0, MAX_ATTESTATIONS, fail).map(
        (attestation, place) => readAttestation(attestation, `${listAt}[${place}]`, fail),
      ),
    };
  });
  if (provenance.some(({ attestations }) => attestations.length > 0)) return provenance;
  throw new Refusal(
    "ATTESTATION_NONE",
    `${what}: expected an attestation, found ${provenance.length === 0 ? "no publisher" : "a publisher without one"}`,
    { what },
    {
      hint: "take the provenance of the file from its index anew; a file without one cannot be verified so",
    },
  );
}

function readAttestation(value: JsonValue, at: string, fail: ShapeFailure): Bundle {
  const below = at === "" ? "" : `${at}.`;
  const root = asExactObject(value, at, ["version", "verification_material", "envelope"], fail);
  checkVersion(root.version, `${below}version`, fail);
  const materialAt = `${below}verification_material`;
  const names = ["certificate", "transparency_entries"];
  const material = asExactObject(root.verification_material, materialAt, names, fail);
  const entriesAt = `${materialAt}.transparency_entries`;
  const envelopeAt = `${below}envelope`;
  const { statement, signature: given } = asExactObject(
    root.envelope,
    envelopeAt,
    ["statement", "signature"],
    fail,
  );
  const signature = bytesAt(given, `${envelopeAt}.signature`, fail);
  return {
    version: "0.3",
    signer: {
      kind: "certificate",
      chain: [bytesAt(material.certificate, `${materialAt}.certificate`, fail)],
    },
    content: {
      kind: "dsse",
      signature,
      envelope: {
        payloadType: IN_TOTO_PAYLOAD_TYPE,
        payload: bytesAt(statement, `${envelopeAt}.statement`, fail),
        signatures: [{ sig: signature }],
      },
    },
    entries: asArray(material.transparency_entries, entriesAt, 1, 16, fail).map((entry, index) =>
      readEntry(entry, `${entriesAt}[${index}]`, fail),
    ),
    timestamps: [],
  };
}

function checkVersion(value: JsonValue | undefined, at: string, fail: ShapeFailure): void {
  if (value !== 1) fail(at, "1", nameJson(value));
}

function failure(what: string): ShapeFailure {
  return (at, expected, found) => {
    const place = at === "" ? "" : ` at ${at}`;
    throw new Refusal(
      "ATTESTATION_MALFORMED",
      `${what}: expected ${expected}${place}, found ${found}`,
      { at },
    );
  };
}
