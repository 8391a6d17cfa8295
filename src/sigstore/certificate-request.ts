import { sign } from "node:crypto";
import { encodeBase64 } from "../bytes/base64.ts";
import { contextTag, TAG } from "../bytes/der.ts";
import { derElement } from "../bytes/der-element.ts";
import { asArray, asObject, asString } from "../bytes/json-shape.ts";
import { quote } from "../bytes/quote.ts";
import { formatPem } from "../key/pem.ts";
import type { PrivateKey } from "../key/private-key.ts";
import { type Certificate, parseCertificate } from "../trust/x509.ts";
import type { IdentityToken } from "./identity-token.ts";
import { malformedAnswer, postJson, readAnswer } from "./service-answer.ts";
import type { Service } from "./signing-config.ts";
import type { Transport } from "./transport.ts";

/** ecdsa-with-SHA256 (RFC 5758 §3.2), with its header. */
const ECDSA_SHA256 = Buffer.from("300a06082a8648ce3d040302", "hex");

const MAX_CHAIN = 8;

/**
 * Has a certificate authority certify a key to the holder of a token. What proves that the key is ours is a certificate
 * signing request, not a signature over the holder's name: which claim that is, only the authority knows.
 * Does not verify who issued the certificate.
 *
 * @param key of ECDSA P-256.
 * @returns the certificate of the key alone: what certifies the authority is in the trust root.
 * @throws Refusal `SERVICE_REFUSED` — the authority does not take the token.
 * @throws Refusal `SERVICE_ANSWER_MALFORMED` — no chain, one without a promise of a certificate log, or a certificate of another key.
 * @throws Refusal `CERTIFICATE_MALFORMED`, `CERTIFICATE_UNSUPPORTED` — see `parseCertificate`.
 * @see https://github.com/sigstore/fulcio/blob/v1.8.5/fulcio.proto
 * @see https://www.rfc-editor.org/rfc/rfc2986#section-4
 */
export async function requestCertificate(
  transport: Transport,
  authority: Service,
  token: IdentityToken,
  key: PrivateKey,
): Promise<Certificate> {
  const what = "certificate authority";
  const request = {
    credentials: { oidcIdentityToken: token.text },
    certificateSigningRequest: encodeBase64(
      formatPem("CERTIFICATE REQUEST", formatSigningRequest(key)),
    ),
  };
  const url = `${authority.url}/api/v2/signingCert`;
  const answer = await postJson(transport, what, url, request, [200, 201]);
  const pem = readAnswer(what, answer, (object, fail) => {
    // The other form has the log's promise beside the certificate, where no bundle has room for it.
    const at = "signedCertificateEmbeddedSct";
    const { chain } = asObject(object[at], at, fail);
    const { certificates } = asObject(chain, `${at}.chain`, fail);
    const listAt = `${at}.chain.certificates`;
    return asString(asArray(certificates, listAt, 1, MAX_CHAIN, fail)[0], `${listAt}[0]`, fail);
  });
  const certificate = parseCertificate(decodeCertificate(pem, what), `${what}: certificate`);
  if (certificate.key.fingerprint === key.publicKey.fingerprint) return certificate;
  throw malformedAnswer(
    what,
    `a certificate of key ${key.publicKey.fingerprint}`,
    `one of ${certificate.key.fingerprint}`,
  );
}

/** Without a name and attributes: the authority takes the name from the token. */
function formatSigningRequest(key: PrivateKey): Uint8Array {
  const info = derElement(
    TAG.sequence,
    derElement(TAG.integer, Uint8Array.of(0)),
    derElement(TAG.sequence),
    key.publicKey.spki,
    derElement(contextTag(0, "constructed")),
  );
  const signature = sign("sha256", info, key.key);
  return derElement(
    TAG.sequence,
    info,
    ECDSA_SHA256,
    derElement(TAG.bitString, Uint8Array.of(0), signature),
  );
}

function decodeCertificate(pem: string, what: string): Uint8Array {
  const body =
    /^-----BEGIN CERTIFICATE-----\r?\n([A-Za-z0-9+/=\r\n]+)-----END CERTIFICATE-----\s*$/.exec(pem);
  if (body?.[1] === undefined) throw malformedAnswer(what, "a certificate in PEM", quote(pem));
  return Buffer.from(body[1].replace(/[\r\n]/g, ""), "base64");
}
