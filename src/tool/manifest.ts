import type { Signer } from "../trust/signers.ts";

/** What is wanted: tools by name, and who may sign them. Their digests are in the tool lock. */
export interface ToolManifest {
  readonly tools: ReadonlyMap<string, WantedTool>;
  readonly signers: ReadonlyMap<string, Signer>;
}

/** A tool as its user wants it. */
export interface WantedTool {
  readonly name: string;
  readonly version: string;
  /** The template of its address, and of where else it may be fetched from, in order. */
  readonly sources: readonly string[];
  /** By our name of the platform, what its publisher calls it. */
  readonly platforms: ReadonlyMap<string, string>;
  /** Who has to have signed it; null where nobody has to. */
  readonly signer: string | null;
  /** How long a version must have been out, in milliseconds; null for as long as usual. */
  readonly holdMs: number | null;
  /** Versions that are never taken. */
  readonly deny: readonly string[];
  /** The path of the program; null where its name tells. */
  readonly bin: string | null;
  /** The template of the name of its checksums file; null where the usual names are tried. */
  readonly checksums: string | null;
}
