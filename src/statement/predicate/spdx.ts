import type { JsonObject, JsonValue } from "../../bytes/json.ts";
import { asString } from "../../bytes/json-shape.ts";
import { quote } from "../../bytes/quote.ts";
import type { Statement } from "../statement.ts";
import {
  asFields,
  asList,
  asText,
  asTimestamp,
  asUri,
  malformed,
  openPredicate,
  optionalList,
} from "./field-types.ts";

/** Of version 2, as cosign says it too; which of them is in the document. */
export const SPDX = "https://spdx.dev/Document";
export const SPDX_V22 = "https://spdx.dev/Document/v2.2";
export const SPDX_V23 = "https://spdx.dev/Document/v2.3";
export const SPDX_V3 = "https://spdx.dev/Document/v3";

/** A bill of materials in SPDX's JSON, as far as its form is ours to judge. */
export type Spdx = SpdxV2 | SpdxV3;

export interface SpdxV2 {
  readonly version: "2.2" | "2.3";
  readonly name: string;
  readonly documentNamespace: string;
  readonly creators: readonly string[];
  readonly created: string;
  readonly packages: readonly SpdxPackage[];
}

export interface SpdxPackage {
  readonly id: string;
  readonly name: string;
  readonly version: string | null;
}

export interface SpdxV3 {
  readonly version: "3.0";
  /** Each has a type. */
  readonly graph: readonly JsonObject[];
}

/**
 * Reads an SPDX document of version 2.2, 2.3 or 3.0 in JSON: what every document has to have, and the packages of version 2.
 * Ignores unknown fields. Does not check that a document is complete or true, nor the graph of version 3.
 *
 * @throws Refusal `PREDICATE_TYPE_UNSUPPORTED` — another predicate or version.
 * @throws Refusal `PREDICATE_MALFORMED` — a document of another version than the type says, or without what it has to have.
 * @see https://github.com/in-toto/attestation/blob/main/spec/predicates/spdx2.md
 * @see https://github.com/in-toto/attestation/blob/main/spec/predicates/spdx3.md
 */
export function parseSpdx(statement: Statement): Spdx {
  const { type, fields } = openPredicate(statement, [SPDX, SPDX_V22, SPDX_V23, SPDX_V3]);
  return type === SPDX_V3 ? readV3(fields) : readV2(fields, VERSIONS_OF_TYPE[type]);
}

const VERSIONS_OF_TYPE = {
  [SPDX]: ["2.2", "2.3"],
  [SPDX_V22]: ["2.2"],
  [SPDX_V23]: ["2.3"],
} as const;

function readV2(fields: JsonObject, versions: readonly SpdxV2["version"][]): SpdxV2 {
  const named = asString(fields.spdxVersion, "predicate.spdxVersion", malformed);
  const version =
    versions.find((one) => named === `SPDX-${one}`) ??
    malformed(
      "predicate.spdxVersion",
      versions.map((one) => `SPDX-${one}`).join(" or "),
      quote(named),
    );
  const id = asString(fields.SPDXID, "predicate.SPDXID", malformed);
  if (id !== "SPDXRef-DOCUMENT") malformed("predicate.SPDXID", "SPDXRef-DOCUMENT", quote(id));
  const creation = asFields(fields.creationInfo, "predicate.creationInfo");
  return {
    version,
    name: asText(fields.name, "predicate.name"),
    documentNamespace: asUri(fields.documentNamespace, "predicate.documentNamespace"),
    creators: asList(creation.creators, "predicate.creationInfo.creators", 1, asText),
    created: asTimestamp(creation.created, "predicate.creationInfo.created"),
    packages: optionalList(fields.packages, "predicate.packages", readPackage),
  };
}

function readPackage(value: JsonValue, at: string): SpdxPackage {
  const { SPDXID, name, versionInfo = null } = asFields(value, at);
  return {
    id: asText(SPDXID, `${at}.SPDXID`),
    name: asString(name, `${at}.name`, malformed),
    version: versionInfo === null ? null : asString(versionInfo, `${at}.versionInfo`, malformed),
  };
}

/** The context names the version, and a reader of JSON-LD takes every other name by it. */
const CONTEXT_V3 = /^https:\/\/spdx\.org\/rdf\/3\.0(?:\.\d+)?\/spdx-context\.jsonld$/;

function readV3(fields: JsonObject): SpdxV3 {
  const context = asString(fields["@context"], "predicate.@context", malformed);
  if (!CONTEXT_V3.test(context))
    malformed("predicate.@context", "the context of SPDX 3.0", quote(context));
  return {
    version: "3.0",
    graph: asList(fields["@graph"], "predicate.@graph", 1, (element, at) => {
      const object = asFields(element, at);
      asText(object.type ?? object["@type"], `${at}.type`);
      return object;
    }),
  };
}
