import { Refusal } from "../../errors.ts";
import { normaliseName } from "./name.ts";
import { pythonRepr } from "./repr.ts";
import { splitWords } from "./shlex.ts";

/** What the options of one line say, by pip's destination names; only what a line says is set. */
export interface LineOptions {
  index_url?: string;
  extra_index_urls?: string[];
  no_index?: true;
  constraints?: string[];
  requirements?: string[];
  editables?: string[];
  find_links?: string[];
  format_control?: { no_binary: string[]; only_binary: string[] };
  prefer_binary?: true;
  require_hashes?: true;
  no_require_hashes?: true;
  pre?: true;
  release_control?: { all_releases: string[]; only_final: string[] };
  trusted_hosts?: string[];
  features_enabled?: string[];
  hashes?: Map<string, string[]>;
  config_settings?: Map<string, string | string[]>;
}

/** The algorithms that `--hash` takes, in pip's order. */
export const HASH_ALGORITHMS: readonly string[] = ["sha256", "sha384", "sha512"];

type Flag = "no_index" | "prefer_binary" | "require_hashes" | "no_require_hashes" | "pre";
type List =
  | "extra_index_urls"
  | "constraints"
  | "requirements"
  | "editables"
  | "find_links"
  | "trusted_hosts";

type Option =
  | { readonly flag: Flag }
  | { readonly take: (options: LineOptions, value: string, name: string) => void };

const append = (list: List): Option => ({
  take: (options, value) => {
    options[list] = [...(options[list] ?? []), value];
  },
});

const indexUrl: Option = {
  take: (options, value) => {
    options.index_url = value;
  },
};

/** pip 26.2, `req_file.py`: what may stand in a requirement file. Abbreviations are looked up in this table. */
const LONG: Readonly<Record<string, Option>> = {
  "--index-url": indexUrl,
  "--pypi-url": indexUrl,
  "--extra-index-url": append("extra_index_urls"),
  "--no-index": { flag: "no_index" },
  "--constraint": append("constraints"),
  "--requirement": append("requirements"),
  "--editable": append("editables"),
  "--find-links": append("find_links"),
  "--no-binary": { take: (options, value) => selectFormat(options, value, "no_binary") },
  "--only-binary": { take: (options, value) => selectFormat(options, value, "only_binary") },
  "--prefer-binary": { flag: "prefer_binary" },
  "--require-hashes": { flag: "require_hashes" },
  "--no-require-hashes": { flag: "no_require_hashes" },
  "--pre": { flag: "pre" },
  "--all-releases": { take: (options, value) => selectRelease(options, value, "all_releases") },
  "--only-final": { take: (options, value) => selectRelease(options, value, "only_final") },
  "--trusted-host": append("trusted_hosts"),
  "--use-feature": { take: enableFeature },
  "--hash": { take: addHash },
  "--config-settings": { take: addSetting },
};

const SHORT: Readonly<Record<string, string>> = {
  i: "--index-url",
  c: "--constraint",
  r: "--requirement",
  e: "--editable",
  f: "--find-links",
  C: "--config-settings",
};

const FEATURES = [
  "fast-deps",
  "inprocess-build-deps",
  "venv-isolation",
  "truststore",
  "no-binary-enable-wheel-cache",
  "build-constraint",
];

/**
 * Parses the options of a line as pip does: Python's shlex, then optparse with unambiguous prefixes.
 * What is left over, and all that follows a bare `--`, is silently dropped, as pip drops it.
 * @throws Refusal `PIP_OPTION_MALFORMED` — a quote is open, an option is unknown, ambiguous or lacks its
 *   value, or a value is one that pip refuses.
 * @see https://docs.python.org/3/library/optparse.html
 */
export function parseOptions(text: string): LineOptions {
  const words = splitWords(text);
  if (words === undefined) throw refusal(`Could not split options: ${text}`);
  const options: LineOptions = {};
  const rest = words.values();
  for (const word of rest) {
    if (word === "--") break;
    if (word.startsWith("--")) takeLong(options, word, rest);
    else if (word.startsWith("-") && word.length > 1) takeShort(options, word, rest);
  }
  return options;
}

type Words = Iterator<string, unknown>;

function takeLong(options: LineOptions, word: string, rest: Words): void {
  const equals = word.indexOf("=");
  const name = completeName(equals === -1 ? word : word.slice(0, equals));
  const option = LONG[name];
  if (option === undefined) throw optparse(`no such option: ${name}`);
  if ("take" in option) {
    option.take(options, equals === -1 ? nextWord(name, rest) : word.slice(equals + 1), name);
    return;
  }
  if (equals !== -1) throw optparse(`${name} option does not take a value`);
  options[option.flag] = true;
}

