import type { ExitCode } from "../exit-code.ts";
import type { Finding } from "../finding.ts";
import type { Transport } from "../sigstore/transport.ts";

/** Which roots to update, and from where. Without any option: every one that was ever fetched, and the public one. */
export interface UpdateTrustRootOptions {
  /** URL of a TUF repository; default: where the root was fetched from before, or Sigstore's public one. */
  readonly mirror?: string | undefined;
  /** The first TUF root of an instance that was never fetched before: a path. Whoever names it trusts it. */
  readonly root?: string | undefined;
  /** What to call the instance; default: the host of its repository. */
  readonly name?: string | undefined;
  readonly cwd: string;
  /** Says where the user's roots lie, and which proxies to use. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: Date;
  /** Default: a client that asks three times, for 15 seconds each. */
  readonly transport?: Transport | undefined;
}

/** What came of it. */
export interface UpdateTrustRootReport {
  readonly findings: readonly Finding[];
  readonly exitCode: ExitCode;
  readonly updated: readonly UpdatedRoot[];
}

/** A root that is now known to be the newest there is. */
export interface UpdatedRoot {
  readonly name: string;
  readonly mirror: string;
  readonly path: string;
  /** Of the trusted_root.json, in hex. */
  readonly sha256: string;
  readonly versions: Readonly<Record<"root" | "timestamp" | "snapshot" | "targets", number>>;
}

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
