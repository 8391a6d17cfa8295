import {
  anything,
  flag,
  oneOrMore,
  optional,
  refine,
  type Shape,
  table,
  tableOfNamed,
  text,
} from "../shape.ts";
import { line, NAME, name } from "./words.ts";

/** What provenance of files has to say. What it means in detail is read where it is judged. */
export interface ProvenanceSection {
  readonly name: string;
  /** Patterns of paths; none for every file. */
  readonly subjects: readonly string[];
  /** Names under `[signers]`. */
  readonly signers: readonly string[];
}

const MAX_LIST = 64;
const uri = (describe: string): Shape<string> =>
  text("printable ASCII without blanks", /^[!-~]+$/, { describe });

/** A text or a list of them. */
const several = (describe: string): Shape<readonly string[]> => oneOrMore(line(describe), MAX_LIST);

const ANY_NAME = { pattern: /^[^\p{Cc}]{1,256}$/u, what: "a name" } as const;

const PARAMETERS: Shape<unknown> = (() => {
  const names = several("A parameter that may be there; any other is refused");
  const values = tableOfNamed("What parameters have to be", ANY_NAME, anything("A value"));
  return {
    schema: { anyOf: [...(names.schema.anyOf as object[]), values.schema] },
    read: (node, reader) =>
      node.value instanceof Map ? values.read(node, reader) : names.read(node, reader),
  };
})();

const SECTION = table("What our own outputs must carry before they are used", {
  subject: optional(
    oneOrMore(
      text(
        "a path relative to the policy, with * within a part and ** across",
        /^(?!.*\/\/)(?!(?:.*\/)?\.{1,2}(?:\/|$))[^/\\?[\]{}\p{Cc}][^\\?[\]{}\p{Cc}]*(?<!\/)$/u,
        { describe: "Which files (default: every file)" },
      ),
      MAX_LIST,
    ),
    [],
  ),
  predicate: optional(oneOrMore(uri("A type of provenance"), MAX_LIST), []),
  signer: optional(oneOrMore(name("Who has to have signed it: under [signers]"), MAX_LIST), []),
  signer_workflow: optional(several("Or a workflow, whatever it is started by"), []),
  builder: optional(oneOrMore(uri("Who has to have built it; any of these"), MAX_LIST), []),
  builders: optional(oneOrMore(name("Or a set of builders"), MAX_LIST), []),
  build_type: optional(oneOrMore(uri("How; any of these"), MAX_LIST), []),
  source: optional(oneOrMore(uri("From which repository; any of these"), MAX_LIST), []),
  branch: optional(line("From which branch"), null),
  tag: optional(line("From which tag"), null),
  versioned_tag: optional(line("From a tag of this version: v1 takes v1.2.3"), null),
  source_digest: optional(
    text("40 or 64 lower-case hex digits", /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, {
      describe: "From which commit",
    }),
    null,
  ),
  inputs: optional(
    tableOfNamed("What a person has to have given the build", ANY_NAME, anything("A value")),
    null,
  ),
  external_parameters: optional(PARAMETERS, null),
  package: optional(line("Which package it is"), null),
  package_version: optional(line("In which version"), null),
  deny_self_hosted: optional(flag("Whether runners of one's own are refused"), false),
});

/** `[provenance.NAME]` */
export const PROVENANCE: Shape<ReadonlyMap<string, ProvenanceSection>> = refine(
  tableOfNamed("What our own outputs must carry, by name", NAME, SECTION),
  (sections) =>
    new Map(
      [...sections].map(([key, { subject, signer }]) => [
        key,
        { name: key, subjects: subject, signers: signer },
      ]),
    ),
);

/** `[builders.NAME]`: sets of builders of one's own. */
export const BUILDERS: Shape<unknown> = tableOfNamed(
  "Sets of builders, by name",
  NAME,
  table("A set of builders", {
    builder: optional(oneOrMore(uri("A builder"), MAX_LIST), []),
    delegator: optional(oneOrMore(uri("A builder that signs for others"), MAX_LIST), []),
    delegated: optional(uri("How those have to begin"), null),
  }),
);
