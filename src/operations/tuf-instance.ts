import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import { type Finding, findingOfRefusal } from "../finding.ts";
import { isThere, readFile } from "../io/files.ts";
import { resolvePath } from "../io/root.ts";
import { isProtected } from "../sigstore/signing-config.ts";
import { acceptFirstRoot } from "../trust/tuf/accept.ts";
import { type KeptSet, type VerifiedSet, verifyKeptSet } from "../trust/tuf/kept-set.ts";
import { MAX_METADATA_BYTES } from "../trust/tuf/metadata.ts";
import { PRODUCTION_MIRROR, productionTufRoot } from "../trust/tuf/production-tuf-root.ts";
import type { Root } from "../trust/tuf/root.ts";
import {
  addedPath,
  checkName,
  PRODUCTION_NAME,
  type TrustStore,
  updatedNames,
  updatedPath,
} from "./trust-store.ts";
import type { UpdateTrustRootOptions } from "./update-of-roots.ts";
import { readKeptSet } from "./updated-root.ts";

/** One instance to update. */
export interface Instance {
  readonly name: string;
  readonly mirror: string;
  readonly firstRoot: Root;
  /** The same as bytes where a user named it. */
  readonly firstBytes: Uint8Array | null;
  readonly kept: KeptSet | undefined;
  readonly known: VerifiedSet | undefined;
  /** Why what was kept does not count. */
  readonly damage: Finding | undefined;
}

/** One that cannot be updated, and why. */
export interface DamagedInstance {
  readonly name: string;
  readonly damage: Finding;
}

/**
 * Chooses which instances to update: the one that is named, else every one that is known.
 * @throws Refusal `MIRROR_MALFORMED`, `TRUST_NAME_MALFORMED`, `TRUST_ROOT_EXISTS`, `TRUST_ROOT_UNKNOWN`, `TRUST_ROOT_UNREADABLE`, `TRUST_ROOT_MALFORMED`
 * @throws Refusal `TRUST_STORE_DAMAGED` — what was kept of the named one was changed, and nobody knows its first root.
 */
export function chooseInstances(
  store: TrustStore,
  options: UpdateTrustRootOptions,
): readonly (Instance | DamagedInstance)[] {
  const { mirror, root, name } = options;
  if (mirror !== undefined && !isProtected(mirror)) throw mirrorMalformed(mirror);
  if (name !== undefined) checkName(name);
  const names = updatedNames(store);
  if (root !== undefined) return [newInstance(store, { ...options, root })];
  const others = names.filter((one) => one !== PRODUCTION_NAME);
  if (name === undefined && mirror === undefined)
    return [PRODUCTION_NAME, ...others].map((one) => knownOrDamaged(store, one));
  if (name !== undefined && name !== PRODUCTION_NAME && !others.includes(name))
    throw new Refusal(
      "TRUST_ROOT_UNKNOWN",
      `${name}: expected a root that was fetched before, found none`,
      { name, known: [PRODUCTION_NAME, ...others] },
      { hint: "for the first time name its TUF root: --mirror URL --root FILE --name NAME" },
    );
  // A mirror alone is one that is known, or another place of the public instance: the signatures decide, not the host.
  const known = others.find((one) => isMirrorOf(store, one, mirror));
  return [knownInstance(store, name ?? known ?? PRODUCTION_NAME, mirror)];
}

