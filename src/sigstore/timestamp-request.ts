import { TAG } from "../bytes/der.ts";
import { derElement } from "../bytes/der-element.ts";
import { bytesOfDigest, digest } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import { ask, malformedAnswer } from "./service-answer.ts";
import type { Service } from "./signing-config.ts";
import { parseTimestampResponse } from "./timestamp-response.ts";
import type { Transport } from "./transport.ts";

/** The object identifier of SHA-256 (RFC 5754 §2.2), with its header, and the NULL that old authorities want. */
const SHA256 = Buffer.from("300d06096086480165030402010500", "hex");

/**
 * Has an authority stamp a signature, and gives the TimeStampResp. Reads it as far as to tell a stamp from a refusal;
 * whose it is, and over what, is verified with the bundle. Sends no nonce: a signature that a fresh key has just made has
 * never been stamped, so no old answer can be about it.
 *
 * @throws Refusal `SERVICE_REFUSED`, `SERVICE_ANSWER_MALFORMED`.
 * @throws Refusal `TIMESTAMP_NOT_GRANTED` — the authority does not want to.
 * @see https://www.rfc-editor.org/rfc/rfc3161#section-2.4.1
 * @see https://www.rfc-editor.org/rfc/rfc3161#section-3.4
 */
export async function requestTimestamp(
  transport: Transport,
  authority: Service,
  signature: Uint8Array,
): Promise<Uint8Array> {
  const what = "timestamp authority";
  const imprint = bytesOfDigest(digest("sha256", signature));
  const body = derElement(
    TAG.sequence,
    derElement(TAG.integer, Uint8Array.of(1)),
    derElement(TAG.sequence, SHA256, derElement(TAG.octetString, imprint)),
    // The authority's certificate, for verifiers that want it beside the stamp.
    derElement(TAG.boolean, Uint8Array.of(0xff)),
  );
  const headers = {
    "content-type": "application/timestamp-query",
    accept: "application/timestamp-reply",
  };
  // The configuration has the whole address of an authority, unlike that of the other services.
  const request = { method: "POST", url: authority.url, headers, body } as const;
  const answer = await ask(transport, what, request, [200, 201]);
  try {
    parseTimestampResponse(answer.body);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "TIMESTAMP_MALFORMED") throw error;
    throw malformedAnswer(what, "a timestamp", error.message);
  }
  return answer.body;
}
