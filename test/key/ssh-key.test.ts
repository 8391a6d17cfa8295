import { readFileSync } from "node:fs";
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { Refusal } from "../../src/errors.ts";
import { parseSshKey } from "../../src/key/ssh-key.ts";
import { refusalOf } from "../fakes/refusal.ts";
import { positive, SshSigner, wire } from "../fakes/ssh.ts";

const read = (name: string) => readFileSync(new URL(`../../testdata/ssh/${name}`, import.meta.url));
const parse = (text: string) => parseSshKey(Buffer.from(text, "latin1"), "key.pub");
const ED25519 = read("ed25519.pub").toString();
const [TYPE = "", BASE64 = ""] = ED25519.split(" ");
const BLOB = Buffer.from(BASE64, "base64");
const line = (blob: Uint8Array, type = TYPE) => `${type} ${Buffer.from(blob).toString("base64")}\n`;

// ssh-keygen -l -f NAME.pub
test.each<[string, string, string]>([
  ["ed25519.pub", "ed25519", "SHA256:EooclAjdc+EH/S3Rihk9crWlrliWdSNnk49bTK1+lNo"],
  ["p256.pub", "ecdsa-p256", "SHA256:PLSBfopPV/RClhO81yEZ8KPjPrMAhMCVq57JpqScG0Q"],
  ["p384.pub", "ecdsa-p384", "SHA256:EqI2D93OQPuKb+EImoZSMYavL+f7Ocu4PWcTilRrRqw"],
  ["p521.pub", "ecdsa-p521", "SHA256:0TQIZkcnhLBU4TCxTXOPQVDm9b4zvr2LI6TwDXqP+CU"],
  ["rsa.pub", "rsa", "SHA256:smErNH169QjjOiXM5M2+mzm9sFOHMnPw9hr27Y+QsxA"],
])("reads %s, with the name that ssh-keygen gives it", (name, type, id) => {
  expect(parseSshKey(read(name), name)).toMatchObject({ id, application: null, key: { type } });
});

test.each<[string]>([["sk-ssh-ed25519@openssh.com"], ["sk-ecdsa-sha2-nistp256@openssh.com"]])(
  "reads %s with its application",
  (type) => {
    const { line: text } = new SshSigner(type);
    expect(parse(text)).toMatchObject({ type, application: "ssh:" });
  },
);

describe("accepts", () => {
  test.each<[string, string]>([
    ["no comment", `${TYPE} ${BASE64}`],
    ["a comment of several words", `${TYPE} ${BASE64} one two\n`],
    ["tabs", `${TYPE}\t${BASE64}\tx\n`],
    ["CRLF", ED25519.replace("\n", "\r\n")],
    ["blank lines at the end", `${ED25519}\n\n`],
  ])("%s", (_, text) => {
    expect(parse(text).type).toBe("ssh-ed25519");
  });
});

describe("refuses", () => {
  const dsa = wire("ssh-dss", "p");
  const rsa = (e: Uint8Array, n: Uint8Array) => line(wire("ssh-rsa", e, n), "ssh-rsa");
  const modulus = Buffer.alloc(256, 0xc1);
  test.each<[string, string, string]>([
    ["two keys", ED25519 + ED25519, "KEY_MALFORMED"],
    ["another type in front", `ssh-rsa ${BASE64}`, "KEY_MALFORMED"],
    ["no base64", "ssh-ed25519", "KEY_MALFORMED"],
    ["base64 with a stray bit", `${TYPE} ${BASE64.slice(0, -1)}=`, "KEY_MALFORMED"],
    ["a byte more", line(Buffer.concat([BLOB, Buffer.of(0)])), "KEY_MALFORMED"],
    ["a byte less", line(BLOB.subarray(0, -1)), "KEY_MALFORMED"],
    ["31 bytes of Ed25519", line(wire(TYPE, Buffer.alloc(31))), "KEY_MALFORMED"],
    ["an unknown type", line(wire("ssh-ed448", "x"), "ssh-ed448"), "KEY_UNSUPPORTED"],
    ["DSA", line(dsa, "ssh-dss"), "KEY_UNSUPPORTED"],
    [
      "a curve that is not the type's",
      line(wire("ecdsa-sha2-nistp256", "nistp384", Buffer.alloc(97, 4)), "ecdsa-sha2-nistp256"),
      "KEY_MALFORMED",
    ],
    [
      "a point that is on no curve",
      line(wire("ecdsa-sha2-nistp256", "nistp256", Buffer.alloc(65, 4)), "ecdsa-sha2-nistp256"),
      "KEY_MALFORMED",
    ],
    [
      "a compressed point",
      line(wire("ecdsa-sha2-nistp256", "nistp256", Buffer.alloc(33, 2)), "ecdsa-sha2-nistp256"),
      "KEY_MALFORMED",
    ],
    [
      "a security key on a curve it has not",
      line(
        wire("sk-ecdsa-sha2-nistp384@openssh.com", "nistp384", Buffer.alloc(97, 4), "ssh:"),
        "sk-ecdsa-sha2-nistp384@openssh.com",
      ),
      "KEY_UNSUPPORTED",
    ],
    [
      "a security key without its application",
      line(wire("sk-ssh-ed25519@openssh.com", Buffer.alloc(32)), "sk-ssh-ed25519@openssh.com"),
      "KEY_MALFORMED",
    ],
    ["RSA of 1024 bits", read("rsa1024.pub").toString(), "KEY_UNSUPPORTED"],
    ["RSA with the exponent 3", rsa(Buffer.of(3), positive(modulus)), "KEY_UNSUPPORTED"],
    ["RSA with a needless zero", rsa(Buffer.of(0, 1, 0, 1), positive(modulus)), "KEY_MALFORMED"],
    ["RSA with a negative modulus", rsa(Buffer.of(1, 0, 1), modulus), "KEY_MALFORMED"],
    ["nothing", "", "KEY_MALFORMED"],
    ["a line that is too long", `${ED25519.trim()}${"x".repeat(16384)}`, "KEY_MALFORMED"],
  ])("%s", (_, text, code) => {
    expect(refusalOf(() => parse(text))).toMatchObject({
      code,
      message: expect.stringMatching(/^key\.pub: expected .+, found .+/),
    });
  });

  test("a certificate, in words", () => {
    const type = "ssh-ed25519-cert-v01@openssh.com";
    expect(refusalOf(() => parse(line(wire(type, "x"), type)))).toMatchObject({
      code: "KEY_UNSUPPORTED",
      message: expect.stringContaining("a certificate"),
      hint: expect.stringContaining("certificates of SSH are not judged here"),
    });
  });
});

test("every prefix of the base64 is a refusal", () => {
  for (let length = 0; length < BASE64.length; length++)
    refusalOf(() => parse(`${TYPE} ${BASE64.slice(0, length)}`));
});

test.prop([fc.uint8Array({ maxLength: 300 })])("random bytes are a key or a refusal", (bytes) => {
  for (const text of [
    Buffer.from(bytes).toString("latin1"),
    line(bytes),
    line(Buffer.concat([wire("ssh-rsa"), bytes]), "ssh-rsa"),
  ]) {
    try {
      parse(text);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
});
