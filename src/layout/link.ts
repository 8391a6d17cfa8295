import type { JsonObject } from "../bytes/json.ts";
import { asArray, asObject, asString, type ShapeFailure } from "../bytes/json-shape.ts";
import { type Artifacts, parseArtifacts } from "./artifacts.ts";

/** What somebody says they did in a step. */
export interface Link {
  /** Null where the form has no place for it. */
  readonly name: string | null;
  readonly command: readonly string[];
  readonly materials: Artifacts;
  readonly products: Artifacts;
}

/**
 * Reads a link. Does not look who signed it, nor at what the command wrote.
 *
 * @throws Refusal by `fail`.
 * @see https://github.com/in-toto/docs/blob/v1.0/in-toto-spec.md#44-file-formats-namekeyid-prefixlink
 */
export function parseLink(body: JsonObject, fail: ShapeFailure): Link {
  for (const name of ["byproducts", "environment"])
    if (body[name] !== undefined && body[name] !== null) asObject(body[name], name, fail);
  return {
    name: asString(body.name, "name", fail),
    command: asArray(body.command ?? [], "command", 0, 100_000, fail).map((word, index) =>
      asString(word, `command[${index}]`, fail),
    ),
    materials: parseArtifacts(body.materials, "materials", fail),
    products: parseArtifacts(body.products, "products", fail),
  };
}
