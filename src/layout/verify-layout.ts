import { Refusal } from "../errors.ts";
import { type Finding, findingOfRefusal, isRefused } from "../finding.ts";
import type { JudgedLayout, LayoutPolicy, LinkFile, StepEvidence } from "./judge-context.ts";
import { judgeLayout, readInForce, warningsOf } from "./judge-layout.ts";
import type { Layout } from "./layout.ts";
import { failLayout, hintAtLayout } from "./layout-failure.ts";
import { allKeys, isSignedByKey, type LayoutKey } from "./layout-key.ts";
import { type Parameters, Substitution } from "./parameters.ts";
import { parseSignedDocument, type SignedDocument } from "./signed-document.ts";

/** More owners than any layout has; each signature is tried with each key. */
const MAX_OWNERS = 32;

/** Somebody who has to have signed a layout, by one of their keys. */
export interface LayoutOwner {
  /** By which findings name them. */
  readonly name: string;
  readonly keys: readonly LayoutKey[];
}

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
 * @param owners keys, or owners who have several: **each** has to have signed.
 * @param parameters what stands for the words in braces; see `Substitution`.
 * @returns findings, also for what cannot be read.
 * @throws RangeError — no owner, more than 32, or one without a key.
 * @see https://github.com/in-toto/docs/blob/v1.0/in-toto-spec.md#52-verifying-the-final-product
 */
export function verifyLayout(
  layout: LinkFile,
  links: readonly LinkFile[],
  owners: readonly (LayoutKey | LayoutOwner)[],
  parameters: Parameters,
  now: Date,
  policy: LayoutPolicy = {},
): Verdict {
  const { name } = layout;
  const nothing = { steps: [], summary: null, inspections: [] };
  try {
    const { document, findings: signed } = readSigned(layout, owners, now);
    if (isRefused(signed)) return { findings: signed, ...nothing };
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
    const findings = [...signed, ...judged.findings];
    if (!isRefused(findings)) findings.push(holds(name, judged));
    return { ...judged, findings };
  } catch (error) {
    if (error instanceof Refusal)
      return { findings: [findingOfRefusal(hintAtLayout(error), name)], ...nothing };
    throw error;
  }
}

/**
 * Verifies a layout alone: every owner signed it, it can be read with these parameters, and it is in force. Looks at no link, so
 * that nobody knows yet whether any step was carried out.
 * @param owners see `verifyLayout`.
 * @returns what it says, where it holds; and findings, also for what cannot be read.
 * @throws RangeError — no owner, more than 32, or one without a key.
 */
export function verifyLayoutAlone(
  layout: LinkFile,
  owners: readonly (LayoutKey | LayoutOwner)[],
  parameters: Parameters,
  now: Date,
): { readonly layout: Layout | null; readonly findings: readonly Finding[] } {
  const { name } = layout;
  try {
    const { document, findings } = readSigned(layout, owners, now);
    if (isRefused(findings)) return { layout: null, findings };
    const substitution = new Substitution(parameters);
    const read = readInForce(document.body, { what: name, substitution, now, depth: 0 });
    return { layout: read, findings: [...findings, ...warningsOf(read, name, substitution)] };
  } catch (error) {
    if (error instanceof Refusal)
      return { layout: null, findings: [findingOfRefusal(hintAtLayout(error), name)] };
    throw error;
  }
}

function readSigned(
  { name, bytes }: LinkFile,
  owners: readonly (LayoutKey | LayoutOwner)[],
  now: Date,
): { readonly document: SignedDocument; readonly findings: readonly Finding[] } {
  const all = owners.map(ownerOf);
  if (all.length === 0 || all.length > MAX_OWNERS || all.some(({ keys }) => keys.length === 0))
    throw new RangeError(`owners: expected 1 to ${MAX_OWNERS} with keys, found ${all.length}`);
  const document = parseSignedDocument(bytes, name, failLayout(name));
  return { document, findings: all.map((owner) => judgeOwner(name, document, owner, now)) };
}

/** A key is an owner of its own. */
function ownerOf(one: LayoutKey | LayoutOwner): LayoutOwner {
  return "keys" in one ? one : { name: one.key.fingerprint, keys: [one] };
}

function judgeOwner(
  name: string,
  { message, signatures }: SignedDocument,
  owner: LayoutOwner,
  now: Date,
): Finding {
  const signer = owner.keys.find((own) =>
    allKeys(own).some((key) =>
      signatures.some((signature) => isSignedByKey(key, message, signature, now)),
    ),
  );
  if (signer !== undefined) {
    const { fingerprint } = signer.key;
    const by = owner.name === fingerprint ? "" : `${owner.name}, by `;
    return {
      rule: "LAYOUT_SIGNATURE",
      verdict: "passed",
      subject: name,
      message: `${by}key ${fingerprint} signed this layout`,
    };
  }
  const found =
    signatures.length === 0 ? "none" : `${signatures.length} by other keys or over other bytes`;
  return {
    rule: "SIGNATURE_INVALID",
    verdict: "refused",
    subject: name,
    message: `expected a signature by ${owner.name}, found ${found}`,
    expected: owner.name,
    found,
    help: "take the layout from its owner again, or name the key that the owner signs with: --key OWNER.pub",
  };
}

function holds(name: string, { steps, inspections }: JudgedLayout): Finding {
  const count = `${steps.length} ${steps.length === 1 ? "step" : "steps"}`;
  const looks = `${inspections.length} ${inspections.length === 1 ? "inspection" : "inspections"}`;
  const more = inspections.length === 0 ? "" : `, ${looks}`;
  return {
    rule: "LAYOUT",
    verdict: "passed",
    subject: name,
    message: `${count}${more}: who did what, and every artifact rule, is as the layout says`,
  };
}
