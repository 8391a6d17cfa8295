import { describe, expect, test } from "vitest";
import { Refusal } from "../../src/errors.ts";
import { verifyTimestamp } from "../../src/sigstore/timestamp.ts";
import { parseTimestampResponse } from "../../src/sigstore/timestamp-response.ts";
import { type Authority, parseTrustRoot } from "../../src/trust/trust-root.ts";
import { fakeCertificate, fakeKey } from "../fakes/certificate.ts";
import {
  createInstance,
  type Loose,
  purposes,
  SIGNED_AT,
  trustedRoot,
  written,
} from "../fakes/instance.ts";
import { fakeTimestamp, type TimestampOptions } from "../fakes/timestamp.ts";

const instance = createInstance();
const STAMPED = Buffer.from("a signature");

function authorities(change: (root: Loose) => void = () => {}): readonly Authority[] {
  const root = trustedRoot(instance);
  change(root);
  return parseTrustRoot(written(root), "root").timestampAuthorities;
}

const make = (options: TimestampOptions = {}, at = SIGNED_AT): Buffer =>
  fakeTimestamp(STAMPED, instance.authority, at, "fake root", options);

function withLeaf(usage: readonly string[]): (root: Loose) => void {
  const { der } = fakeCertificate({
    name: "fake timestamps",
    key: instance.authority.key,
    issuer: instance.authorityRoot,
    from: new Date("2025-01-01T00:00:00Z"),
    until: new Date("2035-01-01T00:00:00Z"),
    serial: 9,
    extensions: [purposes(usage)],
  });
  return (root) => {
    root.timestampAuthorities[0].certChain.certificates[0].rawBytes = der.toString("base64");
  };
}

const end = (validUntil: string) => (root: Loose) => {
  root.timestampAuthorities[0].validFor.end = validUntil;
};

test("says who stamped and when", () => {
  const { authority, time } = verifyTimestamp(make(), STAMPED, authorities());
  expect([authority.uri, time]).toEqual(["https://tsa.fake", SIGNED_AT.getTime()]);
});

test("takes the last instant of an authority", () => {
  expect(verifyTimestamp(make(), STAMPED, authorities(end("2026-01-15T12:00:00Z"))).time).toBe(
    SIGNED_AT.getTime(),
  );
});

test("takes an authority that stands in the root twice, in the period that fits", () => {
  const twice = authorities((root) => {
    const [one] = root.timestampAuthorities;
    root.timestampAuthorities.unshift({
      ...one,
      uri: "https://old.fake",
      validFor: { start: "2025-01-01T00:00:00Z", end: "2025-06-01T00:00:00Z" },
    });
  });
  expect(verifyTimestamp(make(), STAMPED, twice).authority.uri).toBe("https://tsa.fake");
});

describe("refuses", () => {
  test.each<[string, Uint8Array, readonly Authority[], string]>([
    [
      "a stamp over other bytes",
      fakeTimestamp(Buffer.from("b"), instance.authority, SIGNED_AT, "fake root"),
      authorities(),
      "TIMESTAMP_IMPRINT_MISMATCH",
    ],
    ["an answer that grants nothing", make({ status: 2 }), authorities(), "TIMESTAMP_NOT_GRANTED"],
    ["another serial number", make({ serial: 10 }), authorities(), "TIMESTAMP_AUTHORITY_UNKNOWN"],
    ["a root without authorities", make(), [], "TIMESTAMP_AUTHORITY_UNKNOWN"],
    [
      "a stamp a second after the authority",
      make(),
      authorities(end("2026-01-15T11:59:59Z")),
      "TIMESTAMP_AUTHORITY_NOT_VALID",
    ],
    [
      "a stamp after the certificates",
      make({}, new Date("2035-01-01T00:00:01Z")),
      authorities(),
      "TIMESTAMP_AUTHORITY_NOT_VALID",
    ],
    [
      "a stamp by another key",
      make({ signer: { ...instance.authority, key: fakeKey() } }),
      authorities(),
      "TIMESTAMP_INVALID",
    ],
    [
      "a stamp for another certificate of the name",
      make({ certificateDigest: Buffer.alloc(32) }),
      authorities(),
      "TIMESTAMP_INVALID",
    ],
    [
      "a certificate for code",
      make(),
      authorities(withLeaf(["1.3.6.1.5.5.7.3.3"])),
      "TIMESTAMP_AUTHORITY_UNFIT",
    ],
    [
      "a certificate for two things",
      make(),
      authorities(withLeaf(["1.3.6.1.5.5.7.3.8", "1.3.6.1.5.5.7.3.3"])),
      "TIMESTAMP_AUTHORITY_UNFIT",
    ],
    [
      "a chain that does not hold together",
      make(),
      authorities((root) => {
        root.timestampAuthorities[0].certChain.certificates[1].rawBytes =
          createInstance().root.der.toString("base64");
      }),
      "TIMESTAMP_AUTHORITY_UNFIT",
    ],
    ["nothing", new Uint8Array(), authorities(), "TIMESTAMP_MALFORMED"],
    ["more bytes than any has", Buffer.alloc(65_537), authorities(), "TIMESTAMP_MALFORMED"],
  ])("%s", (_, bytes, trusted, code) => {
    expect(() => verifyTimestamp(bytes, STAMPED, trusted)).toThrow(
      expect.objectContaining({ code }),
    );
  });

  test("every flipped bit, but none as another error", () => {
    const good = make();
    for (let at = 0; at < good.length; at += 1) {
      const flipped = Buffer.from(good);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8));
      let accepted = false;
      try {
        verifyTimestamp(flipped, STAMPED, authorities());
        accepted = true;
      } catch (error) {
        expect(error).toBeInstanceOf(Refusal);
      }
      // What nobody signs and nothing depends on: the status may say "with modifications", and the list of digest
      // algorithms may name another one.
      if (accepted) expect(unread(good)).toContain(at);
    }
  });

  /** Where the status stands, and the last byte of the algorithm in the list of them. */
  function unread(good: Buffer): readonly number[] {
    const status = good.indexOf(Buffer.from("3003020100", "hex")) + 4;
    const list = good.indexOf(Buffer.from("310d300b", "hex"));
    return [status, list + 14];
  }
});

test("leaves the bytes that it reads as they are", () => {
  const bytes = make();
  const copy = Buffer.from(bytes);
  parseTimestampResponse(bytes);
  expect(bytes.equals(copy)).toBe(true);
});
