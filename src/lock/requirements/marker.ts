import { replaceEscapes } from "./escapes.ts";
import { normaliseName } from "./name.ts";
import { matchesClause, readSpecifier } from "./specifier.ts";
import { Tokenizer } from "./tokenizer.ts";

/** One side of a comparison: a variable of the environment by its modern name, or a literal. */
export interface MarkerOperand {
  readonly kind: "variable" | "literal";
  readonly value: string;
}

/** A comparison, such as `python_version >= "3.9"`. */
export interface MarkerComparison {
  readonly left: MarkerOperand;
  readonly operator: string;
  readonly right: MarkerOperand;
}

/** A marker as a tree: comparisons and lists in parentheses, with `and` or `or` between them; `and` binds first. */
export type Marker = readonly MarkerNode[];
/** A part of a marker; at odd places of a list stand the words `and` and `or`. */
export type MarkerNode = MarkerComparison | Marker | "and" | "or";

/** What the variables of a marker stand for; `extras` and `dependency_groups` may be sets. */
export type MarkerEnvironment = Readonly<Record<string, string | ReadonlySet<string>>>;

// Python's own parser gives up near 480 levels (its recursion limit), so no marker that pip reads is lost
// that anybody wrote on purpose.
const MAX_DEPTH = 400;

/**
 * Parses a marker, such as `python_version >= "3.9" and os_name == "posix"`.
 * @throws Refusal `REQUIREMENT_MALFORMED` — it is none as `packaging` reads them; `reason` has its words.
 * @see https://packaging.python.org/en/latest/specifications/dependency-specifiers/#environment-markers
 */
export function parseMarker(text: string): Marker {
  const tokens = new Tokenizer(text);
  const marker = readMarker(tokens);
  tokens.expect("end", "end of marker expression");
  return marker;
}

/**
 * Reads a marker from where a tokenizer stands. Does not check that nothing follows.
 * @throws Refusal `REQUIREMENT_MALFORMED` — there is none.
 */
export function readMarker(tokens: Tokenizer): Marker {
  return readList(tokens, 0).map(normaliseExtra);
}

function readList(tokens: Tokenizer, depth: number): MarkerNode[] {
  const nodes: MarkerNode[] = [readAtom(tokens, depth)];
  for (;;) {
    const logic = tokens.take("logic");
    if (logic === undefined) return nodes;
    nodes.push(logic as "and" | "or", readAtom(tokens, depth));
  }
}

function readAtom(tokens: Tokenizer, depth: number): MarkerNode {
  if (depth > MAX_DEPTH)
    throw tokens.refusal(`Expected at most ${MAX_DEPTH} levels of parentheses`);
  tokens.take("space");
  if (tokens.take("(") === undefined) return readComparison(tokens);
  tokens.take("space");
  const inner = readList(tokens, depth + 1);
  tokens.take("space");
  if (tokens.take(")") === undefined) {
    throw tokens.refusal(
      "Expected matching RIGHT_PARENTHESIS for LEFT_PARENTHESIS, after marker expression",
    );
  }
  tokens.take("space");
  return inner;
}

function readComparison(tokens: Tokenizer): MarkerComparison {
  const left = readOperand(tokens);
  tokens.take("space");
  const operator = readOperator(tokens);
  tokens.take("space");
  const right = readOperand(tokens);
  tokens.take("space");
  return { left, operator, right };
}

function readOperand(tokens: Tokenizer): MarkerOperand {
  const variable = tokens.take("variable");
  if (variable !== undefined) {
    const name = variable.replaceAll(".", "_");
    const value = name === "python_implementation" ? "platform_python_implementation" : name;
    return { kind: "variable", value };
  }
  const literal = tokens.take("string");
  if (literal === undefined) throw tokens.refusal("Expected a marker variable or quoted string");
  return { kind: "literal", value: readLiteral(literal, tokens) };
}

/** `packaging` hands the literal to Python's own parser, so escapes count and line ends do not. */
function readLiteral(literal: string, tokens: Tokenizer): string {
  const inside = literal.slice(1, -1);
  if (!/[\\\n\r\0]/.test(inside)) return inside;
  const value = replaceEscapes(inside);
  if (typeof value !== "string") throw tokens.refusal(`Expected a Python string: ${value.reason}`);
  if (/[\n\r\0]/.test(inside.replace(/\\\r?\n/g, ""))) {
    throw tokens.refusal("Expected a Python string: unterminated string literal");
  }
  return value;
}

function readOperator(tokens: Tokenizer): string {
  if (tokens.take("in") !== undefined) return "in";
  if (tokens.take("not") !== undefined) {
    tokens.expect("space", "whitespace after 'not'");
    tokens.expect("in", "'in' after 'not'");
    return "not in";
  }
  const operator = tokens.take("operator");
  if (operator !== undefined) return operator;
  throw tokens.refusal(
    "Expected marker operator, one of <=, <, !=, ==, >=, >, ~=, ===, in, not in",
  );
}

