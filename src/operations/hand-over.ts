import { basename } from "node:path";
import { Refusal } from "../errors.ts";
import { writeFolder } from "../io/folder.ts";
import type { OpenedLock } from "./open-lock.ts";
import { TOOL_LOCK_NAME } from "./open-tool-lock.ts";

/**
 * Writes verified bytes into a fresh folder that nobody else may enter, under their names relative to the root.
 * @throws Refusal `PATH_OUTSIDE_ROOT` — the locks have several roots: one's `requirements.txt` would replace another's.
 * @throws Refusal `FILE_UNREADABLE` — a file that several locks include changed between them.
 * @throws Refusal `FILE_EXISTS` — the folder exists.
 * @throws Refusal `FILE_UNWRITABLE` — see `writeFolder`.
 */
export function copyClosures(folder: string, locks: readonly OpenedLock[]): void {
  const [first, ...rest] = locks.map(({ located }) => located);
  const other = rest.find(({ root }) => root.path !== first?.root.path);
  if (first !== undefined && other !== undefined) {
    throw new Refusal(
      "PATH_OUTSIDE_ROOT",
      `${other.path}: expected a file under ${first.root.path}, as the others that are copied, found one under ${other.root.path}`,
      { path: other.path },
      { hint: "verify them one at a time, each with a --copy-to of its own" },
    );
  }
  const files = new Map<string, Uint8Array>();
  for (const { name, bytes } of locks.flatMap((lock) => lock.files)) {
    const known = files.get(name);
    if (known !== undefined && Buffer.compare(known, bytes) !== 0) throw changed(name);
    files.set(name, bytes);
  }
  writeFolder(folder, files);
}

/** Two locks share a file that was another when the second was read, and both were signed with what they read. */
function changed(name: string): Refusal {
  return new Refusal(
    "FILE_UNREADABLE",
    `${name}: expected the same bytes for all locks that include it, found that it changed between them`,
    { path: name },
    { hint: "verify again when nobody writes to the files" },
  );
}

/**
 * Gives the command that installs from a verified lock and from nothing else: for a lock of tools ours, else pip's. Each part is there for an attack:
 * a site-wide configuration adds requirements; variables do; a package that is already there is not checked;
 * what the lock does not name is looked up; a hash that was lost is not missed; an sdist runs its build code.
 */
export function installLine(path: string): string {
  if (basename(path) === TOOL_LOCK_NAME) return `lockseal tool fetch --lock ${quoteForShell(path)}`;
  return `PIP_CONFIG_FILE=/dev/null pip install --isolated --force-reinstall --no-deps --require-hashes --only-binary :all: -r ${quoteForShell(path)}`;
}

/**
 * Quotes a path for a POSIX shell where it needs it. A path that begins with a dash is made one that does not, and
 * so is one that begins as a URL does: pip would fetch `file:/srv/r.txt`, which is not the folder `file:` that was read.
 */
export function quoteForShell(path: string): string {
  return quoteWord(/^(?:-|[A-Za-z][A-Za-z0-9+.-]*:)/.test(path) ? `./${path}` : path);
}

/** Quotes what is no path for a POSIX shell where it needs it, such as the value of an option. */
export function quoteWord(text: string): string {
  return /^[A-Za-z0-9@%+=:,./_-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
