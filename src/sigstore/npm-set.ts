import { type JsonObject, type JsonValue, parseJson } from "../bytes/json.ts";
import { asArray, asObject, asString } from "../bytes/json-shape.ts";
import { Refusal } from "../errors.ts";
import { NPM_PUBLISH_V01 } from "../statement/predicate/npm-publish.ts";
import { type Bundle, bundleFailure, readBundle } from "./bundle.ts";
import { MAX_SIGSTORE_BUNDLE_BYTES } from "./bundle-limit.ts";

/** What npm's registry has about one version of a package. Nothing in it is verified. */
export interface NpmSet {
  /** Of the build, by the workflow's own signature. */
  readonly provenance: Bundle;
  /** Of the publication, by the registry's. */
  readonly publish: Bundle;
}

/** A registry serves two; more are of types that are yet to come. */
const MAX_ATTESTATIONS = 32;
const PROVENANCE = "https://slsa.dev/provenance/";

/**
 * Reads npm's set of attestations: exactly one provenance and one publication, told apart by what the set calls them.
 * **No signature is verified**, and what a bundle states may be another type than it is called by: whoever verifies it
 * looks at the signed one. Other attestations in the set are passed over.
 *
 * @param what names the file in a refusal.
 * @throws Refusal `NPM_ATTESTATION_MISSING` — an empty set, or one without either.
 * @throws Refusal `NPM_ATTESTATION_DUPLICATE` — two of one kind: nobody could say which is meant.
 * @throws Refusal `BUNDLE_MALFORMED` and others — see `readBundle`; `JSON_MALFORMED`, `UTF8_MALFORMED`, `INPUT_TOO_LARGE` — see `parseJson`.
 */
export function parseNpmSet(bytes: Uint8Array, what: string): NpmSet {
  const fail = bundleFailure(what);
  const root = asObject(
    parseJson(bytes, { what, maxBytes: 2 * MAX_SIGSTORE_BUNDLE_BYTES }),
    "",
    fail,
  );
  const list = asArray(root.attestations, "attestations", 0, MAX_ATTESTATIONS, fail);
  const named = list.map((one, index) => {
    const at = `attestations[${index}]`;
    const fields: JsonObject = asObject(one, at, fail);
    const type = asString(fields.predicateType, `${at}.predicateType`, fail);
    return { at, type, bundle: fields.bundle };
  });
  const bundleOf = (kind: string, isIt: (type: string) => boolean): Bundle => {
    const found = named.filter(({ type }) => isIt(type));
    const [first] = found;
    if (first === undefined) throw missing(what, kind, named);
    if (found.length > 1) throw duplicate(what, kind, found);
    return readBundle((first.bundle ?? null) as JsonValue, `${what}: ${first.at}`);
  };
  return {
    provenance: bundleOf("provenance", (type) => type.startsWith(PROVENANCE)),
    publish: bundleOf("publish attestation", (type) => type === NPM_PUBLISH_V01),
  };
}

function missing(what: string, kind: string, named: readonly { readonly type: string }[]): Refusal {
  const found = named.map(({ type }) => type.slice(0, 128)).join(", ") || "an empty set";
  return new Refusal(
    "NPM_ATTESTATION_MISSING",
    `${what}: expected a ${kind}, found ${found}`,
    { kind, found },
    { hint: "fetch the attestations of this version from its registry anew" },
  );
}

function duplicate(what: string, kind: string, found: readonly { readonly at: string }[]): Refusal {
  return new Refusal(
    "NPM_ATTESTATION_DUPLICATE",
    `${what}: expected one ${kind}, found ${found.length}, at ${found.map(({ at }) => at).join(", ")}`,
    { kind, count: found.length },
    { hint: "fetch the attestations of this version from its registry anew" },
  );
}
