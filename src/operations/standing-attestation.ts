import { type KeyBundle, MAX_BUNDLE_BYTES, parseKeyBundle } from "../envelope/bundle.ts";
import { Refusal } from "../errors.ts";
import { bundlePath, bundlePathOf } from "../io/beside.ts";
import { isThere, readFile } from "../io/files.ts";
import type { PublicKey } from "../key/public-key.ts";
import { quoteForShell } from "../shell-word.ts";

/** The file that a statement is about, and what its type is called in the name of its bundle. */
export interface AttestedFile {
  /** Absolute. */
  readonly path: string;
  readonly word: string;
}

/**
 * Finds where the bundle of a statement about a file belongs: `FILE.WORD.sigstore.json`, or with the signer's fingerprint where
 * another's stands there. Nothing is replaced but the very same statement of the same key.
 *
 * @param key null for an identity, which has no fingerprint.
 * @param at the one path to look at, or undefined for the usual ones.
 * @throws Refusal `FILE_EXISTS` — the path is taken by another statement, or by something else.
 */
export function placeAttestation(
  { path, word }: AttestedFile,
  payload: Uint8Array,
  key: PublicKey | null,
  at: string | undefined,
): string {
  // A file may have that very name: what stands beside it then is its own signature's place.
  const stem = isThere(`${path}.${word}`) ? `${path}.${word}.attestation` : `${path}.${word}`;
  const usual = [bundlePath(stem), ...(key === null ? [] : [bundlePathOf(stem, key.fingerprint)])];
  const paths = at === undefined ? usual : [at];
  for (const candidate of paths) {
    if (!isThere(candidate)) return candidate;
    const bundle = readIfOurs(candidate);
    if (key === null || bundle?.hint !== key.hint) continue;
    if (bundle.kind === "dsse" && Buffer.compare(bundle.envelope.payload, payload) === 0)
      return candidate;
    throw taken(candidate, "another statement by the same key");
  }
  throw taken(paths.at(-1) ?? stem, "a file, which may be another signer's bundle");
}

function readIfOurs(path: string): KeyBundle | undefined {
  try {
    return parseKeyBundle(readFile(path, MAX_BUNDLE_BYTES), path, "cosign-too");
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function taken(path: string, found: string): Refusal {
  return new Refusal(
    "FILE_EXISTS",
    `${path}: expected a free path, found ${found}`,
    { path },
    {
      hint: `name another path with --bundle OUT, or move the file away: mv ${quoteForShell(path)} ${quoteForShell(`${path}.old`)}`,
    },
  );
}
