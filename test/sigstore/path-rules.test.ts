import { describe, expect, test } from "vitest";
import { Refusal } from "../../src/errors.ts";
import { flawOf, verifyChain } from "../../src/sigstore/chain.ts";
import { verifyTimestamp } from "../../src/sigstore/timestamp.ts";
import type { Authority } from "../../src/trust/trust-root.ts";
import { parseCertificate } from "../../src/trust/x509.ts";
import {
  type FakeCertificate,
  type FakeExtension,
  fakeCertificate,
  fakeKey,
} from "../fakes/certificate.ts";
import { der } from "../fakes/der.ts";
import { purposes, SIGNED_AT } from "../fakes/instance.ts";
import { fakeTimestamp } from "../fakes/timestamp.ts";

const [FROM, UNTIL] = [new Date("2025-01-01T00:00:00Z"), new Date("2035-01-01T00:00:00Z")];
const [CODE, STAMPS, SERVERS, ANY] = [
  "1.3.6.1.5.5.7.3.3",
  "1.3.6.1.5.5.7.3.8",
  "1.3.6.1.5.5.7.3.1",
  "2.5.29.37.0",
];

const ca = (limit?: number): FakeExtension => ({
  oid: "2.5.29.19",
  critical: true,
  value: der.sequence(der.boolean(true), ...(limit === undefined ? [] : [der.integer(limit)])),
});
const noCa: FakeExtension = { oid: "2.5.29.19", critical: true, value: der.sequence() };
/** Bits from the highest on: 0x80 signatures, 0x40 nonRepudiation, 0x20 keys, 0x04 certificates, 0x02 lists. */
const usage = (bits: number): FakeExtension => ({
  oid: "2.5.29.15",
  critical: true,
  value: der.of(0x03, Uint8Array.of(0, bits)),
});
const extra = (critical: boolean, oid = "1.2.3.4"): FakeExtension => ({
  oid,
  critical,
  value: der.null(),
});
const [nameConstraints, policies] = ["2.5.29.30", "2.5.29.32"];

function make(
  name: string,
  extensions: readonly FakeExtension[],
  issuer?: FakeCertificate,
  serial = 7,
): FakeCertificate {
  const key = fakeKey();
  const by = issuer === undefined ? {} : { issuer };
  return fakeCertificate({ name, key, from: FROM, until: UNTIL, extensions, serial, ...by });
}

function authority(...chain: readonly FakeCertificate[]): Authority {
  const [first, ...rest] = chain.map((one) => parseCertificate(one.der, "certificate"));
  if (first === undefined) throw new RangeError("chain: expected a certificate, found none");
  const validFor = { start: FROM.getTime(), end: Number.POSITIVE_INFINITY };
  return { uri: "https://fake.test", chain: [first, ...rest], validFor };
}

type Extensions = readonly FakeExtension[];
const GOOD_ROOT: Extensions = [ca(), usage(0x06)];
const GOOD_CA: Extensions = [ca(0), usage(0x06)];

