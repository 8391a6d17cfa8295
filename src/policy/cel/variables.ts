import type { RuleEvent, RuleParameter, RuleScalar } from "../table/rules.ts";
import {
  BOOL,
  type CelType,
  INT,
  listOf,
  mapOf,
  NEVER,
  record,
  STRING,
  TIMESTAMP,
} from "./type.ts";

/** One package of a lock that differs, in one version: of several versions each is asked about. */
const CHANGE = record({
  kind: STRING,
  name: STRING,
  version: STRING,
  from: listOf(STRING),
  purl: STRING,
  hashes: listOf(STRING),
  added: listOf(STRING),
  markers: listOf(STRING),
  is_approved: BOOL,
  is_emergency: BOOL,
  people: listOf(STRING),
});

const LOCK = { path: STRING, format: STRING, is_new: BOOL, is_removed: BOOL };

/** What every rule sees. */
const EVERYWHERE: Readonly<Record<string, CelType>> = {
  now: TIMESTAMP,
  signers: mapOf(record({ person: BOOL, roles: listOf(STRING) })),
  tools: listOf(record({ name: STRING, version: STRING })),
  outputs: listOf(record({ path: STRING, is_proven: BOOL })),
};

/** What a rule sees more, by what it is asked about. */
const BY_EVENT: Readonly<Record<RuleEvent, Readonly<Record<string, CelType>>>> = {
  "lock.change": { lock: record(LOCK), change: CHANGE },
  "lock.delta": { lock: record(LOCK), delta: record({ changes: listOf(CHANGE) }) },
  "lock.release": {
    lock: record({ ...LOCK, is_changed: BOOL, signed_by: listOf(STRING), sequence: INT }),
  },
};

/** Gives the names that a rule may use, with their types: an unknown one must not pass for one that is merely unset. */
export function variablesOf(
  event: RuleEvent,
  parameters: ReadonlyMap<string, RuleParameter>,
): ReadonlyMap<string, CelType> {
  const own = new Map([...parameters].map(([name, value]) => [name, typeOfParameter(value)]));
  return new Map([
    ...Object.entries(EVERYWHERE),
    ...Object.entries(BY_EVENT[event]),
    ["parameters", { kind: "record", fields: own }],
  ]);
}

function typeOfParameter(value: RuleParameter): CelType {
  if (isList(value)) return listOf(value[0] === undefined ? NEVER : typeOfParameter(value[0]));
  if (value instanceof Date) return TIMESTAMP;
  switch (typeof value) {
    case "bigint":
      return INT;
    case "boolean":
      return BOOL;
    default:
      return STRING;
  }
}

function isList(value: RuleParameter): value is readonly RuleScalar[] {
  return Array.isArray(value);
}
