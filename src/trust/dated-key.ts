import { decodeBase64 } from "../bytes/base64.ts";
import type { JsonValue } from "../bytes/json.ts";
import { asExactObject, asObject, asString, type ShapeFailure } from "../bytes/json-shape.ts";
import { quote } from "../bytes/quote.ts";
import type { KeyType, PublicKey } from "../key/public-key.ts";
import { parsePkcs1, parseSpki } from "../key/spki.ts";
import { type Period, parsePeriod } from "./period.ts";

/** A key, and when it was in use. */
export interface DatedKey {
  readonly key: PublicKey;
  readonly validFor: Period;
}

/** Which key goes with which name of the file. */
const KEY_DETAILS: ReadonlyMap<string, KeyType> = new Map<string, KeyType>([
  ["PKIX_ECDSA_P256_SHA_256", "ecdsa-p256"],
  ["PKIX_ECDSA_P384_SHA_384", "ecdsa-p384"],
  ["PKIX_ECDSA_P521_SHA_512", "ecdsa-p521"],
  ["PKIX_ED25519", "ed25519"],
  ["PKIX_RSA_PKCS1V5", "rsa"],
  ["PKIX_RSA_PKCS1V15_2048_SHA256", "rsa"],
  ["PKIX_RSA_PKCS1V15_3072_SHA256", "rsa"],
  ["PKIX_RSA_PKCS1V15_4096_SHA256", "rsa"],
  ["PKCS1_RSA_PKCS1V5", "rsa"],
]);

/**
 * Reads a `PublicKey` as Sigstore's files have it: bytes in base64, the name of the algorithm, and when it was in use.
 * @throws Refusal what `fail` throws; `KEY_MALFORMED`, `KEY_UNSUPPORTED`, `BASE64_MALFORMED`.
 * @see https://github.com/sigstore/protobuf-specs/blob/v0.5.1/protos/sigstore_common.proto
 */
export function readDatedKey(
  value: JsonValue | undefined,
  at: string,
  fail: ShapeFailure,
): DatedKey {
  const fields = asObject(value, at, fail);
  const details = asString(fields.keyDetails, `${at}.keyDetails`, fail);
  const type = KEY_DETAILS.get(details);
  const raw = decodeBase64(asString(fields.rawBytes, `${at}.rawBytes`, fail));
  const key = details.startsWith("PKCS1_") ? parsePkcs1(raw, at) : parseSpki(raw, at);
  if (key.type !== type) fail(`${at}.keyDetails`, `that of a key ${key.type}`, quote(details));
  return { key, validFor: readPeriod(fields.validFor, `${at}.validFor`, fail) };
}

/** Reads when a key or an authority was in use; refuses other fields, for a misspelt end would mean none. */
export function readPeriod(value: JsonValue | undefined, at: string, fail: ShapeFailure): Period {
  const { start, end } = asExactObject(value, at, ["start"], fail, ["end"]);
  // Without a start the key would hold since ever: whoever found an old one could sign the past with it.
  const startText = asString(start, `${at}.start`, fail);
  const endText = end === undefined || end === null ? null : asString(end, `${at}.end`, fail);
  const period = parsePeriod(startText, endText);
  return (
    period ??
    fail(
      at,
      "times of RFC 3339, the end not before the start",
      `${quote(startText)} to ${endText === null ? "no end" : quote(endText)}`,
    )
  );
}