function isMirrorOf(store: TrustStore, name: string, mirror: string | undefined): boolean {
  try {
    return mirror !== undefined && readKeptSet(store, name).mirror === trimmed(mirror);
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** An instance whose first root the user names. */
function newInstance(
  store: TrustStore,
  { mirror, root, name: given, cwd }: UpdateTrustRootOptions & { readonly root: string },
): Instance {
  if (mirror === undefined) throw mirrorMalformed("");
  const name = given ?? new URL(mirror).hostname;
  checkName(name);
  if (name === PRODUCTION_NAME || isThere(addedPath(store, name))) throw nameTaken(name);
  const firstBytes = readFirstRoot(root, cwd);
  const firstRoot = acceptedFirst(firstBytes, root);
  if (!isThere(updatedPath(store, name)))
    return { name, mirror: trimmed(mirror), firstRoot, firstBytes, ...NOTHING_KEPT };
  const known = knownOrDamaged(store, name, mirror);
  // The first root is at hand again: what was damaged begins anew from it.
  if (!("mirror" in known)) {
    const damage = { ...known.damage, verdict: "warned" } as const;
    return { name, mirror: trimmed(mirror), firstRoot, firstBytes, ...NOTHING_KEPT, damage };
  }
  // The same line again is an update; another root under the name would be another instance.
  if (known.firstBytes !== null && Buffer.compare(known.firstBytes, firstBytes) === 0) return known;
  throw nameTaken(name);
}

function knownOrDamaged(
  store: TrustStore,
  name: string,
  mirror?: string,
): Instance | DamagedInstance {
  try {
    return knownInstance(store, name, mirror);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { name, damage: findingOfRefusal(error, name) };
  }
}

const NOTHING_KEPT = { kept: undefined, known: undefined, damage: undefined } as const;

function knownInstance(store: TrustStore, name: string, mirror: string | undefined): Instance {
  const path = updatedPath(store, name);
  const production = { name, mirror: trimmed(mirror ?? PRODUCTION_MIRROR), firstBytes: null };
  const firstRoot = productionTufRoot();
  if (!isThere(path)) return { ...production, firstRoot, ...NOTHING_KEPT };
  try {
    const kept = readKeptSet(store, name);
    const known = verifyKeptSet(kept, firstRoot, path);
    const first = kept.firstRoot === null ? firstRoot : acceptFirstRoot(kept.firstRoot, path);
    return {
      name,
      mirror: trimmed(mirror ?? (name === PRODUCTION_NAME ? PRODUCTION_MIRROR : kept.mirror)),
      firstRoot: first,
      firstBytes: kept.firstRoot,
      kept,
      known,
      damage: undefined,
    };
  } catch (error) {
    // The public instance begins anew from what is embedded; of another, nobody here knows the first root.
    if (!(error instanceof Refusal) || name !== PRODUCTION_NAME) throw error;
    const damage = { ...findingOfRefusal(error, name), verdict: "warned" } as const;
    return { ...production, firstRoot, ...NOTHING_KEPT, damage };
  }
}

function readFirstRoot(file: string, cwd: string): Uint8Array {
  try {
    return readFile(resolvePath(cwd, file), MAX_METADATA_BYTES.root);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(
      "TRUST_ROOT_UNREADABLE",
      `${file}: expected a root.json, found ${error.message.split(", found ").at(-1)}`,
      { path: file },
      { hint: "name the TUF root of the instance: --root FILE", cause: error },
    );
  }
}

/** What the user named is no usable trust, whatever is wrong with it. */
function acceptedFirst(bytes: Uint8Array, file: string): Root {
  try {
    return acceptFirstRoot(bytes, file);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(
      "TRUST_ROOT_MALFORMED",
      error.message,
      { at: "" },
      {
        hint: "name the root.json of the instance's TUF repository, not its trusted_root.json",
        cause: error,
      },
    );
  }
}

function trimmed(mirror: string): string {
  return mirror.replace(/\/+$/, "");
}

function mirrorMalformed(found: string): Refusal {
  return new Refusal(
    "MIRROR_MALFORMED",
    `mirror: expected an https URL without a query, or http on this machine, found ${found === "" ? "none" : quote(found)}`,
    { found },
    { hint: "name the TUF repository: --mirror URL" },
  );
}

function nameTaken(name: string): Refusal {
  return new Refusal(
    "TRUST_ROOT_EXISTS",
    `${name}: expected a name that no other trust root has, found one that has it`,
    { name },
    {
      hint: `choose another: --name NAME; or remove that one first: lockseal trust remove ${name}`,
    },
  );
}
