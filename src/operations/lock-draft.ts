import { digest } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import type { PublicKey } from "../key/public-key.ts";
import { digestPins } from "../lock/pins.ts";
import type { LockStatement, NamedEvidence } from "../statement/lock-statement.ts";
import { VERSION } from "../version.ts";
import { formatTime } from "./expiry.ts";
import { type OpenedLock, repositoryOf } from "./open-lock.ts";
import { readSignedLock } from "./signed-lock.ts";
import type { StandingBundles } from "./standing-bundle.ts";

/** Makes the statement of a lock that nobody signed before. */
export function draftOf(
  lock: OpenedLock,
  now: Date,
  expires: string | undefined,
  evidence: readonly NamedEvidence[] = [],
): LockStatement {
  return {
    subjects: lock.files.map(({ name, bytes }) => ({ name, digest: digest("sha256", bytes) })),
    format: lock.format,
    scope: { repository: repositoryOf(lock.located), path: lock.located.name },
    pins: digestPins(lock.pins),
    sequence: 1,
    previous: null,
    expires: expires ?? null,
    evidence,
    signedAt: formatTime(now),
    generator: { name: "lockseal", version: VERSION },
  };
}

/**
 * Continues what the same key signed last: the next sequence after it, or the same for the same lock.
 * @throws Refusal `SIGN_CHAIN_BROKEN` — it was for another path or repository.
 */
export function continueChain(
  draft: LockStatement,
  { own, target }: StandingBundles,
): LockStatement {
  if (own === null) return draft;
  if (own.scope.path !== draft.scope.path || own.scope.repository !== draft.scope.repository) {
    throw chainRefusal(
      target,
      `one for ${describeScope(own)}`,
      `a bundle for ${describeScope(draft)}`,
    );
  }
  if (sameLock(own, draft)) return { ...draft, sequence: own.sequence, previous: own.previous };
  const last = own.subjects[0];
  if (last === undefined || own.sequence >= Number.MAX_SAFE_INTEGER)
    throw chainRefusal(target, `sequence ${own.sequence}`, "a sequence that can be continued");
  return { ...draft, sequence: own.sequence + 1, previous: last.digest };
}

/**
 * Finds the statement that another key signed about this very lock, verified.
 * @throws Refusal `SIGN_CHAIN_BROKEN` — there is none, or it is about other bytes, another scope or another expiry.
 */
export function countersigned(
  draft: LockStatement,
  others: StandingBundles["others"],
  key: PublicKey,
  lock: OpenedLock,
): LockStatement {
  const theirs = others.find(({ bundle }) => bundle.hint === key.hint);
  if (theirs === undefined)
    throw chainRefusal(
      lock.located.path,
      "none beside the lock",
      `a bundle by key ${key.fingerprint} to countersign`,
    );
  const statement = readSignedLock(theirs.bundle, [key], theirs.path);
  const sameScope =
    statement.scope.path === draft.scope.path &&
    statement.scope.repository === draft.scope.repository;
  if (!sameScope || !sameLock(statement, draft))
    throw chainRefusal(
      theirs.path,
      "one over other bytes or another scope",
      "a statement about this very lock",
    );
  if (draft.expires !== null && draft.expires !== statement.expires)
    throw chainRefusal(theirs.path, String(statement.expires), `the expiry ${draft.expires}`);
  return statement;
}

function sameLock(one: LockStatement, other: LockStatement): boolean {
  const facts = (lock: LockStatement): string =>
    JSON.stringify([lock.format, lock.subjects, lock.pins.count, lock.pins.digest.hex]);
  return facts(one) === facts(other);
}

function describeScope({ scope }: LockStatement): string {
  return `${scope.path} in ${scope.repository ?? "no repository"}`;
}

function chainRefusal(path: string, found: string, expected: string): Refusal {
  return new Refusal(
    "SIGN_CHAIN_BROKEN",
    `${path}: expected ${expected}, found ${found}`,
    { bundle: path },
    {
      hint: "let the other signer sign this lock first, or move the bundle away to begin at sequence 1",
    },
  );
}
