import type { WantedTool } from "../../tool/manifest.ts";
import { PLATFORM, PROGRAM_PATH, TOOL_NAME, TOOL_VERSION } from "../../tool/words.ts";
import { nameToml } from "../reader.ts";
import {
  list,
  optional,
  refine,
  required,
  type Shape,
  table,
  tableOfNamed,
  text,
} from "../shape.ts";
import { duration, line, name } from "./words.ts";

const MAX_LIST = 64;

const PUBLISHERS_NAME = text(
  "the publisher's name of the platform",
  /^[0-9A-Za-z][0-9A-Za-z._+-]*$/,
);

const OUR_PLATFORM = { pattern: PLATFORM, what: "a platform such as linux-x64" } as const;

const NAMED_PLATFORMS = tableOfNamed(
  "What its publisher calls our platforms",
  OUR_PLATFORM,
  PUBLISHERS_NAME,
);
const LISTED_PLATFORMS = list(text(OUR_PLATFORM.what, PLATFORM), 0, MAX_LIST);

/** A list where the publisher's names are ours, else a table. */
const PLATFORMS: Shape<ReadonlyMap<string, string>> = {
  schema: { anyOf: [NAMED_PLATFORMS.schema, LISTED_PLATFORMS.schema] },
  read(node, reader) {
    const platforms = Array.isArray(node.value)
      ? new Map(LISTED_PLATFORMS.read(node, reader).map((one) => [one, one] as const))
      : NAMED_PLATFORMS.read(node, reader);
    return platforms.size > 0 ? platforms : reader.fail(node, "at least one platform", "none");
  },
};

const TOOL = table("A tool that is wanted; its digests are in lockseal-tools.lock", {
  version: required(text("a version", TOOL_VERSION)),
  source: required(line("The template of its address, with {version} and {platform}")),
  platforms: required(PLATFORMS),
  mirrors: optional(list(line("Where else it may be fetched from"), 0, MAX_LIST), []),
  signer: optional(name("Who has to have signed it: a name under [signers]"), null),
  hold: optional(duration("How long a version must have been out (default: 72h)"), null),
  deny: optional(list(line("A version that is never taken"), 0, MAX_LIST), []),
  bin: optional(text("the path of a program within its archive", PROGRAM_PATH), null),
  checksums: optional(line("The template of the name of its checksums file"), null),
});

/** `[tools.NAME]`: what is wanted. */
export const TOOLS: Shape<ReadonlyMap<string, WantedTool>> = refine(
  tableOfNamed(
    "Tools that are wanted, by name",
    { pattern: TOOL_NAME, what: "a name of a-z, 0-9, _ and -" },
    TOOL,
  ),
  (tools) =>
    new Map(
      [...tools].map(([key, { source, mirrors, hold, ...tool }]) => [
        key,
        { name: key, ...tool, sources: [source, ...mirrors], holdMs: hold },
      ]),
    ),
);

/** Names a tool's signer in a message. */
export function nameSigner(signer: string): string {
  return `a signer under [signers.${/^[A-Za-z0-9_-]+$/.test(signer) ? signer : nameToml(signer)}]`;
}
