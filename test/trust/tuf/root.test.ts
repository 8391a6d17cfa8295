import { describe, expect, test } from "vitest";
import { Refusal } from "../../../src/errors.ts";
import { exitCodeOfRule } from "../../../src/exit-code.ts";
import { acceptFirstRoot, acceptRoot } from "../../../src/trust/tuf/accept.ts";
import {
  PRODUCTION_TUF_ROOT_JSON,
  productionTufRoot,
} from "../../../src/trust/tuf/production-tuf-root.ts";
import { parseRoot } from "../../../src/trust/tuf/root.ts";
import type { Loose } from "../../fakes/instance.ts";
import { FakeTuf, type FakeTufKeyKind, fakeTufKey, signMetadata } from "../../fakes/tuf.ts";

function refusal(run: () => unknown): Refusal {
  try {
    run();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error("expected a refusal, found none");
}

function changed(bytes: Uint8Array, change: (root: Loose) => void): Buffer {
  const root = JSON.parse(Buffer.from(bytes).toString());
  change(root);
  return Buffer.from(JSON.stringify(root));
}

describe("the embedded root of the public instance", () => {
  test("is signed by its own keys, three of five", () => {
    const root = acceptFirstRoot(Buffer.from(PRODUCTION_TUF_ROOT_JSON), "root");
    expect(root.metadata.version).toBeGreaterThanOrEqual(16);
    expect(root.consistentSnapshot).toBe(true);
    expect([root.roles.root.threshold, root.roles.root.keys.size]).toEqual([3, 5]);
    expect(root.roles.timestamp.keys.size).toBe(1);
  });

  test("holds with exactly three signatures, and not with two", () => {
    const keep = (count: number) =>
      changed(Buffer.from(PRODUCTION_TUF_ROOT_JSON), (root) => {
        root.signatures = root.signatures.slice(0, count);
      });
    expect(acceptFirstRoot(keep(3), "root").metadata.version).toBe(
      productionTufRoot().metadata.version,
    );
    expect(refusal(() => acceptFirstRoot(keep(2), "root"))).toMatchObject({
      code: "TUF_SIGNATURES_TOO_FEW",
      message: "root: expected signatures by 3 of the keys that it names for root, found 2",
    });
  });

  test("holds in no other version", () => {
    const older = changed(Buffer.from(PRODUCTION_TUF_ROOT_JSON), (root) => {
      root.signed.version += 1;
    });
    expect(refusal(() => acceptFirstRoot(older, "root")).code).toBe("TUF_SIGNATURES_TOO_FEW");
  });
});

describe("every kind of key signs", () => {
  const kinds: FakeTufKeyKind[] = ["ecdsa", "ecdsa-sha2-nistp256", "ecdsa-p384", "ed25519", "rsa"];
  test.each(kinds)("%s", (kind) => {
    const tuf = new FakeTuf({});
    tuf.keys.root = [fakeTufKey(kind), fakeTufKey(kind)];
    const bytes = tuf.publishRoot();
    expect(acceptFirstRoot(bytes, "root").roles.root.keys.size).toBe(2);
    const broken = changed(bytes, (root) => {
      const { sig } = root.signatures[0];
      root.signatures[0].sig = `${sig.slice(0, -1)}${sig.endsWith("0") ? "1" : "0"}`;
    });
    expect(refusal(() => acceptFirstRoot(broken, "root")).code).toBe("TUF_SIGNATURES_TOO_FEW");
  });

  test("and one of an unknown kind counts for nothing", () => {
    const tuf = new FakeTuf({});
    const [first, second = fakeTufKey()] = tuf.keys.root;
    const strange = { ...second, value: { ...second.value, scheme: "sphincs" } };
    tuf.keys.root = [first ?? second, strange];
    expect(refusal(() => acceptFirstRoot(tuf.publishRoot(), "root"))).toMatchObject({
      code: "TUF_SIGNATURES_TOO_FEW",
      details: { expected: 2, found: 1 },
    });
  });
});

test("one key under two ids signs once", () => {
  const tuf = new FakeTuf({});
  const [key = fakeTufKey()] = tuf.keys.root;
  tuf.keys.root = [key, { ...key, id: "another name" }];
  const bytes = tuf.publishRoot();
  expect(JSON.parse(bytes.toString()).signatures).toHaveLength(2);
  expect(refusal(() => acceptFirstRoot(bytes, "root"))).toMatchObject({
    code: "TUF_SIGNATURES_TOO_FEW",
    details: { role: "root", expected: 2, found: 1 },
  });
});

test("a signature that is not there yet is borne, and counts for nothing", () => {
  const tuf = new FakeTuf({});
  tuf.keys.root = [...tuf.keys.root, fakeTufKey()];
  const bytes = changed(tuf.publishRoot(), (root) => {
    root.signatures[2].sig = "";
  });
  expect(acceptFirstRoot(bytes, "root").metadata.version).toBe(1);
});

describe("the next root", () => {
  test("needs the keys of the one before and its own", () => {
    const tuf = new FakeTuf({});
    const first = acceptFirstRoot(tuf.publishRoot(), "1");
    const second = acceptRoot(tuf.rotate("root"), first, "2");
    expect(second.metadata.version).toBe(2);
    const third = acceptRoot(tuf.rotate("timestamp"), second, "3");
    expect(third.roles.timestamp.keys).not.toEqual(second.roles.timestamp.keys);
  });

  test("is refused when only its own keys signed", () => {
    const tuf = new FakeTuf({});
    const first = acceptFirstRoot(tuf.publishRoot(), "1");
    tuf.keys.root = [fakeTufKey(), fakeTufKey()];
    tuf.versions.root = 2;
    expect(refusal(() => acceptRoot(tuf.publishRoot(), first, "2.root.json"))).toMatchObject({
      code: "TUF_SIGNATURES_TOO_FEW",
      message:
        "2.root.json: expected signatures by 2 of the keys that root 1 names for root, found 0",
    });
  });

  test("is refused when only the keys of the one before signed", () => {
    const tuf = new FakeTuf({});
    const first = acceptFirstRoot(tuf.publishRoot(), "1");
    const before = tuf.keys.root;
    const signed = JSON.parse(tuf.rotate("root").toString()).signed;
    const bytes = signMetadata(signed, before);
    expect(refusal(() => acceptRoot(bytes, first, "2"))).toMatchObject({
      code: "TUF_SIGNATURES_TOO_FEW",
      message: expect.stringContaining("the keys that it names"),
    });
  });

  test.each([
    ["the same version", 1, "TUF_ROLLBACK"],
    ["two versions on", 3, "TUF_VERSION_MISMATCH"],
  ])("is refused with %s", (_why, version, code) => {
    const tuf = new FakeTuf({});
    const first = acceptFirstRoot(tuf.publishRoot(), "1");
    tuf.versions.root = version;
    const found = refusal(() => acceptRoot(tuf.publishRoot(), first, "2"));
    expect(found.code).toBe(code);
    expect(exitCodeOfRule(found.code)).toBe(1);
  });
});

describe("is malformed", () => {
  const tuf = new FakeTuf({});
  const sound = tuf.publishRoot();
  test.each<[why: string, change: (root: Loose) => void, at: RegExp]>([
    ["no signatures", (root) => delete root.signatures, /signatures/],
    ["signatures that are none", (root) => (root.signatures = [7]), /signatures\[0\]/],
    ["a signature in capitals", (root) => (root.signatures[0].sig = "AB"), /signatures\[0\].sig/],
    ["two by one id", (root) => root.signatures.push(root.signatures[0]), /signatures\[2\].keyid/],
    ["another role", (root) => (root.signed._type = "targets"), /_type/],
    ["no specification", (root) => delete root.signed.spec_version, /spec_version/],
    ["a later specification", (root) => (root.signed.spec_version = "2.0.0"), /spec_version/],
    ["version 0", (root) => (root.signed.version = 0), /version/],
    ["half a version", (root) => (root.signed.version = 1.5), /version/],
    ["no end", (root) => delete root.signed.expires, /expires/],
    [
      "an end with a fraction",
      (root) => (root.signed.expires = "2027-01-01T00:00:00.5Z"),
      /expires/,
    ],
    ["a day that is none", (root) => (root.signed.expires = "2027-02-30T00:00:00Z"), /expires/],
    ["no keys", (root) => delete root.signed.keys, /keys/],
    ["a role missing", (root) => delete root.signed.roles.snapshot, /roles.snapshot/],
    ["threshold 0", (root) => (root.signed.roles.root.threshold = 0), /threshold/],
    ["a role without keys", (root) => (root.signed.roles.root.keyids = []), /keyids/],
    [
      "a key id twice",
      (root) => (root.signed.roles.root.keyids[1] = root.signed.roles.root.keyids[0]),
      /keyids/,
    ],
    ["an id without a key", (root) => (root.signed.roles.root.keyids[0] = "nobody"), /keyids/],
    ["a number that is not whole", (root) => (root.signed.custom = [0.5]), /custom\[0\]/],
    ["a switch that is none", (root) => (root.signed.consistent_snapshot = "yes"), /consistent/],
    [
      "a damaged key",
      (root) => (Object.values<Loose>(root.signed.keys)[0].keyval.public = "x"),
      /keyval/,
    ],
  ])("%s", (_why, change, at) => {
    expect(refusal(() => parseRoot(changed(sound, change), "root.json"))).toMatchObject({
      code: "TUF_MALFORMED",
      message: expect.stringMatching(/^root\.json: expected .*, found /s),
      details: { at: expect.stringMatching(at) },
    });
  });

  test("cut short anywhere", () => {
    for (let length = 0; length < sound.length; length += 1)
      expect(refusal(() => parseRoot(sound.subarray(0, length), "root")).code).toBe(
        "TUF_MALFORMED",
      );
  });

  test("or not signed any more, whichever byte is another", () => {
    let seed = 7;
    for (let at = 0; at < sound.length; at += 1) {
      seed = (seed * 48271) % 2147483647;
      const other = Buffer.from(sound);
      other[at] = (other[at] ?? 0) ^ (1 << (seed % 8));
      if (other[at] === sound[at]) continue;
      const code = codeOf(() => acceptFirstRoot(other, "root"));
      expect([at, code]).toEqual([
        at,
        expect.stringMatching(/^TUF_(?:MALFORMED|SIGNATURES_TOO_FEW)$/),
      ]);
    }
  });
});

function codeOf(run: () => unknown): string {
  return refusal(run).code;
}
