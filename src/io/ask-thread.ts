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
  /** Ended after this many milliseconds; `isTotal` where they are those of all questions together. */
  | { readonly kind: "slow"; readonly limitMs: number; readonly isTotal: boolean }
  | { readonly kind: "large"; readonly limitMiB: number }
  | { readonly kind: "broken"; readonly why: string };

/** What a thread says first. */
export const THREAD_READY = "ready";

/** To load what it runs; a machine that does much else takes its time. */
const START_MS = 60_000;

/** Asks the thread that works now. */
export type Ask = <Answer>(question: unknown) => Promise<ThreadAnswer<Answer>>;

/**
 * Does some work with a thread that answers questions, one after the other. One that takes too long or too much is ended
 * with the thread, whatever it is doing, and the next question gets a thread of its own. A thread is told nothing of where
 * it runs: neither the environment nor what this process was started with.
 * @param file says `THREAD_READY` once it is, and then one message for each that it gets.
 */
export async function withThread<Result>(
  file: URL,
  limits: ThreadLimits,
  work: (ask: Ask) => Promise<Result>,
): Promise<Result> {
  let thread = takeKept(file, limits);
  let restMs = limits.totalMs;
  const end = async (): Promise<void> => {
    await thread?.end();
    thread = undefined;
  };
  const ask: Ask = async <Answer>(question: unknown) => {
    const timeMs = Math.min(limits.timeMs, restMs);
    const isTotal = timeMs < limits.timeMs;
    if (timeMs <= 0) return { kind: "slow", limitMs: limits.totalMs, isTotal };
    thread ??= new Asked(file, limits.memoryMiB);
    const start = await thread.start();
    const begun = performance.now();
    const answer = start ?? (await thread.ask<Answer>(question, timeMs));
    restMs -= performance.now() - begun;
    if (answer.kind !== "answered") await end();
    // One that did not start took none of their time.
    if (answer.kind !== "slow" || start !== undefined || !isTotal) return answer;
    return { ...answer, limitMs: limits.totalMs, isTotal };
  };
  try {
    return await work(ask);
  } finally {
    if (thread === undefined || kept === undefined) await end();
    else kept.set(keyOf(file, limits), thread);
  }
}

/** Threads that wait for whoever asks next; undefined where nobody is to. */
let kept: Map<string, Asked> | undefined;

/**
 * Lets threads that have answered everything wait for the next who asks, for the time of a use: to start one takes longer
 * than most answers. What is asked has to leave nothing behind in a thread.
 */
export async function withKeptThreads<Result>(use: () => Promise<Result>): Promise<Result> {
  const own = new Map<string, Asked>();
  kept = own;
  try {
    return await use();
  } finally {
    kept = undefined;
    for (const thread of own.values()) await thread.end();
  }
}

function takeKept(file: URL, limits: ThreadLimits): Asked | undefined {
  const key = keyOf(file, limits);
  const thread = kept?.get(key);
  kept?.delete(key);
  return thread;
}

function keyOf(file: URL, { memoryMiB }: ThreadLimits): string {
  return `${file.href} ${memoryMiB}`;
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

  /** Waits until it is ready, which is in nobody's time; says what came in place of that. */
  async start(): Promise<Exclude<ThreadAnswer<never>, { kind: "answered" }> | undefined> {
    if (this.#isReady) return undefined;
    const start = await this.#next<string>(START_MS);
    if (start.kind !== "answered") return start;
    this.#isReady = true;
    return undefined;
  }

  async ask<Answer>(question: unknown, timeMs: number): Promise<ThreadAnswer<Answer>> {
    const answer = this.#next<Answer>(timeMs);
    this.#thread.postMessage(question);
    return answer;
  }

  #next<Message>(limitMs: number): Promise<ThreadAnswer<Message>> {
    const { promise, resolve } = Promise.withResolvers<ThreadAnswer<Message>>();
    const timer = setTimeout(() => resolve({ kind: "slow", limitMs, isTotal: false }), limitMs);
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
