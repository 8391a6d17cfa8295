import { Refusal } from "../errors.ts";
import { parseStatement, STATEMENT_V1, type Statement } from "../statement/statement.ts";

/** Reads a payload as a statement of ours. @throws Refusal see `parseStatement`. */
export function parseOwn(payload: Uint8Array, source: string): Statement {
  return parseStatement(payload, { what: source, types: [STATEMENT_V1] });
}

/** Makes the refusal of a bundle that signs bytes and no statement. */
export function notAStatement(source: string): Refusal {
  return new Refusal(
    "BUNDLE_UNSUPPORTED",
    `${source}: expected a signed statement, found a signature over bytes`,
    { kind: "a signature over bytes" },
  );
}