/** What is compared with `extra` is a name; `packaging` normalises it at the outermost level only. */
function normaliseExtra(node: MarkerNode): MarkerNode {
  if (typeof node === "string" || isMarkerList(node)) return node;
  const { left, operator, right } = node;
  if (isExtra(left)) return { left, operator, right: literal(normaliseName(right.value)) };
  if (isExtra(right)) return { left: literal(normaliseName(left.value)), operator, right };
  return node;
}

const isExtra = (operand: MarkerOperand): boolean =>
  operand.kind === "variable" && operand.value === "extra";

const literal = (value: string): MarkerOperand => ({ kind: "literal", value });

/** Tells a list in parentheses from a comparison. */
export function isMarkerList(node: MarkerNode): node is Marker {
  return Array.isArray(node);
}

/**
 * Writes a marker as `packaging` prints it: literals in double quotes, parentheses only where there is more than
 * one comparison inside. A literal that holds a double quote or a backslash is not escaped, as it is not there,
 * so that such a text may not be read back.
 */
export function formatMarker(marker: Marker): string {
  return format(marker, true);
}

function format(node: MarkerNode, outermost: boolean): string {
  if (typeof node === "string") return node;
  if (!isMarkerList(node)) {
    return `${formatOperand(node.left)} ${node.operator} ${formatOperand(node.right)}`;
  }
  const [only] = node;
  if (node.length === 1 && only !== undefined && typeof only !== "string")
    return format(only, true);
  const inner = node.map((part) => format(part, false)).join(" ");
  return outermost ? inner : `(${inner})`;
}

const formatOperand = ({ kind, value }: MarkerOperand): string =>
  kind === "variable" ? value : `"${value}"`;

/**
 * Evaluates a marker. Gives undefined where pip ends with an error instead: a variable that the environment lacks,
 * two literals compared, an operator that is not defined for such values.
 * @param environment all variables; pip sets `extra` to `""` where no extra is asked for.
 */
export function evaluateMarker(
  marker: Marker,
  environment: MarkerEnvironment,
): boolean | undefined {
  const groups: boolean[][] = [[]];
  for (const node of marker) {
    if (node === "and") continue;
    if (node === "or") {
      groups.push([]);
      continue;
    }
    const truth = isMarkerList(node)
      ? evaluateMarker(node, environment)
      : compare(node, environment);
    // Every comparison is evaluated, also where the outcome is settled: an error in one is the error of all.
    if (truth === undefined) return undefined;
    groups.at(-1)?.push(truth);
  }
  return groups.some((group) => group.every(Boolean));
}

const VERSIONS = new Set([
  "implementation_version",
  "platform_release",
  "python_full_version",
  "python_version",
]);

function compare(
  { left, operator, right }: MarkerComparison,
  environment: MarkerEnvironment,
): boolean | undefined {
  const key = left.kind === "variable" ? left.value : right.value;
  const known = lookUp(key, environment);
  const [leftValue, rightValue] =
    left.kind === "variable" ? [known, right.value] : [left.value, known];
  if (typeof leftValue !== "string" || rightValue === undefined) return undefined;
  if (typeof rightValue !== "string") return compareSet(leftValue, operator, rightValue);
  if (VERSIONS.has(key)) {
    const clause = readSpecifier(operator + rightValue);
    if (clause !== undefined) return matchesClause(clause, leftValue);
  }
  if (key === "extras" || key === "dependency_groups") {
    return compareText(normaliseName(leftValue), operator, normaliseName(rightValue));
  }
  return compareText(leftValue, operator, rightValue);
}

function lookUp(
  key: string,
  environment: MarkerEnvironment,
): string | ReadonlySet<string> | undefined {
  if (!Object.hasOwn(environment, key)) return undefined;
  const value = environment[key];
  if (key === "extra" && typeof value === "string") return normaliseName(value);
  // An untagged build of Python calls itself 3.14.0a1+, which is no version.
  const unfinished =
    key === "python_full_version" && typeof value === "string" && value.endsWith("+");
  return unfinished ? `${value}local` : value;
}

function compareSet(
  left: string,
  operator: string,
  right: ReadonlySet<string>,
): boolean | undefined {
  const member = new Set([...right].map(normaliseName)).has(normaliseName(left));
  if (operator === "in") return member;
  if (operator === "not in") return !member;
  if (operator === "!=") return true;
  return ["<", "<=", "==", ">=", ">"].includes(operator) ? false : undefined;
}

function compareText(left: string, operator: string, right: string): boolean | undefined {
  switch (operator) {
    case "in":
      return right.includes(left);
    case "not in":
      return !right.includes(left);
    case "<=":
    case "==":
    case ">=":
      return left === right;
    case "!=":
      return left !== right;
    case "<":
    case ">":
      return false;
    default:
      return undefined;
  }
}
