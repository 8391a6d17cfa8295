import { readFile } from "../io/files.ts";
import { resolvePath } from "../io/root.ts";
import { productionSigningConfig } from "../sigstore/production-signing-config.ts";
import {
  MAX_SIGNING_CONFIG_BYTES,
  parseSigningConfig,
  type SigningConfig,
} from "../sigstore/signing-config.ts";
import type { TrustSource } from "./trust-root-file.ts";

/**
 * Loads which services to sign with: from a file, else those that were published with the trust root, else those of
 * Sigstore's public instance as they are embedded. Reaches no network.
 * @param trust the root that others will verify with, where its own services are to be used.
 * @throws Refusal `FILE_MISSING`, `FILE_UNREADABLE` — the file is missing or cannot be read.
 * @throws Refusal `SIGNING_CONFIG_MALFORMED` — see `parseSigningConfig`.
 */
export function loadSigningConfig(
  file: string | undefined,
  cwd: string,
  trust?: TrustSource,
): SigningConfig {
  if (file === undefined) {
    const { signingConfig, path } = trust ?? {};
    return signingConfig === undefined
      ? productionSigningConfig()
      : parseSigningConfig(signingConfig, `${path}: signing configuration`);
  }
  return parseSigningConfig(readFile(resolvePath(cwd, file), MAX_SIGNING_CONFIG_BYTES), file);
}
