import { join } from "node:path";
import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import { isThere, readFile } from "../io/files.ts";
import { findOwnFolder, listNames } from "../io/own-folder.ts";
import { type AddedRoot, MAX_ADDED_ROOT_BYTES, parseAddedRoot } from "../trust/added-root.ts";

/**
 * Where a user's trust roots lie, beside the embedded one: `updated/NAME.json` as `trust update` fetched them,
 * `added/NAME.json` as `trust add` took them. Of the user, never of the tree that is judged.
 */
export interface TrustStore {
  /** Absolute; need not exist. */
  readonly folder: string;
}

/** The name of the root of Sigstore's public instance, which nothing else may have. */
export const PRODUCTION_NAME = "sigstore";

type Environment = Readonly<Record<string, string | undefined>>;

/** Finds the store; gives nothing where the environment names no folder for it. */
export function findStore(env: Environment): TrustStore | undefined {
  const folder = findOwnFolder(env);
  return folder === undefined ? undefined : { folder: join(folder, "trust") };
}

/**
 * Finds the store for writing.
 * @throws Refusal `TRUST_STORE_NOWHERE` — the environment names no folder for it.
 */
export function demandStore(env: Environment): TrustStore {
  const store = findStore(env);
  if (store !== undefined) return store;
  throw new Refusal(
    "TRUST_STORE_NOWHERE",
    "trust store: expected an absolute path in XDG_DATA_HOME or HOME, found none",
    { variables: ["XDG_DATA_HOME", "HOME"] },
    { hint: "set HOME, or XDG_DATA_HOME to the folder for data" },
  );
}

/** Gives the path at which an updated root lies, or would. */
export function updatedPath({ folder }: TrustStore, name: string): string {
  return join(folder, "updated", `${name}.json`);
}

/** Gives the path at which an added root lies, or would. */
export function addedPath({ folder }: TrustStore, name: string): string {
  return join(folder, "added", `${name}.json`);
}

/** Lists the names of the updated roots, sorted. */
export function updatedNames({ folder }: TrustStore): readonly string[] {
  return namesIn(join(folder, "updated"));
}

/** Lists the names of the added roots, sorted. */
export function addedNames({ folder }: TrustStore): readonly string[] {
  return namesIn(join(folder, "added"));
}

/** What a writer that was killed left behind has no such name. */
function namesIn(folder: string): readonly string[] {
  return listNames(folder)
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length))
    .filter(isName);
}

/**
 * Reads an added root.
 * @throws Refusal `TRUST_STORE_DAMAGED`, `FILE_MISSING`, `FILE_UNREADABLE`, `INPUT_TOO_LARGE`
 */
export function readAdded(store: TrustStore, name: string): AddedRoot {
  const path = addedPath(store, name);
  return parseAddedRoot(readFile(path, MAX_ADDED_ROOT_BYTES), path);
}

/** Says whether a root of that name was updated or added. */
export function isTaken(store: TrustStore, name: string): boolean {
  return isThere(updatedPath(store, name)) || isThere(addedPath(store, name));
}

/**
 * Checks that a text can be the name of a root: it becomes a file's.
 * @throws Refusal `TRUST_NAME_MALFORMED`
 */
export function checkName(name: string): void {
  if (isName(name)) return;
  throw new Refusal(
    "TRUST_NAME_MALFORMED",
    `name of a trust root: expected up to 64 of a-z, 0-9, "." and "-", a letter or digit first, found ${quote(name)}`,
    { found: name.slice(0, 256) },
    { hint: "name it: --name NAME" },
  );
}

function isName(name: string): boolean {
  return /^[a-z0-9][a-z0-9.-]{0,63}$/.test(name);
}
