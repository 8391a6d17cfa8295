import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { isBareEnvelope, readBareEnvelope } from "../../src/sigstore/bare-envelope.ts";
import { asBareEnvelope } from "../fakes/bare.ts";
import { createInstance, type Loose, signBundle } from "../fakes/instance.ts";

const BUNDLE = signBundle(createInstance(), { statement: { any: "thing" } });
const read = (json: Loose) => readBareEnvelope(JSON.parse(JSON.stringify(json)), "a");

describe("readBareEnvelope", () => {
  test("reads an envelope with its certificate", () => {
    const { content, signer, entry } = read(asBareEnvelope(BUNDLE));
    if (content.kind !== "dsse") throw new Error("expected an envelope");
    expect(Buffer.from(content.signature).toString("base64")).toBe(
      BUNDLE.dsseEnvelope.signatures[0].sig,
    );
    const { rawBytes } = BUNDLE.verificationMaterial.certificate;
    expect(signer).toEqual({ kind: "certificate", chain: [Buffer.from(rawBytes, "base64")] });
    expect(entry).toBeUndefined();
  });

  test.each([
    ["no certificate", asBareEnvelope(BUNDLE, false)],
    ["an empty one", { ...asBareEnvelope(BUNDLE), signatures: [{ sig: "AAAA", cert: "" }] }],
  ])("reads one with %s", (_why, json) => {
    expect(read(json).signer).toBeUndefined();
  });

  test("takes of several signatures the one with a certificate", () => {
    const envelope = asBareEnvelope(BUNDLE);
    envelope.signatures.unshift({ sig: "AAAA" });
    const { content, signer } = read(envelope);
    expect(signer?.kind).toBe("certificate");
    expect(content.kind === "dsse" && content.signature.length > 3).toBe(true);
  });

  test.each([
    ["no signature", { ...asBareEnvelope(BUNDLE), signatures: [] }, "DSSE_MALFORMED"],
    ["no payload", { ...asBareEnvelope(BUNDLE), payload: undefined }, "DSSE_MALFORMED"],
    [
      "a certificate of another type",
      { ...asBareEnvelope(BUNDLE), signatures: [{ sig: "AAAA", cert: 7 }] },
      "DSSE_MALFORMED",
    ],
    [
      "a certificate that is none",
      { ...asBareEnvelope(BUNDLE), signatures: [{ sig: "AAAA", cert: "hello" }] },
      "CERTIFICATE_MALFORMED",
    ],
  ])("refuses %s", (_why, json, code) => {
    expect(() => read(json)).toThrow(expect.objectContaining({ code }));
  });

  test("tells an envelope from other documents", () => {
    expect(isBareEnvelope({ payloadType: "x", signatures: [] })).toBe(true);
    for (const other of [null, 7, [], { payloadType: "x" }, { signatures: [] }])
      expect(isBareEnvelope(other)).toBe(false);
  });

  test("reads what cosign wrote", () => {
    const file = new URL("../../testdata/cosign/attestation.sigstore.json", import.meta.url);
    const { dsseEnvelope } = JSON.parse(readFileSync(file, "utf8")) as Loose;
    expect(read(dsseEnvelope).form).toBe("an envelope alone");
  });
});
