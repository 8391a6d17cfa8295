import { basename } from "node:path";
import { formatKeyBundle } from "../envelope/bundle.ts";
import { signDsseBundle } from "../envelope/bundle-signature.ts";
import { IN_TOTO_PAYLOAD_TYPE } from "../envelope/dsse.ts";
import type { PrivateKey } from "../key/private-key.ts";
import type { IdentityToken } from "../sigstore/identity-token.ts";
import type { SigningConfig } from "../sigstore/signing-config.ts";
import type { Transport } from "../sigstore/transport.ts";
import type { TrustSource } from "./trust-root-file.ts";

/** Who signs a statement. */
export type StatementSigner =
  | { readonly kind: "key"; readonly key: PrivateKey }
  | {
      readonly kind: "identity";
      readonly token: IdentityToken;
      readonly config: SigningConfig;
      /** The root that others will verify with. */
      readonly trust: TrustSource;
      readonly transport: Transport;
      readonly now: Date;
      /** Told before anything is sent: identity and statement become public. */
      readonly announce: (text: string) => void;
    };

/** A statement that was signed. */
export interface SignedBytes {
  /** A Sigstore bundle. */
  readonly bytes: Uint8Array;
  /** Who signed, in words. */
  readonly by: string;
}

/**
 * Signs the bytes of a statement, whatever they say. Looks at nothing but the names that become public with it.
 * @param subjects names of what the statement is about.
 * @throws Refusal for an identity see `signBundle`.
 */
export async function signStatement(
  payload: Uint8Array,
  subjects: readonly (string | undefined)[],
  signer: StatementSigner,
): Promise<SignedBytes> {
  if (signer.kind === "key") {
    const { key } = signer;
    return {
      bytes: formatKeyBundle(signDsseBundle(IN_TOTO_PAYLOAD_TYPE, payload, key)),
      by: `key ${key.publicKey.fingerprint.slice(0, 12)}`,
    };
  }
  const { token, config, trust, transport, now, announce } = signer;
  const logs = config.logs.services.map(({ url }) => url).join(", ");
  const names = subjects.map((name) => basename(name ?? "")).join(", ");
  announce(
    `signing as ${token.subject} (${token.issuer}): this identity and the signature about ${names} become public for good, in ${logs}`,
  );
  // Loaded where it is used: a key needs nothing of it.
  const { signBundle } = await import("../sigstore/sign.ts");
  const content = { kind: "statement", payload } as const;
  const { bytes, evidence } = await signBundle(content, {
    token,
    config,
    trust: trust.root,
    transport,
    now,
  });
  const name = evidence.signer.kind === "certificate" ? evidence.signer.identity.name : "";
  return { bytes, by: `${name} (${token.issuer})` };
}
