import { nameToml } from "../reader.ts";
import { refine, type Shape, text } from "../shape.ts";

interface NamePattern {
  readonly pattern: RegExp;
  readonly what: string;
}

/** What signers, indexes and rules may be called. ASCII alone: two names that look alike are told apart. */
export const NAME: NamePattern = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}$/,
  what: "a name of letters, digits, ., _, @, + and -",
};

export const name = (describe: string): Shape<string> =>
  text(NAME.what, NAME.pattern, { describe });

export const ROLE: NamePattern = {
  pattern: /^[a-z][a-z0-9_-]{0,63}$/,
  what: "a role of a-z, 0-9, _ and -",
};

export const role = (describe: string): Shape<string> =>
  text(ROLE.what, ROLE.pattern, { describe });

/** A line that is shown to people. */
export const line = (describe: string): Shape<string> =>
  text("a line of text", /^[^\p{Cc}\u2028\u2029]+$/u, { describe });

const UNITS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

const DURATION = /^[1-9][0-9]{0,4}[smhdw]$/;

/** A time such as `72h`, `3d`, `90m` or `2w`, in milliseconds. */
export const duration = (describe: string): Shape<number> =>
  refine(text("a time such as 72h or 3d", DURATION, { describe }), (value) => {
    const unit = UNITS[value.slice(-1)] ?? Number.NaN;
    return Number(value.slice(0, -1)) * unit;
  });

/** The digest of a file. */
export const sha256 = (describe: string): Shape<string> =>
  text("64 hex digits in lower case", /^[0-9a-f]{64}$/, { describe });

/**
 * The path of a file beside the policy or below it. What lies elsewhere is nobody's to review, and in another checkout
 * it would be another file.
 */
export const pathBelow = (describe: string): Shape<string> =>
  text("the path of a file below the policy, with / and without ..", PATH_BELOW, { describe });

const PATH_BELOW = /^(?!.*\/\/)(?!(?:.*\/)?\.{1,2}(?:\/|$))[^/\\\p{Cc}*][^\\\p{Cc}*]*(?<!\/)$/u;

/**
 * A pattern of paths: `*` within a part, `**` across. What other tools take for patterns (`?`, `[a-z]`, `{a,b}`) would
 * here stand for itself, match nothing and so protect nothing.
 */
export const pathPattern = (describe: string): Shape<string> =>
  refine(
    text(
      "a path relative to the root, with * within a part and ** across",
      /^(?!.*\/\/)(?!(?:.*\/)?\.{1,2}(?:\/|$))[^/\\?[\]{}\p{Cc}][^\\?[\]{}\p{Cc}]*(?<!\/)$/u,
      { describe },
    ),
    (value, node, reader) =>
      /\*{3}|^\*+$/.test(value)
        ? reader.fail(node, "a pattern with a name in it", nameToml(value))
        : value,
  );
