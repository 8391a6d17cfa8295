import { expect, test } from "vitest";
import { bundleFailure } from "../../src/sigstore/bundle.ts";
import { bytesAt, readEntry } from "../../src/sigstore/bundled-entry.ts";

const fail = bundleFailure("bundle");
const LEAST = {
  logId: { keyId: "AQI=" },
  kindVersion: { kind: "dsse", version: "0.0.2" },
  canonicalizedBody: "e30=",
};

test("reads the least that an entry can be", () => {
  expect(readEntry(LEAST, "entry", fail)).toEqual({
    logIndex: 0,
    logId: "0102",
    kind: "dsse",
    version: "0.0.2",
    integratedTime: 0,
    body: Buffer.from("{}"),
  });
});

test("reads a proof in a tree of one", () => {
  const rootHash = Buffer.alloc(32, 1);
  const inclusionProof = { rootHash: rootHash.toString("base64"), treeSize: "1" };
  expect(readEntry({ ...LEAST, inclusionProof }, "entry", fail).proof).toEqual({
    logIndex: 0,
    treeSize: 1,
    rootHash,
    hashes: [],
  });
});

test.each([
  ["a log without an id", { ...LEAST, logId: {} }, "entry.logId.keyId"],
  ["no body", { ...LEAST, canonicalizedBody: "" }, "entry.canonicalizedBody"],
  [
    "a promise without a signature",
    { ...LEAST, inclusionPromise: {} },
    "entry.inclusionPromise.signedEntryTimestamp",
  ],
  ["a time before 1970", { ...LEAST, integratedTime: "-1" }, "entry.integratedTime"],
  ["a time as hexadecimal", { ...LEAST, integratedTime: "0x10" }, "entry.integratedTime"],
  [
    "a checkpoint that is text",
    {
      ...LEAST,
      inclusionProof: {
        rootHash: Buffer.alloc(32).toString("base64"),
        treeSize: 1,
        checkpoint: "",
      },
    },
    "entry.inclusionProof.checkpoint",
  ],
])("refuses %s", (_, value, at) => {
  expect(() => readEntry(value, "entry", fail)).toThrow(
    expect.objectContaining({ code: "BUNDLE_MALFORMED", details: { at } }),
  );
});

test("says where base64 is none", () => {
  expect(() => bytesAt("AA", "a.b", fail)).toThrow(/^bundle: expected base64 .* at a\.b, found /);
});
