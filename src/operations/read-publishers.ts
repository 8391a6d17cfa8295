import { join } from "node:path";
import { Refusal } from "../errors.ts";
import { isAttestationName } from "../io/beside.ts";
import { listFiles } from "../io/entries.ts";
import { readFile } from "../io/files.ts";
import { type Bundle, MAX_SIGSTORE_BUNDLE_BYTES } from "../sigstore/bundle.ts";
import { readIdentity } from "../sigstore/certificate.ts";
import { parseStatement, STATEMENT_V1 } from "../statement/statement.ts";
import { formatPublisher, publisherOf } from "../trust/publisher.ts";
import { parseCertificate } from "../trust/x509.ts";
import { identityOfPublisher } from "./expected-publishers.ts";
import { readAttestations } from "./index-attestations.ts";
import type { TrustSources } from "./trust-source.ts";
import { verifyByRoot } from "./verify-by-root.ts";

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
  options: ReadPublishersOptions,
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
        const published = await orUnread(name, unread, () => publisherIn(bundle, name, options));
        if (published === undefined) continue;
        const known = byDigest.get(published.digest) ?? new Set();
        byDigest.set(published.digest, known.add(published.publisher));
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

async function publisherIn(
  bundle: Bundle,
  name: string,
  { publishType, trust, now }: ReadPublishersOptions,
): Promise<{ readonly digest: string; readonly publisher: string } | undefined> {
  const { content, signer } = bundle;
  if (content.kind !== "dsse" || signer.kind !== "certificate")
    throw new TypeError("attestation: expected a statement and a certificate, found others");
  const options = { what: name, types: [STATEMENT_V1] as const };
  const claimed = parseStatement(content.envelope.payload, options);
  // Provenance of the build stands beside a publication, and is none.
  if (claimed.predicateType !== publishType) return undefined;
  const [subject, ...more] = claimed.subjects;
  const sha256 = subject?.digests.get("sha256");
  if (sha256 === undefined || more.length > 0)
    throw new Refusal(
      "ATTESTATION_FILE_NAME",
      `${name}: expected one subject by sha256, found ${sha256 === undefined ? "none" : claimed.subjects.length}`,
      { expected: "one", found: String(claimed.subjects.length) },
    );
  // Who a certificate says signed is then demanded of it.
  const by = publisherOf(readIdentity(parseCertificate(signer.chain[0], "certificate")));
  if (by === undefined)
    throw new Refusal(
      "IDENTITY_MISMATCH",
      `${name}: expected a publisher of an index, found somebody else`,
      { expected: "a publisher", found: "another" },
    );
  const artifact = { name, digests: new Map([["sha256", sha256] as const]) };
  const expected = { identity: identityOfPublisher(by), predicateType: publishType };
  await verifyByRoot(artifact, bundle, expected, trust, now);
  return { digest: `sha256:${sha256.hex}`, publisher: formatPublisher(by) };
}
