import { chmodSync, mkdirSync, symlinkSync } from "node:fs";
import { dirname } from "node:path";
import type { PlanEntry } from "../../src/archive/plan.ts";
import { formatToolLock } from "../../src/tool/format-tool-lock.ts";
import type { PinnedTool } from "../../src/tool/pinned.ts";
import { Folder, sha256 } from "./checkout.ts";
import { pinFile, pinTool } from "./pinned-file.ts";

/** What the archive of the fakes' tool holds: path, mode, text. */
const FILES: readonly (readonly [path: string, mode: number, text: string])[] = [
  ["LICENSE", 0o644, "everybody may\n"],
  ["app", 0o755, "#!/bin/sh\necho linux\n"],
  ["empty", 0o644, ""],
  ["share/app/data.txt", 0o644, "1 2 3\n"],
  ["share/app/more.txt", 0o644, "4 5 6\n"],
];

/** The bytes of its archive; nothing unpacks them here. */
export const ARCHIVE = "the archive for linux";

/** The pin of a tool of one archive, a link in it, and evidence; on another platform it is one plain file. */
export function pinApp(version = "1.2.3", program = "#!/bin/sh\necho linux\n"): PinnedTool {
  const files = FILES.map(([path, mode, text]): PlanEntry => {
    const bytes = path === "app" ? program : text;
    return { kind: "file", path, mode, size: bytes.length, sha256: sha256(bytes) };
  });
  const link: PlanEntry = { kind: "symlink", path: "run", mode: 0o777, size: 0, target: "app" };
  const linux = pinFile(`app-${version}-linux.tar.gz`, "linux-x64", Buffer.from(ARCHIVE), {
    files: [...files, link].toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    evidence: [{ kind: "signature", sha256: sha256("evidence") }],
  });
  const windows = pinFile(`app-${version}.exe`, "win32-x64", Buffer.from("MZ windows"));
  return pinTool("app", version, [linux, windows]);
}

/** A folder with a lock, in which what it pins can be put. */
export class Audited extends Folder {
  constructor(...tools: readonly PinnedTool[]) {
    super();
    const pinned = tools.length === 0 ? [pinApp()] : tools;
    this.write("lockseal-tools.lock", formatToolLock({ tools: pinned }));
    mkdirSync(this.at("t"));
  }

  /** Writes a file with its mode, whatever the umask is. */
  put(name: string, data: string | Uint8Array, mode = 0o644): this {
    this.write(name, data);
    chmodSync(this.at(name), mode);
    return this;
  }

  /** Unpacks the tool as it is pinned. */
  unpack(folder: string): this {
    for (const [path, mode, text] of FILES) this.put(`${folder}/${path}`, text, mode);
    return this.link(`${folder}/run`, "app");
  }

  link(name: string, target: string): this {
    mkdirSync(dirname(this.at(name)), { recursive: true });
    symlinkSync(target, this.at(name));
    return this;
  }
}
