import { sha256Hex } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import { readFile } from "../io/files.ts";
import { npmKeysTarget } from "../trust/npm-keys.ts";
import { PRODUCTION_ROOT_DATE } from "../trust/production-root.ts";
import {
  type KeptSet,
  MAX_KEPT_SET_BYTES,
  parseKeptSet,
  verifyKeptSet,
} from "../trust/tuf/kept-set.ts";
import { productionTufRoot } from "../trust/tuf/production-tuf-root.ts";
import { dayOf, parseRootFile, type TrustSource } from "./trust-root-file.ts";
import { PRODUCTION_NAME, type TrustStore, updatedPath } from "./trust-store.ts";

/** The target that holds the trust root of an instance. */
export const TRUSTED_ROOT_TARGET = "trusted_root.json";
/** The target that says which services to sign with; not every instance has one. */
export const SIGNING_CONFIG_TARGET = "signing_config.v0.2.json";

/**
 * Reads what `trust update` kept of an instance. Verifies nothing.
 * @throws Refusal `TRUST_STORE_DAMAGED`, `FILE_MISSING`, `FILE_UNREADABLE`, `INPUT_TOO_LARGE`
 */
export function readKeptSet(store: TrustStore, name: string): KeptSet {
  const path = updatedPath(store, name);
  const kept = parseKeptSet(readFile(path, MAX_KEPT_SET_BYTES), path);
  // The public instance begins with what is embedded: a file under its name must not bring a beginning of its own.
  const isPublic = name === PRODUCTION_NAME;
  if (isPublic === (kept.firstRoot === null)) return kept;
  throw new Refusal(
    "TRUST_STORE_DAMAGED",
    `${path}: expected ${isPublic ? "no first root but the embedded one" : "a first root of its own"}, found ${isPublic ? "another" : "none"}`,
    { path },
    { hint: "remove the file, and fetch it anew: lockseal trust update" },
  );
}

/**
 * Reads the updated root of Sigstore's public instance where it is newer than the embedded one; gives nothing where a
 * release of this program is newer than the last update, whose signatures then may be by keys of before.
 * @throws Refusal see `readUpdatedRoot`.
 */
export function readNewerProductionRoot(store: TrustStore): TrustSource | undefined {
  const { updated } = readKeptSet(store, PRODUCTION_NAME);
  return dayOf(updated) > PRODUCTION_ROOT_DATE
    ? readUpdatedRoot(store, PRODUCTION_NAME)
    : undefined;
}

/**
 * Reads the trust root that `trust update` kept, and verifies it again from the first root on: a changed file on this
 * machine is refused as one from the network would be.
 * @throws Refusal `TRUST_STORE_DAMAGED`; `TRUST_ROOT_MALFORMED` — a root that an older version of this program took.
 */
export function readUpdatedRoot(store: TrustStore, name: string): TrustSource {
  const path = updatedPath(store, name);
  const kept = readKeptSet(store, name);
  verifyKeptSet(kept, productionTufRoot(), path);
  const bytes = kept.files.get(TRUSTED_ROOT_TARGET);
  if (bytes === undefined)
    throw new Refusal(
      "TRUST_STORE_DAMAGED",
      `${path}: expected ${TRUSTED_ROOT_TARGET}, found none`,
      { path },
      { hint: "fetch it anew: lockseal trust update" },
    );
  return {
    root: parseRootFile(bytes, path),
    name,
    date: dayOf(kept.updated),
    kind: "updated",
    sha256: sha256Hex(bytes),
    path,
    signingConfig: kept.files.get(SIGNING_CONFIG_TARGET),
    npmKeys: kept.files.get(npmKeysTarget(kept.files.keys()) ?? ""),
  };
}
