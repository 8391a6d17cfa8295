import { closeSync, openSync, writeSync } from "node:fs";

/** A file that is written piece by piece. */
export interface NewFile {
  write(bytes: Uint8Array): void;
  /** May be called twice. */
  close(): void;
}

/** Makes a file for this user alone where there is none. @throws the system's error. */
export function createNewFile(path: string): NewFile {
  const descriptor = openSync(path, "wx", 0o600);
  let isOpen = true;
  return {
    write(bytes) {
      for (let written = 0; written < bytes.length; )
        written += writeSync(descriptor, bytes, written);
    },
    close() {
      if (isOpen) closeSync(descriptor);
      isOpen = false;
    },
  };
}
