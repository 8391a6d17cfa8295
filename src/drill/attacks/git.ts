import type { Attack } from "../attack.ts";
import { requirement } from "../lock-text.ts";
import { withLine } from "../scenes.ts";
import type { Stage } from "../stage.ts";

const EVERY_FORMAT = ["pip-requirements", "lockseal-tools"] as const;
const CHANGED = [
  "APPROVAL_MISSING",
  "APPROVAL_UNREGULATED",
  "APPROVAL_DENIED",
  "GATE_UNJUDGED",
] as const;

/** All that a configuration can name for git to run, or to take in place of what is there. */
const HOSTILE = `[core]
\tfsmonitor = false-monitor
\thooksPath = hooks
\tattributesFile = info/attributes
\tpager = false-pager
\tautocrlf = true
\tprecomposeUnicode = true
\tignoreCase = true
[diff "drill"]
\ttextconv = echo
\tcommand = true
[filter "drill"]
\tclean = echo
\tsmudge = echo
\trequired = true
[diff]
\texternal = true
\tnoprefix = true
[log]
\tshowSignature = true
`;
const ATTRIBUTES = "* filter=drill diff=drill text working-tree-encoding=UTF-16 -merge\n";

/** A package more in the lock, which nobody agreed to. */
function poison(stage: Stage): void {
  stage.write(
    stage.target.path,
    withLine(stage.text(stage.target.path), requirement("drill-evil", "6.6.6")),
  );
  stage.commit();
}

/** What is done to what git says. */
export const GIT_ATTACKS: readonly Attack[] = [
  {
    name: "replaced-commit",
    area: "git",
    what: "has git show another commit in place of the base, by refs/replace",
    from: ["unchanged"],
    isOnce: true,
    stoppedBy: CHANGED,
    carryOut: async (stage) => {
      const base = stage.baseCommit();
      poison(stage);
      stage.writeOwn(`refs/replace/${base}`, `${stage.head()}\n`);
    },
  },
  {
    name: "grafted-history",
    area: "git",
    what: "has git believe in other parents, by a graft",
    from: ["unchanged"],
    isOnce: true,
    stoppedBy: [...CHANGED, "GIT_COMMIT_UNKNOWN"],
    carryOut: async (stage) => {
      poison(stage);
      stage.writeOwn("info/grafts", `${stage.head()} ${stage.orphan(() => {})}\n`);
    },
  },
  {
    name: "base-is-the-head",
    area: "git",
    what: "has the build fetch their branch in place of the base, so that nothing differs",
    from: ["unchanged"],
    isOnce: true,
    formats: EVERY_FORMAT,
    stoppedBy: ["GATE_BASE_IS_HEAD"],
    carryOut: async (stage) => {
      poison(stage);
      stage.writeOwn("refs/remotes/origin/main", `${stage.head()}\n`);
    },
  },
  {
    name: "unrelated-history",
    area: "git",
    what: "pushes a history that shares nothing with the base",
    from: ["unchanged"],
    isOnce: true,
    formats: EVERY_FORMAT,
    stoppedBy: ["GIT_COMMIT_UNKNOWN"],
    carryOut: async (stage) => {
      stage.moveTo(stage.orphan(() => {}));
    },
  },
  {
    name: "history-cut-off",
    area: "git",
    what: "has the build fetch the newest commit alone, so that nobody sees what was rejected",
    from: ["unchanged"],
    isOnce: true,
    formats: EVERY_FORMAT,
    stoppedBy: ["GIT_SHALLOW"],
    carryOut: async (stage) => {
      poison(stage);
      stage.writeOwn("shallow", `${stage.head()}\n`);
    },
  },
  {
    name: "hostile-configuration",
    area: "git",
    what: "has git's own configuration name programs, hooks and another folder for the checkout",
    from: ["unchanged"],
    isOnce: true,
    stoppedBy: CHANGED,
    carryOut: async (stage) => {
      poison(stage);
      stage.writeOwn("config", `${stage.readOwn("config")}${HOSTILE}`);
      stage.writeOwn("hooks/post-index-change", "#!/bin/sh\nexit 0\n");
      stage.writeOwn("info/attributes", ATTRIBUTES);
    },
  },
  {
    name: "hostile-attributes",
    area: "git",
    what: "lets attributes of the tree name a filter, another encoding and no difference for the lock",
    from: ["unchanged"],
    isOnce: true,
    stoppedBy: CHANGED,
    carryOut: async (stage) => {
      stage.write(".gitattributes", ATTRIBUTES);
      poison(stage);
      stage.writeOwn("config", `${stage.readOwn("config")}${HOSTILE}`);
    },
  },
  {
    name: "foreign-objects",
    area: "git",
    what: "has git look for objects in another repository, and names the base's by another name there",
    from: ["unchanged"],
    isOnce: true,
    stoppedBy: CHANGED,
    carryOut: async (stage) => {
      poison(stage);
      stage.writeOwn("objects/info/alternates", "../../drill-objects\n");
      stage.writeOwn("packed-refs", `${stage.head()} refs/remotes/origin/main\n`);
    },
  },
  {
    name: "unfinished-merge",
    area: "git",
    what: "leaves a merge under way, so that what lies there is of neither side",
    from: ["unchanged"],
    isOnce: true,
    formats: EVERY_FORMAT,
    stoppedBy: ["GIT_UNFINISHED"],
    carryOut: async (stage) => {
      stage.writeOwn("MERGE_HEAD", `${stage.baseCommit()}\n`);
    },
  },
  {
    name: "hidden-by-a-merge",
    area: "git",
    what: "drops somebody's reject in a merge",
    from: ["approved"],
    stoppedBy: ["APPROVAL_REJECTED"],
    carryOut: async (stage) => {
      const clean = stage.head();
      const [person = ""] = Object.entries(stage.policy.signers ?? {}).flatMap(([name, one]) =>
        one.person === true ? [name] : [],
      );
      const before = new Set(stage.names);
      await stage.word(person, { decision: "reject" });
      stage.commit("somebody");
      for (const name of stage.names) if (!before.has(name)) stage.remove(name);
      stage.commit("mallory", [clean]);
    },
  },
];
