/**
 * The parts of the line that we tell people to install with, in its order. Written down here a second time and
 * not taken from the program, so that the program cannot lose one of them unseen.
 */
export const GUARDS = {
  config: "PIP_CONFIG_FILE=/dev/null",
  isolated: "--isolated",
  force: "--force-reinstall",
  noDeps: "--no-deps",
  hashes: "--require-hashes",
  binary: "--only-binary :all:",
} as const;

export type Guard = keyof typeof GUARDS;

/** Writes the line for a lock, without one of its guards where that is asked for. */
export function installLine(lock: string, without?: Guard): string {
  const keep = (guard: Guard) => (guard === without ? [] : [GUARDS[guard]]);
  return [
    ...keep("config"),
    "pip install",
    ...keep("isolated"),
    ...keep("force"),
    ...keep("noDeps"),
    ...keep("hashes"),
    ...keep("binary"),
    `-r ${lock}`,
  ].join(" ");
}
