import type { JsonObject, JsonValue } from "../../bytes/json.ts";
import { asString } from "../../bytes/json-shape.ts";
import { quote } from "../../bytes/quote.ts";
import type { Statement } from "../statement.ts";
import {
  asDescriptor,
  asFields,
  asText,
  malformed,
  openPredicate,
  optional,
  optionalList,
  type ResourceDescriptor,
} from "./field-types.ts";

export const LINK_V03 = "https://in-toto.io/attestation/link/v0.3";

/** What one step of a supply chain took in; the subjects of its statement are what it gave. */
export interface Link {
  /** Of the step. */
  readonly name: string;
  readonly command: readonly string[];
  /** Each has a name, which no other has, and a digest. */
  readonly materials: readonly ResourceDescriptor[];
  readonly byproducts: JsonObject | null;
  readonly environment: JsonObject | null;
}

/**
 * Reads a link of version 0.3. Ignores unknown fields. Compares nothing with a layout.
 *
 * @throws Refusal `PREDICATE_TYPE_UNSUPPORTED` — another predicate or version; those of before, at `https://in-toto.io/Link/`, too.
 * @throws Refusal `PREDICATE_MALFORMED` — a field is missing or of another type, or a subject's or a material's name is missing or twice there.
 * @throws Refusal `DIGEST_MALFORMED`
 * @see https://github.com/in-toto/attestation/blob/v1.1.0/spec/predicates/link.md
 */
export function parseLink(statement: Statement): Link {
  const { fields } = openPredicate(statement, [LINK_V03]);
  const subjects = new Set<string>();
  for (const [index, { name }] of statement.subjects.entries())
    refuseSecond(name, `subject[${index}].name`, subjects);
  const materials = new Set<string>();
  const readMaterial = (value: JsonValue, at: string): ResourceDescriptor => {
    const material = asDescriptor(value, at);
    refuseSecond(material.name, `${at}.name`, materials);
    return material.digest.size === 0 ? malformed(`${at}.digest`, "a digest", "none") : material;
  };
  return {
    name: asText(fields.name, "predicate.name"),
    command: optionalList(fields.command, "predicate.command", (word, at) =>
      asString(word, at, malformed),
    ),
    materials: optionalList(fields.materials, "predicate.materials", readMaterial),
    byproducts: optional(fields.byproducts, "predicate.byproducts", asFields),
    environment: optional(fields.environment, "predicate.environment", asFields),
  };
}

/** Rules of a layout find artifacts by name: of two with one name, each reader would take another. */
function refuseSecond(name: string | undefined, at: string, known: Set<string>): void {
  if (name === undefined || name === "") malformed(at, "a name", "nothing");
  else if (known.has(name)) malformed(at, "each name once", `${quote(name)} again`);
  else known.add(name);
}
