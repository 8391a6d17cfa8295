import { isAscii, isUtf8 } from "node:buffer";
import {
  type Dir,
  type Dirent,
  lstatSync,
  opendirSync,
  realpathSync,
  type Stats,
  statfsSync,
  statSync,
} from "node:fs";
import { basename, dirname, resolve, sep } from "node:path";
import { codeOf, missingFile } from "./files.ts";
import { wordsOf } from "./system-words.ts";

/** What the system knows a path by: bytes where it is not UTF-8. */
export type SystemPath = string | Buffer;

/** A folder or a file to begin from. */
export interface WalkStart {
  /** As the user gave it. */
  readonly word: string;
  /** It may be missing. */
  readonly isOptional: boolean;
  /** Only what lies in the folder itself, as in those of `PATH`. */
  readonly isShallow: boolean;
}

/** A start that is there. */
export interface LocatedStart extends WalkStart {
  /** Absolute; without links, unless nobody could look. */
  readonly at: string;
  readonly kind: "folder" | "file" | "unread";
  /** Of what could not be looked at, why. */
  readonly found: string;
}

/** A regular file, as it was listed. */
export interface WalkedFile {
  readonly kind: "file";
  /** Below the start as it was given; bytes that are not UTF-8 are shown as `\xff`. */
  readonly path: string;
  /** Absolute. */
  readonly at: SystemPath;
  /** In bytes. */
  readonly size: number;
}

/** A symbolic link, which is not followed. */
export interface WalkedLink {
  readonly kind: "link";
  readonly path: string;
  readonly at: SystemPath;
}

/** What a walk meets: files; links; folders as they are entered; pipes, sockets, devices and the kernel's own folders; what cannot be looked at. */
export type Walked =
  | WalkedFile
  | WalkedLink
  | { readonly kind: "folder" | "special"; readonly path: string }
  | { readonly kind: "unread"; readonly path: string; readonly found: string };

/**
 * Finds what a walk begins from, each once: what lies in another start is left to that. A link that is named here is followed.
 * @throws Refusal `FILE_MISSING` — a start that is not optional does not exist.
 */
export function locateStarts(starts: readonly WalkStart[], cwd: string): readonly LocatedStart[] {
  const located = starts.flatMap((start) => locate(start, cwd));
  const folders = located.filter(({ kind }) => kind === "folder");
  const deep = new Set(folders.flatMap(({ isShallow, at }) => (isShallow ? [] : [at])));
  const shallow = new Set(folders.flatMap(({ isShallow, at }) => (isShallow ? [at] : [])));
  const met = new Set<string>();
  return located.filter((start) => {
    const { word, at, kind, isShallow } = start;
    const name = kind === "file" ? basename(word) : `${isShallow}`;
    const key = `${at}\0${kind}\0${name}`;
    const isMet = met.has(key);
    met.add(key);
    if (isMet || kind === "unread") return !isMet;
    // By a link of another name it is met here alone.
    if (kind === "file" && name !== basename(at)) return true;
    if (kind === "file" ? shallow.has(dirname(at)) : isShallow && deep.has(at)) return false;
    return !liesIn(at, deep);
  });
}

/** Says whether a folder above a path is among those. */
function liesIn(path: string, folders: ReadonlySet<string>): boolean {
  for (let at = path; dirname(at) !== at; at = dirname(at))
    if (folders.has(dirname(at))) return true;
  return false;
}

function locate(start: WalkStart, cwd: string): readonly LocatedStart[] {
  const path = resolve(cwd, start.word);
  try {
    const status = statSync(path, { throwIfNoEntry: false });
    if (status === undefined && start.isOptional) return [];
    if (status === undefined) throw missingFile(start.word, undefined);
    const kind = status.isDirectory() ? "folder" : "file";
    return [{ ...start, at: realpathSync(path), kind, found: "" }];
  } catch (error) {
    if (codeOf(error) === "FILE_MISSING") throw error;
    if (start.isOptional && ["ENOTDIR", "ELOOP"].includes(codeOf(error))) return [];
    return [{ ...start, at: path, kind: "unread", found: wordsOf(error) }];
  }
}

interface Folder {
  readonly path: string;
  readonly at: SystemPath;
  /** The file system of the folder around it. */
  readonly device: number | undefined;
}

/**
 * Walks over all that lies below the starts, in no order, and holds no more of it than the folders that are still to be
 * entered. Links are not followed. Folders that the kernel makes up (`/proc`, `/sys`) are not entered.
 */
