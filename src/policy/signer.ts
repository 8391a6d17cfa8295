import { Refusal } from "../errors.ts";
import { checkIdentity, type ExpectedIdentity, type Identity } from "../trust/identity.ts";

/** A person or a machine, as the policy has it. */
export interface PolicySigner {
  /** By which reports name them. */
  readonly name: string;
  /** A machine signs and observes; it never approves. */
  readonly person: boolean;
  readonly roles: readonly string[];
  /** SHA-256 of the SPKI of each key, in hex. A key belongs to one signer only. */
  readonly keys: readonly string[];
  /** What OpenSSH calls their keys, such as `SHA256:…`: of those that sign commits, and no locks. */
  readonly sshKeys: readonly string[];
  readonly identities: readonly ExpectedIdentity[];
  /** Names and addresses that git's author text may have. */
  readonly git: readonly string[];
  /** How a forge names them. */
  readonly github: readonly string[];
  /** When signatures begin to count, in milliseconds since 1970; null for always. */
  readonly from: number | null;
  /** When they count no more. */
  readonly until: number | null;
  /** When the keys were given up as lost. */
  readonly revoked: number | null;
}

/** Who signed, as a verifier found out. */
export type SignedBy =
  | { readonly kind: "key"; readonly fingerprint: string }
  | { readonly kind: "identity"; readonly identity: Identity };

/** A time at which a signature existed, by a log or an authority that is trusted. */
export interface TrustedTime {
  readonly kind: "rekor-v1" | "rfc3161";
  /** In milliseconds since 1970. */
  readonly time: number;
  /** The URL of the log or the authority. */
  readonly by: string;
}

/**
 * Finds whose signature it is. Where two signers of a policy have one key, nobody can say, and it is nobody's:
 * one of them would count for two.
 */
export function findSigner(
  signers: readonly PolicySigner[],
  by: SignedBy,
): PolicySigner | undefined {
  const found = signers.filter((signer) =>
    by.kind === "key"
      ? signer.keys.includes(by.fingerprint)
      : findIdentity(signer, by.identity) !== undefined,
  );
  return found.length === 1 ? found[0] : undefined;
}

/**
 * Finds which identity of a signer a certificate is of. Does not know whether the certificate holds: what is given back is
 * what it has to be verified against.
 */
export function findIdentity(
  { identities }: PolicySigner,
  identity: Identity,
): ExpectedIdentity | undefined {
  return identities.find((expected) => isIdentity(identity, expected));
}

function isIdentity(identity: Identity, expected: ExpectedIdentity): boolean {
  try {
    checkIdentity(identity, expected);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** Names who signed, for a report. */
export function nameSignedBy(by: SignedBy): string {
  return by.kind === "key"
    ? `key ${by.fingerprint.slice(0, 12)}`
    : `${by.identity.name} (${by.identity.issuer})`;
}
