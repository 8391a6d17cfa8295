/**
 * What is known of a value before anything is evaluated. `any` is whatever it turns out to be; `never` the element of an
 * empty list, which is of every type.
 */
export type CelType =
  | { readonly kind: Scalar | "any" | "never" }
  | { readonly kind: "list" | "map"; readonly of: CelType }
  | { readonly kind: "record"; readonly fields: ReadonlyMap<string, CelType> };

type Scalar =
  | "bool"
  | "int"
  | "uint"
  | "double"
  | "string"
  | "null"
  | "timestamp"
  | "duration"
  | "type";

const scalar = (kind: Scalar | "any" | "never"): CelType => ({ kind });

export const ANY: CelType = scalar("any");
export const NEVER: CelType = scalar("never");
export const BOOL: CelType = scalar("bool");
export const INT: CelType = scalar("int");
export const UINT: CelType = scalar("uint");
export const DOUBLE: CelType = scalar("double");
export const STRING: CelType = scalar("string");
export const NULL: CelType = scalar("null");
export const TIMESTAMP: CelType = scalar("timestamp");
export const DURATION: CelType = scalar("duration");
export const TYPE: CelType = scalar("type");

export const listOf = (of: CelType): CelType => ({ kind: "list", of });
export const mapOf = (of: CelType): CelType => ({ kind: "map", of });
export const record = (fields: Readonly<Record<string, CelType>>): CelType => ({
  kind: "record",
  fields: new Map(Object.entries(fields)),
});

/** Says whether a value of one type could be one of the other. */
export function agree(one: CelType, other: CelType): boolean {
  if (isOpen(one) || isOpen(other)) return true;
  if (one.kind === "list" && other.kind === "list") return agree(one.of, other.of);
  if (one.kind === "map" && other.kind === "map") return agree(one.of, other.of);
  if (one.kind === "record" || other.kind === "record")
    return /map|record/.test(one.kind) && /map|record/.test(other.kind);
  return one.kind === other.kind;
}

/** Gives what two branches have in common. */
export function join(one: CelType, other: CelType): CelType {
  if (one.kind === "never") return other;
  if (other.kind === "never") return one;
  if (one.kind === "list" && other.kind === "list") return listOf(join(one.of, other.of));
  if (one.kind === "map" && other.kind === "map") return mapOf(join(one.of, other.of));
  if (one.kind === "record") return one === other ? one : ANY;
  return one.kind === other.kind ? one : ANY;
}

/** Names a type for whoever wrote the expression. */
export function nameType(type: CelType): string {
  switch (type.kind) {
    case "list":
      return isOpen(type.of) ? "a list" : `a list of ${nameType(type.of).replace(/^an? /, "")}`;
    case "map":
    case "record":
      return "a map";
    case "any":
    case "never":
      return "anything";
    default:
      return `${type.kind === "int" ? "an" : "a"} ${type.kind}`;
  }
}

function isOpen({ kind }: CelType): boolean {
  return kind === "any" || kind === "never";
}