export function* walkFiles(starts: readonly LocatedStart[]): Generator<Walked> {
  for (const { word, at, kind, found, isShallow } of starts) {
    if (kind === "unread") yield { kind, path: word, found };
    else if (kind === "file") yield meet(word, at);
    else {
      // Not by recursion, for folders can be deeper than the stack.
      const left: Folder[] = [{ path: word, at, device: undefined }];
      for (let next = left.pop(); next !== undefined; next = left.pop())
        yield* listFolder(next, isShallow ? undefined : left);
    }
  }
}

function* listFolder(folder: Folder, left: Folder[] | undefined): Generator<Walked> {
  const { path } = folder;
  let entries: Dir;
  let device: number;
  try {
    const status = lstatSync(folder.at);
    device = status.dev;
    // It may have been replaced since it was listed, and a link is not followed.
    if (!status.isDirectory()) throw Object.assign(new Error("no folder"), { code: "ENOTDIR" });
    if (device !== folder.device && isOfKernel(folder.at)) {
      yield { kind: "special", path };
      return;
    }
    // One character a byte: a name that is no UTF-8 then loses nothing.
    entries = opendirSync(folder.at as string, { bufferSize: 256, encoding: ENCODING });
  } catch (error) {
    yield { kind: "unread", path, found: wordsOf(error) };
    return;
  }
  try {
    yield { kind: "folder", path };
    for (let entry = entries.readSync(); entry !== null; entry = entries.readSync()) {
      const [shown, at] = nameIn(folder, entry);
      if (!entry.isDirectory()) {
        const met = meet(below(path, shown), at);
        // Not every file system says what is a folder while it lists.
        if (met.kind === "folder") left?.push({ path: met.path, at, device });
        else yield met;
      } else left?.push({ path: below(path, shown), at, device });
    }
  } catch (error) {
    yield { kind: "unread", path, found: wordsOf(error) };
  } finally {
    entries.closeSync();
  }
}

function meet(path: string, at: SystemPath): Walked {
  try {
    const status = lstatSync(at);
    return status.isFile()
      ? { kind: "file", path, at, size: status.size }
      : other(path, at, status);
  } catch (error) {
    return { kind: "unread", path, found: wordsOf(error) };
  }
}

function other(path: string, at: SystemPath, status: Stats): Walked {
  if (status.isSymbolicLink()) return { kind: "link", path, at };
  return { kind: status.isDirectory() ? "folder" : "special", path };
}

const ENCODING = process.platform === "win32" ? "utf8" : "latin1";

/** @returns the name to show, and the path that the system knows it by. */
function nameIn({ at }: Folder, { name }: Dirent): readonly [shown: string, at: SystemPath] {
  const bytes = Buffer.from(name, ENCODING);
  if (isAscii(bytes)) return [name, child(at, name)];
  const text = isUtf8(bytes) ? bytes.toString("utf8") : undefined;
  return [text ?? showBytes(name), child(at, text ?? bytes)];
}

function showBytes(name: string): string {
  return name.replace(/[\x80-\xff]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`);
}

const SLASH = Buffer.from("/");

function child(folder: SystemPath, name: SystemPath): SystemPath {
  if (typeof folder === "string" && typeof name === "string")
    return folder.endsWith(sep) ? folder + name : folder + sep + name;
  return Buffer.concat([Buffer.from(folder), SLASH, Buffer.from(name)]);
}

/** Joins as a user would have: nothing before the names in the folder that the command runs in. */
function below(folder: string, name: string): string {
  if (folder === ".") return name;
  return folder.endsWith("/") || folder.endsWith(sep) ? folder + name : `${folder}/${name}`;
}

/** File systems that hold no bytes of anybody's, by the number that Linux gives them. */
const KERNEL: ReadonlySet<number> = new Set([
  0x9fa0, // proc
  0x62656572, // sysfs
  0x1cd1, // devpts
  0x27e0eb, // cgroup
  0x63677270, // cgroup2
  0x64626720, // debugfs
  0x74726163, // tracefs
  0x73636673, // securityfs
  0xcafe4a11, // bpf
  0x6165676c, // pstore
  0xde5e81e4, // efivarfs
  0x62656570, // configfs
  0xf97cff8c, // selinuxfs
  0x19800202, // mqueue
]);

function isOfKernel(at: SystemPath): boolean {
  return process.platform === "linux" && KERNEL.has(statfsSync(at).type);
}
