import { functionariesOf } from "./functionaries.ts";
import type { Inspection, Layout, Step } from "./layout.ts";
import { type ArtifactRule, formatRule } from "./rule.ts";

/** A step or an inspection, and what is wanted of it. */
export interface ExplainedStep {
  readonly name: string;
  readonly kind: "step" | "inspection";
  /** How many have to sign, and who may: each by one key, as the SHA-256 of its SPKI. */
  readonly threshold: number;
  readonly functionaries: readonly string[];
  /** Whether certificates may stand for keys. */
  readonly certificates: boolean;
  readonly command: readonly string[];
  readonly materials: readonly string[];
  readonly products: readonly string[];
}

/** Files that one step has to take from another. */
export interface Flow {
  readonly from: string;
  readonly to: string;
  readonly what: string;
}

/** A layout in the order in which people read it. */
export interface ExplainedLayout {
  readonly expires: string;
  readonly readme: string;
  readonly steps: readonly ExplainedStep[];
  readonly flows: readonly Flow[];
}

/** Says who must sign what, and which files flow where. Does not look at signatures, nor at whether the layout is in force. */
export function explainLayout(layout: Layout): ExplainedLayout {
  const { steps, inspections, keys } = layout;
  return {
    expires: new Date(layout.expires).toISOString(),
    readme: layout.readme,
    steps: [
      ...steps.map((step) => ({
        ...rulesOf(step),
        kind: "step" as const,
        threshold: step.threshold,
        functionaries: functionariesOf(step, keys).map((one) => one.keys[0]?.key.fingerprint ?? ""),
        certificates: step.constraints.length > 0,
        command: step.expectedCommand,
      })),
      ...inspections.map((inspection) => ({
        ...rulesOf(inspection),
        kind: "inspection" as const,
        threshold: 0,
        functionaries: [],
        certificates: false,
        command: inspection.run,
      })),
    ],
    flows: [...steps, ...inspections].flatMap(flowsInto),
  };
}

function rulesOf(one: Step | Inspection) {
  return {
    name: one.name,
    materials: one.expectedMaterials.map(formatRule),
    products: one.expectedProducts.map(formatRule),
  };
}

function flowsInto({
  name,
  expectedMaterials,
  expectedProducts,
}: Step | Inspection): readonly Flow[] {
  const flow = (rule: ArtifactRule): readonly Flow[] =>
    rule.kind === "MATCH"
      ? [{ from: rule.step, to: name, what: `${rule.prefix}${rule.pattern}` }]
      : [];
  return [...expectedMaterials, ...expectedProducts].flatMap(flow);
}

/** Draws a layout as a flow chart of Mermaid, which GitHub and GitLab show as a picture. */
export function drawLayout({ steps, flows }: ExplainedLayout): string {
  const ids = new Map(steps.map(({ name }, index) => [name, `s${index}`]));
  const nodes = steps.map((step) => {
    const who =
      step.kind === "inspection"
        ? "inspection"
        : `${step.threshold} of ${step.certificates ? "those certified" : step.functionaries.length}`;
    const [open, close] = step.kind === "inspection" ? ["([", "])"] : ["[", "]"];
    return `  ${ids.get(step.name)}${open}"${label(step.name)}<br>${who}"${close}`;
  });
  const arrows = flows.map(
    ({ from, to, what }) => `  ${ids.get(from)} -- "${label(what)}" --> ${ids.get(to)}`,
  );
  return ["flowchart LR", ...nodes, ...arrows, ""].join("\n");
}

/** Text of somebody else's: whatever could be markup is written as Mermaid's code for the character. */
function label(text: string): string {
  return Array.from(text, (character) =>
    /[A-Za-z0-9 ._/-]/.test(character) ? character : `#${character.codePointAt(0)};`,
  ).join("");
}
