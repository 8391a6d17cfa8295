import { Refusal } from "../errors.ts";
import { parsePemSigner } from "../sigstore/pem-signer.ts";

/**
 * Gives the first certificate of a PEM text in DER. Nothing in it is verified.
 *
 * @throws Refusal `CERTIFICATE_MALFORMED` — see `parsePemSigner`.
 */
export function derOfPem(pem: string): Uint8Array {
  const signer = parsePemSigner(Buffer.from(pem), "certificate");
  if (signer.kind === "certificate") return signer.chain[0];
  throw new Refusal(
    "CERTIFICATE_MALFORMED",
    "certificate: expected a certificate, found a public key",
    { found: "a public key" },
  );
}
