import { encodeBase64 } from "../bytes/base64.ts";
import { bytesOfDigest, digest, sha256Hex } from "../bytes/digest.ts";
import { IN_TOTO_PAYLOAD_TYPE, signEnvelope } from "../envelope/dsse.ts";
import { signMessage } from "../key/signature.ts";
import { TRUST_ROOT_MEDIA_TYPE } from "../trust/trust-root.ts";
import {
  ecdsaWithSha256,
  explicit,
  generalizedTime,
  integer,
  nameOf,
  octets,
  oid,
  sequence,
  set,
} from "./der.ts";
import {
  type CertifiedIdentity,
  certify,
  makeAuthority,
  makeTimestamper,
  type StandInCertificate,
} from "./stand-in-certificate.ts";

/**
 * Stands in for a Sigstore instance: an authority that certifies whatever an attacker would have to have, and timestamps of
 * any moment. It has no logs, and its trust root says so.
 */
export class StandInInstance {
  readonly #authority: StandInCertificate = makeAuthority("drill authority");
  readonly #timestamps: StandInCertificate = makeTimestamper(this.#authority);
  readonly #signed = new Map<string, Uint8Array>();

  /** The trust root that its signatures are verified by. */
  trustRoot(): Uint8Array {
    const validFor = { start: "2015-01-01T00:00:00Z" };
    const chainOf = (...chain: readonly StandInCertificate[]): object => ({
      certificates: chain.map(({ der }) => ({ rawBytes: encodeBase64(der) })),
    });
    const authority = this.#authority;
    const root = {
      mediaType: TRUST_ROOT_MEDIA_TYPE,
      certificateAuthorities: [
        { uri: "https://ca.drill.example", certChain: chainOf(authority), validFor },
      ],
      timestampAuthorities: [
        {
          uri: "https://tsa.drill.example",
          certChain: chainOf(this.#timestamps, authority),
          validFor,
        },
      ],
    };
    return Buffer.from(JSON.stringify(root));
  }

  /** Signs a statement as whoever is named, at any time, and gives the bundle: of the same always the same. */
  sign(payload: Uint8Array, identity: CertifiedIdentity, at: Date): Uint8Array {
    const id = JSON.stringify([sha256Hex(payload), identity, at]);
    const bundle = this.#signed.get(id) ?? this.#sign(payload, identity, at);
    this.#signed.set(id, bundle);
    return bundle;
  }

  #sign(payload: Uint8Array, identity: CertifiedIdentity, at: Date): Uint8Array {
    const certificate = certify(this.#authority, identity, at);
    const envelope = signEnvelope(IN_TOTO_PAYLOAD_TYPE, payload, [certificate.key]);
    const [{ sig } = { sig: new Uint8Array() }] = envelope.signatures;
    const bundle = {
      mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
      verificationMaterial: {
        certificate: { rawBytes: encodeBase64(certificate.der) },
        timestampVerificationData: {
          rfc3161Timestamps: [{ signedTimestamp: encodeBase64(this.#stamp(sig, at)) }],
        },
      },
      dsseEnvelope: {
        payload: encodeBase64(envelope.payload),
        payloadType: envelope.payloadType,
        signatures: [{ sig: encodeBase64(sig), keyid: "" }],
      },
    };
    return Buffer.from(JSON.stringify(bundle));
  }

  /**
   * Stamps bytes with a time.
   * @see https://www.rfc-editor.org/rfc/rfc3161#section-2.4.2
   */
  #stamp(bytes: Uint8Array, at: Date): Uint8Array {
    const sha256 = sequence(oid("2.16.840.1.101.3.4.2.1"));
    const info = sequence(
      integer(1),
      oid("1.3.6.1.4.1.57264.2"),
      sequence(sha256, octets(hashOf(bytes))),
      integer(77),
      generalizedTime(at),
    );
    const attribute = (name: string, value: Uint8Array): Uint8Array =>
      sequence(oid(name), set(value));
    const { der, key, serial } = this.#timestamps;
    // RFC 5652 §11 and RFC 5035 §4: what is signed, its digest, and by which certificate.
    const attributes = [
      attribute("1.2.840.113549.1.9.3", oid("1.2.840.113549.1.9.16.1.4")),
      attribute("1.2.840.113549.1.9.4", octets(hashOf(info))),
      attribute("1.2.840.113549.1.9.16.2.47", sequence(sequence(sequence(octets(hashOf(der)))))),
    ];
    const signer = sequence(
      integer(1),
      sequence(nameOf(this.#authority.name), integer(serial)),
      sha256,
      explicit(0, ...attributes),
      ecdsaWithSha256(),
      octets(signMessage(key, set(...attributes))),
    );
    const content = sequence(oid("1.2.840.113549.1.9.16.1.4"), explicit(0, octets(info)));
    const signed = sequence(integer(3), set(sha256), content, set(signer));
    return sequence(
      sequence(integer(0)),
      sequence(oid("1.2.840.113549.1.7.2"), explicit(0, signed)),
    );
  }
}

function hashOf(bytes: Uint8Array): Uint8Array {
  return bytesOfDigest(digest("sha256", bytes));
}
