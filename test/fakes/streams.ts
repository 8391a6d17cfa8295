import { main } from "../../src/cli/main.ts";
import type { PasswordInput } from "../../src/io/password.ts";

/** How a command runs: what `main` would take from the process. */
export interface Surroundings {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly now?: Date;
  /** What a pipe holds; without it standard input is an empty pipe. */
  readonly stdin?: string;
  /** How long to wait for services. */
  readonly patience?: {
    readonly timeoutMs: number;
    readonly attempts: number;
    readonly backoffMs: number;
  };
  /** What a jail is built with. */
  readonly machine?: { readonly unshare: string; readonly settings: string };
  /** Make standard output and error terminals. */
  readonly terminal?: boolean;
}

/** What a command left behind. */
export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The clock of every test that sets none. */
export const NOW: Date = new Date("2026-11-24T03:00:00Z");

/** Runs one command line in this process, and keeps what it prints. */
export async function run(words: readonly string[], around: Surroundings): Promise<Outcome> {
  const [stdout, stderr] = [new Capture(around.terminal), new Capture(around.terminal)];
  const exitCode = await main(words, {
    cwd: around.cwd,
    // What pip is told on the machine that tests is nothing to them.
    env: { LOCKSEAL_PASSWORD: "correct horse", PIP_CONFIG_FILE: "/dev/null", ...around.env },
    now: () => around.now ?? NOW,
    ...(around.machine && { machine: around.machine }),
    ...(around.patience && { patience: around.patience }),
    stdin: pipe(around.stdin ?? ""),
    stdout,
    stderr,
  });
  return { exitCode, stdout: stdout.text, stderr: stderr.text };
}

/** An output that keeps what is written to it. */
export class Capture {
  text = "";
  readonly isTTY: boolean;

  constructor(isTTY = false) {
    this.isTTY = isTTY;
  }

  write(text: string): boolean {
    this.text += text;
    return true;
  }
}

/** A standard input that is a pipe with these chunks in it. */
export function pipe(...chunks: readonly string[]): PasswordInput {
  const nothing = (): void => {};
  return {
    isTTY: false,
    on: nothing,
    off: nothing,
    resume: nothing,
    pause: nothing,
    async *[Symbol.asyncIterator]() {
      for (const chunk of chunks) if (chunk !== "") yield Buffer.from(chunk);
    },
  };
}

/** A standard input that is a terminal: what is typed goes to whoever listens. */
export class Terminal implements PasswordInput {
  readonly isTTY = true;
  /** What raw mode was set to, in order. */
  readonly raw: boolean[] = [];
  #listener: ((chunk: Uint8Array | string) => void) | undefined;
  readonly #typed: string[];
  /** Called whenever raw mode is set, for what must come before or after. */
  onRawMode: (raw: boolean) => void = () => {};

  /** @param typed one entry for each time that a prompt begins to listen. */
  constructor(...typed: readonly string[]) {
    this.#typed = [...typed];
  }

  setRawMode(raw: boolean): void {
    this.raw.push(raw);
    this.onRawMode(raw);
  }

  on(_event: "data", listener: (chunk: Uint8Array | string) => void): void {
    this.#listener = listener;
  }

  off(): void {
    this.#listener = undefined;
  }

  resume(): void {
    const next = this.#typed.shift();
    // One key at a time, as a terminal in raw mode hands them over.
    for (const byte of Buffer.from(next ?? "")) this.#listener?.(Buffer.of(byte));
  }

  pause(): void {}

  // biome-ignore lint/correctness/useYield: a prompt must not read a terminal line by line.
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    throw new Error("a terminal was read as a pipe");
  }
}
