import { quote } from "../bytes/quote.ts";
import { withoutSecret } from "../bytes/without-secret.ts";
import { Refusal } from "../errors.ts";
import { parsePolicy } from "./policy.ts";

/**
 * Reads the package indexes of a `lockseal.toml`, by name.
 *
 * @returns each as its URL; none where there is no `[indexes]`.
 * @throws Refusal `POLICY_MALFORMED`, `TOML_MALFORMED`, `INPUT_TOO_LARGE`, `UTF8_MALFORMED`.
 * @throws Refusal `INDEX_MALFORMED` — see `parseIndex`.
 */
export function parseIndexes(bytes: Uint8Array, what: string): ReadonlyMap<string, URL> {
  const { indexes } = parsePolicy(bytes, what);
  return new Map([...indexes].map(([name, url]) => [name, parseIndex(url)]));
}

/**
 * Reads the URL of an index: https, a host that has a name, no user and no query.
 * @throws Refusal `INDEX_MALFORMED`
 */
export function parseIndex(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (
    url?.protocol === "https:" &&
    url.username + url.password + url.search + url.hash === "" &&
    /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*$/.test(url.hostname)
  )
    return url;
  throw new Refusal(
    "INDEX_MALFORMED",
    `index: expected an https URL such as https://index.example/simple/, found ${quote(withoutSecret(text))}`,
    { found: withoutSecret(text) },
    { hint: "name the index as pip has it, without a user or a password: --index URL" },
  );
}

/**
 * Chooses the index that a user names: by its URL, or by its name in the policy; the only one of the policy where nothing
 * is said. None is ever assumed.
 *
 * @throws Refusal `INDEX_UNKNOWN` — nothing is said and the policy has none or several, or none of that name.
 * @throws Refusal `INDEX_MALFORMED` — see `parseIndex`.
 */
export function chooseIndex(said: string | undefined, indexes: ReadonlyMap<string, URL>): URL {
  const known = [...indexes.keys()];
  if (said === undefined) {
    const [only, ...more] = indexes.values();
    if (only !== undefined && more.length === 0) return only;
    throw unknown("", known, known.length === 0 ? "none" : `${known.length}: ${known.join(", ")}`);
  }
  const named = indexes.get(said);
  if (named !== undefined) return named;
  if (said.includes(":")) return parseIndex(said);
  throw unknown(said, known, quote(said));
}

function unknown(name: string, known: readonly string[], found: string): Refusal {
  const names = known.length === 0 ? "" : `, or one of ${known.join(", ")} of lockseal.toml`;
  return new Refusal(
    "INDEX_UNKNOWN",
    `index: expected the index that the file is from${names}, found ${found}`,
    { name, known },
    {
      hint: "name it: --index URL, or under [indexes] in lockseal.toml; or say what a publication claims: --predicate-type URI",
    },
  );
}

/**
 * Gives what a publish attestation of an index claims: the type that its documentation defines, at the host `docs.` of it.
 * @see https://peps.python.org/pep-0740/#attestation-objects
 */
export function publishTypeOf(index: URL): string {
  return `https://docs.${index.hostname}/attestations/publish/v1`;
}

/** Says whether an attestation claims that somebody published a file, at whichever index: mirrors serve what another one documents. */
export function isPublishType(type: string): boolean {
  return /^https:\/\/docs\.[a-z0-9.-]+\/attestations\/publish\/v1$/.test(type);
}
