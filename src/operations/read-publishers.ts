import { join } from "node:path";
import { Refusal } from "../errors.ts";
import { isAttestationName } from "../io/beside.ts";
import { listFiles } from "../io/entries.ts";
import { readFile } from "../io/files.ts";
import { MAX_SIGSTORE_BUNDLE_BYTES } from "../sigstore/bundle-limit.ts";
import { readAttestations } from "./index-attestations.ts";
import { readPublication } from "./read-publication.ts";
import type { TrustSources } from "./trust-source.ts";

/** Who published which files, by attestations that hold. */
export interface KnownPublishers {
  /** By `sha256:` and the hex digits of a file. */
  readonly byDigest: ReadonlyMap<string, ReadonlySet<string>>;
  /** What was not taken, in a line each. */
  readonly unread: readonly string[];
}

/** What attestations are read by. */
export interface ReadPublishersOptions {
  /** What a publication claims, to the letter. */
  readonly publishType: string;
  readonly trust: TrustSources;
  readonly now: Date;
}

/** More files than a lock has. */
const MAX_FILES = 65_536;

/**
 * Reads who published files, from all the attestations of indexes in a folder. Each is verified as a signature of a
 * publisher, whoever that is; what does not hold, or is no publication of the index, says nothing, and is named.
 *
 * @throws Refusal `FILE_UNREADABLE` — the folder cannot be listed; `INPUT_TOO_LARGE` — more files than a lock has.
 */
export async function readPublishers(
  folder: string,
  { publishType, trust, now }: ReadPublishersOptions,
): Promise<KnownPublishers> {
  const files = listFiles(folder, isAttestationName);
  if (files.length > MAX_FILES)
    throw new Refusal(
      "INPUT_TOO_LARGE",
      `${folder}: expected at most ${MAX_FILES} attestations, found ${files.length}`,
      { bytes: files.length, limit: MAX_FILES },
    );
  const byDigest = new Map<string, Set<string>>();
  const unread: string[] = [];
  for (const file of files) {
    try {
      const bytes = readFile(join(folder, file), MAX_SIGSTORE_BUNDLE_BYTES);
      for (const { name, bundle } of readAttestations(bytes, file)) {
        const published = await orUnread(name, unread, () =>
          readPublication(bundle, name, (type) => type === publishType, trust, now),
        );
        if (published === undefined) continue;
        const digest = `sha256:${published.sha256}`;
        const known = byDigest.get(digest) ?? new Set();
        byDigest.set(digest, known.add(published.publisher));
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      unread.push(error.message);
    }
  }
  return { byDigest, unread };
}

async function orUnread<Value>(
  name: string,
  unread: string[],
  run: () => Promise<Value>,
): Promise<Value | undefined> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    unread.push(error.message.startsWith(name) ? error.message : `${name}: ${error.message}`);
    return undefined;
  }
}
