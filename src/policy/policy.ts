import { parseTomlDocument } from "../bytes/toml.ts";
import { Refusal } from "../errors.ts";
import type { WantedTool } from "../tool/manifest.ts";
import type { Signer } from "../trust/signers.ts";
import { checkReferences } from "./check-references.ts";
import type { Policy } from "./model.ts";
import { type PolicyProblem, PolicyReader, refusalOf } from "./reader.ts";
import {
  count,
  flag,
  instant,
  type JsonSchema,
  optional,
  refine,
  required,
  type Shape,
  table,
  tableOfNamed,
  text,
} from "./shape.ts";
import { ALLOWED_NAMES } from "./table/allowed-names.ts";
import { LAYOUTS } from "./table/layouts.ts";
import { LOCKS } from "./table/locks.ts";
import { BUILDERS, PROVENANCE, type ProvenanceSection } from "./table/provenance.ts";
import { EXEMPTIONS, RULES } from "./table/rules.ts";
import { SIGNERS } from "./table/signers.ts";
import { TOOLS } from "./table/tools.ts";
import { DEFAULT_TRUST, TRUST } from "./table/trust.ts";
import { line, NAME, role } from "./table/words.ts";

/** Larger than any file that people write by hand. */
export const MAX_POLICY_BYTES: number = 1024 * 1024;

/** One table a section. A section that is not here is refused, and not left for later: it may be what protects. */
const DOCUMENT = table("A policy of lockseal", {
  version: required(versionOne()),
  name: optional(line("What reports call it"), null),
  expires: optional(instant("From then on it allows nothing"), null),
  policy: optional(
    table("Who has to agree to a change of this file, and of the files that it names", {
      role: required(role("The role of these people")),
      threshold: required(count("How many of them")),
      author_may_approve: optional(
        flag("Whether an author's own word counts (default: false)"),
        false,
      ),
    }),
    null,
  ),
  trust: optional(TRUST, DEFAULT_TRUST),
  signers: optional(SIGNERS, new Map<string, Signer>()),
  indexes: optional(
    tableOfNamed(
      "Package indexes by name; one that is not named is refused",
      NAME,
      text("an https URL such as https://index.example/simple/", /^https:\/\/[!-~]+$/, {
        describe: "Its URL",
      }),
    ),
    new Map<string, string>(),
  ),
  lock: optional(LOCKS, []),
  tools: optional(TOOLS, new Map<string, WantedTool>()),
  builders: optional(BUILDERS, null),
  provenance: optional(PROVENANCE, new Map<string, ProvenanceSection>()),
  layout: optional(LAYOUTS, []),
  rule: optional(RULES, []),
  exempt: optional(EXEMPTIONS, []),
  allow_name: optional(ALLOWED_NAMES, []),
});

function versionOne(): Shape<1> {
  return {
    schema: { type: "integer", description: "The version of this format", const: 1 },
    read: (node, reader) =>
      node.value === 1 ? 1 : reader.fail(node, "1", `"${String(node.value)}"`),
  };
}

const POLICY = refine(DOCUMENT, (read, node, reader): Policy => {
  const {
    policy,
    lock,
    layout,
    rule,
    exempt,
    allow_name,
    version: _,
    builders: __,
    ...rest
  } = read;
  const sections = { ...rest, exemptions: exempt, allowedNames: allow_name };
  const lists = { locks: lock, layouts: layout, rules: rule };
  const change = policy && {
    role: policy.role,
    threshold: policy.threshold,
    authorMayApprove: policy.author_may_approve,
  };
  const parsed = { ...sections, ...lists, change };
  checkReferences(parsed, node, reader);
  return { ...parsed, placeOf: () => ({ line: 1, column: 1 }) };
});

/** The JSON Schema of a policy, for editors. Says less than the parser: it knows no reference from one table to another. */
export const POLICY_SCHEMA: JsonSchema = DOCUMENT.schema;

/** A policy, or everything that is wrong with it. */
export type ReadPolicy =
  | { readonly policy: Policy; readonly problems: readonly [] }
  | { readonly policy: null; readonly problems: readonly PolicyProblem[] };

/**
 * Reads a policy and finds everything that it cannot mean.
 * @throws Refusal `TOML_MALFORMED`, `INPUT_TOO_LARGE`, `UTF8_MALFORMED`.
 */
export function readPolicy(bytes: Uint8Array, what: string): ReadPolicy {
  refuseJson(bytes, what);
  const document = parseTomlDocument(bytes, { what, maxBytes: MAX_POLICY_BYTES });
  const reader = new PolicyReader(document);
  let policy: Policy | null = null;
  reader.attempt(() => {
    policy = POLICY.read(document.root, reader);
  });
  if (policy === null || reader.problems.length > 0)
    return { policy: null, problems: reader.problems };
  return { policy: { ...(policy as Policy), placeOf: document.placeAt }, problems: [] };
}

/** A document in TOML never begins so. */
function refuseJson(bytes: Uint8Array, what: string): void {
  if (!/^\s*\{/.test(Buffer.from(bytes.subarray(0, 1024)).toString("latin1"))) return;
  throw new Refusal(
    "TOML_MALFORMED",
    `${what}:1:1: expected a policy in TOML, found JSON`,
    { line: 1, column: 1 },
    { hint: "write it as lockseal.toml, with the same names: [signers.alice] in place of braces" },
  );
}

/**
 * Reads a policy. Unknown keys are refused everywhere, and so are names that nothing has. Roles that nobody has, and numbers
 * that nobody reaches, are not: people come and go, and what asks for them is refused when it comes up. Reads none of the files that it names, and does not look at the day: see `checkInForce`.
 * @param what names the file in messages.
 * @throws Refusal `POLICY_MALFORMED` — with line and column of the first thing that is wrong.
 * @throws Refusal `TOML_MALFORMED`, `INPUT_TOO_LARGE`, `UTF8_MALFORMED`.
 */
export function parsePolicy(bytes: Uint8Array, what: string): Policy {
  const { policy, problems } = readPolicy(bytes, what);
  if (policy === null) throw refusalOf(what, problems);
  return policy;
}
