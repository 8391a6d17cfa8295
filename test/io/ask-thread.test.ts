import { describe, expect, test } from "vitest";
import { type ThreadLimits, withKeptThreads, withThread } from "../../src/io/ask-thread.ts";

const LIMITS: ThreadLimits = { timeMs: 60_000, totalMs: 60_000, memoryMiB: 64 };

/** A thread that does with a question what the code says. */
const file = (code: string): URL =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`
import { parentPort } from "node:worker_threads";
parentPort.on("message", (question) => { ${code} });
parentPort.postMessage("ready");`)}`,
  );

const ask = (code: string, questions: readonly unknown[], limits = LIMITS): Promise<unknown[]> =>
  withThread(file(code), limits, async (one) => {
    const answers: unknown[] = [];
    for (const question of questions) answers.push(await one(question));
    return answers;
  });

describe("a thread", () => {
  test("answers in order, and is the same one", async () => {
    const count =
      "globalThis.n = (globalThis.n ?? 0) + 1; parentPort.postMessage([question, globalThis.n]);";
    expect(await ask(count, ["a", new Map([["k", 2n ** 63n]])])).toEqual([
      { kind: "answered", answer: ["a", 1] },
      { kind: "answered", answer: [new Map([["k", 2n ** 63n]]), 2] },
    ]);
  });

  test("waits for the next who asks where it is kept, and one that was ended does not", async () => {
    const count = `
      if (question === "loop") for (;;);
      globalThis.n = (globalThis.n ?? 0) + 1;
      parentPort.postMessage(globalThis.n);`;
    const answers = await withKeptThreads(async () => [
      ...(await ask(count, ["a"])),
      ...(await ask(count, ["b"])),
      ...(await ask(count, ["loop"], { ...LIMITS, timeMs: 2000 })),
      ...(await ask(count, ["c"])),
    ]);
    expect([...answers, ...(await ask(count, ["d"]))]).toEqual([
      { kind: "answered", answer: 1 },
      { kind: "answered", answer: 2 },
      { kind: "slow", limitMs: 2000, isTotal: false },
      { kind: "answered", answer: 1 },
      { kind: "answered", answer: 1 },
    ]);
  });

  test("is told nothing of where it runs", async () => {
    const told =
      "parentPort.postMessage([{ ...process.env }, process.argv.slice(2), process.execArgv]);";
    expect(await ask(told, [1])).toEqual([{ kind: "answered", answer: [{}, [], []] }]);
  });

  test("that never ends is ended, and another one answers", async () => {
    const code = "if (question === 1) for (;;); parentPort.postMessage(question);";
    expect(await ask(code, [1, 2], { ...LIMITS, timeMs: 2000 })).toEqual([
      { kind: "slow", limitMs: 2000, isTotal: false },
      { kind: "answered", answer: 2 },
    ]);
  });

  test("has no more than the time of all", async () => {
    const code = "for (;;);";
    expect(await ask(code, [1, 2], { ...LIMITS, totalMs: 200 })).toEqual([
      { kind: "slow", limitMs: 200, isTotal: true },
      { kind: "slow", limitMs: 200, isTotal: true },
    ]);
  });

  test("that takes too much memory is ended, and another one answers", async () => {
    const code =
      "const all = []; while (question === 1) all.push([all.length]); parentPort.postMessage(question);";
    expect(await ask(code, [1, 2])).toEqual([
      { kind: "large", limitMiB: 64 },
      { kind: "answered", answer: 2 },
    ]);
  });

  test.each([
    ["fails", "throw new Error('no')", "no"],
    ["ends", "process.exit(3)", "its thread ended with 3"],
  ])("that %s is no answer", async (_why, code, why) => {
    expect(await ask(code, [1])).toEqual([{ kind: "broken", why }]);
  });

  test("that cannot be loaded is no answer", async () => {
    const nowhere = new URL("./nowhere.ts", import.meta.url);
    const answer = await withThread(nowhere, LIMITS, (one) => one(1));
    expect(answer).toMatchObject({ kind: "broken", why: expect.stringContaining("nowhere.ts") });
  });

  test("that nobody asks is none", async () => {
    const nowhere = new URL("./nowhere.ts", import.meta.url);
    expect(await withThread(nowhere, LIMITS, async () => "done")).toBe("done");
  });
});
