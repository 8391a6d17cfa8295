const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Does work that must not stop halfway, such as putting files in place: a signal that would end the process before the
 * work could clean up after itself is let go by. Only for work of an instant: whoever presses ^C does not wait long.
 * @param work must not be async: a signal that is listened to arrives when the work is done.
 */
export function uninterrupted<Value>(work: () => Value): Value {
  const ignore = (): void => {};
  for (const signal of SIGNALS) process.on(signal, ignore);
  try {
    return work();
  } finally {
    for (const signal of SIGNALS) process.off(signal, ignore);
  }
}
