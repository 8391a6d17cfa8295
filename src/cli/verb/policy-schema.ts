import { policySchema } from "../../operations/policy-schema.ts";
import { formatJson } from "../../report/json.ts";
import type { Arguments } from "../command.ts";
import type { Streams } from "../streams.ts";

/** Prints the JSON Schema of a policy. */
export function printPolicySchema(args: Arguments, streams: Streams): number {
  const schema = policySchema();
  streams.stdout.write(
    args.flag("json")
      ? formatJson("policy schema", 0, { schema })
      : `${JSON.stringify(schema, null, 2)}\n`,
  );
  return 0;
}
