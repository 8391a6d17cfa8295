import { type Digest, type DigestAlgorithm, digest } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import { changedFile, type DigestedFile } from "../io/digest-file.ts";
import { readFile } from "../io/files.ts";
import type { BundledContent } from "../sigstore/bundle.ts";
import { type Artifact, digestAlgorithms } from "../sigstore/content.ts";
import { MAX_MESSAGE_BYTES } from "./message-limit.ts";
import type { OpenedLock } from "./open-lock.ts";

/** What is verified: a file, digested once for all bundles about it, or its digest where that is all there is. */
export type GivenSubject =
  | {
      readonly path: string;
      /** Gives at least the digests asked for, of the same bytes every time. */
      readonly digested: (algorithms: readonly DigestAlgorithm[]) => DigestedFile;
      /** Opens it as the lock that a bundle says it is, the same one every time. */
      readonly opened: () => OpenedLock;
    }
  | Digest;

/** Read and digested once more in less time than it takes to load what verifies a signature by a digest alone. */
const MAX_SMALL_BYTES = 8 * 1024 * 1024;

/**
 * Gives what a signature is held against. A file is digested and never held, but for two whose bytes were signed: a small
 * one, which OpenSSL verifies while the curves of @noble would still be loading, in as long as Node takes to start; and one
 * that Ed25519 may have signed without a hash, up to `MAX_MESSAGE_BYTES`.
 *
 * @throws Refusal `FILE_UNREADABLE` — the file has changed since it was digested; otherwise see `digestOnce`.
 */
export function artifactOf(
  name: string,
  given: GivenSubject,
  content: BundledContent,
  isEd25519: boolean,
): Artifact {
  if (!("path" in given)) return { name, digests: new Map([[given.algorithm, given]]) };
  const { digests, head, size } = given.digested(["sha256", ...digestAlgorithms(content)]);
  const isHeld = content.kind === "message" && (isEd25519 || size <= MAX_SMALL_BYTES);
  if (!isHeld) return { name, digests, head };
  const bytes = readIfHeld(given.path);
  if (bytes === undefined) return { name, digests, head };
  if (digest("sha256", bytes).hex === digests.get("sha256")?.hex) return { name, bytes };
  throw changedFile(given.path);
}

/** A larger file may be signed by Ed25519 over its digest; whether it is, is seen then. */
function readIfHeld(path: string): Uint8Array | undefined {
  try {
    return readFile(path, MAX_MESSAGE_BYTES);
  } catch (error) {
    if (error instanceof Refusal && error.code === "INPUT_TOO_LARGE") return undefined;
    throw error;
  }
}
