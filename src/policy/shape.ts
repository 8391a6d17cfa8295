import { belowToml, type TomlNode, type TomlValue } from "../bytes/toml.ts";
import { nearest } from "../nearest.ts";
import { nameToml, type PolicyReader } from "./reader.ts";

/** What a value of a policy has to be: how it is read, and how a JSON Schema describes it. One table serves both. */
export interface Shape<Value> {
  readonly schema: JsonSchema;
  /** @throws UnreadableValue — after the reader was told why. */
  read(node: TomlNode, reader: PolicyReader): Value;
}

export type JsonSchema = Readonly<Record<string, unknown>>;

/** One key of a table. */
export interface Field<Value> {
  readonly shape: Shape<unknown>;
  readonly isRequired: boolean;
  read(node: TomlNode | undefined, reader: PolicyReader): Value;
}

type Fields = Readonly<Record<string, Field<unknown>>>;

/** What a table of these fields becomes. */
export type TableOf<F extends Fields> = {
  readonly [Name in keyof F]: F[Name] extends Field<infer Value> ? Value : never;
};

/** A key that must be there. */
export function required<Value>(shape: Shape<Value>): Field<Value> {
  return {
    shape,
    isRequired: true,
    // A table without it was refused before.
    read: (node, reader) => (node === undefined ? reader.stop() : shape.read(node, reader)),
  };
}

/** A key that may be left out; the value is `absent` then. */
export function optional<Value, Absent>(
  shape: Shape<Value>,
  absent: Absent,
): Field<Value | Absent> {
  return {
    shape,
    isRequired: false,
    read: (node, reader) => (node === undefined ? absent : shape.read(node, reader)),
  };
}

/** A table with exactly these keys. */
export function table<F extends Fields>(describe: string, fields: F): Shape<TableOf<F>> {
  const names = Object.keys(fields);
  return {
    schema: {
      type: "object",
      description: describe,
      properties: Object.fromEntries(names.map((name) => [name, fields[name]?.shape.schema])),
      required: names.filter((name) => fields[name]?.isRequired),
      additionalProperties: false,
    },
    read(node, reader) {
      const nodes = asTable(node, reader);
      const values: Record<string, unknown> = {};
      let isWhole = true;
      for (const [name, value] of nodes) {
        if (names.includes(name)) continue;
        isWhole = false;
        reader.note(value, `only ${names.join(", ")}`, `the field ${nameToml(name)}`, {
          ofKey: true,
          at: node.at,
          hint: hintOf(nearest(name, names)),
        });
      }
      for (const [name, field] of Object.entries(fields)) {
        const value = nodes.get(name);
        const isRead = reader.attempt(() => {
          if (value === undefined && field.isRequired) {
            reader.note(node, "a value", "nothing", {
              ofKey: true,
              at: belowToml(node.at, name),
              hint: `add the line: ${name} = …`,
            });
            reader.stop();
          }
          values[name] = field.read(value, reader);
        });
        isWhole &&= isRead;
      }
      return isWhole ? (values as TableOf<F>) : reader.stop();
    },
  };
}

/** A table whose keys are names that its writer gives. */
export function tableOfNamed<Value>(
  describe: string,
  name: { readonly pattern: RegExp; readonly what: string },
  shape: Shape<Value>,
): Shape<ReadonlyMap<string, Value>> {
  return {
    schema: {
      type: "object",
      description: describe,
      propertyNames: { pattern: name.pattern.source },
      additionalProperties: shape.schema,
    },
    read(node, reader) {
      const values = new Map<string, Value>();
      let isWhole = true;
      for (const [key, value] of asTable(node, reader)) {
        const isRead = reader.attempt(() => {
          if (!name.pattern.test(key)) {
            reader.note(value, name.what, nameToml(key), { ofKey: true, at: node.at });
            reader.stop();
          }
          values.set(key, shape.read(value, reader));
        });
        isWhole &&= isRead;
      }
      return isWhole ? values : reader.stop();
    },
  };
}

/** A list of `least` to `most` values. */
export function list<Value>(
  shape: Shape<Value>,
  least: number,
  most: number,
): Shape<readonly Value[]> {
  return {
    schema: { type: "array", items: shape.schema, minItems: least, maxItems: most },
    read(node, reader) {
      if (!isList(node.value)) return reader.fail(node, "a list", nameToml(node.value));
      const { length } = node.value;
      if (length < least || length > most)
        return reader.fail(node, `${least} to ${most} elements`, `${length}`);
      const values: Value[] = [];
      for (const one of node.value) reader.attempt(() => values.push(shape.read(one, reader)));
      return values.length === length ? values : reader.stop();
    },
  };
}

