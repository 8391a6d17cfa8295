import type { PolicyClosure } from "../policy/policy-closure.ts";
import { rootOfPolicy } from "./pinned-root.ts";
import { loadTrustRoots, type TrustSources } from "./trust-source.ts";

/**
 * Gives the trust roots that keyless signatures are judged by: the one that a policy pins, else those that are at hand.
 * @throws Refusal `TRUST_ROOT_MALFORMED`, `TRUST_STORE_DAMAGED` — see `rootOfPolicy`, `loadTrustRoots`.
 */
export async function rootsOfPolicy(
  closure: PolicyClosure,
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<TrustSources> {
  const pinned = rootOfPolicy(closure);
  return pinned === undefined ? loadTrustRoots(undefined, cwd, env) : [pinned];
}
