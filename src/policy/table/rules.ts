import {
  choice,
  instant,
  list,
  optional,
  refine,
  required,
  type Shape,
  table,
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
}

/** These exact bytes pass until a day, and every report says so. */
export interface Exemption {
  readonly path: string;
  readonly sha256: string;
  readonly reason: string;
  /** In milliseconds since 1970. */
  readonly until: number;
}

export const RULE_EVENTS = ["lock.change", "lock.delta"] as const;
export type RuleEvent = (typeof RULE_EVENTS)[number];

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
    }),
    0,
    256,
  ),
  (rules, node, reader) => {
    const seen = new Set<string>();
    for (const [index, { id }] of rules.entries()) {
      const own = (node.value as readonly (typeof node)[])[index] ?? node;
      if (seen.has(id)) return reader.fail(own, "an id of its own", `a second rule ${id}`);
      seen.add(id);
    }
    return rules.map(({ id, on, deny_if, message }) => ({ id, on, denyIf: deny_if, message }));
  },
);

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
