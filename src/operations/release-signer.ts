import { Refusal } from "../errors.ts";
import { readFile } from "../io/files.ts";
import { resolvePath } from "../io/root.ts";
import { MAX_KEY_FILE_BYTES } from "../key/pem.ts";
import type { ToolManifest, WantedTool } from "../tool/manifest.ts";
import type { PinnedSigner } from "../tool/pinned.ts";
import { fillTemplate } from "../tool/template.ts";
import type { KeylessSigner } from "../trust/signers.ts";
import { pinnedKeyOf } from "./pinned-key.ts";

/**
 * Gives who may have signed a version of a tool, to the letter: the version is filled in, and each way to sign is one.
 * @returns null where the manifest names nobody.
 * @throws Refusal `TOOL_SIGNER_LOOSE` — an identity that would be several.
 * @throws Refusal `KEY_…`, `FILE_…` — a key cannot be read.
 */
export async function signersOf(
  manifest: ToolManifest,
  wanted: WantedTool,
  version: string,
  folder: string,
): Promise<readonly PinnedSigner[] | null> {
  if (wanted.signer === null) return null;
  const signer = manifest.signers.get(wanted.signer);
  if (signer === undefined) return [];
  return [
    ...signer.keyless.map((one) => fillSigner(one, version, signer.name)),
    ...(await Promise.all(
      signer.keys.map((path) =>
        pinnedKeyOf(readFile(resolvePath(folder, path), MAX_KEY_FILE_BYTES), path),
      ),
    )),
  ];
}

function fillSigner(signer: KeylessSigner, version: string, name: string): PinnedSigner {
  const fill = (text: string): string => {
    const filled = fillTemplate(text, { version, platform: "{platform}" }, `signers.${name}`);
    if (!filled.includes("*")) return filled;
    throw new Refusal(
      "TOOL_SIGNER_LOOSE",
      `signers.${name}: expected one identity for each version, found a pattern: ${text}`,
      { found: text },
      { hint: "write {version} where the version stands: refs/tags/v{version}" },
    );
  };
  if (signer.kind === "exact") return { ...signer, name: fill(signer.name) };
  return { ...signer, ref: fill(signer.ref), workflow: fill(signer.workflow) };
}