function completeName(prefix: string): string {
  if (Object.hasOwn(LONG, prefix)) return prefix;
  const names = Object.keys(LONG).filter((name) => name.startsWith(prefix));
  const [only] = names;
  if (only === undefined) throw optparse(`no such option: ${prefix}`);
  if (names.length === 1) return only;
  throw optparse(`ambiguous option: ${prefix} (${names.sort().join(", ")}?)`);
}

/** All short options take a value, so a cluster ends with its first letter. */
function takeShort(options: LineOptions, word: string, rest: Words): void {
  const letter = String.fromCodePoint(word.codePointAt(1) ?? 0);
  const name = `-${letter}`;
  const option = LONG[(Object.hasOwn(SHORT, letter) && SHORT[letter]) || ""];
  if (option === undefined || !("take" in option)) throw optparse(`no such option: ${name}`);
  const attached = word.slice(2);
  option.take(options, attached === "" ? nextWord(name, rest) : attached, name);
}

function nextWord(name: string, rest: Words): string {
  const next = rest.next();
  if (next.done === true) throw optparse(`${name} option requires 1 argument`);
  return next.value;
}

function addHash(options: LineOptions, value: string, name: string): void {
  const colon = value.indexOf(":");
  if (colon === -1) {
    throw optparse(
      `Arguments to ${name} must be a hash name followed by a value, like --hash=sha256:abcde...`,
    );
  }
  const algorithm = value.slice(0, colon);
  if (!HASH_ALGORITHMS.includes(algorithm)) {
    throw optparse(`Allowed hash algorithms for ${name} are ${HASH_ALGORITHMS.join(", ")}.`);
  }
  options.hashes ??= new Map();
  const known = options.hashes.get(algorithm);
  if (known === undefined) options.hashes.set(algorithm, [value.slice(colon + 1)]);
  else known.push(value.slice(colon + 1));
}

function addSetting(options: LineOptions, value: string, name: string): void {
  const equals = value.indexOf("=");
  if (equals === -1) throw optparse(`Arguments to ${name} must be of the form KEY=VAL`);
  const key = value.slice(0, equals);
  const setting = value.slice(equals + 1);
  options.config_settings ??= new Map();
  const known = options.config_settings.get(key);
  if (known === undefined) options.config_settings.set(key, setting);
  else options.config_settings.set(key, [known, setting].flat());
}

function enableFeature(options: LineOptions, value: string, name: string): void {
  if (!FEATURES.includes(value)) {
    const choices = FEATURES.map(pythonRepr).join(", ");
    throw optparse(`option ${name}: invalid choice: ${pythonRepr(value)} (choose from ${choices})`);
  }
  options.features_enabled = [...(options.features_enabled ?? []), value];
}

function selectFormat(
  options: LineOptions,
  value: string,
  chosen: "no_binary" | "only_binary",
): void {
  if (value.startsWith("-")) {
    throw refusal("--no-binary / --only-binary option requires 1 argument.", "CommandError");
  }
  options.format_control ??= { no_binary: [], only_binary: [] };
  const other = chosen === "no_binary" ? "only_binary" : "no_binary";
  const lists = select(value, options.format_control[chosen], options.format_control[other]);
  options.format_control[chosen] = lists.chosen;
  options.format_control[other] = lists.other;
}

function selectRelease(
  options: LineOptions,
  value: string,
  chosen: "all_releases" | "only_final",
): void {
  if (value.startsWith("-")) {
    throw refusal("--all-releases / --only-final option requires 1 argument.", "CommandError");
  }
  options.release_control ??= { all_releases: [], only_final: [] };
  const other = chosen === "all_releases" ? "only_final" : "all_releases";
  const lists = select(value, options.release_control[chosen], options.release_control[other]);
  options.release_control[chosen] = lists.chosen;
  options.release_control[other] = lists.other;
}

/** A name is in one of two lists; `:all:` empties both and covers what precedes it, `:none:` empties the chosen. */
function select(
  value: string,
  already: readonly string[],
  opposed: readonly string[],
): { chosen: string[]; other: string[] } {
  let names = value.split(",");
  let chosen = new Set(already);
  let other = new Set(opposed);
  const all = names.lastIndexOf(":all:");
  if (all !== -1) {
    chosen = new Set([":all:"]);
    other = new Set();
    names = names.slice(all + 1);
    if (!names.includes(":none:")) names = [];
  }
  for (const name of names) {
    if (name === ":none:") {
      chosen.clear();
      continue;
    }
    other.delete(normaliseName(name));
    chosen.add(normaliseName(name));
  }
  return { chosen: [...chosen].sort(), other: [...other].sort() };
}

function optparse(reason: string): Refusal<"PIP_OPTION_MALFORMED"> {
  return refusal(`pip: error: ${reason}`);
}

function refusal(
  reason: string,
  kind = "RequirementsFileParseError",
): Refusal<"PIP_OPTION_MALFORMED"> {
  return new Refusal(
    "PIP_OPTION_MALFORMED",
    `options: expected what pip accepts in a requirement file, found an error of its parser: ${reason}`,
    { kind, reason },
  );
}
