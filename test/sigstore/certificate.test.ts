import { describe, expect, test } from "vitest";
import {
  checkLeafUsage,
  pathLimit,
  purposesOf,
  readIdentity,
} from "../../src/sigstore/certificate.ts";
import { type Certificate, parseCertificate } from "../../src/trust/x509.ts";
import { type FakeExtension, fakeCertificate, fakeKey } from "../fakes/certificate.ts";
import { der } from "../fakes/der.ts";
import { CLAIMS, createInstance, fulcioExtensions, ISSUER, purposes } from "../fakes/instance.ts";

const key = fakeKey();
const NAMES = "2.5.29.17";
const named = (...names: readonly Buffer[]): FakeExtension => ({
  oid: NAMES,
  value: der.sequence(...names),
});
const uri = (text: string): Buffer => der.text(0x86, text);
const issuers = fulcioExtensions({ 1: ISSUER, 8: ISSUER });
const CODE = purposes(["1.3.6.1.5.5.7.3.3"]);

function certificate(...extensions: readonly FakeExtension[]): Certificate {
  const [from, until] = [new Date("2026-01-01T00:00:00Z"), new Date("2026-01-02T00:00:00Z")];
  return parseCertificate(
    fakeCertificate({ name: "x", key, from, until, extensions }).der,
    "certificate",
  );
}

describe("who", () => {
  const otherName = (type: string, text: Buffer): Buffer =>
    der.explicit(0, der.oid(type), der.explicit(0, text));

  test.each<[string, Buffer, string]>([
    ["a URI", uri("https://a.test/x"), "https://a.test/x"],
    ["an address", der.text(0x81, "a@b.test"), "a@b.test"],
    ["a user name", otherName("1.3.6.1.4.1.57264.1.7", der.utf8("ann!b.test")), "ann!b.test"],
  ])("is %s", (_, name, expected) => {
    expect(readIdentity(certificate(named(name), ...issuers))).toMatchObject({
      name: expected,
      issuer: ISSUER,
    });
  });

  test("comes with its claims, plain and in DER", () => {
    const { claims } = readIdentity(
      certificate(named(uri("x")), ...issuers, ...fulcioExtensions(CLAIMS)),
    );
    expect(claims).toEqual({
      githubWorkflowTrigger: "push",
      githubWorkflowSha: CLAIMS[3],
      githubWorkflowRepository: "acme/app",
      githubWorkflowRef: "refs/tags/v1.2.3",
      runnerEnvironment: "github-hosted",
      sourceRepositoryUri: "https://github.com/acme/app",
      sourceRepositoryRef: "refs/tags/v1.2.3",
      sourceRepositoryIdentifier: "4242",
      buildConfigUri: CLAIMS[18],
      buildTrigger: "push",
    });
  });

  // Fulcio's oid-info.md: .1 to .6 are the bytes of the text, .8 and up UTF8Strings in DER.
  const LONG = "x".repeat(300);
  const numbers = (from: number, to: number): number[][] =>
    Array.from({ length: to - from + 1 }, (_, at) => [from + at]);
  const claimsOf = (number: number, value: Uint8Array): readonly string[] => {
    const oid = `1.3.6.1.4.1.57264.1.${number}`;
    return Object.values(
      readIdentity(certificate(named(uri("x")), ...issuers, { oid, value })).claims,
    );
  };

  test.each(numbers(2, 6))(
    "has claim %i as plain text, also where that looks like DER",
    (number) => {
      expect(claimsOf(number, Buffer.from(LONG))).toEqual([LONG]);
      expect(claimsOf(number, der.utf8("push"))).toEqual(["\f\u0004push"]);
    },
  );

  test.each(numbers(9, 22))("has claim %i as a string in DER, of any length", (number) => {
    for (const length of [0, 1, 127, 128, 255, 256, 300]) {
      const text = LONG.slice(0, length);
      expect(claimsOf(number, der.utf8(text))).toEqual([text]);
    }
  });

  test.each<[string, Buffer]>([
    ["plain text", Buffer.from("push")],
    ["another type of string", der.text(0x16, "push")],
    ["a length that is not the shortest", Buffer.from("0c810470757368", "hex")],
    ["bytes after the string", Buffer.concat([der.utf8("push"), Buffer.of(0)])],
    ["half a string", der.utf8("push").subarray(0, 5)],
    ["bytes that are no text", der.of(0x0c, Buffer.of(0xff))],
    ["nothing", Buffer.of()],
  ])("is refused with %s for a claim in DER", (_, value) => {
    expect(() => claimsOf(20, value)).toThrow(
      expect.objectContaining({ code: "CERTIFICATE_MALFORMED" }),
    );
  });

  test("has no claim of a number that is not known", () => {
    expect(claimsOf(99, Buffer.from("anything"))).toEqual([]);
  });

  test.each<[string, readonly FakeExtension[]]>([
    ["the older issuer alone", fulcioExtensions({ 1: ISSUER })],
    ["the newer issuer alone", fulcioExtensions({ 8: ISSUER })],
  ])("is vouched for by %s", (_, extensions) => {
    expect(readIdentity(certificate(named(uri("x")), ...extensions)).issuer).toBe(ISSUER);
  });

  test.each<[string, readonly FakeExtension[]]>([
    ["no name", issuers],
    ["two names", [named(uri("x"), uri("y")), ...issuers]],
    ["no name in the list", [named(), ...issuers]],
    ["an empty name", [named(uri("")), ...issuers]],
    ["a host name", [named(der.text(0x82, "a.test")), ...issuers]],
    ["another type of user name", [named(otherName("1.2.3", der.utf8("x"))), ...issuers]],
    ["bytes that are no text", [named(der.of(0x86, Buffer.of(0xff))), ...issuers]],
    ["names that are no DER", [{ oid: NAMES, value: Buffer.of(0x30) }, ...issuers]],
    [
      "bytes after the names",
      [{ oid: NAMES, value: Buffer.concat([der.sequence(uri("x")), Buffer.of(0)]) }, ...issuers],
    ],
    ["no issuer", [named(uri("x"))]],
    [
      "two issuers that differ",
      [named(uri("x")), ...fulcioExtensions({ 1: ISSUER, 8: `${ISSUER}/` })],
    ],
    [
      "a claim that is no text in DER",
      [
        named(uri("x")),
        ...issuers,
        { oid: "1.3.6.1.4.1.57264.1.12", value: Buffer.from("https://plain.test") },
      ],
    ],
  ])("is refused with %s", (_, extensions) => {
    expect(() => readIdentity(certificate(...extensions))).toThrow(
      expect.objectContaining({ code: "CERTIFICATE_MALFORMED" }),
    );
  });
});

