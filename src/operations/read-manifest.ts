import { isThere, readFile } from "../io/files.ts";
import { MAX_MANIFEST_BYTES, parseToolManifest, type ToolManifest } from "../tool/manifest.ts";
import { MANIFEST_NAME, type ToolFiles } from "./locate-tools.ts";

/** Reads what is wanted; undefined where there is no such file. */
export function readManifest({ manifestPath }: ToolFiles): ToolManifest | undefined {
  if (!isThere(manifestPath)) return undefined;
  return parseToolManifest(readFile(manifestPath, MAX_MANIFEST_BYTES), MANIFEST_NAME);
}
