import { parseTomlDocument, type TomlNode } from "../bytes/toml.ts";
import { withoutSecret } from "../bytes/without-secret.ts";

/** A setting outside of the lock by which an installer takes more, or from elsewhere, than the lock says. */
export interface AmbientOption {
  readonly program: "pip" | "uv";
  /** As an option of the program, without dashes in front. */
  readonly name: string;
  /** In words to be shown: without a user and a password. */
  readonly value: string;
  /** A variable, or a file. */
  readonly source: string;
  /** From 1; null for a variable. */
  readonly line: number | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What adds packages, indexes, hosts that nobody checks, or lets pip take what is not pinned. */
const PIP = new Set([
  "index-url",
  "extra-index-url",
  "find-links",
  "trusted-host",
  "requirement",
  "constraint",
  "build-constraint",
  "pre",
  "no-binary",
]);
const UV = new Set([
  "index",
  "default-index",
  "index-url",
  "extra-index-url",
  "find-links",
  "allow-insecure-host",
  "insecure-host",
  "index-strategy",
  "prerelease",
  "no-binary",
  "constraint",
  "override",
  "constraint-dependencies",
  "override-dependencies",
]);

/** Finds what pip and uv are told by variables. Names of files of theirs are not followed here: see `filesOfVariables`. */
export function optionsOfVariables(env: Environment): readonly AmbientOption[] {
  return Object.entries(env).flatMap(([source, value = ""]): AmbientOption[] => {
    const [, prefix, rest = ""] = /^(PIP|UV)_([A-Z][A-Z_]*)$/.exec(source) ?? [];
    const name = rest.toLowerCase().replaceAll("_", "-");
    if (value === "" || prefix === undefined) return [];
    const program = prefix === "PIP" ? "pip" : "uv";
    if (!(program === "pip" ? PIP : UV).has(name) || isOff(value)) return [];
    return [{ program, name, value: withoutSecret(value), source, line: null }];
  });
}

/**
 * Finds what a file of pip's says, whatever section it is in: a key of a command counts for that command.
 * @see https://pip.pypa.io/en/stable/topics/configuration/
 */
export function optionsOfPipFile(text: string, file: string): readonly AmbientOption[] {
  const options: AmbientOption[] = [];
  let name = "";
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    if (/^\s*(?:[#;]|$)/.test(line) || /^\[/.test(line)) continue;
    const [, key, own] = /^([^\s=:][^=:]*?)\s*[=:]\s*(.*)$/.exec(line) ?? [];
    // A line that is indented goes on with the value before.
    if (key !== undefined) name = key.trim().toLowerCase().replaceAll("_", "-");
    const value = (own ?? (/^\s/.test(line) ? line : "")).trim();
    if (value === "" || !PIP.has(name) || isOff(value)) continue;
    options.push({
      program: "pip",
      name,
      value: withoutSecret(value),
      source: file,
      line: index + 1,
    });
  }
  return options;
}

/**
 * Finds what a `uv.toml` says, or the table `tool.uv` of a `pyproject.toml`, in `pip` below them as well.
 * @throws Refusal `TOML_MALFORMED`, `UTF8_MALFORMED`, `INPUT_TOO_LARGE`
 * @see https://docs.astral.sh/uv/reference/settings/
 */
export function optionsOfUvFile(
  bytes: Uint8Array,
  file: string,
  kind: "uv.toml" | "pyproject.toml",
): readonly AmbientOption[] {
  const { root, placeAt } = parseTomlDocument(bytes, { what: file, maxBytes: 1024 * 1024 });
  const top = kind === "uv.toml" ? root : below(below(root, "tool"), "uv");
  return [top, below(top, "pip")].flatMap((table) => {
    if (!(table?.value instanceof Map)) return [];
    return [...table.value].flatMap(([name, node]): AmbientOption[] => {
      if (!UV.has(name) || node.value === false) return [];
      const value = withoutSecret(nameValue(node));
      return [{ program: "uv", name, value, source: file, line: placeAt(node.at).line }];
    });
  });
}

function below(node: TomlNode | undefined, name: string): TomlNode | undefined {
  return node?.value instanceof Map ? (node.value.get(name) as TomlNode | undefined) : undefined;
}

/** The URLs of indexes are what matters of their tables. */
function nameValue({ value }: TomlNode): string {
  if (value instanceof Map) return nameValue((value.get("url") as TomlNode | undefined) ?? EMPTY);
  if (Array.isArray(value)) return value.map(nameValue).join(" ");
  return typeof value === "object" && "text" in value ? value.text : String(value);
}

const EMPTY: TomlNode = { value: "", at: "", keyOffset: 0, offset: 0 };

function isOff(value: string): boolean {
  return /^(?:0|false|no|off)$/i.test(value.trim());
}
