import { quote } from "../../bytes/quote.ts";
import { decodeName } from "../names.ts";
import { type EntryPlace, refuseEntry } from "../place.ts";
import type { EntryKind } from "../plan.ts";
import type { EntryHeader } from "../plan-builder.ts";
import type { HeaderBlock } from "./block.ts";
import { type PaxRecords, parsePax } from "./pax.ts";

/** What came before an entry to describe it. */
export interface Description {
  readonly pax?: PaxRecords;
  readonly longName?: string;
  readonly longLink?: string;
}

/** The types whose body describes what follows. */
export type MetaType = "x" | "g" | "L" | "K";

export function isMetaType(type: string): type is MetaType {
  return "xgLK".includes(type) && type.length === 1;
}

const KINDS: Readonly<Record<string, EntryKind>> = {
  "0": "file",
  "\0": "file",
  "1": "hardlink",
  "2": "symlink",
  "5": "directory",
};

/** The types that are known, and never unpacked. */
const REFUSED: Readonly<Record<string, string>> = {
  "3": "a character device",
  "4": "a block device",
  "6": "a named pipe",
  "7": "a contiguous file",
  A: "an access list",
  D: "a list of a folder",
  M: "a part of a file",
  N: "a name of the oldest GNU form",
  S: "a file with holes",
  V: "a volume's label",
  X: "an extended header of Solaris",
};

/**
 * Adds what a describing header says. Programs apply them in different orders, so an entry has either one of POSIX or those of GNU.
 * @throws Refusal `ARCHIVE_HEADER` — twice the same, both forms, no name, or one that does not end; see `parsePax`.
 */
export function describeNext(
  before: Description,
  type: MetaType,
  body: Uint8Array,
  place: EntryPlace,
): Description {
  const refuse = (expected: string, found: string): never => {
    throw refuseEntry("ARCHIVE_HEADER", place, expected, found);
  };
  const { pax, longName, longLink } = before;
  const isGnu = longName !== undefined || longLink !== undefined;
  if (type === "g") {
    if (pax !== undefined || isGnu) refuse("the entry that was described", "a global header");
    parsePax(body, "global", place);
    return before;
  }
  if (type === "x") {
    if (pax !== undefined || isGnu) refuse("the entry that was described", "an extended header");
    return { pax: parsePax(body, "next", place) };
  }
  const known = type === "L" ? longName : longLink;
  if (pax !== undefined || known !== undefined)
    refuse("the entry that was described", "a long name");
  const text = parseLongName(body, place, refuse);
  return type === "L" ? { ...before, longName: text } : { ...before, longLink: text };
}

function parseLongName(
  body: Uint8Array,
  place: EntryPlace,
  refuse: (expected: string, found: string) => never,
): string {
  const end = body.indexOf(0);
  if (end < 1) refuse("a long name that ends in NUL", end === -1 ? "no NUL" : "an empty one");
  if (body.subarray(end).some((byte) => byte !== 0)) refuse("nothing after a long name", "bytes");
  return decodeName(body.subarray(0, end), place);
}

/** What a header's size field can hold; a larger size stands in a record alone. */
const LARGEST_OCTAL = 0o77777777777;

/**
 * Makes one entry of a header and what described it.
 * @throws Refusal `ARCHIVE_TYPE` — a device, a pipe, holes, an unknown type.
 * @throws Refusal `ARCHIVE_HEADER` — two sizes, a body where none can be, a target where none can be.
 * @throws Refusal `ARCHIVE_NAME` — the name is not UTF-8.
 */
export function describeEntry(
  block: HeaderBlock,
  description: Description,
  place: EntryPlace,
): EntryHeader {
  const { pax = {} } = description;
  const name = pax.path ?? description.longName ?? nameOf(block, place);
  const shown: EntryPlace = { ...place, entry: name };
  const refuse = (expected: string, found: string): never => {
    throw refuseEntry("ARCHIVE_HEADER", shown, expected, found);
  };
  const kind = isOldFolder(block, name) ? "directory" : KINDS[block.type];
  if (kind === undefined) {
    const found = REFUSED[block.type] ?? `type ${quote(block.type)}`;
    throw refuseEntry("ARCHIVE_TYPE", shown, "a file, a folder or a link", found);
  }
  const size = pax.size ?? block.size;
  if (size !== block.size && size <= LARGEST_OCTAL)
    refuse(`one size`, `${block.size} in the header and ${size} in a record`);
  if (kind !== "file" && size !== 0) refuse(`a ${kind} without content`, `${size} bytes`);
  const target = pax.linkpath ?? description.longLink ?? decodeName(block.linkName, { ...shown });
  const isLink = kind === "symlink" || kind === "hardlink";
  if (!isLink && target !== "") refuse(`a ${kind} without a target`, "one");
  return { name, kind, mode: block.mode, size, target: isLink ? target : undefined };
}

/** A folder of the form that has no type for it: a slash ends its name. With content it would be a file to some readers. */
function isOldFolder({ isOldest, size, type }: HeaderBlock, name: string): boolean {
  return isOldest && size === 0 && KINDS[type] === "file" && name.endsWith("/");
}

function nameOf(block: HeaderBlock, place: EntryPlace): string {
  const name = decodeName(block.name, place);
  return block.prefix.length === 0 ? name : `${decodeName(block.prefix, place)}/${name}`;
}
