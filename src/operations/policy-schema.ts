import { POLICY_SCHEMA } from "../policy/policy.ts";

/**
 * Gives the JSON Schema of a policy, for editors: from the very table that the parser reads by. It knows no reference from
 * one table to another, and no day: `checkPolicy` does.
 * @see https://json-schema.org/draft-07
 */
export function policySchema(): Readonly<Record<string, unknown>> {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "lockseal.toml",
    ...POLICY_SCHEMA,
  };
}
