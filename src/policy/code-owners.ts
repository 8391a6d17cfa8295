/** Who has to review a file, by a forge's file of owners. */
export interface CodeOwners {
  /** The owners of a path, in the last line that matches it; null where none does. */
  readonly ownersOf: (
    path: string,
  ) => { readonly line: number; readonly owners: readonly string[] } | null;
}

/**
 * Reads a file of code owners as GitHub does; sections and exclusions of GitLab's are passed over. The last line that
 * matches counts, and one without an owner takes away what a line before gave. Does not know whether the forge asks them.
 * @see https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
 */
export function parseCodeOwners(text: string): CodeOwners {
  const rules = text.split(/\r?\n/).flatMap((raw, index) => {
    const words = raw.replace(/(?:^|\s)#.*$/, "").trim();
    if (words === "" || /^\^?\[/.test(words) || words.startsWith("!")) return [];
    const [pattern = "", ...owners] = words.split(/(?<!\\)\s+/);
    return [{ line: index + 1, matches: toExpression(pattern.replaceAll("\\ ", " ")), owners }];
  });
  return {
    ownersOf(path) {
      const rule = rules.findLast(({ matches }) => matches.test(path));
      return rule === undefined ? null : { line: rule.line, owners: rule.owners };
    },
  };
}

/** Like gitignore: a slash that is not at the end ties a pattern to the top; a folder covers what is below. */
function toExpression(pattern: string): RegExp {
  // Each star may be tried at every place: such a line is nobody's, and the file is then said not to be covered.
  if (pattern.length > 256 || (pattern.match(/\*+/g) ?? []).length > 4) return /^(?!)/;
  const isTied = pattern.replace(/\/$/, "").includes("/");
  const isFolder = pattern.endsWith("/");
  const body = pattern
    .replace(/^\/|\/$/g, "")
    .split(/(\*\*\/|\/\*\*|\*\*|\*|\?)/)
    .map((part) => {
      if (part === "**/") return "(?:[^/]+/)*";
      if (part === "/**") return "/.+";
      if (part === "**") return ".*";
      if (part === "*") return "[^/]*";
      if (part === "?") return "[^/]";
      return part.replace(/[.+^${}()|[\]\\]/g, "\\$&");
    })
    .join("");
  // On GitHub a star at the end stays within its folder, and a whole name covers a folder of that name.
  const below = isFolder ? "/.+" : /(?:^|\/)\*$/.test(pattern) && pattern !== "*" ? "" : "(?:/.+)?";
  return new RegExp(`^${isTied ? "" : "(?:[^/]+/)*"}${body}${below}$`);
}
