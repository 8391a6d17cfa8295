import { quote } from "../bytes/quote.ts";
import { Refusal, type RefusalDetails } from "../errors.ts";

/** Where in an archive something stands. */
export interface EntryPlace {
  /** Names the archive in a refusal, such as its file. */
  readonly archive: string;
  /** The name of the entry as the archive spells it; empty where there is none yet. */
  readonly entry: string;
  /** The offset of its header: in the unpacked stream of a tar, in the file of a zip. */
  readonly at: number;
}

/** The codes whose details are a place. */
type PlacedCode = {
  [Code in keyof RefusalDetails]: { entry: string; at: number } extends RefusalDetails[Code]
    ? Code
    : never;
}[keyof RefusalDetails];

const HINTS: Readonly<Partial<Record<PlacedCode, string>>> = {
  ARCHIVE_HEADER:
    "do not unpack it by other means: programs would not agree on what is in it; fetch it again, or tell its publisher",
  ARCHIVE_TYPE: "unpack only archives of files, folders and links; tell its publisher",
  ARCHIVE_TRUNCATED: "fetch it again",
  ARCHIVE_TRAILING:
    "do not use it: what follows is seen by some programs and not by others; fetch it again, or tell its publisher",
  ARCHIVE_COMPRESSION: "fetch it again; if it is the same, tell its publisher",
  ARCHIVE_NAME:
    "do not unpack it by other means; ask its publisher for an archive with plain relative names",
  ARCHIVE_COLLISION:
    "do not unpack it by other means: which of the two wins depends on the program and the disk; tell its publisher",
  ARCHIVE_LINK:
    "do not unpack it by other means: a link there can lead writes out of the folder; tell its publisher",
};

/** Names the archive, the entry where there is one, and the offset. */
export function describePlace({ archive, entry, at }: EntryPlace): string {
  return `${archive}: ${entry === "" ? "" : `entry ${quote(entry)} at `}offset ${at}`;
}

/** Makes a refusal that names the archive, the entry and the offset. */
export function refuseEntry(
  code: PlacedCode,
  place: EntryPlace,
  expected: string,
  found: string,
  hint: string | undefined = HINTS[code],
): Refusal {
  const { entry, at } = place;
  return new Refusal(
    code,
    `${describePlace(place)}: expected ${expected}, found ${found}`,
    { entry, at },
    { hint },
  );
}
