import { Refusal } from "../errors.ts";

/** Formats that are recognised by how they begin, at the offset given. */
const MAGICS: readonly (readonly [name: string, at: number, bytes: string])[] = [
  ["gzip data", 0, "\x1f\x8b"],
  ["zstd data", 0, "\x28\xb5\x2f\xfd"],
  ["xz data", 0, "\xfd7zXZ\0"],
  ["bzip2 data", 0, "BZh"],
  ["a zip archive", 0, "PK"],
  ["a tar archive", 257, "ustar"],
  ["a program", 0, "\x7fELF"],
  ["a web page", 0, "<"],
  ["JSON", 0, "{"],
];

/** Says what bytes seem to begin, for a person. */
export function describeStart(start: Uint8Array): string {
  if (start.length === 0) return "nothing";
  const text = Buffer.from(start.subarray(0, 512)).toString("latin1");
  const found = MAGICS.find(([, at, bytes]) => text.startsWith(bytes, at));
  return found?.[0] ?? "something else";
}

/** Makes the refusal of bytes that are not of the format that was expected. */
export function refuseFormat(
  archive: string,
  expected: string,
  start: Uint8Array,
): Refusal<"ARCHIVE_FORMAT"> {
  const found = describeStart(start);
  return new Refusal(
    "ARCHIVE_FORMAT",
    `${archive}: expected ${expected}, found ${found}`,
    { expected, found },
    { hint: "check that the download is the file that was meant, and not a page about an error" },
  );
}
