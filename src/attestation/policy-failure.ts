import type { ShapeFailure } from "../bytes/json-shape.ts";
import type { TomlDocument } from "../bytes/toml.ts";
import { Refusal } from "../errors.ts";

/** Makes the refusal of a policy that says something that cannot be meant, with its place. */
export function policyFailure(what: string, { placeAt }: TomlDocument): ShapeFailure {
  return (at, expected, found) => {
    const { line, column } = placeAt(at);
    const place = at === "" ? "" : ` at ${at}`;
    throw new Refusal(
      "POLICY_MALFORMED",
      `${what}:${line}:${column}: expected ${expected}${place}, found ${found}`,
      { at, line, column },
      {
        hint: `mend it in ${what}; what is not known is refused, since a mistyped limit would be none`,
      },
    );
  };
}
