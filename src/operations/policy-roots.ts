import { sha256Hex } from "../bytes/digest.ts";
import type { PolicyClosure } from "../policy/policy-closure.ts";
import { parseRootFile } from "./trust-root-file.ts";
import { loadTrustRoots, type TrustSources } from "./trust-source.ts";

/**
 * Gives the trust roots that keyless signatures are judged by: the one that a policy pins, else those that are at hand.
 * @throws Refusal `TRUST_ROOT_MALFORMED`, `TRUST_STORE_DAMAGED` — see `parseRootFile`, `loadTrustRoots`.
 */
export async function rootsOfPolicy(
  { policy, files }: PolicyClosure,
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<TrustSources> {
  const pinned = policy.trust.sigstoreRoot;
  const bytes = pinned === null ? undefined : files.get(pinned.file);
  if (pinned === null || bytes === undefined) return loadTrustRoots(undefined, cwd, env);
  const root = parseRootFile(bytes, pinned.file);
  return [
    { root, name: pinned.file, date: null, kind: "file", sha256: sha256Hex(bytes), path: null },
  ];
}
