import { formatOfName } from "../archive/format.ts";
import { formatMode, modeToSet } from "../archive/plan.ts";
import type { ReadFile } from "../io/hash-listed.ts";
import {
  findKnownBad,
  findKnownBadFile,
  findKnownBadPlace,
  type KnownBad,
} from "../tool/known-bad.ts";
import type { PinIndex, PinnedBytes } from "./audit-index.ts";

/** A file as an audit meets it. */
export interface MetFile {
  /** What it is called: of a file that is named through a link, the link's name. */
  readonly name: string;
  /** Absolute, with `/`. */
  readonly place: string;
}

/** What an audit says of a file that could be read. */
export type Judged =
  | { readonly state: "verified"; readonly bytes: PinnedBytes }
  | {
      readonly state: "altered";
      /** What its place or its name has to have. */
      readonly bytes: PinnedBytes;
      /** The bits that it has to have, where the bytes are right and these are not. */
      readonly mode?: string;
    }
  /** A name that says the digest, and other bytes. */
  | { readonly state: "altered"; readonly digest: string }
  | { readonly state: "known-bad"; readonly bad: KnownBad }
  | { readonly state: "unknown" };

/** What has to lie at a path of a tool's tree. */
export interface ExpectedFile {
  readonly bytes: PinnedBytes;
  /** The tree is one that this program placed, with modes of its own. */
  readonly isOwn: boolean;
}

const EXECUTABLE = 0o111;

/**
 * Judges a file: by what is known to be bad; else by what its place has to have, where it lies in a tool's tree; else by what its
 * name has to have; and only then by whether anybody pinned such bytes.
 * @param expected what its place has to have.
 */
export function judgeAudited(
  file: MetFile,
  read: ReadFile,
  index: PinIndex,
  expected?: ExpectedFile,
): Judged {
  const pinned = index.byDigest.get(read.sha256) ?? [];
  const bad = badOf(file, read, pinned);
  if (bad !== undefined) return { state: "known-bad", bad };
  if (expected !== undefined) return judgePlaced(read, pinned, expected);
  return judgeNamed(file, read, pinned, index) ?? judgeBytes(file, read, pinned);
}

function judgePlaced(
  read: ReadFile,
  pinned: readonly PinnedBytes[],
  { bytes, isOwn }: ExpectedFile,
): Judged {
  // The platforms of a tool have files of the same path, and any of them is right; in a folder that is named by its asset, one is.
  const right = isOwn
    ? pinned.find((one) => one.pin === bytes.pin && one.path === bytes.path)
    : pinned.find((one) => one.pin.tool === bytes.pin.tool && one.path === bytes.path);
  if (right === undefined) return { state: "altered", bytes };
  const mode = isOwn ? ownModeDiffers(read, right) : modeDiffers(read, right);
  return mode === undefined
    ? { state: "verified", bytes: right }
    : { state: "altered", bytes: right, mode };
}

function judgeNamed(
  { name, place }: MetFile,
  read: ReadFile,
  pinned: readonly PinnedBytes[],
  index: PinIndex,
): Judged | undefined {
  const named = (index.byName.get(name) ?? []).filter((one) => !one.isProgram || couldRun(read));
  const right = named.find(({ bytes }) => bytes.sha256 === read.sha256);
  if (right !== undefined) return judgeBits(read, right.bytes);
  const [first] = named;
  // A pinned file of an archive may be called like another tool's program.
  if (first !== undefined && !pinned.some((one) => one.kind === "file" && one.name === name))
    return { state: "altered", bytes: first.bytes };
  const [, digest] = KEPT.exec(place) ?? [];
  if (digest === undefined || digest === read.sha256) return undefined;
  return { state: "altered", digest };
}

/** What this program keeps by its digest, whoever pinned it: downloads in its cache, evidence beside a lock. */
const KEPT = /\/(?:lockseal\/tools\/files|\.lockseal\/evidence)\/sha256-([0-9a-f]{64})$/;

function judgeBytes({ name }: MetFile, read: ReadFile, pinned: readonly PinnedBytes[]): Judged {
  const called = pinned.find((one) => one.name === name);
  // Every empty file has the bytes of every other: only its name tells whether it is a pinned one.
  const bytes = called ?? (read.size === 0 ? undefined : pinned[0]);
  return bytes === undefined ? { state: "unknown" } : judgeBits(read, bytes);
}

function judgeBits(read: ReadFile, bytes: PinnedBytes): Judged {
  // Whether a file that lies somewhere by itself may be run is nobody's business; what raises or opens it is.
  const mode = unwanted(read, bytes) === 0 ? undefined : wantedMode(bytes);
  return mode === undefined ? { state: "verified", bytes } : { state: "altered", bytes, mode };
}

/** Whoever runs it gets another's rights; anybody may write to it. */
const RAISED_OR_OPEN = 0o6002;

function unwanted({ mode }: ReadFile, bytes: PinnedBytes): number {
  // Windows has no such bits.
  if (process.platform === "win32") return 0;
  return mode & RAISED_OR_OPEN & ~(bytes.mode ?? 0);
}

function modeDiffers(read: ReadFile, bytes: PinnedBytes): string | undefined {
  if (unwanted(read, bytes) !== 0) return wantedMode(bytes);
  if (process.platform === "win32" || bytes.mode === null) return undefined;
  // A umask takes other bits away, and not these.
  const isSame = ((read.mode & EXECUTABLE) !== 0) === ((bytes.mode & EXECUTABLE) !== 0);
  return isSame ? undefined : wantedMode(bytes);
}

function wantedMode({ mode }: PinnedBytes): string {
  return mode === null ? "no setuid, no setgid, not writable for all" : `mode ${formatMode(mode)}`;
}

function ownModeDiffers(read: ReadFile, { mode }: PinnedBytes): string | undefined {
  const wanted = modeToSet({ kind: "file", mode: mode ?? 0o755 });
  return process.platform === "win32" || read.mode === wanted
    ? undefined
    : `mode ${formatMode(wanted)}`;
}

function badOf(
  { name, place }: MetFile,
  read: ReadFile,
  pinned: readonly PinnedBytes[],
): KnownBad | undefined {
  for (const bytes of pinned) {
    const { name: tool, version } = bytes.pin.tool;
    const bad = findKnownBad(tool, version);
    if (bad !== undefined && (bytes.kind === "asset" || isProgram(bytes))) return bad;
  }
  const named = findKnownBadFile(name, read.sha256);
  // Notes about a version, and its checksums, are called like it and do no harm.
  if (named !== undefined && (named.sha256.includes(read.sha256) || couldHarm(name, read)))
    return named;
  // Bytes that are pinned, of a version that is not bad, are what they are wherever they lie.
  return pinned.length === 0 && couldRun(read) ? findKnownBadPlace(place) : undefined;
}

/** A licence that others have, too, harms nobody. */
function isProgram({ mode, size }: PinnedBytes): boolean {
  return mode !== null && (mode & EXECUTABLE) !== 0 && size !== 0;
}

function couldHarm(name: string, read: ReadFile): boolean {
  const format = formatOfName(name);
  return format.content !== "file" || format.compression !== "none" || couldRun(read);
}

function couldRun({ mode, isNative }: ReadFile): boolean {
  return isNative || (process.platform !== "win32" && (mode & EXECUTABLE) !== 0);
}

/** Writes a path as pins are compared with it: with `/`, and what is no UTF-8, which no pin has, as replacement characters. */
export function placeOfPath(at: string | Buffer): string {
  const text = at.toString();
  return process.platform === "win32" ? text.replaceAll("\\", "/") : text;
}
