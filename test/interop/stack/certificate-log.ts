import { createHash, sign, X509Certificate } from "node:crypto";
import type { FakeKey } from "../../fakes/certificate.ts";
import { der } from "../../fakes/der.ts";
import { type Service, serve } from "./service.ts";

/** The extension that keeps a precertificate from being used (RFC 6962 §3.1), with its header. */
const POISON = der.oid("1.3.6.1.4.1.11129.2.4.3");

/**
 * Starts what of a certificate log Fulcio asks for: promises over precertificates, by RFC 6962 §3.2. It keeps nothing.
 * Fulcio verifies the promises itself, with Google's own code.
 */
export function startCertificateLog(key: FakeKey): Promise<Service> {
  return serve((path, body) => {
    if (path !== "/ct/v1/add-pre-chain") return undefined;
    const { chain } = JSON.parse(body.toString()) as { chain: string[] };
    const [precertificate = "", issuer = ""] = chain;
    const { publicKey } = new X509Certificate(Buffer.from(issuer, "base64"));
    const issuerKey = publicKey.export({ format: "der", type: "spki" });
    const tbs = withoutPoison(Buffer.from(precertificate, "base64"));
    const timestamp = Date.now();
    const time = Buffer.alloc(8);
    time.writeBigUInt64BE(BigInt(timestamp));
    const length = Buffer.from([0, tbs.length >> 8, tbs.length & 0xff]);
    const entry = [[0, 0], time, [0, 1], sha256(issuerKey), length, tbs, [0, 0]];
    const signed = Buffer.concat(entry.map((one) => Buffer.from(one)));
    const signature = sign("sha256", signed, key.privateKey);
    // RFC 5246 §4.7: SHA-256, ECDSA, and the length of what follows.
    const head = Buffer.from([4, 3, signature.length >> 8, signature.length & 0xff]);
    const promise = {
      sct_version: 0,
      id: sha256(key.spki).toString("base64"),
      timestamp,
      extensions: "",
      signature: Buffer.concat([head, signature]).toString("base64"),
    };
    return { body: JSON.stringify(promise) };
  });
}

/** Gives what is signed in a certificate, without the poison: the extensions stand last, under the tag 3. */
function withoutPoison(certificate: Buffer): Buffer {
  const [tbs = Buffer.alloc(0)] = der.split(der.content(certificate));
  const fields = der.split(der.content(tbs));
  const last = fields.pop() ?? Buffer.alloc(0);
  const kept = der
    .split(der.content(der.content(last)))
    .filter((one) => !der.content(one).subarray(0, POISON.length).equals(POISON));
  return der.sequence(...fields, der.explicit(3, der.sequence(...kept)));
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}
