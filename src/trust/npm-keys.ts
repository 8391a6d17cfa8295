import { parseJson } from "../bytes/json.ts";
import { asArray, asObject, asString, type ShapeFailure } from "../bytes/json-shape.ts";
import { Refusal } from "../errors.ts";
import { type DatedKey, readDatedKey } from "./dated-key.ts";

/** A key of npm's registry. */
export interface NpmKey extends DatedKey {
  /** Such as `SHA256:…`, by which attestations name it. A name decides nothing. */
  readonly id: string;
  /** What it may sign, such as `npm:attestations`. */
  readonly usage: string;
}

/** The usage of the keys that sign what the registry attests about a publication. */
export const NPM_ATTESTATIONS = "npm:attestations";

/** The target of Sigstore's trust repository that holds the keys; before it stands the host of the registry. */
export const NPM_KEYS_SUFFIX = "/keys.json";

/** The set of 2026 has 2 kB. */
export const MAX_NPM_KEYS_BYTES: number = 256 * 1024;
/** More rotations than anybody has; each is tried. */
const MAX_NPM_KEYS = 64;

/**
 * Reads npm's key set as Sigstore's trust repository has it. Ignores fields that it does not know, except in `validFor`.
 * **Does not verify where the file comes from.**
 *
 * @param what names the file in a refusal.
 * @returns at least one, of every usage.
 * @throws Refusal `NPM_KEYS_MALFORMED` — no key, a field missing or of another type, no start, a key that is none.
 * @throws Refusal `JSON_MALFORMED`, `UTF8_MALFORMED`, `INPUT_TOO_LARGE` — see `parseJson`.
 */
export function parseNpmKeys(bytes: Uint8Array, what: string): readonly NpmKey[] {
  const fail: ShapeFailure = (at, expected, found) => {
    const place = at === "" ? "" : ` at ${at}`;
    throw new Refusal(
      "NPM_KEYS_MALFORMED",
      `${what}: expected ${expected}${place}, found ${found}`,
      { at },
      { hint: "fetch it anew: lockseal trust update" },
    );
  };
  const root = asObject(parseJson(bytes, { what, maxBytes: MAX_NPM_KEYS_BYTES }), "", fail);
  return asArray(root.keys, "keys", 1, MAX_NPM_KEYS, fail).map((value, index) => {
    const at = `keys[${index}]`;
    const { keyId, keyUsage, publicKey } = asObject(value, at, fail);
    const id = asString(keyId, `${at}.keyId`, fail);
    const usage = asString(keyUsage, `${at}.keyUsage`, fail);
    try {
      return { id, usage, ...readDatedKey(publicKey, `${at}.publicKey`, fail) };
    } catch (error) {
      // A key in here is no file of its own: say which it is.
      if (!(error instanceof Refusal) || !/^(?:KEY|BASE64)_/.test(error.code)) throw error;
      return fail(at, "a key that can be read", error.message);
    }
  });
}

/**
 * Finds the one target that holds npm's keys.
 * @param names of all targets, as the repository has them.
 * @returns undefined where there is none, or where several could be it.
 */
export function npmKeysTarget(names: Iterable<string>): string | undefined {
  const found = [...names].filter((name) => name.endsWith(NPM_KEYS_SUFFIX));
  return found.length === 1 ? found[0] : undefined;
}