/** One value, or a list of at least one. */
export function oneOrMore<Value>(shape: Shape<Value>, most: number): Shape<readonly Value[]> {
  const several = list(shape, 1, most);
  return {
    schema: { anyOf: [shape.schema, several.schema] },
    read: (node, reader) =>
      isList(node.value) ? several.read(node, reader) : [shape.read(node, reader)],
  };
}

/** A string that a pattern takes. */
export function text(
  what: string,
  pattern: RegExp,
  options: {
    readonly longest?: number;
    readonly describe?: string;
    /** What may be meant by another string; undefined where nothing comes to mind. */
    readonly meant?: (value: string) => string | undefined;
  } = {},
): Shape<string> {
  const longest = options.longest ?? 1024;
  return {
    schema: {
      type: "string",
      description: options.describe ?? what,
      pattern: pattern.source,
      maxLength: longest,
    },
    read(node, reader) {
      const { value } = node;
      if (typeof value !== "string") return reader.fail(node, "a string", nameToml(value));
      if (value.length > longest)
        return reader.fail(node, `at most ${longest} characters`, `${value.length}`);
      if (pattern.test(value)) return value;
      const meant = options.meant?.(value);
      const isRight = meant !== undefined && pattern.test(meant);
      return reader.fail(node, what, nameToml(value), hintOf(isRight ? meant : undefined));
    },
  };
}

/** One of a few words. */
export function choice<const Word extends string>(
  describe: string,
  words: readonly Word[],
): Shape<Word> {
  return {
    schema: { type: "string", description: describe, enum: words },
    read(node, reader) {
      const { value } = node;
      const word = words.find((one) => one === value);
      if (word !== undefined) return word;
      const near = typeof value === "string" ? nearest(value, words) : undefined;
      return reader.fail(node, words.join(" or "), nameToml(value), hintOf(near));
    },
  };
}

/** Whatever TOML has: what it means is not for the reader of a policy to say. */
export function anything(describe: string): Shape<unknown> {
  return { schema: { description: describe }, read: ({ value }) => value };
}

/** `true` or `false`. */
export function flag(describe: string): Shape<boolean> {
  return {
    schema: { type: "boolean", description: describe },
    read: (node, reader) =>
      typeof node.value === "boolean"
        ? node.value
        : reader.fail(node, "true or false", nameToml(node.value)),
  };
}

/** How many people or signers: 1 is the least, for 0 of them would be nobody's word. */
export function count(describe: string): Shape<number> {
  return {
    schema: { type: "integer", description: describe, minimum: 1, maximum: MAX_COUNT },
    read(node, reader) {
      const { value } = node;
      const isCount = typeof value === "number" && Number.isInteger(value);
      return isCount && value >= 1 && value <= MAX_COUNT
        ? value
        : reader.fail(node, `a whole number from 1 to ${MAX_COUNT}`, nameToml(value));
    },
  };
}

/** More than any rule asks for. */
const MAX_COUNT = 1000;

/** A point in time with its zone, in milliseconds since 1970. */
export function instant(describe: string): Shape<number> {
  return {
    schema: { type: "string", description: describe, format: "date-time" },
    read(node, reader) {
      const { value } = node;
      const time = isTime(value) ? value.time : undefined;
      if (typeof time === "number") return time;
      const found = isTime(value) ? `${value.text}, which has no zone` : nameToml(value);
      return reader.fail(node, "a time such as 2027-06-30T00:00:00Z", found);
    },
  };
}

/** Another value made of a read one, which may be refused on the way. */
export function refine<Value, Refined>(
  shape: Shape<Value>,
  make: (value: Value, node: TomlNode, reader: PolicyReader) => Refined,
  schema: JsonSchema = {},
): Shape<Refined> {
  return {
    schema: { ...shape.schema, ...schema },
    read: (node, reader) => make(shape.read(node, reader), node, reader),
  };
}

/** Gives a node below, for a message that is about it; the node itself where it is not there. */
export function nodeBelow(node: TomlNode, name: string): TomlNode {
  return (node.value instanceof Map ? (node.value.get(name) as TomlNode) : undefined) ?? node;
}

function asTable(node: TomlNode, reader: PolicyReader): ReadonlyMap<string, TomlNode> {
  if (node.value instanceof Map) return node.value;
  return reader.fail(node, "a table", nameToml(node.value));
}

function isList(value: TomlValue): value is readonly TomlNode[] {
  return Array.isArray(value);
}

function isTime(value: TomlValue): value is Extract<TomlValue, { readonly text: string }> {
  return typeof value === "object" && "text" in value;
}

function hintOf(near: string | undefined): string | undefined {
  return near === undefined ? undefined : `did you mean ${near}?`;
}
