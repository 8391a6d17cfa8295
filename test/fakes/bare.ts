import type { Loose } from "./instance.ts";
import { pemOf } from "./services.ts";

/** Spells a bundle as cosign did before there were bundles. */
export function asCosignBundle(bundle: Loose): Loose {
  const { tlogEntries = [] } = bundle.verificationMaterial;
  const [entry] = tlogEntries;
  return {
    base64Signature: bundle.messageSignature?.signature ?? envelopeText(bundle),
    ...certOf(bundle),
    ...(entry && {
      rekorBundle: {
        SignedEntryTimestamp: entry.inclusionPromise.signedEntryTimestamp,
        Payload: {
          body: entry.canonicalizedBody,
          integratedTime: Number(entry.integratedTime),
          logIndex: Number(entry.logIndex),
          logID: Buffer.from(entry.logId.keyId, "base64").toString("hex"),
        },
      },
    }),
  };
}

/** Spells the envelope of a bundle as it stands alone, with the certificate beside its signature. */
export function asBareEnvelope(bundle: Loose, withCertificate = true): Loose {
  const { payloadType, payload, signatures } = bundle.dsseEnvelope;
  const [{ sig }] = signatures;
  const cert = withCertificate ? { cert: certificatePem(bundle) } : {};
  return { payloadType, payload, signatures: [{ keyid: "", sig, ...cert }] };
}

/** The certificate of a bundle in PEM. */
export function certificatePem(bundle: Loose): string {
  const { certificate, x509CertificateChain } = bundle.verificationMaterial;
  const { rawBytes } = certificate ?? x509CertificateChain.certificates[0];
  return pemOf(Buffer.from(rawBytes, "base64"));
}

function certOf(bundle: Loose): { cert?: string } {
  if (bundle.verificationMaterial.publicKey !== undefined) return {};
  return { cert: Buffer.from(certificatePem(bundle)).toString("base64") };
}

function envelopeText(bundle: Loose): string {
  return Buffer.from(JSON.stringify(asBareEnvelope(bundle, false))).toString("base64");
}
