import { formatCodePoint, type LockProblem, problemAt, type SourceText } from "./source.ts";

/** An option that stands on a line of its own. */
export interface StrictOption {
  /** In its long form, such as `--requirement`. */
  readonly name: string;
  /** Null for a flag. */
  readonly value: string | null;
  /** Where its line starts. */
  readonly offset: number;
}

const SHORT: ReadonlyMap<string, string> = new Map([
  ["-r", "--requirement"],
  ["-c", "--constraint"],
  ["-i", "--index-url"],
  ["-f", "--find-links"],
  ["-e", "--editable"],
]);

/** What pip and uv both read, and what none of them lets change which bytes are installed. */
const TAKES_VALUE = new Set([
  "--requirement",
  "--constraint",
  "--index-url",
  "--extra-index-url",
  "--find-links",
  "--only-binary",
  "--trusted-host",
  "--use-feature",
]);
const FLAGS = new Set(["--no-index", "--prefer-binary", "--pre", "--require-hashes"]);

const PACKAGE = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/;

/** Why an option that both tools know must not stand in a lock, and what to do instead. */
const FORBIDDEN: ReadonlyMap<string, readonly [string, string]> = new Map([
  [
    "--no-binary",
    [
      "it beats --only-binary on the command line, and then build code runs",
      "take the line out, and lock a wheel",
    ],
  ],
  [
    "--no-require-hashes",
    [
      "since pip 26.2 it switches hash checking off for everything",
      "take the line out, and lock every package with --hash",
    ],
  ],
]);

/** The other long options that pip completes from a prefix in a requirements file. */
const PIP_ONLY = [
  "--all-releases",
  "--only-final",
  "--editable",
  "--hash",
  "--config-settings",
  "--pypi-url",
];
const LONG = [...TAKES_VALUE, ...FLAGS, ...FORBIDDEN.keys(), ...PIP_ONLY];

/**
 * Reads one option line without its comment. Does not open what it names.
 * @param text from the first `-` to the end of the line, trimmed; `offset` is where it stands.
 */
export function parseOption(
  source: SourceText,
  text: string,
  offset: number,
): StrictOption | LockProblem {
  const [, written = text, separator = "", value = ""] =
    /^(--[A-Za-z-]+|-[A-Za-z])(=| +)?(.*)$/.exec(text) ?? [];
  const name = SHORT.get(written) ?? written;
  if (FLAGS.has(name) && separator === "" && value === "") return { name, value: null, offset };
  if (TAKES_VALUE.has(name)) {
    return (
      problemOfValue(source, offset, written, name, separator, value) ?? { name, value, offset }
    );
  }
  return problemOfName(source, offset, text, written, name);
}

function problemOfName(
  source: SourceText,
  offset: number,
  text: string,
  written: string,
  name: string,
): LockProblem {
  if (name === "--hash") {
    return problemAt(source, offset, "LOCK_HASH_ORPHAN", {
      message:
        "expected a hash on the line of its requirement, found one that belongs to none; pip ignores it",
      expected: "a hash on the line of its requirement",
      found: text,
      help: "end the line before it with a space and a backslash",
    });
  }
  if (name === "--editable") {
    return problemAt(source, offset, "LOCK_EDITABLE", {
      message:
        "expected a wheel with its hash, found an editable install, which has no file to hash",
      expected: "a wheel with its hash",
      found: text,
      help: "build a wheel and lock it: pip wheel --no-deps -w wheels PATH; with uv export use --no-emit-project",
    });
  }
  const forbidden = FORBIDDEN.get(name);
  if (forbidden !== undefined) {
    return problemAt(source, offset, "LOCK_OPTION_FORBIDDEN", {
      message: `expected no ${name} in a lock, found it: ${forbidden[0]}`,
      expected: `no ${name}`,
      found: text,
      help: forbidden[1],
    });
  }
  const full = completeOption(written);
  if (full !== undefined) return abbreviated(source, offset, written, full);
  return problemAt(source, offset, "LOCK_OPTION_UNKNOWN", {
    message: `expected an option that pip and uv both know, found ${written}`,
    expected: [...TAKES_VALUE, ...FLAGS].join(", "),
    found: written,
    help: "take the line out, or give the option on the command line",
  });
}

