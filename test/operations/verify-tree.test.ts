import { createHash } from "node:crypto";
import { chmodSync, linkSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { PlanEntry } from "../../src/archive/plan.ts";
import { verifyTree } from "../../src/operations/verify-tree.ts";

const BYTES = "#!/bin/sh\n";
const PINNED: readonly PlanEntry[] = [
  {
    kind: "file",
    path: "a",
    mode: 0o755,
    size: BYTES.length,
    sha256: createHash("sha256").update(BYTES).digest("hex"),
  },
  { kind: "hardlink", path: "b", mode: 0o755, size: 0, target: "a" },
];

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "lockseal-tree-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  writeFileSync(join(path, "a"), BYTES);
  chmodSync(join(path, "a"), 0o755);
  return path;
}

test("another name of a pinned file has its bytes and mode", () => {
  const root = folder();
  linkSync(join(root, "a"), join(root, "b"));
  expect(verifyTree(root, PINNED)).toEqual([]);
});

test("another name of a pinned file that was replaced alone is a difference", () => {
  const root = folder();
  writeFileSync(join(root, "b"), "#!/bin/ba\n");
  chmodSync(join(root, "b"), 0o755);
  expect(verifyTree(root, PINNED)).toEqual([expect.stringMatching(/^"b": sha256:/)]);
});

test("a pinned link to a file that is not pinned is a difference", () => {
  const root = folder();
  linkSync(join(root, "a"), join(root, "b"));
  expect(
    verifyTree(root, [PINNED[0], { ...PINNED[1], target: "c" }] as readonly PlanEntry[]),
  ).toEqual(['"b": a link to no pinned file']);
});
