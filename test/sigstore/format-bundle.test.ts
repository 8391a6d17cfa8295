import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { digestOfBytes } from "../../src/bytes/digest.ts";
import { type Bundle, type BundledContent, parseBundle } from "../../src/sigstore/bundle.ts";
import { formatAnyBundle, formatBundle } from "../../src/sigstore/format-bundle.ts";

const bytes = (min: number, max = min): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength: min, maxLength: max }).map((array) => Buffer.from(array));
const count = fc.nat();
const hash = bytes(32);
const proof = fc.record(
  {
    logIndex: count,
    treeSize: count,
    rootHash: hash,
    hashes: fc.array(hash, { maxLength: 5 }),
    checkpoint: fc.string(),
  },
  { requiredKeys: ["logIndex", "treeSize", "rootHash", "hashes"] },
);
const entry = fc.record(
  {
    logIndex: count,
    logId: hash.map((id) => Buffer.from(id).toString("hex")),
    kind: fc.string(),
    version: fc.string(),
    integratedTime: count,
    promise: bytes(1, 80),
    proof,
    body: bytes(1, 80),
  },
  { requiredKeys: ["logIndex", "logId", "kind", "version", "integratedTime", "body"] },
);
const content: fc.Arbitrary<BundledContent> = fc.oneof(
  fc.record({
    kind: fc.constant("message" as const),
    digest: bytes(48).map((one) => digestOfBytes("sha384", one)),
    signature: bytes(1, 80),
  }),
  fc
    .record({ type: fc.string(), payload: bytes(1, 80), sig: bytes(1, 80) })
    .map(({ type, payload, sig }) => ({
      kind: "dsse" as const,
      signature: sig,
      envelope: { payloadType: type, payload, signatures: [{ sig }] },
    })),
);

test.prop([
  bytes(1, 80),
  content,
  fc.array(entry, { maxLength: 3 }),
  fc.array(bytes(1, 80), { maxLength: 3 }),
])("is read back as it was written", (certificate, written, entries, timestamps) => {
  const file = formatBundle({ certificate, content: written, entries, timestamps });
  expect(parseBundle(file, "bundle.json")).toEqual({
    version: "0.3",
    signer: { kind: "certificate", chain: [certificate] },
    content: written,
    entries,
    timestamps,
  });
});

test.prop([
  fc.constantFrom("0.1" as const, "0.2" as const, "0.3" as const),
  fc.oneof(
    bytes(1, 80).map((one) => ({ kind: "certificate" as const, chain: [one] as const })),
    fc.string().map((hint) => ({ kind: "key" as const, hint })),
  ),
  content,
  fc.array(entry, { maxLength: 3 }),
])(
  "of any version and signer is read back as it was written",
  (version, signer, written, entries) => {
    const bundle: Bundle = { version, signer, content: written, entries, timestamps: [] };
    expect(parseBundle(formatAnyBundle(bundle), "bundle.json")).toEqual(bundle);
  },
);
