import type { JsonObject, JsonValue } from "../bytes/json.ts";
import {
  asArray,
  asInteger,
  asObject,
  asString,
  below,
  type ShapeFailure,
} from "../bytes/json-shape.ts";
import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import { type LayoutAuthority, parseAuthorities } from "./certificate-authority.ts";
import {
  type CertificateConstraint,
  parseCertificateConstraint,
} from "./certificate-constraint.ts";
import { functionariesOf } from "./functionaries.ts";
import { type LayoutKey, parseLayoutKey } from "./layout-key.ts";
import type { Substitution } from "./parameters.ts";
import { type ArtifactRule, parseRule, type StepRules } from "./rule.ts";

/** Who may carry out which step, and how files flow between steps. */
export interface Layout {
  /** In milliseconds since 1970. */
  readonly expires: number;
  readonly readme: string;
  readonly keys: ReadonlyMap<string, LayoutKey>;
  readonly steps: readonly Step[];
  readonly inspections: readonly Inspection[];
  readonly roots: ReadonlyMap<string, LayoutAuthority>;
  readonly intermediates: readonly LayoutAuthority[];
  /** Fields that nothing here knows, and that say nothing therefore. */
  readonly unknownFields: readonly string[];
}

export interface Step extends StepRules {
  readonly name: string;
  /** Names of keys, or of sub keys; those that the layout does not have are nobody's. */
  readonly pubkeys: readonly string[];
  /** How many different keys have to say the same. */
  readonly threshold: number;
  readonly expectedCommand: readonly string[];
  readonly constraints: readonly CertificateConstraint[];
}

export interface Inspection extends StepRules {
  readonly name: string;
  readonly run: readonly string[];
}

const MAX_STEPS = 256;
const MAX_KEYS_OF_LAYOUT = 256;
/** Each signature of a link is tried with each key of its step, so the product bounds the work. */
const MAX_KEYS_OF_STEP = 128;
const MAX_RULES = 1000;
const MAX_WORDS = 10_000;

const FIELDS: readonly string[] = [
  "_type",
  "expires",
  "inspect",
  "intermediatecas",
  "keys",
  "readme",
  "rootcas",
  "steps",
];
const STEP_FIELDS: readonly string[] = [
  "_type",
  "cert_constraints",
  "expected_command",
  "expected_materials",
  "expected_products",
  "name",
  "pubkeys",
  "threshold",
];
const INSPECTION_FIELDS: readonly string[] = [
  "_type",
  "expected_materials",
  "expected_products",
  "name",
  "run",
];

/**
 * Reads a layout, and puts parameters in their places. Refuses what no owner can have meant: no expiry, no step, a
 * threshold below one or beyond the step's keys, a MATCH from a step that is not there, a name that leads out of a folder.
 * **Whether an owner signed it, and whether it has expired, is not looked at.**
 *
 * @throws Refusal by `fail`, and `GLOB_MALFORMED`, `LAYOUT_PARAMETER`, `KEY_MALFORMED`, `KEY_UNSUPPORTED`.
 * @see https://github.com/in-toto/docs/blob/v1.0/in-toto-spec.md#43-file-formats-layout
 */
export function parseLayout(
  body: JsonObject,
  substitution: Substitution,
  fail: ShapeFailure,
): Layout {
  if (body._type !== "layout") fail("_type", '"layout"', showType(body._type));
  const expires = parseExpiry(body.expires, fail);
  const keys = parseKeys(body.keys, fail);
  const roots = parseAuthorities(body.rootcas, "rootcas", fail);
  const reader = new StepReader(substitution, fail);
  const steps = asArray(body.steps, "steps", 1, MAX_STEPS, fail).map((step, index) =>
    reader.step(step, `steps[${index}]`),
  );
  const inspections = asArray(body.inspect ?? [], "inspect", 0, MAX_STEPS, fail).map(
    (inspection, index) => reader.inspection(inspection, `inspect[${index}]`),
  );
  checkReferences(steps, inspections, fail);
  for (const [index, step] of steps.entries()) checkThreshold(step, keys, `steps[${index}]`, fail);
  return {
    expires,
    readme: body.readme === undefined ? "" : asString(body.readme, "readme", fail),
    keys,
    steps,
    inspections,
    roots,
    intermediates: [...parseAuthorities(body.intermediatecas, "intermediatecas", fail).values()],
    unknownFields: [...unknown(body, "", FIELDS), ...reader.unknownFields],
  };
}

/** Gives an instant as layouts write it, in milliseconds; undefined for any other text. */
export function parseInstant(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) return undefined;
  const time = Date.parse(text);
  // The 30th of February parses as a day of March.
  if (Number.isNaN(time) || new Date(time).toISOString() !== text.replace("Z", ".000Z"))
    return undefined;
  return time;
}

function parseExpiry(value: JsonValue | undefined, fail: ShapeFailure): number {
  const text = value === undefined ? "" : asString(value, "expires", fail);
  const time = parseInstant(text);
  // The reference takes a layout without for one that ends a month from whenever it is asked.
  if (time === undefined)
    return fail(
      "expires",
      "a time such as 2027-01-31T00:00:00Z",
      text === "" ? "none" : quote(text),
    );
  return time;
}

function parseKeys(
  value: JsonValue | undefined,
  fail: ShapeFailure,
): ReadonlyMap<string, LayoutKey> {
  const listed = Object.entries(asObject(value ?? Object.create(null), "keys", fail));
  if (listed.length > MAX_KEYS_OF_LAYOUT)
    fail("keys", `at most ${MAX_KEYS_OF_LAYOUT}`, `${listed.length}`);
  return new Map(
    listed.map(([keyid, key]) => {
      const at = below("keys", keyid);
      try {
        return [keyid, parseLayoutKey(key, keyid, at, fail)];
      } catch (error) {
        // A key of somebody else's layout is no key of ours that could not be used: it refuses the layout.
        if (error instanceof Refusal && error.code.startsWith("KEY_"))
          return fail(at, "a key that is accepted", error.message);
        throw error;
      }
    }),
  );
}

