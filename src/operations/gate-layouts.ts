import { Refusal } from "../errors.ts";
import { type Finding, findingOfRefusal } from "../finding.ts";
import { findFolder } from "../io/root.ts";
import { verifyLayout } from "../layout/verify-layout.ts";
import type { LayoutFacts } from "../policy/gate-facts.ts";
import type { LayoutSection } from "../policy/table/layouts.ts";
import { compareProducts } from "./compare-products.ts";
import type { GateContext } from "./gate-context.ts";
import { readLayoutOwners } from "./layout-owners.ts";
import { inPolicyWords } from "./layout-words.ts";
import { readLinks } from "./read-links.ts";

/**
 * Holds each layout of the policy that judges against the links of the checkout. The layout and its owners' keys are files of
 * that policy: what the change makes of them does not count. Inspections never run.
 */
export function gatherLayouts(context: GateContext): readonly LayoutFacts[] {
  const { mode, judge } = context;
  return judge.closure.policy.layouts
    .filter(({ when }) => when === "always" || mode === "release")
    .map((section) => {
      const { at, file } = section;
      const subject = `layout ${file}`;
      const findings = judgeSection(context, section, subject).map((finding) => ({
        ...inPolicyWords(finding, file),
        subject: finding.subject === subject ? subject : `${subject}: ${finding.subject}`,
      }));
      return { at, file, findings };
    });
}

function judgeSection(
  { root, judge, now }: GateContext,
  section: LayoutSection,
  subject: string,
): readonly Finding[] {
  const { closure, signers } = judge;
  const { owners, findings } = readLayoutOwners(closure, signers, section, subject, now);
  if (findings.length > 0) return findings;
  try {
    const unreadable: Finding[] = [];
    const links = readLinks(findFolder(root, section.links), unreadable, root);
    const bytes = closure.files.get(section.file) ?? new Uint8Array();
    const policy = {
      allowSublayouts: section.allowSublayout,
      allowProvenance: section.allowProvenance,
      inspections: section.skipInspections ? "skip" : "refuse",
    } as const;
    const layout = { name: subject, bytes };
    const verdict = verifyLayout(layout, links, owners, section.parameters, now, policy);
    const { artifacts } = section;
    const compared =
      artifacts === null || verdict.summary === null
        ? []
        : compareProducts(findFolder(root, artifacts), artifacts, verdict.summary.products);
    return [...unreadable, ...verdict.findings, ...compared];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [findingOfRefusal(error, subject)];
  }
}
