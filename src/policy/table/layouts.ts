import {
  choice,
  flag,
  list,
  optional,
  refine,
  required,
  type Shape,
  table,
  tableOfNamed,
  text,
} from "../shape.ts";
import { name, pathBelow } from "./words.ts";

/** An in-toto layout whose steps have to have been carried out as it says. */
export interface LayoutSection {
  /** Where in the policy, for messages: `layout[0]`. */
  readonly at: string;
  /** Path of the layout: a file of the policy, so that whoever changes it changes the policy. */
  readonly file: string;
  /** Names under `[signers]`: each has to have signed it, by one of their keys. */
  readonly owners: readonly string[];
  /** Paths of public keys, files of the policy as well: each has to have signed it. */
  readonly keys: readonly string[];
  /** The folder of links, in the checkout that is judged. */
  readonly links: string;
  /** A folder that is held against the products of the last step; null where none is. */
  readonly artifacts: string | null;
  readonly parameters: ReadonlyMap<string, string>;
  readonly allowSublayout: readonly string[];
  readonly allowProvenance: readonly string[];
  /** Inspections never run here: they refuse, unless this leaves them out. */
  readonly skipInspections: boolean;
  readonly when: LayoutWhen;
}

const WHEN = ["always", "release"] as const;
/** `release`: with `--release` alone, since before it nothing was built. */
export type LayoutWhen = (typeof WHEN)[number];

/** A layout has no more owners than are tried: see `verifyLayout`. */
const MAX_OWNERS = 32;
const MAX_STEPS = 256;

const step = (describe: string): Shape<string> =>
  text("the name of a step; of a layout within, OUTER/INNER", /^[^\p{Cc}]{1,256}$/u, { describe });

const SECTION = table("In-toto layouts: who carries out which step, and how files flow", {
  file: required(pathBelow("The path of the layout, relative to the policy")),
  owners: optional(
    list(name("Who has to have signed it: a name under [signers], all of them"), 1, MAX_OWNERS),
    [],
  ),
  keys: optional(
    list(pathBelow("Or the path of an owner's public key, PEM or in-toto's JSON"), 1, MAX_OWNERS),
    [],
  ),
  links: required(pathBelow("The folder of links, relative to the policy")),
  artifacts: optional(
    pathBelow("A folder whose files are held against the products of the last step"),
    null,
  ),
  parameters: optional(
    tableOfNamed(
      "What stands for words in braces; with any, each needs one",
      { pattern: /^[A-Za-z0-9_-]+$/, what: "a name of letters, digits, _ and -" },
      text("a text without control characters", /^[^\p{Cc}]*$/u, { describe: "Its value" }),
    ),
    new Map<string, string>(),
  ),
  allow_sublayout: optional(
    list(step("A step whose functionary may bring a layout of their own"), 0, MAX_STEPS),
    [],
  ),
  allow_provenance: optional(
    list(step("A step for which SLSA provenance may stand for a link"), 0, MAX_STEPS),
    [],
  ),
  skip_inspections: optional(
    flag("Leave inspections out of the verdict, which says so (default: they refuse)"),
    false,
  ),
  when: optional(
    choice("Whether it is judged always (default), or at a release", WHEN),
    "always" as LayoutWhen,
  ),
});

/** `[[layout]]`: layouts that have to hold. */
export const LAYOUTS: Shape<readonly LayoutSection[]> = list(
  refine(SECTION, (section, node, reader) => {
    const { file, owners, keys, links, artifacts, parameters, when } = section;
    if (owners.length + keys.length === 0)
      return reader.fail(
        node,
        "owners, or keys",
        "neither",
        'say who signs it: owners = ["NAME"], of a name under [signers]; or keys = ["keys/owner.pub"]',
      );
    if (owners.length + keys.length > MAX_OWNERS)
      return reader.fail(
        node,
        `at most ${MAX_OWNERS} owners and keys`,
        `${owners.length + keys.length}`,
      );
    return {
      ...{ at: node.at, file, owners, keys, links, artifacts, parameters, when },
      allowSublayout: section.allow_sublayout,
      allowProvenance: section.allow_provenance,
      skipInspections: section.skip_inspections,
    };
  }),
  0,
  64,
);
