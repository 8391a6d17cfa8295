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

/** How an archive or a single file is packed. */
export type ArchiveFormat =
  | { readonly content: "tar" | "file"; readonly compression: Compression }
  | { readonly content: "zip" };

export type Compression = "none" | "gzip" | "zstd" | "xz" | "a format that nothing here reads";

const ENDINGS: readonly (readonly [ending: RegExp, format: ArchiveFormat])[] = [
  [/\.(?:tar\.gz|tgz)$/, { content: "tar", compression: "gzip" }],
  [/\.(?:tar\.zst|tzst)$/, { content: "tar", compression: "zstd" }],
  [/\.(?:tar\.xz|txz)$/, { content: "tar", compression: "xz" }],
  [/\.tar$/, { content: "tar", compression: "none" }],
  [/\.zip$/, { content: "zip" }],
  [/\.gz$/, { content: "file", compression: "gzip" }],
  [/\.zst$/, { content: "file", compression: "zstd" }],
  [/\.xz$/, { content: "file", compression: "xz" }],
  // None of these is a program: placed as one, it would be what is run.
  [
    /\.(?:7z|br|bz2|cab|deb|dmg|iso|jar|lz4|lzma|msi|pkg|rar|rpm|tbz2?|tlz|tar\.[a-z0-9]+|whl|z)$/,
    { content: "file", compression: "a format that nothing here reads" },
  ],
];

/** Tells by a file's name how it is packed; a name that says nothing is that of a file as it is. */
export function formatOfName(name: string): ArchiveFormat {
  const lower = name.toLowerCase();
  const found = ENDINGS.find(([ending]) => ending.test(lower));
  return found?.[1] ?? { content: "file", compression: "none" };
}

/** Gives the name of a single file once it is unpacked: without the ending of its compression. */
export function nameUnpacked(name: string): string {
  return name.replace(/\.(?:gz|zst|xz)$/i, "");
}
