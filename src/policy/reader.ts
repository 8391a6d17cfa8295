import { quote } from "../bytes/quote.ts";
import type { TextPlace, TomlDocument, TomlNode, TomlValue } from "../bytes/toml.ts";
import { Refusal } from "../errors.ts";

/** Something that a policy says and cannot mean. */
export interface PolicyProblem extends TextPlace {
  /** Names and indices from the root on; `""` is the root. */
  readonly at: string;
  readonly expected: string;
  readonly found: string;
  readonly hint: string | undefined;
}

/** Ends the reading of a value, after the reader was told why. Never leaves this folder. */
class UnreadableValue extends Error {
  override readonly name = "UnreadableValue";
}

/** More than anybody mends at once. */
const MAX_PROBLEMS = 100;

interface Noted {
  /** The message is about the name and not about the value. */
  readonly ofKey?: boolean;
  readonly at?: string;
  readonly hint?: string | undefined;
}

/** Collects everything that is wrong with a policy, each with its place, so that one run shows all of it. */
export class PolicyReader {
  readonly problems: PolicyProblem[] = [];
  readonly #document: TomlDocument;

  constructor(document: TomlDocument) {
    this.#document = document;
  }

  /** Notes a problem, and goes on. */
  note(node: TomlNode, expected: string, found: string, noted: Noted = {}): void {
    if (this.problems.length >= MAX_PROBLEMS) return;
    const place = this.#document.placeOf(noted.ofKey === true ? node.keyOffset : node.offset);
    this.problems.push({ ...place, at: noted.at ?? node.at, expected, found, hint: noted.hint });
  }

  /** Notes a problem, and ends the reading of the value. */
  fail(node: TomlNode, expected: string, found: string, hint?: string): never {
    this.note(node, expected, found, { hint });
    return this.stop();
  }

  /** Gives the place of a UTF-16 unit of a string: see `TomlDocument`. */
  placeWithin(node: TomlNode, unit: number): TextPlace {
    return this.#document.placeWithin(node, unit);
  }

  stop(): never {
    throw new UnreadableValue();
  }

  /** Reads one value of several: where it is refused, the others are read all the same. Says whether it was read. */
  attempt(read: () => void): boolean {
    try {
      read();
      return true;
    } catch (error) {
      if (error instanceof UnreadableValue) return false;
      throw error;
    }
  }
}

/** Makes the refusal of a policy from the first thing that is wrong with it. */
export function refusalOf(what: string, problems: readonly PolicyProblem[]): Refusal {
  const [first = NOTHING] = problems;
  const { line, column, at } = first;
  const more = problems.length < 2 ? "" : `; ${problems.length - 1} more: lockseal policy check`;
  return new Refusal(
    "POLICY_MALFORMED",
    `${what}:${line}:${column}: ${sentenceOf(first)}`,
    { at, line, column },
    {
      hint: `${first.hint ?? `mend it in ${what}; what is not known is refused, since a mistyped limit would be none`}${more}`,
    },
  );
}

/** Says what is wrong, without where. */
export function sentenceOf({ at, expected, found }: PolicyProblem): string {
  return `expected ${expected}${at === "" ? "" : ` at ${at}`}, found ${found}`;
}

const NOTHING: PolicyProblem = {
  at: "",
  line: 1,
  column: 1,
  expected: "a policy",
  found: "none",
  hint: undefined,
};

/** Names a value for a message: what it is, and itself where that is short. */
export function nameToml(value: TomlValue | undefined): string {
  if (value === undefined) return "nothing";
  if (typeof value === "string") return quote(value);
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) return "a list";
  return value instanceof Map ? "a table" : "a time";
}
