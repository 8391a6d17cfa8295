import type { VerifiedPayload } from "../envelope/dsse.ts";
import { parseStatement, type Statement, type StatementOptions } from "./statement.ts";

/** A statement out of a payload that was verified, with the keys that signed it. */
export interface VerifiedStatement {
  readonly statement: Statement;
  /** At least one, each once. Whose they are, and whether they suffice, is not decided here. */
  readonly signers: VerifiedPayload["signers"];
}

/**
 * Reads the statement out of a verified payload: out of the very bytes that were signed, and nothing beside them.
 *
 * @throws Refusal see `parseStatement`.
 */
export function verifiedStatement(
  verified: VerifiedPayload,
  options: StatementOptions,
): VerifiedStatement {
  return { statement: parseStatement(verified.payload, options), signers: verified.signers };
}
