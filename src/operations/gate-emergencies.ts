import { Refusal } from "../errors.ts";
import type { Finding } from "../finding.ts";
import { readTaken } from "../io/git-objects.ts";
import { compareLocks } from "../lock/lock-delta.ts";
import type { LockFacts } from "../policy/gate-facts.ts";
import { sayStandingEmergencies } from "../policy/standing-emergency.ts";
import { parseBundle } from "../sigstore/bundle.ts";
import { APPROVALS, isApproval } from "./collect-approvals.ts";
import type { GateContext } from "./gate-context.ts";
import { approvalsOf } from "./judging-policy.ts";
import { readLockState, treeOnDisk } from "./lock-content.ts";
import { repositoryOf } from "./open-lock.ts";
import { MAX_STATEMENT_BUNDLE_BYTES } from "./read-approval.ts";

/**
 * Finds what of the locks came in by the word of an emergency that still lasts, and is not said already: of the base, and so
 * after every merge, and of a release.
 */
export async function sayEmergencies(
  context: GateContext,
  locks: readonly LockFacts[],
): Promise<readonly Finding[]> {
  const { judge, now, root } = context;
  const here = locks.filter(({ sha256 }) => sha256 !== null);
  const isCollected = locks.some(({ approvals }) => approvals !== null);
  if (here.length === 0 || !(isCollected || isAnyUrgent(context))) return [];
  const { owned } = await context.collect();
  const read = treeOnDisk(root);
  return here.flatMap(({ path, delta }): readonly Finding[] => {
    const repository = repositoryOf({ root, name: path, path: `${root.path}/${path}` });
    const { standing } = owned.about({ repository, path });
    if (standing.length === 0) return [];
    try {
      const policy = approvalsOf(judge, path);
      const lock = read(path);
      if (policy === undefined || typeof lock === "string") return [];
      const { changes } = compareLocks(undefined, readLockState(lock, read).content);
      const judged = new Set(delta?.changes.map(({ name }) => name));
      return sayStandingEmergencies(path, { owned: standing, today: changes, judged, now }, policy);
    } catch (error) {
      // What cannot be read is refused where the lock is judged.
      if (error instanceof Refusal) return [];
      throw error;
    }
  });
}

/** Where nothing changed, in nearly every repository none is, and nothing has to be verified to see that. */
function isAnyUrgent({ history, prefix, gitTop }: GateContext): boolean {
  const folder = `${prefix}${APPROVALS}/`;
  const files = [...history.base.list(folder), ...history.head.list(folder)];
  const blobs = new Set(files.flatMap(([path, blob]) => (isApproval(path) ? [blob] : [])));
  const contents = readTaken(gitTop, [...blobs], MAX_STATEMENT_BUNDLE_BYTES);
  return [...contents.values()].some((bytes) => {
    try {
      const { content } = parseBundle(bytes, "approval");
      // Spelled otherwise it is looked at closely.
      return content.kind === "dsse" && !isOrdinary(content.envelope.payload);
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
  });
}

function isOrdinary(payload: Uint8Array): boolean {
  return Buffer.from(payload.buffer, payload.byteOffset, payload.length).includes(
    '"emergency":null',
  );
}
