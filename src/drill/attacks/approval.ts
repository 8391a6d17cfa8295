import type { Rule } from "../../rule.ts";
import type { Attack } from "../attack.ts";
import { EMERGENCY, whyNoEmergency } from "../emergency.ts";
import { editBlock, findBlocks, withOtherFiles } from "../lock-text.ts";
import { changeAnew, changeLock, observe, peopleOf } from "../scenes.ts";
import type { Stage, WordOptions } from "../stage.ts";

const MISSING = ["APPROVAL_MISSING"] as const;
const HOUR_MS = 60 * 60 * 1000;

interface Spoilt {
  readonly name: string;
  readonly what: string;
  readonly stoppedBy: readonly Rule[];
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
      await changeAnew(stage);
      for (const person of peopleOf(stage)) await stage.word(person, options(stage));
      stage.commit("somebody");
    },
  };
}

/** What is done about what people have said. */
export const APPROVAL_ATTACKS: readonly Attack[] = [
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
  spoilt({
    name: "reviewer-shown-something-else",
    what: "shows everybody another version than the one that they sign",
    stoppedBy: ["APPROVAL_DELTA"],
    options: () => ({ shown: "0.0.0.1" }),
  }),
  spoilt({
    name: "approval-that-says-two-things",
    what: "signs a statement that rejects for one reader and approves for another",
    stoppedBy: ["JSON_MALFORMED"],
    options: () => ({
      rewrite: (text) => text.replace('"decision":', '"decision":"reject","decision":'),
    }),
  }),
  {
    name: "emergency-without-end",
    area: "approval",
    what: "has everybody call it an emergency that goes on for longer than the policy allows",
    from: ["approved"],
    stoppedBy: ["APPROVAL_EMERGENCY_LASTS", "HOLD_UNKNOWN", "APPROVAL_MISSING"],
    unless: whyNoEmergency,
    carryOut: async (stage) => {
      stage.reset();
      changeLock(stage);
      for (const person of peopleOf(stage)) await stage.word(person, { emergency: EMERGENCY });
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
    name: "unmade-in-the-branch",
    area: "approval",
    what: "takes an approved change back within the branch, and makes it again later with the old approvals",
    from: ["approved"],
    stoppedBy: ["APPROVAL_SPENT"],
    carryOut: async (stage) => {
      const { path } = stage.target;
      const after = stage.text(path);
      stage.write(path, stage.first(path));
      stage.commit("somebody");
      stage.write(path, after);
      stage.commit();
    },
  },
];
