import type { JsonValue } from "../bytes/json.ts";
import { asArray, asObject, asString, type ShapeFailure } from "../bytes/json-shape.ts";
import { readEnvelope } from "../envelope/dsse.ts";
import { Refusal } from "../errors.ts";
import type { BareSignature } from "./bare-signature.ts";
import { parsePemSigner } from "./pem-signer.ts";

/** Tells whether a document is an envelope that stands alone. */
export function isBareEnvelope(json: JsonValue): boolean {
  return typeof json === "object" && json !== null && "payloadType" in json && "signatures" in json;
}

/**
 * Reads a DSSE envelope that stands alone, as generators of provenance write it; some put the signer's certificate beside the
 * signature. Checks shape and encoding only: **no signature is verified**.
 *
 * @param what names the document in a refusal.
 * @throws Refusal `DSSE_MALFORMED` and others — see `readEnvelope`. @throws Refusal `CERTIFICATE_MALFORMED` — see `parsePemSigner`.
 */
export function readBareEnvelope(json: JsonValue, what: string): BareSignature {
  const envelope = readEnvelope(json, what);
  const fail: ShapeFailure = (at, expected, found) => {
    throw new Refusal("DSSE_MALFORMED", `${what}: expected ${expected} at ${at}, found ${found}`, {
      at,
    });
  };
  const { signatures } = asObject(json, "", fail);
  const certificates = asArray(signatures, "signatures", 1, envelope.signatures.length, fail).map(
    (one, index) => {
      const at = `signatures[${index}]`;
      const { cert } = asObject(one, at, fail);
      if (cert === undefined || cert === null || cert === "") return undefined;
      return parsePemSigner(Buffer.from(asString(cert, `${at}.cert`, fail)), `${what}: ${at}.cert`);
    },
  );
  // A bundle has one signature; of several, the one with a certificate can be found in a log.
  const index = Math.max(
    0,
    certificates.findIndex((one) => one !== undefined),
  );
  const signature = envelope.signatures[index]?.sig ?? new Uint8Array();
  return {
    kind: "bare",
    form: "an envelope alone",
    content: { kind: "dsse", envelope, signature, encoding: "der-or-raw" },
    signer: certificates[index],
    entry: undefined,
  };
}
