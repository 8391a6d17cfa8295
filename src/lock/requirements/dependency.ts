import { formatMarker, type Marker, readMarker } from "./marker.ts";
import { canonicalSpecifiers, parseSpecifiers, type Specifier } from "./specifier.ts";
import { Tokenizer } from "./tokenizer.ts";

/** A dependency specifier of PEP 508. It has either a URL or version specifiers, or neither. */
export interface Dependency {
  /** As written. */
  readonly name: string;
  /** As written, sorted, each once. */
  readonly extras: readonly string[];
  readonly url: string | null;
  readonly specifiers: readonly Specifier[];
  readonly marker: Marker | null;
}

/**
 * Parses a dependency specifier as the `packaging` inside pip 26.2 does. Does not check that a URL is one.
 * @throws Refusal `REQUIREMENT_MALFORMED` — it is none; `reason` has the words of `packaging`.
 * @throws Refusal `VERSION_MALFORMED` — a version behind `===` holds a comma, and what follows it is no specifier.
 * @see https://packaging.python.org/en/latest/specifications/dependency-specifiers/
 */
export function parseDependency(text: string): Dependency {
  const tokens = new Tokenizer(text);
  tokens.take("space");
  const name = tokens.expect("identifier", "package name at the start of dependency specifier");
  tokens.take("space");
  const extras = [...new Set(readExtras(tokens))].sort();
  tokens.take("space");
  const details = tokens.take("@") === undefined ? readVersions(tokens) : readUrl(tokens);
  tokens.expect("end", "end of dependency specifier");
  return {
    name,
    extras,
    url: details.url,
    specifiers: canonicalSpecifiers(parseSpecifiers(details.specifier)),
    marker: details.marker,
  };
}

/** Writes the marker of a dependency as `packaging` prints it; null where there is none. */
export function markerText({ marker }: Dependency): string | null {
  return marker === null ? null : formatMarker(marker);
}

interface Details {
  readonly url: string | null;
  readonly specifier: string;
  readonly marker: Marker | null;
}

function readUrl(tokens: Tokenizer): Details {
  tokens.take("space");
  const url = tokens.expect("url", "URL after @");
  if (tokens.sees("end")) return { url, specifier: "", marker: null };
  tokens.expect("space", "whitespace after URL");
  if (tokens.sees("end")) return { url, specifier: "", marker: null };
  const marker = readSemicolonMarker(tokens, "semicolon (after URL and whitespace)");
  return { url, specifier: "", marker };
}

function readVersions(tokens: Tokenizer): Details {
  const specifier = readSpecifier(tokens);
  tokens.take("space");
  if (tokens.sees("end")) return { url: null, specifier, marker: null };
  const expected =
    specifier === ""
      ? "semicolon (after name with no version specifier)"
      : "comma (within version specifier), semicolon (after version specifier)";
  return { url: null, specifier, marker: readSemicolonMarker(tokens, expected) };
}

function readSemicolonMarker(tokens: Tokenizer, expected: string): Marker {
  tokens.expect(";", `${expected} or end`);
  const marker = readMarker(tokens);
  tokens.take("space");
  return marker;
}

function readExtras(tokens: Tokenizer): string[] {
  if (tokens.take("[") === undefined) return [];
  tokens.take("space");
  const extras: string[] = [];
  const first = tokens.take("identifier");
  if (first !== undefined) {
    extras.push(first);
    for (;;) {
      tokens.take("space");
      if (tokens.sees("identifier")) throw tokens.refusal("Expected comma between extra names");
      if (tokens.take(",") === undefined) break;
      tokens.take("space");
      extras.push(tokens.expect("identifier", "extra name after comma"));
    }
  }
  tokens.take("space");
  tokens.expect("]", "matching RIGHT_BRACKET for LEFT_BRACKET, after extras");
  return extras;
}

function readSpecifier(tokens: Tokenizer): string {
  const enclosed = tokens.take("(") !== undefined;
  tokens.take("space");
  const specifier = readClauses(tokens);
  tokens.take("space");
  if (enclosed) {
    tokens.expect(")", "matching RIGHT_PARENTHESIS for LEFT_PARENTHESIS, after version specifier");
  }
  return specifier;
}

function readClauses(tokens: Tokenizer): string {
  let clauses = "";
  for (;;) {
    const clause = tokens.take("specifier");
    if (clause === undefined) return clauses;
    clauses += clause;
    if (tokens.sees("wildcard")) {
      throw tokens.refusal(".* suffix can only be used with `==` or `!=` operators");
    }
    if (tokens.sees("local")) {
      throw tokens.refusal("Local version label can only be used with `==` or `!=` operators");
    }
    tokens.take("space");
    if (tokens.take(",") === undefined) return clauses;
    clauses += ",";
    tokens.take("space");
  }
}
