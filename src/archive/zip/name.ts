import { decodeName } from "../names.ts";
import { type EntryPlace, refuseEntry } from "../place.ts";
import { type ExtraFields, findUnicodePath } from "./extra.ts";

/** The flag that says that name and comment are in UTF-8. */
const UTF8 = 0x0800;

/**
 * Decodes the name of an entry. Without the flag for UTF-8 readers take one code page or another, so that only ASCII is left;
 * a second spelling of the name must be the same one.
 *
 * @throws Refusal `ARCHIVE_NAME` — bytes that are not ASCII, or not UTF-8 with the flag, or two names.
 */
export function decodeZipName(
  rawName: Uint8Array,
  flags: number,
  extra: ExtraFields,
  place: EntryPlace,
): string {
  const unicode = findUnicodePath(extra, rawName, place);
  const isUtf8 = (flags & UTF8) !== 0;
  if (unicode !== undefined && Buffer.compare(unicode, rawName) !== 0)
    throw refuseEntry("ARCHIVE_NAME", place, "one name", "another one in its Unicode field");
  if (!isUtf8 && rawName.some((byte) => byte >= 0x80))
    throw refuseEntry(
      "ARCHIVE_NAME",
      place,
      "a name in ASCII, or the flag for UTF-8",
      "other bytes without it",
      "ask its publisher for an archive with names in UTF-8",
    );
  return decodeName(rawName, place);
}
