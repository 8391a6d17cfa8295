import { describe, expect, test } from "vitest";
import { flawOf, verifyChain } from "../../src/sigstore/chain.ts";
import type { Authority } from "../../src/trust/trust-root.ts";
import { type Certificate, parseCertificate } from "../../src/trust/x509.ts";
import {
  type CertificateOptions,
  type FakeCertificate,
  fakeCertificate,
  fakeKey,
} from "../fakes/certificate.ts";
import { der } from "../fakes/der.ts";

const [FROM, UNTIL] = [new Date("2026-01-01T00:00:00Z"), new Date("2026-12-31T00:00:00Z")];
const NOON = Date.UTC(2026, 5, 1, 12);

function make(
  name: string,
  issuer?: FakeCertificate,
  more: Partial<CertificateOptions> = {},
): FakeCertificate {
  return fakeCertificate({
    name,
    key: fakeKey(),
    from: FROM,
    until: UNTIL,
    extensions: [],
    ...(issuer === undefined ? {} : { issuer }),
    ...more,
  });
}

/** An extension that says how many CAs may follow; null for a CA without a limit. */
function authorityFor(limit: number | null): Partial<CertificateOptions> {
  const value = der.sequence(der.boolean(true), ...(limit === null ? [] : [der.integer(limit)]));
  return { extensions: [{ oid: "2.5.29.19", critical: true, value }] };
}

const parsed = ({ der: bytes }: FakeCertificate): Certificate =>
  parseCertificate(bytes, "certificate");

function authority(...chain: readonly FakeCertificate[]): Authority {
  const [first, ...rest] = chain.map(parsed);
  if (first === undefined) throw new RangeError("chain: expected a certificate, found none");
  const validFor = { start: FROM.getTime(), end: Number.POSITIVE_INFINITY };
  return { uri: "https://ca.test", chain: [first, ...rest], validFor };
}

const root = make("root", undefined, authorityFor(1));
const middle = make("middle", root, authorityFor(0));
const leaf = make("", middle);
const good = authority(middle, root);

test("finds the certificate that signed", () => {
  expect(verifyChain(parsed(leaf), [good], [NOON])).toBe(good.chain[0]);
});

test("takes a root that signs by itself, above another or alone", () => {
  const direct = make("", root);
  expect(verifyChain(parsed(direct), [good], [NOON]).subject).toEqual(parsed(root).subject);
  expect(verifyChain(parsed(direct), [authority(root)], [NOON]).subject).toEqual(
    parsed(root).subject,
  );
});

test("takes another authority of the same keys where one was not in use", () => {
  const old = { ...good, uri: "https://old.test", validFor: { start: 0, end: 1 } };
  expect(verifyChain(parsed(leaf), [old, good], [NOON])).toBe(good.chain[0]);
});

test("takes both ends of every period", () => {
  expect(verifyChain(parsed(leaf), [good], [FROM.getTime(), UNTIL.getTime()])).toBe(good.chain[0]);
});

describe("refuses", () => {
  const evil = make("middle", make("root", undefined, authorityFor(1)), authorityFor(0));
  const short = make("middle", root, {
    ...authorityFor(0),
    until: new Date("2026-05-01T00:00:00Z"),
  });
  const deep = make("deep", middle, authorityFor(0));

  test.each<[string, FakeCertificate, readonly Authority[], number, string]>([
    ["no authority", leaf, [], NOON, "CERTIFICATE_UNTRUSTED"],
    [
      "an issuer of the same name and another key",
      make("", evil),
      [good],
      NOON,
      "CERTIFICATE_UNTRUSTED",
    ],
    [
      "a chain with a stranger in it",
      leaf,
      [authority(middle, make("root", undefined, authorityFor(1)))],
      NOON,
      "CERTIFICATE_UNTRUSTED",
    ],
    [
      "an issuer that is no CA",
      make("", make("middle", root)),
      [authority(make("middle", root), root)],
      NOON,
      "CERTIFICATE_UNTRUSTED",
    ],
    [
      "more CAs than the limit",
      make("", deep),
      [authority(deep, middle, root)],
      NOON,
      "CERTIFICATE_UNTRUSTED",
    ],
    ["a time before the certificate", leaf, [good], FROM.getTime() - 1, "CERTIFICATE_NOT_VALID"],
    ["a time after the certificate", leaf, [good], UNTIL.getTime() + 1, "CERTIFICATE_NOT_VALID"],
    [
      "a time after the one above",
      make("", short),
      [authority(short, root)],
      NOON,
      "CERTIFICATE_NOT_VALID",
    ],
    [
      "a time before the authority",
      leaf,
      [{ ...good, validFor: { start: NOON + 1, end: Number.POSITIVE_INFINITY } }],
      NOON,
      "CERTIFICATE_NOT_VALID",
    ],
    [
      "a time after the authority",
      leaf,
      [{ ...good, validFor: { start: 0, end: NOON - 1 } }],
      NOON,
      "CERTIFICATE_NOT_VALID",
    ],
  ])("%s", (_, certificate, authorities, time, code) => {
    expect(() => verifyChain(parsed(certificate), authorities, [time])).toThrow(
      expect.objectContaining({ code }),
    );
  });

  test("one bad time among good ones, whatever was remembered of the chain", () => {
    expect(() => verifyChain(parsed(leaf), [good], [NOON, UNTIL.getTime() + 1])).toThrow(
      expect.objectContaining({ code: "CERTIFICATE_NOT_VALID" }),
    );
  });

  test("to verify at no time", () => {
    expect(() => verifyChain(parsed(leaf), [good], [])).toThrow(RangeError);
  });
});

test("remembers a chain for its own authority and for no other", () => {
  let looks = 0;
  const watched = (one: Authority): Authority => ({
    ...one,
    get chain() {
      looks += 1;
      return one.chain;
    },
  });
  const [sound, other] = [
    watched(good),
    watched(authority(middle, make("root", undefined, authorityFor(null)))),
  ];
  const flaw = "its certificate 1 of 2, which the next did not sign";
  expect([flawOf(sound, "certificates"), flawOf(other, "certificates")]).toEqual([undefined, flaw]);
  const before = looks;
  expect([flawOf(sound, "certificates"), flawOf(other, "certificates")]).toEqual([undefined, flaw]);
  expect(looks).toBe(before);
});
