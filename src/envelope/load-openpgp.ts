import type * as OpenPgp from "openpgp";
import { Refusal } from "../errors.ts";

/** The version that this was tested with, and the range that is taken. */
const VERSION = "6.3.2";
const TAKEN = /^OpenPGP\.js 6\.(?:[3-9]|\d{2,})\./;

/**
 * Loads the library for OpenPGP, which is the user's to install: few need it, and it is larger than all of this.
 * @throws Refusal `OPENPGP_MISSING` — it is not installed, or of another version.
 */
export async function loadOpenPgp(
  what: string,
  load: () => Promise<typeof OpenPgp> = () => import("openpgp"),
): Promise<typeof OpenPgp> {
  let found = "nothing";
  let cause: unknown;
  try {
    const library = await load();
    if (TAKEN.test(library.config.versionString)) return library;
    found = library.config.versionString;
  } catch (error) {
    if (!isMissing(error)) throw error;
    cause = error;
  }
  throw new Refusal(
    "OPENPGP_MISSING",
    `${what}: expected the package openpgp ${VERSION} for signatures of OpenPGP, found ${found}`,
    { found },
    { hint: `install it beside lockseal: npm install openpgp@${VERSION}`, cause },
  );
}

function isMissing(error: unknown): boolean {
  return (
    error instanceof Error &&
    "code" in error &&
    /^(?:ERR_)?MODULE_NOT_FOUND$/.test(String(error.code))
  );
}
