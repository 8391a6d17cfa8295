import { expect, test } from "vitest";
import { comparePublishers, type PublishedPin } from "../../src/policy/publisher-change.ts";

const A = "github:acme/app/release.yml";
const B = "github:evil/app/release.yml";
const pinned = (publishers: readonly string[], attested = publishers.length, files = 1) => ({
  name: "app",
  files,
  attested,
  publishers,
});

test.each<[why: string, before: PublishedPin[], after: PublishedPin[], kind: string | undefined]>([
  ["the same publisher", [pinned([A])], [pinned([A])], undefined],
  ["another publisher", [pinned([A])], [pinned([B])], "changed"],
  ["another publisher beside the same", [pinned([A])], [pinned([A, B], 2, 2)], "changed"],
  ["one of two publishers", [pinned([A, B], 2, 2)], [pinned([B])], undefined],
  ["none any more", [pinned([A])], [pinned([])], "gone"],
  ["a file without, where every file had one", [pinned([A])], [pinned([A], 1, 2)], "partly gone"],
  ["a file without, as before", [pinned([A], 1, 2)], [pinned([A], 1, 2)], undefined],
  ["one for the first time", [pinned([])], [pinned([A])], undefined],
  ["none as before", [pinned([])], [pinned([])], undefined],
  ["a package that is new", [], [pinned([])], undefined],
  ["a package that is gone", [pinned([A])], [], undefined],
  [
    "two lines of a package, together",
    [pinned([A]), pinned([B])],
    [pinned([B]), pinned([A])],
    undefined,
  ],
  [
    "two lines, of which one has none now",
    [pinned([A]), pinned([A])],
    [pinned([A]), pinned([])],
    "partly gone",
  ],
])("%s: %s", (_, before, after, kind) => {
  expect(comparePublishers(before, after).map((one) => one.kind)).toEqual(
    kind === undefined ? [] : [kind],
  );
});

test("says who, and how many files nobody published, sorted by package", () => {
  const zed = { ...pinned([A]), name: "zed" };
  expect(
    comparePublishers([zed, pinned([A])], [{ ...zed, publishers: [B] }, pinned([], 0, 3)]),
  ).toEqual([
    { kind: "gone", name: "app", before: [A], after: [], unattested: 3 },
    { kind: "changed", name: "zed", before: [A], after: [B], unattested: 0 },
  ]);
});
