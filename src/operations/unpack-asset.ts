import { formatOfName, nameUnpacked } from "../archive/format.ts";
import type { ArchiveLimits } from "../archive/limits.ts";
import type { ArchivePlan, PlanEntry } from "../archive/plan.ts";
import { openChunks } from "../io/read-chunks.ts";
import { unpackArchive } from "./unpack-archive.ts";

/** A downloaded file, and what it is unpacked by. */
export interface UnpackAssetOptions {
  /** Absolute. */
  readonly file: string;
  /** The name that says how it is packed. */
  readonly name: string;
  /** Where the tree goes; absolute, and nothing there yet. */
  readonly target: string;
  /** What a file that is no archive is called there. */
  readonly fileName: string;
  /** Of the file itself. */
  readonly pin: { readonly sha256?: string | undefined; readonly size?: number | undefined };
  /** Every entry that it must have; undefined where nobody pinned them. */
  readonly pinned?: readonly PlanEntry[] | undefined;
  /** In place of some of the limits of unpinned archives. */
  readonly limits?: Partial<ArchiveLimits> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Unpacks a downloaded file of any format, whole or not at all: two readers have to agree about what is in it.
 * @throws Refusal `ARCHIVE_…`, `FILE_…` — see `unpackArchive`; nothing stays of what is refused.
 */
export async function unpackAsset(options: UnpackAssetOptions): Promise<ArchivePlan> {
  const { file, name, target, pin, pinned, limits, signal, fileName } = options;
  const format = formatOfName(name);
  const isPacked = format.content === "file" && format.compression !== "none";
  const { chunks } = await openChunks(file);
  const { plan } = await unpackArchive({
    archive: name,
    format,
    source: chunks,
    fileName: isPacked ? nameUnpacked(fileName) : fileName,
    pin,
    pinned,
    limits,
    now: () => performance.now(),
    signal,
    to: target,
    replace: false,
  });
  return plan;
}
