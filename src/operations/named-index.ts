import { isThere, readFile } from "../io/files.ts";
import { chooseIndex, parseIndexes, publishTypeOf } from "../policy/indexes.ts";
import { MAX_POLICY_BYTES } from "../policy/policy.ts";
import { locateTools, MANIFEST_NAME } from "./locate-tools.ts";

/**
 * Gives what a publication claims at the index that a user names: see `namedIndex`, `publishTypeOf`.
 * @throws Refusal see `namedIndex`.
 */
export function namedPublishType(said: string | undefined, cwd: string): string {
  return publishTypeOf(namedIndex(said, cwd));
}

/**
 * Gives the index that a user names, by its URL or by its name under `[indexes]` in the nearest `lockseal.toml` up to the
 * top of the checkout; with no name the only one that is there. None is ever assumed.
 *
 * @throws Refusal `INDEX_UNKNOWN`, `INDEX_MALFORMED` — see `chooseIndex`; `POLICY_MALFORMED`, `TOML_MALFORMED` — see `parseIndexes`.
 */
function namedIndex(said: string | undefined, cwd: string): URL {
  const { manifestPath } = locateTools(cwd, undefined);
  const indexes = isThere(manifestPath)
    ? parseIndexes(readFile(manifestPath, MAX_POLICY_BYTES), MANIFEST_NAME)
    : new Map<string, URL>();
  return chooseIndex(said, indexes);
}
