import { realpathSync } from "node:fs";
import { dirname, isAbsolute, join, sep } from "node:path";
import { Refusal } from "../errors.ts";
import { isThere } from "./files.ts";

/**
 * Finds the file that a document in a folder names, without ever leaving that folder: not by the name, nor by a symbolic link.
 * @param folder absolute.
 * @param name with `/` between its parts, as somebody else wrote it.
 * @returns the path, or undefined where nothing has it.
 * @throws Refusal `PATH_OUTSIDE_ROOT` — absolute, with `..`, a backslash or a control character in it, or a link that leads out.
 */
export function findBelow(folder: string, name: string): string | undefined {
  const parts = name.split("/");
  const isForeign = isAbsolute(name) || /^[A-Za-z]:/.test(name) || parts.includes("..");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
  if (name === "" || isForeign || /[\\\u0000-\u001f\u007f]/.test(name)) throw outside(name, folder);
  const path = join(folder, name);
  if (!isThere(path)) return undefined;
  const [real, top] = [realOrItself(path), realOrItself(folder)];
  if (real.startsWith(top.endsWith(sep) ? top : top + sep)) return path;
  throw outside(name, folder);
}

/** A link that leads nowhere is where it stands; whoever opens it says what it is. */
function realOrItself(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return join(realpathSync(dirname(path)), "?");
  }
}

function outside(name: string, folder: string): Refusal {
  return new Refusal(
    "PATH_OUTSIDE_ROOT",
    `${JSON.stringify(name)}: expected a file under ${folder}, found a name that leads elsewhere`,
    { path: name },
    { hint: "do not use this list: its names lead out of the folder that it is in" },
  );
}
