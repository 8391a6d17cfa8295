import { extensionOf } from "./url.ts";

/** Where pip would stand when it reads a lock: what relative paths are joined to, and what lies there. */
export interface Place {
  /** Absolute, with `/`. */
  readonly directory: string;
  /** Tells what an absolute path names. pip asks this of every requirement that may be a path. */
  readonly kindOf: (path: string) => "file" | "directory" | "nothing";
}

/**
 * Stands nowhere: paths are judged by their look. What has no extension passes for a directory, so that
 * `./project` is a project and `./requirements.txt` is not. A directory that pip would not find is let through.
 */
export const NOWHERE: Place = {
  directory: "/nowhere",
  kindOf: (path) => (extensionOf(path) === "" ? "directory" : "file"),
};
