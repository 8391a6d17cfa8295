import { readFile } from "../io/files.ts";
import { resolvePath } from "../io/root.ts";
import { MAX_NPM_KEYS_BYTES, type NpmKey, parseNpmKeys } from "../trust/npm-keys.ts";
import { PRODUCTION_NPM_KEYS_DATE, productionNpmKeys } from "../trust/production-npm-keys.ts";
import type { TrustSource } from "./trust-root-file.ts";

/** npm's keys, and what to say of them. */
export interface NpmKeySource {
  /** Of every usage and period: whoever uses them looks at both. */
  readonly keys: readonly NpmKey[];
  readonly kind: "embedded" | "updated" | "file";
  /** The day from which they are known to be good, `YYYY-MM-DD`; null where nothing says so. */
  readonly date: string | null;
}

/**
 * Loads the keys by which npm's registry attests a publication: from a file, else those that `trust update` fetched with
 * the root that judges, else the embedded ones. A key of npm is never enough by itself, so that a root of another
 * instance may go with the embedded keys. Reaches no network.
 *
 * @param file as Sigstore's trust repository has it.
 * @param trust the root that judges the provenance beside the publication.
 * @throws Refusal `FILE_MISSING`, `FILE_UNREADABLE`, `NPM_KEYS_MALFORMED` and others — see `parseNpmKeys`.
 */
export function loadNpmKeys(
  file: string | undefined,
  cwd: string,
  trust: Pick<TrustSource, "npmKeys" | "date" | "name">,
): NpmKeySource {
  if (file !== undefined) {
    const bytes = readFile(resolvePath(cwd, file), MAX_NPM_KEYS_BYTES);
    return { keys: parseNpmKeys(bytes, file), kind: "file", date: null };
  }
  const { npmKeys, date, name } = trust;
  if (npmKeys === undefined)
    return { keys: productionNpmKeys(), kind: "embedded", date: PRODUCTION_NPM_KEYS_DATE };
  return { keys: parseNpmKeys(npmKeys, `${name}: npm's keys`), kind: "updated", date };
}
