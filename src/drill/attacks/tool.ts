import type { Rule } from "../../rule.ts";
import { KNOWN_BAD } from "../../tool/known-bad.ts";
import type { PinnedTool } from "../../tool/pinned.ts";
import type { Attack, StricterLine } from "../attack.ts";
import { unseen } from "../lock-text.ts";
import { formatInline, namesOf } from "../policy-draft.ts";
import type { Stage } from "../stage.ts";
import { pinnedTools, writeTools } from "../tool-scene.ts";

const TOOL_LOCK = "lockseal-tools.lock";
const CHANGED = ["APPROVAL_MISSING", "APPROVAL_UNREGULATED", "APPROVAL_DENIED"] as const;

const NO_PINS = (stage: Stage): string | undefined =>
  pinnedTools(stage).length === 0 ? "no tool is pinned" : undefined;

interface Edited {
  readonly name: string;
  readonly what: string;
  readonly stoppedBy: readonly Rule[];
  readonly edit: (tools: readonly PinnedTool[], stage: Stage) => readonly PinnedTool[];
  readonly unless?: (stage: Stage) => string | undefined;
  readonly stricter?: Attack["stricter"];
}

/** The pins are written anew, in their one spelling. */
function repinned({ name, what, stoppedBy, edit, unless, stricter }: Edited): Attack {
  return {
    name,
    area: "tool",
    what,
    from: ["unchanged"],
    isOnce: true,
    formats: ["pip-requirements", "lockseal-tools"],
    stoppedBy,
    unless: (stage) => NO_PINS(stage) ?? unless?.(stage),
    carryOut: async (stage) => {
      writeTools(stage, edit(pinnedTools(stage), stage));
      stage.commit();
    },
    ...(stricter === undefined ? {} : { stricter }),
  };
}

/** The first tool, changed. */
function withFirst(change: (tool: PinnedTool) => PinnedTool): Edited["edit"] {
  return ([first, ...rest]) => (first === undefined ? rest : [change(first), ...rest]);
}

/** Whoever changes a pin needs nobody's word where no `[[lock]]` is about them. */
const LOCK_OF_TOOLS: NonNullable<Attack["stricter"]> = (policy): readonly StricterLine[] => {
  const people = Math.min(2, namesOf(policy, "people").length);
  if (people === 0) return [];
  const update = { people };
  const table = { path: TOOL_LOCK, format: "lockseal-tools", approval: { update } };
  return [
    {
      where: "as a table of its own",
      line: `[[lock]] with path = "${TOOL_LOCK}", format = "lockseal-tools", approval.update = ${formatInline(update)}`,
      apply: (draft) => {
        draft.lock = [...(draft.lock ?? []), table];
      },
    },
  ];
};

/** What is done to the pins of tools. */
export const TOOL_ATTACKS: readonly Attack[] = [
  repinned({
    name: "tool-digest-swapped",
    what: "pins other bytes under the version of a tool",
    stoppedBy: CHANGED,
    edit: withFirst((tool) => ({
      ...tool,
      assets: tool.assets.map((asset) => ({
        ...asset,
        digests: asset.digests.map((one) =>
          one.algorithm === "sha256" ? { ...one, hex: unseen("tool") } : one,
        ),
      })),
    })),
    stricter: LOCK_OF_TOOLS,
  }),
  repinned({
    name: "tool-from-elsewhere",
    what: "has a tool fetched from an address of their own",
    stoppedBy: CHANGED,
    edit: withFirst((tool) => ({
      ...tool,
      assets: tool.assets.map((asset) => ({
        ...asset,
        urls: [`https://host.example/${asset.name}`],
      })),
    })),
    stricter: LOCK_OF_TOOLS,
  }),
  repinned({
    name: "tool-signer-dropped",
    what: "pins a tool as one that nobody has to have signed",
    stoppedBy: [...CHANGED, "TOOL_UNSIGNED"],
    unless: (stage) =>
      pinnedTools(stage)[0]?.signer === null ? "the tool is signed by nobody as it is" : undefined,
    edit: withFirst((tool) => ({
      ...tool,
      signer: null,
      assets: tool.assets.map((asset) => ({ ...asset, evidence: [], logTime: null })),
    })),
    stricter: LOCK_OF_TOOLS,
  }),
  repinned({
    name: "tool-older-version",
    what: "goes back to an older release of a tool, which was valid once",
    stoppedBy: ["TOOL_VERSION_DIFFERS"],
    edit: withFirst((tool) => ({ ...tool, version: "0.0.1" })),
  }),
  repinned({
    name: "tool-denied-version",
    what: "pins a version of a tool that the policy denies",
    stoppedBy: ["TOOL_DENIED"],
    unless: (stage) =>
      deniedOf(stage) === undefined ? "the policy denies no version of a pinned tool" : undefined,
    edit: (tools, stage) => {
      const denied = deniedOf(stage);
      return tools.map((tool) =>
        tool.name === denied?.name ? { ...tool, version: denied.version } : tool,
      );
    },
  }),
  repinned({
    name: "tool-known-bad",
    what: "pins a release of a tool that was malicious",
    stoppedBy: ["TOOL_KNOWN_BAD"],
    edit: (tools) => {
      const [bad] = KNOWN_BAD;
      const [first] = tools;
      if (bad === undefined || first === undefined) return tools;
      const others = tools.filter(({ name }) => name !== bad.tool);
      return [...others, { ...first, name: bad.tool, version: bad.version }];
    },
  }),
  repinned({
    name: "tool-unwanted",
    what: "pins a tool that the policy does not want",
    stoppedBy: ["TOOL_UNWANTED"],
    edit: ([first, ...rest]) =>
      first === undefined ? rest : [first, ...rest, { ...first, name: "drill-evil" }],
  }),
  repinned({
    name: "tool-pin-removed",
    what: "takes the pin of a tool away, so that it is fetched by its name",
    stoppedBy: ["TOOL_PIN_NONE", ...CHANGED],
    edit: (tools) => tools.slice(1),
  }),
];

function deniedOf(stage: Stage): { readonly name: string; readonly version: string } | undefined {
  for (const { name } of pinnedTools(stage)) {
    const version = stage.policy.tools?.[name]?.deny?.[0];
    if (version !== undefined) return { name, version };
  }
  return undefined;
}
