import { decodeEitherBase64 } from "../../bytes/base64.ts";
import { isDigestAlgorithm, parseDigest } from "../../bytes/digest.ts";
import type { JsonObject, JsonValue } from "../../bytes/json.ts";
import {
  asArray,
  asObject,
  asString,
  nameJson,
  type ShapeFailure,
} from "../../bytes/json-shape.ts";
import { quote } from "../../bytes/quote.ts";
import { Refusal } from "../../errors.ts";
import type { Statement } from "../statement.ts";

/** What a predicate refers to: a file, a policy, an attestation. Nobody has compared it with anything. */
export interface ResourceDescriptor {
  readonly name?: string;
  readonly uri?: string;
  /** By the algorithm's name, which may be none of ours; those of ours, and git's, are as long as they have to be. */
  readonly digest: ReadonlyMap<string, string>;
  readonly content?: Uint8Array;
  readonly downloadLocation?: string;
  readonly mediaType?: string;
  readonly annotations?: JsonObject;
}

/** Elements of any list in a predicate; the payload is bounded before, so this only keeps the readers' arrays in memory. */
const MAX_ELEMENTS = 1_048_576;

/**
 * Opens the predicate of a statement, if it is of one of the types that a reader knows. Another version of a known type
 * says something that nobody here understands: it is no evidence.
 *
 * @throws Refusal `PREDICATE_TYPE_UNSUPPORTED` — another type or version.
 * @throws Refusal `PREDICATE_MALFORMED` — there is no predicate.
 */
export function openPredicate<Type extends string>(
  { predicateType, predicate }: Statement,
  types: readonly Type[],
): { readonly type: Type; readonly fields: JsonObject } {
  const type = types.find((one) => one === predicateType);
  if (type === undefined) {
    const expected = types.join(" or ");
    const found = predicateType.slice(0, 256);
    throw new Refusal(
      "PREDICATE_TYPE_UNSUPPORTED",
      `statement: expected the predicate type ${expected}, found ${quote(found)}`,
      { expected, found },
    );
  }
  return { type, fields: asObject(predicate, "predicate", malformed) };
}

/** Refuses a predicate that is not as its type says. */
export const malformed: ShapeFailure = (at, expected, found) => {
  throw new Refusal(
    "PREDICATE_MALFORMED",
    `predicate: expected ${expected} at ${at}, found ${found}`,
    { at },
  );
};

/**
 * Reads what may be missing: null says the same.
 * @see https://github.com/in-toto/attestation/blob/v1.1.0/spec/v1/README.md#parsing-rules
 */
export function optional<Value>(
  value: JsonValue | undefined,
  at: string,
  read: (value: JsonValue, at: string) => Value,
): Value | null {
  return value === undefined || value === null ? null : read(value, at);
}

/** Reads a list of any length up to the limit; one that is missing, or null, is empty. */
export function optionalList<Value>(
  value: JsonValue | undefined,
  at: string,
  read: (value: JsonValue, at: string) => Value,
): readonly Value[] {
  return optional(value, at, (list) => asList(list, at, 0, read)) ?? [];
}

/** Reads a list of at least so many elements. */
export function asList<Value>(
  value: JsonValue | undefined,
  at: string,
  least: number,
  read: (value: JsonValue, at: string) => Value,
): readonly Value[] {
  return asArray(value, at, least, MAX_ELEMENTS, malformed).map((one, index) =>
    read(one, `${at}[${index}]`),
  );
}

/** Reads a text that says something. */
export function asText(value: JsonValue | undefined, at: string): string {
  const text = asString(value, at, malformed);
  return text === "" ? malformed(at, "a text", '""') : text;
}

/** Reads an object of any fields. */
export function asFields(value: JsonValue | undefined, at: string): JsonObject {
  return asObject(value, at, malformed);
}

// Schemes have no underscore in RFC 3986; those that verifiers make up for their resources, such as gce_image, do.
const URI = /^[A-Za-z][A-Za-z0-9+._-]*:[!-~]+$/;

/**
 * Reads a URI: absolute, in ASCII and without spaces. Nobody looks at what it names; whoever compares it does so by the letter.
 * @see https://github.com/in-toto/attestation/blob/v1.1.0/spec/v1/field_types.md#resourceuri
 */
export function asUri(value: JsonValue | undefined, at: string): string {
  const uri = asString(value, at, malformed);
  return isUri(uri) ? uri : malformed(at, "a URI", quote(uri));
}

