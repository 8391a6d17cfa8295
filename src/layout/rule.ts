import type { JsonValue } from "../bytes/json.ts";
import { asArray, asString, type ShapeFailure } from "../bytes/json-shape.ts";
import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import { isUri, normalisePath } from "./artifact-path.ts";
import { compileGlob, type Glob } from "./glob.ts";
import { failLayout } from "./layout-failure.ts";

/** The two sets of files that a step is about. */
export type Side = "materials" | "products";

/** A rule whose pattern is a glob. */
export interface PatternRule {
  readonly kind: "CREATE" | "DELETE" | "MODIFY" | "ALLOW" | "DISALLOW";
  readonly pattern: string;
  readonly glob: Glob;
}

/** The one rule that wants a file to be there: by its path, not by a glob. */
export interface RequireRule {
  readonly kind: "REQUIRE";
  readonly path: string;
}

/** A rule that takes files which another step saw alike. */
export interface MatchRule {
  readonly kind: "MATCH";
  readonly pattern: string;
  readonly glob: Glob;
  /** What stands before the path here and there: a folder with `/` at its end, or nothing. */
  readonly prefix: string;
  readonly otherPrefix: string;
  readonly otherSide: Side;
  readonly step: string;
}

export type ArtifactRule = PatternRule | RequireRule | MatchRule;

/** The rules of a step or an inspection, each list in its order. */
export interface StepRules {
  readonly expectedMaterials: readonly ArtifactRule[];
  readonly expectedProducts: readonly ArtifactRule[];
}

const PATTERN_KINDS: readonly PatternRule["kind"][] = [
  "CREATE",
  "DELETE",
  "MODIFY",
  "ALLOW",
  "DISALLOW",
];
const SIDES: ReadonlyMap<string, Side> = new Map([
  ["MATERIALS", "materials"],
  ["PRODUCTS", "products"],
]);
const FORMS =
  "CREATE, DELETE, MODIFY, ALLOW or DISALLOW with a pattern, REQUIRE with a path, or MATCH … [IN …] WITH MATERIALS|PRODUCTS [IN …] FROM …";

/**
 * Reads an artifact rule: a list of words, of which the keywords may be in either case. Does not look whether the step of a MATCH exists.
 *
 * @throws Refusal `GLOB_MALFORMED` — see `compileGlob`.
 * @see https://github.com/in-toto/docs/blob/v1.0/in-toto-spec.md#4331-artifact-rules
 */
export function parseRule(value: JsonValue, at: string, fail: ShapeFailure): ArtifactRule {
  const words = asArray(value, at, 0, 16, fail).map((word, index) =>
    asString(word, `${at}[${index}]`, fail),
  );
  const [keyword = "", pattern = ""] = words;
  const kind = upper(keyword);
  if (kind === "MATCH") return parseMatch(words, at, fail);
  if (words.length !== 2) return fail(at, FORMS, showRule(words));
  if (kind === "REQUIRE") return { kind, path: plainPath(pattern, `${at}[1]`, fail) };
  const known = PATTERN_KINDS.find((one) => one === kind);
  if (known === undefined) return fail(at, FORMS, showRule(words));
  return { kind: known, ...globOf(pattern, `${at}[1]`, fail) };
}

/**
 * Reads an artifact rule by itself, such as `["ALLOW", "src/*"]`.
 *
 * @throws Refusal `LAYOUT_MALFORMED` — no rule. `GLOB_MALFORMED` — see `compileGlob`.
 */
export function parseArtifactRule(words: readonly string[]): ArtifactRule {
  return parseRule(words, "", failLayout("rule"));
}

function parseMatch(words: readonly string[], at: string, fail: ShapeFailure): MatchRule {
  const rest = words.slice(2);
  const takeIn = (): string | undefined => {
    if (upper(rest[0]) !== "IN") return undefined;
    rest.shift();
    return rest.shift() ?? "";
  };
  const prefix = takeIn();
  const [withWord, side] = rest.splice(0, 2);
  const otherPrefix = takeIn();
  const [from, step] = rest.splice(0, 2);
  const otherSide = SIDES.get(upper(side));
  if (
    upper(withWord) !== "WITH" ||
    otherSide === undefined ||
    upper(from) !== "FROM" ||
    step === undefined ||
    rest.length > 0
  )
    return fail(at, FORMS, showRule(words));
  return {
    kind: "MATCH",
    ...globOf(words[1] ?? "", `${at}[1]`, fail),
    prefix: prefixOf(prefix, at, fail),
    otherPrefix: prefixOf(otherPrefix, at, fail),
    otherSide,
    step,
  };
}

/** Of ASCII alone: other letters become those of a keyword, too, and only here. */
function upper(word = ""): string {
  return word.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

function globOf(
  written: string,
  at: string,
  fail: ShapeFailure,
): { readonly pattern: string; readonly glob: Glob } {
  const pattern = normalPattern(written, at, fail);
  try {
    return { pattern, glob: compileGlob(pattern) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(error.code, `${at}: ${error.message}`, error.details, {
      hint: error.hint,
      cause: error,
    });
  }
}

/** Paths are compared in their one spelling: a pattern in another one would match nothing, and forbid nothing. */
function normalPattern(pattern: string, at: string, fail: ShapeFailure): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
  if (/[\u0000-\u001f\u007f]/.test(pattern))
    return fail(at, "a pattern without control characters, which no path has", quote(pattern));
  if (isUri(pattern)) return pattern;
  if (pattern.includes("\\"))
    return fail(at, "/ between the parts of a path, which nothing escapes", quote(pattern));
  const trimmed = pattern.replace(/^(?:\.\/+)+(?=.)/, "");
  const parts = trimmed.split("/");
  const ups = parts.findIndex((part) => part !== "..");
  const isOdd = parts.some(
    (part, index) =>
      part === "." ||
      (part === ".." && index > ups) ||
      (part === "" && index > 0 && index < parts.length - 1),
  );
  if (!isOdd && trimmed.endsWith("/"))
    return fail(at, `a pattern of files, such as ${quote(`${trimmed}*`)}`, quote(pattern));
  if (!isOdd) return trimmed;
  return fail(at, "a pattern without empty parts, . and .. within", quote(pattern));
}

function plainPath(path: string, at: string, fail: ShapeFailure): string {
  const normal = normalisePath(path, "keep");
  return typeof normal === "string" ? normal : fail(at, normal.expected, normal.found);
}

function prefixOf(folder: string | undefined, at: string, fail: ShapeFailure): string {
  if (folder === undefined || folder === "" || /^\.\/*$/.test(folder)) return "";
  return `${plainPath(folder, at, fail)}/`;
}

/** Writes a rule as people read it. */
export function formatRule(rule: ArtifactRule): string {
  if (rule.kind === "REQUIRE") return `REQUIRE ${rule.path}`;
  if (rule.kind !== "MATCH") return `${rule.kind} ${rule.pattern}`;
  const inFolder = (prefix: string): string => (prefix === "" ? "" : ` IN ${prefix.slice(0, -1)}`);
  return `MATCH ${rule.pattern}${inFolder(rule.prefix)} WITH ${rule.otherSide.toUpperCase()}${inFolder(rule.otherPrefix)} FROM ${rule.step}`;
}

function showRule(words: readonly string[]): string {
  return quote(words.join(" ").slice(0, 200));
}
