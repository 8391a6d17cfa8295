import { createHash } from "node:crypto";
import { der } from "./der.ts";
import {
  fulcioExtensions,
  type Instance,
  type Loose,
  type SignOptions,
  signBundle,
} from "./instance.ts";

/** What the index of these tests documents a publication by. */
export const PUBLISH_TYPE = "https://docs.index.example/attestations/publish/v1";

/** The extensions of a workflow that publishes, by the last number of their names. */
export const PUBLISHER_CLAIMS: Readonly<Record<number, string>> = {
  1: "https://token.actions.githubusercontent.com",
  8: "https://token.actions.githubusercontent.com",
  12: "https://github.com/acme/app",
  13: "0123456789abcdef0123456789abcdef01234567",
  14: "refs/tags/v1.2.3",
  18: "https://github.com/acme/app/.github/workflows/release.yml@refs/tags/v1.2.3",
  23: "production",
};

/** States that a file was published, as a value that a test may change. */
export function publicationOf(name: string, bytes: Uint8Array): Loose {
  return {
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ name, digest: { sha256: createHash("sha256").update(bytes).digest("hex") } }],
    predicateType: PUBLISH_TYPE,
    predicate: null,
  };
}

/** Signs a statement as a publisher with these claims. */
export function signPublication(
  instance: Instance,
  statement: Loose,
  claims: Readonly<Record<number, string>> = PUBLISHER_CLAIMS,
  options: SignOptions = {},
): Loose {
  return signBundle(instance, {
    statement,
    leaf: { extensions: fulcioExtensions(claims) },
    ...options,
  });
}

/** The same as `signPublication`, by an account that has an address for a name. */
export function signByAccount(instance: Instance, statement: Loose, address: string): Loose {
  const issuer = "https://accounts.google.com";
  return signBundle(instance, {
    statement,
    leaf: {
      names: der.sequence(der.text(0x81, address)),
      extensions: fulcioExtensions({ 1: issuer, 8: issuer }),
    },
  });
}

/** Spells a bundle as PEP 740 has it. */
export function asAttestation(bundle: Loose): Loose {
  return structuredClone({
    version: 1,
    verification_material: {
      certificate: bundle.verificationMaterial.certificate.rawBytes,
      transparency_entries: bundle.verificationMaterial.tlogEntries,
    },
    envelope: {
      statement: bundle.dsseEnvelope.payload,
      signature: bundle.dsseEnvelope.signatures[0].sig,
    },
  });
}

/** What an index serves for a file: each publisher with its attestations. */
export function provenanceOf(...attestations: readonly Loose[]): Loose {
  const publisher = {
    kind: "GitHub",
    repository: "acme/app",
    workflow: "release.yml",
    environment: null,
  };
  return { version: 1, attestation_bundles: [{ publisher, attestations }] };
}