/** Tells whether a text has the form of a URI. */
export function isUri(text: string): boolean {
  return URI.test(text);
}

/**
 * Reads a time in RFC 3339 and UTC, of a day that exists, and keeps it as it is written. A claim: never used as a clock.
 * @see https://github.com/in-toto/attestation/blob/v1.1.0/spec/v1/field_types.md#timestamp
 */
export function asTimestamp(value: JsonValue | undefined, at: string): string {
  const time = asString(value, at, malformed);
  const [, day] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,9})?Z$/.exec(time) ?? [];
  const date = new Date(`${day}Z`);
  // 30 February is either no date or another one, depending on the runtime.
  if (day !== undefined && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day))
    return time;
  return malformed(at, "a time like 2026-11-24T03:00:00Z", quote(time));
}

/**
 * Reads a digest set. Of ours, and of git's objects, a wrong length or upper case is refused; what others have is kept.
 *
 * @throws Refusal `DIGEST_MALFORMED` — see `parseDigest`.
 * @see https://github.com/in-toto/attestation/blob/v1.1.0/spec/v1/digest_set.md
 */
export function asDigestSet(value: JsonValue | undefined, at: string): ReadonlyMap<string, string> {
  const set = new Map<string, string>();
  for (const [algorithm, hex] of Object.entries(asFields(value, at))) {
    const place = `${at}.${algorithm}`;
    if (typeof hex !== "string") malformed(place, "a string", nameJson(hex));
    else if (isDigestAlgorithm(algorithm)) parseDigest(algorithm, hex);
    else if (/^git(?:Commit|Tree|Blob|Tag)$/.test(algorithm) && !GIT_OBJECT.test(hex))
      malformed(place, "40 or 64 lower-case hex digits", quote(hex));
    set.set(algorithm, hex as string);
  }
  return set;
}

const GIT_OBJECT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/**
 * Reads a resource descriptor.
 *
 * @throws Refusal `PREDICATE_MALFORMED` — none of uri, digest and content is there, or a field has another type.
 * @throws Refusal `DIGEST_MALFORMED`, `BASE64_MALFORMED`
 * @see https://github.com/in-toto/attestation/blob/v1.1.0/spec/v1/resource_descriptor.md
 */
export function asDescriptor(value: JsonValue | undefined, at: string): ResourceDescriptor {
  const descriptor = readDescriptor(value, at);
  const { uri, digest, content } = descriptor;
  if (uri === undefined && digest.size === 0 && content === undefined)
    malformed(at, "one of uri, digest and content", "none");
  return descriptor;
}

/** Reads a descriptor that may be empty, which says as much as none. */
export function optionalDescriptor(
  value: JsonValue | undefined,
  at: string,
): ResourceDescriptor | null {
  return optional(value, at, (given) =>
    Object.keys(asFields(given, at)).length === 0 ? null : asDescriptor(given, at),
  );
}

/** Reads a descriptor that a predicate type allows to name something without uri, digest or content. */
export function readDescriptor(value: JsonValue | undefined, at: string): ResourceDescriptor {
  const fields = asFields(value, at);
  const text = (name: string): string | null =>
    optional(fields[name], `${at}.${name}`, (one, place) => asString(one, place, malformed));
  const name = text("name");
  const uri = optional(fields.uri, `${at}.uri`, asUri);
  const content = text("content");
  const downloadLocation = optional(fields.downloadLocation, `${at}.downloadLocation`, asUri);
  const mediaType = text("mediaType");
  const annotations = optional(fields.annotations, `${at}.annotations`, asFields);
  return {
    ...(name === null ? {} : { name }),
    ...(uri === null ? {} : { uri }),
    digest: optional(fields.digest, `${at}.digest`, asDigestSet) ?? new Map(),
    ...(content === null ? {} : { content: Uint8Array.from(decodeEitherBase64(content)) }),
    ...(downloadLocation === null ? {} : { downloadLocation }),
    ...(mediaType === null ? {} : { mediaType }),
    ...(annotations === null ? {} : { annotations }),
  };
}

/** Gives a descriptor as JSON has it, its fields in the order of the specification. */
export function descriptorJson({ digest, content, ...rest }: ResourceDescriptor): object {
  return {
    name: rest.name,
    uri: rest.uri,
    digest: digest.size === 0 ? undefined : Object.fromEntries(digest),
    content: content === undefined ? undefined : Buffer.from(content).toString("base64"),
    downloadLocation: rest.downloadLocation,
    mediaType: rest.mediaType,
    annotations: rest.annotations,
  };
}
