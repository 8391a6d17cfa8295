import { Refusal } from "../../errors.ts";
import { formatInstant } from "../period.ts";
import {
  checkListed,
  type ListedFile,
  type ListedMetadata,
  readListedMetadata,
  readListedTargets,
} from "./listing.ts";
import { failureOf, type Metadata, parseMetadata, type RoleName } from "./metadata.ts";
import { checkThreshold, parseRoot, type Root } from "./root.ts";

/** Verified metadata of a role that lists other metadata. */
export interface Listing {
  readonly metadata: Metadata;
  readonly bytes: Uint8Array;
  readonly lists: ReadonlyMap<string, ListedMetadata>;
}

/** Verified targets. */
export interface Targets {
  readonly metadata: Metadata;
  readonly bytes: Uint8Array;
  readonly lists: ReadonlyMap<string, ListedFile>;
}

// Each function is one step of the client's workflow, with the numbers of its clauses; fetching and keeping are others'.
// https://theupdateframework.github.io/specification/v1.0.33/#detailed-client-workflow

/**
 * Takes the root that follows a trusted one (5.3.4, 5.3.5). Does not look at its expiry: only that of the last counts.
 * @throws Refusal `TUF_MALFORMED`, `TUF_SIGNATURES_TOO_FEW`, `TUF_ROLLBACK`, `TUF_VERSION_MISMATCH`
 */
export function acceptRoot(bytes: Uint8Array, trusted: Root, what: string): Root {
  const root = parseRoot(bytes, what);
  const { version } = trusted.metadata;
  // 5.3.4: by the keys of the trusted root, and by its own.
  checkThreshold(root.metadata, trusted, what, `root ${version}`);
  checkThreshold(root.metadata, root, what, "it");
  // 5.3.5: the next one and no other.
  checkAtLeast(root.metadata, version + 1, what);
  checkVersion(root.metadata, version + 1, what);
  return root;
}

/**
 * Takes the root that a user names as the first one: it has to be signed by its own keys.
 * @throws Refusal `TUF_MALFORMED`, `TUF_SIGNATURES_TOO_FEW`
 */
export function acceptFirstRoot(bytes: Uint8Array, what: string): Root {
  const root = parseRoot(bytes, what);
  checkThreshold(root.metadata, root, what, "it");
  return root;
}

/**
 * Takes a timestamp (5.4). One of the same version as the trusted one says nothing new, and the caller keeps the old.
 * @param trusted the last timestamp that was accepted, by the keys of this very root.
 * @throws Refusal `TUF_MALFORMED`, `TUF_SIGNATURES_TOO_FEW`, `TUF_ROLLBACK`
 */
export function acceptTimestamp(
  bytes: Uint8Array,
  root: Root,
  trusted: Listing | undefined,
  what: string,
): Listing {
  const timestamp = acceptListing(bytes, "timestamp", root, what);
  const snapshot = listed(timestamp, "snapshot.json", what);
  if (trusted !== undefined) {
    // 5.4.3.1
    checkAtLeast(timestamp.metadata, trusted.metadata.version, what);
    // 5.4.3.2
    const known = trusted.lists.get("snapshot.json")?.version ?? 0;
    if (snapshot.version < known)
      throw rollback("snapshot", `${what}: snapshot.json`, known, snapshot.version);
  }
  return timestamp;
}

/**
 * Takes a snapshot (5.5).
 * @param trusted the last snapshot that was accepted, by the keys of this very root.
 * @throws Refusal `TUF_MALFORMED`, `TUF_SIGNATURES_TOO_FEW`, `TUF_VERSION_MISMATCH`, `TUF_LENGTH_MISMATCH`, `TUF_DIGEST_MISMATCH`, `TUF_ROLLBACK`
 */
