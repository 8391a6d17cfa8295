import { constants, sign } from "node:crypto";
import { encodeBase64 } from "../bytes/base64.ts";
import type { JsonObject, JsonValue } from "../bytes/json.ts";
import { IN_TOTO_PAYLOAD_TYPE, preAuthEncoding } from "../envelope/dsse.ts";
import type { PrivateKey } from "../key/private-key.ts";
import { signMessage } from "../key/signature.ts";
import { formatCanonical } from "./canonical.ts";
import { keyEntryOf } from "./key-entry.ts";
import type { SignedDocument } from "./signed-document.ts";

/** How a signed layout or link is written. */
export type DocumentForm = SignedDocument["form"];

/** What goes into a file: in DSSE the payload that was signed, for its spelling counts. */
export interface DraftDocument {
  readonly form: DocumentForm;
  readonly body: JsonObject;
  readonly payload: Uint8Array;
}

/** Prepares a layout or a link for signing. */
export function draftDocument(form: DocumentForm, body: JsonObject): DraftDocument {
  return { form, body, payload: Buffer.from(JSON.stringify(body)) };
}

/**
 * Signs a layout or a link, and writes it as in-toto does. Does not look at what it says. The signature stands there once for
 * each name that in-toto's implementations have for the key: each looks for the one that it knows.
 *
 * @param before signatures that are kept as they are, from a document of the same form and body.
 * @param more other names of the key, such as that of a layout.
 * @throws Refusal `LAYOUT_MALFORMED` — a number that is not whole, which a Metablock has no spelling for.
 */
export function signDocument(
  draft: DraftDocument,
  key: PrivateKey,
  before: readonly JsonValue[] = [],
  more: readonly string[] = [],
): Uint8Array {
  const { form, body, payload } = draft;
  const { keyid, newKeyid } = keyEntryOf(key.publicKey);
  const names = [...new Set([keyid, newKeyid, ...more])];
  const message =
    form === "dsse"
      ? preAuthEncoding(IN_TOTO_PAYLOAD_TYPE, payload)
      : formatCanonical(body, "document");
  const bytes = signAsInToto(key, message);
  const sig = form === "dsse" ? encodeBase64(bytes) : Buffer.from(bytes).toString("hex");
  const signatures = [...before, ...names.map((name) => ({ keyid: name, sig }))];
  const file =
    form === "dsse"
      ? { payload: encodeBase64(payload), payloadType: IN_TOTO_PAYLOAD_TYPE, signatures }
      : { signatures, signed: body };
  return Buffer.from(`${JSON.stringify(file, null, 1)}\n`);
}

function signAsInToto({ key, publicKey }: PrivateKey, message: Uint8Array): Uint8Array {
  if (publicKey.type !== "rsa") return signMessage({ key, publicKey }, message);
  // As long as the digest, which each implementation takes.
  const saltLength = constants.RSA_PSS_SALTLEN_DIGEST;
  return sign("sha256", message, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });
}
