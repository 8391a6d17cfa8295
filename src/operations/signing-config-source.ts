import { readFile } from "../io/files.ts";
import { resolvePath } from "../io/root.ts";
import { productionSigningConfig } from "../sigstore/production-signing-config.ts";
import {
  MAX_SIGNING_CONFIG_BYTES,
  parseSigningConfig,
  type SigningConfig,
} from "../sigstore/signing-config.ts";

/**
 * Loads which services to sign with: from a file, or those of Sigstore's public instance. Reaches no network.
 * @throws Refusal `FILE_MISSING`, `FILE_UNREADABLE` — the file is missing or cannot be read.
 * @throws Refusal `SIGNING_CONFIG_MALFORMED` — see `parseSigningConfig`.
 */
export function loadSigningConfig(file: string | undefined, cwd: string): SigningConfig {
  if (file === undefined) return productionSigningConfig();
  return parseSigningConfig(readFile(resolvePath(cwd, file), MAX_SIGNING_CONFIG_BYTES), file);
}
