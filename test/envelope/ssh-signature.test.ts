import { readFileSync } from "node:fs";
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { contentOfBytes } from "../../src/bytes/signed-content.ts";
import { parseSshSignature, verifySshSignature } from "../../src/envelope/ssh-signature.ts";
import { Refusal } from "../../src/errors.ts";
import { refusalOf } from "../fakes/refusal.ts";
import { SshSigner, toBeSigned, wire } from "../fakes/ssh.ts";

const read = (name: string) => readFileSync(new URL(`../../testdata/ssh/${name}`, import.meta.url));
const text = (name: string) => read(name).toString("latin1");
const ARTIFACT = read("artifact.txt");
const GOOD = text("ed25519.sig");
const NAMES = ["ed25519", "p256", "p384", "p521", "rsa"];
const KINDS = [
  "ssh-ed25519",
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ecdsa-sha2-nistp521",
  "sk-ssh-ed25519@openssh.com",
  "sk-ecdsa-sha2-nistp256@openssh.com",
];

function verify(signature: string, artifact: Uint8Array = ARTIFACT, namespace = "file") {
  const parsed = parseSshSignature(Buffer.from(signature, "latin1"), "a.sig");
  verifySshSignature(contentOfBytes(artifact), parsed, { what: "a.sig", namespace });
  return parsed;
}

/** Decodes the bytes between the armor's lines, changes them, and writes them back. */
function rewrite(signature: string, change: (bytes: Buffer) => Uint8Array): string {
  const lines = signature.trim().split("\n");
  const bytes = change(Buffer.from(lines.slice(1, -1).join(""), "base64"));
  return [
    lines[0],
    ...(Buffer.from(bytes)
      .toString("base64")
      .match(/.{1,70}/g) ?? []),
    lines.at(-1),
    "",
  ].join("\n");
}

describe("accepts", () => {
  test.each(NAMES.map((name) => [name]))("%s by ssh-keygen", (name) => {
    expect(verify(text(`${name}.sig`))).toMatchObject({ namespace: "file", hash: "sha512" });
  });

  test.each<[string, string]>([
    ["SHA-256", text("sha256.sig")],
    ["no end of the last line", GOOD.trimEnd()],
    [
      "base64 in one line",
      GOOD.replace(/(?<=-\n)[^-]*(?=\n-)/, (lines) => lines.replaceAll("\n", "")),
    ],
  ])("%s, as ssh-keygen does", (_, signature) => {
    expect(() => verify(signature)).not.toThrow();
  });

  test("another namespace where it is asked for", () => {
    expect(verify(text("git.sig"), ARTIFACT, "git").namespace).toBe("git");
  });

  // Integers of ECDSA have a zero before them, or are short, once in so many signatures.
  test.each(KINDS.map((type) => [type]))("many signatures of %s", (type) => {
    const signer = new SshSigner(type);
    for (let count = 0; count < 40; count++) {
      const message = Buffer.from(`message ${count}`);
      verify(signer.sign(message, { hash: count % 2 === 0 ? "sha256" : "sha512" }), message);
    }
  });

  test("what a security key says of the moment", () => {
    const signer = new SshSigner("sk-ssh-ed25519@openssh.com");
    const device = (flags: number, counter: number) =>
      verify(signer.sign(ARTIFACT, { flags, counter })).proof.device;
    expect(device(1, 7)).toMatchObject({ userPresent: true, userVerified: false, counter: 7 });
    expect(device(5, 0xffffffff)).toMatchObject({
      userPresent: true,
      userVerified: true,
      counter: 0xffffffff,
    });
    expect(device(0, 0)).toMatchObject({ userPresent: false, userVerified: false, counter: 0 });
  });
});

