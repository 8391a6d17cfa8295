import { createHash } from "node:crypto";
import { formatToolLock } from "../../src/tool/format-tool-lock.ts";
import type { PinnedAsset, PinnedSigner, PinnedTool } from "../../src/tool/pinned.ts";
import { Folder, sha256 } from "./checkout.ts";
import {
  createInstance,
  type Instance,
  ISSUER,
  NOW,
  signBundle,
  trustedRoot,
  written,
} from "./instance.ts";

const INSTANCE: Instance = createInstance();

/** The identity that the fakes' bundles are signed by, in parts. */
export const RELEASER: PinnedSigner = {
  kind: "workflow",
  issuer: ISSUER,
  server: "https://github.com",
  repository: "acme/app",
  workflow: ".github/workflows/release.yml",
  ref: "refs/tags/v1.2.3",
};

/** Pins a file of these bytes. */
export function pinFile(
  name: string,
  platform: string,
  bytes: Uint8Array,
  more: Partial<PinnedAsset> = {},
): PinnedAsset {
  return {
    platform,
    name,
    urls: [`https://releases.example/${name}`],
    size: bytes.length,
    digests: [{ algorithm: "sha256", hex: sha256(bytes) }],
    files: null,
    sourceCommit: null,
    buildConfig: null,
    buildConfigDigest: null,
    logTime: null,
    evidence: [],
    ...more,
  };
}

/** Pins a tool. */
export function pinTool(
  name: string,
  version: string,
  assets: readonly PinnedAsset[],
  signer: PinnedSigner | null = null,
): PinnedTool {
  return { name, version, bin: name, signer, assets };
}

/** A folder with a signed, pinned file `app-linux.bin`, one for another platform, and the evidence of both. */
export function pinnedFolder(): Folder {
  const folder = new Folder();
  const assets = [
    ["linux-x64", "app-linux.bin", "linux"],
    ["darwin-arm64", "app-darwin.bin", "darwin"],
  ].map(([platform = "", name = "", text = ""]) => {
    const bytes = Buffer.from(text);
    const bundle = written(signBundle(INSTANCE, { message: bytes }));
    folder.write(name, bytes).write(`.lockseal/evidence/sha256-${sha256(bundle)}`, bundle);
    return pinFile(name, platform, bytes, {
      digests: [
        { algorithm: "sha256", hex: sha256(bytes) },
        { algorithm: "sha512", hex: createHash("sha512").update(bytes).digest("hex") },
      ],
      evidence: [{ kind: "signature", sha256: sha256(bundle) }],
    });
  });
  const lock = formatToolLock({ tools: [pinTool("app", "1.2.3", assets, RELEASER)] });
  return folder
    .write("lockseal-tools.lock", lock)
    .write("root.json", written(trustedRoot(INSTANCE)));
}

/** When evidence of the fakes is verified. */
export const AT: { readonly now: Date } = { now: NOW };
