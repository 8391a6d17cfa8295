import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import type { Transport } from "../sigstore/transport.ts";
import {
  acceptListing,
  acceptRoot,
  acceptSnapshot,
  acceptTargets,
  acceptTimestamp,
  checkExpiry,
  type Listing,
} from "../trust/tuf/accept.ts";
import { MAX_ROOTS, type VerifiedSet } from "../trust/tuf/kept-set.ts";
import { checkListed, type ListedFile } from "../trust/tuf/listing.ts";
import { MAX_METADATA_BYTES, type RoleName } from "../trust/tuf/metadata.ts";
import type { Root } from "../trust/tuf/root.ts";

/** Where to fetch from, and what is known already. */
export interface FetchOptions {
  /** Without a slash at the end. */
  readonly mirror: string;
  readonly transport: Transport;
  /** The last root that is trusted. */
  readonly root: Root;
  /** What was fetched before; undefined the first time. */
  readonly known: VerifiedSet | undefined;
  /** 5.1: the start of the update, by which expiry is judged however long it takes. */
  readonly now: Date;
}

/** The newest metadata there is, verified. */
export interface TrustedSet extends VerifiedSet {
  /** Those that followed the first root, in order. */
  readonly roots: readonly Root[];
}

/**
 * Fetches the newest metadata of a TUF repository by the client's workflow, and verifies every step. Own code and not
 * tuf-js: this reads what an attacker may have written, so it reads it strictly, with the parsers and limits of this
 * program, over one small client; tuf-js would bring make-fetch-happen with dozens of packages along.
 *
 * Keeps nothing by itself. The specification lets a client keep each step at once (5.3.8, 5.4.5, 5.5.7); here the caller keeps all
 * or nothing, so that an update that breaks off leaves what there was. What is lost by that is the memory of
 * versions that were seen in an update that broke off; a server cannot go back behind the last that was whole.
 *
 * @throws Refusal `TUF_…` — see the functions of `accept.ts`; `TUF_FILE_MISSING` — the repository lacks a file that it lists.
 * @throws Refusal `NETWORK_…` — see `createHttpClient`.
 * @see https://theupdateframework.github.io/specification/v1.0.33/#detailed-client-workflow
 */
export async function fetchTrusted(options: FetchOptions): Promise<TrustedSet> {
  const { mirror, transport, now } = options;
  // 5.2, 5.3
  const roots = await fetchRoots(options);
  const root = roots.at(-1) ?? options.root;
  checkExpiry(root.metadata, now, `root ${root.metadata.version} of ${mirror}`);
  const known = stillTrusted(options.known, root);

  // 5.4
  const timestampUrl = `${mirror}/timestamp.json`;
  const bytes = await fetchMetadata(transport, timestampUrl, "timestamp");
  const fetched = acceptTimestamp(bytes, root, known.timestamp, timestampUrl);
  // 5.4.3.1: of two with one version the first stays, so that nothing changes under a version.
  const isKnown = known.timestamp?.metadata.version === fetched.metadata.version;
  const timestamp = isKnown ? (known.timestamp ?? fetched) : fetched;
  checkExpiry(timestamp.metadata, now, timestampUrl);

  // 5.5
  const snapshotUrl = urlOf(mirror, "snapshot", root, timestamp);
  const snapshotBytes = await fetchMetadata(transport, snapshotUrl, "snapshot");
  const snapshot = acceptSnapshot(snapshotBytes, root, timestamp, known.snapshot, snapshotUrl);
  checkExpiry(snapshot.metadata, now, snapshotUrl);

  // 5.6
  const targetsUrl = urlOf(mirror, "targets", root, snapshot);
  const targetsBytes = await fetchMetadata(transport, targetsUrl, "targets");
  const targets = acceptTargets(targetsBytes, root, snapshot, targetsUrl);
  checkExpiry(targets.metadata, now, targetsUrl);
  return { root, roots, timestamp, snapshot, targets };
}

