import { createHash, sign } from "node:crypto";
import { type FakeCertificate, fakeName, signatureAlgorithm } from "./certificate.ts";
import { der } from "./der.ts";

/** What of a timestamp a test may want otherwise. */
export interface TimestampOptions {
  readonly status?: number;
  readonly serial?: number;
  readonly signer?: FakeCertificate;
  readonly certificateDigest?: Uint8Array;
  /** The digest of what is stamped, where the bytes themselves are not there. */
  readonly imprint?: Uint8Array;
  /** What TSTInfo has after the time. */
  readonly more?: readonly Uint8Array[];
}

const SHA256 = der.sequence(der.oid("2.16.840.1.101.3.4.2.1"));
const TST_INFO = der.oid("1.2.840.113549.1.9.16.1.4");

/** Makes a TimeStampResp, written from RFC 3161 §2.4.2, RFC 5652 §5 and RFC 5035 §4. */
export function fakeTimestamp(
  stamped: Uint8Array,
  authority: FakeCertificate,
  at: Date,
  issuerName: string,
  options: TimestampOptions = {},
): Buffer {
  const info = der.sequence(
    der.integer(1),
    der.oid("1.3.6.1.4.1.57264.2"),
    der.sequence(SHA256, der.octets(options.imprint ?? sha256(stamped))),
    der.integer(77),
    der.generalizedTime(at),
    ...(options.more ?? []),
  );
  const attribute = (oid: string, value: Buffer): Buffer =>
    der.sequence(der.oid(oid), der.set(value));
  const certificateDigest = options.certificateDigest ?? sha256(authority.der);
  const attributes = [
    attribute("1.2.840.113549.1.9.3", TST_INFO),
    attribute("1.2.840.113549.1.9.4", der.octets(sha256(info))),
    attribute(
      "1.2.840.113549.1.9.16.2.47",
      der.sequence(der.sequence(der.sequence(der.octets(certificateDigest)))),
    ),
  ];
  const signer = options.signer ?? authority;
  const signature = sign("sha256", der.set(...attributes), signer.key.privateKey);
  const signerInfo = der.sequence(
    der.integer(1),
    der.sequence(fakeName(issuerName), der.integer(options.serial ?? 9)),
    SHA256,
    der.explicit(0, ...attributes),
    signatureAlgorithm(authority.key),
    der.octets(signature),
  );
  const signedData = der.sequence(
    der.integer(3),
    der.set(SHA256),
    der.sequence(TST_INFO, der.explicit(0, der.octets(info))),
    der.set(signerInfo),
  );
  return der.sequence(
    der.sequence(der.integer(options.status ?? 0)),
    der.sequence(der.oid("1.2.840.113549.1.7.2"), der.explicit(0, signedData)),
  );
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}
