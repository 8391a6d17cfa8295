/** What one source says, by the name of a section, a dot and the name of an option: `global.index-url`. */
export interface PipSource {
  /** A file, or the variables. */
  readonly name: string;
  readonly settings: ReadonlyMap<string, string>;
}

/** An index that pip would ask, and who says so: a variable, or a file. */
export interface PipIndex {
  /** As it is written there: with a user and a password, where it has them. */
  readonly url: string;
  readonly source: string;
}

/**
 * Reads a file of pip's as its parser does: sections, keys in any case, values that go on in lines that are indented deeper,
 * comments in lines of their own, and `[DEFAULT]` for every section. Nothing in it stands for a variable.
 * @returns undefined for what pip itself refuses.
 * @see https://docs.python.org/3/library/configparser.html#supported-ini-file-structure
 */
export function parsePipFile(text: string): ReadonlyMap<string, string> | undefined {
  const sections = new Map<string, Map<string, string>>();
  let section: Map<string, string> | undefined;
  let option: string | undefined;
  let indent = 0;
  for (const line of text.split(/\r\n|\n|\r/)) {
    const words = line.trim();
    if (words === "" || /^[#;]/.test(words)) continue;
    const own = line.length - line.trimStart().length;
    if (section !== undefined && option !== undefined && own > indent) {
      section.set(option, `${section.get(option) ?? ""}\n${words}`);
      continue;
    }
    indent = own;
    const [, header] = /^\[(.+)\]/.exec(words) ?? [];
    if (header !== undefined) {
      if (header !== DEFAULT && sections.has(header)) return undefined;
      section = sections.get(header) ?? new Map();
      sections.set(header, section);
      option = undefined;
      continue;
    }
    const [, key, value = ""] = /^(.*?)\s*[=:]\s*(.*)$/.exec(words) ?? [];
    if (section === undefined || key === undefined || key === "") return undefined;
    option = key.toLowerCase();
    if (section.has(option)) return undefined;
    section.set(option, value);
  }
  const defaults = sections.get(DEFAULT) ?? new Map<string, string>();
  sections.delete(DEFAULT);
  return new Map(
    [...sections].flatMap(([name, options]) =>
      [...defaults, ...options].map(([key, value]) => [`${name}.${normal(key)}`, value] as const),
    ),
  );
}

const DEFAULT = "DEFAULT";

/** Gives what pip is told by variables, in the form of a source of its own. */
export function settingsOfVariables(
  env: Readonly<Record<string, string | undefined>>,
): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(env).flatMap(([name, value = ""]) => {
      const [, key] = /^PIP_([A-Z][A-Z_]*)$/.exec(name) ?? [];
      return key === undefined ? [] : [[`${VARIABLES}.${normal(key)}`, value] as const];
    }),
  );
}

const VARIABLES = ":env:";

function normal(key: string): string {
  return key.toLowerCase().replaceAll("_", "-").replace(/^--/, "");
}

/**
 * Finds which indexes `pip install` would ask, in its order: what a section of a command says beats what all are told, and a
 * variable beats both, whichever file it is in. An empty value is none. The index that pip has of its own is not among them.
 * @param sources the strongest last, the variables among them.
 * @see https://pip.pypa.io/en/stable/topics/configuration/
 */
export function indexesOfPip(sources: readonly PipSource[]): readonly PipIndex[] {
  const find = (...options: readonly string[]): PipIndex | undefined => {
    const keys = [VARIABLES, "install", "global"].flatMap((section) =>
      options.map((option) => `${section}.${option}`),
    );
    for (const key of keys)
      for (const { name, settings } of sources.toReversed()) {
        const value = settings.get(key)?.trim() ?? "";
        if (value === "") continue;
        const variable = `PIP_${key
          .slice(VARIABLES.length + 1)
          .toUpperCase()
          .replaceAll("-", "_")}`;
        return { url: value, source: key.startsWith(VARIABLES) ? variable : name };
      }
    return undefined;
  };
  if (/^(?:1|y|yes|t|true|on)$/i.test(find("no-index")?.url ?? "")) return [];
  const main = find("index-url", "pypi-url");
  const more = find("extra-index-url");
  return [main, ...(more?.url.split(/\s+/) ?? []).map((url) => ({ ...more, url }))].filter(
    (one): one is PipIndex => one?.url !== undefined && one.source !== undefined,
  );
}
