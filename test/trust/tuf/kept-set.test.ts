import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { Refusal } from "../../../src/errors.ts";
import { acceptFirstRoot } from "../../../src/trust/tuf/accept.ts";
import {
  formatKeptSet,
  type KeptSet,
  parseKeptSet,
  verifyKeptSet,
} from "../../../src/trust/tuf/kept-set.ts";
import { FakeTuf } from "../../fakes/tuf.ts";

const UPDATED = Date.UTC(2026, 10, 24);
const bytes = fc.uint8Array({ maxLength: 20 }).map((one) => Buffer.from(one));

property.prop([
  fc.record({
    mirror: fc.webUrl(),
    updated: fc.integer({ min: 0, max: Date.UTC(9999, 11, 31) }),
    firstRoot: fc.option(bytes),
    roots: fc.array(bytes, { maxLength: 4 }),
    timestamp: bytes,
    snapshot: bytes,
    targets: bytes,
    files: fc
      .array(fc.tuple(fc.constantFrom("a.json", "b.json"), bytes))
      .map((all) => new Map(all)),
  }),
])("what is written is read again", (set) => {
  expect(parseKeptSet(formatKeptSet(set), "set")).toEqual(set);
});

property.prop([fc.uint8Array()])("random bytes are refused", (some) => {
  expect(refusalOf(() => parseKeptSet(some, "set")).code).toBe("TRUST_STORE_DAMAGED");
});

/** A set of a repository as it is, from its first root on. */
function keep(tuf: FakeTuf): KeptSet {
  const file = (name: string): Uint8Array => tuf.files.get(name) ?? Buffer.of();
  const { root, snapshot, targets } = tuf.versions;
  return {
    mirror: "https://tuf.example",
    updated: UPDATED,
    firstRoot: null,
    roots: Array.from({ length: root - 1 }, (_, index) => file(`${index + 2}.root.json`)),
    timestamp: file("timestamp.json"),
    snapshot: file(`${snapshot}.snapshot.json`),
    targets: file(`${targets}.targets.json`),
    files: tuf.targets,
  };
}

const tuf = new FakeTuf({ "trusted_root.json": Buffer.from("the root") });
const first = acceptFirstRoot(tuf.files.get("1.root.json") ?? Buffer.of(), "1.root.json");
tuf.rotate("root");
tuf.rotate("timestamp");
tuf.rotate("targets");
tuf.publish();
const sound = keep(tuf);

test("is verified from the first root on", () => {
  expect(verifyKeptSet(sound, first, "set").root.metadata.version).toBe(4);
});

test("is verified from a newer first root on, too: those before it are passed over", () => {
  const newer = acceptFirstRoot(tuf.files.get("3.root.json") ?? Buffer.of(), "3.root.json");
  expect(verifyKeptSet(sound, newer, "set").root.metadata.version).toBe(4);
});

test("holds until long after its timestamp has ended: age is judged elsewhere", () => {
  const { expires } = verifyKeptSet(sound, first, "set").timestamp.metadata;
  const last = { ...sound, updated: expires - 1 };
  expect(verifyKeptSet(last, first, "set").root.metadata.version).toBe(4);
  expect(
    refusalOf(() => verifyKeptSet({ ...sound, updated: expires }, first, "set")),
  ).toMatchObject({
    code: "TRUST_STORE_DAMAGED",
    message: `set: expected a time before 2026-12-01T00:00:00Z, the end of its timestamp, found 2026-12-01T00:00:00Z`,
  });
});

test.each<[why: string, change: Partial<KeptSet>]>([
  ["without a root between", { roots: sound.roots.slice(1) }],
  ["without the last root", { roots: sound.roots.slice(0, -1) }],
  ["with another's first root", { firstRoot: new FakeTuf({}).files.get("1.root.json") ?? null }],
  ["with a file that is not listed", { files: new Map([["other.json", Buffer.of(1)]]) }],
  [
    "with other bytes of a file",
    { files: new Map([["trusted_root.json", Buffer.from("The root")]]) },
  ],
])("is refused %s", (_why, change) => {
  expect(refusalOf(() => verifyKeptSet({ ...sound, ...change }, first, "set")).code).toBe(
    "TRUST_STORE_DAMAGED",
  );
});

test("is refused whichever byte of its metadata is another", () => {
  // From the last root on, so that what is measured is not the chain before it.
  const last = acceptFirstRoot(tuf.files.get("4.root.json") ?? Buffer.of(), "4.root.json");
  let seed = 11;
  for (const part of ["timestamp", "snapshot", "targets"] as const) {
    for (let at = 0; at < sound[part].length; at += 1) {
      seed = (seed * 48271) % 2147483647;
      const other = Buffer.from(sound[part]);
      other[at] = (other[at] ?? 0) ^ (1 << (seed % 8));
      const refusal = refusalOf(() =>
        verifyKeptSet({ ...sound, roots: [], [part]: other }, last, "set"),
      );
      expect([part, at, refusal.code]).toEqual([part, at, "TRUST_STORE_DAMAGED"]);
    }
  }
});

function refusalOf(run: () => unknown): Refusal {
  try {
    run();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error("expected a refusal, found none");
}
