import { quote } from "../bytes/quote.ts";
import { decodeUtf8 } from "../bytes/utf8.ts";
import { Refusal } from "../errors.ts";
import type { ArchiveLimits } from "./limits.ts";
import { type EntryPlace, refuseEntry } from "./place.ts";

export type NameLimits = Pick<ArchiveLimits, "maxDepth" | "maxPathBytes" | "maxComponentBytes">;

/** A name that means the same file to every reader and on every disk. */
export interface EntryName {
  /** Relative, components joined by `/`, none of them `.`, `..` or empty; empty for the root of the archive itself. */
  readonly path: string;
  /** The name ends in a slash, or in `.`: it can only be a folder's. */
  readonly isFolder: boolean;
}

/** Controls, what turns or hides text, and what ends a line: a reviewer would see another name than the disk. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Devices of Windows, with any extension: opening `nul.txt` there opens no file. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)$/i;

/**
 * Decodes a name of an archive as UTF-8.
 * @throws Refusal `ARCHIVE_NAME` — other bytes: each reader would guess another encoding.
 */
export function decodeName(bytes: Uint8Array, place: EntryPlace): string {
  try {
    return decodeUtf8(bytes, { what: "name", bom: "keep" });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const shown = { ...place, entry: Buffer.from(bytes).toString("latin1") };
    throw refuseEntry("ARCHIVE_NAME", shown, "a name in UTF-8", "other bytes");
  }
}

/**
 * Reads the name of an entry. `./` and doubled slashes go, for every reader drops them; whatever readers or disks take
 * differently, or that leads out of the folder, is refused on every platform.
 * @throws Refusal `ARCHIVE_NAME` — empty, absolute, `..`, a drive, a backslash, a colon, a control or invisible character, a device of Windows, an ending that Windows drops, or too long or deep.
 */
export function parseEntryName(name: string, place: EntryPlace, limits: NameLimits): EntryName {
  const refuse = (expected: string, found: string): never => {
    throw refuseEntry("ARCHIVE_NAME", place, expected, found);
  };
  checkCharacters(name, refuse);
  if (name.startsWith("/")) refuse("a relative name", "an absolute one");
  const components = name.split("/").filter((component) => component !== "" && component !== ".");
  for (const component of components) checkComponent(component, limits, refuse);
  if (components.length > limits.maxDepth)
    refuse(`at most ${limits.maxDepth} components`, String(components.length));
  const path = components.join("/");
  const length = Buffer.byteLength(path);
  if (length > limits.maxPathBytes) refuse(`at most ${limits.maxPathBytes} bytes`, String(length));
  return { path, isFolder: /(?:^|\/)\.?$/.test(name) };
}

/** Reads the target of a link as text; where it leads is judged with the whole plan at hand. */
export function checkTarget(target: string, place: EntryPlace, maxPathBytes: number): void {
  const refuse = (expected: string, found: string): never => {
    throw refuseEntry("ARCHIVE_LINK", place, `a target with ${expected}`, found);
  };
  checkCharacters(target, refuse);
  if (target.startsWith("/")) refuse("a relative name", `the absolute ${quote(target)}`);
  const length = Buffer.byteLength(target);
  if (length > maxPathBytes) refuse(`at most ${maxPathBytes} bytes`, String(length));
}

function checkCharacters(name: string, refuse: (expected: string, found: string) => never): void {
  if (name === "") refuse("a name", "none");
  const unseen = UNSEEN.exec(name);
  if (unseen !== null) refuse("visible characters", nameCharacter(unseen[0]));
  if (name.includes("\\")) refuse("slashes", "a backslash, which separates folders on Windows");
  if (/^[a-z]:/i.test(name)) refuse("a relative name", "a drive letter");
  if (name.includes(":")) refuse("no colon", "one, which names a hidden stream on Windows");
}

function checkComponent(
  component: string,
  limits: NameLimits,
  refuse: (expected: string, found: string) => never,
): void {
  if (component === "..") refuse("a name below the folder", '".."');
  if (/[. ]$/.test(component))
    refuse("no dot or space at an end", `${quote(component)}, whose ending Windows drops`);
  // Windows takes the part before the first dot, without the spaces at its end.
  const stem = component.replace(/\..*$/, "").trimEnd();
  if (DEVICE.test(stem)) refuse("a file's name", `${quote(component)}, a device on Windows`);
  const length = Buffer.byteLength(component);
  if (length > limits.maxComponentBytes)
    refuse(`at most ${limits.maxComponentBytes} bytes between slashes`, String(length));
}

function nameCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}
