import { decodeBase64, encodeBase64 } from "../bytes/base64.ts";
import {
  bytesOfDigest,
  type Digest,
  type DigestAlgorithm,
  digestOfBytes,
} from "../bytes/digest.ts";
import { type JsonObject, type JsonValue, parseJson } from "../bytes/json.ts";
import {
  asArray,
  asExactObject,
  asObject,
  asString,
  type ShapeFailure,
} from "../bytes/json-shape.ts";
import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import { refuseOtherSorts } from "./bundle-sort.ts";
import { type Envelope, MAX_ENVELOPE_BYTES } from "./dsse.ts";

/** A Sigstore bundle whose one signature is by a key that the verifier has. Nothing in it is verified. */
export type KeyBundle = DsseBundle | MessageBundle;

export interface DsseBundle {
  readonly kind: "dsse";
  /** Which key signed, as base64 of the SHA-256 of its SPKI. */
  readonly hint: string;
  /** Of exactly one signature without a keyid. */
  readonly envelope: Envelope;
}

export interface MessageBundle {
  readonly kind: "message";
  readonly hint: string;
  /** Of the signed bytes, as the bundle claims. */
  readonly digest: Digest;
  readonly signature: Uint8Array;
}

/**
 * Whose spelling of a bundle is taken: `"ours"` is exactly what `formatKeyBundle` writes; `"cosign-too"` adds the two
 * that Go's protojson has: without LF at the end, and with a space after all commas or after none.
 */
export type BundleSpelling = "ours" | "cosign-too";

/** An envelope's largest, and room for the rest. */
export const MAX_BUNDLE_BYTES: number = MAX_ENVELOPE_BYTES + 4096;

export const BUNDLE_MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";

const DIGEST_NAMES: ReadonlyMap<DigestAlgorithm, string> = new Map([
  ["sha256", "SHA2_256"],
  ["sha384", "SHA2_384"],
  ["sha512", "SHA2_512"],
]);

/**
 * Reads a Sigstore bundle v0.3 that is signed with a key and has neither certificate nor log entry nor timestamp.
 * Checks shape and spelling only: **no signature is verified**. Unknown fields are refused, and so is every byte
 * that could be another one: what a reviewer or a log has seen is what is verified.
 *
 * @param bytes UTF-8 JSON of at most `MAX_BUNDLE_BYTES`.
 * @param what names the file in a refusal.
 * @throws Refusal `BUNDLE_UNSUPPORTED` — a bundle of another sort or version, or another kind of signature file.
 * @throws Refusal `BUNDLE_MALFORMED` — a field is missing, unknown, or of another type.
 * @throws Refusal `BUNDLE_NOT_CANONICAL` — the same content in other bytes than `spelling` allows.
 * @throws Refusal `BASE64_MALFORMED`, `JSON_MALFORMED`, `UTF8_MALFORMED`, `INPUT_TOO_LARGE` — see `parseJson`.
 * @see https://github.com/sigstore/protobuf-specs/blob/v0.5.1/protos/sigstore_bundle.proto
 */
export function parseKeyBundle(
  bytes: Uint8Array,
  what: string,
  spelling: BundleSpelling,
): KeyBundle {
  const fail: ShapeFailure = (at, expected, found) => {
    const place = at === "" ? "" : ` at ${at}`;
    throw new Refusal("BUNDLE_MALFORMED", `${what}: expected ${expected}${place}, found ${found}`, {
      at,
    });
  };
  const root = asObject(parseJson(bytes, { what, maxBytes: MAX_BUNDLE_BYTES }), "", fail);
  refuseOtherSorts(root, what);
  const bundle = readKeyBundle(root, fail);
  checkSpelling(bytes, bundle, what, spelling);
  return bundle;
}

function readKeyBundle(root: JsonObject, fail: ShapeFailure): KeyBundle {
  const kind = root.dsseEnvelope === undefined ? "messageSignature" : "dsseEnvelope";
  asExactObject(root, "", ["mediaType", "verificationMaterial", kind], fail);
  const material = asExactObject(
    root.verificationMaterial,
    "verificationMaterial",
    ["publicKey"],
    fail,
  );
  const at = "verificationMaterial.publicKey";
  const { hint: given } = asExactObject(material.publicKey, at, ["hint"], fail);
  const hint = asString(given, `${at}.hint`, fail);
  const length = decodeBase64(hint).length;
  if (length !== 32) fail(`${at}.hint`, "base64 of 32 bytes", `${length} bytes`);
  return kind === "dsseEnvelope"
    ? { kind: "dsse", hint, envelope: readEnvelope(root.dsseEnvelope, fail) }
    : { kind: "message", hint, ...readMessage(root.messageSignature, fail) };
}