describe("RFC 5280, of the CAs that certify signers", () => {
  test.each<
    [clause: string, what: string, root: Extensions, between: Extensions, flaw: RegExp | null]
  >([
    ["4.2", "known critical extensions", GOOD_ROOT, [...GOOD_CA, purposes([CODE], true)], null],
    ["4.2", "an unknown extension", GOOD_ROOT, [...GOOD_CA, extra(false)], null],
    [
      "4.2",
      "an unknown critical extension",
      GOOD_ROOT,
      [...GOOD_CA, extra(true)],
      /extension 1\.2\.3\.4$/,
    ],
    [
      "4.2",
      "an unknown critical extension of the root",
      [...GOOD_ROOT, extra(true)],
      GOOD_CA,
      /2 of 2.*1\.2\.3\.4$/,
    ],
    [
      "4.2.1.10",
      "critical name constraints, which nobody here applies",
      GOOD_ROOT,
      [...GOOD_CA, extra(true, nameConstraints)],
      /2\.5\.29\.30$/,
    ],
    [
      "4.2.1.4",
      "critical policies, which nobody here applies",
      GOOD_ROOT,
      [...GOOD_CA, extra(true, policies)],
      /2\.5\.29\.32$/,
    ],
    ["6.1.4(k)", "no basic constraints", GOOD_ROOT, [usage(0x06)], /no CA/],
    ["6.1.4(k)", "basic constraints of no CA", GOOD_ROOT, [noCa, usage(0x06)], /no CA/],
    ["6.1.4(k)", "a root that is no CA", [noCa], GOOD_CA, /2 of 2, which is no CA/],
    [
      "6.1.4(m)",
      "a limit of none above one",
      [ca(0), usage(0x06)],
      GOOD_CA,
      /allows 0 CAs below it and has 1/,
    ],
    ["6.1.4(m)", "a limit of one above one", [ca(1), usage(0x06)], GOOD_CA, null],
    ["6.1.4(n)", "no key usage", [ca()], [ca(0)], null],
    ["6.1.4(n)", "a key usage of lists alone", GOOD_ROOT, [ca(0), usage(0x02)], /may not sign/],
    [
      "6.1.4(n)",
      "a root for signatures alone",
      [ca(), usage(0x80)],
      GOOD_CA,
      /2 of 2, which may not/,
    ],
    ["4.2.1.12", "any purpose", GOOD_ROOT, [...GOOD_CA, purposes([ANY])], null],
    [
      "4.2.1.12",
      "several purposes with the right one",
      GOOD_ROOT,
      [...GOOD_CA, purposes([SERVERS, CODE])],
      null,
    ],
    ["4.2.1.12", "another purpose", GOOD_ROOT, [...GOOD_CA, purposes([SERVERS])], /other purposes/],
    [
      "4.2.1.12",
      "a CA of timestamps",
      GOOD_ROOT,
      [...GOOD_CA, purposes([STAMPS])],
      /other purposes/,
    ],
  ])("§%s: %s", (_clause, _what, root, between, flaw) => {
    const above = make("root", root);
    const issuer = make("middle", between, above);
    const found = authority(issuer, above);
    const leaf = parseCertificate(make("", [], issuer).der, "certificate");
    const verify = () => verifyChain(leaf, [found], [SIGNED_AT.getTime()]);
    if (flaw === null) {
      expect(flawOf(found, "certificates")).toBe(undefined);
      expect(verify()).toBe(found.chain[0]);
      return;
    }
    expect(flawOf(found, "certificates")).toMatch(flaw);
    expect(verify).toThrow(
      expect.objectContaining({
        code: "CERTIFICATE_UNTRUSTED",
        message: expect.stringMatching(flaw),
      }),
    );
  });

  test("§4.2.1.9: a CA that is its own issuer does not count for a limit", () => {
    const root = make("root", [ca(1), usage(0x06)]);
    // The root's new key, signed by its old one.
    const renewed = make("root", GOOD_ROOT, root);
    const middle = make("middle", GOOD_CA, renewed);
    expect(flawOf(authority(middle, renewed, root), "certificates")).toBe(undefined);
    const other = make("other", GOOD_ROOT, root);
    const below = make("middle", GOOD_CA, other);
    expect(flawOf(authority(below, other, root), "certificates")).toMatch(/allows 1 CAs .* has 2/);
  });

  test("a good authority of the same name counts beside one with a flaw", () => {
    const above = make("root", GOOD_ROOT);
    const good = make("middle", GOOD_CA, above);
    const flawed = make("middle", [...GOOD_CA, extra(true)], above);
    const leaf = parseCertificate(make("", [], good).der, "certificate");
    const [first, second] = [authority(flawed, above), authority(good, above)];
    expect(verifyChain(leaf, [first, second], [SIGNED_AT.getTime()])).toBe(second.chain[0]);
  });
});

const STAMPED = Buffer.from("a signature");
const STAMPING = purposes([STAMPS], true);

function stampBy(leaf: Extensions, between: Extensions = GOOD_CA): string {
  const root = make("root", GOOD_ROOT);
  const middle = make("middle", between, root);
  const stamping = make("stamps", leaf, middle, 9);
  const answer = fakeTimestamp(STAMPED, stamping, SIGNED_AT, "middle");
  return outcome(answer, [authority(stamping, middle, root)]);
}

function outcome(answer: Uint8Array, authorities: readonly Authority[]): string {
  try {
    verifyTimestamp(answer, STAMPED, authorities);
    return "verified";
  } catch (error) {
    if (error instanceof Refusal) return `${error.code} ${error.message}`;
    throw error;
  }
}

