import { setTimeout } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import type { Comparison } from "../../src/operations/answer-comparison.ts";
import { CompareBeside } from "../../src/operations/compare-beside.ts";
import { type ComparedLock, compareLock } from "../../src/operations/compare-lock.ts";
import { readLockState } from "../../src/operations/lock-content.ts";
import { openLock } from "../../src/operations/open-lock.ts";
import { Folder, pin } from "../fakes/checkout.ts";
import { TRIVY_LOCK } from "../fakes/tool-lock.ts";

const BEFORE = pin("click", "8.1.7");

/** Locks of every kind; of the last three the thread has nothing to say. */
function locks(): { readonly folder: Folder; readonly asked: readonly Comparison[] } {
  const folder = new Folder()
    .write("updated.txt", pin("click", "8.1.8"))
    .write("more.txt", BEFORE + pin("flask", "3.0.0"))
    .write("loose.txt", "click>=8\n")
    .write("lockseal-tools.lock", TRIVY_LOCK)
    .write("including.txt", `-r other.txt\n${BEFORE}`)
    .write("other.txt", pin("flask", "3.0.0"))
    .write("included-before.txt", BEFORE);
  const asked = [
    ["updated.txt", BEFORE],
    ["more.txt", BEFORE],
    ["loose.txt", BEFORE],
    ["lockseal-tools.lock", TRIVY_LOCK],
    ["including.txt", BEFORE],
    ["included-before.txt", "-r gone.txt\n"],
    ["missing.txt", BEFORE],
  ].map(([path = "", before = ""]) => ({
    ...{ root: folder.path, path, before: Buffer.from(before) },
  }));
  return { folder, asked };
}

/** What this process finds itself. */
function compareHere({ root, path, before }: Comparison): ComparedLock {
  const state = readLockState({ name: path, bytes: before }, () => "none");
  return compareLock(openLock({ file: path, cwd: root, root }), state);
}

function told({ format, problems, before, change }: ComparedLock): unknown {
  const { delta, result, after } = change ?? {};
  return {
    ...{ format, problems, delta, result },
    before: [before?.names, before?.content, before?.unread],
    after: [after?.names, after?.content, after?.files.map(({ name }) => name)],
  };
}

/** Asks until the thread has answered, or a minute is over. */
async function takeLater(beside: CompareBeside, path: string): Promise<ComparedLock | undefined> {
  for (let turn = 0; turn < 6000; turn += 1) {
    const found = await beside.take(path);
    if (found !== undefined) return found;
    await setTimeout(10);
  }
  return undefined;
}

test("finds what this process would, and says nothing of what includes or cannot be read", async () => {
  const { asked } = locks();
  // Turned round: the thread begins with the last, so that all before the first are answered when that is.
  const beside = new CompareBeside(asked);
  try {
    expect((await takeLater(beside, "updated.txt"))?.change?.delta.changes).toMatchObject([
      { kind: "update", name: "click", from: "8.1.7", to: "8.1.8" },
    ]);
    for (const one of asked.slice(0, 4)) {
      const found = await beside.take(one.path);
      expect(found && told(found)).toEqual(told(compareHere(one)));
    }
    expect((await beside.take("loose.txt"))?.change).toBeNull();
    for (const { path } of asked.slice(4)) expect(await beside.take(path)).toBeUndefined();
  } finally {
    await beside.end();
  }
});

test.each([
  ["ends at once", "process.exit(3)"],
  ["fails", "throw new Error('broken')"],
  ["answers what nobody asked", "postMessage({ path: 'other.txt', change: null })"],
  ["never answers", "setInterval(() => {}, 1000)"],
])("a thread that %s leaves everything to whoever started it", async (_, text) => {
  const { asked } = locks();
  const code = `const { parentPort } = require("node:worker_threads"); const postMessage = (one) => parentPort.postMessage(one); ${text}`;
  const beside = new CompareBeside(asked, new Worker(code, { eval: true }));
  for (let turn = 0; turn < 20; turn += 1) await setTimeout(10);
  for (const { path } of [...asked, { path: "other.txt" }])
    expect(await beside.take(path)).toBeUndefined();
  await beside.end();
});
