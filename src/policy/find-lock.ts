import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import { matchesPath } from "../trust/glob.ts";
import type { Policy } from "./model.ts";
import type { LockSection } from "./table/locks.ts";

/**
 * Finds the section of a policy about a lock.
 * @param path relative to the policy's folder, with `/`.
 * @returns undefined where there is none: then nothing is allowed.
 * @throws Refusal `POLICY_LOCK_AMBIGUOUS` — several match, and nobody can say which counts.
 */
export function findLockSection(
  { locks }: Pick<Policy, "locks">,
  path: string,
): LockSection | undefined {
  const [section, ...others] = locks.filter((one) => matchesPath(one.path, path));
  if (section === undefined || others.length === 0) return section;
  const patterns = [section, ...others].map((one) => one.path);
  throw new Refusal(
    "POLICY_LOCK_AMBIGUOUS",
    `${path}: expected one [[lock]] of the policy that matches, found ${patterns.length}: ${patterns.map(quote).join(", ")}`,
    { path, patterns },
    { hint: "make the patterns so that each file has one; lockseal policy check names them" },
  );
}
