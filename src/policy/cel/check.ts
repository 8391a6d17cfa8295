import { celEnv, isCelError, parse, plan } from "@bufbuild/cel";
import { quote } from "../../bytes/quote.ts";
import { nearest } from "../../nearest.ts";
import type { RuleProblem } from "../rule-question.ts";
import { FUNCTIONS, MACROS } from "./functions.ts";
import {
  ANY,
  agree,
  BOOL,
  type CelType,
  DOUBLE,
  INT,
  join,
  listOf,
  mapOf,
  NEVER,
  NULL,
  nameType,
  STRING,
  TYPE,
  UINT,
} from "./type.ts";

/** An expression as it was parsed. */
export type Parsed = ReturnType<typeof parse>;
type Expr = Parsed["expr"];
type Kind<Case> =
  Extract<Expr["exprKind"], { case: Case }> extends { value: infer Value } ? Value : never;

type Scope = ReadonlyMap<string, CelType>;

const ENVIRONMENT = celEnv();
const EMPTY = parse("''").expr;

/** More than anybody mends at once. */
const MAX_PROBLEMS = 20;

const TYPE_NAMES = ["int", "uint", "double", "bool", "string", "list", "map", "null_type", "type"];

/**
 * Looks for what an evaluation would not notice, or only of the one input that matters: a name that nothing has and that
 * `||` swallows, a field that is never there for `has`, a text compared with a number, which is never equal.
 * Evaluates nothing. What is of no known type passes: its evaluation fails, and denies.
 */
export function checkExpression(parsed: Parsed, variables: Scope): readonly RuleProblem[] {
  const checker = new Checker(parsed);
  const type = checker.typeOf(parsed.expr, variables);
  if (!agree(type, BOOL)) checker.note(parsed.expr, "true or false", nameType(type));
  return checker.problems;
}

class Checker {
  readonly problems: RuleProblem[] = [];
  readonly #positions: Readonly<Record<string, number>>;

  constructor({ sourceInfo }: Parsed) {
    this.#positions = sourceInfo?.positions ?? {};
  }

  note({ id }: Expr, expected: string, found: string, hint?: string): void {
    const unit = this.#positions[String(id)] ?? 0;
    if (this.problems.some((one) => one.unit === unit) || this.problems.length >= MAX_PROBLEMS)
      return;
    this.problems.push({ unit, expected, found, hint });
  }

  typeOf(expr: Expr, scope: Scope): CelType {
    const { exprKind } = expr;
    switch (exprKind.case) {
      case "constExpr":
        return this.#ofConstant(expr, exprKind.value);
      case "identExpr":
        return this.#ofName(expr, exprKind.value.name, scope);
      case "selectExpr":
        return this.#ofField(expr, exprKind.value, scope);
      case "callExpr":
        return this.#ofCall(expr, exprKind.value, scope);
      case "listExpr":
        return listOf(this.#ofAll(exprKind.value.elements, scope));
      case "structExpr":
        return this.#ofMap(expr, exprKind.value, scope);
      case "comprehensionExpr":
        return this.#ofLoop(exprKind.value, scope);
      default:
        this.note(expr, "an expression", "nothing");
        return ANY;
    }
  }

  #ofConstant(expr: Expr, { constantKind }: Kind<"constExpr">): CelType {
    switch (constantKind.case) {
      case "boolValue":
        return BOOL;
      case "int64Value":
        // The parser takes whatever has digits, and what overflows later is no literal any more.
        if (BigInt.asIntN(64, constantKind.value) !== constantKind.value)
          this.note(expr, "a whole number of 64 bits", `${constantKind.value}`);
        return INT;
      case "uint64Value":
        if (BigInt.asUintN(64, constantKind.value) !== constantKind.value)
          this.note(expr, "a whole number of 64 bits", `${constantKind.value}u`);
        return UINT;
      case "doubleValue":
        return DOUBLE;
      case "stringValue":
        return STRING;
      case "nullValue":
        return NULL;
      default:
        this.note(expr, "no bytes", "bytes", "compare texts: 'abc' in place of b'abc'");
        return ANY;
    }
  }

