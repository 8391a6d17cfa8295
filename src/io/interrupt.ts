const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Does long work that cleans up after itself when it is told to stop. A signal that would end the process tells it so, and
 * ends the process once the work has stopped.
 * @param outer the caller's own way to stop it.
 * @param work must throw soon after its signal is aborted.
 */
export async function interruptible<Value>(
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const inner = new AbortController();
  let received: NodeJS.Signals | undefined;
  const stop = (signal: NodeJS.Signals): void => {
    received = signal;
    inner.abort();
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  try {
    return await work(outer === undefined ? inner.signal : AbortSignal.any([outer, inner.signal]));
  } finally {
    for (const signal of SIGNALS) process.off(signal, stop);
    // Nobody listens any more, so this ends the process as it would have without us.
    if (received !== undefined) process.kill(process.pid, received);
  }
}
