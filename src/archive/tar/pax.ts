import { quote } from "../../bytes/quote.ts";
import { decodeName } from "../names.ts";
import { type EntryPlace, refuseEntry } from "../place.ts";

/** What extended headers say that matters here. */
export interface PaxRecords {
  readonly path?: string;
  readonly linkpath?: string;
  readonly size?: number;
}

/** The keywords of POSIX that change nothing of what is unpacked here. */
const UNUSED = ["atime", "charset", "comment", "ctime", "gid", "gname", "mtime", "uid", "uname"];
/** A vendor's keyword, `VENDOR.keyword`; those in lower case alone are the standard's. */
const VENDOR = /^[A-Z][A-Za-z0-9_-]*\..|^(?:realtime|security)\../;
/** Content that is stored otherwise than as it is: readers that do not know it unpack a map of holes as the file. */
const HOLES = /^(?:GNU\.|SUN\.|SCHILY\.(?:realsize|filetype|offset|volhdr|dir))/;
const XATTR = /^(?:SCHILY|LIBARCHIVE)\.xattr\./;

/**
 * Reads the records of an extended header, each by its stated length.
 * @param scope `global` for a header that is about all entries after it: none of them may get its name or size there.
 * @throws Refusal `ARCHIVE_HEADER` — a length that does not end at a line end, a keyword twice, unknown or out of place, a size that is not decimal, a value over several lines.
 * @throws Refusal `ARCHIVE_TYPE` — the entry is stored with holes.
 * @throws Refusal `ARCHIVE_NAME` — a name is not UTF-8.
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html#tag_20_94_13_03
 */
export function parsePax(
  body: Uint8Array,
  scope: "next" | "global",
  place: EntryPlace,
): PaxRecords {
  const refuse = (expected: string, found: string): never => {
    throw refuseEntry("ARCHIVE_HEADER", place, expected, found);
  };
  if (body.length === 0) refuse("a record in an extended header", "none");
  const records: { path?: string; linkpath?: string; size?: number } = {};
  const seen = new Set<string>();
  for (let at = 0; at < body.length; ) {
    const { key, value, next } = parseRecord(body, at, place, refuse);
    at = next;
    if (seen.has(key)) refuse("each keyword once", `${quote(key)} twice`);
    seen.add(key);
    checkLines(key, value, refuse);
    if (key === "path" || key === "linkpath" || key === "size") {
      if (scope === "global") refuse(`no ${key} for all entries`, "one");
      if (value.length === 0) refuse(`a ${key}`, "an empty one");
      if (key === "size") records.size = parseSize(value, refuse);
      else records[key] = decodeName(value, place);
    } else checkKeyword(key, value, place, refuse);
  }
  return records;
}

type Refuse = (expected: string, found: string) => never;

function parseRecord(
  body: Uint8Array,
  at: number,
  place: EntryPlace,
  refuse: Refuse,
): { readonly key: string; readonly value: Uint8Array; readonly next: number } {
  // Seven digits are enough for a megabyte.
  const start = Buffer.from(body.subarray(at, at + 8)).toString("latin1");
  const digits = /^([1-9][0-9]{0,6}) /.exec(start)?.[1];
  if (digits === undefined) return refuse("a record that starts with its length", quote(start));
  const next = at + Number(digits);
  const record = body.subarray(at + digits.length + 1, next);
  if (next > body.length || record.at(-1) !== 0x0a)
    return refuse(`a record of ${digits} bytes with a line end`, "another");
  const equals = record.indexOf(0x3d);
  if (equals < 1) return refuse("a keyword and a value", "a record without one");
  const key = decodeName(record.subarray(0, equals), place);
  return { key, value: record.subarray(equals + 1, -1), next };
}

/** A reader that takes each line for a record would find others in a value of several lines. */
function checkLines(key: string, value: Uint8Array, refuse: Refuse): void {
  if (!value.includes(0x0a)) return;
  // The bytes of attributes are any; as long as none of their lines could be a record, every reader passes them over.
  const lines = Buffer.from(value).toString("latin1");
  if (XATTR.test(key) && !/\n\s*[+-]?\d/.test(lines)) return;
  refuse("a value on one line", `${quote(key)} over several`);
}

function parseSize(value: Uint8Array, refuse: Refuse): number {
  const digits = Buffer.from(value).toString("latin1");
  const size = Number(digits);
  if (!/^(?:0|[1-9][0-9]*)$/.test(digits) || !Number.isSafeInteger(size))
    refuse("a decimal size below 2^53", quote(digits));
  return size;
}

function checkKeyword(key: string, value: Uint8Array, place: EntryPlace, refuse: Refuse): void {
  if (HOLES.test(key))
    throw refuseEntry("ARCHIVE_TYPE", place, "content that is stored whole", quote(key));
  if (key === "hdrcharset") {
    const charset = Buffer.from(value).toString("latin1");
    if (charset !== "ISO-IR 10646 2000 UTF-8") refuse("names in UTF-8", quote(charset));
    return;
  }
  // A name without a vendor that the standard does not have: some readers take it for a field of the header.
  if (!UNUSED.includes(key) && !VENDOR.test(key)) refuse("a keyword of POSIX", quote(key));
}