describe("RFC 3161 §2.3, of the certificate that stamps", () => {
  test.each<[what: string, leaf: Extensions, expected: RegExp]>([
    ["the one purpose, critical", [STAMPING], /^verified$/],
    ["with a key usage of signatures", [STAMPING, usage(0x80)], /^verified$/],
    ["with a key usage of nonRepudiation", [STAMPING, usage(0x40)], /^verified$/],
    ["with an unknown extension", [STAMPING, extra(false)], /^verified$/],
    ["the one purpose, not critical", [purposes([STAMPS])], /UNFIT .*not marked as critical/],
    ["two purposes", [purposes([STAMPS, CODE], true)], /UNFIT .*8, 1\.3\.6/],
    ["the purpose twice", [purposes([STAMPS, STAMPS], true)], /UNFIT/],
    ["any purpose", [purposes([ANY], true)], /UNFIT/],
    ["no purpose", [], /UNFIT .*no purpose/],
    ["with a key usage of keys", [STAMPING, usage(0x20)], /UNFIT .*another key usage/],
    ["with an unknown critical extension", [STAMPING, extra(true)], /UNFIT .*1\.2\.3\.4/],
  ])("%s", (_what, leaf, expected) => {
    expect(stampBy(leaf)).toMatch(expected);
  });

  test.each<[what: string, between: Extensions, expected: RegExp]>([
    ["limited to stamps", [...GOOD_CA, purposes([STAMPS])], /^verified$/],
    ["limited to code", [...GOOD_CA, purposes([CODE])], /UNFIT .*other purposes/],
    ["that is none", [noCa], /UNFIT .*no CA/],
    ["that may not sign certificates", [ca(0), usage(0x80)], /UNFIT .*may not sign/],
    ["with an unknown critical extension", [...GOOD_CA, extra(true)], /UNFIT .*1\.2\.3\.4/],
  ])("under a CA %s", (_what, between, expected) => {
    expect(stampBy([STAMPING], between)).toMatch(expected);
  });

  test("two certificates of one name and number with different keys: the one that signed counts", () => {
    const root = make("root", GOOD_ROOT);
    const [one, other] = [make("stamps", [STAMPING], root, 9), make("stamps", [STAMPING], root, 9)];
    const answer = fakeTimestamp(STAMPED, other, SIGNED_AT, "root");
    const both = [authority(one, root), authority(other, root)];
    expect(outcome(answer, both)).toBe("verified");
    expect(outcome(answer, both.slice(0, 1))).toMatch(/^TIMESTAMP_INVALID/);
  });
});

describe("RFC 3161 §2.4.2, of TSTInfo after the time", () => {
  const root = make("root", GOOD_ROOT);
  const stamping = make("stamps", [STAMPING], root, 9);
  const trusted = [authority(stamping, root)];
  const accuracy = der.sequence(der.integer(1), der.of(0x80, Uint8Array.of(1)));
  const nonce = der.integer(Uint8Array.of(0x00, 0xff, 0x01));
  const name = der.explicit(0, der.of(0xa4, der.sequence()));
  const extensions = (...list: readonly Buffer[]): Buffer => der.explicit(1, ...list);
  const extension = (...flag: readonly Buffer[]): Buffer =>
    der.sequence(der.oid("1.2.3.4"), ...flag, der.octets(der.null()));

  test.each<[what: string, more: readonly Buffer[], expected: RegExp]>([
    ["nothing", [], /^verified$/],
    [
      "all that there can be",
      [accuracy, der.boolean(true), nonce, name, extensions(extension())],
      /^verified$/,
    ],
    ["a nonce alone", [nonce], /^verified$/],
    [
      "an extension that is said not to be critical",
      [extensions(extension(der.boolean(false)))],
      /^verified$/,
    ],
    [
      "a critical extension",
      [extensions(extension(der.boolean(true)))],
      /MALFORMED .*no critical extension, found 1\.2\.3\.4/,
    ],
    [
      "a critical extension behind another",
      [extensions(extension(), extension(der.boolean(true)))],
      /MALFORMED .*no critical/,
    ],
    ["an extension that is none", [extensions(der.sequence(der.null()))], /MALFORMED/],
    [
      "an extension with more in it",
      [extensions(der.sequence(der.oid("1.2"), der.octets(), der.null()))],
      /MALFORMED/,
    ],
    ["what stands in another order", [nonce, accuracy], /MALFORMED/],
    ["more than there can be", [nonce, der.null()], /MALFORMED/],
  ])("%s", (_what, more, expected) => {
    const answer = fakeTimestamp(STAMPED, stamping, SIGNED_AT, "root", { more });
    expect(outcome(answer, trusted)).toMatch(expected);
  });
});
