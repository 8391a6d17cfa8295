import { decodeBase64, encodeBase64 } from "../../bytes/base64.ts";
import { type JsonObject, parseJson } from "../../bytes/json.ts";
import { asArray, asExactObject, asString, type ShapeFailure } from "../../bytes/json-shape.ts";
import { quote } from "../../bytes/quote.ts";
import { Refusal } from "../../errors.ts";
import { formatInstant, parsePeriod } from "../period.ts";
import {
  acceptFirstRoot,
  acceptRoot,
  acceptSnapshot,
  acceptTargets,
  acceptTimestamp,
  type Listing,
  type Targets,
} from "./accept.ts";
import { checkListed } from "./listing.ts";
import { parseMetadata } from "./metadata.ts";
import type { Root } from "./root.ts";

/** Everything that one update brought, in one value: kept in one file, it is there whole or not at all. */
export interface KeptSet {
  /** Where it came from. */
  readonly mirror: string;
  /** When it was found to be the newest there is, by this machine's clock, in milliseconds since 1970. */
  readonly updated: number;
  /** The root that a user named as the first; null where it is the embedded one. */
  readonly firstRoot: Uint8Array | null;
  /** Those after the first, in order. */
  readonly roots: readonly Uint8Array[];
  readonly timestamp: Uint8Array;
  readonly snapshot: Uint8Array;
  readonly targets: Uint8Array;
  /** Target files by name. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** A kept set whose signatures and digests hold. */
export interface VerifiedSet {
  readonly root: Root;
  readonly timestamp: Listing;
  readonly snapshot: Listing;
  readonly targets: Targets;
}

/** Some hundred roots and a snapshot of the largest size, in base64. */
export const MAX_KEPT_SET_BYTES: number = 32 * 1024 * 1024;

/** As many as one update takes. */
export const MAX_ROOTS = 256;

const MAX_KEPT_FILES = 8;
const FIELDS = [
  "format",
  "mirror",
  "updated",
  "firstRoot",
  "roots",
  "timestamp",
  "snapshot",
  "targets",
  "files",
];
const FORMAT = "lockseal-tuf-v1";

/** Writes a kept set as the bytes of its file. */
export function formatKeptSet(set: KeptSet): Uint8Array {
  const value = {
    format: FORMAT,
    mirror: set.mirror,
    updated: formatInstant(set.updated),
    firstRoot: set.firstRoot === null ? null : encodeBase64(set.firstRoot),
    roots: set.roots.map(encodeBase64),
    timestamp: encodeBase64(set.timestamp),
    snapshot: encodeBase64(set.snapshot),
    targets: encodeBase64(set.targets),
    files: Object.fromEntries([...set.files].map(([name, bytes]) => [name, encodeBase64(bytes)])),
  };
  return Buffer.from(`${JSON.stringify(value)}\n`);
}

/**
 * Reads a kept set. **Verifies nothing in it**: see `verifyKeptSet`.
 * @param what names the file in a refusal.
 * @throws Refusal `TRUST_STORE_DAMAGED` — not what `formatKeptSet` writes.
 */
export function parseKeptSet(bytes: Uint8Array, what: string): KeptSet {
  return orDamaged(what, () => {
    const fail: ShapeFailure = (at, expected, found) => {
      throw damaged(what, `expected ${expected} at ${at}, found ${found}`, undefined);
    };
    const json = parseJson(bytes, { what, maxBytes: MAX_KEPT_SET_BYTES });
    const value = asExactObject(json, "", FIELDS, fail);
    if (value.format !== FORMAT) fail("format", quote(FORMAT), "another");
    const updated = asString(value.updated, "updated", fail);
    const files = Object.entries(
      asExactObject(value.files, "files", [], fail, keysOf(value.files)),
    );
    if (files.length > MAX_KEPT_FILES)
      fail("files", `at most ${MAX_KEPT_FILES}`, `${files.length}`);
    const decoded = (at: string): Uint8Array => decodeBase64(asString(value[at], at, fail));
    return {
      mirror: asString(value.mirror, "mirror", fail),
      updated: parsePeriod(updated, null)?.start ?? fail("updated", "a time", quote(updated)),
      firstRoot: value.firstRoot === null ? null : decoded("firstRoot"),
      roots: asArray(value.roots, "roots", 0, MAX_ROOTS, fail).map((root, index) =>
        decodeBase64(asString(root, `roots[${index}]`, fail)),
      ),
      timestamp: decoded("timestamp"),
      snapshot: decoded("snapshot"),
      targets: decoded("targets"),
      files: new Map(
        files.map(([name, base64]) => [
          name,
          decodeBase64(asString(base64, `files.${name}`, fail)),
        ]),
      ),
    };
  });
}

/**
 * Verifies a kept set from its first root on, as when it was fetched: every signature, version and digest. Not the
 * expiry, for what holds offline does not end with a timestamp: how old it is, its reader judges.
 *
 * @param firstRoot the embedded root, where the set brings none; one that is newer than some kept ones goes before them.
 * @throws Refusal `TRUST_STORE_DAMAGED` — something in it was changed since, or its time is one at which nobody could have fetched it.
 */
export function verifyKeptSet(set: KeptSet, firstRoot: Root, what: string): VerifiedSet {
  return orDamaged(what, () => {
    let root =
      set.firstRoot === null ? firstRoot : acceptFirstRoot(set.firstRoot, `${what}: first root`);
    for (const bytes of set.roots) {
      const { version } = root.metadata;
      if (parseMetadata(bytes, "root", `${what}: root`).version <= version) continue;
      root = acceptRoot(bytes, root, `${what}: root ${version + 1}`);
    }
    const timestamp = acceptTimestamp(set.timestamp, root, undefined, `${what}: timestamp`);
    const snapshot = acceptSnapshot(set.snapshot, root, timestamp, undefined, `${what}: snapshot`);
    const targets = acceptTargets(set.targets, root, snapshot, `${what}: targets`);
    // The time is not signed, but nobody found this timestamp in force after its end: what is old cannot be made young.
    if (set.updated >= timestamp.metadata.expires)
      throw damaged(
        what,
        `expected a time before ${formatInstant(timestamp.metadata.expires)}, the end of its timestamp, found ${formatInstant(set.updated)}`,
        undefined,
      );
    for (const [name, bytes] of set.files) {
      const listed = targets.lists.get(name);
      if (listed === undefined)
        throw damaged(what, `expected ${quote(name)} among its targets, found nothing`, undefined);
      checkListed(bytes, listed, `${what}: ${name}`);
    }
    return { root, timestamp, snapshot, targets };
  });
}

function orDamaged<Value>(what: string, run: () => Value): Value {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === "TRUST_STORE_DAMAGED") throw error;
    const { message } = error;
    throw damaged(
      what,
      message.startsWith(`${what}: `) ? message.slice(what.length + 2) : message,
      error,
    );
  }
}

function damaged(what: string, problem: string, cause: unknown): Refusal {
  return new Refusal(
    "TRUST_STORE_DAMAGED",
    `${what}: ${problem}`,
    { path: what },
    {
      hint: "fetch it anew: lockseal trust update, for a Sigstore of your own with --mirror URL --root FILE; or remove it: lockseal trust remove NAME",
      cause,
    },
  );
}

function keysOf(value: unknown): readonly string[] {
  return Object.keys((value ?? {}) as JsonObject);
}
