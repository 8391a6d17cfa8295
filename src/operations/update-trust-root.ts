import type { UpdateTrustRootOptions, UpdateTrustRootReport } from "./update-of-roots.ts";

/**
 * Fetches the newest trust roots by TUF into the user's own folder. **The one thing around verification that uses the
 * network.** What was there stays until everything that follows it is verified and written, and whenever something fails.
 *
 * What fetches is loaded by the first call: whoever only verifies never has it in the process.
 * @throws Refusal `TRUST_STORE_NOWHERE`, `MIRROR_MALFORMED`, `TRUST_NAME_MALFORMED`, `TRUST_ROOT_EXISTS`, `TRUST_ROOT_UNKNOWN`, `TRUST_ROOT_UNREADABLE`, `TRUST_ROOT_MALFORMED` — before anything is fetched.
 */
export async function updateTrustRoot(
  options: UpdateTrustRootOptions,
): Promise<UpdateTrustRootReport> {
  const { updateRoots } = await import("./update-roots.ts");
  return updateRoots(options);
}
