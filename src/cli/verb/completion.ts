import { type Arguments, UsageError } from "../command.ts";
import { formatBash } from "../completion/bash.ts";
import { formatFish } from "../completion/fish.ts";
import { formatZsh } from "../completion/zsh.ts";
import type { Streams } from "../streams.ts";

const SHELLS: Readonly<Record<string, () => string>> = {
  bash: formatBash,
  zsh: formatZsh,
  fish: formatFish,
};

/** Prints a completion script: for the shell that is named, else for the one that this user has. */
export function completion(args: Arguments, streams: Streams): number {
  const named = args.positionals[0] ?? (streams.env.SHELL ?? "").split("/").at(-1) ?? "";
  const format = Object.hasOwn(SHELLS, named) ? SHELLS[named] : undefined;
  if (format === undefined)
    throw new UsageError(
      `completion: expected ${Object.keys(SHELLS).join(", ")}, found ${named === "" ? "no shell" : named}`,
      "lockseal completion bash",
    );
  streams.stdout.write(format());
  return 0;
}
