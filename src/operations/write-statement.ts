import { writeFile } from "../io/files.ts";
import { resolvePath } from "../io/root.ts";

/**
 * Writes a statement that is to be signed, with a line end, never over a file.
 * @throws Refusal `FILE_EXISTS`, `FILE_UNWRITABLE` — see `writeFile`.
 */
export function writeStatement(out: string, payload: Uint8Array, cwd: string): void {
  writeFile(resolvePath(cwd, out), `${Buffer.from(payload)}\n`, 0o644, true);
}
