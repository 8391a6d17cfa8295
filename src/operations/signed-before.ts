import { Refusal } from "../errors.ts";
import { bundlePath } from "../io/beside.ts";
import { listVersions } from "../io/file-versions.ts";
import { readKnown } from "../io/git-objects.ts";
import { findLockSection } from "../policy/find-lock.ts";
import type { Policy } from "../policy/model.ts";
import { findSigner } from "../policy/signer.ts";
import { MAX_SIGSTORE_BUNDLE_BYTES } from "../sigstore/bundle-limit.ts";
import { parseLockStatement } from "../statement/lock-statement.ts";
import { outOfPeriod } from "../trust/signers.ts";
import { bundleEntriesAt, readLockEntries } from "./bundles-at.ts";
import type { GateContext } from "./gate-context.ts";
import { readSignedStatement } from "./read-approval.ts";

/** The highest sequence of a lock that the base knows. */
export interface SignedBefore {
  readonly sequence: number;
  /** Where its bundle is, which the base has no more; null where it has. */
  readonly commit: string | null;
}

/** A lock that is signed every day for more than a year; who wants to hide one needs as many commits that everybody sees. */
const MAX_COMMITS = 500;
/** Of all locks together, the newest. */
const MAX_VERSIONS = 20_000;

/**
 * Finds which sequence of each lock was signed last, by the bundle that the base has, and by those that it had: whoever takes a
 * bundle away, or puts an older one in its place, would begin the sequence anew. What the base has no more counts only where
 * somebody signed it who may by the policy of today; what it has is held against nobody's key, for it can only refuse more.
 * @param paths of locks, relative to the policy's folder; one that nobody has to sign is left out.
 * @throws Refusal see `listVersions`, `readKnown`.
 */
export async function findSignedBefore(
  context: GateContext,
  paths: readonly string[],
): Promise<ReadonlyMap<string, SignedBefore>> {
  const { history, prefix, gitTop, judge } = context;
  const found = new Map<string, SignedBefore>();
  const roles = new Map<string, { readonly path: string; readonly role: string }>();
  for (const path of paths) {
    const role = roleOf(path, judge.closure.policy);
    if (role === undefined) continue;
    roles.set(bundlePath(prefix + path), { path, role });
    for (const { sequence } of bundleEntriesAt(history.base, prefix + path))
      found.set(path, { sequence, commit: null });
  }
  if (roles.size === 0) return found;
  const listed = listVersions(gitTop, history.base.commit, [...roles.keys()], MAX_COMMITS);
  const versions = listed
    .filter(({ path, blob }) => blob !== history.base.idOf(path))
    .slice(0, MAX_VERSIONS);
  const blobs = [...new Set(versions.map(({ blob }) => blob))];
  const contents = new Map(
    readKnown(gitTop, blobs, MAX_SIGSTORE_BUNDLE_BYTES).map(({ id, bytes }) => [id, bytes]),
  );
  for (const { commit, path: name, blob } of versions) {
    const { path = "", role = "" } = roles.get(name) ?? {};
    const bytes = contents.get(blob) ?? new Uint8Array();
    for (const { sequence } of readLockEntries(bytes, name))
      if (
        sequence > (found.get(path)?.sequence ?? 0) &&
        (await isSignedBy(role, bytes, name, context))
      )
        found.set(path, { sequence, commit });
  }
  return found;
}

function roleOf(path: string, policy: Policy): string | undefined {
  try {
    return findLockSection(policy, path)?.signatures?.role;
  } catch (error) {
    // Several sections are about it, which is said elsewhere.
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

async function isSignedBy(
  role: string,
  bytes: Uint8Array,
  name: string,
  { trust, now }: GateContext,
): Promise<boolean> {
  try {
    const { statement, by, times } = await readSignedStatement(bytes, name, trust, now);
    parseLockStatement(statement);
    const signer = findSigner(trust.signers, by);
    return signer?.roles.includes(role) === true && outOfPeriod(signer, times, now) === undefined;
  } catch (error) {
    // By a root that is too old nobody can say.
    if (!(error instanceof Refusal) || error.code === "TRUST_ROOT_STALE") throw error;
    return false;
  }
}