class StepReader {
  readonly #substitution: Substitution;
  readonly #fail: ShapeFailure;
  readonly #names = new Set<string>();
  readonly unknownFields: string[] = [];

  constructor(substitution: Substitution, fail: ShapeFailure) {
    this.#substitution = substitution;
    this.#fail = fail;
  }

  step(value: JsonValue, at: string): Step {
    const fail = this.#fail;
    const step = asObject(value, at, fail);
    this.unknownFields.push(...unknown(step, at, STEP_FIELDS));
    if (step._type !== undefined && step._type !== "step")
      fail(`${at}._type`, '"step"', showType(step._type));
    const pubkeys = asArray(step.pubkeys ?? [], `${at}.pubkeys`, 0, MAX_KEYS_OF_STEP, fail).map(
      (keyid, index) => asString(keyid, `${at}.pubkeys[${index}]`, fail),
    );
    return {
      name: this.#name(step.name, at),
      pubkeys,
      threshold: asInteger(step.threshold, `${at}.threshold`, 1, fail),
      expectedCommand: this.#words(step.expected_command, `${at}.expected_command`),
      constraints: asArray(step.cert_constraints ?? [], `${at}.cert_constraints`, 0, 64, fail).map(
        (one, index) => parseCertificateConstraint(one, `${at}.cert_constraints[${index}]`, fail),
      ),
      ...this.#rules(step, at),
    };
  }

  inspection(value: JsonValue, at: string): Inspection {
    const fail = this.#fail;
    const inspection = asObject(value, at, fail);
    this.unknownFields.push(...unknown(inspection, at, INSPECTION_FIELDS));
    if (inspection._type !== undefined && inspection._type !== "inspection")
      fail(`${at}._type`, '"inspection"', showType(inspection._type));
    const run = this.#words(inspection.run, `${at}.run`);
    if (run.length === 0) fail(`${at}.run`, "a command", "none");
    return { name: this.#name(inspection.name, at), run, ...this.#rules(inspection, at) };
  }

  #name(value: JsonValue | undefined, at: string): string {
    const place = `${at}.name`;
    const name = asString(value, place, this.#fail);
    // Names become names of files: one with a slash in it would be looked for outside of the folder of links.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
    if (name.length > 128 || /^\.{0,2}$|[/\\\u0000-\u001f\u007f]/.test(name))
      this.#fail(place, "a name that can be that of a file", quote(name));
    if (this.#names.has(name)) this.#fail(place, "each name once", `${quote(name)} again`);
    this.#names.add(name);
    return name;
  }

  #words(value: JsonValue | undefined, at: string): readonly string[] {
    return asArray(value ?? [], at, 0, MAX_WORDS, this.#fail).map((word, index) => {
      const place = `${at}[${index}]`;
      return this.#substitution.apply(asString(word, place, this.#fail), place, "text");
    });
  }

  #rules(object: JsonObject, at: string): StepRules {
    const read = (side: string): readonly ArtifactRule[] =>
      asArray(object[side] ?? [], `${at}.${side}`, 0, MAX_RULES, this.#fail).map((rule, index) =>
        this.#rule(rule, `${at}.${side}[${index}]`),
      );
    return {
      expectedMaterials: read("expected_materials"),
      expectedProducts: read("expected_products"),
    };
  }

  #rule(value: JsonValue, at: string): ArtifactRule {
    const words = asArray(value, at, 0, 16, this.#fail).map((word, index) =>
      // The first word says what rule it is, and no parameter does.
      index === 0 || typeof word !== "string"
        ? word
        : this.#substitution.apply(word, `${at}[${index}]`, "pattern"),
    );
    return parseRule(words, at, this.#fail);
  }
}

/** Rules of steps look at steps; those of inspections, which come afterwards, at inspections, too. */
function checkReferences(
  steps: readonly Step[],
  inspections: readonly Inspection[],
  fail: ShapeFailure,
): void {
  const names = new Set(steps.map(({ name }) => name));
  for (const [index, step] of steps.entries()) checkRules(step, names, `steps[${index}]`, fail);
  for (const { name } of inspections) names.add(name);
  for (const [index, one] of inspections.entries())
    checkRules(one, names, `inspect[${index}]`, fail);
}

function checkRules(
  { expectedMaterials, expectedProducts }: StepRules,
  names: ReadonlySet<string>,
  at: string,
  fail: ShapeFailure,
): void {
  for (const rule of [...expectedMaterials, ...expectedProducts])
    if (rule.kind === "MATCH" && !names.has(rule.step))
      fail(at, `MATCH from one of ${[...names].map(quote).join(", ")}`, quote(rule.step));
}

function checkThreshold(
  step: Step,
  keys: ReadonlyMap<string, LayoutKey>,
  at: string,
  fail: ShapeFailure,
): void {
  // How many certificates there are that satisfy a constraint, nobody knows.
  if (step.constraints.length > 0) return;
  const count = functionariesOf(step, keys).length;
  if (step.threshold > count)
    fail(
      `${at}.threshold`,
      `at most ${count}, as many different keys as step ${quote(step.name)} has`,
      `${step.threshold}`,
    );
}

function unknown(object: JsonObject, at: string, known: readonly string[]): readonly string[] {
  return Object.keys(object)
    .filter((name) => !known.includes(name))
    .map((name) => below(at, name));
}

function showType(value: JsonValue | undefined): string {
  return typeof value === "string" ? quote(value) : "none";
}