describe("refuses", () => {
  const signer = new SshSigner("ssh-ed25519");
  const p256 = new SshSigner("ecdsa-sha2-nistp256");
  const security = new SshSigner("sk-ssh-ed25519@openssh.com");
  const signed = toBeSigned(ARTIFACT, "file", "sha512");
  const rsaBlob = Buffer.from(text("rsa.pub").split(" ")[1] ?? "", "base64");
  const rsa = (proof: Uint8Array) => signer.sign(ARTIFACT, { key: rsaBlob, proof });
  test.each<[string, () => unknown, string]>([
    ["another file", () => verify(GOOD, Buffer.from("other")), "SIGNATURE_INVALID"],
    ["another namespace", () => verify(text("git.sig")), "SIGNATURE_NAMESPACE_MISMATCH"],
    [
      "a namespace that only begins so",
      () => verify(GOOD, ARTIFACT, "fil"),
      "SIGNATURE_NAMESPACE_MISMATCH",
    ],
    ["RSA of 1024 bits", () => verify(text("rsa1024.sig")), "SIGNATURE_KEY_UNSUPPORTED"],
    ["a certificate", () => verify(text("certificate.sig")), "SIGNATURE_KEY_UNSUPPORTED"],
    [
      "RSA with SHA-1",
      () => verify(rsa(wire("ssh-rsa", Buffer.alloc(384, 1)))),
      "SIGNATURE_ALGORITHM_WEAK",
    ],
    [
      "RSA with another hash",
      () => verify(rsa(wire("rsa-sha2-384", Buffer.alloc(384, 1)))),
      "SIGNATURE_MALFORMED",
    ],
    [
      "RSA a byte short",
      () => verify(rsa(wire("rsa-sha2-512", Buffer.alloc(383, 1)))),
      "SIGNATURE_MALFORMED",
    ],
    [
      "RSA of another message",
      () => verify(rsa(wire("rsa-sha2-512", Buffer.alloc(384, 1)))),
      "SIGNATURE_INVALID",
    ],
    [
      "CRLF, as ssh-keygen does",
      () => verify(GOOD.replaceAll("\n", "\r\n")),
      "SIGNATURE_MALFORMED",
    ],
    ["a blank line before", () => verify(`\n${GOOD}`), "SIGNATURE_MALFORMED"],
    ["text behind", () => verify(`${GOOD}x\n`), "SIGNATURE_MALFORMED"],
    ["two signatures", () => verify(GOOD + GOOD), "SIGNATURE_MALFORMED"],
    ["a blank in the base64", () => verify(GOOD.replace("U1NI", "U1 NI")), "SIGNATURE_MALFORMED"],
    ["a blank line in the base64", () => verify(GOOD.replace("\n", "\n\n")), "SIGNATURE_MALFORMED"],
    [
      "a stray bit at the end",
      () =>
        verify(rewrite(GOOD, (bytes) => Buffer.concat([bytes, Buffer.of(1)])).replace("E=", "F=")),
      "SIGNATURE_MALFORMED",
    ],
    [
      "another magic",
      () => verify(signer.sign(ARTIFACT, { magic: "SSHSIH" })),
      "SIGNATURE_MALFORMED",
    ],
    ["version 2", () => verify(signer.sign(ARTIFACT, { version: 2 })), "SIGNATURE_MALFORMED"],
    [
      "something reserved",
      () => verify(signer.sign(ARTIFACT, { reserved: "x" })),
      "SIGNATURE_MALFORMED",
    ],
    [
      "no namespace",
      () => verify(signer.sign(ARTIFACT, { namespace: "" }), ARTIFACT, ""),
      "SIGNATURE_MALFORMED",
    ],
    [
      "a namespace with a NUL",
      () => verify(signer.sign(ARTIFACT, { namespace: "file\0" }), ARTIFACT, "file\0"),
      "SIGNATURE_MALFORMED",
    ],
    [
      "another hash function",
      () => verify(signer.sign(ARTIFACT, { hash: "sha384" })),
      "SIGNATURE_MALFORMED",
    ],
    [
      "bytes behind the signature",
      () => verify(signer.sign(ARTIFACT, { tail: Buffer.of(0) })),
      "SIGNATURE_MALFORMED",
    ],
    [
      "the algorithm of another key",
      () => verify(signer.sign(ARTIFACT, { proof: wire("ssh-rsa", Buffer.alloc(64)) })),
      "SIGNATURE_MALFORMED",
    ],
    [
      "63 bytes",
      () => verify(signer.sign(ARTIFACT, { proof: wire("ssh-ed25519", Buffer.alloc(63)) })),
      "SIGNATURE_MALFORMED",
    ],
    [
      "a proof with bytes behind it",
      () =>
        verify(
          signer.sign(ARTIFACT, { proof: Buffer.concat([signer.prove(signed), Buffer.of(1)]) }),
        ),
      "SIGNATURE_MALFORMED",
    ],
    [
      "no proof",
      () => verify(signer.sign(ARTIFACT, { proof: Buffer.of() })),
      "SIGNATURE_MALFORMED",
    ],
    [
      "a key with bytes behind it",
      () => verify(signer.sign(ARTIFACT, { key: Buffer.concat([signer.blob, Buffer.of(0)]) })),
      "SIGNATURE_MALFORMED",
    ],
    [
      "ECDSA whose r is zero",
      () => verify(p256.sign(ARTIFACT, { proof: wire(p256.type, wire("", Buffer.of(1))) })),
      "SIGNATURE_MALFORMED",
    ],
    [
      "ECDSA whose r is larger than the curve",
      () =>
        verify(
          p256.sign(ARTIFACT, { proof: wire(p256.type, wire(Buffer.alloc(33, 1), Buffer.of(1))) }),
        ),
      "SIGNATURE_MALFORMED",
    ],
    [
      "ECDSA with a third number",
      () =>
        verify(
          p256.sign(ARTIFACT, {
            proof: wire(p256.type, wire(Buffer.of(1), Buffer.of(1), Buffer.of(1))),
          }),
        ),
      "SIGNATURE_MALFORMED",
    ],
    [
      "a security key without its flags",
      () => verify(security.sign(ARTIFACT, { proof: security.prove(signed).subarray(0, -5) })),
      "SIGNATURE_MALFORMED",
    ],
    [
      "a security key whose flags were changed",
      () =>
        verify(
          rewrite(security.sign(ARTIFACT, { flags: 0 }), (bytes) =>
            withByte(bytes, bytes.length - 5, 1),
          ),
        ),
      "SIGNATURE_INVALID",
    ],
    [
      "a security key's signature under a plain key",
      () => verify(signer.sign(ARTIFACT, { proof: security.prove(signed) })),
      "SIGNATURE_MALFORMED",
    ],
    [
      "the signature over the message itself",
      () => verify(signer.sign(ARTIFACT, { proof: signer.prove(ARTIFACT) })),
      "SIGNATURE_INVALID",
    ],
  ])("%s", (_, run, code) => {
    expect(refusalOf(run)).toMatchObject({
      code,
      message: expect.stringMatching(/^a\.sig: expected .+, found .+/),
      hint: expect.any(String),
    });
  });

  test("a certificate, in words", () => {
    expect(refusalOf(() => verify(text("certificate.sig")))).toMatchObject({
      message:
        'a.sig: expected a signature by a key that is accepted, found one by a certificate ("ssh-ed25519-cert-v01@openssh.com")',
      hint: "name the signer's key itself: certificates of SSH are not judged here",
    });
  });
});

