import { createHash, type KeyObject } from "node:crypto";
import { type FakeKey, fakeKey } from "./certificate.ts";
import { type Instance, type Loose, type SignOptions, signBundle } from "./instance.ts";

export const NPM_PUBLISH = "https://github.com/npm/attestation/tree/main/specs/publish/v0.1";
export const NPM_PURL = "pkg:npm/%40acme/app@1.2.3";

/** A package's file, and npm's registry with its key. */
export interface FakeRegistry {
  readonly file: Uint8Array;
  readonly key: FakeKey;
}

export function fakeRegistry(): FakeRegistry {
  return { file: Buffer.from("a package\n"), key: fakeKey() };
}

/** Writes a key set, as a value that a test may change: the key for attestations, and one of another usage. */
export function npmKeySet({ key }: FakeRegistry, other: FakeKey = fakeKey()): Loose {
  return {
    keys: [
      npmKey("SHA256:attests", "npm:attestations", key.publicKey),
      npmKey("SHA256:signs", "npm:signatures", other.publicKey),
    ],
  };
}

export function npmKey(keyId: string, keyUsage: string, key: KeyObject): Loose {
  return {
    keyId,
    keyUsage,
    publicKey: {
      rawBytes: key.export({ type: "spki", format: "der" }).toString("base64"),
      keyDetails: "PKIX_ECDSA_P256_SHA_256",
      validFor: { start: "2025-06-01T00:00:00.000Z", end: "2026-06-01T00:00:00.000Z" },
    },
  };
}

/** States what a registry states of a package, as a value that a test may change. */
export function publishStatement({ file }: FakeRegistry): Loose {
  return {
    _type: "https://in-toto.io/Statement/v0.1",
    subject: [
      { name: NPM_PURL, digest: { sha512: createHash("sha512").update(file).digest("hex") } },
    ],
    predicateType: NPM_PUBLISH,
    predicate: { name: "@acme/app", version: "1.2.3", registry: "https://registry.example" },
  };
}

/** Signs a publication by the registry's key, and names the key as the registry does. */
export function publishBundle(
  instance: Instance,
  registry: FakeRegistry,
  options: SignOptions = {},
): Loose {
  const bundle = signBundle(instance, {
    statement: publishStatement(registry),
    managed: true,
    signer: registry.key,
    version: "0.2",
    ...options,
  });
  if (bundle.verificationMaterial.publicKey)
    bundle.verificationMaterial.publicKey.hint = "SHA256:attests";
  bundle.dsseEnvelope.signatures[0].keyid = "SHA256:attests";
  return bundle;
}

/** Puts a provenance and a publication into one set, as the registry serves it. */
export function npmSet(provenance: Loose, publish: Loose): Loose {
  return {
    attestations: [
      { predicateType: NPM_PUBLISH, bundle: publish },
      { predicateType: "https://slsa.dev/provenance/v1", bundle: provenance },
    ],
  };
}
