import {
  type DsseBundle,
  type KeyBundle,
  MAX_BUNDLE_BYTES,
  parseKeyBundle,
} from "../envelope/bundle.ts";
import { Refusal } from "../errors.ts";
import {
  bundlePath,
  bundlePathOf,
  findBundles,
  MAX_BUNDLES,
  tooManyBundles,
} from "../io/beside.ts";
import { isThere, readFile } from "../io/files.ts";
import type { PublicKey } from "../key/public-key.ts";
import { quoteForShell } from "../shell-word.ts";
import type { LockStatement } from "../statement/lock-statement.ts";
import { readSignedLock } from "./signed-lock.ts";

/** What stands where a new signature is to go. */
export interface StandingBundles {
  /** Where this key's bundle belongs: never where another signer's stands. */
  readonly target: string;
  /** What this key signed last, verified; null where it signs for the first time. */
  readonly own: LockStatement | null;
  /** Lock bundles that other keys are named in; nothing in them is verified. */
  readonly others: readonly { readonly path: string; readonly bundle: DsseBundle }[];
}

/**
 * Looks at the bundles beside a lock before a key signs it.
 * @param at the one path to look at and write to, or undefined for the usual ones.
 * @throws Refusal `SIGN_CHAIN_BROKEN` — this key's bundle does not verify or holds another kind of signature, or the path is taken by something else.
 * @throws Refusal `INPUT_TOO_LARGE` — `MAX_BUNDLES` of other keys stand there: `verify` would read none of them.
 */
export function readStanding(
  lock: string,
  key: PublicKey,
  at: string | undefined,
): StandingBundles {
  const paths = at === undefined ? findBundles(lock) : isThere(at) ? [at] : [];
  const plain = at ?? bundlePath(lock);
  let target: string | undefined;
  let own: LockStatement | null = null;
  const others: { path: string; bundle: DsseBundle }[] = [];
  for (const path of paths) {
    const bundle = readStandingBundle(path);
    if (bundle === undefined) continue;
    if (bundle.hint === key.hint) {
      const statement = readOwn(path, bundle, key);
      if (own === null || statement.sequence > own.sequence) {
        own = statement;
        target = path;
      }
    } else if (bundle.kind === "dsse") others.push({ path, bundle });
  }
  const free = paths.includes(plain) ? bundlePathOf(lock, key.fingerprint) : plain;
  if (target === undefined && at !== undefined && paths.length > 0)
    throw broken(at, "another signer's bundle, which is never overwritten");
  if (target === undefined && at === undefined && paths.length >= MAX_BUNDLES)
    throw tooManyBundles(lock, paths.length + 1, "one more");
  if (target === undefined && isThere(free))
    throw broken(free, "a file that is not this key's bundle");
  return { target: target ?? free, own, others };
}

/**
 * Finds where a key's message bundle belongs. Replaces a message signature of the same key, and nothing else.
 * @throws Refusal `SIGN_CHAIN_BROKEN` — the path is taken by something else, or by a lock signature of the same key.
 */
export function readStandingMessage(file: string, key: PublicKey, at: string | undefined): string {
  const plain = at ?? bundlePath(file);
  const own = bundlePathOf(file, key.fingerprint);
  for (const path of at === undefined ? [plain, own] : [plain]) {
    if (!isThere(path)) return path;
    const bundle = readStandingBundle(path);
    if (bundle?.hint !== key.hint) continue;
    if (bundle.kind === "message") return path;
    throw broken(path, "a lock signature by the same key, which a message signature would replace");
  }
  throw broken(plain, "a file that is not this key's bundle");
}

/**
 * Gives nothing for a signature of another sort, which is left where it stands. A damaged bundle may be this key's own:
 * to sign past it would begin the sequence anew, and `verify` refuses it beside any other.
 */
function readStandingBundle(path: string): KeyBundle | undefined {
  try {
    return parseKeyBundle(readFile(path, MAX_BUNDLE_BYTES), path, "cosign-too");
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === "BUNDLE_UNSUPPORTED") return undefined;
    throw broken(path, "something that cannot be read as one", error);
  }
}

function readOwn(path: string, bundle: KeyBundle, key: PublicKey): LockStatement {
  if (bundle.kind !== "dsse") throw broken(path, "a message signature by the same key");
  try {
    return readSignedLock(bundle, [key], path);
  } catch (error) {
    if (error instanceof Refusal) throw broken(path, error.message, error);
    throw error;
  }
}

function broken(path: string, found: string, cause?: unknown): Refusal {
  return new Refusal(
    "SIGN_CHAIN_BROKEN",
    `${path}: expected a bundle of this key, or a free path, found ${found}`,
    { bundle: path },
    {
      hint: `restore it from git, or move it away: mv ${quoteForShell(path)} ${quoteForShell(`${path}.old`)}`,
      cause,
    },
  );
}