export function acceptSnapshot(
  bytes: Uint8Array,
  root: Root,
  timestamp: Listing,
  trusted: Listing | undefined,
  what: string,
): Listing {
  const expected = listed(timestamp, "snapshot.json", what);
  // 5.5.2: before anything in it is read.
  checkListed(bytes, expected, what);
  const snapshot = acceptListing(bytes, "snapshot", root, what);
  // 5.5.4
  checkVersion(snapshot.metadata, expected.version, what);
  listed(snapshot, "targets.json", what);
  // 5.5.5: nothing that was listed goes away or back.
  for (const [name, { version }] of trusted?.lists ?? []) {
    const now = snapshot.lists.get(name)?.version ?? 0;
    if (now < version) throw rollback("targets", `${what}: ${name}`, version, now);
  }
  return snapshot;
}

/**
 * Takes the top-level targets (5.6).
 * @throws Refusal `TUF_MALFORMED`, `TUF_SIGNATURES_TOO_FEW`, `TUF_VERSION_MISMATCH`, `TUF_LENGTH_MISMATCH`, `TUF_DIGEST_MISMATCH`
 */
export function acceptTargets(
  bytes: Uint8Array,
  root: Root,
  snapshot: Listing,
  what: string,
): Targets {
  const expected = listed(snapshot, "targets.json", what);
  // 5.6.2
  checkListed(bytes, expected, what);
  const metadata = parseMetadata(bytes, "targets", what);
  // 5.6.3
  checkThreshold(metadata, root, what, `root ${root.metadata.version}`);
  // 5.6.4
  checkVersion(metadata, expected.version, what);
  return { metadata, bytes, lists: readListedTargets(metadata, what) };
}

/**
 * Takes a timestamp or a snapshot by its signatures alone, as one that was accepted before is read again.
 * @throws Refusal `TUF_MALFORMED`, `TUF_SIGNATURES_TOO_FEW`
 */
export function acceptListing(
  bytes: Uint8Array,
  role: "timestamp" | "snapshot",
  root: Root,
  what: string,
): Listing {
  const metadata = parseMetadata(bytes, role, what);
  // 5.4.2, 5.5.3
  checkThreshold(metadata, root, what, `root ${root.metadata.version}`);
  return { metadata, bytes, lists: readListedMetadata(metadata, what) };
}

/**
 * Checks that metadata is still in force (5.3.10, 5.4.4, 5.5.6, 5.6.5).
 * @param now the time at which the update began (5.1), whatever passed since.
 * @throws Refusal `TUF_EXPIRED`
 */
export function checkExpiry({ role, expires }: Metadata, now: Date, what: string): void {
  if (now.getTime() < expires) return;
  throw new Refusal(
    "TUF_EXPIRED",
    `${what}: expected metadata in force at ${formatInstant(now.getTime())}, found an end at ${formatInstant(expires)}`,
    { role, expires, now: now.getTime() },
    {
      hint: "check this machine's clock; else the repository is not kept up, or somebody holds newer metadata back",
    },
  );
}

function listed(listing: Listing, name: string, what: string): ListedMetadata {
  const found = listing.lists.get(name);
  if (found !== undefined) return found;
  return failureOf(what)("signed.meta", name, "nothing");
}

function checkAtLeast({ role, version }: Metadata, least: number, what: string): void {
  if (version < least) throw rollback(role, what, least, version);
}

function checkVersion({ role, version }: Metadata, expected: number, what: string): void {
  if (version === expected) return;
  throw new Refusal(
    "TUF_VERSION_MISMATCH",
    `${what}: expected version ${expected}, found ${version}`,
    { role, expected, found: version },
  );
}

function rollback(role: RoleName, what: string, least: number, found: number): Refusal {
  return new Refusal(
    "TUF_ROLLBACK",
    `${what}: expected version ${least} or newer, found ${found === 0 ? "nothing" : found}`,
    { role, least, found },
    {
      hint: "the repository shows an older state than before: try another network, and tell its keepers",
    },
  );
}