/** Gives bytes with another one at an offset. */
function withByte(bytes: Buffer, at: number, byte: number): Buffer {
  bytes.writeUInt8(byte, at);
  return bytes;
}

function lengthOf(signature: string): number {
  return Buffer.from(signature.trim().split("\n").slice(1, -1).join(""), "base64").length;
}

// What names the key is not signed: a change there is another key, which is held against the trusted ones by its name.
test.each([...NAMES].map((name) => [name]))(
  "every changed byte of %s's signature is refused, or names another key",
  (name) => {
    const signature = text(`${name}.sig`);
    const trusted = verify(signature).key.id;
    const length = lengthOf(signature);
    for (let at = 0; at < length; at++) {
      const changed = rewrite(signature, (bytes) => withByte(bytes, at, (bytes[at] ?? 0) ^ 1));
      try {
        expect(verify(changed).key.id, `byte ${at}`).not.toBe(trusted);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        expect(error.code, `byte ${at}`).toMatch(/^SIGNATURE_/);
      }
    }
  },
);

test("every changed character of the armor is refused", () => {
  for (let at = 0; at < GOOD.length; at++) {
    const changed = Buffer.from(GOOD, "latin1");
    changed[at] = (changed[at] ?? 0) ^ 1;
    // The last line's end may be missing, and is then a character of that line.
    expect(refusalOf(() => verify(changed.toString("latin1"))).code, `character ${at}`).toMatch(
      /^SIGNATURE_/,
    );
  }
});

test("every prefix is refused", () => {
  for (let length = 0; length < GOOD.length - 1; length++)
    expect(refusalOf(() => verify(GOOD.slice(0, length))).code).toBe("SIGNATURE_MALFORMED");
  for (let length = 1; length < lengthOf(GOOD); length++)
    refusalOf(() => verify(rewrite(GOOD, (whole) => whole.subarray(0, length))));
});

test.prop([fc.uint8Array({ maxLength: 300 })])("random bytes are refused", (bytes) => {
  refusalOf(() => parseSshSignature(bytes, "a.sig"));
  refusalOf(() =>
    parseSshSignature(
      Buffer.from(rewrite(GOOD, (whole) => Buffer.concat([whole.subarray(0, 10), bytes]))),
      "a.sig",
    ),
  );
});
