import type { JsonValue } from "../../bytes/json.ts";
import { asString } from "../../bytes/json-shape.ts";
import { quote } from "../../bytes/quote.ts";
import type { Statement } from "../statement.ts";
import { asText, malformed, openPredicate, optional } from "./field-types.ts";

export const RELEASE_V01 = "https://in-toto.io/attestation/release/v0.1";
export const RELEASE_V02 = "https://in-toto.io/attestation/release/v0.2";

/** Which release of which package its subjects are, as a registry says. */
export interface Release {
  /** A package URL with a version, as it is written. */
  readonly purl: string;
  /** Of the package whatever its name and version; version 0.1 called it the release's. */
  readonly packageId: string | null;
}

/**
 * Reads a release of version 0.1 or 0.2. Ignores unknown fields. Which registry may say so is not decided here.
 *
 * @throws Refusal `PREDICATE_TYPE_UNSUPPORTED` — another predicate or version.
 * @throws Refusal `PREDICATE_MALFORMED` — no package URL, or one without a version.
 * @see https://github.com/in-toto/attestation/blob/main/spec/predicates/release.md
 */
export function parseRelease(statement: Statement): Release {
  const { type, fields } = openPredicate(statement, [RELEASE_V01, RELEASE_V02]);
  const at = fields.packageId === undefined && type === RELEASE_V01 ? "releaseId" : "packageId";
  return {
    purl: readPurl(fields.purl, "predicate.purl"),
    packageId: optional(fields[at], `predicate.${at}`, asText),
  };
}

/** `pkg:type/namespace/name@version?qualifiers#subpath`, of which the version is optional, but not for a release. */
const PURL =
  /^pkg:\/{0,2}[A-Za-z][A-Za-z0-9.+-]*\/(?:[^@?#/\s]+\/)*[^@?#/\s]+@[^@?#\s]+(?:\?[^#\s]+)?(?:#\S+)?$/;

function readPurl(value: JsonValue | undefined, at: string): string {
  const purl = asString(value, at, malformed);
  // npm's scopes are often written with their @ as it is.
  const plain = purl.replace(/^(pkg:[^/]+\/)@/, "$1%40");
  return PURL.test(plain) ? purl : malformed(at, "a package URL with a version", quote(purl));
}
