import { type Digest, parseDigest } from "../bytes/digest.ts";
import type { JsonObject, JsonValue } from "../bytes/json.ts";
import { asExactObject, asString, type ShapeFailure } from "../bytes/json-shape.ts";
import { quote } from "../bytes/quote.ts";
import { badPath, hasControlCharacter, isRepository } from "./scope.ts";

/** Of the names of generators and kinds of evidence, which a report shows. */
const MAX_LABEL = 128;

/** Takes a label: reports show them, and other programs compare them. Printable ASCII without a space at the ends. */
export function asLabel(value: JsonValue | undefined, at: string, fail: ShapeFailure): string {
  const label = asString(value, at, fail);
  if (label.length <= MAX_LABEL && /^[!-~](?:[ -~]*[!-~])?$/.test(label)) return label;
  return fail(at, `1 to ${MAX_LABEL} printable ASCII characters`, quote(label));
}

/** Takes RFC 3339 in UTC and to the second, the one form we write, of a day that exists. */
export function asTime(value: JsonValue | undefined, at: string, fail: ShapeFailure): string {
  const time = asString(value, at, fail);
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(time)) {
    const date = new Date(time);
    // A day like 30 February is either no date or another one, depending on the runtime.
    if (!Number.isNaN(date.getTime()) && date.toISOString() === time.replace("Z", ".000Z"))
      return time;
  }
  return fail(at, "a time like 2026-11-24T03:00:00Z", quote(time));
}

/** Takes a digest set of SHA-256 and nothing else. */
export function asSha256(value: JsonValue | undefined, at: string, fail: ShapeFailure): Digest {
  const set: JsonObject = asExactObject(value, at, ["sha256"], fail);
  return parseDigest("sha256", asString(set.sha256, `${at}.sha256`, fail));
}

/** Takes text that people read, of one line, without what a terminal obeys. */
export function asText(
  value: JsonValue | undefined,
  at: string,
  most: number,
  fail: ShapeFailure,
): string {
  const text = asString(value, at, fail);
  if (text.length > most) return fail(at, `at most ${most} characters`, `${text.length}`);
  if (hasControlCharacter(text))
    return fail(at, "text of one line without control characters", quote(text));
  return text;
}

/** Takes a path below the root. */
export function asPath(value: JsonValue | undefined, at: string, fail: ShapeFailure): string {
  const path = asString(value, at, fail);
  const bad = badPath(path);
  return bad === undefined ? path : fail(at, "a path relative to the root", bad);
}

/** Takes the URI of a repository as we write it, or null. */
export function asRepository(
  value: JsonValue | undefined,
  at: string,
  fail: ShapeFailure,
): string | null {
  if (value === null) return null;
  const uri = asString(value, at, fail);
  return isRepository(uri) ? uri : fail(at, "git+https://host/path or null", quote(uri));
}

/** Takes a hash as a lock has it: `algorithm:hex`. */
export function asHash(value: JsonValue | undefined, at: string, fail: ShapeFailure): string {
  const hash = asString(value, at, fail);
  return /^[a-z0-9]{1,16}:[0-9a-f]{32,128}$/.test(hash)
    ? hash
    : fail(at, "a hash like sha256:…", quote(hash));
}

/** Takes what wrote a statement. */
export function asGenerator(
  value: JsonValue | undefined,
  at: string,
  fail: ShapeFailure,
): Generator {
  const { name, version } = asExactObject(value, at, ["name", "version"], fail);
  return {
    name: asLabel(name, `${at}.name`, fail),
    version: asLabel(version, `${at}.version`, fail),
  };
}

/** What wrote a statement: a claim. */
export interface Generator {
  readonly name: string;
  readonly version: string;
}

/** Gives a digest as a digest set. */
export function digestSet({ algorithm, hex }: Digest): Readonly<Record<string, string>> {
  return { [algorithm]: hex };
}
