import { Refusal } from "../../errors.ts";
import { describePlace, type EntryPlace, refuseEntry } from "../place.ts";

/** Makes the refusal of records that are wrong, or that two readers could take differently. */
export function malformed(
  place: EntryPlace,
  expected: string,
  found: string,
  hint?: string,
): Refusal {
  return refuseEntry("ARCHIVE_HEADER", place, expected, found, hint);
}

/** Makes the refusal of content that is not what its headers say. */
export function damaged(place: EntryPlace, expected: string, found: string): Refusal {
  return refuseEntry("ARCHIVE_COMPRESSION", place, expected, found);
}

/** Makes the refusal of a zip that may be good, in a form that is not read. */
export function unsupported(place: EntryPlace, expected: string, found: string): Refusal {
  return new Refusal(
    "ARCHIVE_UNSUPPORTED",
    `${describePlace(place)}: expected ${expected}, found ${found}`,
    { format: `zip with ${found}` },
    { hint: "ask its publisher for a plain one: in one file, not encrypted, stored or deflated" },
  );
}
