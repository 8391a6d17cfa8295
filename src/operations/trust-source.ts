import { sha256Hex } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import { isThere, readFile } from "../io/files.ts";
import { resolvePath } from "../io/root.ts";
import {
  PRODUCTION_ROOT_DATE,
  PRODUCTION_ROOT_JSON,
  productionRoot,
} from "../trust/production-root.ts";
import { MAX_TRUST_ROOT_BYTES } from "../trust/trust-root.ts";
import { dayOf, parseRootFile, type TrustSource } from "./trust-root-file.ts";
import {
  addedNames,
  addedPath,
  findStore,
  PRODUCTION_NAME,
  readAdded,
  type TrustStore,
  updatedNames,
  updatedPath,
} from "./trust-store.ts";

/** At least one: whoever verifies by an identity needs a root. */
export type TrustSources = readonly [TrustSource, ...TrustSource[]];

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Loads one trust root: from a file, or the embedded one of Sigstore's public instance. Reaches no network, and does not
 * look at what was updated or added: see `loadTrustRoots`.
 * @throws Refusal `TRUST_ROOT_UNREADABLE` — the file is missing or cannot be read.
 * @throws Refusal `TRUST_ROOT_MALFORMED` — it is none: see `parseTrustRoot`.
 */
export function loadTrustRoot(file: string | undefined, cwd: string): TrustSource {
  if (file === undefined) return embeddedRoot();
  const path = resolvePath(cwd, file);
  let bytes: Uint8Array;
  try {
    bytes = readFile(path, MAX_TRUST_ROOT_BYTES);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(
      "TRUST_ROOT_UNREADABLE",
      `${file}: expected a trusted_root.json, found ${error.message.split(", found ").at(-1)}`,
      { path: file },
      { hint: "name the trusted root of the instance, or leave --trusted-root out", cause: error },
    );
  }
  const root = parseRootFile(bytes, file);
  return { root, name: file, date: null, kind: "file", sha256: sha256Hex(bytes), path };
}

/**
 * Loads every trust root that may judge: a file alone where one is named, else that of Sigstore's public instance, the
 * updated one where it is newer than the embedded, and then those that the user fetched from elsewhere or added, by
 * name. Reaches no network; verifies again what was fetched.
 * @param env says where the user's own roots lie: see `findOwnFolder`.
 * @throws Refusal `TRUST_STORE_DAMAGED` — a root that was fetched or added is not as it was written.
 * @throws Refusal see `loadTrustRoot`.
 */
export async function loadTrustRoots(
  file: string | undefined,
  cwd: string,
  env: Environment,
): Promise<TrustSources> {
  const store = file === undefined ? findStore(env) : undefined;
  if (store === undefined) return [loadTrustRoot(file, cwd)];
  const sources: TrustSource[] = [];
  for (const name of updatedNames(store)) {
    if (name !== PRODUCTION_NAME) sources.push(await loadUpdated(store, name));
  }
  for (const name of addedNames(store)) sources.push(loadAdded(store, name));
  return [await loadProduction(store), ...sources];
}

/** Most users have none of these: what reads and verifies them is loaded when there is one. */
async function loadProduction(store: TrustStore): Promise<TrustSource> {
  if (!isThere(updatedPath(store, PRODUCTION_NAME))) return embeddedRoot();
  const { readNewerProductionRoot } = await import("./updated-root.ts");
  return readNewerProductionRoot(store) ?? embeddedRoot();
}

async function loadUpdated(store: TrustStore, name: string): Promise<TrustSource> {
  return (await import("./updated-root.ts")).readUpdatedRoot(store, name);
}

function loadAdded(store: TrustStore, name: string): TrustSource {
  const path = addedPath(store, name);
  const { bytes, added } = readAdded(store, name);
  return {
    root: parseRootFile(bytes, path),
    name,
    date: dayOf(added),
    kind: "added",
    sha256: sha256Hex(bytes),
    path,
  };
}

/** Gives the root that is part of this program. */
export function embeddedRoot(): TrustSource {
  return {
    root: productionRoot(),
    name: PRODUCTION_NAME,
    date: PRODUCTION_ROOT_DATE,
    kind: "embedded",
    sha256: sha256Hex(Buffer.from(PRODUCTION_ROOT_JSON)),
    path: null,
  };
}
