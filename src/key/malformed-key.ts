import { Refusal } from "../errors.ts";

/** Makes the refusal `KEY_MALFORMED` of what is no key, or not in the one spelling that it has. */
export function malformedKey(
  what: string,
  expected: string,
  found: string,
  cause?: unknown,
): Refusal {
  return new Refusal(
    "KEY_MALFORMED",
    `${what}: expected ${expected}, found ${found}`,
    { found },
    { cause },
  );
}
