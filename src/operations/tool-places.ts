import { isAbsolute, join } from "node:path";
import type { PlanEntry } from "../archive/plan.ts";
import { Refusal } from "../errors.ts";
import { sha256Of } from "../tool/pinned.ts";
import type { AssetPin } from "./judge-asset.ts";

/**
 * Finds the folder that downloads are kept in, which need not exist: `lockseal/tools` in `XDG_CACHE_HOME`, else in
 * `LOCALAPPDATA` or `.cache` of `HOME`.
 * @throws Refusal `TOOL_CACHE_NONE` — none of them is an absolute path.
 * @see https://specifications.freedesktop.org/basedir-spec/latest/#variables
 */
export function findToolCache(env: Readonly<Record<string, string | undefined>>): string {
  const { XDG_CACHE_HOME: xdg = "", LOCALAPPDATA: local = "", HOME: home = "" } = env;
  const base = [xdg, local, home === "" ? "" : join(home, ".cache")].find((one) => isAbsolute(one));
  if (base !== undefined) return join(base, "lockseal", "tools");
  throw new Refusal(
    "TOOL_CACHE_NONE",
    "cache: expected XDG_CACHE_HOME or HOME, found neither",
    { variables: ["XDG_CACHE_HOME", "HOME"] },
    { hint: "set XDG_CACHE_HOME to a folder of this user's own" },
  );
}

/** The path of the program below the place of its tool; on Windows it has an ending of its own. */
export function programOf({ tool, asset }: AssetPin): string {
  const isWindows = asset.platform.startsWith("win32-");
  if (!isWindows || tool.bin.endsWith(".exe")) return tool.bin;
  const named = asset.files?.some(({ path }) => path === tool.bin) ?? false;
  return named ? tool.bin : `${tool.bin}.exe`;
}

/** What lies in a tool's folder: the files of its archive, or the one file that it is. */
export function entriesOf(pin: AssetPin): readonly PlanEntry[] {
  const { asset } = pin;
  if (asset.files !== null) return asset.files;
  return [
    { kind: "file", path: programOf(pin), mode: 0o755, size: asset.size, sha256: sha256Of(asset) },
  ];
}

/** The folder that a tool's bytes are unpacked to is named by them, and never written to again. */
export function folderName({ tool, asset }: AssetPin): string {
  return `.${tool.name}-${asset.platform}-${sha256Of(asset).slice(0, 16)}-`;
}

/** The names of the folders that a tool was unpacked to, in whatever version. */
export function ownFolder(tool: string): RegExp {
  return new RegExp(`^\\.${tool}-[a-z0-9]+-[a-z0-9]+-[0-9a-f]{16}-[0-9a-f]{8}$`);
}
