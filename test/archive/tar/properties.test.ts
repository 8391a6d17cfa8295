import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { UNPINNED_LIMITS } from "../../../src/archive/limits.ts";
import type { ArchivePlan } from "../../../src/archive/plan.ts";
import { createPlanBuilder } from "../../../src/archive/plan-builder.ts";
import { createTarWalk } from "../../../src/archive/tar/walk.ts";
import { sha256Hex } from "../../../src/bytes/digest.ts";
import { Refusal } from "../../../src/errors.ts";
import { CONTROL } from "./cases/control.ts";
import { entry, folder, hardlink, long, pax, symlink, TRIVY, tar } from "./make-tar.ts";

function walk(bytes: Uint8Array, sink: (part: Uint8Array) => void = () => {}): ArchivePlan {
  const options = { archive: "a.tar", limits: UNPINNED_LIMITS };
  const builder = createPlanBuilder(options);
  const tar = createTarWalk({
    ...options,
    builder,
    sink: { entry: (_, headers) => sink(headers), body: (part) => sink(Buffer.from(part)) },
  });
  tar.push(bytes);
  return tar.end();
}

const RICH = tar(
  pax([["comment", "x"]], "g"),
  folder("d/"),
  entry("d/a", "x".repeat(600), { mode: 0o755 }),
  long("L", "d/b"),
  entry("d/b", "", { magic: "gnu" }),
  pax([["path", "d/ü"]]),
  entry("d/u", "y"),
  symlink("l", "d/a"),
  hardlink("h", "d/a"),
);

describe("an archive cut short", () => {
  test.each(Array.from({ length: RICH.length / 256 }, (_, at) => [at * 256 + (at % 3)]))(
    "after %i bytes is refused",
    (length) => {
      expect(() => walk(RICH.subarray(0, length))).toThrow(Refusal);
    },
  );
});

describe("whatever bytes there are", () => {
  test.prop([fc.uint8Array({ maxLength: 3000 })])("random ones are refused", (bytes) => {
    expect(() => walk(bytes)).toThrow(Refusal);
  });

  test.prop([fc.nat({ max: RICH.length * 8 - 1 })], { numRuns: 500 })(
    "one changed bit gives a plan or a refusal",
    (bit) => {
      const bytes = Buffer.from(RICH);
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      try {
        walk(bytes);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    },
  );

  test.prop([
    fc.record({
      name: fc.string({ unit: "binary", maxLength: 40 }),
      type: fc.constantFrom(..."012345679xgLKSVDMNX\0Z"),
      link: fc.string({ maxLength: 20 }),
      size: fc.nat({ max: 3000 }),
      content: fc.uint8Array({ maxLength: 1500 }),
    }),
  ])("any fields of a header give a plan or a refusal", ({ name, type, link, size, content }) => {
    const fields = { type, link, size };
    const cut = Buffer.from(name).subarray(0, 100);
    try {
      walk(tar(TRIVY, entry(cut, content, fields), entry("last")));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  });

  test.prop([fc.uint8Array({ maxLength: 200 }), fc.constantFrom("x", "g", "L", "K")])(
    "any description gives a plan or a refusal",
    (body, type) => {
      try {
        walk(tar(entry("description", body, { type }), TRIVY));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    },
  );
});

test.prop([
  fc.uniqueArray(
    fc.record({
      name: fc.stringMatching(/^[a-z0-9]{1,30}(\/[a-z0-9]{1,30}){0,3}$/),
      content: fc.uint8Array({ maxLength: 2000 }),
      mode: fc.nat({ max: 0o777 }),
    }),
    // No name is a folder of another, nor any a device of Windows.
    { maxLength: 8, selector: ({ name }) => name.split("/")[0] },
  ),
])("files come out as they went in", (files) => {
  fc.pre(
    files.length > 0 &&
      files.every(({ name }) => !/(?:^|\/)(?:con|prn|aux|nul|(?:com|lpt)[0-9])(?:$|\/)/.test(name)),
  );
  const plan = walk(tar(...files.map(({ name, content, mode }) => entry(name, content, { mode }))));
  const expected = files.map(({ name, content, mode }) => ({
    path: name,
    kind: "file",
    mode,
    size: content.length,
    sha256: sha256Hex(content),
  }));
  expect(plan.entries).toEqual(expected.sort((one, other) => (one.path < other.path ? -1 : 1)));
});

test("what is handed on is the archive up to its end, and nothing else", () => {
  const parts: Uint8Array[] = [];
  walk(RICH, (part) => parts.push(part));
  expect(Buffer.concat(parts).equals(RICH.subarray(0, -1024))).toBe(true);
});

test("the controls are as many as everyday programs write", () => {
  expect(CONTROL.length).toBeGreaterThan(15);
});
