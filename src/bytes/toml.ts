import { parse, TomlDate, TomlError } from "smol-toml";
import { Refusal } from "../errors.ts";
import type { JsonObject, JsonValue } from "./json.ts";
import { placesOfToml, type TomlPlace } from "./toml-places.ts";
import { decodeUtf8 } from "./utf8.ts";

/** How bytes are to be read as TOML. */
export interface TomlOptions {
  /** Names the document in a refusal. */
  readonly what: string;
  readonly maxBytes: number;
}

/** One value, with where it stands. */
export interface TomlNode {
  readonly value: TomlValue;
  /** Names and indices from the root on, such as `signers.alice.keys[0]`; `""` is the root. */
  readonly at: string;
  /** Where its name stands, for `placeOf`; of an element of an array that of its value. */
  readonly keyOffset: number;
  readonly offset: number;
}

/** A document, whose places are counted when they are asked for. */
export interface TomlDocument {
  readonly root: TomlNode;
  readonly placeOf: (offset: number) => TextPlace;
  /** Of the name at names and indices such as `signers.alice.keys[0]`, or of the last of them that is there. */
  readonly placeAt: (at: string) => TextPlace;
  /** Of a UTF-16 unit of a string; of the whole string where escapes stand before it. */
  readonly placeWithin: (node: TomlNode, unit: number) => TextPlace;
}

export type TomlValue =
  | string
  | boolean
  | number
  | TomlTime
  | readonly TomlNode[]
  | ReadonlyMap<string, TomlNode>;

/** A date or time as TOML has it; `time` in milliseconds since 1970, null for one without a zone, which is nobody's. */
export interface TomlTime {
  readonly time: number | null;
  readonly text: string;
}

/** Line and column count from 1, columns in code points. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** Deeper than any document that people write by hand. */
const MAX_TOML_DEPTH = 16;

/**
 * Reads TOML that people write into a tree that knows where each value stands. Numbers that a double cannot hold are
 * refused, and so are names that mean something else to JavaScript. Does not look at what the document says.
 * @throws Refusal `INPUT_TOO_LARGE`, `UTF8_MALFORMED`, `TOML_MALFORMED`.
 * @see https://toml.io/en/v1.0.0
 */
export function parseTomlDocument(bytes: Uint8Array, options: TomlOptions): TomlDocument {
  const { what, maxBytes } = options;
  if (bytes.length > maxBytes)
    throw new Refusal(
      "INPUT_TOO_LARGE",
      `${what}: expected at most ${maxBytes} bytes, found ${bytes.length}`,
      { bytes: bytes.length, limit: maxBytes },
    );
  const text = decodeUtf8(bytes, { what, bom: "refuse" });
  try {
    const document = parse(text, {
      integersAsBigInt: "asNeeded",
      unsafeKeyBehaviour: "throw",
      maxDepth: MAX_TOML_DEPTH,
    });
    const tree = new Tree(text, what);
    const root = tree.nodeOf(document, placesOfToml(text), "");
    return {
      root,
      placeOf: (offset) => tree.placeOf(offset),
      placeAt: (at) => tree.placeOf(lastNode(root, at).keyOffset),
      placeWithin: (node, unit) => tree.placeWithin(node, unit),
    };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const found = error.message.split("\n")[0]?.replace(/^Invalid TOML document: /, "") ?? "";
    throw malformed(what, error, found, error);
  }
}

/**
 * Reads TOML as the values that JSON has: a date becomes its text.
 * @throws Refusal `INPUT_TOO_LARGE`, `UTF8_MALFORMED`, `TOML_MALFORMED` — see `parseTomlDocument`.
 */
export function parseToml(bytes: Uint8Array, options: TomlOptions): JsonObject {
  return jsonOfToml(parseTomlDocument(bytes, options).root) as JsonObject;
}

/** Gives a value as JSON has it: a date becomes its text. */
export function jsonOfToml({ value }: TomlNode): JsonValue {
  if (typeof value !== "object") return value;
  if (isList(value)) return value.map(jsonOfToml);
  if (!(value instanceof Map)) return (value as TomlTime).text;
  const object: Record<string, JsonValue> = Object.create(null);
  for (const [name, node] of value) object[name] = jsonOfToml(node);
  return object;
}

function isList(value: TomlValue): value is readonly TomlNode[] {
  return Array.isArray(value);
}

function lastNode(node: TomlNode, at: string): TomlNode {
  const { value } = node;
  const below: Iterable<TomlNode> = isList(value)
    ? value
    : value instanceof Map
      ? value.values()
      : [];
  for (const one of below)
    if (at === one.at || (at.startsWith(one.at) && /^[.[]/.test(at.slice(one.at.length))))
      return lastNode(one, at);
  return node;
}

class Tree {
  readonly #text: string;
  readonly #what: string;
  readonly #starts: readonly number[];

  constructor(text: string, what: string) {
    this.#text = text;
    this.#what = what;
    this.#starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  }

  nodeOf(value: unknown, place: TomlPlace | undefined, at: string): TomlNode {
    return {
      value: this.#valueOf(value, place, at),
      at,
      keyOffset: place?.key ?? 0,
      offset: place?.value ?? 0,
    };
  }

  #valueOf(value: unknown, place: TomlPlace | undefined, at: string): TomlValue {
    if (typeof value === "string" || typeof value === "boolean") return value;
    if (typeof value === "number" && Number.isFinite(value)) return value;
    if (value instanceof TomlDate)
      return {
        time: value.isDateTime() && !value.isLocal() ? value.getTime() : null,
        text: value.toISOString(),
      };
    if (Array.isArray(value))
      return value.map((one, index) => this.nodeOf(one, place?.listed[index], `${at}[${index}]`));
    if (typeof value === "object" && value !== null)
      return new Map(
        Object.entries(value).map(([name, one]) => [
          name,
          this.nodeOf(one, place?.named.get(name), belowToml(at, name)),
        ]),
      );
    throw malformed(
      this.#what,
      this.placeOf(place?.value ?? 0),
      `the number ${String(value)}`,
      undefined,
    );
  }

  placeWithin({ value, offset }: TomlNode, unit: number): TextPlace {
    // A line break right behind three quotes is none of the string.
    const [quotes = ""] =
      /^(?:"""\r?\n?|'''\r?\n?|["'])?/.exec(this.#text.slice(offset, offset + 5)) ?? [];
    const start = offset + quotes.length;
    const isAsWritten =
      typeof value === "string" && this.#text.startsWith(value.slice(0, unit), start);
    return this.placeOf(isAsWritten ? start + unit : offset);
  }

  placeOf(offset: number): TextPlace {
    let [low, high] = [0, this.#starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const before = this.#text.slice(this.#starts[low], offset);
    return { line: low + 1, column: [...before].length + 1 };
  }
}

/** Joins a place in a document and a name below it, as TOML would write it. */
export function belowToml(at: string, name: string): string {
  const key = /^[A-Za-z0-9_-]+$/.test(name) ? name : JSON.stringify(name);
  return at === "" ? key : `${at}.${key}`;
}

function malformed(what: string, place: TextPlace, found: string, cause: unknown): Refusal {
  const { line, column } = place;
  return new Refusal(
    "TOML_MALFORMED",
    `${what}:${line}:${column}: expected TOML, found ${found}`,
    { line, column },
    {
      hint: "mend the line; a string stands in double quotes, a time is 2027-06-30T00:00:00Z",
      cause,
    },
  );
}
