import { type CommitText, findMergeBases } from "../io/git-history.ts";
import { findObjects } from "../io/git-objects.ts";

/**
 * Leaves out merges that made nothing of some files: each is there as one side has it, where the other side has left it as it was
 * when both began. Whoever takes the base into a branch, or the forge that merges both to try them, has not made the change;
 * whoever keeps the older of two states, or writes a third, has.
 * @param names relative to the top.
 * @throws Refusal see `findMergeBases`, `findObjects`.
 */
export function withoutAutomatic(
  gitTop: string,
  commits: readonly CommitText[],
  names: readonly string[],
): readonly CommitText[] {
  return commits.filter((commit) => {
    const [one, other, ...more] = parentsOf(commit);
    if (one === undefined || other === undefined || more.length > 0) return true;
    const [began, ...others] = findMergeBases(gitTop, one, other);
    if (began === undefined || others.length > 0) return true;
    return !isAutomatic(gitTop, [commit.id, one, other, began], names);
  });
}

function parentsOf({ bytes }: CommitText): readonly string[] {
  const [header = ""] = Buffer.from(bytes).toString("latin1").split("\n\n", 1);
  return [...header.matchAll(/^parent ([0-9a-f]{40,64})$/gm)].map(([, id = ""]) => id);
}

function isAutomatic(
  gitTop: string,
  states: readonly [merge: string, one: string, other: string, began: string],
  names: readonly string[],
): boolean {
  const ids = findObjects(
    gitTop,
    names.flatMap((name) => states.map((commit) => `${commit}:${name}`)),
  );
  return names.every((_, index) => {
    const [merge, one, other, began] = ids.slice(index * 4, index * 4 + 4);
    if (one === other) return merge === one;
    if (one === began) return merge === other;
    return other === began && merge === one;
  });
}
