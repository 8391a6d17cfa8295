import { Refusal } from "../errors.ts";
import { type Finding, findingOfRefusal } from "../finding.ts";
import { idOfBlob } from "../io/git-objects.ts";
import { compareLocks } from "../lock/lock-delta.ts";
import { standsAlone } from "../lock/stands-alone.ts";
import { MAX_LOCK_BYTES } from "../lock/strict/characters.ts";
import type { PolicyClosure } from "../policy/policy-closure.ts";
import type { GateContext } from "./gate-context.ts";
import { readAnyPolicyAt } from "./judging-policy.ts";
import {
  type LockState,
  readLockState,
  type TreeReader,
  treeAt,
  treeOnDisk,
} from "./lock-content.ts";
import { POLICY_NAME } from "./policy-files.ts";

/**
 * Refuses a lock of which HEAD has something else than the disk, unless HEAD has what the base has. What is judged is installed
 * from the disk, and what is merged is what HEAD has: by `.gitattributes`, by a second name that differs in case, or by a link
 * git makes of it on the disk whatever the author of a change wants the gate to see.
 * @param disk its bytes, and whether they are all there is to read; undefined where it is not there.
 * @throws Refusal `GATE_HEAD_DIFFERS`
 */
export function refuseUnlikeHead(
  { history, prefix, root, mode }: GateContext,
  path: string,
  disk: { readonly bytes: Uint8Array; readonly isAlone: boolean } | undefined,
): void {
  if (mode === "release") return;
  const [before, id] = [history.base, history.head].map((tree) => tree.idOf(prefix + path));
  // Of what is as at the base, the very same bytes are at hand already.
  const tree = before === id ? history.base : history.head;
  const isDisk =
    id !== null && id !== undefined && disk !== undefined && idOfBlob(disk.bytes, id) === id;
  const inHead = isDisk ? disk.bytes : tree.read(prefix + path, MAX_LOCK_BYTES);
  const isAlone = isDisk ? disk.isAlone : inHead === undefined || standsAlone(inHead);
  if (isAlone && (before === id || isDisk)) return;
  const inBase = history.base.read(prefix + path, MAX_LOCK_BYTES);
  const head = stateOf(path, inHead, treeAt(history.head, prefix));
  if (isSame(head, stateOf(path, inBase, treeAt(history.base, prefix)))) return;
  if (!isSame(head, stateOf(path, disk?.bytes, treeOnDisk(root)))) throw unlikeHead(path);
}

function stateOf(
  name: string,
  bytes: Uint8Array | undefined,
  read: TreeReader,
): LockState | undefined {
  return bytes === undefined ? undefined : readLockState({ name, bytes }, read);
}

/** Line ends that git changes on its way to the disk make no difference to whoever installs. */
function isSame(one: LockState | undefined, other: LockState | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  const isEqual =
    one.files.length === other.files.length &&
    one.files.every(({ name, bytes }, index) => {
      const file = other.files[index];
      return file?.name === name && Buffer.compare(file.bytes, bytes) === 0;
    });
  if (isEqual) return true;
  if (one.unread.length + other.unread.length > 0) return false;
  return compareLocks(one.content, other.content).changes.length === 0;
}

/**
 * Says the same of the policy, and of every file that it names.
 * @param own what lies on the disk; null where there is none.
 */
export function findPolicyUnlikeHead(
  { history, prefix, mode, judge }: GateContext,
  own: PolicyClosure | null,
): readonly Finding[] {
  // Where the base has none, it is HEAD's that judges.
  if (mode === "release" || judge.commit !== history.chosen.commit) return [];
  const names = new Set([...judge.closure.files.keys(), ...(own?.files.keys() ?? [])]);
  const isOfBase = [...names].every(
    (name) => history.base.idOf(prefix + name) === history.head.idOf(prefix + name),
  );
  if (isOfBase) return [];
  try {
    const inHead = readAnyPolicyAt(history.head, prefix)?.closure.digest.hex;
    if (inHead === own?.digest.hex || inHead === judge.closure.digest.hex) return [];
    throw unlikeHead(POLICY_NAME);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [findingOfRefusal(error, POLICY_NAME)];
  }
}

function unlikeHead(name: string): Refusal {
  return new Refusal(
    "GATE_HEAD_DIFFERS",
    `${name}: expected on the disk what HEAD has, found something else: what would be merged is not what lies here`,
    { name },
    {
      hint: `commit what lies here: git commit ${name}; or take HEAD's: git checkout HEAD -- ${name}; where it differs again, take what .gitattributes says of it out`,
    },
  );
}
