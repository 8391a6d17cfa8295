import type { JsonValue } from "../../bytes/json.ts";
import type { Difference } from "./difference.ts";

/**
 * What a change does to what a policy asks. `weaker`: more is allowed, or more people may allow it. `stricter`: less.
 * `same`: written otherwise, and the same. `other`: neither, or nobody can tell without looking.
 */
export type Weight = "weaker" | "stricter" | "same" | "other";

/** Tells the weight of one difference. */
export type Weigh = (difference: Difference) => Weight;

const isThere = (value: JsonValue | undefined): boolean => value !== undefined;

/** What lets more in by being there. */
export const grants: Weigh = ({ before, after }) =>
  !isThere(after) ? "stricter" : isThere(before) ? "other" : "weaker";

/** What keeps something out by being there; another one in its place may keep out less. */
export const guards: Weigh = ({ before, after }) =>
  !isThere(before) ? "stricter" : isThere(after) ? "other" : "weaker";

/** What others rely on, so that another one in its place is nobody's to overlook. */
export const anchors: Weigh = ({ before }) => (isThere(before) ? "weaker" : "other");

/** Whatever differs in it. */
export const plain: Weigh = () => "other";

/** Weighs two amounts of what protects, of which more is stricter; none is the least. */
export function moreIsStricter(read: (value: JsonValue) => number): Weigh {
  return ({ before, after }) => {
    const [had, has] = [before, after].map((value) =>
      value === undefined ? Number.NEGATIVE_INFINITY : read(value),
    ) as [number, number];
    if (had === has) return "same";
    // What cannot be read is no reason to call it stricter.
    if (Number.isNaN(had) || Number.isNaN(has)) return "other";
    return has > had ? "stricter" : "weaker";
  };
}

/** Weighs two amounts of what is let in; none is as much as `absent`. */
export function lessIsStricter(read: (value: JsonValue) => number, absent: number): Weigh {
  return ({ before, after }) => {
    const [had, has] = [before, after].map((value) =>
      value === undefined ? absent : read(value),
    ) as [number, number];
    if (had === has) return "same";
    if (Number.isNaN(had) || Number.isNaN(has)) return "other";
    return has < had ? "stricter" : "weaker";
  };
}

/** A flag that lets in when it is set, and does not where it is not said. */
export const flagGrants: Weigh = ({ before, after }) => {
  const [had, has] = [before === true, after === true];
  return had === has ? "same" : has ? "weaker" : "stricter";
};

/** A flag that keeps out when it is set. */
export const flagGuards: Weigh = ({ before, after }) => {
  const [had, has] = [before === true, after === true];
  return had === has ? "same" : has ? "stricter" : "weaker";
};

export const asNumber = (value: JsonValue): number =>
  typeof value === "number" ? value : Number.NaN;

/** Milliseconds since 1970. */
export const asTime = (value: JsonValue): number =>
  typeof value === "string" ? Date.parse(value) : Number.NaN;

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** A time such as `72h`, in seconds. */
export const asSpan = (value: JsonValue): number => {
  const [, count, unit = ""] = /^([0-9]+)([smhdw])$/.exec(String(value)) ?? [];
  return count === undefined ? Number.NaN : Number(count) * (UNITS[unit] ?? Number.NaN);
};
