import { type Dirent, readdirSync } from "node:fs";
import { join } from "node:path";

/** More than any checkout has without what it installs; listing so many takes about a second. */
const MAX_NAMES = 200_000;

/** What is in a folder, by paths relative to it with `/`, sorted. */
export interface ListedNames {
  readonly names: readonly string[];
  /** Nothing was left out because there was too much, or because it could not be listed. */
  readonly isComplete: boolean;
}

/**
 * Lists the files below a folder. Leaves out what is hidden and what packages are installed into; a link is named and
 * never followed.
 */
export function listNames(folder: string, maxNames: number = MAX_NAMES): ListedNames {
  const names: string[] = [];
  let isComplete = true;
  let walked = 0;
  const walk = (below: string): void => {
    for (const entry of list(join(folder, below))) {
      if (typeof entry === "string" || walked >= maxNames) {
        isComplete = false;
        return;
      }
      walked += 1;
      if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
      if (entry.isDirectory()) walk(`${below}${entry.name}/`);
      else names.push(below + entry.name);
    }
  };
  walk("");
  return { names: names.sort(), isComplete };
}

function list(folder: string): readonly (Dirent | string)[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return ["unreadable"];
  }
}
