import type { Attack } from "../attack.ts";
import { namesOf } from "../policy-draft.ts";
import { approve, changeAnew, changeLock, observe, peopleOf, requirementOf } from "../scenes.ts";
import type { Stage } from "../stage.ts";
import { stricterApproval } from "../stricter.ts";

const MISSING = ["APPROVAL_MISSING"] as const;
const HOUR_MS = 60 * 60 * 1000;

/** The fewest people who would do, and one less; null where the policy asks one or nobody. */
function tooFew(stage: Stage): readonly string[] {
  const { people = 0, role } = requirementOf(stage) ?? {};
  const able = namesOf(stage.policy, "people", role);
  return able.slice(0, Math.max(1, people - 1));
}

/** As many people as are asked for, if this one counts. */
function justEnoughWith(stage: Stage, person: string): readonly string[] {
  const { people = 1, role, roles = {} } = requirementOf(stage) ?? {};
  const able = namesOf(stage.policy, "people", role).filter((one) => one !== person);
  // Those whose roles are asked for come first, so that the number alone is what lacks.
  const hasRole = (name: string): boolean =>
    (stage.policy.signers?.[name]?.roles ?? []).some((one) => one in roles);
  const sorted = [...able.filter(hasRole), ...able.filter((name) => !hasRole(name))];
  return [person, ...sorted.slice(0, people - 1)];
}

