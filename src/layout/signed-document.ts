import { type JsonObject, type JsonValue, parseJson } from "../bytes/json.ts";
import {
  asArray,
  asExactObject,
  asObject,
  asString,
  type ShapeFailure,
} from "../bytes/json-shape.ts";
import { formatOlpcJson } from "../bytes/olpc-json.ts";
import { quote } from "../bytes/quote.ts";
import {
  IN_TOTO_PAYLOAD_TYPE,
  MAX_ENVELOPE_BYTES,
  MAX_PAYLOAD_BYTES,
  MAX_SIGNATURES,
  preAuthEncoding,
  readEnvelope,
} from "../envelope/dsse.ts";

const STATEMENTS: readonly string[] = [
  "https://in-toto.io/Statement/v1",
  "https://in-toto.io/Statement/v0.1",
];
const STATEMENT_TYPES = /^application\/vnd\.in-toto\.[a-z0-9][a-z0-9._-]*\+json$/;

/** A layout or a link in whichever envelope it came, before anything is verified. */
export interface SignedDocument {
  readonly form: "metablock" | "dsse";
  /** What was signed, as it was received: a field that nobody here knows is signed all the same. */
  readonly message: Uint8Array;
  readonly body: JsonObject;
  /** None where nobody signed yet. */
  readonly signatures: readonly DocumentSignature[];
}

export interface DocumentSignature {
  /** A claim about the key that decides nothing. */
  readonly keyid: string | undefined;
  readonly bytes: Uint8Array;
  /** Of a signature by OpenPGP: what of its packet is signed. */
  readonly otherHeaders?: Uint8Array;
  /** The certificate of the key that signed, as PEM. */
  readonly certificate?: string;
}

/**
 * Reads a layout or a link in a Metablock, signed over canonical JSON, or in a DSSE envelope, signed over its payload.
 * **No signature is verified.**
 *
 * @param what names the document in a refusal.
 * @param fail throws the refusal of the document at hand.
 * @throws Refusal `DSSE_MALFORMED`, `BASE64_MALFORMED`, `JSON_MALFORMED`, `UTF8_MALFORMED`, `INPUT_TOO_LARGE` — see `parseEnvelope`, `parseJson`.
 * @see https://github.com/in-toto/docs/blob/v1.0/in-toto-spec.md#42-file-formats-general-principles
 */
export function parseSignedDocument(
  bytes: Uint8Array,
  what: string,
  fail: ShapeFailure,
): SignedDocument {
  const options = { what, maxBytes: MAX_ENVELOPE_BYTES };
  const root = asObject(parseJson(bytes, options), "", fail);
  if (Object.hasOwn(root, "payload")) return readDsse(root, what, fail);
  // 1.0 would be signed as 1, and some readers take the two for different values.
  parseJson(bytes, { ...options, numbers: "whole" });
  return readMetablock(root, fail);
}

function readDsse(root: JsonObject, what: string, fail: ShapeFailure): SignedDocument {
  // Two documents in one file: readers would differ about which it is.
  if (Object.hasOwn(root, "signed")) fail("", "payload or signed", "both");
  const { payload, payloadType, signatures } = readEnvelope(
    isEmptyList(root.signatures) ? { ...root, signatures: [{ sig: "AA==" }] } : root,
    what,
  );
  const options = { what: `${what}: payload`, maxBytes: MAX_PAYLOAD_BYTES };
  const body = asObject(parseJson(payload, options), "payload", fail);
  // A threshold of 1.0 is a number to some readers, and none to others.
  if (body._type === "layout") parseJson(payload, { ...options, numbers: "whole" });
  // Statements may name their predicate there; layouts and links have the one type.
  const isNamed = isStatement(body) && STATEMENT_TYPES.test(payloadType);
  if (payloadType !== IN_TOTO_PAYLOAD_TYPE && !isNamed)
    fail("payloadType", IN_TOTO_PAYLOAD_TYPE, quote(payloadType));
  return {
    form: "dsse",
    message: preAuthEncoding(payloadType, payload),
    body,
    signatures: isEmptyList(root.signatures)
      ? []
      : signatures.map(({ keyid, sig }) => ({ keyid, bytes: sig })),
  };
}

/** Tells whether what was signed is a statement, and no link of the older form. */
export function isStatement(body: JsonObject): boolean {
  return typeof body._type === "string" && STATEMENTS.includes(body._type);
}

function isEmptyList(value: JsonValue | undefined): boolean {
  return Array.isArray(value) && value.length === 0;
}

function readMetablock(root: JsonObject, fail: ShapeFailure): SignedDocument {
  const { signed, signatures } = asExactObject(root, "", ["signed", "signatures"], fail);
  const body = asObject(signed, "signed", fail);
  return {
    form: "metablock",
    message: Buffer.from(formatOlpcJson(body, (at, ...words) => fail(`signed.${at}`, ...words))),
    body,
    signatures: asArray(signatures, "signatures", 0, MAX_SIGNATURES, fail).map((one, index) =>
      readSignature(asObject(one, `signatures[${index}]`, fail), `signatures[${index}]`, fail),
    ),
  };
}

function readSignature(
  { keyid, sig, signature, other_headers: headers, cert }: JsonObject,
  at: string,
  fail: ShapeFailure,
): DocumentSignature {
  const isGpg = sig === undefined;
  const name = keyid === undefined || keyid === null ? "" : asString(keyid, `${at}.keyid`, fail);
  const bytes = hex(isGpg ? signature : sig, `${at}.${isGpg ? "signature" : "sig"}`, fail);
  const certificate = cert === undefined || cert === null ? "" : asString(cert, `${at}.cert`, fail);
  return {
    keyid: name === "" ? undefined : name,
    bytes,
    ...(isGpg ? { otherHeaders: hex(headers, `${at}.other_headers`, fail) } : {}),
    ...(certificate === "" ? {} : { certificate }),
  };
}

function hex(value: JsonValue | undefined, at: string, fail: ShapeFailure): Uint8Array {
  const text = asString(value, at, fail);
  if (text.length > 2 * 65_536 || !/^(?:[0-9a-f]{2})*$/i.test(text))
    return fail(at, "hex digits", quote(text.slice(0, 80)));
  return Buffer.from(text, "hex");
}
