import { describe, expect, test } from "vitest";
import { sha256Hex as sha256Of } from "../../src/bytes/digest.ts";
import { Refusal } from "../../src/errors.ts";
import { parseSpki } from "../../src/key/spki.ts";
import { verifyScts } from "../../src/sigstore/sct.ts";
import { type Log, parseTrustRoot } from "../../src/trust/trust-root.ts";
import { type Certificate, parseCertificate } from "../../src/trust/x509.ts";
import { type CertificateOptions, fakeCertificate, fakeKey } from "../fakes/certificate.ts";
import { der } from "../fakes/der.ts";
import { createInstance, SIGNED_AT, trustedRoot, written } from "../fakes/instance.ts";

const instance = createInstance();
const logs = parseTrustRoot(written(trustedRoot(instance)), "root").certificateLogs;
const issuer = parseCertificate(instance.intermediate.der, "issuer");
const LIST = "1.3.6.1.4.1.11129.2.4.2";

/** A certificate with a promise, and with padding that brings its lengths to where their own length changes. */
function make(padding: number, more: Partial<CertificateOptions> = {}): Certificate {
  const { der: bytes } = fakeCertificate({
    name: "",
    key: fakeKey(),
    issuer: instance.intermediate,
    from: SIGNED_AT,
    until: SIGNED_AT,
    extensions: [{ oid: "1.2.3", value: der.octets(Buffer.alloc(padding)) }],
    log: { key: instance.certificateLog, time: SIGNED_AT },
    ...more,
  });
  return parseCertificate(bytes, "certificate");
}

/** A certificate whose list of promises is this. */
const holding = (list: Buffer): Certificate => {
  const { der: bytes } = fakeCertificate({
    name: "",
    key: fakeKey(),
    issuer: instance.intermediate,
    from: SIGNED_AT,
    until: SIGNED_AT,
    extensions: [{ oid: LIST, value: der.octets(list) }],
  });
  return parseCertificate(bytes, "certificate");
};

test("verifies promises at all sizes where a length grows by a byte", () => {
  for (let padding = 0; padding < 420; padding += 1)
    expect(verifyScts(make(padding), issuer, logs)).toEqual(["https://ct.fake"]);
});

/** RFC 6962 §3.3 for versions; sigstore-go passes over what its root cannot judge, sigstore-python takes one promise only. */
describe("of several promises", () => {
  const stranger = fakeKey();
  const [known, unknown] = [
    { key: instance.certificateLog, time: SIGNED_AT },
    { key: stranger, time: SIGNED_AT },
  ];
  const early = { ...known, time: new Date(0) };
  const later = { ...unknown, version: 1 };
  const forged = { ...unknown, as: instance.certificateLog };
  const second = fakeKey();
  const ofSecond = { key: second, time: SIGNED_AT };
  const [log] = logs;
  const two: Log[] =
    log === undefined
      ? []
      : [
          log,
          {
            ...log,
            url: "https://ct2.fake",
            id: sha256Of(second.spki),
            key: parseSpki(second.spki, "key"),
          },
        ];

  test.each<[string, CertificateOptions["log"], readonly Log[], string]>([
    ["two by known logs hold both", [known, ofSecond], two, "https://ct.fake,https://ct2.fake"],
    ["one by an unknown log says nothing", [known, unknown], logs, "https://ct.fake"],
    ["the order decides nothing", [unknown, known], logs, "https://ct.fake"],
    [
      "one from before the log was in use says nothing",
      [{ ...ofSecond, time: new Date(0) }, known],
      two,
      "https://ct.fake",
    ],
    ["one of a later version says nothing", [later, known], logs, "https://ct.fake"],
    ["one that a known log did not sign is refused", [ofSecond, forged], two, "SCT_INVALID"],
    ["none by a known log is too few", [unknown, later], logs, "SCT_LOG_UNKNOWN"],
    ["none in its time is too few", [early, unknown], logs, "SCT_LOG_UNKNOWN"],
    ["later versions alone are too few", [later], logs, "SCT_MALFORMED"],
  ])("%s", (_, promised, trusted, expected) => {
    let found: string;
    try {
      found = verifyScts(make(0, { log: promised } as never), issuer, trusted).join();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      found = error.code;
    }
    expect(found).toBe(expected);
  });
});

describe("refuses", () => {
  const old: Log[] = logs.map((log) => ({ ...log, validFor: { start: 0, end: 1 } }));
  const time = (at: number) => ({ log: { key: instance.certificateLog, time: new Date(at) } });
  const issuerOfAnother = parseCertificate(createInstance().intermediate.der, "issuer");

  test.each<[string, Certificate, Certificate, readonly Log[], string]>([
    ["another issuer", make(0), issuerOfAnother, logs, "SCT_INVALID"],
    ["a log that is not known", make(0), issuer, [], "SCT_LOG_UNKNOWN"],
    ["a log that was given up", make(0), issuer, old, "SCT_LOG_UNKNOWN"],
    ["a time before the log", make(0, time(0)), issuer, logs, "SCT_LOG_UNKNOWN"],
    ["no promise", make(0, { log: undefined } as never), issuer, logs, "SCT_MISSING"],
    ["an empty list", holding(Buffer.of(0, 0)), issuer, logs, "SCT_MISSING"],
    ["a list that is cut", holding(Buffer.of(0, 9, 0, 7)), issuer, logs, "SCT_MALFORMED"],
    ["a list with more after it", holding(Buffer.of(0, 0, 0)), issuer, logs, "SCT_MALFORMED"],
    ["half a list", holding(Buffer.of(0)), issuer, logs, "SCT_MALFORMED"],
    ["an empty promise", holding(Buffer.of(0, 2, 0, 0)), issuer, logs, "SCT_MALFORMED"],
    [
      "version 2",
      holding(Buffer.concat([Buffer.of(0, 3, 0, 1, 1)])),
      issuer,
      logs,
      "SCT_MALFORMED",
    ],
  ])("%s", (_, certificate, by, trusted, code) => {
    expect(() => verifyScts(certificate, by, trusted)).toThrow(expect.objectContaining({ code }));
  });

  test("a promise that stands twice, as if two logs had made it", () => {
    const list = make(0).extensions.get(LIST)?.value ?? new Uint8Array();
    const sct = Buffer.from(list.subarray(list[1] === 0x81 ? 5 : 4));
    const twice = Buffer.concat([sct, sct]);
    const certificate = holding(
      Buffer.concat([Buffer.of(twice.length >> 8, twice.length & 255), twice]),
    );
    expect(() => verifyScts(certificate, issuer, logs)).toThrow(
      expect.objectContaining({ code: "SCT_MALFORMED" }),
    );
  });

  test("algorithms that are not those of the log's key", () => {
    const certificate = make(0);
    const value = certificate.extensions.get(LIST)?.value ?? new Uint8Array();
    const at = Buffer.from(value).lastIndexOf(Buffer.of(4, 3, 0));
    expect(at).toBeGreaterThan(0);
    value[at] = 2;
    expect(() => verifyScts(certificate, issuer, logs)).toThrow(
      expect.objectContaining({ code: "SCT_MALFORMED" }),
    );
  });

  test("a time that no calendar has", () => {
    const certificate = make(0);
    const value = certificate.extensions.get(LIST)?.value ?? new Uint8Array();
    // Version and id of the log stand before the time.
    value.fill(0xff, value.length - 119 + 33);
    expect(() => verifyScts(certificate, issuer, logs)).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^SCT_/) }),
    );
  });
});
