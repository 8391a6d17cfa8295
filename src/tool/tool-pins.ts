import type { Pin } from "../lock/pins.ts";
import { formatAsset, formatSigner } from "./format-tool-lock.ts";
import type { ToolLock } from "./pinned.ts";

/**
 * Gives the entries of a tool lock in the form of every lock's: one for each tool and platform, with all that is pinned
 * of it. Two locks give the same pins exactly when they pin the same.
 * @param text the lock's, to say on which line an entry begins.
 */
export function pinsOfTools(lock: ToolLock, file: string, text: string): readonly Pin[] {
  const lines = new Map(text.split("\n").map((line, index) => [line, index + 1]));
  return lock.tools.flatMap((tool) =>
    tool.assets.map((asset): Pin => {
      const signer = tool.signer === null ? "unsigned" : formatSigner(tool.signer);
      return {
        name: tool.name,
        version: tool.version,
        extras: [],
        marker: asset.platform,
        hashes: asset.digests.map(({ algorithm, hex }) => `${algorithm}:${hex}`),
        url: asset.urls[0] ?? null,
        more: `bin ${tool.bin}\nsigner ${signer}\n${formatAsset(tool, asset)}`,
        file,
        line: lines.get(`[tools.${tool.name}.assets.${asset.platform}]`) ?? 1,
      };
    }),
  );
}
