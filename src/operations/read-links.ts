import { MAX_ENVELOPE_BYTES } from "../envelope/dsse.ts";
import { Refusal } from "../errors.ts";
import { type Finding, findingOfRefusal } from "../finding.ts";
import { readFile } from "../io/files.ts";
import { listLinks } from "../io/link-folder.ts";
import { findFile, type Root } from "../io/root.ts";
import type { LinkFile } from "../layout/judge-context.ts";

/** All links together: a build of hundreds of steps has a tenth of it, and they are held in memory at once. */
const MAX_LINKS_BYTES = 256 * 1024 * 1024;

/**
 * Reads every file of a folder that is named as a link is. Verifies none.
 * @param unreadable gets a finding for each that cannot be read.
 * @param root what no symbolic link may lead out of: where others have written the folder, what lies elsewhere is not theirs to have read.
 * @throws Refusal `FILE_MISSING`, `FILE_UNREADABLE`, `INPUT_TOO_LARGE` — see `listLinks`.
 */
export function readLinks(folder: string, unreadable: Finding[], root?: Root): readonly LinkFile[] {
  let left = MAX_LINKS_BYTES;
  return listLinks(folder).flatMap(({ name, path }) => {
    try {
      const at = root === undefined ? path : findFile(root, path);
      const bytes = readFile(at, Math.min(MAX_ENVELOPE_BYTES, left));
      left -= bytes.length;
      return [{ name, bytes }];
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      unreadable.push(findingOfRefusal(error, name));
      return [];
    }
  });
}
