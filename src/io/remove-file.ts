import { unlinkSync } from "node:fs";
import { Refusal } from "../errors.ts";
import { codeOf } from "./files.ts";

/** Removes a file. @throws Refusal `FILE_UNWRITABLE` — the folder does not let us. */
export function removeFile(path: string): void {
  try {
    unlinkSync(path);
  } catch (cause) {
    throw new Refusal(
      "FILE_UNWRITABLE",
      `${path}: expected to remove a file, found ${codeOf(cause)}`,
      { path },
      { hint: "remove it by hand", cause },
    );
  }
}
