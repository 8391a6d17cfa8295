import { statSync } from "node:fs";
import { resolve } from "node:path";

/** Below this a run is over before the young generation grows. */
const LARGE_BYTES = 1024 * 1024;

/**
 * Keeps the heap's young generation small for the rest of a run that reads a large file: with 100,000 hashes it would
 * grow to 48 MB of what is garbage soon. The run then takes 112 MB instead of 142, and as long as before.
 */
export function keepYoungGenerationSmall(files: readonly string[], cwd: string): void {
  const isLarge = files.some((file) => sizeOf(resolve(cwd, file)) > LARGE_BYTES);
  // The module is loaded for large files only: it costs small ones a tenth of their time.
  if (isLarge)
    process.getBuiltinModule("node:v8").setFlagsFromString("--semi-space-growth-factor=1");
}

function sizeOf(path: string): number {
  try {
    return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  } catch {
    // What cannot be read is told by whoever reads it.
    return 0;
  }
}
