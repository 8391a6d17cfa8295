import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import { type Finding, findingOfRefusal } from "../finding.ts";
import { MAX_SIGNING_CONFIG_BYTES, parseSigningConfig } from "../sigstore/signing-config.ts";
import type { Transport } from "../sigstore/transport.ts";
import {
  MAX_NPM_KEYS_BYTES,
  NPM_KEYS_SUFFIX,
  npmKeysTarget,
  parseNpmKeys,
} from "../trust/npm-keys.ts";
import { fetchTarget, type TrustedSet } from "./fetch-trusted.ts";
import { SIGNING_CONFIG_TARGET } from "./updated-root.ts";

/** What else a repository has, by name, and what is wrong with what was left out. */
export interface OptionalTargets {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly findings: readonly Finding[];
}

/**
 * Fetches what not every instance has: the signing configuration, and npm's keys. One that cannot be read is left out with
 * a warning, for the trust root does not need it: what was embedded or kept of it before goes on.
 * @param subject names the instance in a warning.
 * @throws Refusal see `fetchTarget`.
 */
export async function fetchOptionalTargets(
  from: { readonly mirror: string; readonly transport: Transport },
  set: TrustedSet,
  subject: string,
): Promise<OptionalTargets> {
  const files = new Map<string, Uint8Array>();
  const findings: Finding[] = [];
  const { lists } = set.targets;
  const wanted: readonly (readonly [string | undefined, number, Parse])[] = [
    [SIGNING_CONFIG_TARGET, MAX_SIGNING_CONFIG_BYTES, parseSigningConfig],
    [npmKeysTarget(lists.keys()), MAX_NPM_KEYS_BYTES, parseNpmKeys],
  ];
  for (const [name, limit, parse] of wanted) {
    const listed = name === undefined ? undefined : lists.get(name);
    if (name === undefined || listed === undefined) continue;
    const bytes = await fetchTarget(from, set.root, name, listed, limit);
    try {
      parse(bytes, `${from.mirror}: ${name}`);
      files.set(name, bytes);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      findings.push({ ...findingOfRefusal(error, subject), verdict: "warned" });
    }
  }
  return { files, findings: [...findings, ...tooMany(lists.keys(), subject)] };
}

type Parse = (bytes: Uint8Array, what: string) => unknown;

/** Whose keys they are stands in their name alone: of several nobody here could choose. */
function tooMany(names: Iterable<string>, subject: string): Finding[] {
  const found = [...names].filter((name) => name.endsWith(NPM_KEYS_SUFFIX)).map(quote);
  if (found.length < 2) return [];
  return [
    {
      rule: "NPM_KEYS_AMBIGUOUS",
      verdict: "warned",
      subject,
      message: `expected one target that ends in ${NPM_KEYS_SUFFIX}, found ${found.slice(0, 8).join(", ")}: npm's keys stay those that are embedded`,
      help: "look for a newer lockseal",
    },
  ];
}
