import { refuseEntry } from "../place.ts";
import type { EntryKind } from "../plan.ts";
import type { CentralEntry } from "./central.ts";
import { malformed } from "./refuse.ts";

/** What an entry is, and the permission bits that the archive records. */
export interface Attributes {
  readonly kind: Exclude<EntryKind, "hardlink">;
  /** `0` to `0o7777`; where the archive records none, those of a plain file or folder. */
  readonly mode: number;
}

/** The systems whose entries have Unix modes: Unix, and macOS. */
const UNIX_HOSTS = [3, 19];

/** The kind of file in the upper half of a Unix mode. */
const KIND = { mask: 0xf000, file: 0x8000, directory: 0x4000, symlink: 0xa000 } as const;

/** Attributes of DOS and Windows. */
const DOS = { volumeLabel: 0x08, directory: 0x10, link: 0x400 } as const;

/**
 * Tells what an entry is. Its name, its Unix mode and its DOS attributes all say so, and readers go by one or the other:
 * they must agree.
 *
 * @throws Refusal `ARCHIVE_HEADER` — they do not.
 * @throws Refusal `ARCHIVE_TYPE` — a device, a pipe, a socket, a volume label.
 */
export function readAttributes(entry: CentralEntry): Attributes {
  const { place, madeBy, externalAttributes } = entry;
  const isUnix = UNIX_HOSTS.includes(madeBy >>> 8);
  const upper = externalAttributes >>> 16;
  const kind = kindOf(entry, upper & KIND.mask, isUnix);
  const isFolder = kind === "directory";
  if (isFolder !== entry.name.endsWith("/"))
    throw malformed(
      place,
      isFolder ? "a name with a slash at its end, for a folder" : `a ${kind}'s name`,
      isFolder ? "none" : "one of a folder",
    );
  if ((externalAttributes & DOS.directory) !== 0 && !isFolder)
    throw malformed(place, `the attributes of a ${kind}`, "those of a folder");
  if ((externalAttributes & DOS.link) !== 0 && kind !== "symlink")
    throw malformed(place, `the attributes of a ${kind}`, "those of a link");
  if ((externalAttributes & DOS.volumeLabel) !== 0)
    throw refuseEntry("ARCHIVE_TYPE", place, "a file, a folder or a link", "a volume label");
  if (isFolder && entry.size !== 0)
    throw malformed(place, "a folder without content", `${entry.size} bytes`);
  const plain = isFolder ? 0o755 : 0o644;
  return { kind, mode: isUnix && upper !== 0 ? upper & 0o7777 : plain };
}

function kindOf({ name, place }: CentralEntry, type: number, isUnix: boolean): Attributes["kind"] {
  switch (type) {
    case 0:
      return name.endsWith("/") ? "directory" : "file";
    case KIND.file:
      return "file";
    case KIND.directory:
      return "directory";
    case KIND.symlink:
      // Some readers make the link all the same.
      if (!isUnix)
        throw malformed(place, "no link, for it was not made on Unix", "the mode of one");
      return "symlink";
    default:
      throw refuseEntry("ARCHIVE_TYPE", place, "a file, a folder or a link", describeType(type));
  }
}

/** The other kinds that there are on Unix. */
const OTHERS: Readonly<Record<number, string>> = {
  4096: "a pipe",
  8192: "a device",
  24576: "a device of blocks",
  49152: "a socket",
};

function describeType(type: number): string {
  return OTHERS[type] ?? `a kind that does not exist (0${type.toString(8)})`;
}
