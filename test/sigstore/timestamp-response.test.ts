import { describe, expect, test } from "vitest";
import { Refusal } from "../../src/errors.ts";
import { parseTimestampResponse } from "../../src/sigstore/timestamp-response.ts";
import { createInstance, SIGNED_AT } from "../fakes/instance.ts";
import { fakeTimestamp } from "../fakes/timestamp.ts";

const { authority } = createInstance();
const good = fakeTimestamp(Buffer.from("stamped"), authority, SIGNED_AT, "fake root");

test("reads what is signed, and by whom", () => {
  const { imprint, time, signer, info } = parseTimestampResponse(good);
  expect(time).toBe(SIGNED_AT.getTime());
  // SHA-256 of "stamped", by sha256sum
  expect(Buffer.from(imprint.hash).toString("hex")).toBe(
    "ca2fe80680584cc13ea8288c0ca1db7159e62f523c73775ef7ceecd062bf15a1",
  );
  expect([imprint.algorithm, signer.messageDigest.algorithm, signer.signatureKind]).toEqual([
    "sha256",
    "sha256",
    "ecdsa",
  ]);
  expect([...signer.serial]).toEqual([9]);
  expect([signer.attributes[0], info[0]]).toEqual([0x31, 0x30]);
});

describe("refuses", () => {
  test.each([2, 3, 4, 5])("the status %i", (status) => {
    const bytes = fakeTimestamp(Buffer.from("a"), authority, SIGNED_AT, "x", { status });
    expect(() => parseTimestampResponse(bytes)).toThrow(
      expect.objectContaining({ code: "TIMESTAMP_NOT_GRANTED", details: { status } }),
    );
  });

  test("every prefix", () => {
    for (let length = 0; length < good.length; length += 1)
      expect(() => parseTimestampResponse(good.subarray(0, length))).toThrow(Refusal);
  });

  const replace = (from: string, to: string): Buffer =>
    Buffer.from(good.toString("hex").replace(from, to), "hex");
  test.each([
    // The last arc of an identifier, changed to another one.
    ["another content", replace("2a864886f70d010702", "2a864886f70d010703")],
    ["another content within", replace("2a864886f70d0109100104", "2a864886f70d0109100105")],
    ["no message digest", replace("2a864886f70d010904", "2a864886f70d010905")],
    ["SHA-224", replace("0609608648016503040201", "0609608648016503040204")],
    [
      "ECDSA with SHA-512 over a digest of SHA-256",
      replace("06082a8648ce3d040302", "06082a8648ce3d040304"),
    ],
  ])("%s", (_, bytes) => {
    expect(() => parseTimestampResponse(bytes)).toThrow(
      expect.objectContaining({ code: "TIMESTAMP_MALFORMED" }),
    );
  });
});