/** What is done about who agrees. */
export const PEOPLE_ATTACKS: readonly Attack[] = [
  {
    name: "approved-by-nobody",
    area: "approval",
    what: "opens a change that nobody looks at",
    from: ["approved"],
    stoppedBy: MISSING,
    carryOut: changeAnew,
  },
  {
    name: "one-person",
    area: "approval",
    what: "has the key of one person, and approves with it",
    from: ["approved"],
    stoppedBy: MISSING,
    carryOut: async (stage) => {
      await changeAnew(stage);
      await approve(stage, tooFew(stage));
    },
    stricter: (policy, target) => [
      ...stricterApproval(policy, target, "update", { people: 2 }),
      ...stricterApproval(policy, target, "new", { people: 2 }),
    ],
  },
  {
    name: "one-person-two-keys",
    area: "approval",
    what: "is one person, and approves with two keys",
    from: ["approved"],
    stoppedBy: MISSING,
    carryOut: async (stage) => {
      await changeAnew(stage);
      const [person = ""] = tooFew(stage);
      await stage.word(person, { key: 1 });
      await stage.word(person, { key: 2 });
      stage.commit("somebody");
    },
    stricter: (policy, target) => [
      ...stricterApproval(policy, target, "update", { people: 2 }),
      ...stricterApproval(policy, target, "new", { people: 2 }),
    ],
  },
  {
    name: "machine-approves",
    area: "approval",
    what: "lets a machine approve",
    from: ["approved"],
    stoppedBy: ["APPROVAL_BY_MACHINE"],
    unless: ({ policy }) =>
      namesOf(policy, "machines").length === 0 ? "no signer is a machine" : undefined,
    carryOut: async (stage) => {
      await changeAnew(stage);
      for (const machine of namesOf(stage.policy, "machines")) await stage.word(machine);
      stage.commit("somebody");
    },
  },
  {
    name: "stranger-approves",
    area: "approval",
    what: "approves with a key that is nobody's",
    from: ["approved"],
    stoppedBy: ["APPROVAL_SIGNER_UNKNOWN", "SIGNATURE_KEY_UNKNOWN"],
    carryOut: async (stage) => {
      await changeAnew(stage);
      for (const person of peopleOf(stage)) await stage.word(`stranger-${person}`, { as: person });
      stage.commit("somebody");
    },
  },
  {
    name: "author-approves",
    area: "approval",
    what: "approves what they made themselves",
    from: ["approved"],
    stoppedBy: ["APPROVAL_BY_AUTHOR"],
    unless: (stage) =>
      authorOf(stage) === undefined
        ? "no person of the policy has a login under github, or a name under git"
        : undefined,
    carryOut: async (stage) => {
      const { person = "", login = null, text = "" } = authorOf(stage) ?? {};
      stage.reset();
      if (login !== null) stage.login = login;
      changeLock(stage, text === "" ? undefined : text);
      await observe(stage);
      await approve(stage, justEnoughWith(stage, person));
    },
    stricter: (_policy, { section, path }) => [
      {
        where: `in the [[lock]] about ${path}`,
        line: "author_may_approve = false",
        apply: (draft) => {
          const lock = draft.lock?.[section];
          if (lock !== undefined) lock.author_may_approve = false;
        },
      },
    ],
  },
  {
    name: "author-in-disguise",
    area: "approval",
    what: "approves what they made themselves, under a name at the forge that the policy does not know",
    from: ["approved"],
    stoppedBy: ["APPROVAL_BY_AUTHOR"],
    unless: ({ policy, section }) =>
      section.author_may_approve === true
        ? "an author's own word counts: author_may_approve"
        : unknownToForge(policy.signers ?? {}) === undefined
          ? "every person of the policy has a login under github"
          : undefined,
    carryOut: async (stage) => {
      const person = unknownToForge(stage.policy.signers ?? {}) ?? "";
      stage.reset();
      stage.login = loginOf(person);
      changeLock(stage);
      await observe(stage);
      await approve(stage, justEnoughWith(stage, person));
    },
    stricter: (policy) => {
      const person = unknownToForge(policy.signers ?? {});
      if (person === undefined) return [];
      return [
        {
          where: `in [signers.${person}], and of every other person`,
          line: `github = ["their-login"]`,
          apply: (draft) => {
            for (const [name, signer] of Object.entries(draft.signers ?? {}))
              if (signer.person === true) signer.github ??= [loginOf(name)];
          },
        },
      ];
    },
  },
  {
    name: "approval-in-anothers-name",
    area: "approval",
    what: "signs in the names of everybody with the key of one",
    from: ["approved"],
    stoppedBy: ["APPROVAL_REVIEWER"],
    unless: (stage) => (peopleOf(stage).length < 2 ? "there is one person alone" : undefined),
    carryOut: async (stage) => {
      await changeAnew(stage);
      const [first = "", ...others] = peopleOf(stage);
      for (const other of others) await stage.word(first, { as: other });
      stage.commit("somebody");
    },
  },
  {
    name: "revoked-key",
    area: "approval",
    what: "approves with a key that was given up as lost",
    from: ["approved"],
    stoppedBy: ["APPROVAL_SIGNER_PERIOD"],
    carryOut: async (stage) => {
      stage.reset();
      stage.changeBase((draft) => {
        for (const signer of Object.values(draft.signers ?? {}))
          if (signer.person === true) signer.revoked = new Date(stage.now.getTime() - HOUR_MS);
      });
      await changeAnew(stage);
      await approve(stage);
    },
  },
];

function authorOf({
  policy,
}: Stage):
  | { readonly person: string; readonly login?: string; readonly text?: string }
  | undefined {
  for (const [person, { person: isPerson, github, git }] of Object.entries(policy.signers ?? {})) {
    if (isPerson !== true) continue;
    const [login, text] = [github?.[0], git?.[0]];
    if (login !== undefined) return { person, login };
    if (text !== undefined) return { person, text };
  }
  return undefined;
}

function unknownToForge(signers: NonNullable<Stage["policy"]["signers"]>): string | undefined {
  return Object.entries(signers).find(
    ([name, { person, github = [loginOf(name)] }]) =>
      person === true && github.includes(loginOf(name)),
  )?.[0];
}

function loginOf(name: string): string {
  return `drill-${name.replace(/[^A-Za-z0-9]/g, "-")}`.slice(0, 60);
}
