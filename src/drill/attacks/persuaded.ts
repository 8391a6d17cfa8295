import type { Attack } from "../attack.ts";
import {
  editBlock,
  findBlocks,
  findUpdatable,
  requirement,
  toVersion,
  withOtherFiles,
} from "../lock-text.ts";
import { approve, observe, peopleOf, withLine } from "../scenes.ts";
import type { Stage } from "../stage.ts";
import { stricterApproval } from "../stricter.ts";

/** What people are talked into. */
export const PERSUADED: readonly Attack[] = [
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
    what: "talks everybody into a new name that is a popular one but for two letters that are swapped",
    from: ["approved"],
    stoppedBy: ["NAME_IMPERSONATES", "APPROVAL_DENIED", "APPROVAL_UNREGULATED"],
    carryOut: async (stage) => {
      await approvedByAll(stage, (text) => withLine(text, requirement("reqeusts", "2.31.0")));
    },
  },
  {
    name: "new-package-approved",
    area: "approval",
    what: "talks those who approve every day into a package that nobody knows",
    from: ["approved"],
    stoppedBy: ["APPROVAL_MISSING", "APPROVAL_DENIED", "APPROVAL_UNREGULATED"],
    carryOut: async (stage) => {
      await approvedByAll(
        stage,
        (text) => withLine(text, requirement("drill-evil", "6.6.6")),
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
