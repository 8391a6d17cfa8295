import { policySchema } from "../../operations/policy-schema.ts";
import type { Arguments } from "../command.ts";
import type { Streams } from "../streams.ts";

/** Prints the JSON Schema of a policy. */
export function printPolicySchema(_: Arguments, streams: Streams): number {
  streams.stdout.write(`${JSON.stringify(policySchema(), null, 2)}\n`);
  return 0;
}
