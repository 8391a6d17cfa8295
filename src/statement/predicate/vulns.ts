import type { JsonObject, JsonValue } from "../../bytes/json.ts";
import { asString, below } from "../../bytes/json-shape.ts";
import type { Statement } from "../statement.ts";
import {
  asFields,
  asList,
  asText,
  asTimestamp,
  asUri,
  malformed,
  openPredicate,
  optional,
} from "./field-types.ts";

export const VULNS_V01 = "https://in-toto.io/attestation/vulns/v0.1";
export const VULNS_V02 = "https://in-toto.io/attestation/vulns/v0.2";

/** What a scanner found in the subjects. */
export interface Vulns {
  readonly scanner: {
    readonly uri: string;
    readonly version: string | null;
    readonly db: {
      readonly uri: string | null;
      readonly version: string | null;
      readonly lastUpdate: string;
    };
    /** Empty where the scanner found none; never empty because it was left out. */
    readonly result: readonly Vulnerability[];
  };
  readonly metadata: { readonly scanStartedOn: string; readonly scanFinishedOn: string };
}

export interface Vulnerability {
  readonly id: string;
  readonly severity: readonly { readonly method: string; readonly score: string }[];
}

/**
 * Reads the result of a scan for vulnerabilities, version 0.1 or 0.2. Ignores unknown fields and annotations. Whether what was
 * found matters is not decided here.
 *
 * @throws Refusal `PREDICATE_TYPE_UNSUPPORTED` — another predicate or version, cosign's own too.
 * @throws Refusal `PREDICATE_MALFORMED` — a field is missing or of another type, the result too.
 * @see https://github.com/in-toto/attestation/blob/main/spec/predicates/vulns_02.md
 */
export function parseVulns(statement: Statement): Vulns {
  const { type, fields } = openPredicate(statement, [VULNS_V01, VULNS_V02]);
  const at = "predicate.scanner";
  const scanner = asFields(fields.scanner, at);
  const metadata = asFields(fields.metadata, "predicate.metadata");
  return {
    scanner: {
      uri: asUri(scanner.uri, below(at, "uri")),
      version: optional(scanner.version, below(at, "version"), asText),
      db: readDatabase(scanner.db, below(at, "db")),
      // What is missing would read as "nothing was found": leaving a field out must allow nothing.
      result: asList(scanner.result, below(at, "result"), 0, (value, place) =>
        readVulnerability(value, place, type),
      ),
    },
    metadata: {
      scanStartedOn: asTimestamp(metadata.scanStartedOn, "predicate.metadata.scanStartedOn"),
      scanFinishedOn: asTimestamp(metadata.scanFinishedOn, "predicate.metadata.scanFinishedOn"),
    },
  };
}

function readDatabase(value: JsonValue | undefined, at: string): Vulns["scanner"]["db"] {
  const fields = asFields(value, at);
  return {
    uri: optional(fields.uri, below(at, "uri"), asUri),
    version: optional(fields.version, below(at, "version"), asText),
    lastUpdate: asTimestamp(fields.lastUpdate, below(at, "lastUpdate")),
  };
}

/** Version 0.1 describes an object around each, which its own example does not have. */
function readVulnerability(value: JsonValue, at: string, type: string): Vulnerability {
  let [fields, place]: [JsonObject, string] = [asFields(value, at), at];
  if (type === VULNS_V01 && fields.vulnerability !== undefined) {
    place = below(at, "vulnerability");
    fields = asFields(fields.vulnerability, place);
  }
  return {
    id: asText(fields.id, below(place, "id")),
    severity: asList(fields.severity, below(place, "severity"), 0, (one, where) => {
      const { method, score } = asFields(one, where);
      return {
        method: asText(method, below(where, "method")),
        score: asString(score, below(where, "score"), malformed),
      };
    }),
  };
}
