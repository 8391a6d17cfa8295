import { type Digest, HEX_LENGTHS, sha256Hex } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import { findSignatures } from "../io/beside.ts";
import { changedFile, type DigestedFile } from "../io/digest-file.ts";
import { isThere, readFile } from "../io/files.ts";
import { resolvePath } from "../io/root.ts";
import { readLikePip } from "../lock/requirements/pip.ts";
import { MAX_LOCK_BYTES } from "../lock/strict/characters.ts";

/** Reads a subject that is a digest: `sha256:` and 64 lower-case hex digits. Gives nothing for any other. */
export function digestOf(subject: string): Digest | undefined {
  const hex = /^sha256:([0-9a-f]+)$/.exec(subject)?.[1];
  return hex?.length === HEX_LENGTHS.sha256 ? { algorithm: "sha256", hex } : undefined;
}

/**
 * Says whether a subject is something else than a lock: a digest, or a file that pip would not take for requirements.
 * What is not there is left to those who verify locks, and refused by them; so is a text that nobody signed.
 */
export function isArtifact(subject: string, cwd: string, bundle: string | undefined): boolean {
  const path = resolvePath(cwd, subject);
  if (digestOf(subject) !== undefined) return true;
  if (!isThere(path)) return false;
  // The usual names need no second look: a large lock would be read twice.
  if (NAMED_LOCK.test(path)) return false;
  const isSigned = bundle !== undefined || findSignatures(path).length > 0;
  return (isSigned || !NAMED_LIKE_LOCK.test(path)) && !looksLikeLock(path);
}

const NAMED_LOCK =
  /(?:^|\/)(?:lockseal-tools\.lock|[^/]*(?:requirements|constraints)[^/]*\.(?:txt|in|lock))$/i;
/**
 * Says whether a signature over the bytes of a file, or a foreign statement about them, has to be refused because pip
 * would install what the file says. One that is named as a lock is one, also when it is too large or too odd to be read.
 * @param verified what was read when the file was verified: other bytes are refused, or a file could be exchanged for
 * one that is no lock while it is judged.
 * @throws Refusal `FILE_UNREADABLE`, `FILE_MISSING`, `INPUT_TOO_LARGE` — the file has changed since.
 */
export function isForPip(path: string, verified: Pick<DigestedFile, "digests" | "size">): boolean {
  if (NAMED_LOCK.test(path)) return true;
  if (verified.size > MAX_LOCK_BYTES) return false;
  const bytes = readFile(path, MAX_LOCK_BYTES);
  if (sha256Hex(bytes) !== verified.digests.get("sha256")?.hex) throw changedFile(path);
  return readsLikeLock(path, bytes);
}

/** Names that say what a file is for. */
const NAMED_LIKE_LOCK = /(?:requirements|constraints)[^/]*$|\.(?:txt|in)$/i;

function looksLikeLock(path: string): boolean {
  try {
    return readsLikeLock(path, readFile(path, MAX_LOCK_BYTES));
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/**
 * Says whether bytes are what pip would take for requirements: any with a hash, any of requirements that includes
 * another file, and by its name also one without either.
 * Decides what kind of signature is asked for; a file that is taken for a lock wrongly needs `--message`.
 */
export function readsLikeLock(path: string, bytes: Uint8Array): boolean {
  if (NAMED_LOCK.test(path)) return true;
  const { requirements, errors, optionLines } = readLikePip(
    { name: "file", bytes },
    () => "not read",
    {},
  );
  const valid = requirements.filter(({ parsed }) => !("invalid" in parsed));
  if (valid.some(({ hashes }) => hashes.size > 0)) return true;
  const isAll =
    valid.length === requirements.length && errors.every(({ kind }) => kind === "CannotOpen");
  // No include was opened: each is such an error, and hardly any text has lines that pip takes for one.
  if (isAll && errors.length > 0) return true;
  return NAMED_LIKE_LOCK.test(path) && isAll && valid.length + optionLines.length > 0;
}
