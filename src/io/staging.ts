import { createHash, randomBytes } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { Refusal } from "../errors.ts";
import { codeOf, isThere } from "./files.ts";
import { uninterrupted } from "./uninterrupted.ts";

/**
 * Checks that a folder can take its place: nothing has the path, or an empty folder, or what is there may be replaced.
 * Puts back what a replacement that was killed halfway had moved aside.
 * @throws Refusal `FILE_EXISTS` — something has that path, and replacing was not asked for.
 */
export function prepareTarget(target: string, replace: boolean): void {
  const aside = asidePath(target);
  if (isThere(aside)) {
    if (isThere(target)) removeTree(aside);
    else renameSync(aside, target);
  }
  if (replace) return;
  const found = lstatSync(target, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (found.isDirectory() && readdirSync(target).length === 0) return;
  throw new Refusal(
    "FILE_EXISTS",
    `${target}: expected a free path or an empty folder, found ${found.isDirectory() ? "a folder with files" : "something else"}`,
    { path: target },
    { hint: "name a fresh folder, or remove this one first" },
  );
}

/** Long enough that nobody still works in a folder of that age. */
const STALE_MS = 24 * 60 * 60 * 1000;

/**
 * Makes an empty folder, mode 0700, beside the one whose place it will take. Those that killed runs left a day ago go.
 * @throws Refusal `FILE_UNWRITABLE` — the parent does not exist or does not let us write.
 */
export function makeStaging(target: string): string {
  const parent = dirname(target);
  const start = `.${shortName(target)}-`;
  const staging = join(parent, `${start}${randomBytes(6).toString("hex")}.tmp`);
  try {
    for (const name of readdirSync(parent)) {
      if (name.startsWith(start) && name.endsWith(".tmp") && isStale(join(parent, name)))
        removeTree(join(parent, name));
    }
    mkdirSync(staging, { mode: 0o700 });
    return staging;
  } catch (cause) {
    throw unwritable(target, cause);
  }
}

/** Removes a folder and all in it, if it is there; links are removed and not followed. */
export function removeTree(path: string): void {
  rmSync(path, { recursive: true, force: true });
}

/**
 * Gives a staged folder its place. What stood there is moved aside first and goes last; where the new one cannot take its
 * place the old one gets it back.
 * @throws Refusal `FILE_EXISTS` — something has taken the place meanwhile, and replacing was not asked for.
 * @throws Refusal `FILE_UNWRITABLE` — the parent does not let us write.
 */
export function swapIn(staging: string, target: string, replace: boolean): void {
  prepareTarget(target, replace);
  uninterrupted(() => {
    const aside = asidePath(target);
    const isReplacement = replace && isThere(target);
    try {
      if (isReplacement) renameSync(target, aside);
      renameSync(staging, target);
    } catch (cause) {
      if (isReplacement && isThere(aside) && !isThere(target)) renameSync(aside, target);
      throw unwritable(target, cause);
    }
    syncFolder(dirname(target));
    if (isReplacement) removeTree(aside);
  });
}

/** Makes the names in a folder survive a power cut, where this user may open it and the system can. */
function syncFolder(path: string): void {
  let descriptor: number;
  try {
    descriptor = openSync(path, "r");
  } catch {
    return;
  }
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function isStale(path: string): boolean {
  const status = lstatSync(path, { throwIfNoEntry: false });
  return status !== undefined && Date.now() - status.mtimeMs > STALE_MS;
}

/** The same for every run, so that the next one finds what a killed one left. */
function asidePath(target: string): string {
  return join(dirname(target), `.${shortName(target)}.old`);
}

/** Stands for a name that may be as long as can be. */
function shortName(target: string): string {
  return createHash("sha256").update(basename(target)).digest("hex").slice(0, 12);
}

/** Makes the refusal of a folder that could not be written. */
export function unwritable(path: string, cause: unknown): Refusal {
  return new Refusal(
    "FILE_UNWRITABLE",
    `${path}: expected to make a folder, found ${codeOf(cause)}`,
    { path },
    { hint: "check that the parent folder exists, may be written to, and has room", cause },
  );
}
