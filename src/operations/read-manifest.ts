import { isThere, readFile } from "../io/files.ts";
import { checkInForce } from "../policy/in-force.ts";
import type { Policy } from "../policy/model.ts";
import { MAX_POLICY_BYTES, parsePolicy } from "../policy/policy.ts";
import { MANIFEST_NAME, type ToolFiles } from "./locate-tools.ts";

/**
 * Reads what is wanted, and by whom it has to be signed; undefined where there is no such file.
 * @throws Refusal `POLICY_MALFORMED`, `TOML_MALFORMED` — see `parsePolicy`; `POLICY_EXPIRED`; `FILE_UNREADABLE`.
 */
export function readManifest({ manifestPath }: ToolFiles, now: Date): Policy | undefined {
  if (!isThere(manifestPath)) return undefined;
  const policy = parsePolicy(readFile(manifestPath, MAX_POLICY_BYTES), MANIFEST_NAME);
  checkInForce(policy, MANIFEST_NAME, now);
  return policy;
}
