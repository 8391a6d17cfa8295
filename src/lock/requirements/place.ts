import { extensionOf } from "./url.ts";

/** Where pip would stand when it reads a lock: what relative paths are joined to, and what lies there. */
export interface Place {
  /** Absolute, with `/`. */
  readonly directory: string;
  /**
   * Tells what an absolute path names; a project is a directory with a `pyproject.toml` or a `setup.py`.
   * pip asks this of every requirement that may be a path.
   */
  readonly kindOf: (path: string) => "file" | "project" | "directory" | "nothing";
}

/**
 * Stands nowhere: paths are judged by their look. What has no extension passes for a project, so that
 * `./service` is one and `./requirements.txt` is not. What pip would not find, or not install, is let through.
 */
export const NOWHERE: Place = {
  directory: "/nowhere",
  kindOf: (path) => (extensionOf(path) === "" ? "project" : "file"),
};
