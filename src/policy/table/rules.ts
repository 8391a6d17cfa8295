import type { TextPlace, TomlNode } from "../../bytes/toml.ts";
import { nameToml, type PolicyReader } from "../reader.ts";
import {
  choice,
  instant,
  list,
  nodeBelow,
  optional,
  refine,
  required,
  type Shape,
  table,
  tableOfNamed,
  text,
} from "../shape.ts";
import { line, name, pathBelow, sha256 } from "./words.ts";

/** An expression that may deny, and nothing else. */
export interface RuleSection {
  readonly id: string;
  readonly on: RuleEvent;
  /** CEL. */
  readonly denyIf: string;
  readonly message: string | null;
  /** What the expression sees as `parameters`, by name. */
  readonly parameters: ReadonlyMap<string, RuleParameter>;
  /** Where a UTF-16 unit of the expression stands in the policy. */
  readonly placeOf: (unit: number) => TextPlace;
}

/** A value of the policy that a rule gets as a variable. A whole number is a bigint, a point in time a date. */
export type RuleParameter = RuleScalar | readonly RuleScalar[];
export type RuleScalar = string | boolean | bigint | Date;

/** These exact bytes pass until a day, and every report says so. */
export interface Exemption {
  readonly path: string;
  readonly sha256: string;
  readonly reason: string;
  /** In milliseconds since 1970. */
  readonly until: number;
}

/** Once for each change of a lock; once for each lock that differs; once for each lock of a release. */
export const RULE_EVENTS = ["lock.change", "lock.delta", "lock.release"] as const;
export type RuleEvent = (typeof RULE_EVENTS)[number];

/** As CEL names a field. */
const PARAMETER_NAME = {
  pattern: /^[a-z_][a-z0-9_]{0,63}$/,
  what: "a name of a-z, 0-9 and _",
};

/** `[[rule]]` */
export const RULES: Shape<readonly RuleSection[]> = refine(
  list(
    table("A rule in CEL: it may only deny, and an error in it denies", {
      id: required(name("How reports name it")),
      on: required(choice("What it is asked about", RULE_EVENTS)),
      deny_if: required(
        text("an expression", /\S/, { longest: 4096, describe: "What is denied, in CEL" }),
      ),
      message: optional(line("What a denial says"), null),
      parameters: optional(
        tableOfNamed("What the expression sees as parameters.NAME", PARAMETER_NAME, parameter()),
        new Map<string, RuleParameter>(),
      ),
    }),
    0,
    256,
  ),
  (rules, node, reader) => {
    const seen = new Set<string>();
    return rules.map(({ id, on, deny_if, message, parameters }, index) => {
      const own = (node.value as readonly TomlNode[])[index] ?? node;
      if (seen.has(id)) return reader.fail(own, "an id of its own", `a second rule ${id}`);
      seen.add(id);
      const expression = nodeBelow(own, "deny_if");
      const placeOf = (unit: number): TextPlace => reader.placeWithin(expression, unit);
      return { id, on, denyIf: deny_if, message, parameters, placeOf };
    });
  },
);

/** TOML's numbers come without their spelling: one with a fraction would sometimes be a double, and sometimes not. */
function parameter(): Shape<RuleParameter> {
  const [time, numbers] = [instant("A point in time"), { type: "integer" }];
  const scalar = { anyOf: [{ type: "string" }, { type: "boolean" }, numbers, time.schema] };
  return {
    schema: { anyOf: [...scalar.anyOf, { type: "array", items: scalar, maxItems: 1000 }] },
    read(node, reader) {
      const { value } = node;
      if (!isList(value)) return readScalar(node, reader, time);
      if (value.length > 1000) return reader.fail(node, "at most 1000 elements", `${value.length}`);
      const values = value.map((one) => readScalar(one, reader, time));
      const [first] = values;
      for (const [index, one] of values.entries())
        if (kindOf(one) !== kindOf(first))
          return reader.fail(value[index] ?? node, `a ${kindOf(first)} as before`, kindOf(one));
      return values;
    },
  };
}

function readScalar(node: TomlNode, reader: PolicyReader, time: Shape<number>): RuleScalar {
  const { value } = node;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isSafeInteger(value)) return BigInt(value);
  if (typeof value === "object" && "text" in value) return new Date(time.read(node, reader));
  return reader.fail(
    node,
    "a string, a whole number, true, false, a time, or a list of these",
    nameToml(value),
  );
}

function kindOf(value: RuleScalar | undefined): string {
  if (value instanceof Date) return "time";
  return typeof value === "bigint" ? "whole number" : typeof value;
}

function isList(value: TomlNode["value"]): value is readonly TomlNode[] {
  return Array.isArray(value);
}

/** `[[exempt]]` */
export const EXEMPTIONS: Shape<readonly Exemption[]> = list(
  table("Exact bytes that pass until a day; in every report", {
    path: required(pathBelow("The path of the file, relative to the policy; no pattern")),
    sha256: required(sha256("The SHA-256 of the very bytes")),
    reason: required(line("Why")),
    until: required(instant("Until when")),
  }),
  0,
  256,
);
