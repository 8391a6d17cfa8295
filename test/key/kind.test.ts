import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { decryptPrivateKey } from "../../src/key/private-key.ts";
import { parsePublicKey } from "../../src/key/public-key.ts";

const PAIR = generateKeyPairSync("ec", { namedCurve: "P-256" });
const pem = (label: string) =>
  Buffer.from(`-----BEGIN ${label}-----\nZm9v\n-----END ${label}-----\n`);
const text = (line: string) => Buffer.from(`${line}\n`);
const SSH = text("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE alice@example.org");
const MINISIGN = text(
  "untrusted comment: minisign public key\nRWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3",
);

const NOT_PUBLIC: [string, Uint8Array, string, RegExp][] = [
  [
    "a PKCS#8 private key",
    pem("PRIVATE KEY"),
    "an unencrypted private key",
    /openssl pkey -in FILE -pubout/,
  ],
  ["a SEC 1 private key", pem("EC PRIVATE KEY"), "an unencrypted private key", /-pubout/],
  ["an encrypted key", pem("ENCRYPTED SIGSTORE PRIVATE KEY"), "an encrypted private key", /\.pub/],
  [
    "an old encrypted key",
    pem("ENCRYPTED COSIGN PRIVATE KEY"),
    "an encrypted private key",
    /\.pub/,
  ],
  ["a certificate", pem("CERTIFICATE"), "a certificate", /openssl x509 -in FILE -noout -pubkey/],
  ["a PKCS#1 public key", pem("RSA PUBLIC KEY"), "an RSA public key as PKCS#1", /RSAPublicKey_in/],
  ["an OpenPGP key", pem("PGP PUBLIC KEY BLOCK"), "an OpenPGP key", /PUBLIC KEY/],
  ["an OpenSSH private key", pem("OPENSSH PRIVATE KEY"), "an OpenSSH private key", /ssh-keygen/],
  ["an OpenSSH public key", SSH, "an OpenSSH public key", /ssh-keygen -e/],
  ["a minisign key", MINISIGN, "a minisign or signify key", /PUBLIC KEY/],
  ["a block of an unknown label", pem("X509 CRL"), 'a PEM block named "X509 CRL"', /PUBLIC KEY/],
  ["a JWK", text('{"kty":"EC"}'), "a JSON document", /PUBLIC KEY/],
  ["DER", PAIR.publicKey.export({ format: "der", type: "spki" }), "binary DER", /-inform DER/],
];

const NOT_PRIVATE: [string, Uint8Array, string, RegExp][] = [
  [
    "a PKCS#8 private key",
    pem("PRIVATE KEY"),
    "an unencrypted private key",
    /cosign import-key-pair/,
  ],
  [
    "a SEC 1 private key",
    pem("EC PRIVATE KEY"),
    "an unencrypted private key",
    /cosign import-key-pair/,
  ],
  [
    "a PKCS#1 private key",
    pem("RSA PRIVATE KEY"),
    "an unencrypted private key",
    /cosign import-key-pair/,
  ],
  [
    "a PKCS#8 encrypted key",
    pem("ENCRYPTED PRIVATE KEY"),
    "a private key encrypted as PKCS#8",
    /openssl pkey/,
  ],
  ["a public key", pem("PUBLIC KEY"), "a public key", /the private half/],
  ["a certificate", pem("CERTIFICATE"), "a certificate", /the private half/],
  ["DER", PAIR.privateKey.export({ format: "der", type: "pkcs8" }), "binary DER", /-inform DER/],
];

describe("a file of another kind", () => {
  test.each(NOT_PUBLIC)("where a public key is wanted: %s", (_why, file, found, hint) => {
    expect(() => parsePublicKey(file, "key.pub")).toThrow(
      expect.objectContaining({
        code: "KEY_WRONG_KIND",
        message: `key.pub: expected a PEM public key, found ${found}`,
        hint: expect.stringMatching(hint),
      }),
    );
  });

  test.each(NOT_PRIVATE)("where a private key is wanted: %s", async (_why, file, found, hint) => {
    await expect(decryptPrivateKey(file, Buffer.from("password"), "my.key")).rejects.toThrow(
      expect.objectContaining({
        code: "KEY_WRONG_KIND",
        message: `my.key: expected an encrypted private key, found ${found}`,
        hint: expect.stringMatching(hint),
      }),
    );
  });
});