/** The one long option that a prefix stands for, as pip's optparse completes it. */
export function completeOption(written: string): string | undefined {
  if (!/^--[a-z]/.test(written)) return undefined;
  const full = LONG.filter((option) => option.startsWith(written));
  return full.length === 1 && full[0] !== written ? full[0] : undefined;
}

/** An abbreviated option, and its full name as the mend. */
export function abbreviated(
  source: SourceText,
  offset: number,
  written: string,
  full: string,
): LockProblem {
  return problemAt(source, offset, "LOCK_OPTION_ABBREVIATED", {
    message: `expected ${full} in full, found ${written}, which only pip completes`,
    expected: full,
    found: written,
    help: `write ${full}, or run: lockseal lint --fix`,
    edit: { start: offset, end: offset + written.length, text: full },
  });
}

function problemOfValue(
  source: SourceText,
  offset: number,
  written: string,
  name: string,
  separator: string,
  value: string,
): LockProblem | undefined {
  const spelling = (message: string, help: string): LockProblem =>
    problemAt(source, offset, "LOCK_OPTION_SPELLING", {
      message,
      found: `${written}${separator}${value}`,
      help,
    });
  if (value === "")
    return spelling(`expected a value after ${written}, found none`, `write ${name} VALUE`);
  if (separator === "" || (separator === "=" && !written.startsWith("--"))) {
    return spelling(
      `expected a space after ${written}, found ${JSON.stringify(separator || value.charAt(0))}, which pip and uv read differently`,
      `write ${written} ${value}`,
    );
  }
  const foreign = /\P{ASCII}/u.exec(value);
  if (foreign !== null) {
    const at = offset + written.length + separator.length + foreign.index;
    return foreignProblem(source, at, foreign[0]);
  }
  if (value.includes("${")) return problemOfVariable(source, offset, name, value);
  if (/[\s"'\\]/.test(value)) {
    return spelling(
      `expected one value after ${written}, found white space, a quote or a backslash in it; pip drops what follows the first value`,
      "write one option a line, and name files without spaces",
    );
  }
  if (name.endsWith("index-url") && !/^(?:https?:\/\/|file:)/i.test(value)) {
    return spelling(
      `expected a URL after ${written}, found something else, which uv refuses`,
      "write the index as https://…",
    );
  }
  if (name === "--only-binary" && value === ":none:") {
    return problemAt(source, offset, "LOCK_OPTION_FORBIDDEN", {
      message:
        "expected no --only-binary :none: in a lock, found it: it undoes --only-binary on the command line, and then build code runs",
      found: value,
      help: "take the line out",
    });
  }
  if (name === "--only-binary" && value !== ":all:" && !PACKAGE.test(value)) {
    return spelling(
      "expected :all: or one package after --only-binary, found something else, which uv refuses",
      "write one line a package, or :all:",
    );
  }
  return undefined;
}

/** The password of an index is the one thing that may stay out of the file: it changes no byte that is installed. */
function problemOfVariable(
  source: SourceText,
  offset: number,
  name: string,
  value: string,
): LockProblem | undefined {
  const credentials = /^https?:\/\/((?:[A-Za-z0-9._~%:-]|\$\{[A-Z0-9_]+\})*)@[^${}\s"'\\]+$/;
  if ((name === "--index-url" || name === "--extra-index-url") && credentials.test(value))
    return undefined;
  return environmentProblem(source, offset, value);
}

/** A `${NAME}` where the signed bytes would no longer say what is installed. */
export function environmentProblem(source: SourceText, offset: number, text: string): LockProblem {
  return problemAt(source, offset, "LOCK_ENVIRONMENT", {
    message: "expected a lock that says the same everywhere, found an environment variable",
    expected: "no ${NAME} but in the credentials of an index URL",
    found: text,
    help: "write the value itself into the file",
  });
}

/** A character that is not ASCII where a name, a path or a marker stands: it may look like another. */
export function foreignProblem(source: SourceText, at: number, character: string): LockProblem {
  const codePoint = formatCodePoint(character.codePointAt(0) ?? 0);
  return problemAt(source, at, "LOCK_NOT_ASCII", {
    message: `expected ASCII outside comments, found ${codePoint}`,
    expected: "ASCII",
    found: codePoint,
    codePoint,
    help: "type the character anew: it only looks like the one that is meant",
  });
}
