import { writeFolder } from "../io/folder.ts";
import type { SourceFile } from "../lock/model.ts";

/**
 * Writes verified bytes into a fresh folder that nobody else may enter, under their names relative to the root.
 * @throws Refusal `FILE_EXISTS` — the folder exists. @throws Refusal `FILE_UNWRITABLE`
 */
export function copyClosures(folder: string, files: readonly SourceFile[]): void {
  writeFolder(folder, new Map(files.map((file) => [file.name, file.bytes])));
}

/**
 * Gives the command that installs from a verified lock and from nothing else. Each part is there for an attack:
 * a site-wide configuration adds requirements; variables do; a package that is already there is not checked;
 * what the lock does not name is looked up; a hash that was lost is not missed; an sdist runs its build code.
 */
export function installLine(path: string): string {
  return `PIP_CONFIG_FILE=/dev/null pip install --isolated --force-reinstall --no-deps --require-hashes --only-binary :all: -r ${quoteForShell(path)}`;
}

/** Quotes a path for a POSIX shell where it needs it. A path that begins with a dash is made one that does not. */
export function quoteForShell(path: string): string {
  const safe = path.startsWith("-") ? `./${path}` : path;
  return /^[A-Za-z0-9@%+=:,./_-]+$/.test(safe) ? safe : `'${safe.replaceAll("'", `'\\''`)}'`;
}