function readEnvelope(value: JsonValue | undefined, fail: ShapeFailure): Envelope {
  const at = "dsseEnvelope";
  const fields = asExactObject(value, at, ["payload", "payloadType", "signatures"], fail);
  // protobuf-specs: a bundle's envelope has exactly one signature.
  const [one] = asArray(fields.signatures, `${at}.signatures`, 1, 1, fail);
  const { sig } = asExactObject(one, `${at}.signatures[0]`, ["sig"], fail);
  return {
    payloadType: asString(fields.payloadType, `${at}.payloadType`, fail),
    payload: decodeBase64(asString(fields.payload, `${at}.payload`, fail)),
    signatures: [{ sig: decodeBase64(asString(sig, `${at}.signatures[0].sig`, fail)) }],
  };
}

function readMessage(
  value: JsonValue | undefined,
  fail: ShapeFailure,
): Pick<MessageBundle, "digest" | "signature"> {
  const at = "messageSignature";
  const fields = asExactObject(value, at, ["messageDigest", "signature"], fail);
  const digestAt = `${at}.messageDigest`;
  const stated = asExactObject(fields.messageDigest, digestAt, ["algorithm", "digest"], fail);
  const name = asString(stated.algorithm, `${digestAt}.algorithm`, fail);
  const algorithm = [...DIGEST_NAMES].find(([, known]) => known === name)?.[0];
  const bytes = decodeBase64(asString(stated.digest, `${digestAt}.digest`, fail));
  return {
    digest:
      algorithm === undefined
        ? fail(`${digestAt}.algorithm`, [...DIGEST_NAMES.values()].join(" or "), quote(name))
        : digestOfBytes(algorithm, bytes),
    signature: decodeBase64(asString(fields.signature, `${at}.signature`, fail)),
  };
}

/** Writes a bundle as compact JSON, in the order in which cosign has the fields, with LF at the end. */
export function formatKeyBundle(bundle: KeyBundle): Uint8Array {
  return Buffer.from(`${spell(bundle)}\n`);
}

function spell(bundle: KeyBundle): string {
  return JSON.stringify({
    mediaType: BUNDLE_MEDIA_TYPE,
    verificationMaterial: { publicKey: { hint: bundle.hint } },
    ...(bundle.kind === "dsse" ? spellEnvelope(bundle) : spellMessage(bundle)),
  });
}

function spellEnvelope({ envelope }: DsseBundle): object {
  return {
    dsseEnvelope: {
      payload: encodeBase64(envelope.payload),
      payloadType: envelope.payloadType,
      signatures: envelope.signatures.map(({ sig }) => ({ sig: encodeBase64(sig) })),
    },
  };
}

function spellMessage(bundle: MessageBundle): object {
  return {
    messageSignature: {
      messageDigest: {
        algorithm: DIGEST_NAMES.get(bundle.digest.algorithm),
        digest: encodeBase64(bytesOfDigest(bundle.digest)),
      },
      signature: encodeBase64(bundle.signature),
    },
  };
}

function checkSpelling(
  bytes: Uint8Array,
  bundle: KeyBundle,
  what: string,
  spelling: BundleSpelling,
): void {
  const ours = formatKeyBundle(bundle);
  if (Buffer.compare(ours, bytes) === 0) return;
  if (spelling === "cosign-too") {
    // The only commas are JSON's: base64 has none, and a payload type with one fits neither and is refused.
    const compact = spell(bundle);
    const text = Buffer.from(bytes).toString();
    if (text === compact || text === compact.replaceAll(",", ", ")) return;
  }
  const at = ours.findIndex((byte, index) => byte !== bytes[index]);
  const first = at === -1 ? ours.length : at;
  const show = (from: Uint8Array): string =>
    first < from.length
      ? quote(Buffer.from(from).toString("latin1", first, first + 16))
      : "the end";
  throw new Refusal(
    "BUNDLE_NOT_CANONICAL",
    `${what}: expected ${show(ours)} at offset ${first}, found ${show(bytes)}`,
    { at: first },
    { hint: "sign again, or restore the file as it was signed" },
  );
}
