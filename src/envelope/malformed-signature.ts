import { Refusal } from "../errors.ts";

/** Makes the refusal `SIGNATURE_MALFORMED` of what is no signature file, or not in its one spelling. */
export function malformedSignature(
  what: string,
  at: string,
  expected: string,
  found: string,
  cause?: unknown,
): Refusal {
  return new Refusal(
    "SIGNATURE_MALFORMED",
    `${what}: expected ${expected}${at === "" ? "" : ` in ${at}`}, found ${found}`,
    { at },
    { cause, hint: "fetch the signature file again, as bytes, from where its signer publishes it" },
  );
}
