import { Refusal } from "../errors.ts";
import { type Finding, findingOfRefusal, isRefused } from "../finding.ts";
import type { JudgedLayout, LayoutPolicy, LinkFile, StepEvidence } from "./judge-context.ts";
import { judgeLayout } from "./judge-layout.ts";
import { failLayout } from "./layout-failure.ts";
import { allKeys, isSignedByKey, type LayoutKey } from "./layout-key.ts";
import { type Parameters, Substitution } from "./parameters.ts";
import { parseSignedDocument, type SignedDocument } from "./signed-document.ts";

/** More owners than any layout has; each signature is tried with each key. */
const MAX_OWNERS = 32;

/** What came of a layout. It holds where no finding is refused, and only there. */
export interface Verdict {
  readonly findings: readonly Finding[];
  /** Who carried out which step, by which links. */
  readonly steps: readonly StepEvidence[];
  /** What all steps together made of what; null where that is not known. */
  readonly summary: JudgedLayout["summary"];
  /** What the layout wants to be run, whether it was or not. */
  readonly inspections: JudgedLayout["inspections"];
}

/**
 * Verifies a layout and the links that belong to it: every owner signed it and it is in force; each step was carried out by
 * as many different functionaries as it wants, who say the same of it; every artifact rule holds. Runs no inspection:
 * each is a finding that refuses, unless the policy skips it or brings what came of it.
 * Does not look at any file itself: whether the products lie on some disk is another question.
 *
 * @param layout Metablock or DSSE, with its name for messages.
 * @param links every file that may be a link, by its name below the folder of links, with `/`.
 * @param keys the owners': **each** has to have signed.
 * @param parameters what stands for the words in braces; see `Substitution`.
 * @returns findings, also for what cannot be read.
 * @throws RangeError — no key, or more than 32.
 * @see https://github.com/in-toto/docs/blob/v1.0/in-toto-spec.md#52-verifying-the-final-product
 */
export function verifyLayout(
  layout: LinkFile,
  links: readonly LinkFile[],
  keys: readonly LayoutKey[],
  parameters: Parameters,
  now: Date,
  policy: LayoutPolicy = {},
): Verdict {
  if (keys.length === 0 || keys.length > MAX_OWNERS)
    throw new RangeError(`keys: expected 1 to ${MAX_OWNERS}, found ${keys.length}`);
  const { name } = layout;
  const nothing = { steps: [], summary: null, inspections: [] };
  try {
    const document = parseSignedDocument(layout.bytes, name, failLayout(name));
    const owners = keys.map((key) => judgeOwner(name, document, key, now));
    if (isRefused(owners)) return { findings: owners, ...nothing };
    const judged = judgeLayout(document.body, {
      what: name,
      folder: "",
      steps: "",
      links,
      now,
      policy,
      substitution: new Substitution(parameters),
      depth: 0,
    });
    const findings = [...owners, ...judged.findings];
    if (!isRefused(findings)) findings.push(holds(name, judged));
    return { ...judged, findings };
  } catch (error) {
    if (error instanceof Refusal) return { findings: [findingOfRefusal(error, name)], ...nothing };
    throw error;
  }
}

function judgeOwner(
  name: string,
  { message, signatures }: SignedDocument,
  owner: LayoutKey,
  now: Date,
): Finding {
  const { fingerprint } = owner.key;
  const isSigned = allKeys(owner).some((key) =>
    signatures.some((signature) => isSignedByKey(key, message, signature, now)),
  );
  if (isSigned)
    return {
      rule: "LAYOUT_SIGNATURE",
      verdict: "passed",
      subject: name,
      message: `key ${fingerprint} signed this layout`,
    };
  const found =
    signatures.length === 0 ? "none" : `${signatures.length} by other keys or over other bytes`;
  return {
    rule: "SIGNATURE_INVALID",
    verdict: "refused",
    subject: name,
    message: `expected a signature by ${fingerprint}, found ${found}`,
    expected: fingerprint,
    found,
    help: "take the layout from its owner again, or name the key that the owner signs with: --key OWNER.pub",
  };
}

function holds(name: string, { steps, inspections }: JudgedLayout): Finding {
  const count = `${steps.length} ${steps.length === 1 ? "step" : "steps"}`;
  const more = inspections.length === 0 ? "" : `, ${inspections.length} inspections`;
  return {
    rule: "LAYOUT",
    verdict: "passed",
    subject: name,
    message: `${count}${more}: who did what, and every artifact rule, is as the layout says`,
  };
}
