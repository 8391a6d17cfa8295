import type { TomlNode } from "../../bytes/toml.ts";
import type { ChangeKind } from "../../lock/change.ts";
import type { ApprovalRequirement, EmergencyRequirement } from "../approval-requirement.ts";
import { nameToml, type PolicyReader } from "../reader.ts";
import {
  choice,
  count,
  flag,
  list,
  nodeBelow,
  oneOrMore,
  optional,
  refine,
  required,
  type Shape,
  type TableOf,
  table,
  tableOfNamed,
} from "../shape.ts";
import { duration, line, name, pathPattern, ROLE, role } from "./words.ts";

/** Locks that a policy is about, and what it asks of them. */
export interface LockSection {
  /** Where in the policy, for messages: `lock[0]`. */
  readonly at: string;
  /** A pattern of paths relative to the policy's folder: `*` within a part, `**` across. */
  readonly path: string;
  readonly format: LockFormat;
  /** Names under `[indexes]`; empty where none is said. */
  readonly indexes: readonly string[];
  /** Who has to have signed; null where nobody has to. */
  readonly signatures: SignatureRule | null;
  /** Who has to agree, by the kind of change. A kind that is not named is allowed to nobody. */
  readonly approval: ReadonlyMap<ChangeKind, ApprovalRequirement>;
  readonly emergency: EmergencyRequirement | null;
  readonly authorMayApprove: boolean;
  /** Versions may be ranges: such a file is not strict, and never signed. */
  readonly ranges: boolean;
}

export interface SignatureRule {
  readonly role: string;
  /** Different signers, never keys. */
  readonly threshold: number;
}

export const LOCK_FORMATS = ["pip-requirements", "lockseal-tools"] as const;
export type LockFormat = (typeof LOCK_FORMATS)[number];

/** Named here, so that whoever reads a policy loads nothing of what compares locks. */
const KINDS = [
  "new",
  "update",
  "downgrade",
  "rehash",
  "remove",
  "other",
] as const satisfies readonly ChangeKind[];

const PEOPLE = count(
  "How many people have to agree; machines never count, nor authors but by author_may_approve",
);
const ROLES = tableOfNamed("How many of them have to have a role", ROLE, count("How many"));
const THEIR_ROLE = role("The role that each of them has to have (default: any person)");

const RULE_FIELDS = {
  people: optional(PEOPLE, null),
  roles: optional(ROLES, null),
  role: optional(THEIR_ROLE, null),
  hold: optional(duration("How long the bytes have to have been known"), null),
  deny: optional(line("Why nobody may approve it"), null),
};

const RULE: Shape<ApprovalRequirement> = refine(
  table("Who has to agree to a change of this kind", RULE_FIELDS),
  toRule,
);

function toRule(
  { people, roles, role: one, hold, deny }: TableOf<typeof RULE_FIELDS>,
  node: TomlNode,
  reader: PolicyReader,
): ApprovalRequirement {
  if (deny !== null) {
    const others = Object.entries({ people, roles, role: one, hold });
    const other = others.find(([, value]) => value !== null)?.[0];
    if (other !== undefined) return reader.fail(node, "deny alone", `deny with ${other}`);
    // Nobody's word would do, so that no number of people is asked for.
    return { people: 0, roles: new Map(), role: null, holdMs: null, deny };
  }
  if (people === null)
    return reader.fail(node, "people, or deny", "neither", "say how many: people = 2");
  return { people, roles: roles ?? new Map(), role: one, holdMs: hold, deny };
}

const EMERGENCY: Shape<EmergencyRequirement> = refine(
  table("Who may let a change pass before its time; loud in every report", {
    people: required(PEOPLE),
    roles: optional(ROLES, new Map<string, number>()),
    role: optional(THEIR_ROLE, null),
    reason: optional(flag("They have to say why: they always have to"), true),
    lasts: required(duration("For how long their word lasts at most")),
  }),
  ({ people, roles, role: one, reason, lasts }, node, reader) =>
    reason
      ? { people, roles, role: one, lastsMs: lasts }
      : reader.fail(
          nodeBelow(node, "reason"),
          "true",
          "false",
          "an emergency without a reason is none",
        ),
);

const APPROVAL = table(
  "Who has to agree to changes, by their kind; a kind that is not named is refused",
  {
    new: optional(RULE, null),
    update: optional(RULE, null),
    downgrade: optional(RULE, null),
    rehash: optional(RULE, null),
    remove: optional(RULE, null),
    other: optional(RULE, null),
    emergency: optional(EMERGENCY, null),
  },
);

const SECTION = table("Locks, and what is asked of them", {
  path: required(pathPattern("Which files: * within a part of the path, ** across")),
  format: required(choice("What is in them", LOCK_FORMATS)),
  index: optional(oneOrMore(name("A name under [indexes]"), 16), []),
  signatures: optional(
    table("Who has to have signed", {
      role: required(role("The role of the signers")),
      threshold: required(count("How many different signers")),
    }),
    null,
  ),
  approval: optional(APPROVAL, null),
  author_may_approve: optional(flag("Whether an author's own word counts (default: false)"), false),
  ranges: optional(flag("Whether versions may be ranges (default: false)"), false),
});

/** `[[lock]]`: what is asked of which locks. */
export const LOCKS: Shape<readonly LockSection[]> = list(
  refine(SECTION, (section, node, reader) => {
    const { path, format, index, signatures, ranges } = section;
    if (ranges && (signatures !== null || format !== "pip-requirements"))
      return reader.fail(
        nodeBelow(node, "ranges"),
        "ranges in requirements that nobody signs",
        signatures === null ? `the format ${nameToml(format)}` : "signatures",
        "a file with ranges is not strict, and only strict ones are signed",
      );
    const rules = section.approval;
    return {
      at: node.at,
      path,
      format,
      indexes: index,
      signatures,
      approval: new Map(
        KINDS.flatMap((kind) => {
          const rule = rules?.[kind] ?? null;
          return rule === null ? [] : [[kind, rule] as const];
        }),
      ),
      emergency: rules?.emergency ?? null,
      authorMayApprove: section.author_may_approve,
      ranges,
    };
  }),
  0,
  256,
);
