import { mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { createNewFile } from "./new-file.ts";

/** Fills an empty folder that nobody else writes to. Paths are relative to it, and the caller has checked them. */
export interface TreeWriter {
  /** Makes a folder and those above it, mode 0700, if they are not there. */
  folder(path: string): void;
  /** Writes a new file, mode 0600, and the folders above it. A link that has its path is not followed. */
  file(path: string, chunks: AsyncIterable<Uint8Array>): Promise<void>;
  /** Makes a symbolic link. No file may be written afterwards: it could be written through the link. */
  link(path: string, target: string): void;
}

/** Begins to fill a folder. What the system says of a disk that is full or fails is thrown as it is. */
export function createTreeWriter(root: string): TreeWriter {
  const made = new Set(["", "."]);
  const folder = (path: string): void => {
    if (made.has(path)) return;
    mkdirSync(join(root, path), { recursive: true, mode: 0o700 });
    made.add(path);
  };
  let hasLinks = false;
  return {
    folder,
    async file(path, chunks) {
      if (hasLinks) throw new TypeError("a file after a link");
      folder(dirname(path));
      const file = createNewFile(join(root, path));
      try {
        for await (const chunk of chunks) file.write(chunk);
      } finally {
        file.close();
      }
    },
    link(path, target) {
      hasLinks = true;
      folder(dirname(path));
      symlinkSync(target, join(root, path));
    },
  };
}
