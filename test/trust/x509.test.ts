import { generateKeyPairSync, X509Certificate } from "node:crypto";
import { describe, expect, test } from "vitest";
import { Refusal } from "../../src/errors.ts";
import { productionRoot } from "../../src/trust/production-root.ts";
import {
  isCertificateSignedBy,
  isSelfIssued,
  MAX_CERTIFICATE_BYTES,
  parseCertificate,
} from "../../src/trust/x509.ts";
import {
  fakeCertificate,
  fakeKey,
  fakeName,
  signatureAlgorithm,
  spkiOf,
} from "../fakes/certificate.ts";
import { der } from "../fakes/der.ts";
import { createInstance } from "../fakes/instance.ts";

const instance = createInstance();
const plain = {
  name: "plain",
  key: fakeKey(),
  from: new Date("2026-01-01T00:00:00Z"),
  until: new Date("2026-01-02T00:00:00Z"),
};
const extension = { oid: "1.2.3", value: Uint8Array.of(5, 0) };

/** The same certificate by the runtime's own reader. */
function peer(bytes: Uint8Array): object {
  const certificate = new X509Certificate(bytes);
  return {
    serial: certificate.serialNumber.replace(/^0+/, ""),
    notBefore: Date.parse(certificate.validFrom),
    notAfter: Date.parse(certificate.validTo),
    spki: certificate.publicKey.export({ format: "der", type: "spki" }).toString("hex"),
  };
}

test.each<[string, Uint8Array]>([
  ["a root", instance.root.der],
  ["an intermediate", instance.intermediate.der],
  [
    "the production intermediate",
    productionRoot().certificateAuthorities[1]?.chain[0].der ?? new Uint8Array(),
  ],
])("reads %s as the runtime does", (_, bytes) => {
  const { serial, notBefore, notAfter, key } = parseCertificate(bytes, "certificate");
  expect({
    serial: Buffer.from(serial).toString("hex").toUpperCase().replace(/^0+/, ""),
    notBefore,
    notAfter,
    spki: Buffer.from(key.spki).toString("hex"),
  }).toEqual(peer(bytes));
});

test("tells who signed and who is its own issuer", () => {
  const [root, intermediate] = [instance.root, instance.intermediate].map((one) =>
    parseCertificate(one.der, "certificate"),
  );
  if (root === undefined || intermediate === undefined) throw new RangeError("none");
  expect(isCertificateSignedBy(intermediate, root.key)).toBe(true);
  expect(isCertificateSignedBy(root, intermediate.key)).toBe(false);
  expect(isCertificateSignedBy(root, productionRoot().logs[1]?.key ?? root.key)).toBe(false);
  expect([root, intermediate].map(isSelfIssued)).toEqual([true, false]);
});

const WEAK = spkiOf(generateKeyPairSync("rsa", { modulusLength: 1024 }).publicKey);

describe("refuses", () => {
  const good = fakeCertificate({ ...plain, extensions: [extension] }).der;

  test.each<[string, Uint8Array, string]>([
    [
      "an extension twice",
      fakeCertificate({ ...plain, extensions: [extension, extension] }).der,
      "CERTIFICATE_MALFORMED",
    ],
    ["bytes after it", Buffer.concat([good, Buffer.of(0)]), "CERTIFICATE_MALFORMED"],
    ["more bytes than any has", Buffer.alloc(MAX_CERTIFICATE_BYTES + 1), "CERTIFICATE_UNSUPPORTED"],
    ["nothing", new Uint8Array(), "CERTIFICATE_MALFORMED"],
    [
      "two signature algorithms",
      encode({ outer: signatureAlgorithm(fakeKey("P-384")) }),
      "CERTIFICATE_MALFORMED",
    ],
    [
      "SHA-1",
      encode({ algorithm: der.sequence(der.oid("1.2.840.10045.4.1")) }),
      "CERTIFICATE_UNSUPPORTED",
    ],
    [
      "RSA without its parameter",
      encode({ algorithm: der.sequence(der.oid("1.2.840.113549.1.1.11")) }),
      "CERTIFICATE_MALFORMED",
    ],
    ["version 1", encode({ version: 0 }), "CERTIFICATE_MALFORMED"],
    ["a key that is none", encode({ spki: der.sequence(der.null()) }), "CERTIFICATE_MALFORMED"],
    ["a key that is too weak", encode({ spki: WEAK }), "CERTIFICATE_UNSUPPORTED"],
    [
      "a critical extension that says false",
      encode({ critical: der.boolean(false) }),
      "CERTIFICATE_MALFORMED",
    ],
  ])("%s", (_, bytes, code) => {
    expect(() => parseCertificate(bytes, "certificate")).toThrow(expect.objectContaining({ code }));
  });

  test("every prefix", () => {
    for (let length = 0; length < good.length; length += 1) {
      expect(() => parseCertificate(good.subarray(0, length), "certificate")).toThrow(Refusal);
    }
  });
});

/** A certificate by nobody, with one thing in it that should not be. */
function encode(options: {
  readonly outer?: Buffer;
  readonly algorithm?: Buffer;
  readonly version?: number;
  readonly spki?: Buffer;
  readonly critical?: Buffer;
}): Buffer {
  const algorithm = options.algorithm ?? signatureAlgorithm(plain.key);
  const body = der.sequence(
    der.explicit(0, der.integer(options.version ?? 2)),
    der.integer(1),
    algorithm,
    fakeName("x"),
    der.sequence(der.utcTime(plain.from), der.utcTime(plain.until)),
    fakeName("x"),
    options.spki ?? plain.key.spki,
    der.explicit(
      3,
      der.sequence(
        der.sequence(
          der.oid("1.2.3"),
          ...(options.critical === undefined ? [] : [options.critical]),
          der.octets(Buffer.of(5, 0)),
        ),
      ),
    ),
  );
  return der.sequence(body, options.outer ?? algorithm, der.bits(Buffer.of(1)));
}
