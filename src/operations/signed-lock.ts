import type { DsseBundle } from "../envelope/bundle.ts";
import { verifyDsseBundle } from "../envelope/bundle-signature.ts";
import type { PublicKey } from "../key/public-key.ts";
import { type LockStatement, parseLockStatement } from "../statement/lock-statement.ts";
import { STATEMENT_V1 } from "../statement/statement.ts";
import { verifiedStatement } from "../statement/verified-statement.ts";

/**
 * Verifies a lock bundle and reads its statement.
 * @throws Refusal see `verifyDsseBundle`, `parseStatement`, `parseLockStatement`.
 */
export function readSignedLock(
  bundle: DsseBundle,
  keys: readonly PublicKey[],
  what: string,
): LockStatement {
  const verified = verifiedStatement(verifyDsseBundle(bundle, keys), {
    what,
    types: [STATEMENT_V1],
  });
  return parseLockStatement(verified.statement);
}
