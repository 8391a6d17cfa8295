import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { Refusal } from "../errors.ts";
import { codeOf, isThere, readFile } from "./files.ts";

/** The folder that names are relative to, and that nothing may leave. */
export interface Root {
  /** Absolute, without symbolic links. */
  readonly path: string;
  /** The top of the git checkout the root lies in, or null. */
  readonly gitTop: string | null;
}

/** A file under a root, by its name and its path. */
export interface RootedFile {
  readonly root: Root;
  /** Relative to the root, with `/`. */
  readonly name: string;
  /** As the user gave it, made absolute. */
  readonly path: string;
}

/**
 * Finds the root of a file: the folder that is given, else the top of its git checkout, else its own folder.
 * The file itself need not exist.
 * @throws Refusal `FILE_MISSING` — its folder, or the given root, does not exist.
 * @throws Refusal `PATH_OUTSIDE_ROOT` — the file does not lie under the given root.
 */
export function locateFile(path: string, cwd: string, rootOption: string | undefined): RootedFile {
  const absolute = resolve(cwd, path);
  const folder = realPath(dirname(absolute));
  const gitTop = findGitTop(rootOption === undefined ? folder : realPath(resolve(cwd, rootOption)));
  const top = rootOption === undefined ? (gitTop ?? folder) : realPath(resolve(cwd, rootOption));
  const name = relative(top, join(folder, basename(absolute)))
    .split(sep)
    .join("/");
  if (name.startsWith("../") || name === "..") throw outside(path, top);
  return { root: { path: top, gitTop }, name, path: absolute };
}

/**
 * Does the same for a file whose folder may be gone, too.
 * @throws Refusal see {@link locateFile}.
 */
export function locateGone(path: string, cwd: string, rootOption: string | undefined): RootedFile {
  const absolute = resolve(cwd, path);
  const gone: string[] = [];
  let at = absolute;
  for (; dirname(at) !== at && !existsSync(dirname(at)); at = dirname(at))
    gone.unshift(basename(at));
  const located = locateFile(at, cwd, rootOption);
  return { ...located, name: [located.name, ...gone].join("/"), path: absolute };
}

/**
 * Reads a file under the root by its name. Every folder on the way must be a real one, so that `..` in an include
 * means the same to us as to pip; the file may be a symbolic link, as long as it stays under the root.
 * @throws Refusal `PATH_OUTSIDE_ROOT` — a symbolic link leads out of the root, or a folder on the way is one.
 * @throws Refusal as {@link readFile} does.
 */
export function readUnderRoot(root: Root, name: string, maxBytes: number): Uint8Array {
  const path = join(root.path, name);
  const folder = dirname(path);
  if (existsSync(folder) && realPath(folder) !== folder) throw outside(name, root.path);
  if (existsSync(path)) {
    const real = realPath(path);
    if (!isBelow(root.path, real)) throw outside(name, root.path);
  }
  return readFile(path, maxBytes);
}

/**
 * Finds a folder under the root. Symbolic links may lead to it, as long as it stays under the root.
 * @throws Refusal `PATH_OUTSIDE_ROOT` — it lies elsewhere. `FILE_MISSING` — it is not there.
 */
export function findFolder(root: Root, name: string): string {
  const real = realPath(join(root.path, name));
  if (!isBelow(root.path, real)) throw outside(name, root.path);
  return real;
}

/**
 * Finds where a file is to be read. Symbolic links may lead there, as long as it stays under the root.
 * @param path absolute.
 * @returns the path itself where it cannot be followed: whoever reads it is told why.
 * @throws Refusal `PATH_OUTSIDE_ROOT` — it lies elsewhere.
 */
export function findFile(root: Root, path: string): string {
  let real: string;
  try {
    real = realpathSync(path);
  } catch {
    return path;
  }
  if (!isBelow(root.path, real)) throw outside(path, root.path);
  return real;
}

/**
 * Says whether whoever changes the tree can change what a path leads to: it ends in the root or in the checkout around
 * it, or goes through a symbolic link that lies there. A path that cannot be followed does not.
 * @param path absolute.
 */
export function liesUnder(root: Root, path: string): boolean {
  const tree = root.gitTop ?? root.path;
  try {
    if (isBelow(tree, realpathSync(path))) return true;
    for (let at = path; dirname(at) !== at; at = dirname(at))
      if (isBelow(tree, join(realpathSync(dirname(at)), basename(at)))) return true;
    return false;
  } catch {
    return false;
  }
}

function isBelow(folder: string, real: string): boolean {
  return real.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function findGitTop(folder: string): string | null {
  for (let at = folder; ; at = dirname(at)) {
    if (isThere(join(at, ".git"))) return at;
    if (dirname(at) === at) return null;
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    throw new Refusal(
      "FILE_MISSING",
      `${path}: expected a folder, found ${codeOf(error) === "ENOENT" ? "nothing" : codeOf(error)}`,
      { path },
      {
        hint: "check the path; it is relative to the folder the command runs in",
        cause: error,
      },
    );
  }
}

function outside(path: string, root: string): Refusal {
  return new Refusal(
    "PATH_OUTSIDE_ROOT",
    `${path}: expected a file under ${root}, found one outside or behind a symbolic link`,
    { path },
    {
      hint: "set the root with --root DIR, or replace the link by the file",
    },
  );
}

/** Makes a path absolute against the folder a command runs in. */
export function resolvePath(cwd: string, path: string): string {
  return resolve(cwd, path);
}
