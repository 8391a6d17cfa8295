import { availableParallelism } from "node:os";
import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { type HashedFile, hashListed } from "./hash-listed.ts";
import type { HashAnswer, HashTask } from "./hash-worker.ts";

/** A file to digest. */
export interface FileToHash {
  readonly at: string | Buffer;
  /** In bytes, as it was listed. */
  readonly size: number;
}

/** How to digest. */
export interface HashOptions<File extends FileToHash> {
  /** Gets each file once, in no order, and is not called any more once it has thrown. */
  readonly onHashed: (file: File, hashed: HashedFile) => void;
  /** How many threads; default: one a processor, or none where there is little to do. */
  readonly threads?: number | undefined;
  /** Told how many more bytes were read. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Starts a thread that answers as `hash-worker.ts` does. */
  readonly start?: (() => Worker) | undefined;
}

/** Below this a thread would start for longer than it works. */
const ALONE_BYTES = 16 * 1024 * 1024;
const ALONE_FILES = 400;

/** As much as one message carries: so little that all threads end together, so much that messages cost nothing. */
const TASK_BYTES = 8 * 1024 * 1024;
const TASK_FILES = 64;

/** So much is listed at a time at most, so that whoever interrupts is heard. */
const TASK_STEPS = 2000;

/** One task is worked on and one waits, so that no thread does. */
const TASKS_AHEAD = 2;

/**
 * Digests files on all processors, as they are listed: what is held and what is in flight is bounded, whatever the number
 * and the size of the files.
 * @param files taken one by one as threads are free; undefined where nothing is to digest yet.
 * @throws Error a thread ended before its work; what the signal is aborted with; what listing or `onHashed` throws.
 */
export async function hashFiles<File extends FileToHash>(
  files: Iterator<File | undefined>,
  options: HashOptions<File>,
): Promise<void> {
  const queue = new Queue(files, options);
  try {
    const isLittle = options.threads === undefined && (await queue.fill());
    if (isLittle) await workHere(queue, options);
    else await workBeside(queue, options);
  } finally {
    // Whoever lists has a folder open where the work ends early.
    files.return?.();
  }
}

interface Task<File> {
  readonly files: readonly File[];
  /** As they were listed. */
  readonly bytes: number;
}

/** What is still to be done. */
class Queue<File extends FileToHash> {
  readonly #files: Iterator<File | undefined>;
  readonly #signal: AbortSignal | undefined;
  readonly #taken: Task<File>[] = [];
  #isEnd = false;

  constructor(files: Iterator<File | undefined>, { signal }: HashOptions<File>) {
    this.#files = files;
    this.#signal = signal;
  }

  /** Takes as much as is digested without threads, and tells whether that is all. */
  async fill(): Promise<boolean> {
    for (let bytes = 0, count = 0; bytes < ALONE_BYTES && count < ALONE_FILES; ) {
      const task = this.#list();
      if (task === undefined) return true;
      this.#taken.push(task);
      bytes += task.bytes;
      count += task.files.length;
      await setImmediate();
    }
    return false;
  }

  /** Gives the next files, which may be none for now; undefined where all are taken. */
  take(): Task<File> | undefined {
    return this.#taken.shift() ?? this.#list();
  }

  #list(): Task<File> | undefined {
    this.#signal?.throwIfAborted();
    const files: File[] = [];
    let bytes = 0;
    for (let step = 0; step < TASK_STEPS && !this.#isEnd; step += 1) {
      if (files.length >= TASK_FILES || bytes >= TASK_BYTES) break;
      const { done, value } = this.#files.next();
      if (done === true) this.#isEnd = true;
      else if (value !== undefined) {
        files.push(value);
        bytes += value.size;
      }
    }
    return files.length === 0 && this.#isEnd ? undefined : { files, bytes };
  }
}

