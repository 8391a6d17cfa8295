import { type JsonObject, type JsonValue, parseJson } from "../bytes/json.ts";
import {
  asArray,
  asExactObject,
  asInteger,
  asString,
  type ShapeFailure,
} from "../bytes/json-shape.ts";
import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import { type Period, parsePeriod } from "../trust/period.ts";

/** Which services a signer is to use. */
export interface SigningConfig {
  /** Authorities that certify signers (Fulcio). */
  readonly certificateAuthorities: readonly Service[];
  /** Issuers of OpenID Connect that a person can log in at. */
  readonly identityProviders: readonly Service[];
  /** Logs of signatures (Rekor). */
  readonly logs: Choice;
  readonly timestampAuthorities: Choice;
}

export interface Service {
  /** Without a slash at the end. */
  readonly url: string;
  readonly majorApiVersion: number;
  readonly validFor: Period;
  /** Who runs it: two services of one operator count as one. */
  readonly operator: string;
}

/** Services, and how many of them a signature needs. */
export interface Choice {
  readonly services: readonly Service[];
  readonly selector: Selector;
}

export type Selector =
  | { readonly kind: "none" }
  | { readonly kind: "any" }
  | { readonly kind: "all" }
  | { readonly kind: "exact"; readonly count: number };

/** The configuration of the public instance has 2 kB. */
export const MAX_SIGNING_CONFIG_BYTES: number = 256 * 1024;

export const SIGNING_CONFIG_MEDIA_TYPE: string =
  "application/vnd.dev.sigstore.signingconfig.v0.2+json";

const MAX_SERVICES = 64;

/**
 * Reads a signing configuration of version 0.2. Refuses unknown fields, for a misspelt one would mean one service less.
 * Does not verify where the file comes from.
 *
 * @param bytes UTF-8 JSON of at most `MAX_SIGNING_CONFIG_BYTES`.
 * @param what names the file in a refusal.
 * @throws Refusal `SIGNING_CONFIG_MALFORMED` — another media type, a field missing, unknown or of another type, `validFor` without a start, services without a selector, or a URL that is neither `https` nor on this machine.
 * @throws Refusal `JSON_MALFORMED`, `UTF8_MALFORMED`, `INPUT_TOO_LARGE` — see `parseJson`.
 * @see https://github.com/sigstore/protobuf-specs/blob/v0.5.1/protos/sigstore_trustroot.proto
 */
export function parseSigningConfig(bytes: Uint8Array, what: string): SigningConfig {
  const fail: ShapeFailure = (at, expected, found) => {
    const place = at === "" ? "" : ` at ${at}`;
    throw new Refusal(
      "SIGNING_CONFIG_MALFORMED",
      `${what}: expected ${expected}${place}, found ${found}`,
      { at },
      { hint: "get the signing configuration of the instance anew" },
    );
  };
  const json = parseJson(bytes, { what, maxBytes: MAX_SIGNING_CONFIG_BYTES });
  const root = asExactObject(json, "", ["mediaType"], fail, [
    "caUrls",
    "oidcUrls",
    "rekorTlogUrls",
    "rekorTlogConfig",
    "tsaUrls",
    "tsaConfig",
  ]);
  const mediaType = asString(root.mediaType, "mediaType", fail);
  if (mediaType !== SIGNING_CONFIG_MEDIA_TYPE)
    fail("mediaType", quote(SIGNING_CONFIG_MEDIA_TYPE), quote(mediaType));
  return {
    certificateAuthorities: readServices(root.caUrls, "caUrls", fail),
    identityProviders: readServices(root.oidcUrls, "oidcUrls", fail),
    logs: readChoice(root, "rekorTlogUrls", "rekorTlogConfig", fail),
    timestampAuthorities: readChoice(root, "tsaUrls", "tsaConfig", fail),
  };
}

function readChoice(root: JsonObject, urls: string, config: string, fail: ShapeFailure): Choice {
  const services = readServices(root[urls], urls, fail);
  const found = root[config] ?? null;
  if (found !== null) return { services, selector: readSelector(found, config, fail) };
  if (services.length > 0) fail(config, "a selector for its services", "nothing");
  return { services, selector: { kind: "none" } };
}

function readSelector(value: JsonValue, at: string, fail: ShapeFailure): Selector {
  const { selector, count } = asExactObject(value, at, ["selector"], fail, ["count"]);
  if (selector === "EXACT")
    return { kind: "exact", count: asInteger(count ?? 0, `${at}.count`, 1, fail) };
  if ((count ?? 0) !== 0) fail(`${at}.count`, "a count for EXACT alone", "one");
  if (selector === "ANY") return { kind: "any" };
  if (selector === "ALL") return { kind: "all" };
  return fail(`${at}.selector`, "ANY, ALL or EXACT", quote(asString(selector, at, fail)));
}

function readServices(
  value: JsonValue | undefined,
  at: string,
  fail: ShapeFailure,
): readonly Service[] {
  // The JSON of protocol buffers leaves empty lists out.
  return asArray(value ?? [], at, 0, MAX_SERVICES, fail).map((one, index) =>
    readService(one, `${at}[${index}]`, fail),
  );
}

function readService(value: JsonValue, at: string, fail: ShapeFailure): Service {
  const required = ["url", "majorApiVersion", "validFor"];
  const service = asExactObject(value, at, required, fail, ["operator"]);
  const url = asString(service.url, `${at}.url`, fail);
  // What goes there is a token that anybody could use, or a name that should reach the right log.
  if (!isProtected(url)) fail(`${at}.url`, "an https URL without a query", quote(url));
  const { start, end } = asExactObject(service.validFor, `${at}.validFor`, ["start"], fail, [
    "end",
  ]);
  const from = asString(start, `${at}.validFor.start`, fail);
  const until = (end ?? null) === null ? null : asString(end, `${at}.validFor.end`, fail);
  return {
    url: url.replace(/\/+$/, ""),
    majorApiVersion: asInteger(service.majorApiVersion, `${at}.majorApiVersion`, 1, fail),
    validFor:
      parsePeriod(from, until) ??
      fail(
        `${at}.validFor`,
        "times of RFC 3339, the end not before the start",
        `${quote(from)} to ${until === null ? "no end" : quote(until)}`,
      ),
    operator: asString(service.operator ?? "", `${at}.operator`, fail),
  };
}

/** Tells whether nobody between here and the service can read along. */
export function isProtected(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, search, hash, username, password } = new URL(text);
  if (search !== "" || hash !== "" || username !== "" || password !== "") return false;
  if (protocol === "https:") return true;
  return protocol === "http:" && /^(?:127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/.test(hostname);
}
