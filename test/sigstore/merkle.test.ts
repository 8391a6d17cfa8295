import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { rootOfProof } from "../../src/sigstore/merkle.ts";
import { fakeProof } from "../fakes/merkle-tree.ts";

const ENTRY = Buffer.from("the entry");
const hex = (bytes: Uint8Array | undefined): string | undefined =>
  bytes === undefined ? undefined : Buffer.from(bytes).toString("hex");

test("a tree of one entry has the root of RFC 6962 for it", () => {
  // SHA-256 of a zero byte and nothing else: the leaf hash of an empty entry.
  expect(hex(rootOfProof(new Uint8Array(), 0, 1, []))).toBe(
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  );
});

property.prop([
  fc
    .integer({ min: 1, max: 70 })
    .chain((size) => fc.tuple(fc.constant(size), fc.integer({ min: 0, max: size - 1 }))),
])("every entry of every tree leads to its root, and no other place does", ([size, index]) => {
  const { rootHash, hashes } = fakeProof(ENTRY, index, size);
  expect(hex(rootOfProof(ENTRY, index, size, hashes))).toBe(hex(rootHash));
  // Only in the same tree: one proof can lead to one root from the ends of two trees of different sizes.
  expect(hex(rootOfProof(ENTRY, index + 1, size, hashes))).not.toBe(hex(rootHash));
  expect(rootOfProof(ENTRY, index, size, [...hashes, rootHash])).toBeUndefined();
  if (hashes.length > 0) expect(rootOfProof(ENTRY, index, size, hashes.slice(1))).toBeUndefined();
  expect(hex(rootOfProof(Buffer.from("another"), index, size, hashes))).not.toBe(hex(rootHash));
});

test.each([
  ["an index at the size", 5, 5],
  ["a negative index", -1, 5],
  ["an empty tree", 0, 0],
  ["a size that no double holds exactly", 0, 2 ** 60],
])("no root for %s", (_, index, size) => {
  expect(rootOfProof(ENTRY, index, size, [])).toBeUndefined();
});

test("indices beyond 32 bits are counted exactly", () => {
  // In a tree of 2^40 + 1 entries the last one stands alone: the one hash beside it is the rest of the tree.
  const rest = Buffer.alloc(32, 7);
  const alone = rootOfProof(ENTRY, 2 ** 40, 2 ** 40 + 1, [rest]);
  expect(hex(alone)).toBe(hex(rootOfProof(ENTRY, 1, 2, [rest])));
});
