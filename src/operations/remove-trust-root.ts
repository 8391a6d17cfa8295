import { Refusal } from "../errors.ts";
import { isThere } from "../io/files.ts";
import { removeFile } from "../io/own-folder.ts";
import {
  addedNames,
  addedPath,
  checkName,
  demandStore,
  updatedNames,
  updatedPath,
} from "./trust-store.ts";

/**
 * Removes a trust root that was added or fetched. Does not read it: a damaged one goes, too. Of Sigstore's public
 * instance the embedded root stays.
 * @param env says where the user's roots lie.
 * @returns the path of what was removed.
 * @throws Refusal `TRUST_ROOT_UNKNOWN` — none of that name was added or fetched.
 * @throws Refusal `TRUST_NAME_MALFORMED`, `TRUST_STORE_NOWHERE`, `FILE_UNWRITABLE`
 */
export function removeTrustRoot(
  name: string,
  env: Readonly<Record<string, string | undefined>>,
): string {
  checkName(name);
  const store = demandStore(env);
  const path = [addedPath(store, name), updatedPath(store, name)].find(isThere);
  if (path !== undefined) {
    removeFile(path);
    return path;
  }
  const known = [...addedNames(store), ...updatedNames(store)];
  throw new Refusal(
    "TRUST_ROOT_UNKNOWN",
    `${name}: expected a trust root that was added or fetched, found ${known.length === 0 ? "none at all" : `only ${known.join(", ")}`}`,
    { name, known },
    { hint: "see what is trusted: lockseal trust show" },
  );
}
