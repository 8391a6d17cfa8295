import { type Arguments, UsageError } from "./command.ts";

const LOCK_OPTIONS = ["copy-to", "min-sequence", "repository", "root"] as const;

/**
 * Refuses the options of `verify` about locks where no lock is verified: they would promise a check that nobody makes.
 * @param where says so in words.
 * @param used those of the options that say something else here.
 * @throws UsageError that names the first of them.
 */
export function refuseLockOptions(
  args: Arguments,
  where:
    | "with --message"
    | "with --checksums"
    | "without a requirements file"
    | "with a key of this kind",
  used: readonly string[],
): void {
  const idle = LOCK_OPTIONS.find((name) => !used.includes(name) && args.text(name) !== undefined);
  if (idle === undefined) return;
  throw new UsageError(`verify: expected no --${idle} ${where}, found it: it is about locks`);
}
