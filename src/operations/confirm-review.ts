import { Refusal } from "../errors.ts";
import type { Review } from "./open-review.ts";

/** Fewer digits could be hit by trying. */
const LEAST_DIGITS = 12;

/**
 * Makes sure that somebody looked: a person who is asked says yes, or who confirms without being asked names the digest of
 * what they saw, so that no other change is signed than that.
 * @param given the digest in hex, or at least its first 12 digits; undefined to ask.
 * @param ask undefined where nobody sits.
 * @throws Refusal `APPROVAL_UNCONFIRMED`
 */
export async function confirmReview(
  { state, digest }: Review,
  given: string | undefined,
  ask: (() => Promise<boolean>) | undefined,
): Promise<void> {
  const refuse = (expected: string, found: string, hint: string): never => {
    throw new Refusal(
      "APPROVAL_UNCONFIRMED",
      `${state.path}: expected ${expected}, found ${found}; nothing was signed`,
      { digest },
      { hint },
    );
  };
  if (given !== undefined) {
    const digits = given.replace(/^sha256:/, "");
    if (digits.length < LEAST_DIGITS)
      refuse(
        `at least ${LEAST_DIGITS} digits of what was looked at`,
        `${digits.length}`,
        "name all of it",
      );
    if (!digest.startsWith(digits))
      refuse(
        `--yes ${digest}`,
        "the digest of another change",
        "look at the change that is there now",
      );
    return;
  }
  if (ask === undefined)
    return refuse(
      "somebody at a terminal who looks and says yes",
      "no terminal",
      `look at the change, and name what you saw: --yes ${digest}`,
    );
  if (!(await ask()))
    refuse("yes", "another answer", "look again; or object to it: --reject --reason TEXT");
}
