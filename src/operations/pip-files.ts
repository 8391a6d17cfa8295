import { isAbsolute, join, resolve } from "node:path";
import { isThere } from "../io/files.ts";

/** Where a machine keeps what its users configure. */
export interface PipPlaces {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder of the machine's own settings: `/etc`. */
  readonly system: string;
  /** What a relative name of a file is relative to. */
  readonly cwd: string | undefined;
}

/**
 * Lists the files in which pip looks for its settings, the strongest last; whether they are there is another question. The
 * file of a Python without an environment of its own is not among them: only that Python knows where it is.
 * @see https://pip.pypa.io/en/stable/topics/configuration/#location
 */
export function listPipFiles({ env, system, cwd }: PipPlaces): readonly string[] {
  const given = env.PIP_CONFIG_FILE ?? "";
  // To pip that means no file at all.
  if (given === "/dev/null") return [];
  const own = given === "" || cwd === undefined ? given : resolve(cwd, given);
  const below = (folder: string | undefined, name: string): readonly string[] =>
    folder !== undefined && isAbsolute(folder) ? [join(folder, name)] : [];
  const shared = (env.XDG_CONFIG_DIRS ?? "") || join(system, "xdg");
  const config = (env.XDG_CONFIG_HOME ?? "") || (env.HOME && join(env.HOME, ".config"));
  const user = [
    ...below(env.HOME, ".pip/pip.conf"),
    ...below(env.HOME, "Library/Application Support/pip/pip.conf"),
    ...below(config, "pip/pip.conf"),
    ...below(env.APPDATA, "pip/pip.ini"),
  ];
  return [
    ...shared.split(":").flatMap((folder) => below(folder, "pip/pip.conf")),
    ...below(system, "pip.conf"),
    ...below(env.PROGRAMDATA, "pip/pip.ini"),
    // Whoever names a file of their own is asked for no other of theirs.
    ...(isAbsolute(own) && isThere(own) ? [] : user),
    ...below(env.VIRTUAL_ENV, "pip.conf"),
    ...(isAbsolute(own) ? [own] : []),
  ];
}