  #ofName(expr: Expr, name: string, scope: Scope): CelType {
    const type = scope.get(name);
    if (type !== undefined) return type;
    if (TYPE_NAMES.includes(name)) return TYPE;
    const known = [...scope.keys()].filter((one) => !one.startsWith("@"));
    this.note(expr, `one of the variables ${known.join(", ")}`, quote(name), near(name, known));
    return ANY;
  }

  #ofField(expr: Expr, { operand, field }: Kind<"selectExpr">, scope: Scope): CelType {
    if (operand === undefined) return ANY;
    const isTest = expr.exprKind.case === "selectExpr" && expr.exprKind.value.testOnly;
    const type = this.#fieldOf(expr, this.typeOf(operand, scope), field);
    return isTest ? BOOL : type;
  }

  #fieldOf(expr: Expr, type: CelType, field: string): CelType {
    switch (type.kind) {
      case "record": {
        const known = [...type.fields.keys()];
        if (!type.fields.has(field))
          this.note(
            expr,
            known.length === 0 ? "a declared field" : `one of the fields ${known.join(", ")}`,
            quote(field),
            near(field, known),
          );
        return type.fields.get(field) ?? ANY;
      }
      case "map":
        return type.of;
      case "any":
      case "never":
        return ANY;
      default:
        this.note(expr, "a map, which has fields", nameType(type));
        return ANY;
    }
  }

  #ofAll(exprs: readonly Expr[], scope: Scope): CelType {
    return exprs.map((one) => this.typeOf(one, scope)).reduce(join, NEVER);
  }

  #ofMap(expr: Expr, { messageName, entries }: Kind<"structExpr">, scope: Scope): CelType {
    if (messageName !== "")
      this.note(expr, "no message", quote(messageName), "use timestamp('…') or duration('…')");
    let [key, type] = [NEVER, NEVER];
    for (const { keyKind, value } of entries) {
      if (keyKind.case === "mapKey") key = join(key, this.typeOf(keyKind.value, scope));
      if (value !== undefined) type = join(type, this.typeOf(value, scope));
    }
    return agree(key, STRING) ? mapOf(type) : ANY;
  }

  #ofLoop(loop: Kind<"comprehensionExpr">, scope: Scope): CelType {
    const { accuInit, accuVar, iterRange, iterVar, loopCondition, loopStep, result } = loop;
    if (!iterRange || !accuInit || !loopCondition || !loopStep || !result) return ANY;
    const range = this.typeOf(iterRange, scope);
    const element = elementOf(range);
    if (element === undefined) {
      this.note(iterRange, "a list or a map to go through", nameType(range));
      return ANY;
    }
    // What a variable is named in a loop hides one of all rules, and its author would hardly see that.
    const before = this.typeOf(accuInit, scope);
    const inner = (accu: CelType): Scope =>
      new Map([...scope, [accuVar, accu] as const, [iterVar, element] as const]);
    this.typeOf(loopCondition, inner(before));
    const after = join(before, this.typeOf(loopStep, inner(before)));
    return this.typeOf(result, new Map([...scope, [accuVar, after]]));
  }

  #ofCall(expr: Expr, call: Kind<"callExpr">, scope: Scope): CelType {
    const { function: name, target } = call;
    const args = call.args.map((one) => this.typeOf(one, scope));
    const own = target === undefined ? undefined : this.typeOf(target, scope);
    const [one = ANY, other = ANY, third = ANY] = args;
    switch (name) {
      case "_&&_":
      case "_||_":
        for (const [index, type] of args.entries())
          this.#demand(call.args[index] ?? expr, "true or false", BOOL, type);
        return BOOL;
      case "_?_:_":
        this.#demand(call.args[0] ?? expr, "true or false", BOOL, one);
        return join(other, third);
      case "_==_":
      case "_!=_":
        if (!agree(one, other))
          this.note(
            expr,
            `two values of one type around ${name.slice(1, -1)}`,
            `${nameType(one)} and ${nameType(other)}, which are never equal`,
          );
        return BOOL;
      case "@in":
        this.#demandIn(expr, one, other);
        return BOOL;
      case "_[_]":
        return this.#ofIndex(expr, one, call.args[1], other);
      default:
        if (name === "_+_" && (one.kind === "list" || other.kind === "list") && agree(one, other))
          return join(one, other);
        return this.#ofFunction(expr, call, own, args);
    }
  }

  #demand(expr: Expr, what: string, wanted: CelType, type: CelType): void {
    if (!agree(wanted, type)) this.note(expr, what, nameType(type));
  }

  #demandIn(expr: Expr, one: CelType, other: CelType): void {
    const element = elementOf(other);
    if (element === undefined) this.note(expr, "a list or a map behind in", nameType(other));
    else if (!agree(one, element))
      this.note(expr, `${nameType(element)} before in`, `${nameType(one)}, which is never in it`);
  }

  #ofIndex(expr: Expr, of: CelType, index: Expr | undefined, type: CelType): CelType {
    const constant = index?.exprKind.case === "constExpr" ? index.exprKind.value : undefined;
    const { constantKind } = constant ?? {};
    if (of.kind === "record" && constantKind?.case === "stringValue")
      return this.#fieldOf(expr, of, constantKind.value);
    if (of.kind === "list") this.#demand(index ?? expr, "a whole number", INT, type);
    else if (elementOf(of) === undefined) this.note(expr, "a list or a map before [", nameType(of));
    else if (of.kind !== "any") this.#demand(index ?? expr, "a text", STRING, type);
    return of.kind === "list" || of.kind === "map" ? of.of : ANY;
  }

  #ofFunction(
    expr: Expr,
    call: Kind<"callExpr">,
    target: CelType | undefined,
    args: readonly CelType[],
  ): CelType {
    const name = call.function;
    const signatures = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
    if (signatures === undefined) {
      const known = [...Object.keys(FUNCTIONS).filter((one) => /^\w/.test(one)), ...MACROS];
      const found = MACROS.includes(name)
        ? `${name} with other arguments than it takes`
        : quote(name);
      this.note(expr, "a function of CEL", found, near(name, known));
      return ANY;
    }
    const fitting = signatures.filter(
      (one) =>
        (one.target === undefined) === (target === undefined) &&
        agree(one.target ?? ANY, target ?? ANY) &&
        one.args.length === args.length &&
        one.args.every((wanted, index) => agree(wanted, args[index] ?? ANY)),
    );
    const [first] = fitting;
    if (first === undefined) {
      const given = [...(target === undefined ? [] : [target]), ...args].map(nameType);
      this.note(expr, `what ${wordOf(name)} takes`, given.join(" and ") || "nothing");
      return ANY;
    }
    this.#tryConstant(expr, name, call);
    return fitting.every(({ gives }) => gives === first.gives) ? first.gives : ANY;
  }

  /** Evaluates what depends on nothing: a pattern that is none, a day that there is not. */
  #tryConstant(expr: Expr, name: string, call: Kind<"callExpr">): void {
    const isPattern = name === "matches";
    const parts = call.target === undefined || isPattern ? call.args : [call.target, ...call.args];
    if (!parts.every(({ exprKind }) => exprKind.case === "constExpr")) return;
    const value = isPattern ? { ...call, target: EMPTY } : call;
    const found = plan(ENVIRONMENT, { ...expr, exprKind: { case: "callExpr", value } })();
    if (isCelError(found)) this.note(expr, `what ${wordOf(name)} takes`, quote(found.message));
  }
}

/** What a loop goes through: of a map its keys. */
function elementOf(type: CelType): CelType | undefined {
  switch (type.kind) {
    case "list":
      return type.of;
    case "map":
    case "record":
      return STRING;
    case "any":
    case "never":
      return ANY;
    default:
      return undefined;
  }
}

function wordOf(name: string): string {
  return name.replaceAll("_", "");
}

function near(word: string, known: readonly string[]): string | undefined {
  const one = nearest(word, known);
  return one === undefined ? undefined : `did you mean ${one}?`;
}
