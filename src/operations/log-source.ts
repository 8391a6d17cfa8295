import { isProtected } from "../sigstore/signing-config.ts";
import { isWithin } from "../trust/period.ts";
import { loadSigningConfig } from "./signing-config-source.ts";

/**
 * Finds the log to ask about a signature that was made before bundles: the given one, else the log of the first version that
 * the signing configuration names, in use now or in use last. Reaches no network.
 * @param config a file; the services of Sigstore's public instance without it.
 * @returns its URL without a slash at the end; undefined for one that somebody could listen to, or where there is none.
 * @throws Refusal see `loadSigningConfig`.
 */
export function logToAsk(
  given: string | undefined,
  config: string | undefined,
  cwd: string,
  now: Date,
): string | undefined {
  if (given !== undefined) return isProtected(given) ? given.replace(/\/+$/, "") : undefined;
  const { services } = loadSigningConfig(config, cwd).logs;
  const first = services.filter(({ majorApiVersion }) => majorApiVersion === 1);
  return (first.find(({ validFor }) => isWithin(validFor, now.getTime())) ?? first.at(-1))?.url;
}
