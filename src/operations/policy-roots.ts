import type { PolicyClosure } from "../policy/policy-closure.ts";
import type { TrustSources } from "./trust-source.ts";

/**
 * Gives the trust roots that keyless signatures are judged by: the one that a policy pins, else those that are at hand.
 * @throws Refusal `TRUST_ROOT_MALFORMED`, `TRUST_STORE_DAMAGED` — see `rootOfPolicy`, `loadTrustRoots`.
 */
export async function rootsOfPolicy(
  closure: PolicyClosure,
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<TrustSources> {
  const { rootOfPolicy } = await import("./pinned-root.ts");
  const pinned = rootOfPolicy(closure);
  if (pinned !== undefined) return [pinned];
  const { loadTrustRoots } = await import("./trust-source.ts");
  return loadTrustRoots(undefined, cwd, env);
}

/**
 * Gives the same of a policy that names identities, and of one that names keys alone what loads them should anything keyless be
 * met all the same, which takes as long as everything else.
 * @throws Refusal see `rootsOfPolicy`.
 */
export async function rootsWhereNeeded(
  closure: PolicyClosure,
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<TrustSources | (() => Promise<TrustSources>)> {
  const isKeyless = [...closure.policy.signers.values()].some(({ keyless }) => keyless.length > 0);
  if (isKeyless) return rootsOfPolicy(closure, cwd, env);
  let roots: Promise<TrustSources> | undefined;
  return () => {
    roots ??= rootsOfPolicy(closure, cwd, env);
    return roots;
  };
}
