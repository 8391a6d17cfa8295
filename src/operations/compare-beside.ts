import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { Compared, Comparison } from "./answer-comparison.ts";
import type { ComparedLock } from "./compare-lock.ts";
import { LateState, readLockState, stateOfOpened } from "./lock-content.ts";
import { openLock } from "./open-lock.ts";

/** As many wait for the thread: enough for a second in which nobody listens, some ten megabytes of usual locks. */
const AHEAD = 512;

/**
 * Compares locks in a thread, the last first, while whoever starts it begins with the first. Whatever the thread does not say,
 * because it failed, or has not come to it, is compared where it is needed: it can make things faster, and nothing else.
 */
export class CompareBeside {
  readonly #thread: Worker;
  readonly #open: Comparison[];
  readonly #asked = new Map<string, Comparison>();
  readonly #answers = new Map<string, ComparedLock>();

  /** @param locks in the order in which they will be asked for. */
  constructor(locks: readonly Comparison[], thread: Worker = startThread()) {
    this.#open = [...locks];
    this.#thread = thread;
    thread.on("message", (answer: Compared | string) => this.#hear(answer));
    const giveUp = (): void => {
      this.#open.length = 0;
      this.#asked.clear();
    };
    thread.on("error", giveUp).on("messageerror", giveUp).on("exit", giveUp);
    // Before it is ready: whoever starts it may be busy when it is.
    this.#ask();
  }

  /** Gives what the thread found of a lock; undefined where it has said nothing of it so far. */
  async take(path: string): Promise<ComparedLock | undefined> {
    // Nobody hears the thread while this process works.
    await setImmediate();
    return this.#answers.get(path);
  }

  async end(): Promise<void> {
    await this.#thread.terminate();
  }

  #hear(answer: Compared | string): void {
    if (typeof answer !== "string") {
      const question = this.#asked.get(answer.path);
      if (question !== undefined) this.#answers.set(answer.path, comparedOf(question, answer));
    }
    this.#asked.delete(typeof answer === "string" ? answer : answer.path);
    this.#ask();
  }

  #ask(): void {
    while (this.#asked.size < AHEAD) {
      const next = this.#open.pop();
      if (next === undefined) return;
      this.#asked.set(next.path, next);
      // A copy: of a part of what git printed the thread would get the whole.
      this.#thread.postMessage({ ...next, before: new Uint8Array(next.before) });
    }
  }
}

/** What is seldom asked for is read again then. */
function comparedOf({ root, path, before }: Comparison, answer: Compared): ComparedLock {
  const { format, problems, change } = answer;
  const readBefore = () => readLockState({ name: path, bytes: before }, () => "not looked at");
  const readAfter = () => stateOfOpened(openLock({ file: path, cwd: root, root }));
  return {
    format,
    problems,
    before: new LateState(path, readBefore),
    change: change === null ? null : { ...change, after: new LateState(path, readAfter) },
  };
}

/** Starts a thread that is told nothing of where it runs: neither the environment nor what this process was started with. */
function startThread(): Worker {
  // Beside this file, in the sources as in what is built of them.
  const file = new URL(`./compare-worker${import.meta.url.slice(-3)}`, import.meta.url);
  return new Worker(file, { env: {}, argv: [], execArgv: [] });
}