describe("what for", () => {
  const usage = (bits: number, unused = 7): FakeExtension => ({
    oid: "2.5.29.15",
    critical: true,
    value: der.of(0x03, Uint8Array.of(unused, bits)),
  });
  const authority: FakeExtension = { oid: "2.5.29.19", value: der.sequence(der.boolean(true)) };

  test.each<[string, readonly FakeExtension[]]>([
    ["code", [CODE]],
    ["code and digital signatures", [CODE, usage(0x80)]],
    ["code among others", [purposes(["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.3"])]],
    [
      "code, by what says that it is no CA",
      [CODE, { oid: "2.5.29.19", critical: true, value: der.sequence() }],
    ],
    [
      "code, with something unknown that is not critical",
      [CODE, { oid: "1.2.3", value: der.null() }],
    ],
  ])("takes one for %s", (_, extensions) => {
    expect(() => checkLeafUsage(certificate(...extensions))).not.toThrow();
  });

  test.each<[string, readonly FakeExtension[]]>([
    ["nothing", []],
    ["servers", [purposes(["1.3.6.1.5.5.7.3.1"])]],
    ["any purpose", [purposes(["2.5.29.37.0"])]],
    ["certificates", [CODE, authority]],
    ["key agreement alone", [CODE, usage(0x08, 3)]],
    ["what nobody knows and must", [CODE, { oid: "1.2.3", critical: true, value: der.null() }]],
  ])("refuses one for %s", (_, extensions) => {
    expect(() => checkLeafUsage(certificate(...extensions))).toThrow(
      expect.objectContaining({ code: "CERTIFICATE_USAGE" }),
    );
  });

  test("tells how many CAs may follow", () => {
    const instance = createInstance();
    const limits = [instance.root, instance.intermediate, instance.authority].map((one) =>
      pathLimit(parseCertificate(one.der, "certificate")),
    );
    expect(limits).toEqual([1, 0, undefined]);
    expect(pathLimit(certificate(authority))).toBe(Number.POSITIVE_INFINITY);
    expect(purposesOf(certificate())).toEqual([]);
  });
});
