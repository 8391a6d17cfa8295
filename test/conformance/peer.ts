import { createPublicKey } from "node:crypto";
import { bundleFromJSON, type SerializedBundle } from "@sigstore/bundle";
import { TrustedRoot } from "@sigstore/protobuf-specs";
import { toSignedEntity, toTrustMaterial, Verifier } from "@sigstore/verify";

/** Verifies a bundle in JSON about an artifact. Gives what was thrown, or null when it accepts. */
export type Peer = (bundle: Uint8Array, artifact: Uint8Array) => unknown;

/**
 * Makes the verifier of sigstore-js, used as by one who does nothing but call it: no identity, no subject.
 *
 * @param root `trusted_root.json`.
 * @param key public key in PEM, where a key signed.
 */
export function loadPeer(root: string, key: Uint8Array | null): Peer {
  const text = key === null ? null : Buffer.from(key).toString();
  let verifier: Verifier | undefined;
  return (bundle, artifact) => {
    try {
      verifier ??= new Verifier(
        toTrustMaterial(TrustedRoot.fromJSON(JSON.parse(root)), () => {
          if (text === null) throw new RangeError("key: expected none to be asked for, found one");
          return { publicKey: createPublicKey(text), validFor: () => true };
        }),
        text === null ? {} : { timestampThreshold: 0, tlogThreshold: 0 },
      );
      const json = JSON.parse(Buffer.from(bundle).toString()) as SerializedBundle;
      verifier.verify(toSignedEntity(bundleFromJSON(json), Buffer.from(artifact)));
      return null;
    } catch (error) {
      return error ?? "nothing";
    }
  };
}
