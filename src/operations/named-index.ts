import { readFile } from "../io/files.ts";
import { checkInForce } from "../policy/in-force.ts";
import { chooseIndex, parseIndex, publishTypeOf } from "../policy/indexes.ts";
import { MAX_POLICY_BYTES, parsePolicy } from "../policy/policy.ts";
import { locatePolicy } from "./policy-files.ts";

/**
 * Gives what a publication claims at the index that a user names: see `namedIndex`, `publishTypeOf`.
 * @throws Refusal see `namedIndex`.
 */
export function namedPublishType(said: string | undefined, cwd: string, now: Date): string {
  return publishTypeOf(namedIndex(said, cwd, now));
}

/**
 * Gives the index that a user names, by its URL or by its name under `[indexes]` in the nearest `lockseal.toml` up to the
 * top of the checkout; with no name the only one that is there. None is ever assumed.
 *
 * @throws Refusal `INDEX_UNKNOWN`, `INDEX_MALFORMED` — see `chooseIndex`; `POLICY_MALFORMED`, `TOML_MALFORMED` — see `parsePolicy`.
 * @throws Refusal `POLICY_EXPIRED` — the policy that would say it is over.
 */
function namedIndex(said: string | undefined, cwd: string, now: Date): URL {
  // A URL is none that a policy names; nothing in it could say otherwise.
  if (said?.includes(":") === true) return parseIndex(said);
  const located = locatePolicy(cwd, undefined);
  if (located === undefined) return chooseIndex(said, new Map());
  const policy = parsePolicy(readFile(located.path, MAX_POLICY_BYTES), located.name);
  checkInForce(policy, located.name, now);
  const indexes = [...policy.indexes].map(([name, url]) => [name, parseIndex(url)] as const);
  return chooseIndex(said, new Map(indexes));
}