/** 5.3: one root after the other, until there is no next. */
async function fetchRoots({ mirror, transport, root }: FetchOptions): Promise<readonly Root[]> {
  const roots: Root[] = [];
  while (roots.length < MAX_ROOTS) {
    const trusted = roots.at(-1) ?? root;
    const url = `${mirror}/${trusted.metadata.version + 1}.root.json`;
    // 5.3.3; storage that does not list its files says 403 of one that is not there.
    const bytes = await fetchIfThere(transport, url, MAX_METADATA_BYTES.root);
    if (bytes === undefined) return roots;
    roots.push(acceptRoot(bytes, trusted, url));
  }
  return roots;
}

/** 5.3.11: what a role's former keys signed counts no more, so that its versions can begin anew after an attack. */
function stillTrusted(
  known: VerifiedSet | undefined,
  root: Root,
): { readonly timestamp: Listing | undefined; readonly snapshot: Listing | undefined } {
  if (known === undefined) return { timestamp: undefined, snapshot: undefined };
  const again = (listing: Listing, role: "timestamp" | "snapshot"): Listing | undefined => {
    try {
      return acceptListing(listing.bytes, role, root, role);
    } catch (error) {
      if (error instanceof Refusal) return undefined;
      throw error;
    }
  };
  return {
    timestamp: again(known.timestamp, "timestamp"),
    snapshot: again(known.snapshot, "snapshot"),
  };
}

function urlOf(mirror: string, role: "snapshot" | "targets", root: Root, above: Listing): string {
  const version = above.lists.get(`${role}.json`)?.version ?? 0;
  return root.consistentSnapshot ? `${mirror}/${version}.${role}.json` : `${mirror}/${role}.json`;
}

/**
 * Fetches a target file (5.7), and checks it against what the targets list.
 * @param maxBytes refuse one that is listed as larger before it is asked for.
 * @throws Refusal `TUF_FILE_MISSING`, `TUF_LENGTH_MISMATCH`, `TUF_DIGEST_MISMATCH`, `INPUT_TOO_LARGE`, `NETWORK_…`
 */
export async function fetchTarget(
  { mirror, transport }: Pick<FetchOptions, "mirror" | "transport">,
  root: Root,
  name: string,
  listed: ListedFile,
  maxBytes: number,
): Promise<Uint8Array> {
  const { length = 0, digests } = listed;
  if (length > maxBytes)
    throw new Refusal(
      "INPUT_TOO_LARGE",
      `${mirror}: ${name}: expected at most ${maxBytes} bytes, found ${length} listed`,
      { bytes: length, limit: maxBytes },
    );
  // 5.7.3; every digest that is listed has its file, and all are checked.
  const prefix = root.consistentSnapshot ? `${digests[0]?.hex ?? ""}.` : "";
  const url = `${mirror}/targets/${prefix}${name}`;
  const bytes = await fetchThere(transport, url, maxBytes);
  checkListed(bytes, listed, url);
  return bytes;
}

function fetchMetadata(transport: Transport, url: string, role: RoleName): Promise<Uint8Array> {
  return fetchThere(transport, url, MAX_METADATA_BYTES[role]);
}

async function fetchThere(
  transport: Transport,
  url: string,
  maxBytes: number,
): Promise<Uint8Array> {
  const bytes = await fetchIfThere(transport, url, maxBytes);
  if (bytes !== undefined) return bytes;
  throw missing(url, "nothing there");
}

/** Gives nothing for a file that is not there; every other answer than the file is refused. */
async function fetchIfThere(
  transport: Transport,
  url: string,
  maxBytes: number,
): Promise<Uint8Array | undefined> {
  const { status, body } = await transport({ method: "GET", url, headers: {}, maxBytes });
  if (status === 200) return body;
  if (status === 404 || status === 403) return undefined;
  const said = quote(Buffer.from(body.subarray(0, 256)).toString());
  throw missing(url, `status ${status}, ${said}`);
}

function missing(url: string, found: string): Refusal {
  return new Refusal(
    "TUF_FILE_MISSING",
    `${url}: expected a file of the repository, found ${found}`,
    { url },
    { hint: "check the address of the repository: --mirror URL" },
  );
}
