import { Refusal } from "../errors.ts";

/** What every predicate type of ours begins with, whatever its case and however its slashes are written. */
const OWN_HOST = "lockseal.dev";

/**
 * Refuses a predicate type of our own. Such a statement says that a lock was judged, a change seen or a person asked; the command
 * that does so makes it, and nobody types it by hand.
 *
 * @throws Refusal `PREDICATE_TYPE_OWN`
 */
export function refuseOwnType(type: string): void {
  const url = URL.parse(type.trim());
  if (url === null || !isOwn(url.hostname)) return;
  throw new Refusal(
    "PREDICATE_TYPE_OWN",
    `predicate type: expected one that is not Lockseal's own, found ${type.slice(0, 256)}`,
    { found: type.slice(0, 256) },
    {
      hint: url.pathname.startsWith("/attestation/lock/")
        ? "sign the lock itself: lockseal sign FILE --key KEY"
        : "only the command that judges makes such a statement, never attest: lockseal --help",
    },
  );
}

function isOwn(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, "");
  return name === OWN_HOST || name.endsWith(`.${OWN_HOST}`);
}
