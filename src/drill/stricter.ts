import type { StricterLine } from "./attack.ts";
import { formatInline, namesOf, type PolicyDraft, type RequirementDraft } from "./policy-draft.ts";
import type { Target } from "./stage.ts";

type Kind = "new" | "update" | "downgrade" | "rehash" | "remove" | "other";

/** A line about who approves a kind of change: what the policy asks already, and more. */
export function stricterApproval(
  policy: PolicyDraft,
  { section, path }: Target,
  kind: Kind,
  more: RequirementDraft,
): readonly StricterLine[] {
  const asked = policy.lock?.[section]?.approval?.[kind];
  if (asked === undefined || asked.deny !== undefined) return [];
  const roles = more.roles === undefined ? asked.roles : { ...asked.roles, ...more.roles };
  const people = Math.max(asked.people ?? 0, more.people ?? 0);
  const wanted: RequirementDraft =
    more.deny === undefined
      ? { ...asked, ...more, people, ...(roles === undefined ? {} : { roles }) }
      : { deny: more.deny };
  return [
    {
      where: `in the [[lock]] about ${path}${lackingOf(policy, wanted)}`,
      line: `approval.${kind} = ${formatInline(wanted)}`,
      apply: (draft) => {
        const lock = draft.lock?.[section];
        if (lock !== undefined) lock.approval = { ...lock.approval, [kind]: wanted };
        needPeople(draft, people);
        for (const [role, count] of Object.entries(wanted.roles ?? {}))
          needRole(draft, role, count);
        if (wanted.role !== undefined) needRole(draft, wanted.role, people);
      },
    },
  ];
}

/** Whom the policy has to name besides, in words. */
function lackingOf(policy: PolicyDraft, { people = 0, roles = {} }: RequirementDraft): string {
  const lacks = [
    ...(namesOf(policy, "people").length < people ? [`${people} people`] : []),
    ...Object.entries(roles).flatMap(([role, count]) =>
      namesOf(policy, "people", role).length < count ? [`somebody of the role ${role}`] : [],
    ),
  ];
  return lacks.length === 0 ? "" : `, once there are ${lacks.join(" and ")} under [signers]`;
}

/** Where there are too few people to ask, the policy needs one more, too. */
function needPeople(draft: PolicyDraft, count: number): void {
  while (namesOf(draft, "people").length < count) addPerson(draft, ["reviewer"]);
}

/** Where nobody has the role, whoever is to have it has to be named first. */
function needRole(draft: PolicyDraft, role: string, count: number): void {
  while (namesOf(draft, "people", role).length < count) addPerson(draft, [role]);
}

/** Her key is put in with those of all others. */
function addPerson(draft: PolicyDraft, roles: string[]): void {
  draft.signers ??= {};
  const number = Object.keys(draft.signers).length;
  draft.signers[`drill-person-${number}`] = { person: true, roles, keys: [] };
}

/** Where too few may sign, one more machine has to be named first. */
export function needSigners(draft: PolicyDraft, role: string, count: number): void {
  const able = (): number =>
    namesOf(draft, "people", role).length + namesOf(draft, "machines", role).length;
  while (able() < count) {
    draft.signers ??= {};
    const number = Object.keys(draft.signers).length;
    draft.signers[`drill-signer-${number}`] = { person: false, roles: [role], keys: [] };
  }
}
