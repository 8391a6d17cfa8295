import {
  ANY,
  BOOL,
  type CelType,
  DOUBLE,
  DURATION,
  INT,
  listOf,
  NEVER,
  STRING,
  TIMESTAMP,
  TYPE,
  UINT,
} from "./type.ts";

/** How a function may be called: of what, with what, and what it gives. */
interface Signature {
  /** Undefined where it is called by itself. */
  readonly target?: CelType;
  readonly args: readonly CelType[];
  readonly gives: CelType;
}

const ORDERED = [INT, UINT, DOUBLE, STRING, BOOL, TIMESTAMP, DURATION];
const NUMBERS = [INT, UINT, DOUBLE];
const LIST = listOf(NEVER);
const MAP: CelType = { kind: "map", of: NEVER };

const same = (types: readonly CelType[], gives?: CelType): readonly Signature[] =>
  types.map((type) => ({ args: [type, type], gives: gives ?? type }));
/** Whole numbers are ordered across their two types. */
const ordered: readonly Signature[] = [
  ...same(ORDERED, BOOL),
  { args: [INT, UINT], gives: BOOL },
  { args: [UINT, INT], gives: BOOL },
];
const of = (types: readonly CelType[], gives: CelType): readonly Signature[] =>
  types.map((type) => ({ args: [type], gives }));
const method = (target: CelType, gives: CelType, ...args: CelType[]): Signature => ({
  target,
  args,
  gives,
});

const SIZED = [STRING, LIST, MAP];
/** Of a point in time also in a time zone. */
const getter = [method(TIMESTAMP, INT), method(TIMESTAMP, INT, STRING)];

/**
 * Every function that a rule may call. Nothing makes bytes: they lie outside of the memory that a thread is bounded by.
 * @see https://github.com/google/cel-spec/blob/master/doc/langdef.md#list-of-standard-definitions
 */
export const FUNCTIONS: Readonly<Record<string, readonly Signature[]>> = {
  "!_": of([BOOL], BOOL),
  "-_": of([INT, DOUBLE], ANY),
  "_<_": ordered,
  "_<=_": ordered,
  "_>_": ordered,
  "_>=_": ordered,
  "_+_": [
    ...same([INT, UINT, DOUBLE, STRING, DURATION]),
    { args: [TIMESTAMP, DURATION], gives: TIMESTAMP },
    { args: [DURATION, TIMESTAMP], gives: TIMESTAMP },
  ],
  "_-_": [
    ...same([INT, UINT, DOUBLE, DURATION]),
    { args: [TIMESTAMP, TIMESTAMP], gives: DURATION },
    { args: [TIMESTAMP, DURATION], gives: TIMESTAMP },
  ],
  "_*_": same(NUMBERS),
  "_/_": same(NUMBERS),
  "_%_": same([INT, UINT]),
  "@not_strictly_false": of([ANY], BOOL),
  size: [...of(SIZED, INT), ...SIZED.map((type) => method(type, INT))],
  contains: [method(STRING, BOOL, STRING)],
  startsWith: [method(STRING, BOOL, STRING)],
  endsWith: [method(STRING, BOOL, STRING)],
  matches: [method(STRING, BOOL, STRING)],
  int: of([...NUMBERS, STRING, TIMESTAMP, DURATION], INT),
  uint: of([...NUMBERS, STRING], UINT),
  double: of([...NUMBERS, STRING], DOUBLE),
  bool: of([BOOL, STRING], BOOL),
  string: of([...ORDERED], STRING),
  timestamp: of([TIMESTAMP, STRING, INT], TIMESTAMP),
  duration: of([DURATION, STRING, INT], DURATION),
  type: of([ANY], TYPE),
  dyn: of([ANY], ANY),
  getFullYear: getter,
  getMonth: getter,
  getDate: getter,
  getDayOfMonth: getter,
  getDayOfWeek: getter,
  getDayOfYear: getter,
  getHours: [...getter, method(DURATION, INT)],
  getMinutes: [...getter, method(DURATION, INT)],
  getSeconds: [...getter, method(DURATION, INT)],
  getMilliseconds: [...getter, method(DURATION, INT)],
};

/** What a macro is called: of these the parser leaves the call only where it is misspelt. */
export const MACROS: readonly string[] = ["has", "all", "exists", "exists_one", "map", "filter"];
