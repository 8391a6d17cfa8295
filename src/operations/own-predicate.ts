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
    { hint: hintOf(url.pathname) },
  );
}

function isOwn(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, "");
  return name === OWN_HOST || name.endsWith(`.${OWN_HOST}`);
}

/** Which command makes each of them, by the path of its type. */
const COMMANDS: readonly (readonly [path: string, hint: string])[] = [
  ["/attestation/lock/", "sign the lock itself: lockseal sign LOCK --key KEY"],
  [
    "/attestation/lock-approval/",
    "look at the change and approve it: lockseal approve LOCK --key KEY",
  ],
  ["/attestation/first-seen/", "let it be seen first: lockseal observe LOCK"],
];

function hintOf(path: string): string {
  return (
    COMMANDS.find(([start]) => path.startsWith(start))?.[1] ??
    "only the command that judges makes such a statement: lockseal sign, approve or observe"
  );
}
