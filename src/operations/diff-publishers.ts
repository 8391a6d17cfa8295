import { resolvePath } from "../io/root.ts";
import { type Pin, sortedHashes } from "../lock/pins.ts";
import {
  comparePublishers,
  type PublishedPin,
  type PublisherChange,
} from "../policy/publisher-change.ts";
import type { DiffOptions } from "./diff-locks.ts";
import { openForReading } from "./open-lock.ts";
import {
  type KnownPublishers,
  type ReadPublishersOptions,
  readPublishers,
} from "./read-publishers.ts";

/** Which two locks, and where the attestations of their files are. */
export interface DiffPublishersOptions extends DiffOptions, ReadPublishersOptions {
  /** A folder with what indexes serve for the files of both locks: `FILE.provenance`, `FILE.publish.attestation`. */
  readonly provenance: string;
}

/** How the packages of two locks were published otherwise. */
export interface PublisherDiff {
  readonly changes: readonly DescribedPublisherChange[];
  /** Attestations that were not taken. */
  readonly unread: readonly string[];
}

export interface DescribedPublisherChange extends PublisherChange {
  /** In one line. */
  readonly text: string;
}

/**
 * Compares who published the files of two locks: by attestations of the index that hold, over the digests that are pinned.
 * Another publisher, and none where there was one, is a finding, whatever the version. Of a file whose attestation is not
 * in the folder nobody is known to have published it. Offline.
 *
 * @throws Refusal `FILE_MISSING`, `FILE_UNREADABLE`, `INPUT_TOO_LARGE`, `PATH_OUTSIDE_ROOT`
 */
export async function diffPublishers(options: DiffPublishersOptions): Promise<PublisherDiff> {
  const { before, after, provenance, cwd } = options;
  const known = await readPublishers(resolvePath(cwd, provenance), options);
  const [had = [], has = []] = [before, after].map((file) =>
    openForReading({ ...options, file }).pins.map((pin) => publishedPin(pin, known)),
  );
  const changes = comparePublishers(had, has);
  return {
    changes: changes.map((change) => ({ ...change, text: describe(change) })),
    unread: known.unread,
  };
}

function publishedPin(pin: Pin, { byDigest }: KnownPublishers): PublishedPin {
  const hashes = sortedHashes(pin);
  const found = hashes.map((hash) => byDigest.get(hash)).filter((one) => one !== undefined);
  return {
    name: pin.name,
    files: hashes.length,
    attested: found.length,
    publishers: [...new Set(found.flatMap((one) => [...one]))].sort(),
  };
}

function describe({ kind, name, before, after, unattested }: PublisherChange): string {
  const expected = `${name}: expected a publication by ${before.join(" or ")}, as before, found`;
  if (kind === "gone") return `${expected} none`;
  if (kind === "changed") return `${expected} one by ${after.join(", ")}`;
  return `${expected} ${unattested} ${unattested === 1 ? "file" : "files"} without one`;
}
