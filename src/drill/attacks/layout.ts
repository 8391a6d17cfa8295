import type { Attack } from "../attack.ts";
import type { LayoutDraft } from "../policy-draft.ts";
import type { Stage } from "../stage.ts";

const EVERY_FORMAT = ["pip-requirements", "lockseal-tools"] as const;
const BROKEN = ["STEP_THRESHOLD", "LINK_SIGNATURE", "LINK_MALFORMED", "STEP_NOBODY"] as const;

function layoutOf({ policy }: Stage): LayoutDraft | undefined {
  return policy.layout?.find(({ when }) => when !== "release");
}

function linksOf(stage: Stage): readonly string[] {
  const folder = layoutOf(stage)?.links;
  return folder === undefined ? [] : stage.names.filter((name) => name.startsWith(`${folder}/`));
}

const NO_LAYOUT = (stage: Stage): string | undefined =>
  layoutOf(stage) === undefined
    ? "the policy names no layout that is judged with every change"
    : linksOf(stage).length === 0
      ? "the layout has no links"
      : undefined;

/** What is done to the record of how files were made. */
export const LAYOUT_ATTACKS: readonly Attack[] = [
  {
    name: "layout-changed",
    area: "layout",
    what: "lets another layout say who may carry out which step",
    from: ["unchanged"],
    isOnce: true,
    formats: EVERY_FORMAT,
    stoppedBy: ["APPROVAL_MISSING", "POLICY_UNGUARDED"],
    unless: NO_LAYOUT,
    carryOut: async (stage) => {
      const { file = "" } = layoutOf(stage) ?? {};
      stage.write(file, `${stage.text(file)} `);
      stage.commit();
    },
  },
  {
    name: "link-removed",
    area: "layout",
    what: "takes away what a functionary has signed of a step",
    from: ["unchanged"],
    isOnce: true,
    formats: EVERY_FORMAT,
    stoppedBy: BROKEN,
    unless: NO_LAYOUT,
    carryOut: async (stage) => {
      for (const name of linksOf(stage)) stage.remove(name);
      stage.commit();
    },
  },
  {
    name: "link-altered",
    area: "layout",
    what: "changes the digest of a product in what a functionary has signed",
    from: ["unchanged"],
    isOnce: true,
    formats: EVERY_FORMAT,
    stoppedBy: BROKEN,
    unless: NO_LAYOUT,
    carryOut: async (stage) => {
      for (const name of linksOf(stage)) {
        const text = stage.text(name);
        // A Metablock has it as hex, an envelope the whole of it in base64.
        const other = text
          .replace(
            /("sha256": ?")([0-9a-f])/,
            (_, key: string, digit: string) => `${key}${digit === "0" ? "1" : "0"}`,
          )
          .replace(
            /("payload": ?"[^"]{40})([^"])/,
            (_, key: string, letter: string) => `${key}${letter === "A" ? "B" : "A"}`,
          );
        stage.write(name, other === text ? `${text}x` : other);
      }
      stage.commit();
    },
  },
];
