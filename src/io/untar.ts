import type { ReadEntry } from "tar";
import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";

/** What an entry is by our own reading. */
export interface ExpectedEntry {
  /** As the archive spells it. */
  readonly name: string;
  readonly kind: "file" | "directory" | "symlink" | "hardlink";
  readonly mode: number;
  readonly size: number;
  /** Of a link, as the archive spells it. */
  readonly target?: string | undefined;
}

/** Unpacks what was approved, entry by entry, as the second of two readers that must agree. */
export interface Untar {
  /**
   * @param headers all blocks of the entry up to its content.
   * @throws Refusal `ARCHIVE_READERS_DISAGREE` — the second reader sees another entry, or none, or warns.
   * @throws the system's error — a full disk and the like.
   */
  entry(expected: ExpectedEntry, headers: Uint8Array): void;
  /** @throws as `entry` does. */
  body(bytes: Uint8Array): void;
  /** Ends the archive. @throws as `entry` does. */
  end(): void;
}

const TYPES: Readonly<Record<string, ExpectedEntry["kind"]>> = {
  File: "file",
  OldFile: "file",
  Directory: "directory",
  SymbolicLink: "symlink",
  Link: "hardlink",
};

/**
 * Begins to unpack into an empty folder that is ours alone, with `tar` (node-tar). Files get mode 0600 and folders 0700,
 * whatever their entries say; owners and times are not taken over.
 * @param archive names the archive in refusals.
 */
export async function createUntar(folder: string, archive: string): Promise<Untar> {
  // Loaded when something is unpacked: verifying needs no tar.
  const { UnpackSync } = await import("tar/unpack");
  let expected: ExpectedEntry | undefined;
  let failure: Error | undefined;

  const disagree = (ours: string, theirs: string, cause?: Error): Refusal =>
    new Refusal(
      "ARCHIVE_READERS_DISAGREE",
      `${archive}: expected ${ours} from a second reader, found ${theirs}`,
      { expected: ours, found: theirs },
      {
        hint: "do not unpack it by other means: programs would not agree on what is in it; tell its publisher",
        cause,
      },
    );

  /** Runs before anything of the entry is written. */
  function compare(entry: ReadEntry): void {
    const theirs = {
      name: entry.path,
      kind: TYPES[entry.type] ?? entry.type,
      mode: entry.mode ?? -1,
      size: entry.size,
      target: entry.linkpath,
    };
    if (expected === undefined) throw disagree("no entry", describe(theirs));
    if (!isSame(expected, theirs)) throw disagree(describe(expected), describe(theirs));
    expected = undefined;
    // What is set here is what the file is made with: no setuid, not for an instant.
    entry.mode = entry.type === "Directory" ? 0o700 : 0o600;
  }

  const unpack = new UnpackSync({
    cwd: folder,
    strict: true,
    preserveOwner: false,
    noMtime: true,
    dmode: 0o700,
    fmode: 0o600,
    onReadEntry: compare,
  });
  unpack.on("error", (error: Error) => {
    failure ??= error;
  });

  function check(): void {
    if (failure === undefined) return;
    // The disk's own trouble is no disagreement.
    if ("syscall" in failure) throw failure;
    throw disagree("no objection", quote(failure.message), failure);
  }

  return {
    entry(next, headers) {
      expected = next;
      unpack.write(asBuffer(headers));
      check();
      if (expected !== undefined) throw disagree(describe(next), "no entry");
    },
    body(bytes) {
      unpack.write(asBuffer(bytes));
      check();
    },
    end() {
      unpack.end(Buffer.alloc(1024));
      check();
    },
  };
}

type AnyEntry = Omit<ExpectedEntry, "kind"> & { readonly kind: string };

function isSame(ours: ExpectedEntry, theirs: AnyEntry): boolean {
  return (
    ours.name === theirs.name &&
    ours.kind === theirs.kind &&
    ours.mode === theirs.mode &&
    ours.size === theirs.size &&
    (ours.target ?? "") === (theirs.target ?? "")
  );
}

/** For a person: long names are cut. */
function describe({ name, kind, mode, size, target }: AnyEntry): string {
  const to = target === undefined || target === "" ? "" : ` to ${quote(target)}`;
  return `${kind} ${quote(name)}${to} of mode ${mode.toString(8)} and ${size} bytes`;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
