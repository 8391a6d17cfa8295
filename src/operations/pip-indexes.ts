import { Refusal } from "../errors.ts";
import type { Finding } from "../finding.ts";
import { isThere, readFile } from "../io/files.ts";
import { liesUnder, type Root } from "../io/root.ts";
import {
  indexesOfPip,
  type PipIndex,
  type PipSource,
  parsePipFile,
  settingsOfVariables,
} from "../lock/pip-settings.ts";
import { listPipFiles, type PipPlaces } from "./pip-files.ts";

/** Which indexes pip is told of on this machine. */
export interface PipIndexes {
  readonly indexes: readonly PipIndex[];
  /** Of files that say nothing here. */
  readonly findings: readonly Finding[];
}

const MAX_BYTES = 1024 * 1024;

/**
 * Reads which indexes pip would ask by its variables and files. A file in the checkout is passed over: whoever proposes a
 * change wrote it, and must not choose who tells how old something is.
 * @param subject the lock that is asked about, for findings.
 */
export function readPipIndexes(subject: string, root: Root, places: PipPlaces): PipIndexes {
  const findings: Finding[] = [];
  const passOver = (message: string): void => {
    const help = "name the index itself: --index URL, or index in its [[lock]] and [indexes]";
    findings.push({ rule: "OBSERVED_INDEX", verdict: "warned", subject, message, help });
  };
  const sources: PipSource[] = [];
  for (const name of listPipFiles(places)) {
    if (!isThere(name)) continue;
    if (liesUnder(root, name)) {
      passOver(`${name}: expected a file of pip's outside of the checkout, found one in it`);
      continue;
    }
    try {
      const text = Buffer.from(readFile(name, MAX_BYTES)).toString("utf8");
      const settings = parsePipFile(text);
      if (settings === undefined)
        passOver(`${name}: expected settings of pip, found what it refuses`);
      else sources.push({ name, settings });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      passOver(error.message);
    }
  }
  sources.push({ name: "variables", settings: settingsOfVariables(places.env) });
  return { indexes: indexesOfPip(sources), findings };
}
