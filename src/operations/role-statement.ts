import type { PolicySigner, TrustedTime } from "../policy/signer.ts";
import type { LockStatement } from "../statement/lock-statement.ts";
import type { OpenedPolicy } from "./open-policy.ts";

/** What to verify by a policy. */
export interface VerifyByPolicyOptions {
  readonly policy: OpenedPolicy;
  /** Locks, absolute or relative to `cwd`. */
  readonly files: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: Date;
  readonly root?: string | undefined;
  readonly repository?: string | undefined;
  readonly minSequence?: number | undefined;
  readonly copyTo?: string | undefined;
}

/** A statement about a lock, by somebody who has the role. */
export interface RoleStatement {
  readonly signer: PolicySigner;
  readonly bundle: string;
  readonly statement: LockStatement;
  readonly times: readonly TrustedTime[];
}
