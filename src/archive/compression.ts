import { Refusal } from "../errors.ts";
import { refuseEntry } from "./place.ts";

/** Each piece is a task for another thread: small ones cost more than they hold, large ones only memory. */
export const PIECE_BYTES: number = 256 * 1024;

/** Below this many bytes a member on average, many members are an attack on the reader's time. */
const LEAST_MEAN_BYTES = 1024;
const MANY_MEMBERS = 1024;

/** @throws Refusal `ARCHIVE_COMPRESSION` — thousands of members that hold next to nothing. */
export function refuseTinyMembers(archive: string, at: number, members: number, out: number): void {
  if (members > MANY_MEMBERS && out < members * LEAST_MEAN_BYTES)
    throw damaged(archive, at, "members of a sensible size", "thousands of tiny ones");
}

/** Makes the refusal of compressed data that ends too early. */
export function truncated(archive: string, at: number): Refusal {
  const place = { archive, entry: "", at };
  return refuseEntry("ARCHIVE_TRUNCATED", place, "more compressed data", "the end");
}

/** Makes the refusal of what follows compressed data. */
export function trailing(archive: string, at: number): Refusal {
  const place = { archive, entry: "", at };
  return refuseEntry("ARCHIVE_TRAILING", place, "the end of the compressed data", "other bytes");
}

/** Makes the refusal of compressed data that is damaged, or of another form. */
export function damaged(
  archive: string,
  at: number,
  expected: string,
  found: string,
  cause?: unknown,
): Refusal<"ARCHIVE_COMPRESSION"> {
  return new Refusal(
    "ARCHIVE_COMPRESSION",
    `${archive}: offset ${at}: expected ${expected}, found ${found}`,
    { at },
    { hint: "fetch it again", cause },
  );
}
