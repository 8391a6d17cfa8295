import { type JsonObject, type JsonValue, parseJson } from "../bytes/json.ts";
import {
  asExactObject,
  asInteger,
  asObject,
  asString,
  type ShapeFailure,
} from "../bytes/json-shape.ts";
import { quote } from "../bytes/quote.ts";
import { MAX_ENVELOPE_BYTES } from "../envelope/dsse.ts";
import { Refusal } from "../errors.ts";
import { readBareEnvelope } from "./bare-envelope.ts";
import type { BareContent, BareSignature } from "./bare-signature.ts";
import { bundleFailure } from "./bundle.ts";
import { MAX_SIGSTORE_BUNDLE_BYTES } from "./bundle-limit.ts";
import { type BundledEntry, bytesAt } from "./bundled-entry.ts";
import { parsePemSigner } from "./pem-signer.ts";

/** Tells whether a document is what cosign called a bundle before there were bundles. */
export function isCosignBundle(json: JsonValue): boolean {
  return typeof json === "object" && json !== null && "base64Signature" in json;
}

/**
 * Reads what `cosign sign-blob --bundle` and `attest-blob --bundle` wrote before version 3: a signature or an envelope,
 * certificate or public key, and the log's entry with its promise. Checks shape and encoding only: **no signature is verified**.
 *
 * @param what names the file in a refusal.
 * @throws Refusal `BUNDLE_MALFORMED` — a field is missing, unknown, of another type or out of range.
 * @throws Refusal `CERTIFICATE_MALFORMED`, `KEY_MALFORMED`, `KEY_UNSUPPORTED` — see `parsePemSigner`; `DSSE_MALFORMED` — see `readBareEnvelope`.
 * @see https://github.com/sigstore/cosign/blob/v2.4.3/pkg/cosign/fetch.go `LocalSignedPayload`
 */
export function readCosignBundle(json: JsonValue, what: string): BareSignature {
  const fail = bundleFailure(what);
  const root = asExactObject(json, "", ["base64Signature"], fail, ["cert", "rekorBundle"]);
  const cert = asString(root.cert ?? "", "cert", fail);
  const bytes = bytesAt(root.base64Signature, "base64Signature", fail);
  const content = readContent(bytes, what);
  return {
    kind: "bare",
    form: "cosign's bundle",
    content,
    ...(content.kind === "dsse" ? { text: Buffer.from(bytes).toString() } : {}),
    signer: cert === "" ? undefined : parsePemSigner(Buffer.from(cert), `${what}: cert`),
    entry: readEntry(root.rekorBundle ?? null, fail),
  };
}

/** In place of a signature, `attest-blob` put the whole envelope. */
function readContent(bytes: Uint8Array, what: string): BareContent {
  if (bytes[0] !== 0x7b) return { kind: "signature", signature: bytes };
  const at = `${what}: base64Signature`;
  const json = parseJson(bytes, { what: at, maxBytes: MAX_ENVELOPE_BYTES });
  return readBareEnvelope(json, at).content;
}

function readEntry(value: JsonValue, fail: ShapeFailure): BundledEntry | undefined {
  if (value === null) return undefined;
  const at = "rekorBundle";
  const fields = asExactObject(value, at, ["SignedEntryTimestamp", "Payload"], fail);
  const payloadAt = `${at}.Payload`;
  const names = ["body", "integratedTime", "logIndex", "logID"];
  const payload = asExactObject(fields.Payload, payloadAt, names, fail);
  const logId = asString(payload.logID, `${payloadAt}.logID`, fail);
  if (!/^[0-9a-f]{64}$/.test(logId))
    fail(`${payloadAt}.logID`, "64 lower-case hex digits", quote(logId));
  const body = bytesAt(payload.body, `${payloadAt}.body`, fail);
  return {
    logIndex: asInteger(payload.logIndex, `${payloadAt}.logIndex`, 0, fail),
    logId,
    ...readKind(body, `${payloadAt}.body`, fail),
    integratedTime: asInteger(payload.integratedTime, `${payloadAt}.integratedTime`, 1, fail),
    promise: bytesAt(fields.SignedEntryTimestamp, `${at}.SignedEntryTimestamp`, fail),
    body,
  };
}

/** What sort an entry is stands in it alone; whether it is that sort is verified with it. */
function readKind(
  body: Uint8Array,
  at: string,
  fail: ShapeFailure,
): Pick<BundledEntry, "kind" | "version"> {
  let entry: JsonObject;
  try {
    entry = asObject(parseJson(body, { what: at, maxBytes: MAX_SIGSTORE_BUNDLE_BYTES }), at, fail);
  } catch (error) {
    if (!(error instanceof Refusal) || !/^(?:JSON|UTF8)_/.test(error.code)) throw error;
    return fail(at, "the JSON of a log entry", error.message);
  }
  return {
    kind: asString(entry.kind, `${at}: kind`, fail),
    version: asString(entry.apiVersion, `${at}: apiVersion`, fail),
  };
}
