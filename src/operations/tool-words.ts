import { CHANGE_WORDS, type ChangeWord } from "../tool/continuity.ts";
import { PLATFORM, TOOL_NAME } from "../tool/words.ts";
import type { Signer } from "../trust/signers.ts";
import { expectedIdentity, type IdentityOptions } from "./expected-identity.ts";

/** Who signs a tool, as a command line says it. */
export interface SignerWords extends IdentityOptions {
  /** Of a signer in lockseal.toml. */
  readonly signer: string | undefined;
  /** The path of a public key. */
  readonly key: string | undefined;
}

/**
 * Makes a signer of words: one that lockseal.toml has, or a new one that is named after the tool.
 * @returns in words what is missing, or the value: null where nothing was said.
 */
export function signerOfWords(
  words: SignerWords,
  tool: string,
): { readonly value: string | Signer | null } | string {
  const { signer, key, ...identity } = words;
  const saidIdentity = Object.values(identity).some((one) => one !== undefined);
  const said = [signer !== undefined, key !== undefined, saidIdentity].filter((one) => one).length;
  if (said === 0) return { value: null };
  if (said > 1) return "one of --signer, --key and an identity, found several";
  if (signer !== undefined) return { value: signer };
  const publisher = {
    ...{ name: tool, person: false, roles: ["publisher"], git: [], github: [] },
    ...{ from: null, until: null, revoked: null },
  };
  if (key !== undefined) return { value: { ...publisher, keys: [key], keyless: [] } };
  const expected = expectedIdentity(identity);
  if (typeof expected === "string") return expected;
  if (expected.kind === "pattern") return "an identity to the letter, found a pattern";
  return { value: { ...publisher, keys: [], keyless: [expected] } };
}

/**
 * Reads platforms: `linux-x64`, or `linux-x64=Linux-64bit` where the publisher calls it otherwise.
 * @param own the platform here, which is meant where none is said.
 */
export function parsePlatforms(
  words: readonly string[],
  own: string,
): ReadonlyMap<string, string> | string {
  const pairs = (words.length === 0 ? [own] : words).map((word) => {
    const [, name = "", theirs] = /^([^=]*)(?:=(.*))?$/.exec(word) ?? [];
    return [name, theirs ?? name] as const;
  });
  const bad = pairs.find(
    ([name, theirs]) => !PLATFORM.test(name) || !/^[0-9A-Za-z][0-9A-Za-z._+-]*$/.test(theirs),
  );
  if (bad !== undefined) return `--platform linux-x64 or linux-x64=THEIRS, found ${bad.join("=")}`;
  if (new Set(pairs.map(([name]) => name)).size < pairs.length)
    return "each --platform once, found one twice";
  return new Map(pairs);
}

/** Reads the words of accepted changes. */
export function parseAccepted(words: readonly string[]): ReadonlySet<ChangeWord> | string {
  const accepted = new Set<ChangeWord>();
  for (const word of words.flatMap((one) => one.split(","))) {
    const known = CHANGE_WORDS.find((one) => one === word);
    if (known === undefined) return `--accept ${CHANGE_WORDS.join(", ")}, found ${word}`;
    accepted.add(known);
  }
  return accepted;
}

/** Says in words why a tool cannot be called so; undefined where it can. */
export function badToolName(name: string): string | undefined {
  return TOOL_NAME.test(name) ? undefined : `a name of a-z, 0-9, _ and -, found ${name}`;
}
