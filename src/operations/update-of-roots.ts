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
