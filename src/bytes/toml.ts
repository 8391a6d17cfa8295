import { parse, TomlDate, TomlError } from "smol-toml";
import { Refusal } from "../errors.ts";
import type { JsonObject, JsonValue } from "./json.ts";
import { decodeUtf8 } from "./utf8.ts";

/** How bytes are to be read as TOML. */
export interface TomlOptions {
  /** Names the document in a refusal. */
  readonly what: string;
  readonly maxBytes: number;
}

/** Deeper than any document that people write by hand. */
const MAX_TOML_DEPTH = 16;

/**
 * Reads TOML that people write, as the values that JSON has: a date becomes its text. Numbers that a double cannot hold
 * are refused, and so are names that mean something else to JavaScript. Does not look at what the document says.
 * @throws Refusal `INPUT_TOO_LARGE`, `UTF8_MALFORMED`, `TOML_MALFORMED`.
 * @see https://toml.io/en/v1.0.0
 */
export function parseToml(bytes: Uint8Array, options: TomlOptions): JsonObject {
  const { what, maxBytes } = options;
  if (bytes.length > maxBytes)
    throw new Refusal(
      "INPUT_TOO_LARGE",
      `${what}: expected at most ${maxBytes} bytes, found ${bytes.length}`,
      { bytes: bytes.length, limit: maxBytes },
    );
  const text = decodeUtf8(bytes, { what, bom: "refuse" });
  try {
    return tableOf(
      parse(text, {
        integersAsBigInt: "asNeeded",
        unsafeKeyBehaviour: "throw",
        maxDepth: MAX_TOML_DEPTH,
      }),
      what,
    );
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const found = error.message.split("\n")[0]?.replace(/^Invalid TOML document: /, "") ?? "";
    throw malformed(what, error.line, error.column, found, error);
  }
}

function tableOf(table: object, what: string): JsonObject {
  const object: Record<string, JsonValue> = Object.create(null);
  for (const [name, value] of Object.entries(table)) object[name] = jsonOf(value, what);
  return object;
}

function jsonOf(value: unknown, what: string): JsonValue {
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (value instanceof TomlDate) return value.toISOString();
  if (Array.isArray(value)) return value.map((one) => jsonOf(one, what));
  if (typeof value === "object" && value !== null) return tableOf(value, what);
  throw malformed(what, 0, 0, `the number ${String(value)}`, undefined);
}

function malformed(
  what: string,
  line: number,
  column: number,
  found: string,
  cause: unknown,
): Refusal {
  const place = line === 0 ? what : `${what}:${line}:${column}`;
  return new Refusal(
    "TOML_MALFORMED",
    `${place}: expected TOML, found ${found}`,
    { line, column },
    { hint: "mend the line; a string stands in double quotes", cause },
  );
}
