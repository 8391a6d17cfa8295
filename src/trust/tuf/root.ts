import type { JsonObject } from "../../bytes/json.ts";
import {
  asArray,
  asInteger,
  asObject,
  asString,
  type ShapeFailure,
} from "../../bytes/json-shape.ts";
import { quote } from "../../bytes/quote.ts";
import { Refusal } from "../../errors.ts";
import { isSignedBy, parseTufKey, type TufKey } from "./key.ts";
import { failureOf, type Metadata, parseMetadata, type RoleName } from "./metadata.ts";

/** Whose signatures a role needs, and how many. */
export interface Role {
  /** By key id; a key of an unknown kind is not among them. */
  readonly keys: ReadonlyMap<string, TufKey>;
  readonly threshold: number;
}

/** Root metadata: who may sign what. */
export interface Root {
  readonly metadata: Metadata;
  /** As it was read, byte for byte. */
  readonly bytes: Uint8Array;
  readonly consistentSnapshot: boolean;
  readonly roles: Readonly<Record<RoleName, Role>>;
}

const MAX_KEYS = 256;

/**
 * Reads root metadata. **Verifies no signature**: see `checkThreshold`. That a key id is the digest of its key is not
 * checked: real repositories keep ids from older spellings of the same key. No threshold goes by them.
 *
 * @throws Refusal `TUF_MALFORMED` — see `parseMetadata`, `parseTufKey`; a role missing, with a key id twice or one that has no key, or a threshold below one.
 * @see https://theupdateframework.github.io/specification/v1.0.33/#file-formats-root
 */
export function parseRoot(bytes: Uint8Array, what: string): Root {
  const metadata = parseMetadata(bytes, "root", what);
  const fail = failureOf(what);
  const { keys, roles, consistent_snapshot: consistent } = metadata.signed;
  if (consistent !== undefined && typeof consistent !== "boolean")
    fail("signed.consistent_snapshot", "true or false", "something else");
  const entries = Object.entries(asObject(keys, "signed.keys", fail));
  if (entries.length > MAX_KEYS)
    fail("signed.keys", `at most ${MAX_KEYS} keys`, `${entries.length}`);
  const known = new Map(
    entries.map(([id, key]) => [id, parseTufKey(key, `signed.keys.${quote(id)}`, fail)]),
  );
  const list = asObject(roles, "signed.roles", fail);
  return {
    metadata,
    bytes,
    consistentSnapshot: consistent === true,
    roles: {
      root: readRole(list, "root", known, fail),
      timestamp: readRole(list, "timestamp", known, fail),
      snapshot: readRole(list, "snapshot", known, fail),
      targets: readRole(list, "targets", known, fail),
    },
  };
}

function readRole(
  list: JsonObject,
  name: RoleName,
  known: ReadonlyMap<string, TufKey | undefined>,
  fail: ShapeFailure,
): Role {
  const at = `signed.roles.${name}`;
  const { keyids, threshold } = asObject(list[name], at, fail);
  const keys = new Map<string, TufKey>();
  const ids = asArray(keyids, `${at}.keyids`, 1, MAX_KEYS, fail).map((id, index) =>
    asString(id, `${at}.keyids[${index}]`, fail),
  );
  if (new Set(ids).size < ids.length) fail(`${at}.keyids`, "each key id once", "one twice");
  for (const id of ids) {
    if (!known.has(id)) fail(`${at}.keyids`, "ids of keys in this file", quote(id));
    const key = known.get(id);
    if (key !== undefined) keys.set(id, key);
  }
  return { keys, threshold: asInteger(threshold, `${at}.threshold`, 1, fail) };
}

/**
 * Checks that enough keys of a role signed metadata. Counts keys, by their SPKI: one key under two ids signs once.
 *
 * @param by says whose role it is, for the refusal.
 * @throws Refusal `TUF_SIGNATURES_TOO_FEW`
 */
export function checkThreshold(metadata: Metadata, root: Root, what: string, by: string): void {
  const { keys, threshold } = root.roles[metadata.role];
  const signers = new Set<string>();
  for (const { keyId, signature } of metadata.signatures) {
    if (signers.size >= threshold) return;
    const key = keys.get(keyId);
    if (key !== undefined && isSignedBy(key, metadata.signedBytes, signature))
      signers.add(key.key.fingerprint);
  }
  if (signers.size >= threshold) return;
  throw new Refusal(
    "TUF_SIGNATURES_TOO_FEW",
    `${what}: expected signatures by ${threshold} of the keys that ${by} names for ${metadata.role}, found ${signers.size}`,
    { role: metadata.role, expected: threshold, found: signers.size },
  );
}
