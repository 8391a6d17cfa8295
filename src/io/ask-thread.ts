import { Worker } from "node:worker_threads";

/** How much a thread may take. */
export interface ThreadLimits {
  /** For one answer, in milliseconds. */
  readonly timeMs: number;
  /** For all answers together. */
  readonly totalMs: number;
  /** Of the heap, in MiB. */
  readonly memoryMiB: number;
}

/** What came of a question. */
export type ThreadAnswer<Answer> =
  | { readonly kind: "answered"; readonly answer: Answer }
  /** Ended after this many milliseconds; `total` where the questions before had taken them. */
  | { readonly kind: "slow"; readonly limitMs: number; readonly isTotal: boolean }
  | { readonly kind: "large"; readonly limitMiB: number }
  | { readonly kind: "broken"; readonly why: string };

/** What a thread says first. */
export const THREAD_READY = "ready";

/** To load what it runs; a machine that does much else takes its time. */
const START_MS = 60_000;

/**
 * Asks a thread one question after the other. One that takes too long or too much is ended with the thread, whatever it is
 * doing, and the next question gets a thread of its own. A thread is told nothing of where it runs: neither the environment
 * nor what this process was started with.
 * @param file says `THREAD_READY` once it is, and then one message for each that it gets.
 */
export async function askThread<Answer>(
  file: URL,
  questions: readonly unknown[],
  limits: ThreadLimits,
): Promise<readonly ThreadAnswer<Answer>[]> {
  const answers: ThreadAnswer<Answer>[] = [];
  let thread: Asked | undefined;
  let restMs = limits.totalMs;
  try {
    for (const question of questions) {
      const timeMs = Math.min(limits.timeMs, restMs);
      if (timeMs <= 0) {
        answers.push({ kind: "slow", limitMs: limits.totalMs, isTotal: true });
        continue;
      }
      thread ??= new Asked(file, limits.memoryMiB);
      const begun = performance.now();
      const answer = await thread.ask<Answer>(question, timeMs, timeMs < limits.timeMs);
      restMs -= performance.now() - begun;
      answers.push(answer);
      if (answer.kind === "answered") continue;
      await thread.end();
      thread = undefined;
    }
  } finally {
    await thread?.end();
  }
  return answers;
}

class Asked {
  readonly #thread: Worker;
  readonly #memoryMiB: number;
  #isReady = false;

  constructor(file: URL, memoryMiB: number) {
    this.#memoryMiB = memoryMiB;
    const resourceLimits = { maxOldGenerationSizeMb: memoryMiB, maxYoungGenerationSizeMb: 32 };
    this.#thread = new Worker(file, { env: {}, argv: [], execArgv: [], resourceLimits });
  }

  async end(): Promise<void> {
    await this.#thread.terminate();
  }

  /** Asks once the thread is ready: what it takes to load is nobody's fault. */
  async ask<Answer>(
    question: unknown,
    timeMs: number,
    isTotal: boolean,
  ): Promise<ThreadAnswer<Answer>> {
    if (!this.#isReady) {
      const start = await this.#next<string>(START_MS, false);
      if (start.kind !== "answered") return start;
      this.#isReady = start.answer === THREAD_READY;
    }
    const answer = this.#next<Answer>(timeMs, isTotal);
    this.#thread.postMessage(question);
    return answer;
  }

  #next<Message>(limitMs: number, isTotal: boolean): Promise<ThreadAnswer<Message>> {
    const { promise, resolve } = Promise.withResolvers<ThreadAnswer<Message>>();
    const timer = setTimeout(() => resolve({ kind: "slow", limitMs, isTotal }), limitMs);
    const answered = (answer: Message): void => resolve({ kind: "answered", answer });
    const failed = (error: Error & { readonly code?: string }): void =>
      resolve(
        error.code === "ERR_WORKER_OUT_OF_MEMORY"
          ? { kind: "large", limitMiB: this.#memoryMiB }
          : { kind: "broken", why: error.message },
      );
    const exited = (code: number): void =>
      resolve({ kind: "broken", why: `its thread ended with ${code}` });
    this.#thread.on("message", answered).on("error", failed).on("messageerror", failed);
    this.#thread.on("exit", exited);
    return promise.finally(() => {
      clearTimeout(timer);
      this.#thread.off("message", answered).off("error", failed).off("messageerror", failed);
      this.#thread.off("exit", exited);
    });
  }
}