async function workHere<File extends FileToHash>(
  queue: Queue<File>,
  { onHashed, onBytes = () => {} }: HashOptions<File>,
): Promise<void> {
  for (let task = queue.take(); task !== undefined; task = queue.take()) {
    for (const file of task.files)
      onHashed(
        file,
        hashListed(file.at, () => {}),
      );
    onBytes(task.bytes);
    await setImmediate();
  }
}

async function workBeside<File extends FileToHash>(
  queue: Queue<File>,
  options: HashOptions<File>,
): Promise<void> {
  const { threads = availableParallelism(), start = startThread, signal } = options;
  const pool: Worker[] = [];
  const ended = new AbortController();
  try {
    for (let index = 0; index < threads; index += 1) pool.push(start());
    await Promise.all(pool.map((thread) => feedThread(thread, queue, options, ended.signal)));
    signal?.throwIfAborted();
  } finally {
    ended.abort();
    await Promise.all(pool.map((thread) => thread.terminate()));
  }
}

/** Starts a thread that is told nothing of where it runs: neither the environment nor what this process was started with. */
function startThread(): Worker {
  // Beside this file, in the sources as in what is built of them.
  const file = new URL(`./hash-worker${import.meta.url.slice(-3)}`, import.meta.url);
  return new Worker(file, { env: {}, argv: [], execArgv: [] });
}

/** Gives one thread tasks until none is left. */
function feedThread<File extends FileToHash>(
  thread: Worker,
  queue: Queue<File>,
  options: HashOptions<File>,
  ended: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const feeder = new Feeder(thread, queue, options);
    /** Whatever fails while somebody waits for the thread ends the waiting. */
    const step = (work: () => void): void => {
      if (ended.aborted) return;
      try {
        work();
        const next = feeder.feed();
        if (next === "end") resolve();
        if (next === "later") void setImmediate().then(() => step(() => {}));
      } catch (error) {
        reject(error);
      }
    };
    thread.on("message", (answer: HashAnswer) => step(() => feeder.take(answer)));
    thread.on("error", reject);
    thread.on("messageerror", reject);
    thread.on("exit", (code) =>
      reject(new Error(`a thread that digests files ended with ${code}`)),
    );
    options.signal?.addEventListener("abort", () => reject(options.signal?.reason), { once: true });
    step(() => {});
  });
}

/** What one thread works on. */
class Feeder<File extends FileToHash> {
  readonly #thread: Worker;
  readonly #queue: Queue<File>;
  readonly #onHashed: HashOptions<File>["onHashed"];
  readonly #onBytes: (bytes: number) => void;
  readonly #ahead: Task<File>[] = [];
  /** Of the first of these tasks. */
  #told = 0;

  constructor(thread: Worker, queue: Queue<File>, options: HashOptions<File>) {
    this.#thread = thread;
    this.#queue = queue;
    this.#onHashed = options.onHashed;
    this.#onBytes = options.onBytes ?? (() => {});
  }

  take(answer: HashAnswer): void {
    if (typeof answer === "number") {
      this.#told += answer;
      this.#onBytes(answer);
      return;
    }
    const task = this.#ahead.shift();
    if (task === undefined) throw new Error("a thread that digests files answers unasked");
    this.#onBytes(Math.max(0, task.bytes - this.#told));
    this.#told = 0;
    for (const [at, file] of task.files.entries()) {
      const hashed = answer[at];
      if (hashed === undefined) throw new Error("a thread that digests files left one out");
      this.#onHashed(file, hashed);
    }
  }

  /** Hands over what there is room for: nothing waits behind a large file, for another thread may be free before. */
  feed(): "working" | "later" | "end" {
    while (this.#ahead.length < TASKS_AHEAD && (this.#ahead[0]?.bytes ?? 0) <= 2 * TASK_BYTES) {
      const task = this.#queue.take();
      if (task === undefined) return this.#ahead.length === 0 ? "end" : "working";
      if (task.files.length === 0) return "later";
      this.#ahead.push(task);
      const paths: HashTask = task.files.map(({ at }) => at);
      this.#thread.postMessage(paths);
    }
    return "working";
  }
}
