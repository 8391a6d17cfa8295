import type { TomlNode } from "../../bytes/toml.ts";
import { normaliseName } from "../../lock/requirements/name.ts";
import { instant, list, refine, required, type Shape, table, text } from "../shape.ts";
import { line } from "./words.ts";

/** A name of a package that may look like another one until a day. */
export interface AllowedName {
  /** Normalised. */
  readonly name: string;
  readonly reason: string;
  /** In milliseconds since 1970. */
  readonly until: number;
}

/** `[[allow_name]]` */
export const ALLOWED_NAMES: Shape<readonly AllowedName[]> = refine(
  list(
    table("Names that may look like a more popular one until a day; in every report", {
      name: required(
        text(
          "a name as it is normalised: a-z, 0-9 and single hyphens",
          /^[a-z0-9]+(?:-[a-z0-9]+)*$/,
          {
            describe: "The name of the package, normalised by PEP 503; no pattern",
            longest: 256,
            meant: normaliseName,
          },
        ),
      ),
      reason: required(line("Why")),
      until: required(instant("Until when; once the name is in the base, nobody asks any more")),
    }),
    0,
    256,
  ),
  (names, node, reader) => {
    for (const [index, { name }] of names.entries())
      if (names.findIndex((one) => one.name === name) < index) {
        const own = (node.value as readonly TomlNode[])[index] ?? node;
        return reader.fail(own, "each name once", `a second [[allow_name]] of ${name}`);
      }
    return names;
  },
);
