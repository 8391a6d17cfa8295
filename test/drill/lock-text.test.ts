import { expect, test } from "vitest";
import { findBlocks, findUpdatable, laterVersion, toVersion } from "../../src/drill/lock-text.ts";

const H = "0".repeat(64);
const LOCK = `# by a tool
click[extra]==8.1.7 \\
    --hash=sha256:${H} \\
    --hash=sha256:${"1".repeat(64)}
    # via flask
flask==3.0.0 --hash=sha256:${H}
loose>=1
local==1.0+cpu --hash=sha256:${H}
`;

test("finds requirements with the lines that they go over, and nothing that is not pinned", () => {
  expect(findBlocks(LOCK)).toEqual([
    { name: "click", version: "8.1.7", start: 1, end: 4 },
    { name: "flask", version: "3.0.0", start: 5, end: 6 },
    { name: "local", version: "1.0+cpu", start: 7, end: 8 },
  ]);
});

test("gives one requirement another version and other files, and leaves every other byte", () => {
  const block = findUpdatable(LOCK);
  if (block === undefined) throw new Error("expected a requirement");
  const changed = toVersion(LOCK, block, laterVersion(block.version));
  const [before, after] = [LOCK.split("\n"), changed.split("\n")];
  expect(after[1]).toBe("click[extra]==8.1.7.1 \\");
  const differing = before.flatMap((line, at) => (line === after[at] ? [] : [at]));
  expect(differing).toEqual([1, 2, 3]);
  expect(new Set(changed.match(/[0-9a-f]{64}/g)).size).toBe(3);
});
