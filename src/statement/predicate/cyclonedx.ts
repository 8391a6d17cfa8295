import type { JsonValue } from "../../bytes/json.ts";
import { asInteger, asString } from "../../bytes/json-shape.ts";
import { quote } from "../../bytes/quote.ts";
import type { Statement } from "../statement.ts";
import {
  asFields,
  asText,
  malformed,
  openPredicate,
  optional,
  optionalList,
} from "./field-types.ts";

/** Of any version, which is in the document. */
export const CYCLONEDX = "https://cyclonedx.org/bom";
/** Those that have JSON. */
const VERSIONS = ["1.2", "1.3", "1.4", "1.5", "1.6", "1.7"] as const;

/** A bill of materials in CycloneDX's JSON, as far as its form is ours to judge. */
export interface CycloneDx {
  readonly specVersion: (typeof VERSIONS)[number];
  /** `urn:uuid:…` */
  readonly serialNumber: string | null;
  readonly version: number;
  readonly components: readonly CycloneDxComponent[];
}

export interface CycloneDxComponent {
  readonly type: string;
  readonly name: string;
  readonly version: string | null;
  readonly purl: string | null;
}

/** The types that a reader of these knows: without a version, and with each. */
export const CYCLONEDX_TYPES: readonly string[] = [
  CYCLONEDX,
  ...VERSIONS.map((version) => `${CYCLONEDX}/v${version}`),
];

/**
 * Reads a CycloneDX document of version 1.2 to 1.7 in JSON: what every document has to have, and its components, without those
 * within components. Ignores unknown fields. Does not check that a document is complete or true.
 *
 * @throws Refusal `PREDICATE_TYPE_UNSUPPORTED` — another predicate or version.
 * @throws Refusal `PREDICATE_MALFORMED` — a document of another version than the type says, or without what it has to have.
 * @see https://github.com/in-toto/attestation/blob/v1.1.0/spec/predicates/cyclonedx.md
 * @see https://cyclonedx.org/docs/1.6/json/
 */
export function parseCycloneDx(statement: Statement): CycloneDx {
  const { type, fields } = openPredicate(statement, CYCLONEDX_TYPES);
  const format = asString(fields.bomFormat, "predicate.bomFormat", malformed);
  if (format !== "CycloneDX") malformed("predicate.bomFormat", "CycloneDX", quote(format));
  const named = asString(fields.specVersion, "predicate.specVersion", malformed);
  const versions = VERSIONS.filter(
    (version) => type === CYCLONEDX || type === `${CYCLONEDX}/v${version}`,
  );
  const specVersion =
    versions.find((version) => version === named) ??
    malformed("predicate.specVersion", versions.join(" or "), quote(named));
  return {
    specVersion,
    serialNumber: optional(fields.serialNumber, "predicate.serialNumber", readSerial),
    version:
      optional(fields.version, "predicate.version", (value, at) =>
        asInteger(value, at, 1, malformed),
      ) ?? 1,
    components: optionalList(fields.components, "predicate.components", readComponent),
  };
}

function readSerial(value: JsonValue, at: string): string {
  const serial = asString(value, at, malformed);
  return /^urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(serial)
    ? serial
    : malformed(at, "urn:uuid: and a UUID", quote(serial));
}

function readComponent(value: JsonValue, at: string): CycloneDxComponent {
  const fields = asFields(value, at);
  const text = (name: string): string | null =>
    optional(fields[name], `${at}.${name}`, (one, place) => asString(one, place, malformed));
  return {
    type: asText(fields.type, `${at}.type`),
    name: asString(fields.name, `${at}.name`, malformed),
    version: text("version"),
    purl: text("purl"),
  };
}
