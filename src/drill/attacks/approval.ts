import type { Attack } from "../attack.ts";
import {
  editBlock,
  findBlocks,
  findUpdatable,
  requirement,
  toVersion,
  withOtherFiles,
} from "../lock-text.ts";
import { namesOf } from "../policy-draft.ts";
import { approve, changeLock, observe, peopleOf, requirementOf, withLine } from "../scenes.ts";
import type { Stage, WordOptions } from "../stage.ts";
import { stricterApproval } from "../stricter.ts";

const MISSING = ["APPROVAL_MISSING"] as const;
const HOUR_MS = 60 * 60 * 1000;

interface Spoilt {
  readonly name: string;
  readonly what: string;
  readonly stoppedBy: readonly string[];
  readonly options: (stage: Stage) => WordOptions;
}

/** Everybody's word is of another sort than it has to be. */
function spoilt({ name, what, stoppedBy, options }: Spoilt): Attack {
  return {
    name,
    area: "approval",
    what,
    from: ["approved"],
    stoppedBy,
    carryOut: async (stage) => {
      await anew(stage);
      for (const person of peopleOf(stage)) await stage.word(person, options(stage));
      stage.commit("somebody");
    },
  };
}

/** The honest change once more, approved by nobody. */
async function anew(stage: Stage): Promise<void> {
  stage.reset();
  changeLock(stage);
  await observe(stage);
}

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
export const APPROVAL_ATTACKS: readonly Attack[] = [
  {
    name: "approved-by-nobody",
    area: "approval",
    what: "opens a change that nobody looks at",
    from: ["approved"],
    stoppedBy: MISSING,
    carryOut: anew,
  },
  {
    name: "one-person",
    area: "approval",
    what: "has the key of one person, and approves with it",
    from: ["approved"],
    stoppedBy: MISSING,
    carryOut: async (stage) => {
      await anew(stage);
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
      await anew(stage);
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
      await anew(stage);
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
      await anew(stage);
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
  },
  {
    name: "author-in-disguise",
    area: "approval",
    what: "approves what they made themselves, under a name at the forge that the policy does not know",
    from: ["approved"],
    stoppedBy: ["APPROVAL_BY_AUTHOR"],
    unless: ({ policy }) =>
      unknownToForge(policy.signers ?? {}) === undefined
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
    name: "approval-of-another-diff",
    area: "approval",
    what: "has one change approved, and merges another",
    from: ["approved"],
    stoppedBy: ["APPROVAL_MISSING", "APPROVAL_COVERS_NOTHING", "APPROVAL_DELTA"],
    carryOut: async (stage) => {
      const { path } = stage.target;
      const text = stage.text(path);
      const block =
        findBlocks(text).find(({ version }) => version.endsWith(".1")) ?? findBlocks(text).at(-1);
      if (block === undefined) return;
      stage.write(
        path,
        editBlock(text, block, (lines) => withOtherFiles(lines, "another diff")),
      );
      stage.commit();
      await observe(stage);
    },
  },
  spoilt({
    name: "approval-for-another-branch",
    what: "has the change approved for a branch that matters to nobody, and merges it here",
    stoppedBy: ["APPROVAL_SCOPE"],
    options: () => ({ state: { ref: "refs/heads/drill" } }),
  }),
  spoilt({
    name: "approval-for-another-repository",
    what: "brings approvals of the same change in another repository",
    stoppedBy: ["APPROVAL_SCOPE"],
    options: () => ({ state: { repository: "git+https://host.example/drill/other" } }),
  }),
  spoilt({
    name: "approval-for-another-file",
    what: "brings approvals of the same change in another lock",
    stoppedBy: MISSING,
    options: () => ({ state: { path: "drill/requirements.txt" } }),
  }),
  spoilt({
    name: "approval-by-another-policy",
    what: "brings approvals that were given by a policy that asked for less",
    stoppedBy: ["APPROVAL_POLICY"],
    options: () => ({ policy: "another" }),
  }),
  spoilt({
    name: "approval-expired",
    what: "brings approvals whose time is over",
    stoppedBy: ["APPROVAL_EXPIRED"],
    options: (stage) => ({
      expires: new Date(stage.now.getTime() - HOUR_MS).toISOString().replace(/\.\d+Z$/, "Z"),
    }),
  }),
  spoilt({
    name: "approval-for-an-earlier-state",
    what: "brings approvals of a lock that was signed long ago",
    stoppedBy: ["APPROVAL_SEQUENCE"],
    options: () => ({ state: { sequence: 999_999 } }),
  }),
  {
    name: "approval-in-anothers-name",
    area: "approval",
    what: "signs in the names of everybody with the key of one",
    from: ["approved"],
    stoppedBy: ["APPROVAL_REVIEWER"],
    unless: (stage) => (peopleOf(stage).length < 2 ? "there is one person alone" : undefined),
    carryOut: async (stage) => {
      await anew(stage);
      const [first = "", ...others] = peopleOf(stage);
      for (const other of others) await stage.word(first, { as: other });
      stage.commit("somebody");
    },
  },
  {
    name: "removed-reject",
    area: "approval",
    what: "takes somebody's reject out of the branch again",
    from: ["approved"],
    stoppedBy: ["APPROVAL_REJECTED"],
    carryOut: async (stage) => {
      const before = new Set(stage.names);
      await stage.word(peopleOf(stage)[0] ?? "", { decision: "reject" });
      stage.commit("somebody");
      for (const name of stage.names) if (!before.has(name)) stage.remove(name);
      stage.commit();
    },
  },
  {
    name: "made-unmade-and-made-again",
    area: "approval",
    what: "has a change taken back after it was merged, and brings it again with the old approvals",
    from: ["approved"],
    stoppedBy: ["APPROVAL_SPENT"],
    carryOut: async (stage) => {
      const { path } = stage.target;
      const [after, words] = [
        stage.text(path),
        stage.names.filter((name) => name.startsWith(".lockseal/approvals/")),
      ];
      const kept = words.map((name) => [name, stage.text(name)] as const);
      stage.merge();
      stage.write(path, stage.first(path));
      for (const name of words) stage.remove(name);
      stage.commit("somebody");
      stage.merge();
      stage.write(path, after);
      for (const [name, text] of kept) stage.write(name, text);
      stage.commit();
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
      await anew(stage);
      await approve(stage);
    },
  },
  {
    name: "rehash-approved",
    area: "approval",
    what: "talks everybody into other bytes under the same version",
    from: ["approved"],
    stoppedBy: ["APPROVAL_DENIED", "APPROVAL_UNREGULATED"],
    carryOut: async (stage) => {
      await approvedByAll(stage, (text) => {
        const [block] = findBlocks(text);
        return block === undefined
          ? text
          : editBlock(text, block, (lines) => withOtherFiles(lines, "rehash"));
      });
    },
    stricter: (policy, target) =>
      stricterApproval(policy, target, "rehash", { deny: "same version, other bytes" }),
  },
  {
    name: "typo-squat-approved",
    area: "approval",
    what: "talks those who approve every day into a new name that looks like a known one",
    from: ["approved"],
    stoppedBy: ["APPROVAL_MISSING", "APPROVAL_DENIED", "APPROVAL_UNREGULATED"],
    carryOut: async (stage) => {
      await approvedByAll(
        stage,
        (text) => withLine(text, requirement(`${findBlocks(text)[0]?.name ?? "drill"}s`, "1.0")),
        ordinaryPeople(stage, "new"),
      );
    },
    stricter: (policy, target) =>
      stricterApproval(policy, target, "new", { people: 2, roles: { security: 1 } }),
  },
  {
    name: "downgrade-approved",
    area: "approval",
    what: "talks those who approve every day into an older version, which has a hole",
    from: ["approved"],
    stoppedBy: ["APPROVAL_MISSING", "APPROVAL_DENIED", "APPROVAL_UNREGULATED"],
    carryOut: async (stage) => {
      await approvedByAll(
        stage,
        (text) => {
          const block = findUpdatable(text);
          return block === undefined ? text : toVersion(text, block, "0.0.0.1");
        },
        ordinaryPeople(stage, "downgrade"),
      );
    },
    stricter: (policy, target) =>
      stricterApproval(policy, target, "downgrade", { people: 2, roles: { security: 1 } }),
  },
];

async function approvedByAll(
  stage: Stage,
  edit: (text: string) => string,
  people: readonly string[] = peopleOf(stage),
): Promise<void> {
  const { path } = stage.target;
  stage.reset();
  stage.write(path, edit(stage.text(path)));
  stage.commit();
  await observe(stage);
  await approve(stage, people);
}

/** Those who have none of the roles that the policy asks for besides, and not the role security either. */
function ordinaryPeople(stage: Stage, kind: string): readonly string[] {
  const { roles = {}, role } = stage.section.approval?.[kind] ?? {};
  const asked = new Set([...Object.keys(roles), "security", ...(role === undefined ? [] : [role])]);
  return peopleOf(stage).filter((name) => {
    const { roles: own = [] } = stage.policy.signers?.[name] ?? {};
    return !own.some((one) => asked.has(one));
  });
}

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
