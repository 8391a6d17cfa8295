import { describe, expect, test } from "vitest";
import { Refusal } from "../../src/errors.ts";
import { bundleOfBare } from "../../src/sigstore/bare-signature.ts";
import { readCosignBundle } from "../../src/sigstore/cosign-bundle.ts";
import { parseAnySignatures } from "../../src/sigstore/detect.ts";
import { asCosignBundle } from "../fakes/bare.ts";
import { createInstance, type Loose, signBundle, written } from "../fakes/instance.ts";

const INSTANCE = createInstance();
const BUNDLE = signBundle(INSTANCE, { message: Buffer.from("the bytes"), version: "0.1" });
const read = (json: Loose) => readCosignBundle(JSON.parse(JSON.stringify(json)), "a.bundle");
/** A bundle in which one field, by its path, has another value; undefined takes it out. */
function changed(path: string, value: unknown): Loose {
  const bundle = asCosignBundle(BUNDLE);
  const names = path.split(".");
  const last = names.pop() ?? "";
  const holder = names.reduce((at: Loose, name) => at[name], bundle);
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return bundle;
}

describe("readCosignBundle", () => {
  test("reads the same signature, signer and entry as a bundle has", () => {
    const bare = read(asCosignBundle(BUNDLE));
    const [found] = parseAnySignatures(written(BUNDLE), "b");
    if (found === undefined || "kind" in found || found.content.kind !== "message")
      throw new Error("expected a message bundle");
    const [{ proof: _, ...entry } = {}] = found.entries;
    expect(bare.entry).toEqual(entry);
    expect(bare.signer).toEqual(found.signer);
    expect(bundleOfBare(bare, found.signer, found.content.digest)?.content).toEqual(found.content);
  });

  test("reads an envelope in place of a signature", () => {
    const bundle = signBundle(INSTANCE, { statement: { any: "thing" } });
    expect(read(asCosignBundle(bundle))).toMatchObject({
      content: { kind: "dsse", envelope: { payloadType: "application/vnd.in-toto+json" } },
    });
  });

  test.each([
    ["neither certificate nor entry", { base64Signature: "AAAA" }],
    ["empty ones", { base64Signature: "AAAA", cert: "", rekorBundle: null }],
  ])("reads a signature with %s", (_why, json) => {
    expect(read(json)).toMatchObject({ signer: undefined, entry: undefined });
  });

  test.each<[why: string, json: Loose, code: string]>([
    ["an unknown field", changed("more", 1), "BUNDLE_MALFORMED"],
    ["no signature", changed("base64Signature", undefined), "BUNDLE_MALFORMED"],
    ["an empty signature", changed("base64Signature", ""), "BUNDLE_MALFORMED"],
    ["base64 with a line end", changed("base64Signature", "AAAA\n"), "BUNDLE_MALFORMED"],
    ["an envelope that is none", changed("base64Signature", "ewo="), "JSON_MALFORMED"],
    ["an envelope without signatures", changed("base64Signature", "e30="), "DSSE_MALFORMED"],
    ["a certificate that is none", changed("cert", "AAAA"), "CERTIFICATE_MALFORMED"],
    ["a certificate of another type", changed("cert", 7), "BUNDLE_MALFORMED"],
    ["no promise", changed("rekorBundle.SignedEntryTimestamp", undefined), "BUNDLE_MALFORMED"],
    ["an unknown field of an entry", changed("rekorBundle.Payload.more", 1), "BUNDLE_MALFORMED"],
    ["no time", changed("rekorBundle.Payload.integratedTime", 0), "BUNDLE_MALFORMED"],
    ["a time in text", changed("rekorBundle.Payload.integratedTime", "7"), "BUNDLE_MALFORMED"],
    ["a negative index", changed("rekorBundle.Payload.logIndex", -1), "BUNDLE_MALFORMED"],
    [
      "a log in upper case",
      changed("rekorBundle.Payload.logID", "A".repeat(64)),
      "BUNDLE_MALFORMED",
    ],
    ["a body that is no JSON", changed("rekorBundle.Payload.body", "AAAA"), "BUNDLE_MALFORMED"],
    ["a body without a kind", changed("rekorBundle.Payload.body", "e30="), "BUNDLE_MALFORMED"],
    ["a body that is a list", changed("rekorBundle.Payload.body", "W10="), "BUNDLE_MALFORMED"],
  ])("refuses %s", (_why, json, code) => {
    expect(() => read(json)).toThrow(expect.objectContaining({ code }));
  });

  test("gives a refusal for every prefix", () => {
    const bytes = written(asCosignBundle(BUNDLE));
    for (let end = 0; end < bytes.length; end++)
      expect(() => parseAnySignatures(bytes.subarray(0, end), "a")).toThrow(Refusal);
  });
});
