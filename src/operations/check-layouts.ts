import { quote } from "../bytes/quote.ts";
import type { Finding } from "../finding.ts";
import type { Layout } from "../layout/layout.ts";
import { findUnknownSteps } from "../layout/unknown-steps.ts";
import { verifyLayoutAlone } from "../layout/verify-layout.ts";
import type { Policy } from "../policy/model.ts";
import type { PolicySigner } from "../policy/signer.ts";
import type { LayoutSection } from "../policy/table/layouts.ts";
import type { Rule } from "../rule.ts";
import { readLayoutOwners } from "./layout-owners.ts";
import { inPolicyWords } from "./layout-words.ts";

/**
 * Looks for what is wrong with the layouts of a policy before a gate does: who signed them, what they say, and until when. Looks at no link.
 * @param what names the policy in findings.
 */
export function checkLayouts(
  policy: Policy,
  files: ReadonlyMap<string, Uint8Array>,
  signers: readonly PolicySigner[],
  what: string,
  now: Date,
): readonly Finding[] {
  return policy.layouts.flatMap((section) => {
    const { at, file, parameters } = section;
    const bytes = files.get(file);
    if (bytes === undefined) return [];
    const subject = `layout ${file}`;
    const { owners, findings } = readLayoutOwners(
      { policy, files },
      signers,
      section,
      subject,
      now,
    );
    const judged =
      findings.length > 0
        ? { layout: null, findings }
        : verifyLayoutAlone({ name: subject, bytes }, owners, parameters, now);
    const where = { file: what, ...policy.placeOf(at) };
    return [
      ...judged.findings.filter(({ verdict }) => verdict !== "passed"),
      ...(judged.layout === null ? [] : lintSection(section, judged.layout, subject)),
    ].map((finding) => ({ ...inPolicyWords(finding, file), where }));
  });
}

function lintSection(
  { allowSublayout, allowProvenance, skipInspections }: LayoutSection,
  { steps, inspections }: Layout,
  subject: string,
): readonly Finding[] {
  const warned = (rule: Rule, message: string, help: string): Finding => ({
    rule,
    verdict: "warned",
    subject,
    message,
    help,
  });
  const findings: Finding[] = [];
  const allowed = [
    { word: "allow_sublayout", names: allowSublayout },
    { word: "allow_provenance", names: allowProvenance },
  ];
  for (const { message, help = "" } of findUnknownSteps({ steps }, allowed, allowSublayout))
    findings.push(warned("LAYOUT_STEP_UNKNOWN", message, help));
  if (inspections.length > 0 && !skipInspections)
    findings.push(
      warned(
        "LAYOUT_INSPECTIONS",
        `expected a layout without inspections, found ${inspections.map(({ name }) => quote(name)).join(", ")}: the gate runs none, and refuses`,
        "leave them out of the verdict, which says so: skip_inspections = true",
      ),
    );
  if (inspections.length === 0 && skipInspections)
    findings.push(
      warned(
        "LAYOUT_INSPECTIONS",
        "expected inspections, which skip_inspections leaves out, found none",
        "take skip_inspections out: a later inspection would be left out, too",
      ),
    );
  return findings;
}
